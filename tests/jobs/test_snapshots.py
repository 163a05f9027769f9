"""Old snapshots and what consolidation waits for: found by one read, deleted as one should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import pytest

import aioesx
from aioesx import errors, jobs
from aioesx.jobs.turns import turn_at
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

AGES = {"web01": (30, 10, 1), "db01": (20, 2)}


@pytest.fixture
def aged(simulator: Simulator) -> Simulator:
    """Two machines with chains of snapshots, called by their age in days."""

    now = datetime.now(UTC)

    def take(host: Any) -> None:
        for name, days in AGES.items():
            for day in days:
                made = host.find(name).snapshots.take(f"d{day}", "", memory=False, quiesce=False)
                made.created = now - timedelta(days=day)

    simulator.change(take)
    simulator.forget_calls()
    return simulator


def ages(found: jobs.Listing[jobs.OldSnapshot]) -> list[tuple[str, str]]:
    return [(each.domain, each.name) for each in found.entries]


async def left(esx: aioesx.Connection, name: str) -> list[str]:
    domain = await esx.domains.lookup(name)
    return [info.name for info in await domain.snapshots.list()]


async def test_all_are_found_in_one_read_the_oldest_first(
    aged: Simulator, esx: aioesx.Connection
) -> None:
    aged.forget_calls()

    found = await jobs.old_snapshots(esx)

    assert ages(found) == [
        ("web01", "d30"), ("db01", "d20"), ("web01", "d10"), ("db01", "d2"), ("web01", "d1"),
    ]  # fmt: skip
    assert sum(aged.call_count.values()) == 1
    assert found.problems == ()
    first = found.entries[0]
    assert first.age == pytest.approx(30 * 86400, abs=300)
    assert (first.datastores, first.current) == (("datastore1",), False)


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"before": datetime.now(UTC) - timedelta(days=7)}, ["d30", "d20", "d10"]),
        ({"names": ["d?0"], "domains": ["web*"]}, ["d30", "d10"]),
        ({"except_names": ["d30", "d2"]}, ["d20", "d10", "d1"]),
        ({"except_domains": ["web*"]}, ["d20", "d2"]),
        ({"keep": 1}, ["d30", "d20", "d10"]),
        ({"keep": 2}, ["d30"]),
        ({"keep": 3}, []),
        ({"larger_than": 2**40}, []),
    ],
)
async def test_each_wish_leaves_out_what_it_does_not_mean(
    aged: Simulator, esx: aioesx.Connection, wish: dict[str, Any], expected: list[str]
) -> None:
    found = await jobs.old_snapshots(esx, **wish)

    assert [each.name for each in found.entries] == expected


@pytest.mark.parametrize("wish", [{"before": datetime(2026, 1, 1)}, {"keep": -1}])
async def test_a_wish_that_cannot_be_is_refused_before_anything_is_sent(
    aged: Simulator, esx: aioesx.Connection, wish: dict[str, Any]
) -> None:
    aged.forget_calls()

    with pytest.raises(ValueError, match=r"should be|time zone"):
        await jobs.old_snapshots(esx, **wish)
    assert not aged.call_count


async def test_deleted_are_those_that_were_listed_the_oldest_of_each_first(
    aged: Simulator, esx: aioesx.Connection
) -> None:
    found = await jobs.old_snapshots(esx, keep=1)

    results = await jobs.delete_snapshots(esx, found.entries)

    assert [(each.snapshot.name, each.deleted) for each in results] == [
        ("d20", True),
        ("d30", True),
        ("d10", True),
    ]
    assert await left(esx, "web01") == ["d1"]
    assert await left(esx, "db01") == ["d2"]


async def test_what_one_domain_is_refused_spoils_no_other(
    aged: Simulator, esx: aioesx.Connection
) -> None:
    found = await jobs.old_snapshots(esx)
    aged.fault_on("RemoveSnapshot_Task", fault="FileLocked", times=1)

    results = await jobs.delete_snapshots(esx, found.entries)

    told = [(each.snapshot.domain, each.deleted, each.begun) for each in results]
    assert told[:2] == [("db01", False, True), ("db01", False, False)]
    assert told[2:] == [("web01", True, True)] * 3
    assert isinstance(results[0].error, errors.FaultError | errors.TaskError)
    assert await left(esx, "db01") == ["d20", "d2"]


async def test_a_connection_for_reading_deletes_none_and_says_so(aged: Simulator) -> None:
    async with aioesx.connect(aged.uri, password="secret", read_only=True) as esx:
        found = await jobs.old_snapshots(esx)
        results = await jobs.delete_snapshots(esx, found.entries)

    assert [each.deleted for each in results] == [False] * 5
    assert [each.begun for each in results] == [True, False, False, False, False]
    assert isinstance(results[0].error, errors.ReadOnlyError)


async def test_a_full_datastore_is_warned_of(aged: Simulator, esx: aioesx.Connection) -> None:
    aged.write_disk("web01", "", 0, b"x" * 4096)

    def fill(host: Any) -> None:
        store = next(each for each in host.datastores.values() if each.name == "datastore1")
        store.capacity -= store.free - 1

    aged.change(fill)
    found = await jobs.old_snapshots(esx, names=["d1"])

    assert any("less room left" in each for each in found.entries[0].warnings)


async def test_at_one_datastore_one_works_at_a_time_and_at_others_others() -> None:
    at_work: list[str] = []
    seen: list[tuple[str, ...]] = []

    async def work(*places: str) -> None:
        async with turn_at(places):
            at_work.extend(places)
            seen.append(tuple(at_work))
            await anyio.sleep(0.01)
            for place in places:
                at_work.remove(place)

    async with anyio.create_task_group() as group:
        for places in (("a", "b"), ("b", "a"), ("a",), ("c",)):
            group.start_soon(work, *places)

    assert len(seen) == 4
    assert all(len(set(each)) == len(each) for each in seen)
    assert any("c" in each and len(each) > 1 for each in seen)


# --- consolidation -------------------------------------------------------------------------------


@pytest.fixture
def unmerged(simulator: Simulator) -> Simulator:
    """A host that has lost a machine's snapshot, but not its files."""

    def lose(host: Any) -> None:
        snapshots = host.find("db01").snapshots
        snapshots.take("lost", "", memory=False, quiesce=False)
        snapshots.roots, snapshots.current = [], None

    simulator.change(lose)
    return simulator


