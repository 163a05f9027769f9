"""What a machine's disks stand on, and how fast they may be, from its VMX settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.state.config import SHARES
from aioesx.simulator.state.numbers import INT, whole

if TYPE_CHECKING:
    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.paths import DatastorePath

__all__ = ["disk_backing", "disk_limits"]

_MODES: Final = {"": "persistent", "append": "append", "undoable": "undoable"}


def disk_limits(config: Config, prefix: str) -> vim.StorageIOAllocationInfo:
    """Return how much of a disk's speed the machine may have."""
    word = config.get(f"sched.{prefix}.shares", "normal").lower()
    number = whole(word, INT)
    level = "custom" if number is not None else word if word in SHARES else "normal"
    shares = 500 * SHARES[level] if number is None else number
    limit = whole(config.get(f"sched.{prefix}.throughputCap"))
    return vim.StorageIOAllocationInfo(
        limit=-1 if limit is None else limit,
        shares=vim.SharesInfo(shares=shares, level=vim.SharesLevel(level)),
        reservation=config.number(f"sched.{prefix}.reservation", 0),
    )


def disk_backing(machine: Machine, config: Config, prefix: str, where: DatastorePath) -> Any:
    """Return what a disk stands on: its file, with those below it."""
    backing = _flat(machine, where, mode=_mode(config.get(f"{prefix}.mode")))
    multi = config.get(f"{prefix}.sharing").lower() == "multi-writer"
    backing.sharing = "sharingMultiWriter" if multi else "sharingNone"
    backing.write_through = config.flag(f"{prefix}.writeThrough")
    backing.change_id = _change_id(machine, config, prefix)
    return backing


def _change_id(machine: Machine, config: Config, prefix: str) -> str | None:
    """Return the id of what a disk holds: at a snapshot's moment, or now."""
    slot = prefix.lower()
    for snapshot in machine.snapshots.all():
        if snapshot.config is config:
            return snapshot.change_ids.get(slot)
    tracked = machine.tracking.disks.get(slot)
    return None if tracked is None else tracked.change_id


def _mode(text: str) -> str:
    word = text.lower()
    if word.startswith("independent"):
        return word.replace("-", "_")
    return _MODES.get(word, "persistent")


def _flat(machine: Machine, where: DatastorePath, mode: str, depth: int = 0) -> Any:
    """Return the backing of a disk file, with the files below it."""
    store = next((s for s in machine.host.datastores.values() if s.name == where.datastore), None)
    file = store.files.get(where.path) if store is not None else None
    disk = file.disk if file is not None else None
    parent = None
    if disk is not None and disk.parent and depth < 64:  # deeper than ESX allows
        parent = _flat(machine, machine.host.locate(disk.parent, where), mode, depth + 1)
    return vim.VirtualDiskFlatVer2BackingInfo(
        file_name=str(where),
        datastore=machine.host.ref(store) if store is not None else None,
        disk_mode=mode,
        split=False,
        write_through=False,
        thin_provisioned=disk.thin if disk is not None else False,
        eagerly_scrub=True if disk is not None and disk.eager else None,
        uuid=_hyphened(disk.uuid) if disk is not None else None,
        content_id=disk.cid if disk is not None else None,
        delta_disk_format=_DELTA_FORMATS.get(disk.link) if disk is not None else None,
        backing_object_id=disk.object.partition("//")[2] or None if disk is not None else None,
        parent=parent,
    )


_DELTA_FORMATS: Final = {
    "delta": "redoLogFormat",
    "sesparse": "seSparseFormat",
    "vsansparse": "vsanFormat",
    "vvolsparse": "nativeFormat",
}
"""What the API calls the form of a disk that stands on another."""


def _hyphened(uuid: str) -> str:
    digits = uuid.replace(" ", "").replace("-", "")
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])).upper()
