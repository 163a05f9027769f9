"""Networks and interfaces: virtual switches with their port groups, physical and own cards."""

from __future__ import annotations

from aioesx.network.interface import Interface, Interfaces, InterfaceSummary
from aioesx.network.network import Network
from aioesx.network.networks import Networks, NetworkSummary
from aioesx.network.values import (
    Bandwidth,
    NetworkInfo,
    NetworkKind,
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
    "NetworkInfo",
    "NetworkKind",
    "NetworkSummary",
    "NetworkUser",
    "Networks",
    "PortGroup",
    "SecurityPolicy",
    "TeamingPolicy",
    "VmkernelAdapter",
]
