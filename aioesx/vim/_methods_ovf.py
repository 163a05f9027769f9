"""Methods of managed objects, of the area ``ovf``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from aioesx.vim._ovf import (
        OvfCreateDescriptorParams,
        OvfCreateDescriptorResult,
        OvfCreateImportSpecParams,
        OvfCreateImportSpecResult,
        OvfParseDescriptorParams,
        OvfParseDescriptorResult,
        OvfValidateHostParams,
        OvfValidateHostResult,
    )
    from aioesx.vim.base import ManagedObjectReference


class ValidateHost(Method["OvfValidateHostResult"]):
    """Validate host. Faults: TaskInProgress, ConcurrentAccess, FileFault, InvalidState. Since API
    4.0.

    Parameters:
        host: refers to HostSystem.
    """

    managed_type = "OvfManager"
    changes = False
    wire_result = result("OvfValidateHostResult")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    ovf_descriptor: str = element("ovfDescriptor", "xsd:string")
    host: ManagedObjectReference = element("host", "ManagedObjectReference")
    vhp: OvfValidateHostParams = element("vhp", "OvfValidateHostParams")


class ParseDescriptor(Method["OvfParseDescriptorResult"]):
    """Parse descriptor. Faults: TaskInProgress, VmConfigFault, ConcurrentAccess, FileFault,
    InvalidState. Since API 4.0.
    """

    managed_type = "OvfManager"
    changes = False
    wire_result = result("OvfParseDescriptorResult")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    ovf_descriptor: str = element("ovfDescriptor", "xsd:string")
    pdp: OvfParseDescriptorParams = element("pdp", "OvfParseDescriptorParams")


class CreateImportSpec(Method["OvfCreateImportSpecResult"]):
    """Create import spec. Faults: TaskInProgress, VmConfigFault, ConcurrentAccess, FileFault,
    InvalidState, InvalidDatastore. Since API 4.0.

    Parameters:
        resource_pool: refers to ResourcePool.
        datastore: refers to Datastore.
    """

    managed_type = "OvfManager"
    changes = False
    wire_result = result("OvfCreateImportSpecResult")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    ovf_descriptor: str = element("ovfDescriptor", "xsd:string")
    resource_pool: ManagedObjectReference = element("resourcePool", "ManagedObjectReference")
    datastore: ManagedObjectReference = element("datastore", "ManagedObjectReference")
    cisp: OvfCreateImportSpecParams = element("cisp", "OvfCreateImportSpecParams")


class CreateDescriptor(Method["OvfCreateDescriptorResult"]):
    """Create descriptor. Faults: TaskInProgress, VmConfigFault, ConcurrentAccess, FileFault,
    InvalidState. Since API 4.0.

    Parameters:
        obj: refers to ManagedEntity.
    """

    managed_type = "OvfManager"
    changes = False
    wire_result = result("OvfCreateDescriptorResult")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    obj: ManagedObjectReference = element("obj", "ManagedObjectReference")
    cdp: OvfCreateDescriptorParams = element("cdp", "OvfCreateDescriptorParams")