async def test_who_waits_for_consolidation_is_found_and_helped(
    unmerged: Simulator, esx: aioesx.Connection
) -> None:
    unmerged.forget_calls()
    found = (await jobs.unmerged_domains(esx)).entries
    assert [each.domain for each in found] == ["db01"]
    assert sum(unmerged.call_count.values()) == 1

    (result,) = await jobs.consolidate(esx, found)

    assert (result.done, result.error) == (True, None)
    assert (await jobs.unmerged_domains(esx)).entries == ()


async def test_who_is_refused_consolidation_is_told_why(
    unmerged: Simulator, esx: aioesx.Connection
) -> None:
    unmerged.fault_on("ConsolidateVMDisks_Task", fault="FileLocked")

    (result,) = await jobs.consolidate(esx, (await jobs.unmerged_domains(esx)).entries)

    assert (result.done, result.begun) == (False, True)
    assert result.error is not None


async def test_each_is_looked_at_again_whatever_another_was_refused(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    def lose(host: Any) -> None:
        for name in ("db01", "web01"):
            snapshots = host.find(name).snapshots
            snapshots.take("lost", "", memory=False, quiesce=False)
            snapshots.roots, snapshots.current = [], None

    simulator.change(lose)
    found = (await jobs.unmerged_domains(esx)).entries
    simulator.fault_on("ConsolidateVMDisks_Task", fault="FileLocked", times=1)
    simulator.forget_calls()

    results = await jobs.consolidate(esx, found)

    assert [(each.domain.domain, each.done) for each in results] == [
        ("db01", False),
        ("web01", True),
    ]
    assert simulator.call_count["RetrievePropertiesEx"] >= 1  # a task is waited for by another
    assert (await jobs.unmerged_domains(esx)).entries == found[:1]


async def test_snapshots_of_such_a_domain_come_with_a_warning(
    unmerged: Simulator, esx: aioesx.Connection
) -> None:
    await (await esx.domains.lookup("db01")).snapshots.create("new")

    found = await jobs.old_snapshots(esx)

    assert any("consolidation" in each for each in found.entries[0].warnings)


async def test_a_fleets_dry_run_names_all_that_would_be_deleted(aged: Simulator) -> None:
    async def clear(esx: aioesx.Connection) -> tuple[jobs.SnapshotDeletion, ...]:
        return await jobs.delete_snapshots(esx, (await jobs.old_snapshots(esx, keep=1)).entries)

    async with aioesx.Fleet(aged.uri, password="secret") as fleet:
        results = await fleet.gather(clear, dry_run=True)

    (found,) = results.values.values()
    assert [change.method for change in found.changes] == ["RemoveSnapshot_Task"] * 3
    assert found.complete
    assert not aged.call_count["RemoveSnapshot_Task"]
