"""The host itself: what it is and is made of, what it runs, and taking it out of use."""

from __future__ import annotations

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
