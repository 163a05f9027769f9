"""Disks of a configuration spec: their settings, and what becomes of their files.

Nothing is made, grown or deleted here: that is planned, and done when all has been checked.
Which size counts, of two, is as real hosts have it: a disk that is made wants ``capacityInKB``
(pyvmomi#470); one that is edited grows by either, and a 0 there would shrink it (govmomi#3441,
#3465).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.state.chains import chain, has_clones
from aioesx.simulator.state.config import SHARES
from aioesx.simulator.state.disks import Disk, make_uuid
from aioesx.simulator.state.paths import DatastorePath

if TYPE_CHECKING:
    from aioesx.simulator.methods.hardware.step import Step
    from aioesx.simulator.state.datastore import Datastore

__all__ = ["add", "edit", "remove", "settings"]

_FILES = vim.VirtualDeviceConfigSpecFileOperation
_KIB: Final = 1024
_LARGEST_KB: Final = 62 * 1024**3
"""62 TiB: what VMFS takes."""

_MODES: Final = ("persistent", "independent_persistent", "independent_nonpersistent")
_SHARED: Final = "sharingMultiWriter"
_WORDS: Final = {"ide": "ata"}
"""What a VMX calls the disks of a bus, where not by the bus."""


# --- settings ------------------------------------------------------------------------------------


def settings(step: Step, prefix: str) -> dict[str, str | None]:
    """Return the settings of a disk, but for the name of its file."""
    backing = step.device.backing
    is_new = step.spec.operation == vim.VirtualDeviceConfigSpecOperation.ADD
    found = bus_word(step, prefix, prefix) if is_new else {}
    if backing is not None:
        if not isinstance(backing, vim.VirtualDeviceFileBackingInfo):
            raise step.bad_backing()
        found |= _backing(step, prefix, backing)
    elif is_new:
        raise step.invalid("device.backing")
    return found | _limits(step, prefix)


def bus_word(step: Step, prefix: str, place: str) -> dict[str, str | None]:
    """Return what says that a drive is a disk, which depends on the bus that it goes to."""
    if step.config.get(f"{prefix}.deviceType").lower() == "disk":  # on any bus
        return {}
    kind = place.partition(":")[0].rstrip("0123456789")
    return {f"{prefix}.deviceType": f"{_WORDS.get(kind, kind)}-hardDisk"}


def _backing(step: Step, prefix: str, backing: Any) -> dict[str, str | None]:
    mode = getattr(backing, "disk_mode", None) or "persistent"
    now = step.config.get(f"{prefix}.mode")
    if mode not in _MODES and mode != now:
        fault = vim.VirtualDiskModeNotSupported(device=str(step.index), mode=mode)
        raise Refused(fault, f"The disk mode '{mode}' is not supported.")
    shared = getattr(backing, "sharing", None)
    found: dict[str, str | None] = {
        f"{prefix}.mode": None if mode == "persistent" else mode.replace("_", "-"),
    }
    if shared is not None:
        found[f"{prefix}.sharing"] = "multi-writer" if shared == _SHARED else None
    if getattr(backing, "write_through", None) is not None:
        found[f"{prefix}.writeThrough"] = "TRUE" if backing.write_through else None
    return found


def _limits(step: Step, prefix: str) -> dict[str, str | None]:
    """Return how much of the disk's speed the machine may have."""
    wanted, found = step.device.storage_io_allocation, dict[str, str | None]()
    shares = step.device.shares if wanted is None else wanted.shares
    if shares is not None:
        level: Any = str(shares.level)
        if level not in SHARES and not 0 <= shares.shares <= 4000:  # the API's own limit
            raise step.invalid("device.storageIOAllocation.shares")
        usual = None if level == "normal" else str(level)
        found[f"sched.{prefix}.shares"] = usual if level in SHARES else str(shares.shares)
    if wanted is None:
        return found
    limit, reserved = wanted.limit, wanted.reservation
    if limit is not None:
        if limit != -1 and limit < 16:  # operations a second
            raise step.invalid("device.storageIOAllocation.limit")
        found[f"sched.{prefix}.throughputCap"] = None if limit == -1 else str(limit)
    if reserved is not None:
        if reserved < 0:
            raise step.invalid("device.storageIOAllocation.reservation")
        found[f"sched.{prefix}.reservation"] = str(reserved) if reserved else None
    return found


