"""How a run goes: which hosts, how many at once, how often, for how long; what a result has."""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

import anyio
import pytest
from support.hasty import Hasty
from support.held import PASSWORD
from support.waiting import until

import aioesx
from aioesx import Connection, Fleet, FleetResults, HostResult, errors
from aioesx.fleet.rest import Rests
from aioesx.simulator import Site

pytestmark = pytest.mark.anyio


async def count(esx: Connection) -> int:
    return len(await esx.domains.list())


@contextmanager
def fault(site: Site, name: str, method: str, **details: Any) -> Iterator[Any]:
    """Have calls of a host go wrong for a while."""
    host = site.hosts[name]
    rule = host.fault_on(method, **details)
    try:
        yield rule
    finally:
        host.state.rules.rules.remove(rule)


class Busy:
    """Counts how many work at once."""

    def __init__(self, at_once: int) -> None:
        self.now = self.most = 0
        self._full = anyio.Event()
        self._at_once = at_once

    async def work(self, esx: Connection) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        if self.now == self._at_once:
            self._full.set()
        with anyio.move_on_after(5):
            await self._full.wait()
        await anyio.sleep(0.02)
        self.now -= 1


async def test_each_host_gives_a_result_and_gather_has_them_in_order(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        results = await fleet.gather(count)

    assert [result.host for result in results] == list(farm.hosts)
    assert results.values == dict.fromkeys(farm.hosts, 2)
    assert results.failed == {}
    assert all(result.attempts == 1 and result.duration > 0 for result in results)
    results.raise_for_errors()


async def test_only_the_selected_are_asked(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        results = await fleet.gather(count, select="esx000[1-3] and not esx0002")

    assert list(results.values) == ["esx0001", "esx0003"]


async def test_limit_takes_the_first_ones(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        results = await fleet.gather(count, limit=2)

    assert list(results.values) == ["esx0001", "esx0002"]


@pytest.mark.parametrize("good", [True, False])
async def test_the_rest_follows_only_a_canary_that_succeeds(farm: Site, good: bool) -> None:
    asked: list[str] = []

    async def look(esx: Connection) -> None:
        asked.append(esx.uri)
        if len(asked) == 1:
            await anyio.sleep(0.05)  # were the others begun meanwhile, they would be seen
            if not good:
                raise ValueError("the first one")

    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        results = await fleet.gather(look, canary=1)

    assert len(asked) == (6 if good else 1)
    assert len(results.values) == (6 if good else 0)
    if not good:
        assert isinstance(results[1].error, errors.HostSkippedError)
        assert str(results[1].error) == "esx0002 was not begun: the canary esx0001 failed"


async def test_no_more_than_so_many_are_at_work_at_once(farm: Site) -> None:
    busy = Busy(2)

    async with Fleet(farm.uris, password=PASSWORD, concurrency=2) as fleet:
        results = await fleet.gather(busy.work)

    assert (busy.most, len(results.values)) == (2, 6)


async def test_two_runs_share_a_host_within_its_bound(farm: Site) -> None:
    busy = Busy(1)

    async with (
        Fleet(farm.uris["esx0001"], password=PASSWORD, per_host=1) as fleet,
        anyio.create_task_group() as group,
    ):
        for _ in range(3):
            group.start_soon(fleet.gather, busy.work)

    assert busy.most == 1


async def test_who_waits_for_a_task_counts_and_who_waits_for_an_answer_does_not(
    farm: Site,
) -> None:
    """A task is work: else as many tasks as there are hosts would run at once."""

    async def wait(esx: Connection) -> None:
        entries = await esx.domains.list(active=False)
        await entries[0].domain.wait_for("running")

    slow = fault(farm, "esx0002", "RetrievePropertiesEx", delay=3.0)
    async with Fleet(farm.uris, password=PASSWORD) as fleet, fleet.run(wait, limit=2) as results:
        with slow as rule:
            first, second = results._jobs[:2]
            await until(lambda: farm.hosts["esx0001"].open_waits and not first.stalled(inf))
            await until(lambda: rule.applied)
            assert second.stalled(inf)
            assert not second.stalled(anyio.current_time() - 3), "it has its time"
        stages = [each.stage for each in results.stages[:2]]

    assert stages == ["running", "running"]


async def test_files_on_their_way_are_bounded_over_all_hosts(farm: Site) -> None:
    busy = Busy(2)

    async def read(esx: Connection) -> None:
        (entry,) = await esx.domains.list(active=False)
        disk = f"{(await entry.domain.disks())[0].source}".replace(".vmdk", "-flat.vmdk")
        async with esx.files.open(disk) as file, aclosing(file.__aiter__()) as pieces:  # type: ignore[type-var]  # it is a generator
            await anext(pieces)
            await busy.work(esx)

    async with Fleet(farm.uris, password=PASSWORD, transfers_in_all=2) as fleet:
        results = await fleet.gather(read)

    results.raise_for_errors()
    assert busy.most == 2


async def test_a_read_is_tried_again_and_a_change_is_not(farm: Site, hasty: Hasty) -> None:
    hasty(attempts=(0.01,), repeats=(), looks=(), look=0.1)
    begun: list[str] = []

    async def change(esx: Connection) -> None:
        begun.append(esx.uri)
        domain = await esx.domains.lookup("esx0001-db01")
        await domain.set_memory(2**20)
        raise errors.ConnectionLostError("afterwards")

    async def read(esx: Connection) -> int:
        begun.append(esx.uri)
        if len(begun) < 3:
            raise errors.ConnectionLostError("on the way")
        return len(begun)

    async with Fleet(farm.uris["esx0001"], password=PASSWORD) as fleet:
        again = await fleet.gather(read, retries=5)
        begun.clear()
        once = await fleet.gather(change, retries=5)

    assert (again[0].value, again[0].attempts) == (3, 3)
    assert (len(begun), once[0].attempts) == (1, 1)
    assert isinstance(once[0].error, errors.ConnectionLostError)


async def test_a_change_whose_answer_is_lost_is_not_done_twice(farm: Site, hasty: Hasty) -> None:
    hasty(attempts=(0.01,), repeats=(), looks=(), look=0.1)

    async def start(esx: Connection) -> None:
        await (await esx.domains.lookup("esx0001-web01")).destroy()

    with fault(farm, "esx0001", "PowerOffVM_Task", body="", status=503) as rule:
        async with Fleet(farm.uris["esx0001"], password=PASSWORD) as fleet:
            results = await fleet.gather(start, retries=5)

    assert isinstance(results[0].error, errors.OutcomeUnknownError)
    assert (results[0].attempts, rule.applied) == (1, 1)


async def test_a_host_whose_time_is_up_tells_of_a_change_on_its_way(farm: Site) -> None:
    async def work(esx: Connection) -> None:
        domain = await esx.domains.lookup("esx0002-db01")
        await domain.set_memory(2**20)

    with fault(farm, "esx0002", "ReconfigVM_Task", delay=1.0):
        async with Fleet(farm.uris["esx0002"], password=PASSWORD) as fleet:
            results = await fleet.gather(work, timeout=0.4)

    assert isinstance(results[0].error, errors.TaskTimeoutError)
    assert "goes on on the host" in str(results[0].error)


async def test_when_the_time_of_the_run_is_up_every_host_says_so(farm: Site) -> None:
    async def wait(esx: Connection) -> None:
        await anyio.sleep_forever()

    async with Fleet(farm.uris, password=PASSWORD, concurrency=2) as fleet:
        results = await fleet.gather(wait, deadline=0.3)

    kinds = [type(result.error) for result in results]
    assert kinds == [*[errors.TransportTimeout] * 2, *[errors.HostSkippedError] * 4]
    assert str(results[5].error) == "esx0006 was not begun within the 0.3 s of the run"


async def test_connections_are_kept_and_used_again(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD, keep=4) as fleet:
        await fleet.gather(count)
        kept = sum(host.open_sessions for host in farm.hosts.values())
        for host in farm.hosts.values():
            host.forget_calls()
        await fleet.gather(count)
        logins = sum(host.call_count["Login"] for host in farm.hosts.values())

    assert kept == 4
    assert logins <= 6, "of those that were not kept"


async def test_without_keeping_each_is_closed_after_its_use(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD, keep=0) as fleet:
        await fleet.gather(count)

        assert sum(host.open_sessions for host in farm.hosts.values()) == 0


async def test_a_dead_host_is_left_alone_between_rounds(farm: Site) -> None:
    async def fail(fleet: Fleet, **options: Any) -> HostResult[int]:
        results: FleetResults[int] = await fleet.gather(count, retries=0, **options)
        return results[0]

    async with Fleet({"gone": "esx://root@127.0.0.1:9/"}, password=PASSWORD, rest=(60,)) as fleet:
        first = await fail(fleet)
        second = await fail(fleet)
        third = await fail(fleet, insist=True)
        resting = fleet.resting

    assert isinstance(first.error, errors.ConnectError)
    assert isinstance(second.error, errors.HostRestingError)
    assert "gone has not answered since 20" in str(second.error)
    assert isinstance(second.error.__cause__, errors.ConnectError)
    assert second.error.until - second.error.since == timedelta(seconds=60)
    assert (second.attempts, second.duration) == (0, 0.0)
    assert isinstance(third.error, errors.ConnectError)
    assert [(each.host, each.times) for each in resting] == [("gone", 2)]


async def test_a_refused_password_is_not_sent_again_soon(farm: Site) -> None:
    async with Fleet(farm.uris["esx0001"], password="wrong") as fleet:
        first = await fleet.gather(count)
        second = await fleet.gather(count)

    assert isinstance(first[0].error, errors.LoginError)
    assert first[0].attempts == 1
    assert isinstance(second[0].error, errors.HostRestingError)


def test_rests_grow_and_end_when_the_host_answers() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    rests = Rests((10.0, 60.0), lambda: now)
    error = errors.ConnectError("no")

    seconds = []
    for _ in range(3):
        rests.lay("a", error)
        refused = rests.refusal("a")
        assert refused is not None
        seconds.append((refused.until - now).total_seconds())
    rests.wake("a")

    assert seconds == [10.0, 60.0, 60.0]
    assert rests.refusal("a") is None


async def test_a_read_only_run_refuses_changes_on_a_connection_that_may(farm: Site) -> None:
    async def change(esx: Connection) -> None:
        await (await esx.domains.lookup("esx0001-db01")).set_memory(2**20)

    async with Fleet(farm.uris["esx0001"], password=PASSWORD) as fleet:
        farm.hosts["esx0001"].forget_calls()
        results = await fleet.gather(change, read_only=True)
        assert (await fleet.gather(count))[0].ok

    assert isinstance(results[0].error, errors.ReadOnlyError)
    assert farm.hosts["esx0001"].call_count["ReconfigVM_Task"] == 0


async def test_results_are_pickled_and_become_json(farm: Site) -> None:
    class OddError(Exception):
        """Cannot be pickled, being of a function."""

    async def odd(esx: Connection) -> Any:
        if farm.hosts["esx0001"].address in esx.uri:
            raise OddError("odd")
        return await esx.domains.list()

    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        results = await fleet.gather(odd, limit=2)

    first, second = (pickle.loads(pickle.dumps(result)) for result in results)
    assert repr(first.error) == "Exception('OddError: odd')"
    assert second.value == results[1].value
    told = json.loads(json.dumps(results.to_dict()))
    assert (told[0]["ok"], told[0]["error"]["error"]) == (False, "OddError")
    assert told[1]["value"][0]["name"] == "esx0002-web01"


async def test_how_far_each_host_is_can_be_looked_at(farm: Site) -> None:
    first = anyio.Event()

    async def wait(esx: Connection) -> None:
        first.set()
        await anyio.sleep_forever()

    async with (
        Fleet(farm.uris, password=PASSWORD, concurrency=2) as fleet,
        fleet.run(wait) as results,
    ):
        await first.wait()
        stages = [each.stage for each in results.stages]

    assert stages == ["running"] * 2 + ["waiting"] * 4


@pytest.mark.parametrize(
    "options",
    [
        *({"limit": 0}, {"canary": -1}, {"retries": -1}, {"concurrency": 0}),
        *({"timeout": 0}, {"timeout": float("nan")}, {"deadline": -1}, {"deadline": True}),
    ],
    ids=str,
)
async def test_numbers_that_cannot_be_are_refused(farm: Site, options: Any) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        with pytest.raises(ValueError, match=next(iter(options))):
            fleet.run(count, **options)


async def test_a_fleet_and_a_run_are_entered_first(farm: Site) -> None:
    with pytest.raises(RuntimeError, match="open the fleet first"):
        Fleet(farm.uris).run(count)
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        with pytest.raises(RuntimeError, match="enter the run first"):
            await anext(fleet.run(count))


async def test_leaving_early_stops_the_others_at_once(farm: Site) -> None:
    async def wait(esx: Connection) -> None:
        if farm.hosts["esx0001"].address not in esx.uri:
            await anyio.sleep_forever()

    began = time.monotonic()
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        async with fleet.run(wait) as results:
            assert (await anext(results)).host == "esx0001"
        assert len(anyio.get_running_tasks()) >= 1

    assert time.monotonic() - began < 5
    assert aioesx.__version__
