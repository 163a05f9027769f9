"""Farms: any number of hosts that are alike, each with machines of its own.

The hosts share one world and, until they are changed, the settings of their machines.
What must differ does: names, addresses, UUIDs, MAC addresses.
"""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address
from typing import TYPE_CHECKING, Any, Final

from aioesx.simulator.furnishing import format_mac
from aioesx.simulator.presets import add_machine, empty_host, kind_of, make_room
from aioesx.simulator.profile import ESXI_6_5, PROFILES, Profile
from aioesx.simulator.site import Site
from aioesx.simulator.sockets import loopback_addresses
from aioesx.simulator.state.host import Options
from aioesx.simulator.state.world import World
from aioesx.simulator.vcenter import VCenter
from aioesx.simulator.versions import at_least

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aioesx.simulator.clock import Clock
    from aioesx.simulator.state.host import HostState

__all__ = [
    "CLUSTER_SIZE",
    "MOST_HOSTS",
    "farm_hosts",
    "host_profile_for",
    "make_farm",
    "vcenter_profile_for",
]

MOST_HOSTS: Final = 10_000
"""Hosts of one farm; their addresses all stand in one certificate."""

CLUSTER_SIZE: Final = 32
"""Hosts of one cluster of a farm that has a vCenter."""

_CALLS_KEPT: Final = 1000  # for each of so many hosts
_FIRST_MAC: Final = 0x00_0C_29_00_00_00
_FIRST_GUEST: Final = IPv4Address("198.18.0.0")  # a network for benchmarks, larger than others
_GUESTS: Final = 2**17


def make_farm(
    count: int,
    *,
    machines: int = 10,
    vcenter: Profile | None = None,
    profile: Profile | None = None,
    options: Options | None = None,
    clock: Clock | None = None,
    **site: Any,
) -> Site:
    """Return a site of `count` hosts, ``esx0001`` and on, with so many machines each.

    Args:
        count: how many hosts.
        machines: how many machines each has: ``esx0001-web01``, ``esx0001-db01``, ...
        vcenter: which product manages them, if any does: in one datacenter, ``farm``, with
            clusters ``cluster01`` and on, whose hosts share a datastore each.
        profile: which product they are.
        options: how they behave; they share it.
        clock: what tells their time.
        site: further arguments of `Site`.
    """
    world, options = World(clock), options or Options(calls_kept=_CALLS_KEPT)
    hosts = farm_hosts(count, machines=machines, profile=profile, options=options, world=world)
    above = None if vcenter is None else _managed(hosts, VCenter(profile=vcenter, world=world))
    return Site(hosts, vcenter=above, **site)


def farm_hosts(
    count: int,
    *,
    machines: int = 10,
    profile: Profile | None = None,
    options: Options | None = None,
    world: World | None = None,
) -> dict[str, HostState]:
    """Return the hosts of a farm by name, all in one world; see `make_farm`."""
    if not 1 <= count <= MOST_HOSTS:
        raise ValueError(f"a farm has 1 to {MOST_HOSTS} hosts, not {count}")
    world = world if world is not None else World()
    hosts: dict[str, HostState] = {}
    for number, address in enumerate(loopback_addresses(count), start=1):
        name = f"esx{number:04}"
        host = empty_host(
            profile=profile,
            options=options,
            name=name,
            number=number,
            address=address,
            shared=world,
        )
        _add_machines(host, number, machines)
        hosts[name] = host
    return hosts


def _add_machines(host: HostState, number: int, machines: int) -> None:
    make_room(host, machines)
    for position in range(machines):
        kind, serial = kind_of(position), (number - 1) * machines + position + 1
        guest = _FIRST_GUEST + serial % _GUESTS
        add_machine(
            host,
            replace(
                kind,
                name=f"{host.network.host_name}-{kind.name}",
                mac=format_mac(_FIRST_MAC + serial % 2**24),
                address=f"{guest}/15",
            ),
        )


def _managed(hosts: Mapping[str, HostState], vcenter: VCenter) -> VCenter:
    """Put the hosts into clusters, each with a datastore that all of its hosts see."""
    datacenter = vcenter.add_datacenter("farm")
    members = list(hosts.items())
    for number, start in enumerate(range(0, len(members), CLUSTER_SIZE), start=1):
        cluster = vcenter.add_cluster(datacenter, f"cluster{number:02}")
        of_cluster = members[start : start + CLUSTER_SIZE]
        _share(f"shared{number:02}", [host for _, host in of_cluster])
        for name, host in of_cluster:
            own = next(iter(host.datastores.values()))
            host.rename_datastore(own, f"{name}-{own.name}")
            address = host.network.kernel[0].address
            vcenter.add_host(host, cluster, name=name, address=address)
    return vcenter


def _share(name: str, hosts: list[HostState]) -> None:
    """Have the hosts mount one volume, the first one's last, instead of their own."""
    first, *others = hosts
    shared = list(first.datastores.values())[-1]
    first.rename_datastore(shared, name)
    for host in others:
        list(host.datastores.values())[-1].unmount()
        shared.mounted_on(host)


def host_profile_for(profile: Profile) -> Profile:
    """Return the newest host that a vCenter of this product manages; a host's profile itself."""
    if not profile.is_vcenter:
        return profile
    return max(
        (host for host in PROFILES.values() if _manages(profile, host)),
        key=lambda host: host.hardware_version,
    )


def vcenter_profile_for(profile: Profile | None) -> Profile | None:
    """Return the oldest vCenter that manages hosts of this product; a vCenter's profile itself.

    Args:
        profile: the product; a host of the usual one when left out.

    Returns:
        None when no vCenter does.
    """
    profile = profile if profile is not None else ESXI_6_5
    if profile.is_vcenter:
        return profile
    fitting = (item for item in PROFILES.values() if item.is_vcenter and _manages(item, profile))
    return min(fitting, key=lambda vcenter: vcenter.hardware_version, default=None)


def _manages(vcenter: Profile, host: Profile) -> bool:
    managed = not (host.is_vcenter or host.hosted or host.read_only)
    return managed and at_least(vcenter.api_version, host.api_version)