# --- a disk that comes ---------------------------------------------------------------------------


def add(step: Step, prefix: str) -> None:
    """Plan the file of a disk that is to be made, or require the one that is named."""
    makes = step.spec.file_operation is not None
    place = _place(step, makes=makes)
    host = step.machine.host
    step.put({f"{prefix}.fileName": host.spell(place, step.machine.place)})
    store = step.store(place)
    if makes:
        _make(step, prefix, store, place)
        return
    store.disk(place.path)
    names = step.machine.snapshots.disk_keys(step.config).items()
    if any(other == place and not key.startswith(f"{prefix}.") for key, other in names):
        raise step.bad_backing("device.backing.fileName")
    if not _is_shared(step):
        host.require_unused(place, other_than=step.machine)


def _is_shared(step: Step) -> bool:
    return getattr(step.device.backing, "sharing", None) == _SHARED


def _place(step: Step, *, makes: bool) -> DatastorePath:
    """Return where the disk's file is or will be; without a name one is found."""
    machine, backing = step.machine, step.device.backing
    name = backing.file_name or _named_datastore(step)
    if not name and not makes:
        raise step.invalid("device.backing.fileName")
    place = step.file(name) if name else machine.place.folder
    if place.path.lower().endswith(".vmdk"):
        return place
    if not makes:
        raise step.invalid("device.backing.fileName")
    if not place.path:
        own = place.datastore == machine.place.datastore
        place = machine.place.folder if own else DatastorePath(place.datastore, machine.name)
        step.changes.folders.append(place)
    return _free_name(step, place)


def _named_datastore(step: Step) -> str:
    """Return the datastore that a backing names by reference, as a path; empty without one."""
    ref = step.device.backing.datastore
    if ref is None:
        return ""
    host = step.machine.host
    stores = host.datastores.values()
    found = next((store for store in stores if host.ref(store) == ref), None)
    if found is None:
        raise step.bad_backing("device.backing.datastore")
    return f"[{found.name}]"


def _free_name(step: Step, folder: DatastorePath) -> DatastorePath:
    store = step.store(folder)
    stem, number = step.machine.stem.rpartition("/")[2], 0
    while True:
        name = f"{stem}.vmdk" if number == 0 else f"{stem}_{number}.vmdk"
        place = DatastorePath(folder.datastore, f"{folder.path}/{name}".lstrip("/"))
        if not store.exists(place.path) and place not in step.changes.made:
            return place
        number += 1


def _make(step: Step, prefix: str, store: Datastore, place: DatastorePath) -> None:
    size = _new_size(step)
    backing = step.device.backing
    thin = bool(getattr(backing, "thin_provisioned", False))
    eager = bool(getattr(backing, "eagerly_scrub", False)) and not thin
    if place in step.changes.made:
        raise faults.file_already_exists(str(place))
    replaced = store.exists(place.path)
    if replaced and step.spec.file_operation != _FILES.REPLACE:
        raise faults.file_already_exists(str(place))
    if place.folder not in step.changes.folders:
        store.require_folder(place.folder.path)
    if replaced:
        store.disk(place.path)
        step.machine.host.require_unused(place)
        step.changes.actions.append(lambda: store.delete_disk(place.path))
    bus = prefix.partition(":")[0]
    adapter = "ide" if bus.startswith("ide") else step.config.get(f"{bus}.virtualDev", "lsilogic")
    step.changes.claim(store, 0 if thin else size * _KIB)
    disk = Disk(size, thin=thin, eager=eager, adapter=adapter, uuid=make_uuid(f"{place} {prefix}"))
    step.changes.made.append(place)
    step.changes.makes.append((store, place.path, disk))


