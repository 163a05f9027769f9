"""The host itself: what it is and is made of, what it runs, and taking it out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import _lazy

if TYPE_CHECKING:
    from aioesx._server.reach import HostState
    from aioesx.host.certificate import HostCertificate
    from aioesx.host.clock import HostClock
    from aioesx.host.details import HostDetails, HostPool, LockdownMode
    from aioesx.host.firewall import FirewallPort, FirewallRuleset, HostFirewall
    from aioesx.host.health import HostHealth, HostSensor
    from aioesx.host.host import Host
    from aioesx.host.hosts import Hosts, HostSummary
    from aioesx.host.licence import HostLicence
    from aioesx.host.maintenance import HostMaintenance, MaintenanceStatus
    from aioesx.host.services import HostService, HostServices, ServicePolicy
    from aioesx.host.values import HostUsage, NodeInfo

__all__ = [
    "FirewallPort",
    "FirewallRuleset",
    "Host",
    "HostCertificate",
    "HostClock",
    "HostDetails",
    "HostFirewall",
    "HostHealth",
    "HostLicence",
    "HostMaintenance",
    "HostPool",
    "HostSensor",
    "HostService",
    "HostServices",
    "HostState",
    "HostSummary",
    "HostUsage",
    "Hosts",
    "LockdownMode",
    "MaintenanceStatus",
    "NodeInfo",
    "ServicePolicy",
]

if not TYPE_CHECKING:  # else every misspelt name would be Any
    __getattr__, __dir__ = _lazy.loader(
        __name__,
        {
            "aioesx._server.reach": "HostState",
            "aioesx.host.certificate": "HostCertificate",
            "aioesx.host.clock": "HostClock",
            "aioesx.host.details": "HostDetails HostPool LockdownMode",
            "aioesx.host.firewall": "FirewallPort FirewallRuleset HostFirewall",
            "aioesx.host.health": "HostHealth HostSensor",
            "aioesx.host.host": "Host",
            "aioesx.host.hosts": "HostSummary Hosts",
            "aioesx.host.licence": "HostLicence",
            "aioesx.host.maintenance": "HostMaintenance MaintenanceStatus",
            "aioesx.host.services": "HostService HostServices ServicePolicy",
            "aioesx.host.values": "HostUsage NodeInfo",
        },
    )
