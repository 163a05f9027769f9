"""What was read of a network, as its info or summary: what cannot be read is noted. No I/O."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from aioesx import vim
from aioesx._server.collector import ObjectProperties
from aioesx._server.names import nameless, unescape
from aioesx.errors import EsxError
from aioesx.network.policies import bandwidth_of, security_of, teaming_of
from aioesx.network.reading import SWITCHES, HostNetworking, Hosts, switch_uuid
from aioesx.network.values import NetworkInfo, NetworkKind, PortGroup

__all__ = ["KINDS", "info_of", "silent_info", "spread_info", "spread_name"]

T = TypeVar("T")
N = TypeVar("N", bound=NetworkInfo)

KINDS = {
    "DistributedVirtualPortgroup": NetworkKind.DISTRIBUTED,
    "OpaqueNetwork": NetworkKind.OPAQUE,
}
"""What a network is that is no switch, by its managed type."""


def info_of(make: type[N], host: HostNetworking, switch: vim.HostVirtualSwitch) -> N:
    """Tell of a switch, of the properties `SWITCHES`, `GROUPS` and `CARDS`.

    Args:
        make: what is made of it.
        host: that has it.
        switch: the switch.
    """
    problems = list(host.values.problems(("name", "parent", SWITCHES)))
    groups = _noted(problems, lambda: host.groups(switch))
    policy = switch.spec.policy
    return make(
        name=switch.name,
        uuid=switch_uuid(switch.key),
        host=host.name,
        datacenter=host.datacenter,
        uplinks=_noted(problems, lambda: host.uplinks(switch)),
        portgroups=None if groups is None else tuple(map(_portgroup, groups)),
        mtu=switch.mtu,
        ports=switch.num_ports,
        ports_free=switch.num_ports_available,
        bandwidth=bandwidth_of(policy),
        security=security_of(policy),
        teaming=teaming_of(policy),
        problems=tuple(problems),
    )


def silent_info(make: type[N], host: HostNetworking, error: EsxError) -> N:
    """Stand for the switches of a host that does not tell of them."""
    name = nameless(host.ref)
    problems = (str(error),)
    return make(name=name, host=host.name, datacenter=host.datacenter, problems=problems)


def _portgroup(group: vim.HostPortGroup) -> PortGroup:
    policy = group.computed_policy
    return PortGroup(
        name=group.spec.name,
        vlan=group.spec.vlan_id,
        ports=len(group.port),
        bandwidth=bandwidth_of(policy),
        security=security_of(policy),
        teaming=teaming_of(policy),
    )


def _noted(problems: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except EsxError as error:
        problems.append(str(error))
        return None


def spread_info(make: type[N], hosts: Hosts, found: ObjectProperties) -> N:
    """Tell of a network that is spread over several hosts.

    Args:
        make: what is made of it.
        hosts: those that were read.
        found: the network.
    """
    values = found.values
    return make(
        name=spread_name(found) or nameless(found.ref),
        kind=KINDS[found.ref.type],
        hosts=hosts.names(values.if_shown("host") or ()),
        problems=values.problems(("name", "host")),
    )


def spread_name(found: ObjectProperties) -> str | None:
    """Return its name, unescaped; None where the server tells none."""
    name = found.values.if_shown("name")
    return None if name is None else unescape(name)
