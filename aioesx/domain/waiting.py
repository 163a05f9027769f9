"""Waiting until a property of a domain is as somebody wants it: one filter, and the poll."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address
from typing import Any, Final, TypeVar

from aioesx import vim
from aioesx._server.collector import hidden_error
from aioesx._server.server import Server
from aioesx._server.traversal import object_spec, property_spec
from aioesx._server.watch import Watch
from aioesx._session.operation import at_work
from aioesx.domain.guest import ADDRESSES, addresses_of
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.values import DomainState
from aioesx.errors import NotFoundError, WaitTimeoutError

__all__ = ["TOOLS_PATH", "wait_for_address", "wait_for_state", "wait_for_tools"]

Ref = vim.ManagedObjectReference
T = TypeVar("T")

TOOLS_PATH: Final = "guest.toolsStatus"
"""What the host says of VMware Tools; of all versions of the API."""
_RUNNING: Final = frozenset(
    {vim.VirtualMachineToolsStatus.TOOLS_OK, vim.VirtualMachineToolsStatus.TOOLS_OLD}
)


async def wait_for_state(server: Server, ref: Ref, state: DomainState) -> None:
    """Return as soon as the host says that the domain is in a state.

    Raises:
        WaitTimeoutError: it was not, in the operation's time.
        TransportTimeout: the operation has no time, and the host fell silent.
        NotFoundError: the domain was unregistered.
        NotPermittedError: the host hides the state.
    """

    def reached(value: Any) -> bool | None:
        return domain_state({STATE_PATH: value}) is state or None

    await _until(server, ref, STATE_PATH, reached, f"was not {state.value}")


async def wait_for_tools(server: Server, ref: Ref) -> None:
    """Return as soon as the host says that VMware Tools run in the guest.

    Raises:
        WaitTimeoutError, TransportTimeout, NotFoundError, NotPermittedError: as `wait_for_state`.
    """

    def reached(value: Any) -> bool | None:
        return value in _RUNNING or None

    await _until(server, ref, TOOLS_PATH, reached, "did not tell that VMware Tools run")


async def wait_for_address(
    server: Server, ref: Ref, version: int | None
) -> IPv4Address | IPv6Address:
    """Return the first address of the guest by which others can reach it, when it has one.

    Raises:
        WaitTimeoutError, TransportTimeout, NotFoundError, NotPermittedError: as `wait_for_state`.
    """

    def told(cards: Any) -> IPv4Address | IPv6Address | None:
        found = (entry.address for card in cards or () for entry in addresses_of(card))
        return next((each for each in found if _reachable(each, version)), None)

    kind = f"IPv{version} address" if version else "address"
    return await _until(server, ref, ADDRESSES, told, f"told no {kind} of its guest")


def _reachable(address: IPv4Address | IPv6Address, version: int | None) -> bool:
    local = address.is_loopback or address.is_link_local or address.is_unspecified
    return not local and not address.is_multicast and version in (None, address.version)


async def _until(
    server: Server, ref: Ref, path: str, judge: Callable[[Any], T | None], complaint: str
) -> T:
    """Return what `judge` makes of a property as soon as that is not None."""

    def feed(update: vim.ObjectUpdate) -> Iterator[tuple[bool, T | None]]:
        if update.kind == vim.ObjectUpdateKind.LEAVE:
            yield False, None
        for entry in update.missing_set:
            raise hidden_error(ref, entry.path, entry.fault.fault)
        for change in update.change_set:
            if change.name == path:
                yield True, judge(change.val)

    if (operation := at_work()) is not None:
        operation.explain = lambda seconds: WaitTimeoutError(f"{ref} {complaint} in {seconds:g} s")
    spec = vim.PropertyFilterSpec(
        prop_set=[property_spec(ref.type, [path])], object_set=[object_spec(ref)]
    )
    watch = Watch(spec, feed)
    async with server.poll.watch(watch):
        while True:
            there, result = await server.poll.next(watch)
            if not there:
                raise NotFoundError("ManagedObjectNotFound", f"{ref} was unregistered")
            if result is not None:
                return result
