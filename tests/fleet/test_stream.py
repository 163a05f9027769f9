"""Changes and events of many hosts in one iterator; hosts that are lost are told and come back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from typing import Any

import anyio
import pytest
from support.hasty import Hasty
from support.held import PASSWORD
from support.waiting import until, until_blocking

import aioesx
from aioesx import Appeared, Changed, Fleet, HostDown, HostUp, Vanished, errors
from aioesx.simulator import Line, Site, make_farm
from aioesx.simulator.handle import SimulatedHost
from aioesx.simulator.profile import ESXI_8_0, VCENTER_8_0

pytestmark = pytest.mark.anyio

NOTE = "config.annotation"
NOWHERE = "esx://root@127.0.0.1:9/"


@pytest.fixture
def site() -> Iterator[Site]:
    """Three hosts, of which nothing may be left open at the end."""
    with make_farm(3, machines=2, password=PASSWORD, tls=False) as site:
        yield site
        for host in site.hosts.values():
            until_blocking(lambda host=host: not host.open_waits)  # type: ignore[misc]
            assert (host.open_filters, host.open_sessions, host.open_waits) == (0, 0, 0)


@pytest.fixture(autouse=True)
def _quick(hasty: Hasty) -> None:
    hasty(
        slice=0.2, shortest_slice=0.2, backoff=(0.01,), pace=0.01, login_pause=0.01,
        reconnecting=0.1, call=10.0,
    )  # fmt: skip


def note(host: SimulatedHost, text: str) -> None:
    host.change(lambda state: next(iter(state.machines.values())).change({"annotation": text}))


def happen(host: SimulatedHost, kind: str) -> None:
    host.change(lambda state: state.events.post(kind, next(iter(state.machines.values()))))


class Known:
    """What a program knows of all hosts."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []
        self.notes: dict[tuple[str, str], str] = {}

    def take(self, entry: aioesx.FleetEntry[Any]) -> None:
        host, value = entry.host, entry.value
        self.told.append((host, value))
        if isinstance(value, Appeared):
            assert (host, value.ref.value) not in self.notes
            self.notes[host, value.ref.value] = value.values.get(NOTE) or ""
        elif isinstance(value, Changed):
            assert self.notes[host, value.ref.value] == (value.before or "")
            self.notes[host, value.ref.value] = value.value
        elif isinstance(value, Vanished):
            del self.notes[host, value.ref.value]

    def of(self, host: str) -> list[Any]:
        return [value for name, value in self.told if name == host]

    def states(self, host: str) -> list[str]:
        return [each.event for each in self.of(host) if isinstance(each, HostDown | HostUp)]

    def is_equal(self, site: Site) -> bool:
        now: dict[tuple[str, str], str] = {}
        for name, host in site.hosts.items():
            machines = host.change(lambda state: dict(state.machines))
            now |= {(name, moid): each.config.annotation for moid, each in machines.items()}
        return now == self.notes


@asynccontextmanager
async def known(stream: aioesx.FleetStream[Any]) -> AsyncIterator[Known]:
    found = Known()

    async def follow() -> None:
        async for entry in stream:
            found.take(entry)

    async with stream, anyio.create_task_group() as tasks:
        tasks.start_soon(follow)
        yield found
        tasks.cancel_scope.cancel()


async def test_each_hosts_changes_come_with_its_name(site: Site) -> None:
    async with (
        Fleet(site.uris, password=PASSWORD) as fleet,
        known(fleet.watch("VirtualMachine", NOTE)) as seen,
    ):
        await until(lambda: len(seen.notes) == 6)
        assert {type(seen.of(name)[0]) for name in site.hosts} == {HostUp}
        for number, host in enumerate(site.hosts.values()):
            note(host, str(number))
        await until(lambda: seen.is_equal(site))
        changed = [(host, each.value) for host, each in seen.told if isinstance(each, Changed)]
        assert sorted(changed) == [("esx0001", "0"), ("esx0002", "1"), ("esx0003", "2")]
        await until(lambda: [host.open_waits for host in site.hosts.values()] == [1, 1, 1])


async def test_hosts_that_are_not_there_are_told_and_end_nobody(site: Site) -> None:
    targets = {**site.uris, "gone": NOWHERE}
    async with (
        Fleet(targets, password=PASSWORD, rest=(0.01,)) as fleet,
        known(stream := fleet.watch("VirtualMachine", NOTE)) as seen,
    ):
        await until(lambda: len(seen.notes) == 6 and seen.of("gone"))
        (down,) = seen.of("gone")
        assert isinstance(down, HostDown)
        assert isinstance(down.error, errors.ConnectError)
        assert (down.error.kind, down.error.name) == ("host", "gone")
        assert stream.down == ("gone",)
        note(site.hosts["esx0001"], "later")
        await until(lambda: seen.is_equal(site))
        assert len(seen.of("gone")) == 1, "it is told once, however often it is tried"


