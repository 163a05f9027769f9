"""Changed block tracking: ids of snapshots, areas between them, and when they are good no more."""

from __future__ import annotations

import re
from typing import Any

import pytest
from support.soapcall import Caller

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator import ManualClock, Simulator

pytestmark = pytest.mark.anyio

BLOCK = 65_536
KEY = 2000


class Tracked:
    """A machine whose disk is tracked, and what a test asks of it."""

    def __init__(self, call: Caller, simulator: Simulator, clock: ManualClock) -> None:
        self.call = call
        self.simulator = simulator
        self.clock = clock
        self.ref: vim.ManagedObjectReference = simulator.change(lambda h: h.ref(h.find("web01")))

    async def enable(self, on: bool) -> None:
        spec = vim.VirtualMachineConfigSpec(change_tracking_enabled=on)
        await self.call(vim.ReconfigVM_Task(this=self.ref, spec=spec))
        self.clock.advance(60)

    async def snapshot(self) -> tuple[vim.ManagedObjectReference, str | None]:
        """Take a snapshot; return it with the id of its disk."""
        await self.call(
            vim.CreateSnapshot_Task(this=self.ref, name="s", memory=False, quiesce=False)
        )
        self.clock.advance(60)
        told = await self.call.read(self.ref, "snapshot.currentSnapshot")
        found = told["snapshot.currentSnapshot"]
        device = (await self.call.read(found, "config.hardware.device"))["config.hardware.device"]
        return found, next(d for d in device if d.key == KEY).backing.change_id

    def write(self, block: int, data: bytes = b"x") -> None:
        self.simulator.write_disk("web01", "", block * BLOCK, data)

    async def changed(self, snapshot: Any, change_id: str | None, start: int = 0) -> Any:
        return await self.call(
            vim.QueryChangedDiskAreas(
                this=self.ref,
                snapshot=snapshot,
                device_key=KEY,
                start_offset=start,
                change_id=change_id or "",
            )
        )

    async def blocks(self, snapshot: Any, change_id: str | None) -> list[tuple[int, int]]:
        found = await self.changed(snapshot, change_id)
        return [(area.start // BLOCK, area.length // BLOCK) for area in found.changed_area]


@pytest.fixture
async def tracked(call: Caller, simulator: Simulator, clock: ManualClock) -> Tracked:
    made = Tracked(call, simulator, clock)
    await made.enable(True)
    return made


async def test_what_is_written_between_two_snapshots_is_told(tracked: Tracked) -> None:
    tracked.write(1)
    _, first = await tracked.snapshot()
    tracked.write(5, b"y" * 2 * BLOCK)
    tracked.write(9)
    second, _ = await tracked.snapshot()
    tracked.write(40)

    found = await tracked.changed(second, first)

    assert await tracked.blocks(second, first) == [(5, 2), (9, 1)]
    assert found.length == len(tracked.simulator.read_disk("web01"))
    tail = await tracked.changed(second, first, start=6 * BLOCK + 100)
    assert [area.start for area in tail.changed_area] == [6 * BLOCK + 100, 9 * BLOCK]


async def test_a_star_is_all_that_is_allocated(tracked: Tracked) -> None:
    tracked.write(3)
    snapshot, _ = await tracked.snapshot()
    tracked.write(4)

    assert await tracked.blocks(snapshot, "*") == [(3, 1)]


async def test_many_areas_are_told_piece_by_piece(tracked: Tracked) -> None:
    _, first = await tracked.snapshot()
    for block in range(0, 4400, 2):
        tracked.write(block)
    second, _ = await tracked.snapshot()

    head = await tracked.changed(second, first)
    rest = await tracked.changed(second, first, start=head.length)

    starts = [area.start // BLOCK for area in (*head.changed_area, *rest.changed_area)]
    assert len(head.changed_area) == 2000
    assert starts == list(range(0, 4400, 2))
    assert head.length + rest.length == len(tracked.simulator.read_disk("web01"))


async def test_tracking_outlives_the_snapshot_that_began_it(tracked: Tracked) -> None:
    first, change_id = await tracked.snapshot()
    tracked.write(2)
    await tracked.call(vim.RemoveSnapshot_Task(this=first, remove_children=False))
    tracked.clock.advance(60)
    tracked.write(3)
    second, _ = await tracked.snapshot()

    assert await tracked.blocks(second, change_id) == [(2, 2)]


async def test_it_begins_with_the_next_stun(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    machine = Tracked(call, simulator, clock)
    _, untracked = await machine.snapshot()
    await machine.enable(True)
    _, first = await machine.snapshot()

    assert (untracked, first is None) == (None, False)


async def test_an_id_is_a_name_and_a_number_that_rises(tracked: Tracked) -> None:
    _, first = await tracked.snapshot()
    _, second = await tracked.snapshot()

    names = [re.fullmatch(r"(52( [0-9a-f]{2}){7}-[0-9a-f]{2}( [0-9a-f]{2}){7})/(\d+)", each or "")
             for each in (first, second)]  # fmt: skip
    assert names[0] is not None
    assert names[1] is not None
    assert names[0][1] == names[1][1]
    assert int(names[0][4]) < int(names[1][4])


async def test_a_disk_that_snapshots_leave_out_has_no_id(tracked: Tracked) -> None:
    _, before = await tracked.snapshot()
    tracked.simulator.change(
        lambda host: host.find("web01").change({"scsi0:0.mode": "independent-persistent"})
    )

    snapshot, change_id = await tracked.snapshot()

    assert change_id is None
    with pytest.raises(FaultError):
        await tracked.changed(snapshot, before)


@pytest.mark.parametrize("how", ["reset", "off and on", "revert", "nonsense"])
async def test_an_id_that_is_good_no_more_is_a_file_fault(tracked: Tracked, how: str) -> None:
    snapshot, change_id = await tracked.snapshot()
    if how == "reset":
        tracked.simulator.reset_tracking("web01")
    elif how == "off and on":
        await tracked.enable(False)
        await tracked.snapshot()
        await tracked.enable(True)
    elif how == "revert":
        await tracked.call(vim.RevertToSnapshot_Task(this=snapshot))
        tracked.clock.advance(60)
    else:
        change_id = "52 nonsense/7"
    later, _ = await tracked.snapshot()

    with pytest.raises(FaultError) as caught:
        await tracked.changed(later, change_id)

    assert caught.value.fault_type == "FileFault"


async def test_what_cannot_be_asked_is_refused(tracked: Tracked) -> None:
    snapshot, change_id = await tracked.snapshot()
    with pytest.raises(FaultError, match="startOffset"):
        await tracked.changed(snapshot, change_id, start=2**50)
    with pytest.raises(FaultError, match="locked"):
        await tracked.changed(None, change_id)
