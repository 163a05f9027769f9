"""The host itself: what it is called and what it is made of."""

from __future__ import annotations

from aioesx.host.host import Host
from aioesx.host.hosts import Hosts, HostState, HostSummary
from aioesx.host.values import NodeInfo

__all__ = ["Host", "HostState", "HostSummary", "Hosts", "NodeInfo"]
