"""Where a host is: its datacenter, compute resource, pool.

On a standalone host that is one read; in a vCenter it is one read, too, of all that the host is
in, however much there is.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from aioesx import vim
from aioesx._server.collector import ObjectProperties, read_many
from aioesx._server.place_path import PATHS
from aioesx._server.traversal import INVENTORY, UP, object_spec
from aioesx._server.tree import COMPUTE, Tree, value_of
from aioesx._session.session import Session
from aioesx.errors import NotFoundError, NotPermittedError, ProtocolError

__all__ = [
    "HOST_PATHS", "IN_MAINTENANCE", "OWN_DATACENTER", "OWN_HOST", "OWN_ROOT", "PLACE_PATHS",
    "Place", "find_place", "place_in", "read_place",
]  # fmt: skip

Ref = vim.ManagedObjectReference


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A host and what it is in.

    Attributes:
        datacenter: the Datacenter.
        datacenter_path: its folders and its name, as they stand in the URL of a datastore file.
        vm_folder: the folder that new machines are registered in.
        compute_resource: the ComputeResource.
        resource_pool: its root resource pool.
        host: the HostSystem.
        host_name: what the server calls the host.
        managers: the host's own managers.
        in_maintenance: whether the host was in maintenance mode when it was looked at; None if it
            does not tell.
        vcenter_ip: address of the vCenter that manages the host, or None.
        hardware_uuid: what the host tells of its machine; the same at its vCenter.
    """

    datacenter: Ref
    datacenter_path: str
    vm_folder: Ref
    compute_resource: Ref
    resource_pool: Ref
    host: Ref
    host_name: str | None
    managers: vim.HostConfigManager
    in_maintenance: bool | None
    vcenter_ip: str | None
    hardware_uuid: str | None


OWN_ROOT: Final = Ref("Folder", "ha-folder-root")
OWN_DATACENTER: Final = Ref("Datacenter", "ha-datacenter")
OWN_HOST: Final = Ref("HostSystem", "ha-host")
"""What a host's agent calls the host and what it is in: the same on every ESX, ESXi and GSX."""

IN_MAINTENANCE: Final = "runtime.inMaintenanceMode"
HOST_PATHS: Final = (
    "name",
    "parent",
    "configManager",
    IN_MAINTENANCE,
    "summary.managementServerIp",
    "summary.hardware.uuid",
)
"""What has to be read of a host to tell its place."""

PLACE_PATHS: Final = {**PATHS, "HostSystem": HOST_PATHS}
"""What has to be read of a host and all that it is in, by type."""


async def find_place(session: Session) -> Place:
    """Look where the things of a standalone host are; the first of each kind counts.

    Raises:
        ProtocolError: the host has no datacenter, compute resource or host system.

    Source: libvirt, esxVI_Context_LookupManagedObjects.
    """
    root = object_spec(session.content.root_folder, INVENTORY)
    first: dict[str, ObjectProperties] = {}
    for found in await read_many(session, [root], PLACE_PATHS):
        first.setdefault(found.ref.type, found)
    datacenter = _first(first, "Datacenter")
    path = value_of(datacenter, "name", str)
    return _place(datacenter, path, _first(first, "ComputeResource"), _first(first, "HostSystem"))


async def read_place(session: Session, host: Ref) -> Place:
    """Look where a host of a vCenter is, in one read.

    Raises:
        NotFoundError: the host is gone.
        NotPermittedError: what it is in is hidden.
    """
    return place_in(Tree(await read_many(session, [_upwards(host)], PLACE_PATHS)), host)


def _upwards(host: Ref) -> vim.ObjectSpec:
    return object_spec(host, UP, itself=True)


def place_in(tree: Tree, ref: Ref) -> Place:
    """Tell where a host is, of a tree that was read with `PLACE_PATHS`.

    Raises:
        NotFoundError: it is not in the tree.
        NotPermittedError: what it is in is hidden.
    """
    host, datacenter = tree.get(ref), tree.above(ref, ("Datacenter",))
    compute = tree.above(ref, COMPUTE)
    if host is None:
        raise NotFoundError("ManagedObjectNotFound", f"the server has no host {ref.value}")
    path = tree.inventory_path(datacenter.ref) if datacenter is not None else None
    if datacenter is None or compute is None or path is None:
        what = f"the vCenter does not show what the host {tree.name(ref) or ref.value} is in"
        raise NotPermittedError("NoPermission", what)
    return _place(datacenter, path, compute, host)


def _place(
    datacenter: ObjectProperties,
    datacenter_path: str,
    compute: ObjectProperties,
    host: ObjectProperties,
) -> Place:
    return Place(
        datacenter=datacenter.ref,
        datacenter_path=datacenter_path,
        vm_folder=value_of(datacenter, "vmFolder", Ref),
        compute_resource=compute.ref,
        resource_pool=value_of(compute, "resourcePool", Ref),
        host=host.ref,
        host_name=host.values.if_shown("name"),
        managers=value_of(host, "configManager", vim.HostConfigManager),
        in_maintenance=host.values.if_shown(IN_MAINTENANCE),
        vcenter_ip=host.values.if_shown("summary.managementServerIp"),
        hardware_uuid=host.values.if_shown("summary.hardware.uuid"),
    )


def _first(first: dict[str, ObjectProperties], type_: str) -> ObjectProperties:
    if type_ not in first:
        raise ProtocolError(f"could not find the {type_} of the host")
    return first[type_]
