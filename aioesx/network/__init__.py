"""Networks and interfaces: virtual switches with their port groups, physical and own cards."""

from __future__ import annotations

from aioesx.network.interface import Interface, Interfaces
from aioesx.network.network import Network
from aioesx.network.networks import Networks
from aioesx.network.values import (
    Bandwidth,
    InterfaceSummary,
    NetworkKind,
    NetworkSummary,
    NetworkUser,
    PortGroup,
    SecurityPolicy,
    TeamingPolicy,
    VmkernelAdapter,
)

__all__ = [
    "Bandwidth",
    "Interface",
    "InterfaceSummary",
    "Interfaces",
    "Network",
    "NetworkKind",
    "NetworkSummary",
    "NetworkUser",
    "Networks",
    "PortGroup",
    "SecurityPolicy",
    "TeamingPolicy",
    "VmkernelAdapter",
]