async def test_a_host_that_is_lost_comes_back_and_tells_what_is_another(site: Site) -> None:
    host = site.hosts["esx0002"]
    with ExitStack() as lines:
        line = lines.enter_context(Line(host.address, host.port))
        targets = dict(site.uris)
        targets["esx0002"] = f"esx://root@127.0.0.1:{line.port}/?transport=http"
        async with (
            Fleet(targets, password=PASSWORD, rest=(0.01,)) as fleet,
            known(fleet.watch("VirtualMachine", NOTE)) as seen,
        ):
            await until(lambda: len(seen.notes) == 6)
            line.stop()
            note(host, "meanwhile")
            await until(lambda: seen.states("esx0002") == ["up", "down"])
            note(site.hosts["esx0001"], "others go on")
            await until(lambda: (seen.of("esx0001")[-1]).event == "changed")
            lines.enter_context(Line(host.address, host.port, at=(line.host, line.port)))
            await until(lambda: seen.is_equal(site))
            assert seen.states("esx0002") == ["up", "down", "up"]
            (changed,) = [each for each in seen.of("esx0002") if isinstance(each, Changed)]
            assert (changed.value, changed.folded) == ("meanwhile", True)
    assert host.call_count["Login"] == 1, "the session is gone on with"


async def test_a_slow_program_costs_one_thing_a_host(site: Site) -> None:
    """What overtakes is folded by the host's own ledger; the rest waits at the host."""
    async with (
        Fleet(site.uris, password=PASSWORD) as fleet,
        fleet.watch("VirtualMachine", NOTE) as stream,
    ):
        seen = Known()
        for number in range(200):
            note(site.hosts["esx0001"], str(number))
        await until(lambda: len(stream._ready) == 3)
        assert [len(each.given) for each in stream._sources] == [1, 1, 1]
        with anyio.fail_after(20):
            while not seen.is_equal(site):
                seen.take(await anext(stream))
        assert len(seen.told) <= 3 + 6 + 2


@pytest.mark.parametrize("way", ["break", "raise", "cancel"])
async def test_however_it_is_left_nothing_stays(site: Site, way: str) -> None:
    """The site itself looks for what is left, when the fleet is closed."""
    with anyio.CancelScope() as scope:
        try:
            async with (
                Fleet(dict(site.uris) | {"gone": NOWHERE}, password=PASSWORD) as fleet,
                fleet.watch() as stream,
            ):
                async for entry in stream:
                    if not isinstance(entry.value, Appeared):
                        continue
                    if way == "break":
                        break
                    if way == "raise":
                        raise KeyError("mine")  # noqa: TRY301 - it stands for a user's
                    scope.cancel()
        except KeyError:
            assert way == "raise"


async def test_a_connection_that_was_watched_with_is_kept(site: Site) -> None:
    async with Fleet(site.uris, password=PASSWORD) as fleet:
        async with fleet.watch("domain", "state") as stream:
            for _ in range(9):
                await anext(stream)
        await fleet.gather(lambda esx: esx.domains.list())
        assert {host.call_count["Login"] for host in site.hosts.values()} == {1}
        assert {host.open_filters for host in site.hosts.values()} == {0}


@pytest.mark.parametrize("before", [(), ("VmResettingEvent", "VmGuestRebootEvent")])
async def test_events_of_all_hosts_go_on_after_a_loss(site: Site, before: tuple[str, ...]) -> None:
    host = site.hosts["esx0001"]
    with ExitStack() as lines:
        line = lines.enter_context(Line(host.address, host.port))
        targets = {"esx0001": f"esx://root@127.0.0.1:{line.port}/?transport=http"}
        async with (
            Fleet(targets, password=PASSWORD, rest=(0.01,)) as fleet,
            known(fleet.events("VmEvent")) as seen,
        ):
            await until(lambda: seen.told)
            for kind in before:
                happen(host, kind)
            await until(lambda: len(seen.told) == 1 + len(before))
            line.stop()
            happen(host, "VmResettingEvent")
            await until(lambda: seen.states("esx0001") == ["up", "down"])
            lines.enter_context(Line(host.address, host.port, at=(line.host, line.port)))
            await until(lambda: len(seen.told) == 4 + len(before))
    told = [each.wire_name for each in seen.of("esx0001") if isinstance(each, aioesx.vim.Event)]
    assert told == [*before, "VmResettingEvent"]


async def test_a_vcenter_is_one_host_with_one_poll() -> None:
    with make_farm(
        2, machines=2, vcenter=VCENTER_8_0, profile=ESXI_8_0, password=PASSWORD, tls=False
    ) as site:
        async with Fleet({"vc": site.uri}, password=PASSWORD) as fleet:
            async with known(fleet.watch("domain", "state")) as seen:
                await until(lambda: len(seen.of("vc")) == 1 + 4)
            with pytest.raises(errors.SelectorError, match="'vc' is a vCenter"):
                fleet.watch(select="esx0001")


async def test_the_time_is_of_the_whole(site: Site) -> None:
    async with (
        Fleet(site.uris, password=PASSWORD) as fleet,
        fleet.watch("domain", timeout=0.5) as stream,
    ):
        with pytest.raises(errors.WaitTimeoutError, match=r"changes of domain: the 0\.5 s"):
            async for _ in stream:
                pass


async def test_bad_words_are_told_before_anything_is_sent(site: Site) -> None:
    async with Fleet(site.uris, password=PASSWORD) as fleet:
        with pytest.raises(ValueError, match="'domian' is no kind or type of objects"):
            fleet.watch("domian")
        with pytest.raises(ValueError, match="there is no type of events 'VmPowerdOnEvent'"):
            fleet.events("VmPowerdOnEvent")
        with pytest.raises(ValueError, match="concurrency=0"):
            fleet.watch(concurrency=0)
        with pytest.raises(errors.SelectorError):
            fleet.watch(select="nobody")
        with pytest.raises(RuntimeError, match="inside `async with` only"):
            await anext(fleet.watch())
    with pytest.raises(RuntimeError, match="open the fleet first"):
        fleet.watch()
    assert not any(host.calls for host in site.hosts.values())
