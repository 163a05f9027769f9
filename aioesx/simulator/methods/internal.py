"""Methods and values that no WSDL shows and that clients live on all the same.

pyVmomi reads single properties with `Fetch`; govc asks with `QueryVirtualDiskInfo_Task`
what a disk is, in a namespace of its own.
"""

from __future__ import annotations

from typing import Any, Final

from aioesx import vim
from aioesx.vim.base import element, result

__all__ = [
    "INTERNAL",
    "Fetch",
    "QueryVirtualDiskInfo_Task",
    "virtual_disk_info",
]


class Fetch(vim.Method[Any]):
    """Reads one property."""

    this: vim.ManagedObjectReference = element("_this", "ManagedObjectReference")
    prop: str = element("prop", "xsd:string")
    wire_result = result("xsd:anyType", optional=True)
    managed_type = "ManagedObject"
    changes = False


class QueryVirtualDiskInfo_Task(vim.Method[vim.ManagedObjectReference]):  # noqa: N801 - wire name
    """Tells what virtual disks are, and what they lie on."""

    this: vim.ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: vim.ManagedObjectReference | None = element(
        "datacenter", "ManagedObjectReference", default=None
    )
    include_parents: bool = element("includeParents", "xsd:boolean")
    wire_result = result("ManagedObjectReference")
    managed_type = "VirtualDiskManager"
    changes = False


def virtual_disk_info(name: str, kind: str, parent: str | None) -> vim.Unknown:
    """Return what is known of a virtual disk.

    Args:
        name: its datastore path.
        kind: its type, such as ``thin``.
        parent: datastore path of what it lies on.
    """
    below = [] if parent is None else [("parent", parent)]
    unit = vim.Unknown("", [("name", name)])
    return vim.Unknown("VirtualDiskInfo", [("unit", unit), ("diskType", kind), *below])


_NAMESPACES: Final = ("urn:vim25", "urn:internalvim25")

INTERNAL: Final = {
    f"{{{namespace}}}{method.wire_name}": method
    for namespace in _NAMESPACES
    for method in (Fetch, QueryVirtualDiskInfo_Task)
}
"""Them, by namespace and name as they come in requests."""
