"""Where things are: datacenter, compute resource, host.

On a standalone host that is one read; in a vCenter the path of the URI names them, and it takes
three, however much there is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from aioesx import vim
from aioesx._server import place_path
from aioesx._server.collector import ObjectProperties, read_many
from aioesx._server.place_path import locate, value_of
from aioesx._server.traversal import FOLDERS, INVENTORY, object_spec
from aioesx._session.session import Session
from aioesx.errors import LookupFailedError, ProtocolError

__all__ = ["Place", "find_place"]

Ref = vim.ManagedObjectReference


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """The objects that a connection to one host works with.

    Attributes:
        datacenter: the Datacenter.
        datacenter_path: its folders and its name, as they stand in the URL of a datastore file.
        vm_folder: the folder that new machines are registered in.
        compute_resource: the ComputeResource.
        resource_pool: its root resource pool.
        host: the HostSystem.
        managers: the host's own managers.
        in_maintenance: whether the host was in maintenance mode when it was looked at; None if it
            does not tell.
        vcenter_ip: address of the vCenter that manages the host, or None.
    """

    datacenter: Ref
    datacenter_path: str
    vm_folder: Ref
    compute_resource: Ref
    resource_pool: Ref
    host: Ref
    managers: vim.HostConfigManager
    in_maintenance: bool | None
    vcenter_ip: str | None


_HOST_PATHS = ("configManager", "runtime.inMaintenanceMode", "summary.managementServerIp")
_PATHS = {
    "Datacenter": ("name", "hostFolder", "vmFolder"),
    "ComputeResource": ("host", "resourcePool"),
    "HostSystem": _HOST_PATHS,
}


async def find_place(session: Session, path: Sequence[str] = ()) -> Place:
    """Look where things are.

    Args:
        session: of a standalone host, where the first of each kind counts, as for libvirt; or
            of a vCenter.
        path: in a vCenter, the parts of the URI's path.

    Raises:
        ProtocolError: the host has no datacenter, compute resource or host system.
        UriError, LookupFailedError: the path does not lead to a host.

    Source: libvirt, esxVI_Context_LookupManagedObjects and ...ByPath.
    """
    return await _by_path(session, path) if path else await _standalone(session)


async def _standalone(session: Session) -> Place:
    root = object_spec(session.content.root_folder, INVENTORY)
    first: dict[str, ObjectProperties] = {}
    for found in await read_many(session, [root], _PATHS):
        first.setdefault(found.ref.type, found)
    datacenter = _found(first, "Datacenter")
    path = value_of(datacenter, "name", str)
    return _place(datacenter, path, _found(first, "ComputeResource"), _found(first, "HostSystem"))


async def _by_path(session: Session, path: Sequence[str]) -> Place:
    root = session.content.root_folder
    objects = await read_many(session, [object_spec(root, FOLDERS)], place_path.PATHS)
    place = locate(objects, root, path)
    refs = place.compute.values.get("host") or []
    specs = [object_spec(ref) for ref in refs]
    hosts = await read_many(session, specs, {"HostSystem": ("name",)}) if refs else []
    named = [host.ref for host in hosts if host.values.if_shown("name") == place.host]
    if not named:
        what = f"host system '{place.host}' of the path '{'/'.join(path)}'"
        raise LookupFailedError(what, kind="host", name=place.host)
    found = await read_many(session, [object_spec(named[0])], {"HostSystem": _HOST_PATHS})
    host = _found({one.ref.type: one for one in found}, "HostSystem")
    return _place(place.datacenter, place.datacenter_path, place.compute, host)


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
        managers=value_of(host, "configManager", vim.HostConfigManager),
        in_maintenance=host.values.if_shown("runtime.inMaintenanceMode"),
        vcenter_ip=host.values.if_shown("summary.managementServerIp"),
    )


def _found(first: dict[str, ObjectProperties], type_: str) -> ObjectProperties:
    if type_ not in first:
        raise ProtocolError(f"could not find the {type_} of the host")
    return first[type_]
