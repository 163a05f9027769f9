"""Networks and interfaces: virtual switches with their port groups, physical and own cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import _lazy

if TYPE_CHECKING:
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

if not TYPE_CHECKING:  # else every misspelt name would be Any
    __getattr__, __dir__ = _lazy.loader(
        __name__,
        {
            "aioesx.network.interface": "Interface InterfaceSummary Interfaces",
            "aioesx.network.network": "Network",
            "aioesx.network.networks": "NetworkSummary Networks",
            "aioesx.network.values": """
                Bandwidth NetworkInfo NetworkKind NetworkUser PortGroup
                SecurityPolicy TeamingPolicy VmkernelAdapter
            """,
        },
    )
