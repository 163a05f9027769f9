"""A hundred hosts watched at once, with lines cut and sessions ended: what is seen is what is."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import anyio
import pytest
from support.hasty import Hasty
from support.waiting import until

import aioesx
from aioesx import Appeared, Changed, HostDown
from aioesx.simulator import Line
from aioesx.simulator.farm import make_farm
from aioesx.simulator.handle import SimulatedHost

pytestmark = [pytest.mark.anyio, pytest.mark.long, pytest.mark.timeout(180)]

HOSTS, MACHINES, CUT = 100, 10, 25
ROUNDS = 5
NOTE = "config.annotation"
PATIENT = {"grace": 60.0, "release": 60.0, "logout": 60.0, "close": 60.0}
"""A hundred hosts are left at one moment: on a machine that is busy their clean-up, which is
bounded in time, needs more than the usual seconds, and what is left behind is what is tried."""


@pytest.fixture
def anyio_backend() -> str:
    """So many at once are no matter of the event loop."""
    return "asyncio"


class Watched:
    """A host, and what a program knows of it.

    Attributes:
        line: what can be cut in front of it.
        notes: of each machine, as it was told.
        told: how often each value of each machine's was told.
    """

    def __init__(self, host: SimulatedHost, line: Line | None) -> None:
        self.host = host
        self.line = line
        self.notes: dict[str, str] = {}
        self.told: list[tuple[str, int]] = []

    @property
    def uri(self) -> str:
        at = f"{self.host.address}:{self.host.port}"
        if self.line is not None:
            at = f"127.0.0.1:{self.line.port}"
        return f"esx://root@{at}/?transport=http"

    def change(self, number: int, chance: random.Random) -> None:
        def note(host: Any) -> None:
            chance.choice(list(host.machines.values())).change({"annotation": str(number)})

        self.host.change(note)

    def is_equal(self) -> bool:
        def look(host: Any) -> dict[str, str]:
            return {moid: each.config.annotation for moid, each in host.machines.items()}

        return bool(self.host.change(look) == self.notes)

    async def follow(self) -> None:
        async with (
            aioesx.connect(self.uri, password="secret") as esx,
            esx.watch("VirtualMachine", NOTE) as changes,
        ):
            async for change in changes:
                self.take(change)

    def take(self, change: object) -> None:
        if isinstance(change, Appeared):
            assert change.ref.value not in self.notes, "told twice that it is there"
            self.notes[change.ref.value] = change.values[NOTE] or ""
        elif isinstance(change, Changed):
            assert self.notes[change.ref.value] == (change.before or "")
            self.notes[change.ref.value] = change.value
            self.told.append((change.ref.value, int(change.value)))


async def one_by_one(hosts: dict[str, Watched]) -> None:
    """Follow each host by a watch of its own."""
    async with anyio.create_task_group() as tasks:
        for each in hosts.values():
            tasks.start_soon(each.follow)


async def in_one_iterator(hosts: dict[str, Watched]) -> None:
    """Follow all hosts, and some that are not there, by one watch of a fleet."""
    targets = {name: each.uri for name, each in hosts.items()}
    targets |= {f"gone{number}": "esx://root@127.0.0.1:9/" for number in range(HOSTS // 10)}
    async with (
        aioesx.Fleet(targets, password="secret", keep=0, rest=(0.5,)) as fleet,
        fleet.watch("VirtualMachine", NOTE) as changes,
    ):
        async for entry in changes:
            if entry.host in hosts:
                hosts[entry.host].take(entry.value)
            else:
                assert isinstance(entry.value, HostDown)


Follow = Callable[[dict[str, Watched]], Coroutine[Any, Any, None]]


@asynccontextmanager
async def watched_farm(follow: Follow) -> AsyncIterator[list[Watched]]:
    site = make_farm(HOSTS, machines=MACHINES, password="secret", tls=False)
    async with AsyncExitStack() as stack:
        stack.enter_context(site)
        hosts = [
            Watched(
                host,
                stack.enter_context(Line(host.address, host.port)) if number < CUT else None,
            )
            for number, host in enumerate(site.hosts.values())
        ]
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(follow, dict(zip(site.hosts, hosts, strict=True)))
            await until(lambda: all(len(each.notes) == MACHINES for each in hosts), 60)
            yield hosts
            tasks.cancel_scope.cancel()
        for each in hosts:
            await until(lambda each=each: each.host.open_waits == 0)  # type: ignore[misc]
            assert (each.host.open_filters, each.host.open_sessions) == (0, 0)


@pytest.mark.parametrize("follow", [one_by_one, in_one_iterator])
async def test_a_hundred_hosts_with_lines_cut(hasty: Hasty, follow: Follow) -> None:
    hasty(slice=0.2, shortest_slice=0.2, backoff=(0.01,), login_pause=0.01, **PATIENT)
    chance = random.Random(21)
    async with watched_farm(follow) as hosts:
        for number in range(1, ROUNDS + 1):
            for each in hosts:
                each.change(number, chance)
            for each in chance.sample(hosts[:CUT], CUT // 2):
                assert each.line is not None
                each.line.cut(reset=chance.random() < 0.5)
            for each in chance.sample(hosts[CUT:], 5):
                each.host.expire_sessions()
            assert max(each.host.open_waits for each in hosts) <= 1
            await until(lambda: all(each.is_equal() for each in hosts), 60)
    for each in hosts:
        assert len(each.told) == len(set(each.told)), "a change was told twice"
        assert len(each.told) == ROUNDS, "each round changed one machine, and waited"
