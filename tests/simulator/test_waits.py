"""Waits for updates: one for each collector, what ends them, polls whose connection is cut."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import anyio
import httpx
import pytest
from support.eventually import eventually
from support.hosts import connected
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx.errors import FaultError, WaitTimeoutError
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import ESX_3_5, ESX_4_1

pytestmark = pytest.mark.anyio

COLLECTOR = ref("PropertyCollector", "ha-property-collector")
POWER = vim.PropertyFilterSpec(
    prop_set=[vim.PropertySpec(type="VirtualMachine", path_set=["runtime.powerState"])],
    object_set=[vim.ObjectSpec(obj=ref("VirtualMachine", "2"))],
)
Ref = vim.ManagedObjectReference


class Line(Caller):
    """A caller whose connections are real ones, so that they can be cut."""

    def __init__(self, simulator: Simulator) -> None:
        super().__init__(simulator)
        self.http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{simulator.port}", timeout=20)


@pytest.fixture
async def live() -> AsyncIterator[Simulator]:
    async with Simulator(presets.small_host(), password="secret", tls=False) as simulator:
        yield simulator


@pytest.fixture
async def line(live: Simulator) -> AsyncIterator[Line]:
    line = Line(live)
    await line.login()
    yield line
    await line.aclose()


async def watch_power(call: Caller, collector: Ref = COLLECTOR) -> str:
    """Make a filter; return the version at which the machine's state is known."""
    await call(vim.CreateFilter(this=collector, spec=POWER, partial_updates=False))
    known = await check(call, "", collector)
    assert known is not None
    return known.version


async def check(call: Caller, version: str, collector: Ref = COLLECTOR) -> vim.UpdateSet | None:
    return await call(vim.CheckForUpdates(this=collector, version=version))


def told(update: vim.UpdateSet | None) -> list[Any]:
    """Return the values that an update tells."""
    assert update is not None
    return [
        change.val
        for item in update.filter_set
        for found in item.object_set
        for change in found.change_set
    ]


def turn(simulator: Simulator, state: str) -> None:
    simulator.change(lambda host: host.find("db01").set_power(state))


class Waiting:
    """A wait that runs beside the test: what came of it."""

    def __init__(self, call: Caller, version: str, seconds: int, collector: Ref) -> None:
        options = vim.WaitOptions(max_wait_seconds=seconds)
        self._method = vim.WaitForUpdatesEx(this=collector, version=version, options=options)
        self._call = call
        self.scope = anyio.CancelScope()
        self.ended = anyio.Event()
        self.update: vim.UpdateSet | None = None
        self.fault = ""

    async def run(self) -> None:
        with self.scope:
            try:
                self.update = await self._call(self._method)
            except FaultError as error:
                self.fault = error.fault_type
        self.ended.set()


Begin = Callable[..., Awaitable[Waiting]]


@pytest.fixture
async def begin(live: Simulator, line: Line) -> AsyncIterator[Begin]:
    async with anyio.create_task_group() as tasks:

        async def begin(version: str, collector: Ref = COLLECTOR, seconds: int = 30) -> Waiting:
            """Begin to wait, and return when the host knows."""
            calls = live.call_count["WaitForUpdatesEx"]
            waiting = Waiting(line, version, seconds, collector)
            tasks.start_soon(waiting.run)
            await eventually(lambda: live.call_count["WaitForUpdatesEx"] > calls)
            return waiting

        yield begin
        tasks.cancel_scope.cancel()


async def cut(simulator: Simulator, waiting: Waiting) -> None:
    """Close the connection on which somebody waits."""
    await eventually(lambda: simulator.open_waits == 1)
    waiting.scope.cancel()
    await waiting.ended.wait()


# --- one wait for each collector -----------------------------------------------------------------


async def test_a_newer_wait_ends_the_older(live: Simulator, line: Line, begin: Begin) -> None:
    version = await watch_power(line)
    older = await begin(version)
    newer = await begin(version)
    with anyio.fail_after(5):
        await older.ended.wait()
    assert older.fault == "RequestCanceled"
    assert live.open_waits == 1

    turn(live, "poweredOn")

    with anyio.fail_after(5):
        await newer.ended.wait()
    assert told(newer.update) == ["poweredOn"]


