"""Handlers: which parts of a disk have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.methods.table import Call, handles
from aioesx.simulator.properties.devices import disk_key
from aioesx.simulator.state import chains
from aioesx.simulator.state.tracking import BLOCK

if TYPE_CHECKING:
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.snapshots import Snapshot

__all__: list[str] = []

_MOST_AREAS: Final = 2000
"""Areas of one answer; who wants all goes on where it ends."""


@handles("QueryChangedDiskAreas")
def _changed(call: Call) -> vim.DiskChangeInfo:
    machine: Machine = call.subject
    method, snapshot = call.method, _snapshot(call)
    config = machine.config if snapshot is None else snapshot.config
    disks = machine.snapshots.disk_keys(config)
    setting = next((each for each in disks if disk_key(each) == method.device_key), None)
    if setting is None:
        raise faults.invalid_argument("deviceKey")
    place = disks[setting]
    if snapshot is None and machine.power != "poweredOff":
        raise faults.file_locked(str(place))
    store = call.host.datastore(place.datastore)
    size, start = store.disk(place.path).size, method.start_offset
    if not 0 <= start < size:
        raise faults.invalid_argument("startOffset")
    slot = setting.rpartition(".")[0].lower()
    tracked = machine.tracking.disks.get(slot)
    later = None if snapshot is None else snapshot.change_ids.get(slot, "")
    blocks = None
    if tracked is not None and later != "":
        blocks = tracked.between(method.change_id, later)
        if method.change_id == "*":
            blocks = chains.touched(store, place.path, BLOCK)
    if blocks is None:
        text = f"Error caused by file {place}"
        raise Refused(vim.FileFault(file=str(place)), text)
    return _told(blocks, start, size)


def _snapshot(call: Call) -> Snapshot | None:
    """Return the snapshot that a call names.

    Raises:
        Refused: it is another machine's.
    """
    if call.method.snapshot is None:
        return None
    found: Snapshot = call.inventory.get(call.method.snapshot)
    if found.machine is not call.subject:
        raise faults.invalid_argument("snapshot")
    return found


def _told(blocks: list[int], start: int, size: int) -> vim.DiskChangeInfo:
    """Return what is told of blocks, from a place on the disk on."""
    areas: list[vim.DiskChangeExtent] = []
    end = size
    for block in blocks:
        begin, stop = max(start, block * BLOCK), min(size, (block + 1) * BLOCK)
        if begin >= stop:
            continue
        if areas and areas[-1].start + areas[-1].length == begin:
            areas[-1].length += stop - begin
        elif len(areas) == _MOST_AREAS:
            end = begin
            break
        else:
            areas.append(vim.DiskChangeExtent(start=begin, length=stop - begin))
    return vim.DiskChangeInfo(start_offset=start, length=end - start, changed_area=areas)
