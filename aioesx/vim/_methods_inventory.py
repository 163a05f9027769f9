"""Methods of managed objects, of the area ``inventory``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from aioesx.vim._inventory import ResourceConfigSpec
    from aioesx.vim._machine_specs import VirtualMachineConfigSpec
    from aioesx.vim.base import ManagedObjectReference


class Destroy_Task(Method["ManagedObjectReference"]):
    """Delete the object with all that is in it; of a machine its files as well. Faults: VimFault.
    """

    managed_type = "ManagedEntity"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class Rename_Task(Method["ManagedObjectReference"]):
    """Rename. Faults: DuplicateName, InvalidName."""

    managed_type = "ManagedEntity"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    new_name: str = element("newName", "xsd:string")


class Reload(Method["None"]):
    """Reload."""

    managed_type = "ManagedEntity"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RegisterVM_Task(Method["ManagedObjectReference"]):
    """Take a machine into the inventory from its .vmx file. Faults: OutOfBounds, DuplicateName,
    AlreadyExists, InvalidDatastore, NotFound, InvalidName, VmConfigFault,
    InsufficientResourcesFault, FileFault, InvalidState.

    Parameters:
        pool: refers to ResourcePool.
        host: refers to HostSystem.
    """

    managed_type = "Folder"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    path: str = element("path", "xsd:string")
    name: str | None = element("name", "xsd:string", default=None)
    as_template: bool = element("asTemplate", "xsd:boolean")
    pool: ManagedObjectReference | None = element("pool", "ManagedObjectReference", default=None)
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class CreateVM_Task(Method["ManagedObjectReference"]):
    """Create vm. Faults: VmConfigFault, FileFault, OutOfBounds, DuplicateName, InvalidName,
    InvalidDatastore, InsufficientResourcesFault, AlreadyExists, InvalidState.

    Parameters:
        pool: refers to ResourcePool.
        host: refers to HostSystem.
    """

    managed_type = "Folder"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    config: VirtualMachineConfigSpec = element("config", "VirtualMachineConfigSpec")
    pool: ManagedObjectReference = element("pool", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class CreateFolder(Method["ManagedObjectReference"]):
    """Create folder. Faults: DuplicateName, InvalidName."""

    managed_type = "Folder"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")


class MoveIntoFolder_Task(Method["ManagedObjectReference"]):
    """Move into folder. Faults: DuplicateName, InvalidFolder, InvalidState.

    Parameters:
        list: refers to ManagedEntity.
    """

    managed_type = "Folder"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    list: list[ManagedObjectReference] = element("list", "ManagedObjectReference", default_factory=list, required=True)


class CreateResourcePool(Method["ManagedObjectReference"]):
    """Create resource pool. Faults: InvalidName, DuplicateName, InsufficientResourcesFault."""

    managed_type = "ResourcePool"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    spec: ResourceConfigSpec = element("spec", "ResourceConfigSpec")


class UpdateConfig(Method["None"]):
    """Give a resource pool another name, other shares, or both. Faults: InvalidName,
    DuplicateName, InsufficientResourcesFault, ConcurrentAccess.
    """

    managed_type = "ResourcePool"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str | None = element("name", "xsd:string", default=None)
    config: ResourceConfigSpec | None = element("config", "ResourceConfigSpec", default=None)


class MoveIntoResourcePool(Method["None"]):
    """Put machines and resource pools of the same compute resource into this one. Faults:
    DuplicateName, InsufficientResourcesFault.

    Parameters:
        list: refers to ManagedEntity.
    """

    managed_type = "ResourcePool"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    list: list[ManagedObjectReference] = element("list", "ManagedObjectReference", default_factory=list, required=True)