async def test_a_check_ends_a_wait_too(line: Line, begin: Begin) -> None:
    version = await watch_power(line)
    older = await begin(version)

    assert await check(line, version) is None

    with anyio.fail_after(5):
        await older.ended.wait()
    assert older.fault == "RequestCanceled"


async def test_a_wait_that_is_refused_ends_nothing(
    live: Simulator, line: Line, begin: Begin
) -> None:
    version = await watch_power(line)
    older = await begin(version)
    refused = await begin("no such version")
    await refused.ended.wait()
    assert refused.fault == "InvalidCollectorVersion"

    turn(live, "poweredOn")

    with anyio.fail_after(5):
        await older.ended.wait()
    assert told(older.update) == ["poweredOn"]


@pytest.mark.parametrize(
    ("end", "fault"),
    [
        (lambda line, _: line(vim.CancelWaitForUpdates(this=COLLECTOR)), "RequestCanceled"),
        (lambda line, _: line(vim.Logout(this=Caller.manager)), "NotAuthenticated"),
        (
            lambda _, live: anyio.to_thread.run_sync(live.expire_sessions),
            "NotAuthenticated",
        ),
    ],
)
async def test_what_ends_a_wait(
    live: Simulator,
    line: Line,
    begin: Begin,
    end: Callable[[Line, Simulator], Awaitable[None]],
    fault: str,
) -> None:
    waiting = await begin(await watch_power(line))
    await eventually(lambda: live.open_waits == 1)

    await end(line, live)

    with anyio.fail_after(5):
        await waiting.ended.wait()
    assert waiting.fault == fault
    assert live.open_waits == 0


# --- polls whose connection is cut ---------------------------------------------------------------


async def test_a_cut_poll_takes_no_update(live: Simulator, line: Line, begin: Begin) -> None:
    live.change(lambda host: setattr(host.options, "last_version_only", True))
    version = await watch_power(line)
    await cut(live, await begin(version))
    await eventually(lambda: live.open_waits == 0, "the cut poll goes on")

    turn(live, "poweredOn")

    assert told(await check(line, version)) == ["poweredOn"]


async def test_a_cut_poll_that_lives_takes_the_next_update(
    live: Simulator, line: Line, begin: Begin
) -> None:
    live.change(lambda host: setattr(host.options, "cut_polls_live", True))
    version = await watch_power(line)
    await cut(live, await begin(version))

    turn(live, "poweredOn")

    await eventually(lambda: live.open_waits == 0, "the cut poll has not taken it")
    later = str(int(version) + 1)
    assert await check(line, later) is None, "it was told already, to nobody"
    assert told(await check(line, version)) == ["poweredOn"], "the version before is good, too"


async def test_only_the_last_version_is_good_where_a_host_says_so(
    live: Simulator, line: Line, begin: Begin
) -> None:
    live.change(lambda host: setattr(host.options, "cut_polls_live", True))
    live.change(lambda host: setattr(host.options, "last_version_only", True))
    version = await watch_power(line)
    await cut(live, await begin(version))
    turn(live, "poweredOn")
    await eventually(lambda: live.open_waits == 0, "the cut poll has not taken it")

    with pytest.raises(FaultError) as caught:
        await check(line, version)

    assert caught.value.fault_type == "InvalidCollectorVersion"
    assert told(await check(line, "")) == ["poweredOn"]


@pytest.mark.parametrize(
    "end",
    [
        lambda line: line(vim.CancelWaitForUpdates(this=COLLECTOR)),
        lambda line: line(vim.Logout(this=Caller.manager)),
        lambda line: check(line, ""),
    ],
)
async def test_what_ends_a_cut_poll_that_lives(
    live: Simulator, line: Line, begin: Begin, end: Callable[[Line], Awaitable[Any]]
) -> None:
    live.change(lambda host: setattr(host.options, "cut_polls_live", True))
    await cut(live, await begin(await watch_power(line)))
    assert live.open_waits == 1

    await end(line)

    await eventually(lambda: live.open_waits == 0)


