"""Scrapes of a fleet: who waits for whom, what is shared, what is told of hosts that are down."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import anyio
import pytest
from support.held import PASSWORD
from support.waiting import until

from aioesx import Connection, Fleet, errors
from aioesx._concurrency import Group
from aioesx.fleet import current_host
from aioesx.jobs.exporter import Exporter, HostScrape, Reading, Scrape
from aioesx.jobs.exporter.exporter import nobody
from aioesx.jobs.exporter.flights import Flights
from aioesx.simulator import Site

pytestmark = pytest.mark.anyio

AMPLE = 15.0
SHORT = 0.4


@asynccontextmanager
async def exporting(targets: dict[str, str], password: str = PASSWORD) -> AsyncIterator[Exporter]:
    async with Fleet(targets, password=password) as fleet, Exporter(fleet) as exporter:
        yield exporter


@pytest.fixture
def silent() -> Iterator[str]:
    """URI of a host that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"esx://root@127.0.0.1:{listener.getsockname()[1]}/?transport=http"


def of(scrape: Scrape, host: str) -> HostScrape:
    return next(each for each in scrape.hosts if each.host == host)


def reads(farm: Site) -> dict[str, int]:
    return {name: host.call_count["RetrievePropertiesEx"] for name, host in farm.hosts.items()}


def forget(farm: Site) -> None:
    for host in farm.hosts.values():
        host.forget_calls()


async def test_a_host_that_is_down_is_told_with_the_reason_and_the_others_are_read(
    farm: Site,
) -> None:
    async with exporting({**farm.uris, "gone": "esx://root@127.0.0.1:9/"}) as exporter:
        scrape = await exporter.scrape(AMPLE)

    assert scrape.down == ("gone",)
    assert isinstance(of(scrape, "gone").error, errors.ConnectError)
    assert [each.host for each in scrape.hosts] == [*farm.uris, "gone"]
    assert all(each.reading is not None for each in scrape.hosts[:-1])
    assert all(0 < each.seconds <= scrape.seconds for each in scrape.hosts[:-1])


async def test_connections_are_kept_between_scrapes(farm: Site) -> None:
    forget(farm)

    async with exporting(farm.uris) as exporter:
        await exporter.scrape(AMPLE)
        await exporter.scrape(AMPLE)

    assert {host.call_count["Login"] for host in farm.hosts.values()} == {1}
    assert set(reads(farm).values()) == {4}


async def test_scrapes_at_the_same_time_share_one_read(farm: Site) -> None:
    forget(farm)
    found: list[Scrape] = []

    async def one() -> None:
        found.append(await exporter.scrape(AMPLE))

    async with exporting(farm.uris) as exporter, anyio.create_task_group() as group:
        for _ in range(5):
            group.start_soon(one)

    assert [scrape.down for scrape in found] == [()] * 5
    assert set(reads(farm).values()) == {2}


async def test_a_read_that_is_under_way_is_the_only_one_of_its_host(farm: Site) -> None:
    fast, slow = "esx0001", "esx0002"
    gates = {fast: anyio.Event(), slow: anyio.Event()}

    async def read(esx: Connection) -> Reading:
        await gates[current_host().name].wait()
        return Reading({})

    async with Fleet(farm.uris, password=PASSWORD) as fleet, Group() as group:
        flights = Flights(fleet, read, AMPLE, nobody)
        entries = [fleet.inventory[fast], fleet.inventory[slow]]
        first, held = flights.start(entries, group)
        gates[fast].set()
        await first.done.wait()
        gates[fast] = anyio.Event()
        (second,) = flights.start(entries[:1], group)
        gates[slow].set()
        await held.done.wait()
        await anyio.wait_all_tasks_blocked()  # the run that began with both has ended
        (third,) = flights.start(entries[:1], group)
        gates[fast].set()

    assert second is not first
    assert third is second


async def test_who_leaves_a_shared_scrape_takes_nothing_from_the_others(farm: Site) -> None:
    forget(farm)
    found: list[Scrape] = []

    async def one() -> None:
        found.append(await exporter.scrape(AMPLE))

    async with exporting(farm.uris) as exporter, anyio.create_task_group() as group:
        with anyio.CancelScope() as first:
            group.start_soon(one)
            first.cancel()
            await exporter.scrape(AMPLE)

    assert [scrape.down for scrape in found] == [()]
    assert set(reads(farm).values()) == {2}


async def test_a_scrape_ends_at_its_deadline_and_the_next_one_does_not_wait_again(
    farm: Site, silent: str
) -> None:
    async with exporting({**farm.uris, "silent": silent}) as exporter:
        began = anyio.current_time()
        first = await exporter.scrape(2)
        took = anyio.current_time() - began
        second = await exporter.scrape(2)
        again = anyio.current_time() - began - took

    assert first.down == second.down == ("silent",)
    assert isinstance(of(first, "silent").error, errors.TransportTimeout)
    assert "has not answered within the 2 s" in str(of(first, "silent").error)
    assert took >= 2
    assert again < 2, "the read that is under way has had its time"
    assert of(second, "silent").seconds > 2


