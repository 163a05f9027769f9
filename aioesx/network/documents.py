"""A switch as libvirt's XML, and what a host is told of one. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Final

from aioesx import vim
from aioesx._server.names import unescape
from aioesx.definition.network import (
    Bandwidth,
    Forward,
    NetworkDefinition,
    PortGroupDefinition,
    Rate,
)
from aioesx.errors import UnsupportedError
from aioesx.network import values
from aioesx.network.policies import bandwidth_of, shaping_of
from aioesx.network.reading import HostNetworking, switch_uuid

__all__ = ["definition_of", "group_specs", "switch_spec"]

_PORTS: Final = 128


def definition_of(
    host: HostNetworking,
    switch: vim.HostVirtualSwitch,
    networks: Collection[str],
    *,
    full: bool = False,
) -> NetworkDefinition:
    """Make the document of a switch.

    Args:
        host: with the properties `SWITCHES`, `GROUPS` and `CARDS`.
        switch: one of them.
        networks: names, unescaped, of the networks that machines can be connected to: other port
            groups, those of the host's own adapters, are left out.
        full: tell the MTU and VLANs, too, which libvirt's driver does not.

    Raises:
        ProtocolError, NotPermittedError: the host does not tell, or show, a part of it.

    Source: libvirt, esxNetworkGetXMLDesc.
    """
    uplinks = host.uplinks(switch)
    groups = [each for each in host.groups(switch) if unescape(each.spec.name) in networks]
    return NetworkDefinition(
        name=switch.name,
        uuid=switch_uuid(switch.key),
        forward=Forward(mode="bridge", interfaces=uplinks) if uplinks else None,
        mtu=switch.mtu if full else None,
        bandwidth=_both(bandwidth_of(switch.spec.policy)),
        portgroups=tuple(_portgroup(group, full) for group in groups),
    )


def _portgroup(group: vim.HostPortGroup, full: bool) -> PortGroupDefinition:
    return PortGroupDefinition(
        name=group.spec.name,
        bandwidth=_both(bandwidth_of(group.spec.policy)),
        vlan=(group.spec.vlan_id or None) if full else None,
    )


def _both(bandwidth: values.Bandwidth | None) -> Bandwidth | None:
    """Return it for both directions, which a switch bounds alike."""
    if bandwidth is None:
        return None
    rate = Rate(**dataclasses.asdict(bandwidth))
    return Bandwidth(inbound=rate, outbound=rate)


def switch_spec(definition: NetworkDefinition) -> vim.HostVirtualSwitchSpec:
    """Return what a host is told to make a switch of.

    Raises:
        UnsupportedError: the two directions of a bandwidth are not alike, or it has a UUID.

    Source: libvirt, esxNetworkDefineXMLFlags.
    """
    if definition.uuid is not None:
        raise UnsupportedError("uuid: cannot use predefined UUID", key="uuid")
    uplinks = definition.forward.interfaces if definition.forward is not None else ()
    bridge = vim.HostVirtualSwitchBondBridge(nic_device=list(uplinks)) if uplinks else None
    said = definition.bandwidth is not None
    return vim.HostVirtualSwitchSpec(
        num_ports=_PORTS,
        bridge=bridge,
        policy=_policy(definition.bandwidth, "bandwidth") if said else None,
        mtu=definition.mtu,
    )


def group_specs(definition: NetworkDefinition) -> list[vim.HostPortGroupSpec]:
    """Return what a host is told to make port groups of.

    Raises:
        UnsupportedError: as `switch_spec`; or two of them have one name.
    """
    specs: dict[str, vim.HostPortGroupSpec] = {}
    for number, group in enumerate(definition.portgroups, start=1):
        path = f"portgroup[{number}]"
        if group.name in specs:
            what = f"{path}/@name: '{group.name}' names another port group already"
            raise UnsupportedError(what, key=f"{path}/@name", value=group.name)
        vlan = group.vlan if group.vlan is not None else definition.vlan
        specs[group.name] = vim.HostPortGroupSpec(
            name=group.name,
            vlan_id=vlan or 0,
            vswitch_name=definition.name,
            policy=_policy(group.bandwidth, f"{path}/bandwidth"),
        )
    return list(specs.values())


def _policy(bandwidth: Bandwidth | None, path: str) -> vim.HostNetworkPolicy:
    if bandwidth is None:
        return vim.HostNetworkPolicy()
    if bandwidth.inbound is None or bandwidth.inbound != bandwidth.outbound:
        what = f"{path}: different inbound and outbound bandwidth is unsupported"
        raise UnsupportedError(what, key=path)
    rate = values.Bandwidth(**dataclasses.asdict(bandwidth.inbound))
    return vim.HostNetworkPolicy(shaping_policy=shaping_of(rate))
