"""Watches of one connection: whatever befalls one of them, the others go on, and nothing stays."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio
import pytest
from support.hasty import Hasty
from support.hosts import connected
from support.waiting import until

import aioesx
from aioesx import Changed, Connection, errors
from aioesx.simulator import HostState, Simulator, presets

pytestmark = pytest.mark.anyio

Open = Callable[[Connection], Any]

STREAMS: Final[dict[str, Open]] = {
    "changes": lambda esx: esx.watch("domain", "state"),
    "events": lambda esx: esx.events(),
}
MAKING: Final = [
    ("changes", "CreateFilter"),
    ("events", "CreateFilter"),
    ("events", "CreateCollectorForEvents"),
    ("events", "SetCollectorPageSize"),
]
"""What makes a stream anew in a new session."""


@pytest.fixture
def anyio_backend() -> str:
    """What a host answers to one of them is no matter of the event loop."""
    return "asyncio"


@pytest.fixture
def simulated() -> HostState:
    return presets.small_host(machines=3)


@pytest.fixture(autouse=True)
def _quick(hasty: Hasty) -> None:
    hasty(slice=0.2, shortest_slice=0.2, backoff=(0.01,), repeats=(0.0,), login_pause=0.01)


@pytest.fixture(autouse=True)
def _left(plain: Simulator) -> Iterator[None]:
    """At the end nobody may have left anything on the host."""
    yield
    assert (plain.open_filters, plain.open_sessions, plain.open_waits) == (0, 0, 0)


def collectors(simulator: Simulator) -> int:
    found: int = simulator.change(
        lambda host: sum(len(session.views) for session in host.sessions.all())
    )
    return found


@asynccontextmanager
async def beside(
    simulator: Simulator, kind: str
) -> AsyncIterator[tuple[aioesx.Changes | aioesx.EventStream, list[Any]]]:
    """A stream that nobody awaits, and what another one tells that makes both anew."""
    told: list[Any] = []

    async def follow(changes: aioesx.Changes) -> None:
        async for change in changes:
            told.append(change)  # noqa: PERF401 - looked at meanwhile

    async with (
        connected(simulator) as esx,
        STREAMS[kind](esx) as stream,
        esx.watch("domain", "state") as changes,
        anyio.create_task_group() as tasks,
    ):
        for _ in range(3 if kind == "changes" else 0):
            await anext(stream)
        tasks.start_soon(follow, changes)
        await until(lambda: len(told) == 3)
        yield stream, told
        tasks.cancel_scope.cancel()


async def goes_on(simulator: Simulator, told: list[Any]) -> None:
    simulator.change(lambda host: host.find("db01").set_power("suspended"))
    await until(lambda: any(isinstance(each, Changed) for each in told))


@pytest.mark.parametrize(("kind", "method"), MAKING)
async def test_one_that_is_left_while_another_makes_it_anew(
    plain: Simulator, kind: str, method: str
) -> None:
    async with beside(plain, kind) as (stream, told):
        slow = plain.fault_on(method, delay=0.3, times=1)
        plain.expire_sessions()
        await until(lambda: slow.applied)
        await stream.__aexit__(None, None, None)
        await goes_on(plain, told)
        assert plain.open_filters == 1
        assert collectors(plain) == 0


@pytest.mark.parametrize(
    ("kind", "method", "fault"),
    [
        *((kind, method, "NoPermission") for kind, method in MAKING),
        ("changes", "CreateFilter", "InvalidProperty"),
        ("events", "CreateCollectorForEvents", "InvalidArgument"),
    ],
)
async def test_one_that_the_host_refuses_to_make_anew_ends_alone(
    plain: Simulator, kind: str, method: str, fault: str
) -> None:
    async with beside(plain, kind) as (stream, told):
        plain.fault_on(method, fault, times=1)
        plain.expire_sessions()
        with pytest.raises(errors.FaultError) as raised:
            await anext(stream)
        assert raised.value.fault_type == fault
        await goes_on(plain, told)
        assert plain.open_filters == 1
        assert collectors(plain) == 0


@pytest.mark.parametrize(("kind", "method"), MAKING)
async def test_a_trouble_of_the_moment_ends_nobody(
    plain: Simulator, kind: str, method: str
) -> None:
    async with beside(plain, kind) as (_, told):
        plain.fault_on(method, "HostCommunication", times=3)
        plain.expire_sessions()
        await goes_on(plain, told)
        await until(lambda: plain.open_filters == 2)
        assert collectors(plain) == (kind == "events")


@pytest.mark.parametrize("method", ["CreateCollectorForEvents", "SetCollectorPageSize"])
async def test_a_session_that_ends_while_a_stream_is_opened_leaves_no_collector(
    plain: Simulator, method: str
) -> None:
    async with connected(plain) as esx:
        async with esx.watch("domain"):  # so that there is a collector of the session's
            pass
        plain.fault_on(method, expire=True, times=1)
        async with esx.events():
            assert collectors(plain) == 1
        assert collectors(plain) == 0
