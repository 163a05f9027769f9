"""Methods of managed objects, of the area ``network``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from aioesx.vim._host_network import (
        HostPortGroupSpec,
        HostVirtualSwitchSpec,
        VirtualNicManagerNetConfig,
    )
    from aioesx.vim.base import ManagedObjectReference


class AddPortGroup(Method["None"]):
    """Add port group. Faults: AlreadyExists, NotFound, HostConfigFault."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    portgrp: HostPortGroupSpec = element("portgrp", "HostPortGroupSpec")


class RemovePortGroup(Method["None"]):
    """Remove port group. Faults: NotFound, ResourceInUse, HostConfigFault."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    pg_name: str = element("pgName", "xsd:string")


class UpdatePortGroup(Method["None"]):
    """Update port group. Faults: AlreadyExists, NotFound, HostConfigFault."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    pg_name: str = element("pgName", "xsd:string")
    portgrp: HostPortGroupSpec = element("portgrp", "HostPortGroupSpec")


class AddVirtualSwitch(Method["None"]):
    """Add virtual switch. Faults: AlreadyExists, ResourceInUse, HostConfigFault."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vswitch_name: str = element("vswitchName", "xsd:string")
    spec: HostVirtualSwitchSpec | None = element("spec", "HostVirtualSwitchSpec", default=None)


class RemoveVirtualSwitch(Method["None"]):
    """Remove virtual switch. Faults: NotFound, ResourceInUse, HostConfigFault."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vswitch_name: str = element("vswitchName", "xsd:string")


class UpdateVirtualSwitch(Method["None"]):
    """Update virtual switch. Faults: ResourceInUse, NotFound, HostConfigFault."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vswitch_name: str = element("vswitchName", "xsd:string")
    spec: HostVirtualSwitchSpec = element("spec", "HostVirtualSwitchSpec")


class RefreshNetworkSystem(Method["None"]):
    """Refresh network system."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class QueryNetConfig(Method["VirtualNicManagerNetConfig | None"]):
    """Tell which of the host's own cards serve a purpose. Faults: HostConfigFault,
    InvalidArgument. Since API 4.0.
    """

    managed_type = "HostVirtualNicManager"
    changes = False
    wire_result = result("VirtualNicManagerNetConfig", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    nic_type: str = element("nicType", "xsd:string")


class SelectVnicForNicType(Method["None"]):
    """Have one of the host's own cards serve a purpose. Faults: HostConfigFault, InvalidArgument.
    Since API 4.0.
    """

    managed_type = "HostVirtualNicManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    nic_type: str = element("nicType", "xsd:string")
    device: str = element("device", "xsd:string")


class DeselectVnicForNicType(Method["None"]):
    """Have one of the host's own cards serve a purpose no more. Faults: HostConfigFault,
    InvalidArgument. Since API 4.0.
    """

    managed_type = "HostVirtualNicManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    nic_type: str = element("nicType", "xsd:string")
    device: str = element("device", "xsd:string")
