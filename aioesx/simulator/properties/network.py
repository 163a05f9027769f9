"""Views of the host's networking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.properties.view import View, link
from aioesx.vim.base import DataObject

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.network import PhysicalCard, PortGroup, Switch

__all__ = ["CAPABILITIES", "NETWORK", "NIC_SERVICES", "nic_service"]

_PORTS: Final = 1536


def _switch(host: HostState, switch: Switch) -> vim.HostVirtualSwitch:
    groups = host.network.groups_of(switch.name)
    used = sum(len(_ports(group)) for group in groups)
    fields: dict[str, Any] = {
        "portgroup": [link(vim.HostVirtualSwitch, "portgroup", group.key) for group in groups],
        "pnic": [
            link(vim.HostVirtualSwitch, "pnic", card.key) for card in host.network.cards_of(switch)
        ],
    }
    return vim.HostVirtualSwitch(
        name=switch.name,
        key=switch.key,
        num_ports=switch.spec.num_ports or _PORTS,
        num_ports_available=(switch.spec.num_ports or _PORTS) - used,
        mtu=switch.spec.mtu or 1500,
        spec=switch.spec.__replace__(policy=_policy_of(switch)),
        **fields,
    )


def _ports(group: PortGroup) -> list[vim.HostPortGroupPort]:
    host = group.host
    kernel = (card for card in host.network.kernel if card.portgroup == group.name)
    found = [("host", card.mac) for card in kernel]
    for machine in host.machines.values():
        if machine.is_on:
            found += [("virtualMachine", mac) for net, mac in machine.cards() if net == group.name]
    return [
        vim.HostPortGroupPort(key=f"key-vim.host.PortGroup.Port-{number}", mac=[mac], type=kind)
        for number, (kind, mac) in enumerate(found, start=1)
    ]


def _group(host: HostState, group: PortGroup) -> vim.HostPortGroup:
    switch_of_group = host.network.switches[group.spec.vswitch_name]
    switch = link(vim.HostPortGroup, "vswitch", switch_of_group.key)
    return vim.HostPortGroup(
        key=group.key,
        port=_ports(group),
        vswitch=switch,
        computed_policy=_over(_policy_of(switch_of_group), group.spec.policy),
        spec=group.spec,
    )


_USUAL: Final = vim.HostNetworkPolicy(
    security=vim.HostNetworkSecurityPolicy(
        allow_promiscuous=False, mac_changes=True, forged_transmits=True
    ),
    nic_teaming=vim.HostNicTeamingPolicy(
        policy="loadbalance_srcid", reverse_policy=True, notify_switches=True, rolling_order=False
    ),
    shaping_policy=vim.HostNetworkTrafficShapingPolicy(enabled=False),
)
"""What holds for a switch of which nothing else was said."""


def _policy_of(switch: Switch) -> vim.HostNetworkPolicy:
    nics = getattr(switch.spec.bridge, "nic_device", ())
    order = vim.HostNicOrderPolicy(active_nic=[nics] if isinstance(nics, str) else list(nics))
    usual = _over(
        _USUAL, vim.HostNetworkPolicy(nic_teaming=vim.HostNicTeamingPolicy(nic_order=order))
    )
    policy: vim.HostNetworkPolicy = _over(usual, switch.spec.policy)
    return policy


def _over(below: Any, above: Any) -> Any:
    """Return what holds where the fields that are set above count, and else those below."""
    if above is None or below is None:
        return below if above is None else above
    if not isinstance(below, DataObject):
        return above
    names = list(below.wire_fields)
    return below.__replace__(
        **{name: _over(getattr(below, name), getattr(above, name)) for name in names}
    )


def _card(card: PhysicalCard) -> vim.PhysicalNic:
    speed = card.speed_mb
    link = None if speed is None else vim.PhysicalNicLinkInfo(speed_mb=speed, duplex=True)
    return vim.PhysicalNic(
        key=card.key,
        device=card.device,
        pci=card.pci,
        driver=card.driver,
        link_speed=link,
        valid_link_specification=[vim.PhysicalNicLinkInfo(speed_mb=10000, duplex=True)],
        spec=vim.PhysicalNicSpec(
            ip=vim.HostIpConfig(dhcp=card.dhcp, ip_address=card.address, subnet_mask=card.netmask),
            link_speed=link,
        ),
        wake_on_lan_supported=False,
        mac=card.mac,
    )


def _kernel_cards(host: HostState, service: str = "") -> list[vim.HostVirtualNic]:
    """Return the host's own cards; as candidates for a service they have keys of their own."""
    return [
        vim.HostVirtualNic(
            device=card.device,
            key=f"{service}{card.key}",
            portgroup=card.portgroup,
            spec=vim.HostVirtualNicSpec(
                ip=vim.HostIpConfig(dhcp=False, ip_address=card.address, subnet_mask=card.netmask),
                mac=card.mac,
                portgroup=card.portgroup,
                mtu=1500,
                tso_enabled=True,
            ),
        )
        for card in host.network.kernel
    ]


def nic_service(host: HostState, service: str) -> vim.VirtualNicManagerNetConfig:
    """Return which of the host's own cards can serve a purpose, and which do."""
    cards = _kernel_cards(host, f"{service}.")
    chosen = host.network.services.get(service, [])
    return vim.VirtualNicManagerNetConfig(
        nic_type=service,
        multi_select_allowed=True,
        candidate_vnic=cards,
        selected_vnic=[card.key for card in cards if card.device in chosen],
    )


NIC_SERVICES: Final = View(
    vim.HostVirtualNicManagerInfo,
    net_config=lambda host: [nic_service(host, name) for name in host.network.known_services()],
)

DNS: Final = View(
    vim.HostDnsConfig,
    dhcp=False,
    host_name=lambda host: host.network.host_name,
    domain_name=lambda host: host.network.domain_name,
    address=lambda _: ["192.0.2.53"],
    search_domain=lambda host: [host.network.domain_name],
)

ROUTES: Final = View(vim.HostIpRouteConfig, default_gateway=lambda host: host.network.gateway)


def _own(host: HostState, things: dict[str, Any]) -> list[Any]:
    """Return switches or groups where the host has them itself, not the system below it."""
    return [] if host.profile.hosted else list(things.values())


NETWORK: Final = View(
    vim.HostNetworkInfo,
    vswitch=lambda host: [_switch(host, s) for s in _own(host, host.network.switches)],
    portgroup=lambda host: [_group(host, g) for g in _own(host, host.network.groups)],
    pnic=lambda host: [_card(card) for card in host.network.physical],
    vnic=lambda host: _kernel_cards(host),
    dns_config=DNS,
    ip_route_config=ROUTES,
    ip_v6_enabled=False,
    at_boot_ip_v6_enabled=False,
)

CAPABILITIES: Final = vim.HostNetCapabilities(
    can_set_physical_nic_link_speed=True,
    supports_nic_teaming=True,
    nic_teaming_policy=["loadbalance_ip", "loadbalance_srcmac", "loadbalance_srcid"],
    supports_vlan=True,
    uses_service_console_nic=False,
    supports_network_hints=True,
    max_port_groups_per_vswitch=512,
    vswitch_config_supported=True,
    vnic_config_supported=True,
    ip_route_config_supported=True,
    dns_config_supported=True,
    dhcp_on_vnic_supported=True,
    ip_v6_supported=True,
)
