"""Methods of managed objects, of the area ``host``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.vim._core import OptionValue
    from aioesx.vim._host import (
        HostConnectSpec,
        HostDateTimeConfig,
        HostMaintenanceSpec,
        HostSystemReconnectSpec,
    )
    from aioesx.vim._host_network import HostFirewallRulesetRulesetSpec
    from aioesx.vim._inventory import LicenseAssignmentManagerLicenseAssignment
    from aioesx.vim.base import ManagedObjectReference


class EnterMaintenanceMode_Task(Method["ManagedObjectReference"]):
    """Enter maintenance mode. Faults: InvalidState, Timedout.

    Parameters:
        timeout: Seconds; 0 waits as long as it takes.
        maintenance_spec: since API 5.5.
    """

    managed_type = "HostSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    timeout: int = element("timeout", "xsd:int")
    evacuate_powered_off_vms: bool | None = element("evacuatePoweredOffVms", "xsd:boolean", default=None)
    maintenance_spec: HostMaintenanceSpec | None = element("maintenanceSpec", "HostMaintenanceSpec", default=None)


class ExitMaintenanceMode_Task(Method["ManagedObjectReference"]):
    """Exit maintenance mode. Faults: InvalidState, Timedout."""

    managed_type = "HostSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    timeout: int = element("timeout", "xsd:int")


class DisconnectHost_Task(Method["ManagedObjectReference"]):
    """Have a vCenter leave a host alone, which stays in its inventory."""

    managed_type = "HostSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ReconnectHost_Task(Method["ManagedObjectReference"]):
    """Reconnect host. Faults: InvalidLogin, InvalidState, InvalidName, HostConnectFault.

    Parameters:
        reconnect_spec: since API 5.0.
    """

    managed_type = "HostSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    cnx_spec: HostConnectSpec | None = element("cnxSpec", "HostConnectSpec", default=None)
    reconnect_spec: HostSystemReconnectSpec | None = element("reconnectSpec", "HostSystemReconnectSpec", default=None)


class RebootHost_Task(Method["ManagedObjectReference"]):
    """Reboot host. Faults: InvalidState."""

    managed_type = "HostSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    force: bool = element("force", "xsd:boolean")


class ShutdownHost_Task(Method["ManagedObjectReference"]):
    """Shutdown host. Faults: InvalidState."""

    managed_type = "HostSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    force: bool = element("force", "xsd:boolean")


class RetrieveHardwareUptime(Method["int"]):
    """Retrieve hardware uptime. Since API 4.1."""

    managed_type = "HostSystem"
    changes = False
    wire_result = result("xsd:long")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class QueryOptions(Method["list[OptionValue]"]):
    """Query options. Faults: InvalidName."""

    managed_type = "OptionManager"
    changes = False
    wire_result = result("OptionValue", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str | None = element("name", "xsd:string", default=None)


class UpdateOptions(Method["None"]):
    """Update options. Faults: InvalidName."""

    managed_type = "OptionManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    changed_value: list[OptionValue] = element("changedValue", "OptionValue", default_factory=list, required=True)


class QueryDateTime(Method["datetime"]):
    """Query date time."""

    managed_type = "HostDateTimeSystem"
    changes = False
    wire_result = result("xsd:dateTime")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class UpdateDateTimeConfig(Method["None"]):
    """Update date time config. Faults: HostConfigFault."""

    managed_type = "HostDateTimeSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    config: HostDateTimeConfig = element("config", "HostDateTimeConfig")


class StartService(Method["None"]):
    """Start service. Faults: InvalidState, NotFound, HostConfigFault."""

    managed_type = "HostServiceSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")


class StopService(Method["None"]):
    """Stop service. Faults: InvalidState, NotFound, HostConfigFault."""

    managed_type = "HostServiceSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")


class RestartService(Method["None"]):
    """Restart service. Faults: InvalidState, NotFound, HostConfigFault."""

    managed_type = "HostServiceSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")


class UpdateServicePolicy(Method["None"]):
    """Update service policy. Faults: NotFound, HostConfigFault."""

    managed_type = "HostServiceSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")
    policy: str = element("policy", "xsd:string")


class EnableRuleset(Method["None"]):
    """Enable ruleset. Faults: NotFound, HostConfigFault."""

    managed_type = "HostFirewallSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")


class DisableRuleset(Method["None"]):
    """Disable ruleset. Faults: NotFound, HostConfigFault."""

    managed_type = "HostFirewallSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")


class UpdateRuleset(Method["None"]):
    """Update ruleset. Faults: NotFound, HostConfigFault. Since API 5.0."""

    managed_type = "HostFirewallSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")
    spec: HostFirewallRulesetRulesetSpec = element("spec", "HostFirewallRulesetRulesetSpec")


class QueryAssignedLicenses(Method["list[LicenseAssignmentManagerLicenseAssignment]"]):
    """Query assigned licenses. Since API 4.0."""

    managed_type = "LicenseAssignmentManager"
    changes = False
    wire_result = result("LicenseAssignmentManagerLicenseAssignment", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity_id: str | None = element("entityId", "xsd:string", default=None)