async def test_a_scrape_with_little_time_takes_none_from_one_with_more(silent: str) -> None:
    async with exporting({"silent": silent}) as exporter, anyio.create_task_group() as group:
        found: dict[float, Scrape] = {}

        async def one(seconds: float) -> None:
            found[seconds] = await exporter.scrape(seconds)

        group.start_soon(one, SHORT)
        group.start_soon(one, 3 * SHORT)

    assert found[SHORT].seconds < 2.5 * SHORT
    assert found[3 * SHORT].seconds > 2.5 * SHORT


async def test_a_host_that_comes_back_is_told_again_and_nothing_old_of_it_before(
    farm: Site,
) -> None:
    host = farm.hosts["esx0001"]
    heard: list[bool] = []
    async with (
        Fleet({"it": farm.uris["esx0001"]}, password=PASSWORD) as fleet,
        Exporter(fleet, on_change=lambda name, error: heard.append(error is None)) as exporter,
    ):
        up = await exporter.scrape(AMPLE)
        host.change(lambda state: setattr(state, "away", True))
        try:
            down = await exporter.scrape(AMPLE)
            still = await exporter.scrape(AMPLE)
        finally:
            host.power_on()

        async def back() -> bool:
            return not (await exporter.scrape(AMPLE)).down

        await until(back)

    assert heard == [False, True]
    assert up.down == ()
    assert down.down == still.down == ("it",)
    assert of(down, "it").reading is None, "what was read before is not told again"
    assert isinstance(of(still, "it").error, errors.TransportError)


async def test_who_is_told_and_fails_ends_no_scrape(
    farm: Site, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(name: str, error: Exception | None) -> None:
        raise OSError("nobody listens")

    targets = {**farm.uris, "gone": "esx://root@127.0.0.1:9/"}
    async with (
        Fleet(targets, password=PASSWORD) as fleet,
        Exporter(fleet, on_change=fail) as exporter,
    ):
        first = await exporter.scrape(AMPLE)
        second = await exporter.scrape(AMPLE)

    assert first.down == second.down == ("gone",)
    assert [each.message for each in caplog.records if each.name == "aioesx.jobs.exporter"] == [
        "on_change, told of 'gone', has failed"
    ]


def test_who_is_told_is_a_plain_function() -> None:
    async def wait(name: str, error: Exception | None) -> None: ...

    with pytest.raises(TypeError, match="on_change= is not awaited: give a plain function"):
        Exporter(Fleet({}), on_change=wait)


async def test_a_password_that_was_refused_is_not_sent_again(farm: Site) -> None:
    forget(farm)

    async with exporting(farm.uris, password="wrong") as exporter:
        first = await exporter.scrape(AMPLE)
        second = await exporter.scrape(AMPLE)

    assert first.down == second.down == tuple(farm.uris)
    assert all(isinstance(each.error, errors.LoginError) for each in second.hosts)
    assert {host.call_count["Login"] for host in farm.hosts.values()} == {1}


async def test_one_host_alone_is_read_alone(farm: Site) -> None:
    forget(farm)

    async with exporting(farm.uris) as exporter:
        scrape = await exporter.scrape(AMPLE, "esx0002")
        with pytest.raises(KeyError):
            await exporter.scrape(AMPLE, "elsewhere")

    assert [each.host for each in scrape.hosts] == ["esx0002"]
    assert {name: count for name, count in reads(farm).items() if count} == {"esx0002": 2}


async def test_it_is_used_while_it_is_open(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        exporter = Exporter(fleet)
        with pytest.raises(RuntimeError, match="open the exporter first"):
            await exporter.scrape(AMPLE)
        async with exporter:
            assert exporter.is_open
            with pytest.raises(RuntimeError, match="open already"):
                await exporter.__aenter__()
        assert not exporter.is_open


async def test_an_error_of_the_block_comes_as_it_is(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        with pytest.raises(ZeroDivisionError):
            async with Exporter(fleet):
                raise ZeroDivisionError


async def test_leaving_it_ends_the_reads_and_whoever_waits_for_them(silent: str) -> None:
    found: list[Scrape] = []

    async with (
        Fleet({"silent": silent}, password=PASSWORD) as fleet,
        anyio.create_task_group() as group,
        Exporter(fleet) as exporter,
    ):

        async def one() -> None:
            found.append(await exporter.scrape(AMPLE))

        group.start_soon(one)
        await anyio.wait_all_tasks_blocked()

    assert isinstance(of(found[0], "silent").error, errors.ClosedError)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_the_time_of_a_host_is_one(seconds: float) -> None:
    with pytest.raises(ValueError, match="should be seconds above 0"):
        Exporter(Fleet({}), host_seconds=seconds)
