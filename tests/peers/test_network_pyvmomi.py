"""pyVmomi looks at what we have made, and at what virsh has: the same switch."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

import pytest
from support.command import command
from support.virsh import Virsh

from aioesx.simulator import Simulator, presets

pytestmark = [pytest.mark.peer("pyvmomi"), pytest.mark.peer("virsh")]

RATE: Final = "average='1000' peak='5000' burst='1024'"
PLAIN: Final = f"""<network><name>new</name>
<forward mode='bridge'><interface dev='vmnic1'/><interface dev='vmnic2'/></forward>
<bandwidth><inbound {RATE}/><outbound {RATE}/></bandwidth>
<portgroup name='a'/><portgroup name='b'>
<bandwidth><inbound average='3'/><outbound average='3'/></bandwidth></portgroup></network>"""
FULL: Final = """<network><name>new</name><mtu size='9000'/>
<portgroup name='a'><vlan><tag id='42'/></vlan></portgroup><portgroup name='b'/></network>"""


def host() -> Simulator:
    return Simulator(presets.small_host(machines=1), username="root", password="secret", tls=False)


def seen(service: Any) -> dict[str, Any]:
    """Return what pyVmomi sees of the switch, its port groups and their policies."""
    system = service.content.rootFolder.childEntity[0].hostFolder.childEntity[0].host[0]
    info = system.configManager.networkSystem.networkInfo
    switch = next(each for each in info.vswitch if each.name == "new")
    groups = [each for each in info.portgroup if each.spec.vswitchName == "new"]
    return {
        "uplinks": list(switch.pnic),
        "devices": list(switch.spec.bridge.nicDevice) if switch.spec.bridge else [],
        "ports": switch.numPorts,
        "mtu": switch.mtu,
        "policy": _policy(switch.spec.policy),
        "groups": {
            each.spec.name: (
                each.spec.vlanId,
                _policy(each.spec.policy),
                _policy(each.computedPolicy),
            )
            for each in groups
        },
        "networks": sorted(each.name for each in system.network),
    }


def _policy(policy: Any) -> Any:
    if policy is None:
        return None
    shaping, security, teaming = policy.shapingPolicy, policy.security, policy.nicTeaming
    order = teaming and teaming.nicOrder
    return (
        shaping
        and (shaping.enabled, shaping.averageBandwidth, shaping.peakBandwidth, shaping.burstSize),
        security and (security.allowPromiscuous, security.macChanges, security.forgedTransmits),
        teaming and (teaming.policy, order and list(order.activeNic)),
    )


def test_pyvmomi_sees_the_same_switch_after_ours_and_after_virsh(
    virsh: Virsh, pyvmomi: Callable[..., AbstractContextManager[Any]], tmp_path: Path
) -> None:
    file = tmp_path / "n.xml"
    file.write_text(PLAIN)
    with host() as theirs, host() as ours:
        assert virsh(theirs.uri, "net-define", str(file)).status == 0
        assert command(ours.uri, "net-define", str(file)).status == 0
        with pyvmomi(theirs.url) as one, pyvmomi(ours.url) as other:
            expected, found = seen(one), seen(other)

    assert found == expected
    assert found["devices"] == ["vmnic1", "vmnic2"]
    assert found["policy"][0] == (True, 8_000_000, 40_000_000, 1_048_576)
    assert found["groups"]["b"][1][0] == (True, 24_000, None, None)
    assert found["groups"]["a"][2] == found["policy"]
    assert found["networks"] == ["DMZ", "VM Network", "a", "b"]


def test_pyvmomi_sees_vlans_and_the_mtu(
    pyvmomi: Callable[..., AbstractContextManager[Any]], tmp_path: Path
) -> None:
    file = tmp_path / "n.xml"
    file.write_text(FULL)
    with host() as ours:
        assert command(ours.uri, "net-define", str(file)).status == 0
        with pyvmomi(ours.url) as service:
            found = seen(service)
        assert command(ours.uri, "net-undefine", "new").status == 0
        with pyvmomi(ours.url) as service, pytest.raises(StopIteration):
            seen(service)

    assert found["mtu"] == 9000
    assert {name: group[0] for name, group in found["groups"].items()} == {"a": 42, "b": 0}
