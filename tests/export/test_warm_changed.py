"""What hosts answer about changes is held against the disk, and their ids are not guessed about."""

from __future__ import annotations

import itertools
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import aioesx
from aioesx import vim
from aioesx.errors import NotPermittedError, ProtocolError
from aioesx.export.warm.changed import ALLOCATED, BLOCK, Area, Changed, Walk, ask, rounded
from aioesx.simulator import Simulator

MIB = 2**20
CAPACITY = 10 * MIB


def answer(start: int, length: int, *areas: tuple[int, int]) -> vim.DiskChangeInfo:
    changed = [vim.DiskChangeExtent(start=begin, length=size) for begin, size in areas]
    return vim.DiskChangeInfo(start_offset=start, length=length, changed_area=changed)


def test_answers_are_asked_for_from_where_the_last_one_ended() -> None:
    walk = Walk("Hard disk 1", CAPACITY)

    walk.feed(answer(0, 3 * MIB, (0, 512), (2 * MIB, MIB)))
    between = walk.at
    walk.feed(answer(3 * MIB, 7 * MIB, (3 * MIB, 10)))

    assert (between, walk.done) == (3 * MIB, True)
    assert walk.changed == Changed((Area(0, BLOCK), Area(2 * MIB, MIB + BLOCK)))


E17 = {
    "does not advance": answer(4 * MIB, 0),
    "goes back": answer(0, 5 * MIB),
    "leaves out a part": answer(5 * MIB, MIB),
    "leaves the disk": answer(4 * MIB, 7 * MIB),
    "overlaps": answer(4 * MIB, MIB, (4 * MIB, 1024), (4 * MIB + 512, 512)),
    "overlaps what came before": answer(4 * MIB, MIB, (3 * MIB, 2 * MIB)),
    "leaves what the answer covers": answer(4 * MIB, MIB, (5 * MIB - 512, 1024)),
    "which is none": answer(4 * MIB, MIB, (4 * MIB, 0)),
    "covers -1 bytes": answer(4 * MIB, -1),
}


@pytest.mark.parametrize("reason", E17)
def test_e17_an_answer_that_cannot_be_is_named(reason: str) -> None:
    walk = Walk("Hard disk 1", CAPACITY)
    walk.feed(answer(0, 4 * MIB))

    with pytest.raises(ProtocolError, match=f"Hard disk 1.*{4 * MIB} on.*{reason}"):
        walk.feed(E17[reason])


def test_e17_answers_without_end_are_given_up() -> None:
    walk = Walk("Hard disk 1", 2**40)

    with pytest.raises(ProtocolError, match="no end of them"):  # noqa: PT012 - many answers
        while not walk.done:
            walk.feed(answer(walk.at, 1))


blocks = st.lists(st.tuples(st.integers(0, CAPACITY - 1), st.integers(1, MIB)), max_size=8)


@given(blocks)
def test_rounded_areas_cover_and_do_not_touch(
    pairs: list[tuple[int, int]],
) -> None:
    areas = [Area(start, min(length, CAPACITY - start)) for start, length in sorted(pairs)]

    made = rounded(areas, CAPACITY)

    assert all(any(m.start <= a.start and a.stop <= m.stop for m in made) for a in areas)
    assert all(one.stop < other.start for one, other in itertools.pairwise(made))
    wanted = {n for a in areas for n in range(a.start // BLOCK, -(-a.stop // BLOCK))}
    assert sum(area.length for area in made) == len(wanted) * BLOCK


def test_rounding_ends_where_the_disk_ends() -> None:
    assert rounded([Area(BLOCK + 512, 100)], BLOCK + 1024) == (Area(BLOCK, 1024),)


# --- at a host -----------------------------------------------------------------------------------

KEY = 2000


MANY: Final = range(0, 4040, 2)
"""Blocks so far apart that each is an area: more than an answer holds."""


async def two_snapshots(
    simulator: Simulator, esx: aioesx.Connection, blocks: range
) -> aioesx.Snapshot:
    """Return the second snapshot of a machine that tracks its changes; between them some came."""
    web = await esx.domains.lookup("web01")
    spec = vim.VirtualMachineConfigSpec(change_tracking_enabled=True)
    await esx.run(vim.ReconfigVM_Task(this=web.ref, spec=spec))
    await web.snapshots.create("first", memory=False)
    for block in blocks:
        simulator.write_disk("web01", "", block * BLOCK, b"x")
    return await web.snapshots.create("second", memory=False)


@pytest.fixture
async def snapshot(simulator: Simulator, esx: aioesx.Connection) -> aioesx.Snapshot:
    return await two_snapshots(simulator, esx, range(0, 10, 2))


async def changes(esx: aioesx.Connection, snapshot: aioesx.Snapshot, since: str) -> Changed:
    machine = snapshot.domain.ref
    device = await esx.properties(snapshot.ref, ["config.hardware.device"])
    disk = next(each for each in device["config.hardware.device"] if each.key == KEY)
    return await ask(
        esx._server.session,
        machine,
        snapshot.ref,
        key=KEY,
        disk="Hard disk 1",
        capacity=disk.capacity_in_bytes,
        since=since,
    )


async def first_id(esx: aioesx.Connection, snapshot: aioesx.Snapshot) -> str:
    first = await snapshot.domain.snapshots.lookup("first")
    device = await esx.properties(first.ref, ["config.hardware.device"])
    found: str = next(d for d in device["config.hardware.device"] if d.key == KEY).backing.change_id
    return found


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_all_of_several_answers_is_told(simulator: Simulator, esx: aioesx.Connection) -> None:
    snapshot = await two_snapshots(simulator, esx, MANY)
    since = await first_id(esx, snapshot)
    simulator.forget_calls()

    found = await changes(esx, snapshot, since)

    assert [area.start // BLOCK for area in found.areas] == list(MANY)
    assert (found.bytes, found.whole) == (len(MANY) * BLOCK, "")
    assert simulator.call_count["QueryChangedDiskAreas"] == 2


@pytest.mark.anyio
async def test_a_star_asks_for_all_that_is_allocated(
    esx: aioesx.Connection, snapshot: aioesx.Snapshot
) -> None:
    found = await changes(esx, snapshot, ALLOCATED)

    assert not found.whole
    assert found.bytes >= 5 * BLOCK


@pytest.mark.anyio
@pytest.mark.one_loop
@pytest.mark.parametrize("fault", ["", "InvalidArgument", "FileFault"])
async def test_e16_of_an_id_that_is_refused_all_has_changed(
    simulator: Simulator, esx: aioesx.Connection, snapshot: aioesx.Snapshot, fault: str
) -> None:
    since = await first_id(esx, snapshot)
    if fault:
        simulator.fault_on("QueryChangedDiskAreas", fault, message="no such id")
    else:
        since = f"{since[:-4]}0000"

    found = await changes(esx, snapshot, since)

    capacity = len(simulator.read_disk("web01"))
    assert found.areas == (Area(0, capacity),)
    assert "Hard disk 1" in found.whole


@pytest.mark.anyio
async def test_another_refusal_is_none_of_the_id(
    simulator: Simulator, esx: aioesx.Connection, snapshot: aioesx.Snapshot
) -> None:
    simulator.fault_on("QueryChangedDiskAreas", "NoPermission")

    with pytest.raises(NotPermittedError):
        await changes(esx, snapshot, ALLOCATED)
