"""Who is plugged into a network: domains' cards, the host's own adapters, uplinks. No I/O.

A domain's card belongs to a network whether the domain runs or not: it is what the domain's
configuration says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from ipaddress import IPv4Network
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import ObjectProperties
from aioesx._server.names import nameless, unescape
from aioesx.errors import EsxError
from aioesx.network.reading import ADAPTERS, CONSOLE, SERVICES, HostNetworking
from aioesx.network.values import NetworkUser, VmkernelAdapter

__all__ = [
    "MACHINE_PATHS",
    "adapter_value",
    "adapters",
    "cards",
    "kernel_users",
    "prefix_of",
    "services_of",
    "silent_adapter",
]

_DEVICES: Final = "config.hardware.device"
MACHINE_PATHS: Final = ("name", _DEVICES)
"""What is read of each machine."""


def cards(machine: ObjectProperties, networks: Collection[str]) -> Iterator[NetworkUser]:
    """Yield the cards of a machine that are plugged into a network.

    Args:
        machine: with the properties `MACHINE_PATHS`.
        networks: names of port groups, keys of distributed ones, or ids of opaque ones.

    Raises:
        NotPermittedError, NotSupportedError: the host does not show, or tell, its name; or hides
            its devices.
    """
    name = unescape(machine.values.require("name"))
    for card in machine.values.get(_DEVICES) or ():
        if not isinstance(card, vim.VirtualEthernetCard):
            continue
        network = _network_of(card)
        if network not in networks:
            continue
        info, connectable = card.device_info, card.connectable
        yield NetworkUser(
            kind="domain",
            name=name,
            portgroup=network,
            mac=card.mac_address,
            connected=connectable.connected if connectable is not None else None,
            device=info.label if info is not None else None,
        )


def _network_of(card: vim.VirtualEthernetCard) -> str | None:
    match card.backing:
        case vim.VirtualEthernetCardNetworkBackingInfo(device_name=name):
            return name
        case vim.VirtualEthernetCardDistributedVirtualPortBackingInfo(port=port):
            return port.portgroup_key
        case vim.VirtualEthernetCardOpaqueNetworkBackingInfo(opaque_network_id=id_):
            return id_
    return None


def adapters(host: HostNetworking) -> Sequence[vim.HostVirtualNic]:
    """Return the host's own adapters, those of a service console among them.

    Raises:
        NotPermittedError: the host hides them.
    """
    return [*host.all(ADAPTERS), *host.all(CONSOLE)]


def services_of(host: HostNetworking) -> Mapping[str, tuple[str, ...]] | None:
    """Return what each of the host's own adapters is for; None where the host does not tell.

    Raises:
        NotPermittedError: the host hides it.
    """
    configs: Sequence[vim.VirtualNicManagerNetConfig] | None = host.values.get(SERVICES)
    if configs is None:
        return None
    found: dict[str, tuple[str, ...]] = {}
    for config in configs:
        devices = {nic.key: nic.device for nic in config.candidate_vnic}
        for key in config.selected_vnic:
            # Keys are those of candidates; hosts were seen that name the device behind a dot.
            device = devices.get(key) or key.rpartition("-")[2]
            found[device] = (*found.get(device, ()), config.nic_type)
    return found


def kernel_users(
    host: HostNetworking, groups: Collection[str], distributed: Collection[str] = ()
) -> Iterator[NetworkUser]:
    """Yield the host's own adapters on some port groups.

    Args:
        host: with the properties `ADAPTERS`, `CONSOLE` and, from API 4.0 on, `SERVICES`.
        groups: names of port groups.
        distributed: keys of distributed ones.

    Raises:
        NotPermittedError: the host hides them.
    """
    services = services_of(host)
    for nic in adapters(host):
        port = nic.spec.distributed_virtual_port
        where = port.portgroup_key if port is not None else (nic.portgroup or nic.spec.portgroup)
        if where in (distributed if port is not None else groups):
            yield NetworkUser(
                kind="vmkernel",
                name=nic.device,
                portgroup=where,
                mac=nic.spec.mac,
                services=None if services is None else services.get(nic.device, ()),
            )


def adapter_value(host: HostNetworking, nic: vim.HostVirtualNic) -> VmkernelAdapter:
    """Tell of one of the host's own adapters; never an error."""
    problems = host.values.problems(("name", "parent", SERVICES))
    services = services_of(host) if host.values.if_shown(SERVICES) is not None else None
    ip, on_switch = nic.spec.ip, nic.spec.distributed_virtual_port is None
    return VmkernelAdapter(
        name=nic.device,
        host=host.name,
        portgroup=(nic.portgroup or nic.spec.portgroup or None) if on_switch else None,
        mac=nic.spec.mac,
        dhcp=ip.dhcp if ip is not None else None,
        addresses=tuple(_addresses(ip)) if ip is not None else (),
        mtu=nic.spec.mtu,
        services=None if services is None else services.get(nic.device, ()),
        problems=problems,
    )


def silent_adapter(host: HostNetworking, error: EsxError) -> VmkernelAdapter:
    """Stand for the adapters of a host that does not tell of them."""
    return VmkernelAdapter(
        name=nameless(host.ref),
        host=host.name,
        portgroup=None,
        mac=None,
        dhcp=None,
        addresses=(),
        mtu=None,
        services=None,
        problems=(str(error),),
    )


def _addresses(ip: vim.HostIpConfig) -> Iterator[str]:
    if ip.ip_address:
        length = prefix_of(ip.subnet_mask)
        yield ip.ip_address if length is None else f"{ip.ip_address}/{length}"
    six = ip.ip_v6_config
    for address in six.ip_v6_address if six is not None else ():
        yield f"{address.ip_address}/{address.prefix_length}"


def prefix_of(netmask: Any) -> int | None:
    """Return the length of the network's part of a netmask; None if it is none."""
    try:
        return IPv4Network(f"0.0.0.0/{netmask}").prefixlen if netmask else None
    except ValueError:
        return None
