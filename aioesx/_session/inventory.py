"""Where things are on a standalone host: datacenter, compute resource, host. One read."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from aioesx import vim
from aioesx._session.collector import ObjectProperties, read_specs
from aioesx._session.session import Session
from aioesx._session.traversal import INVENTORY, object_spec, property_spec
from aioesx.errors import ProtocolError

__all__ = ["Inventory", "discover"]

Ref = vim.ManagedObjectReference
V = TypeVar("V")


@dataclasses.dataclass(frozen=True, slots=True)
class Inventory:
    """The objects that a connection to one host works with.

    Attributes:
        datacenter: the Datacenter.
        datacenter_path: its name, as it stands in the URL of a datastore file.
        vm_folder: the folder that new machines are registered in.
        compute_resource: the ComputeResource.
        resource_pool: its root resource pool.
        host: the HostSystem.
        managers: the host's own managers.
        in_maintenance: whether the host was in maintenance mode when it was looked at.
        vcenter_ip: address of the vCenter that manages the host, or None.
    """

    datacenter: Ref
    datacenter_path: str
    vm_folder: Ref
    compute_resource: Ref
    resource_pool: Ref
    host: Ref
    managers: vim.HostConfigManager
    in_maintenance: bool
    vcenter_ip: str | None


_PATHS = {
    "Datacenter": ("name", "hostFolder", "vmFolder"),
    "ComputeResource": ("host", "resourcePool"),
    "HostSystem": ("configManager", "runtime.inMaintenanceMode", "summary.managementServerIp"),
}


async def discover(session: Session) -> Inventory:
    """Look around on a standalone host: the first of each kind counts, as for libvirt.

    Raises:
        ProtocolError: the host has no datacenter, compute resource or host system.

    Source: libvirt, esxVI_Context_LookupManagedObjects.
    """
    spec = vim.PropertyFilterSpec(
        prop_set=[property_spec(type_, paths) for type_, paths in _PATHS.items()],
        object_set=[object_spec(session.content.root_folder, INVENTORY)],
    )
    first: dict[str, ObjectProperties] = {}
    for content in await read_specs(session, [spec]):
        first.setdefault(content.obj.type, ObjectProperties.of(content))
    datacenter = _found(first, "Datacenter")
    compute = _found(first, "ComputeResource")
    host = _found(first, "HostSystem")
    return Inventory(
        datacenter=datacenter.ref,
        datacenter_path=_value(datacenter, "name", str),
        vm_folder=_value(datacenter, "vmFolder", Ref),
        compute_resource=compute.ref,
        resource_pool=_value(compute, "resourcePool", Ref),
        host=host.ref,
        managers=_value(host, "configManager", vim.HostConfigManager),
        in_maintenance=bool(host.values.get("runtime.inMaintenanceMode")),
        vcenter_ip=host.values.get("summary.managementServerIp"),
    )


def _found(first: dict[str, ObjectProperties], type_: str) -> ObjectProperties:
    if type_ not in first:
        raise ProtocolError(f"could not find the {type_} of the host")
    return first[type_]


def _value(found: ObjectProperties, path: str, type_: type[V]) -> V:
    value: Any = found.values.get(path)
    if not isinstance(value, type_):
        raise ProtocolError(f"could not read '{path}' of {found.ref}")
    return value
