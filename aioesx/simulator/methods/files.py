"""Handlers: the file manager and the virtual disk manager."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.methods.internal import virtual_disk_info
from aioesx.simulator.methods.table import Call, handles, start_task
from aioesx.simulator.state import paths
from aioesx.simulator.state.chains import below, chain
from aioesx.simulator.state.disks import Disk, extent_name, make_uuid
from aioesx.simulator.state.files import ZeroContent
from aioesx.simulator.state.tasks import Spend
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.paths import DatastorePath
    from aioesx.simulator.state.tasks import Work

__all__: list[str] = []


_THIN: Final = frozenset({"thin", "sparse2Gb", "sparseMonolithic", "delta"})
_ADAPTERS: Final = {
    "lsiLogic": "lsilogic",
    "busLogic": "buslogic",
    "ide": "ide",
}
_LARGEST_KB: Final = 62 * 1024**3


def _place(call: Call, text: str) -> tuple[Datastore, DatastorePath]:
    place = paths.parse(text)
    if not place.path:
        raise faults.invalid_datastore_path(text)
    return call.host.datastore(place.datastore), place


@handles("MakeDirectory")
def _make_directory(call: Call) -> None:
    store, place = _place(call, call.method.name)
    store.make_folder(place.path, parents=bool(call.method.create_parent_directories))


@handles("DeleteDatastoreFile_Task")
def _delete_file(call: Call) -> Ref:
    def work() -> Work:
        store, place = _place(call, call.method.name)
        if place.path not in store.folders:
            store.file(place.path)
        call.host.require_unused(place)
        yield Spend(0.5)
        store.delete(place.path)

    return start_task(call, work())


@handles("MoveDatastoreFile_Task")
def _move_file(call: Call) -> Ref:
    method = call.method

    def work() -> Work:
        source_store, source = _place(call, method.source_name)
        target_store, target = _place(call, method.destination_name)
        call.host.require_unused(source)
        yield Spend(0.5)
        if method.force:
            target_store.delete(target.path, missing_ok=True)
        if source_store is target_store:
            source_store.move(source.path, target.path)
        else:
            if target_store.exists(target.path):
                raise faults.file_already_exists(str(target))
            file = source_store.give_up(source.path)
            target_store.put(target.path, file.content, disk=file.disk)

    return start_task(call, work())


@handles("CopyDatastoreFile_Task")
def _copy_file(call: Call) -> Ref:
    method = call.method

    def work() -> Work:
        source_store, source = _place(call, method.source_name)
        target_store, target = _place(call, method.destination_name)
        file = source_store.file(source.path)
        if target_store.exists(target.path) and not method.force:
            raise faults.file_already_exists(str(target))
        target_store.require_room(file.content.stored)
        yield Spend()
        content = file.content if file.content.size < 1024**2 else _copy(file.content.size)
        target_store.put(target.path, content, disk=file.disk)

    return start_task(call, work())


def _copy(size: int) -> ZeroContent:
    """Stand in for a copy of a large content: it has the size, and reads as zeros."""
    return ZeroContent(size, size)


@handles("CreateVirtualDisk_Task")
def _create_disk(call: Call) -> Ref:
    spec = call.method.spec

    def work() -> Work:
        store, place = _place(call, call.method.name)
        capacity = getattr(spec, "capacity_kb", None)
        if capacity is None or not 0 < capacity <= _LARGEST_KB:
            raise faults.invalid_argument("spec.capacityKb")
        if spec.adapter_type not in _ADAPTERS:
            raise faults.invalid_argument("spec.adapterType")
        if store.exists(place.path):
            raise faults.file_already_exists(str(place))
        disk = Disk(
            capacity_kb=capacity,
            thin=spec.disk_type in _THIN,
            adapter=_ADAPTERS[spec.adapter_type],
            uuid=make_uuid(f"{place} {call.host.next_number()}"),
        )
        if place.folder.path and place.folder.path not in store.folders:
            raise faults.file_not_found(str(place.folder))
        store.require_room(0 if disk.thin else capacity * 1024)
        yield Spend()
        store.make_disk(place.path, disk)
        return str(place)

    return start_task(call, work())


@handles("DeleteVirtualDisk_Task")
def _delete_disk(call: Call) -> Ref:
    def work() -> Work:
        store, place = _place(call, call.method.name)
        store.disk(place.path)
        call.host.require_unused(place)
        yield Spend(0.5)
        store.delete_disk(place.path)

    return start_task(call, work(), cancelable=False)


@handles("CopyVirtualDisk_Task")
def _copy_disk(call: Call) -> Ref:
    method = call.method

    def work() -> Work:
        source_store, source = _place(call, method.source_name)
        target_store, target = _place(call, method.dest_name)
        disk = source_store.disk(source.path)
        call.host.require_unused(source)
        if target_store.exists(target.path):
            if not method.force:
                raise faults.file_already_exists(str(target))
            call.host.require_unused(target)
        if target.folder.path and target.folder.path not in target_store.folders:
            raise faults.file_not_found(str(target.folder))
        size = 0 if disk.thin else disk.capacity_kb * 1024
        target_store.require_room(size)
        yield Spend(2)
        if target_store.exists(target.path):
            target_store.delete_disk(target.path)
        copy = replace(disk, parent="", uuid=make_uuid(f"{target} {call.host.next_number()}"))
        target_store.make_disk(target.path, copy)

    return start_task(call, work())


@handles("MoveVirtualDisk_Task")
def _move_disk(call: Call) -> Ref:
    method = call.method

    def work() -> Work:
        source_store, source = _place(call, method.source_name)
        target_store, target = _place(call, method.dest_name)
        disk = source_store.disk(source.path)
        call.host.require_unused(source)
        if target_store.exists(target.path):
            raise faults.file_already_exists(str(target))
        yield Spend()
        extent = source_store.give_up(extent_name(source.path, disk))
        source_store.delete(source.path)
        target_store.make_disk(target.path, disk, content=extent.content)

    return start_task(call, work())


@handles("ExtendVirtualDisk_Task")
def _extend(call: Call) -> Ref:
    def work() -> Work:
        store, place = _place(call, call.method.name)
        store.disk(place.path)
        call.host.require_unused(place)
        yield Spend()
        store.grow_disk(place.path, call.method.new_capacity_kb)

    return start_task(call, work())


@handles("ZeroFillVirtualDisk_Task", "InflateVirtualDisk_Task", "ShrinkVirtualDisk_Task")
def _fill(call: Call) -> Ref:
    """Zeros take room; a shrunk disk gives its room back."""
    name = call.method.wire_name
    thin = name == "ShrinkVirtualDisk_Task"

    def work() -> Work:
        store, place = _place(call, call.method.name)
        disk = store.disk(place.path)
        call.host.require_unused(place)
        extent = store.file(extent_name(place.path, disk))
        size = disk.capacity_kb * 1024
        if not thin:
            store.require_room(size - extent.content.stored)
        yield Spend(2)
        extent.content.discard()
        store.change_content(extent, ZeroContent(size, 0 if thin else size))
        store.change_disk(place.path, replace(disk, thin=thin and disk.thin))

    return start_task(call, work())


@handles("QueryVirtualDiskUuid")
def _uuid(call: Call) -> str:
    store, place = _place(call, call.method.name)
    return store.disk(place.path).uuid


@handles("SetVirtualDiskUuid")
def _set_uuid(call: Call) -> None:
    store, place = _place(call, call.method.name)
    call.host.require_unused(place)
    store.change_disk(place.path, replace(store.disk(place.path), uuid=call.method.uuid))


@handles("QueryVirtualDiskGeometry")
def _geometry(call: Call) -> vim.HostDiskDimensionsChs:
    store, place = _place(call, call.method.name)
    sectors = store.disk(place.path).capacity_kb * 2
    return vim.HostDiskDimensionsChs(cylinder=max(1, sectors // (255 * 63)), head=255, sector=63)


@handles("QueryVirtualDiskInfo_Task")
def _info(call: Call) -> Ref:
    """Tell what a disk is, and what it lies on."""
    parents = call.method.include_parents

    def work() -> Work:
        store, place = _place(call, call.method.name)
        store.disk(place.path)
        yield Spend(0.2)
        return vim.array("VirtualDiskInfo", list(_chain(store, place, parents)))

    return start_task(call, work())


def _chain(store: Datastore, place: DatastorePath, parents: bool) -> Iterator[vim.Unknown]:
    """Yield what is known of a disk and, where a client wants them, of those below it."""
    for held, path in chain(store, place.path):
        disk, on = held.disk(path), below(held, path)
        kind = "thin" if disk.thin else "preallocated"
        parent = None if on is None else str(on[0].path(on[1]))
        yield virtual_disk_info(str(held.path(path)), kind, parent)
        if not parents:
            return
