"""`virsh net-X`, `iface-X` and ours on hosts that are alike: the same bytes, the same switches.

What differs stands in docs/networks.md with its reason, and in `OURS_ONLY` below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support.command import command
from support.vcenter import PAIRS, Estate, quick, uri_of_vcenter
from support.virsh import Virsh

from aioesx import vim
from aioesx.simulator import HostState, Options, Simulator, presets
from aioesx.simulator.profile import PROFILES
from aioesx.simulator.site import Site
from aioesx.simulator.state.network import PhysicalCard

pytestmark = pytest.mark.peer("virsh")

SHAPED: Final = "f0b9420e-9a89-d0d1-8544-10ce39b448ad"
ESX: Final = [p for p in PROFILES.values() if not p.is_vcenter and not p.read_only]


def shape(**numbers: int) -> vim.HostNetworkPolicy:
    shaping = vim.HostNetworkTrafficShapingPolicy(enabled=True, **numbers)
    return vim.HostNetworkPolicy(shaping_policy=shaping)


def furnish(host: HostState) -> None:
    """Add a switch without uplinks, shaped port groups, and cards with addresses."""
    network = host.network
    policy = shape(average_bandwidth=1_234_567, peak_bandwidth=8_000_000, burst_size=5000)
    network.add_switch("shaped", vim.HostVirtualSwitchSpec(num_ports=64, policy=policy))
    groups = {
        "average": shape(average_bandwidth=8000),
        "nothing": shape(),
        "below one": shape(average_bandwidth=7999, peak_bandwidth=80_000, burst_size=1),
        "all of it": shape(average_bandwidth=8000, peak_bandwidth=8000, burst_size=1024),
        "off": vim.HostNetworkPolicy(
            shaping_policy=vim.HostNetworkTrafficShapingPolicy(
                enabled=False, average_bandwidth=8000
            )
        ),
    }
    for name, policy in groups.items():
        spec = vim.HostPortGroupSpec(name=name, vlan_id=7, vswitch_name="shaped", policy=policy)
        network.add_group(spec)
    network.add_switch("Empty", vim.HostVirtualSwitchSpec(num_ports=8))
    network.physical += [
        PhysicalCard("vmnic3", "00:1b:21:00:00:03", "", address="192.0.2.7", netmask="255.255.0.0"),
        PhysicalCard("vmnic4", "00:1b:21:00:00:04", "", dhcp=True),
        PhysicalCard(
            "vmnic5", "00:1b:21:00:00:05", "", dhcp=True, address="192.0.2.8", netmask="255.0.0.0"
        ),
    ]


def host(**details: Any) -> Simulator:
    options = Options(task_seconds=0.0, tools_seconds=0.0)
    state = presets.small_host(machines=2, options=options, **details)
    furnish(state)
    return Simulator(state, username="root", password="secret", tls=False)


# --- commands that print -------------------------------------------------------------------------

PRINTING: Final = f"""
net-list
net-list --all
net-list --inactive
net-list --inactive --all
net-list --name
net-list --uuid
net-list --table
net-list --transient
net-list --persistent
net-list --persistent --transient
net-list --autostart
net-list --no-autostart
net-list --autostart --no-autostart
-q net-list
net-info vSwitch0
net-info {SHAPED}
net-info --network shaped
-q net-info shaped
net-dumpxml vSwitch0
net-dumpxml shaped
net-dumpxml {SHAPED} --inactive
net-dumpxml Empty
net-dumpxml shaped --xpath //bandwidth
net-dumpxml shaped --xpath //portgroup/@name --wrap
net-name {SHAPED}
net-uuid shaped
net-uuid vSwitch0
net-autostart vSwitch0
-q net-autostart vSwitch0
iface-list --inactive
iface-dumpxml 00:1b:21:3a:4b:00
iface-dumpxml 00:1B:21:3A:4B:00 --inactive
iface-dumpxml 00:1b:21:00:00:03
iface-dumpxml 00:1b:21:00:00:04
iface-dumpxml 00:1b:21:00:00:04 --inactive
iface-dumpxml 00:1b:21:00:00:05
iface-dumpxml 00:1b:21:00:00:05 --inactive
iface-dumpxml 00:1b:21:00:00:05 --xpath //ip
iface-name 00:1b:21:3a:4b:00
iface-name 00:1B:21:3A:4B:01
"""


@pytest.fixture(scope="module")
def furnished() -> Iterator[str]:
    with host() as simulator:
        yield simulator.uri


def same(virsh: Virsh, uri: str, line: str, of: str = "127.0.0.1") -> None:
    words = line.split(" ")
    expected, outcome = virsh(uri, *words, host=of), command(uri, *words)

    assert (expected.status, expected.stderr) == (0, "")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout == expected.stdout


@pytest.mark.parametrize("line", PRINTING.strip().splitlines())
def test_the_same_bytes(virsh: Virsh, furnished: str, line: str) -> None:
    same(virsh, furnished, line)


@pytest.mark.parametrize("profile", ESX, ids=lambda profile: profile.name)
def test_the_same_bytes_of_every_product(virsh: Virsh, profile: Any) -> None:
    lines = ["net-list", "iface-dumpxml 00:1b:21:3a:4b:00", "iface-name 00:1b:21:3a:4b:01"]
    if not profile.hosted:
        lines += ["net-info vSwitch0", "net-dumpxml vSwitch0", "net-dumpxml shaped"]
    with host(profile=profile) as simulator:
        for line in lines:
            same(virsh, simulator.uri, line)


@pytest.fixture(params=PAIRS)
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    name: str = request.param
    estate = Estate(profile=PROFILES[name], host_profile=PROFILES[PAIRS[name]], options=quick())
    furnish(estate.esx1)
    with estate.site(tls=False) as site:
        yield site


def test_the_same_bytes_through_a_vcenter(virsh: Virsh, site: Site) -> None:
    uri = uri_of_vcenter(site, "eu/west/dc1/c1/esx1.example")
    mac = site.hosts["esx1"].state.network.physical[0].mac
    for line in (
        "net-list --all",
        "net-info vSwitch0",
        "net-dumpxml vSwitch0",
        "net-dumpxml shaped",
        f"iface-dumpxml {mac}",
        f"iface-name {mac}",
    ):
        same(virsh, uri, line, of=site.vcenter.address if site.vcenter else "")


# --- refused by both -----------------------------------------------------------------------------

REFUSED: Final = """
net-info nope
net-dumpxml nope
net-name vSwitch0
net-name 2f467347-8b4e-8655-e7d6-000000000000
net-uuid nope
net-uuid 2f467347-8b4e-8655-e7d6-c4c3fb968009
net-autostart vSwitch0 --disable
net-undefine nope
net-undefine vSwitch0
net-list --uuid --name
net-list --table --name
net-start vSwitch0
net-destroy vSwitch0
net-create /dev/null
net-dumpxml
iface-mac 00:1b:21:3a:4b:00
iface-name 00:1b:21:3a:4b:99
iface-name vmnic0
iface-dumpxml nope
"""


@pytest.mark.parametrize("line", REFUSED.strip().splitlines())
def test_refused_by_both(virsh: Virsh, furnished: str, line: str) -> None:
    words = line.split(" ")

    expected, outcome = virsh(furnished, *words), command(furnished, *words)

    assert expected.status != 0
    assert outcome.status != 0
    assert outcome.stderr.startswith("error: ")


# --- define --------------------------------------------------------------------------------------


def network(inner: str, name: str = "new") -> str:
    return f"<network><name>{name}</name>{inner}</network>"


def rate(inbound: str, outbound: str) -> str:
    return f"<bandwidth><inbound {inbound}/><outbound {outbound}/></bandwidth>"


ALL: Final = "average='1000' peak='5000' burst='1024'"
EQUAL: Final = rate(ALL, ALL)
UNEQUAL: Final = rate("average='1'", "average='2'")
ACCEPTED: Final = {
    "nothing": network(""),
    "bridge": network("<forward mode='bridge'><interface dev='vmnic1'/></forward>"),
    "two uplinks": network(
        "<forward mode='bridge'><interface dev='vmnic1'/><interface dev='vmnic2'/></forward>"
    ),
    "by attribute": network("<forward dev='vmnic2' mode='bridge'/>"),
    "without uplinks": network("<forward mode='bridge'/>"),
    "none": network("<forward mode='none'/>"),
    "groups": network(f"<portgroup name='a'/><portgroup name='b'>{EQUAL}</portgroup>"),
    "bandwidth": network(EQUAL),
    "average only": network(rate("average='3'", "average='3'")),
    "no bandwidth": network(rate("average='0'", "average='0'")),
    "empty bandwidth": network("<bandwidth/>"),
    "bridge name": network("<forward mode='bridge'/><bridge name='br0'/>"),
    "addresses": network("<ip address='192.168.1.1' netmask='255.255.255.0'/>"),
    "strange": network(
        "<title>t</title><description>d</description><portgroup name='d' default='yes'/>"
    ),
    "attributes": "<network connections='1' ipv6='yes'><name>new</name></network>",
    "blanks": network("", name=" new "),
}


def switches(simulator: Simulator) -> dict[str, Any]:
    """Return what a host holds, as it was asked for."""
    found: dict[str, Any] = simulator.change(
        lambda host: {
            name: (switch.spec, [g.spec for g in host.network.groups_of(name)])
            for name, switch in host.network.switches.items()
        }
    )
    return found


@pytest.mark.parametrize("xml", ACCEPTED.values(), ids=list(ACCEPTED))
def test_define_makes_the_same_switch(virsh: Virsh, tmp_path: Path, xml: str) -> None:
    file = tmp_path / "network.xml"
    file.write_text(xml)
    with host() as theirs, host() as ours:
        expected = virsh(theirs.uri, "net-define", str(file))
        outcome = command(ours.uri, "net-define", str(file))

        assert (expected.status, expected.stderr) == (0, "")
        assert (outcome.status, outcome.stderr) == (0, "")
        assert outcome.stdout == expected.stdout
        assert switches(ours) == switches(theirs)
        name = " new " if "> new <" in xml else "new"
        shown = virsh(ours.uri, "net-dumpxml", name).stdout
        assert shown == virsh(theirs.uri, "net-dumpxml", name).stdout
        assert command(ours.uri, "net-dumpxml", name).stdout == shown

        expected = virsh(theirs.uri, "net-undefine", name)
        outcome = command(ours.uri, "net-undefine", name)
        assert outcome.stdout == expected.stdout
        assert switches(ours) == switches(theirs)


NOT_ACCEPTED: Final = {
    # document: what ours says
    "uuid": (network("<uuid>2c4b4ca4-a6b6-4d1e-9d45-5c5f2f1d0b6a</uuid>"), "predefined UUID"),
    "nat": (network("<forward mode='nat'/>"), "forward mode 'nat'"),
    "no mode": (network("<forward/>"), "forward mode 'nat'"),
    "odd mode": (network("<forward mode='foo'/>"), "unknown mode 'foo'"),
    "exists": (network("", name="vSwitch0"), "already"),
    "group exists": (network("<portgroup name='DMZ'/>"), "'DMZ'.* already"),
    "unknown uplink": (
        network("<forward mode='bridge'><interface dev='vmnic9'/></forward>"),
        "vmnic9",
    ),
    "used uplink": (
        network("<forward mode='bridge'><interface dev='vmnic0'/></forward>"),
        "uplink of the network 'vSwitch0'",
    ),
    "two devices": (
        network("<forward mode='bridge' dev='vmnic2'><interface dev='vmnic1'/></forward>"),
        "must match the first",
    ),
    "pci": (
        network(
            "<forward mode='bridge'><address type='pci' domain='0' bus='0' slot='1'"
            " function='0'/></forward>"
        ),
        "unsupported device type",
    ),
    "one direction": (
        network("<bandwidth><inbound average='1'/></bandwidth>"),
        "different inbound",
    ),
    "two rates": (network(UNEQUAL), "different inbound"),
    "two rates of a group": (
        network(f"<portgroup name='x'>{UNEQUAL}</portgroup>"),
        "different inbound",
    ),
    "floor": (network(rate("average='1' floor='3'", "average='1'")), "floor"),
    "no average": (network(rate("peak='10'", "peak='10'")), "average"),
    "no number": (network(rate("average='x'", "average='x'")), "not a number"),
    "no name": ("<network/>", "missing name"),
    "slash": (network("", name="a/b"), "invalid char"),
    "group without name": (network("<portgroup/>"), "name attribute"),
    "group twice": (network("<portgroup name='x'/><portgroup name='x'/>"), "another port group"),
    "a domain": ("<domain/>", "root element"),
    "long name": (network("", name="n" * 40), "vswitchName"),
}


@pytest.mark.parametrize("row", NOT_ACCEPTED.values(), ids=list(NOT_ACCEPTED))
def test_define_refuses_what_virsh_refuses(
    virsh: Virsh, tmp_path: Path, row: tuple[str, str]
) -> None:
    xml, reason = row
    file = tmp_path / "network.xml"
    file.write_text(xml)
    with host() as theirs, host() as ours:
        before = switches(ours)
        expected = virsh(theirs.uri, "net-define", str(file))
        outcome = command(ours.uri, "net-define", str(file))

        assert expected.status != 0
        assert outcome.status != 0
        assert re.search(reason, outcome.stderr), outcome.stderr
        assert switches(ours) == before  # libvirt's driver leaves a half-made switch


# --- what virsh cannot do, or not so -------------------------------------------------------------

OURS_ONLY: Final = {
    "iface-list": "vmnic2 +active +00:1b",
    "iface-list --all": "vmnic2 +active +00:1b",
    "iface-mac vmnic0": "00:1b:21:3a:4b:00",
    "iface-mac VMNIC1": "00:1b:21:3a:4b:01",
    "iface-dumpxml vmnic0": "<interface type='ethernet' name='vmnic0'>",
    "iface-list --details": "10000 Mbit/s, full",
    "iface-vmkernel": "vmk0 .*192.0.2.10/24 +management",
    "net-list --details": r"DMZ \(30\)",
    "net-dumpxml vSwitch0 --full": "<tag id='30'/>",
    "net-users vSwitch0": "domain +web01 +VM Network",
    "net-portgroup-add vSwitch0 later --vlan 9": "Port group 'later' added",
    "net-portgroup-remove vSwitch0 DMZ": "Port group 'DMZ' removed",
}


@pytest.mark.parametrize("line", OURS_ONLY)
def test_ours_can_and_virsh_cannot(virsh: Virsh, line: str) -> None:
    with host() as simulator:
        outcome = command(simulator.uri, *line.split(" "))
        judge = virsh(simulator.uri, *line.split(" "))

    assert (outcome.status, outcome.stderr) == (0, "")
    assert re.search(OURS_ONLY[line], outcome.stdout), outcome.stdout
    assert judge.status != 0 or judge.stdout != outcome.stdout


def test_only_ours_reads_vlans_and_the_mtu(virsh: Virsh, tmp_path: Path) -> None:
    file = tmp_path / "network.xml"
    file.write_text(
        network("<mtu size='9000'/><portgroup name='v'><vlan><tag id='42'/></vlan></portgroup>")
    )
    with host() as theirs, host() as ours:
        assert virsh(theirs.uri, "net-define", str(file)).status == 0
        assert command(ours.uri, "net-define", str(file)).status == 0
        (spec, groups), (plain, others) = switches(ours)["new"], switches(theirs)["new"]

    assert (spec.mtu, [group.vlan_id for group in groups]) == (9000, [42])
    assert (plain.mtu, [group.vlan_id for group in others]) == (None, [0])
