"""Methods of managed objects, of the area ``snapshots``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from aioesx.vim.base import ManagedObjectReference


class RevertToSnapshot_Task(Method["ManagedObjectReference"]):
    """Revert to snapshot. Faults: TaskInProgress, InsufficientResourcesFault, InvalidState,
    FileFault, VmConfigFault.

    Parameters:
        host: refers to HostSystem.
        suppress_power_on: since API 2.5u2.
    """

    managed_type = "VirtualMachineSnapshot"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    suppress_power_on: bool | None = element("suppressPowerOn", "xsd:boolean", default=None)


class RemoveSnapshot_Task(Method["ManagedObjectReference"]):
    """Remove snapshot. Faults: TaskInProgress.

    Parameters:
        remove_children: Those that came of it as well.
        consolidate: since API 5.0.
    """

    managed_type = "VirtualMachineSnapshot"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    remove_children: bool = element("removeChildren", "xsd:boolean")
    consolidate: bool | None = element("consolidate", "xsd:boolean", default=None)


class RenameSnapshot(Method["None"]):
    """Rename snapshot. Faults: InvalidName, TaskInProgress, InvalidState."""

    managed_type = "VirtualMachineSnapshot"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str | None = element("name", "xsd:string", default=None)
    description: str | None = element("description", "xsd:string", default=None)
