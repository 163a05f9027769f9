"""Handlers of a vCenter: files and virtual disks, by datastore path and datacenter.

A path says no host. The one that does it is one that has every datastore which the call
names; without a common host the call is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx.simulator import faults
from aioesx.simulator.state import paths
from aioesx.simulator.vcenter.dispatch import forward, inventory_of, own
from aioesx.simulator.vcenter.tree import Datacenter

if TYPE_CHECKING:
    from aioesx.simulator.methods.table import Call
    from aioesx.simulator.vcenter.tree import Store
    from aioesx.vim import ManagedObjectReference as Ref

__all__: list[str] = []

_ONE: Final = (("name", "datacenter"),)
_FROM_TO: Final = (
    ("source_name", "source_datacenter"),
    ("destination_name", "destination_datacenter"),
)
_DISK_FROM_TO: Final = (("source_name", "source_datacenter"), ("dest_name", "dest_datacenter"))

_FILES: Final = {
    # method: what names a path, and what its datacenter
    "MakeDirectory": _ONE,
    "DeleteDatastoreFile_Task": _ONE,
    "MoveDatastoreFile_Task": _FROM_TO,
    "CopyDatastoreFile_Task": _FROM_TO,
    "CreateVirtualDisk_Task": _ONE,
    "DeleteVirtualDisk_Task": _ONE,
    "MoveVirtualDisk_Task": _DISK_FROM_TO,
    "CopyVirtualDisk_Task": _DISK_FROM_TO,
    "ExtendVirtualDisk_Task": _ONE,
    "ZeroFillVirtualDisk_Task": _ONE,
    "InflateVirtualDisk_Task": _ONE,
    "ShrinkVirtualDisk_Task": _ONE,
    "QueryVirtualDiskInfo_Task": _ONE,
    "QueryVirtualDiskUuid": _ONE,
    "SetVirtualDiskUuid": _ONE,
    "QueryVirtualDiskGeometry": _ONE,
}


def _store(call: Call, path: str, datacenter: Ref | None) -> Store:
    """Return the datastore that a path names in a datacenter.

    Raises:
        Refused: InvalidDatastorePath, or InvalidArgument without a datacenter to look in.
    """
    inventory = inventory_of(call)
    found: Any = None if datacenter is None else inventory.get(datacenter)
    if found is None:
        known = inventory.vcenter.datacenters()
        found = known[0] if len(known) == 1 else None
    if not isinstance(found, Datacenter):
        raise faults.invalid_argument("datacenter")
    name = paths.parse(path).datastore
    store = next((item for item in found.stores() if item.name == name), None)
    if store is None:
        raise faults.invalid_datastore(name)
    return store


@own(*_FILES)
def _file(call: Call) -> Any:
    """Have a host do it that has the datastores; what is left out is the first path's."""
    method, stores, home = call.method, [], None
    for name, datacenter in _FILES[method.wire_name]:
        home = getattr(method, datacenter) or home
        stores.append(_store(call, getattr(method, name), home))
    for mount in stores[0].mounts:
        mounts = [store.first.on(mount.host) for store in stores]
        if all(item is not None and item.accessible for item in mounts):
            return forward(call, mount.host)
    for store in stores:
        if not any(mount.accessible for mount in store.mounts):
            raise faults.inaccessible_datastore(store.name, inventory_of(call).vcenter.ref(store))
    raise faults.not_supported("No host has both datastores.")
