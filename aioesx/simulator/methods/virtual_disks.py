"""Handlers: the virtual disk manager."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.methods.files import place_of, require_target
from aioesx.simulator.methods.internal import virtual_disk_info
from aioesx.simulator.methods.table import Call, checked, handles, start_task
from aioesx.simulator.state.chains import below, chain, children, copied, has_clones
from aioesx.simulator.state.disks import NO_PARENT, Disk, make_cid, make_uuid
from aioesx.simulator.state.files import ZeroContent
from aioesx.simulator.state.tasks import Spend
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.methods.files import Ways
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.files import Content
    from aioesx.simulator.state.paths import DatastorePath
    from aioesx.simulator.state.tasks import Work

__all__: list[str] = []


_THIN: Final = frozenset({"thin", "seSparse", "sparse2Gb", "sparseMonolithic", "delta"})
_THICK: Final = frozenset({"preallocated", "thick", "thick2Gb", "flatMonolithic"})
_EAGER: Final = frozenset({"eagerZeroedThick"})
_ADAPTERS: Final = {
    # what the API calls it, and hosts' descriptors
    "lsiLogic": "lsilogic",
    "busLogic": "buslogic",
    "ide": "ide",
    "lsisas1068": "lsisas1068",
    "pvscsi": "pvscsi",
}
_LARGEST_KB: Final = 62 * 1024**3


def _spec_of(spec: vim.VirtualDiskSpec, disk: Disk, name: str = "spec") -> Disk:
    """Return a disk as a spec wants it.

    Raises:
        Refused: InvalidArgument, for a word that no disk of a datastore goes by.
    """
    if spec.disk_type not in _THIN | _THICK | _EAGER:
        raise faults.invalid_argument(f"{name}.diskType")
    if spec.adapter_type not in _ADAPTERS:
        raise faults.invalid_argument(f"{name}.adapterType")
    return replace(
        disk,
        thin=spec.disk_type in _THIN,
        eager=spec.disk_type in _EAGER,
        adapter=_ADAPTERS[spec.adapter_type],
    )


@handles("CreateVirtualDisk_Task")
def _create_disk(call: Call) -> Ref:
    spec = call.method.spec

    def check() -> tuple[Datastore, DatastorePath, Disk]:
        store, place = place_of(call, call.method.name)
        capacity = getattr(spec, "capacity_kb", None)
        if capacity is None or not 0 < capacity <= _LARGEST_KB:
            raise faults.invalid_argument("spec.capacityKb")
        uuid = make_uuid(f"{place} {call.host.next_number()}")
        disk = _spec_of(spec, Disk(capacity, uuid=uuid))
        require_target(call, store, place, place, force=False)
        store.require_room(0 if disk.thin else disk.size)
        return store, place, disk

    def work() -> Work:
        store, place, disk = yield from checked(check)
        store.make_disk(place.path, disk)
        return str(place)

    return start_task(call, work())


@handles("DeleteVirtualDisk_Task")
def _delete_disk(call: Call) -> Ref:
    def check() -> tuple[Datastore, DatastorePath]:
        store, place = place_of(call, call.method.name)
        store.disk(place.path)
        call.host.require_unused(place)
        return store, place

    def work() -> Work:
        store, place = yield from checked(check, 0.5)
        store.delete_disk(place.path)

    return start_task(call, work(), cancelable=False)


@handles("CopyVirtualDisk_Task")
def _copy_disk(call: Call) -> Ref:
    method = call.method

    def check() -> tuple[Ways, Disk]:
        source_store, source = place_of(call, method.source_name)
        target_store, target = place_of(call, method.dest_name)
        disk = source_store.disk(source.path)
        if method.dest_spec is not None:
            disk = _spec_of(method.dest_spec, disk, "destSpec")
        call.host.require_unused(source, bases=False)
        require_target(call, target_store, target, source, force=False)  # hosts ignore `force`
        content = copied(source_store, source.path, thin=disk.thin)
        target_store.require_room(content.stored)
        content.discard()
        return (source_store, source, target_store, target), disk

    def work() -> Work:
        (source_store, source, target_store, target), disk = yield from checked(check, 2)
        content = copied(source_store, source.path, thin=disk.thin)
        name = f"{target} {call.host.next_number()}"
        copy = replace(
            disk, parent="", uuid=make_uuid(name), cid=make_cid(name), parent_cid=NO_PARENT
        )
        target_store.make_disk(target.path, copy, content=content)

    return start_task(call, work())


@handles("MoveVirtualDisk_Task")
def _move_disk(call: Call) -> Ref:
    method = call.method

    def check() -> Ways:
        source_store, source = place_of(call, method.source_name)
        target_store, target = place_of(call, method.dest_name)
        data = source_store.extent(source.path)
        call.host.require_unused(source)
        require_target(call, target_store, target, source, force=bool(method.force))
        if source_store.volume is not target_store.volume:
            target_store.require_room(data.content.stored)
        return source_store, source, target_store, target

    def work() -> Work:
        source_store, source, target_store, target = yield from checked(check)
        if target_store.exists(target.path):
            target_store.delete_disk(target.path)
        disk, content = source_store.give_up_disk(source.path)
        target_store.make_disk(target.path, disk, content=content)

    return start_task(call, work())


def _require_whole(store: Datastore, place: DatastorePath) -> Disk:
    """Return a disk that stands on no other, and on which none stands.

    Raises:
        Refused: FileFault.
    """
    disk = store.disk(place.path)
    if disk.parent or next(children(store, place.path), None) or has_clones(store, place.path):
        raise faults.part_of_chain(str(place))
    return disk


@handles("ExtendVirtualDisk_Task")
def _extend(call: Call) -> Ref:
    def check() -> tuple[Datastore, DatastorePath]:
        store, place = place_of(call, call.method.name)
        call.host.require_unused(place)
        _require_whole(store, place)
        return store, place

    def work() -> Work:
        store, place = yield from checked(check)
        store.grow_disk(place.path, call.method.new_capacity_kb)
        if call.method.eager_zero:
            _refill(store, place.path, copied(store, place.path, thin=False), eager=True)

    return start_task(call, work())


def _refill(store: Datastore, path: str, content: Content, *, eager: bool) -> None:
    """Give a disk that is whole another content, which takes up all of its room or not."""
    extent, disk = store.extent(path), store.disk(path)
    if not disk.thin or eager:
        store.require_room(disk.size - extent.content.stored)
    extent.content.discard()
    store.change_content(extent, content)
    store.change_disk(path, replace(disk, thin=disk.thin and not eager, eager=eager or disk.eager))


@handles("ZeroFillVirtualDisk_Task", "InflateVirtualDisk_Task", "ShrinkVirtualDisk_Task")
def _fill(call: Call) -> Ref:
    """Overwrite a disk with zeros, give it all of its room, or give back what zeros take."""
    name = call.method.wire_name

    eager = name != "ShrinkVirtualDisk_Task"

    def check() -> tuple[Datastore, DatastorePath, Disk]:
        store, place = place_of(call, call.method.name)
        call.host.require_unused(place)
        disk = _require_whole(store, place)
        store.require_room(disk.size - store.taken(place.path) if eager else 0)
        return store, place, disk

    def work() -> Work:
        store, place, disk = yield from checked(check, 2)
        if name == "ZeroFillVirtualDisk_Task":
            content: Content = ZeroContent(disk.size, disk.size)
            store.renew(place.path)
        else:
            thin = disk.thin and not eager
            content = copied(store, place.path, thin=thin, compact=thin)
        _refill(store, place.path, content, eager=eager)

    return start_task(call, work())


@handles("QueryVirtualDiskUuid")
def _uuid(call: Call) -> str:
    store, place = place_of(call, call.method.name)
    return store.disk(place.path).uuid


@handles("SetVirtualDiskUuid")
def _set_uuid(call: Call) -> None:
    store, place = place_of(call, call.method.name)
    call.host.require_unused(place)
    store.change_disk(place.path, replace(store.disk(place.path), uuid=call.method.uuid))


@handles("QueryVirtualDiskGeometry")
def _geometry(call: Call) -> vim.HostDiskDimensionsChs:
    store, place = place_of(call, call.method.name)
    sectors = store.disk(place.path).capacity_kb * 2
    return vim.HostDiskDimensionsChs(cylinder=max(1, sectors // (255 * 63)), head=255, sector=63)


@handles("QueryVirtualDiskInfo_Task")
def _info(call: Call) -> Ref:
    """Tell what a disk is, and what it lies on."""
    parents = call.method.include_parents

    def work() -> Work:
        store, place = place_of(call, call.method.name)
        store.disk(place.path)
        yield Spend(0.2)
        return vim.array("VirtualDiskInfo", list(_chain(store, place, parents)))

    return start_task(call, work())


def _type_of(disk: Disk) -> str:
    if disk.parent:
        return "seSparse" if disk.link == "sesparse" else "delta"
    return "thin" if disk.thin else "eagerZeroedThick" if disk.eager else "preallocated"


def _chain(store: Datastore, place: DatastorePath, parents: bool) -> Iterator[vim.Unknown]:
    """Yield what is known of a disk and, where a client wants them, of those below it."""
    for held, path in chain(store, place.path):
        on = below(held, path)
        parent = None if on is None else str(on[0].path(on[1]))
        yield virtual_disk_info(str(held.path(path)), _type_of(held.disk(path)), parent)
        if not parents:
            return