async def test_a_cut_poll_that_lives_ends_with_its_own_time(
    live: Simulator, line: Line, begin: Begin
) -> None:
    live.change(lambda host: setattr(host.options, "cut_polls_live", True))
    await cut(live, await begin(await watch_power(line), seconds=1))
    assert live.open_waits == 1

    await eventually(lambda: live.open_waits == 0)


# --- collectors of a client's own ----------------------------------------------------------------


async def own_collector(call: Caller) -> Ref:
    return await call(vim.CreatePropertyCollector(this=COLLECTOR))


async def test_a_collector_of_one_s_own_is_independent(
    live: Simulator, line: Line, begin: Begin
) -> None:
    own = await own_collector(line)
    version = await watch_power(line)
    mine = await watch_power(line, own)
    waiting = await begin(version)
    also = await begin(mine, own)
    assert (live.open_collectors, live.open_filters) == (1, 2)
    await eventually(lambda: live.open_waits == 2)

    turn(live, "poweredOn")

    with anyio.fail_after(5):
        await waiting.ended.wait()
        await also.ended.wait()
    assert told(waiting.update) == told(also.update) == ["poweredOn"]


async def test_cancelling_means_the_waits_of_one_collector(
    live: Simulator, line: Line, begin: Begin
) -> None:
    own = await own_collector(line)
    waiting = await begin(await watch_power(line))
    also = await begin(await watch_power(line, own), own)

    await line(vim.CancelWaitForUpdates(this=own))

    with anyio.fail_after(5):
        await also.ended.wait()
    assert also.fault == "RequestCanceled"
    assert not waiting.ended.is_set()
    assert live.open_waits == 1


async def test_a_collector_s_end_is_that_of_its_filters_and_waits(
    live: Simulator, line: Line, begin: Begin
) -> None:
    own = await own_collector(line)
    await watch_power(line)
    waiting = await begin(await watch_power(line, own), own)

    await line(vim.DestroyPropertyCollector(this=own))

    with anyio.fail_after(5):
        await waiting.ended.wait()
    assert waiting.fault == "RequestCanceled"
    assert (live.open_collectors, live.open_filters, live.open_waits) == (0, 1, 0)
    with pytest.raises(FaultError) as caught:
        await check(line, "", own)
    assert caught.value.fault_type == "ManagedObjectNotFound"


async def test_the_given_collector_cannot_be_destroyed(line: Line) -> None:
    await watch_power(line)
    with pytest.raises(FaultError) as caught:
        await line(vim.DestroyPropertyCollector(this=COLLECTOR))
    assert caught.value.fault_type == "NotSupported"


@pytest.mark.parametrize(("profile", "known"), [(ESX_3_5, False), (ESX_4_1, True)])
async def test_old_hosts_have_the_given_collector_only(profile: Any, known: bool) -> None:
    host = presets.small_host(profile=profile)
    call = Caller(Simulator(host, password="secret", tls=False))
    await call.login()
    fault = ""
    try:
        await own_collector(call)
    except FaultError as error:
        fault = error.fault_type
    await call.aclose()
    assert fault == ("" if known else "MethodNotFound")


async def test_a_host_that_stops_complains_of_nobody_who_waits(
    caplog: pytest.LogCaptureFixture,
) -> None:
    simulator = Simulator(presets.small_host(), tls=False)
    async with simulator, connected(simulator) as esx:
        domain = await esx.domains.lookup("web01")
        with pytest.raises(WaitTimeoutError):
            await domain.wait_for("shut off", timeout=0.2)
        assert simulator.open_waits == 1
        simulator.stop()

    said = [record for record in caplog.records if record.name.startswith("uvicorn")]
    assert [record.getMessage() for record in said if record.levelno >= logging.WARNING] == []
