"""Methods of managed objects, of the area ``lookup``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from aioesx.vim.base import ManagedObjectReference


class FindByUuid(Method["ManagedObjectReference | None"]):
    """Find by uuid.

    Parameters:
        datacenter: refers to Datacenter.
        vm_search: Look for a machine, otherwise for a host.
        instance_uuid: The UUID is a vCenter's, not the BIOS's; since API 4.0.
    """

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    uuid: str = element("uuid", "xsd:string")
    vm_search: bool = element("vmSearch", "xsd:boolean")
    instance_uuid: bool | None = element("instanceUuid", "xsd:boolean", default=None)


class FindByIp(Method["ManagedObjectReference | None"]):
    """Find by ip.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    ip: str = element("ip", "xsd:string")
    vm_search: bool = element("vmSearch", "xsd:boolean")


class FindByDnsName(Method["ManagedObjectReference | None"]):
    """Find by dns name.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    dns_name: str = element("dnsName", "xsd:string")
    vm_search: bool = element("vmSearch", "xsd:boolean")


class FindByInventoryPath(Method["ManagedObjectReference | None"]):
    """Find by inventory path."""

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    inventory_path: str = element("inventoryPath", "xsd:string")


class FindByDatastorePath(Method["ManagedObjectReference | None"]):
    """Find by datastore path. Faults: InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datacenter: ManagedObjectReference = element("datacenter", "ManagedObjectReference")
    path: str = element("path", "xsd:string")


class FindChild(Method["ManagedObjectReference | None"]):
    """Find child.

    Parameters:
        entity: refers to ManagedEntity.
    """

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    name: str = element("name", "xsd:string")


class FindAllByUuid(Method["list[ManagedObjectReference]"]):
    """Find all by uuid. Since API 4.0.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", many=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    uuid: str = element("uuid", "xsd:string")
    vm_search: bool = element("vmSearch", "xsd:boolean")
    instance_uuid: bool | None = element("instanceUuid", "xsd:boolean", default=None)
