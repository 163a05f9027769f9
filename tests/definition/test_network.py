"""Network and interface XML, in and out; rates in both directions."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aioesx import errors, units, vim
from aioesx.definition.interface import (
    InterfaceAddress,
    InterfaceDefinition,
    InterfaceProtocol,
    format_interface_xml,
    parse_interface_xml,
)
from aioesx.definition.network import (
    Bandwidth,
    Forward,
    NetworkDefinition,
    PortGroupDefinition,
    Rate,
    format_network_xml,
    parse_network_xml,
)
from aioesx.network import policies, values

RATE = Rate(average=1000, peak=5000, burst=1024)
BOTH = Bandwidth(inbound=RATE, outbound=RATE)


def test_everything_is_written_in_libvirts_order() -> None:
    text = format_network_xml(
        NetworkDefinition(
            name="a<b",
            uuid=UUID(int=7),
            forward=Forward(mode="bridge", interfaces=("vmnic0", "vmnic1")),
            mtu=9000,
            bandwidth=BOTH,
            portgroups=(
                PortGroupDefinition(name="bare"),
                PortGroupDefinition(name="full", vlan=30, bandwidth=BOTH),
            ),
        )
    )

    assert text == (
        "<network>\n"
        "  <name>a&lt;b</name>\n"
        "  <uuid>00000000-0000-0000-0000-000000000007</uuid>\n"
        "  <forward dev='vmnic0' mode='bridge'>\n"
        "    <interface dev='vmnic0'/>\n"
        "    <interface dev='vmnic1'/>\n"
        "  </forward>\n"
        "  <mtu size='9000'/>\n"
        "  <bandwidth>\n"
        "    <inbound average='1000' peak='5000' burst='1024'/>\n"
        "    <outbound average='1000' peak='5000' burst='1024'/>\n"
        "  </bandwidth>\n"
        "  <portgroup name='bare'>\n"
        "  </portgroup>\n"
        "  <portgroup name='full'>\n"
        "    <vlan>\n"
        "      <tag id='30'/>\n"
        "    </vlan>\n"
        "    <bandwidth>\n"
        "      <inbound average='1000' peak='5000' burst='1024'/>\n"
        "      <outbound average='1000' peak='5000' burst='1024'/>\n"
        "    </bandwidth>\n"
        "  </portgroup>\n"
        "</network>\n"
    )


NAMES = st.text("az09 -_<>&'\"ä標", min_size=1, max_size=12)
NUMBERS = st.integers(1, 2**40)
RATES = st.builds(Rate, average=NUMBERS, peak=st.none() | NUMBERS, burst=st.none() | NUMBERS)
BANDWIDTHS = st.none() | st.builds(Bandwidth, inbound=RATES, outbound=RATES)
NETWORKS = st.builds(
    NetworkDefinition,
    name=NAMES,
    uuid=st.none() | st.uuids(),
    forward=st.none()
    | st.builds(
        Forward,
        mode=st.just("bridge"),
        interfaces=st.lists(NAMES, min_size=1, max_size=3, unique=True).map(tuple),
    ),
    mtu=st.none() | st.integers(1, 65535),
    bandwidth=BANDWIDTHS,
    portgroups=st.lists(
        st.builds(
            PortGroupDefinition,
            name=NAMES,
            bandwidth=BANDWIDTHS,
            vlan=st.none() | st.integers(0, 4095),
        ),
        max_size=4,
    ).map(tuple),
)


@settings(max_examples=30)
@given(NETWORKS)
def test_what_is_written_is_read(network: NetworkDefinition) -> None:
    assert parse_network_xml(format_network_xml(network)) == network


@pytest.mark.parametrize(
    ("inner", "field", "value"),
    [
        ("<forward mode='none'/>", "forward", None),
        ("<forward mode='bridge'/>", "forward", Forward(mode="bridge")),
        ("<forward mode='bridge' dev='v'/>", "forward", Forward(mode="bridge", interfaces=("v",))),
        ("<bandwidth/>", "bandwidth", None),
        (
            "<bandwidth><inbound average='0' peak='7'/></bandwidth>",
            "bandwidth",
            Bandwidth(inbound=Rate(peak=7)),
        ),
        ("<ip address='192.0.2.1'/><dns/>", "portgroups", ()),
        (
            "<vlan><tag id='5'/></vlan><portgroup name='a'/>",
            "portgroups",
            (PortGroupDefinition(name="a"),),
        ),
        (
            "<portgroup name='a'><vlan trunk='yes'><tag id='4095'/></vlan></portgroup>",
            "portgroups",
            (PortGroupDefinition(name="a", vlan=4095),),
        ),
    ],
)
def test_a_wish_is_read(inner: str, field: str, value: object) -> None:
    network = parse_network_xml(f"<network><name>n</name>{inner}</network>")

    assert getattr(network, field) == value


GROUP = "<portgroup name='a'>{}</portgroup>"


@pytest.mark.parametrize(
    ("inner", "error", "path"),
    [
        ("<uuid>x</uuid>", errors.DomainXmlError, "uuid"),
        ("<mtu/>", errors.DomainXmlError, "mtu/@size"),
        ("<mtu size='0'/>", errors.DomainXmlError, "mtu/@size"),
        ("<vlan><tag id='5'/></vlan>", errors.UnsupportedError, "vlan"),
        (GROUP.format("<vlan/>"), errors.DomainXmlError, "portgroup[1]/vlan"),
        (GROUP.format("<vlan><tag/></vlan>"), errors.DomainXmlError, None),
        (GROUP.format("<vlan><tag id='4096'/></vlan>"), errors.DomainXmlError, None),
        (GROUP.format("<vlan><tag id='1'/><tag id='2'/></vlan>"), errors.UnsupportedError, None),
        (GROUP.format("<vlan trunk='yes'><tag id='1'/></vlan>"), errors.UnsupportedError, None),
        (
            GROUP.format("<vlan><tag id='1' nativeMode='tagged'/></vlan>"),
            errors.UnsupportedError,
            None,
        ),
        ("<forward mode='bridge'><interface/></forward>", errors.DomainXmlError, None),
        ("<forward mode='bridge'><pf dev='x'/></forward>", errors.UnsupportedError, None),
        (
            "<forward mode='bridge'><interface dev='a'/><interface dev='a'/></forward>",
            errors.DomainXmlError,
            None,
        ),
        (
            "<bandwidth><inbound average='1'/><inbound average='1'/></bandwidth>",
            errors.DomainXmlError,
            "bandwidth",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    inner: str, error: type[errors.DocumentError], path: str | None
) -> None:
    with pytest.raises(error) as caught:
        parse_network_xml(f"<network><name>n</name>{inner}</network>")

    assert path is None or caught.value.key == path


def test_validation_refuses_strange_elements() -> None:
    text = "<network><name>n</name><portgroup name='a'><strange/></portgroup></network>"

    assert parse_network_xml(text).portgroups
    with pytest.raises(errors.DomainXmlError, match="strange"):
        parse_network_xml(text, validate=True)


# --- bandwidth -----------------------------------------------------------------------------------

# libvirt's kilobytes a second and KiB -> the host's bits a second and bytes
TO_HOST = [
    # average, peak, burst -> averageBandwidth, peakBandwidth, burstSize
    ((1, None, None), (8_000, None, None)),
    ((1000, 5000, 1024), (8_000_000, 40_000_000, 1_048_576)),
    ((128, 256, 1), (1_024_000, 2_048_000, 1_024)),
    ((0, 0, 5), (None, None, 5_120)),
    ((None, 3, None), (None, 24_000, None)),
    ((2**40, None, 2**40), (8_000 * 2**40, None, 2**50)),
]
FROM_HOST = [
    # averageBandwidth, peakBandwidth, burstSize -> average, peak, burst
    ((8_000, None, None), (1, None, None)),
    ((7_999, 8_000, 1_023), (0, 1, 0)),
    ((8_001, 15_999, 1_024), (1, 1, 1)),
    ((1_234_567, 8_000_000, 5_000), (154, 1000, 4)),
    ((102_400_000, 102_400_000, 104_857_600), (12_800, 12_800, 102_400)),
    ((0, 0, 0), (0, 0, 0)),
    ((None, None, None), (None, None, None)),
    ((2**63 - 1, None, None), ((2**63 - 1) // 8000, None, None)),
]


def shaping(numbers: tuple[int | None, ...]) -> vim.HostNetworkTrafficShapingPolicy:
    average, peak, burst = numbers
    return vim.HostNetworkTrafficShapingPolicy(
        enabled=True, average_bandwidth=average, peak_bandwidth=peak, burst_size=burst
    )


@pytest.mark.parametrize(("ours", "hosts"), TO_HOST)
def test_rates_for_a_host(ours: tuple[int | None, ...], hosts: tuple[int | None, ...]) -> None:
    assert policies.shaping_of(values.Bandwidth(*ours)) == shaping(hosts)


@pytest.mark.parametrize(("hosts", "ours"), FROM_HOST)
def test_rates_of_a_host(hosts: tuple[int | None, ...], ours: tuple[int | None, ...]) -> None:
    policy = vim.HostNetworkPolicy(shaping_policy=shaping(hosts))

    assert policies.bandwidth_of(policy) == values.Bandwidth(*ours)


@pytest.mark.parametrize(
    "policy",
    [
        None,
        vim.HostNetworkPolicy(),
        vim.HostNetworkPolicy(shaping_policy=vim.HostNetworkTrafficShapingPolicy()),
        vim.HostNetworkPolicy(
            shaping_policy=vim.HostNetworkTrafficShapingPolicy(enabled=False, average_bandwidth=1)
        ),
    ],
)
def test_what_is_not_bounded_has_no_bandwidth(policy: vim.HostNetworkPolicy | None) -> None:
    assert policies.bandwidth_of(policy) is None


@pytest.mark.parametrize("nothing", [None, values.Bandwidth(), values.Bandwidth(0, 0, 0)])
def test_no_bandwidth_is_no_policy(nothing: values.Bandwidth | None) -> None:
    assert policies.shaping_of(nothing) is None


@given(st.integers(0, 2**50))
def test_a_rate_survives_the_way_to_the_host_and_back(number: int) -> None:
    assert units.bits_to_kilobytes(units.kilobytes_to_bits(number)) == number
    assert units.bytes_to_kib(units.kib_to_bytes(number)) == number


# --- interfaces ----------------------------------------------------------------------------------

ADDRESSES = (InterfaceAddress("192.0.2.7", 24), InterfaceAddress("192.0.2.8"))
IPV4 = "<interface type='ethernet' name='v'><protocol family='ipv4'>{}</protocol></interface>"
INTERFACES = [
    InterfaceDefinition(name="vmnic0"),
    InterfaceDefinition(name="vmnic0", mac="00:1b:21:00:00:01"),
    InterfaceDefinition(
        name="a&b", mac="00:1b:21:00:00:01", protocols=(InterfaceProtocol("ipv4", True, ADDRESSES),)
    ),
    InterfaceDefinition(
        name="v", protocols=(InterfaceProtocol("ipv6", False, (InterfaceAddress("::1", 128),)),)
    ),
]


@pytest.mark.parametrize("interface", INTERFACES)
def test_an_interface_is_read_as_it_was_written(interface: InterfaceDefinition) -> None:
    assert parse_interface_xml(format_interface_xml(interface)) == interface


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("<interface name='v'/>", errors.DomainXmlError),
        ("<interface type='bridge' name='v'/>", errors.UnsupportedError),
        ("<interface type='ethernet' name=''/>", errors.DomainXmlError),
        (
            "<interface type='ethernet' name='v'><mac address='x'/></interface>",
            errors.DomainXmlError,
        ),
        (
            IPV4.format("<ip address='::1'/>"),
            errors.DomainXmlError,
        ),
        (
            "<interface type='ethernet' name='v'><protocol family='ipx'/></interface>",
            errors.DomainXmlError,
        ),
    ],
)
def test_what_is_no_interface_is_refused(text: str, error: type[errors.DocumentError]) -> None:
    with pytest.raises(error):
        parse_interface_xml(text)
