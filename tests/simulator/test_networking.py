"""The host's switches and port groups: what they may be, and what keeps them."""

from __future__ import annotations

from typing import Any

import pytest

from aioesx import vim
from aioesx.simulator import HostState, presets
from aioesx.simulator.faults import Refused
from aioesx.simulator.properties.network import NETWORK
from aioesx.simulator.state.network import Networking

POLICY = vim.HostNetworkPolicy()


def spec(ports: int = 8, **fields: Any) -> vim.HostVirtualSwitchSpec:
    return vim.HostVirtualSwitchSpec(num_ports=ports, **fields)


def group(name: str, switch: str = "s", vlan: int = 0, **policy: Any) -> vim.HostPortGroupSpec:
    return vim.HostPortGroupSpec(
        name=name, vlan_id=vlan, vswitch_name=switch, policy=vim.HostNetworkPolicy(**policy)
    )


def bond(*nics: str) -> vim.HostVirtualSwitchBondBridge:
    return vim.HostVirtualSwitchBondBridge(nic_device=list(nics))


def shaping(**numbers: int) -> vim.HostNetworkTrafficShapingPolicy:
    return vim.HostNetworkTrafficShapingPolicy(enabled=True, **numbers)


@pytest.fixture
def host() -> HostState:
    return presets.small_host(machines=1)


@pytest.fixture
def network(host: HostState) -> Networking:
    host.network.add_switch("s", spec(bridge=bond("vmnic1")))
    host.network.add_group(group("g"))
    return host.network


@pytest.mark.parametrize(
    ("name", "wanted", "fault"),
    [
        ("s", spec(), "AlreadyExists"),
        ("", spec(), "InvalidArgument"),
        ("n" * 32, spec(), "InvalidArgument"),
        ("new", spec(0), "InvalidArgument"),
        ("new", spec(4089), "InvalidArgument"),
        ("new", spec(mtu=1279), "InvalidArgument"),
        ("new", spec(mtu=9001), "InvalidArgument"),
        ("new", spec(bridge=bond("vmnic9")), "NotFound"),
        ("new", spec(bridge=bond("vmnic1")), "ResourceInUse"),
        ("new", spec(bridge=bond("key-vim.host.PhysicalNic-vmnic0")), "ResourceInUse"),
        (
            "new",
            spec(policy=vim.HostNetworkPolicy(shaping_policy=shaping(average_bandwidth=-1))),
            "InvalidArgument",
        ),
    ],
)
def test_a_switch_that_cannot_be(
    network: Networking, name: str, wanted: vim.HostVirtualSwitchSpec, fault: str
) -> None:
    with pytest.raises(Refused) as caught:
        network.add_switch(name, wanted)

    assert caught.value.fault.wire_name == fault


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        (group("g"), "AlreadyExists"),
        (group(""), "InvalidArgument"),
        (group("n" * 81), "InvalidArgument"),
        (group("new", vlan=4096), "InvalidArgument"),
        (group("new", switch="none"), "NotFound"),
        (
            group("new", shaping_policy=shaping(average_bandwidth=2, peak_bandwidth=1)),
            "InvalidArgument",
        ),
    ],
)
def test_a_port_group_that_cannot_be(
    network: Networking, wanted: vim.HostPortGroupSpec, fault: str
) -> None:
    with pytest.raises(Refused) as caught:
        network.add_group(wanted)

    assert caught.value.fault.wire_name == fault


def test_a_switch_is_changed_as_a_new_one_is_made(network: Networking) -> None:
    network.update_switch("s", spec(bridge=bond("vmnic1", "vmnic2"), mtu=9000))

    assert [card.device for card in network.cards_of(network.switch("s"))] == ["vmnic1", "vmnic2"]
    with pytest.raises(Refused, match="vmnic0"):
        network.update_switch("s", spec(bridge=bond("vmnic0")))
    with pytest.raises(Refused):
        network.update_switch("none", spec())


def test_a_port_group_gets_another_name_and_keeps_its_place(network: Networking) -> None:
    network.update_group("VM Network", group("Machines", "vSwitch0", vlan=5))

    assert list(network.groups) == ["Machines", "Management Network", "DMZ", "g"]
    with pytest.raises(Refused, match="DMZ"):
        network.update_group("g", group("DMZ"))
    with pytest.raises(Refused, match="Management Network"):
        network.update_group("Management Network", group("other", "vSwitch0"))


def test_what_is_plugged_in_keeps_a_switch(network: Networking) -> None:
    with pytest.raises(Refused, match="vSwitch0"):
        network.remove_switch("vSwitch0", lambda name: False)
    with pytest.raises(Refused, match="'s'"):
        network.remove_switch("s", lambda name: name == "g")

    network.remove_switch("s", lambda name: False)

    assert "g" not in network.groups


def test_policies_are_shown_as_they_are_in_force(host: HostState, network: Networking) -> None:
    mine = vim.HostNetworkSecurityPolicy(allow_promiscuous=True)
    policy = vim.HostNetworkPolicy(shaping_policy=shaping(average_bandwidth=8000))
    network.update_switch("s", spec(bridge=bond("vmnic2", "vmnic1"), policy=policy))
    network.add_group(group("open", security=mine))

    found = {each.spec.name: each for each in NETWORK(host).portgroup}

    open_ = found["open"].computed_policy
    assert open_.security.allow_promiscuous is True
    assert open_.security.mac_changes is True
    assert open_.shaping_policy.average_bandwidth == 8000
    assert open_.nic_teaming.nic_order.active_nic == ["vmnic2", "vmnic1"]
    assert found["open"].spec.policy.shaping_policy is None
