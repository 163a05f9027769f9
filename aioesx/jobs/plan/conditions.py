"""Whether a machine that was started is up: what its stage wants to hold, waited for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import anyio

from aioesx.connection import Connection
from aioesx.domain.domain import Domain
from aioesx.jobs.plan.stages import Condition

__all__ = ["wait_until"]

_PAUSES: Final = (0.2, 0.5, 1.0, 2.0)
_CONNECTING: Final = 5.0

_Wait = Callable[[Connection, Domain, Condition], Awaitable[None]]


async def wait_until(esx: Connection, domain: Domain, condition: Condition) -> None:
    """Return when a condition holds; whoever calls bounds the time.

    Raises:
        EsxError: the host does not tell.
    """
    await _WAITS[condition.kind](esx, domain, condition)


async def _again(holds: Callable[[], Awaitable[bool]]) -> None:
    looks = 0
    while not await holds():
        await anyio.sleep(_PAUSES[min(looks, len(_PAUSES) - 1)])
        looks += 1


def _told(path: str, values: frozenset[str]) -> _Wait:
    """Return what waits until a property of the machine is one of some words."""

    async def wait(esx: Connection, domain: Domain, _: Condition) -> None:
        async def holds() -> bool:
            found = await esx.properties(domain.ref, [path])
            value: Any = found.get(path)
            return str(getattr(value, "value", value)) in values

        await _again(holds)

    return wait


async def _address(_: Connection, domain: Domain, condition: Condition) -> None:
    del condition
    await domain.wait_for_address(timeout=None)


async def _tcp(_: Connection, domain: Domain, condition: Condition) -> None:
    address = condition.address or str(await domain.wait_for_address(timeout=None))

    async def holds() -> bool:
        with anyio.move_on_after(_CONNECTING):
            try:
                async with await anyio.connect_tcp(address, int(condition.number)):
                    return True
            except OSError:
                return False
        return False

    await _again(holds)


async def _seconds(_: Connection, domain: Domain, condition: Condition) -> None:
    del domain
    await anyio.sleep(condition.number)


_WAITS: Final[Mapping[str, _Wait]] = {
    "tools": _told("guest.toolsStatus", frozenset({"toolsOk", "toolsOld"})),
    "heartbeat": _told("guestHeartbeatStatus", frozenset({"green"})),
    "address": _address,
    "tcp": _tcp,
    "seconds": _seconds,
}