def _new_size(step: Step) -> int:
    """Return the size of a disk to be made, in KiB."""
    size, exact = step.device.capacity_in_kb, step.device.capacity_in_bytes
    if size <= 0:
        raise step.invalid("device.capacityInKB")
    return _checked(step, size if exact is None else exact // _KIB, exact)


def _checked(step: Step, size: int, exact: int | None) -> int:
    if exact is not None and (exact <= 0 or exact % _KIB):
        raise step.invalid("device.capacityInBytes")
    if size > _LARGEST_KB:
        raise step.invalid("device.capacityInKB")
    return size


# --- a disk that goes or changes -----------------------------------------------------------------


def _current(step: Step, prefix: str) -> DatastorePath:
    return step.machine.host.locate(step.config.get(f"{prefix}.fileName"), step.machine.place)


def _kept(step: Step) -> set[DatastorePath]:
    """Return the disks that the machine's snapshots name, which nothing may touch."""
    snapshots = step.machine.snapshots
    configs = [snapshot.config for snapshot in snapshots.all()]
    return {place for config in configs for place in snapshots.disk_keys(config).values()}


def remove(step: Step, prefix: str) -> None:
    """Plan the removal of a disk's file, if that is asked for.

    A disk that a snapshot knows is not let go as it is, but its newest layer is deleted: that is
    what hosts do (pyvmomi-community-samples#352). One that came later goes either way.
    """
    place, host = _current(step, prefix), step.machine.host
    kept = _kept(step)
    store = next((s for s in host.datastores.values() if s.name == place.datastore), None)
    layers = {place} if store is None else {s.path(p) for s, p in chain(store, place.path)}
    if step.spec.file_operation is None:
        if layers & kept:
            reason = "msg.snapshot.error-NOTREMOVABLE"
            text = (
                "Cannot remove virtual disk from the virtual machine because it or one of its "
                "parent disks is part of a snapshot of the virtual machine."
            )
            raise Refused(vim.GenericVmConfigFault(reason=reason), text)
        return
    if place in kept:
        raise step.bad_operation()
    store = step.store(place)
    store.disk(place.path)
    host.require_unused(place, other_than=step.machine)
    path, target = place.path, store
    step.changes.deletes.append(lambda: target.delete_disk(path))


def edit(step: Step, prefix: str) -> None:
    """Plan the change of a disk: it may grow, and only grow; its file stays the same one."""
    place = _current(step, prefix)
    store, backing = step.store(place), step.device.backing
    name = "" if backing is None else backing.file_name
    if name and name != step.config.get(f"{prefix}.fileName") and step.file(name) != place:
        raise step.bad_backing("device.backing.fileName")
    if step.spec.file_operation is not None:
        raise step.bad_operation()
    _check_mode(step, prefix)
    disk = store.disk(place.path)
    size = _edited_size(step, disk.capacity_kb)
    if size == disk.capacity_kb:
        return
    if step.machine.is_on and prefix.startswith("ide"):
        raise faults.invalid_power_state(step.machine.power, "poweredOff")
    if disk.parent or has_clones(store, place.path) or place in _kept(step):
        raise step.bad_operation("Disks with parents cannot be expanded.")
    step.machine.host.require_unused(place, other_than=step.machine)
    step.changes.claim(store, 0 if disk.thin else (size - disk.capacity_kb) * _KIB)
    step.changes.actions.append(lambda: store.grow_disk(place.path, size))


def _edited_size(step: Step, now: int) -> int:
    """Return the size of a disk afterwards, in KiB."""
    size, exact = step.device.capacity_in_kb, step.device.capacity_in_bytes
    if exact is not None and exact != now * _KIB:
        size = size if size < now else exact // _KIB
    else:
        exact = None
    if size < now:
        raise step.bad_operation()
    return _checked(step, size, exact)


def _check_mode(step: Step, prefix: str) -> None:
    """Refuse to make a disk independent, or no longer, while snapshots know it."""
    mode = getattr(step.device.backing, "disk_mode", None)
    if mode is None or mode.replace("_", "-") == step.config.get(f"{prefix}.mode", "persistent"):
        return
    if any(step.machine.snapshots.all()):
        fault = vim.DisallowedDiskModeChange(
            property="virtualDeviceSpec.device.backing.diskMode", device_index=step.index
        )
        raise Refused(fault, "The disk mode cannot change while there are snapshots.")
