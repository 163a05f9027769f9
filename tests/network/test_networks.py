"""Networks and interfaces: found, told, changed, and refused to be taken away."""

from __future__ import annotations

import pickle
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, Final
from uuid import UUID

import pytest
from support.hosts import connected
from support.meddler import Meddler
from support.vcenter import ADDRESSES, Estate, quick, uri_of_vcenter

import aioesx
from aioesx import errors, vim
from aioesx.simulator import HostState, Simulator, presets
from aioesx.simulator.site import Site
from aioesx.simulator.state.network import KernelCard

pytestmark = pytest.mark.anyio

READ: Final = "RetrievePropertiesEx"
POLICY: Final = vim.HostNetworkPolicy()


@pytest.fixture
def site() -> Iterator[Site]:
    with Estate(options=quick()).site(tls=False) as site:
        yield site


def everything(site: Site) -> aioesx.Connecting:
    return aioesx.connect(uri_of_vcenter(site), password="secret")


# --- lists ---------------------------------------------------------------------------------------


async def test_a_list_tells_uplinks_port_groups_vlans_and_policies(esx: aioesx.Connection) -> None:
    (entry,) = await esx.networks.list()

    assert (entry.name, entry.kind, entry.uplinks, entry.mtu) == (
        *("vSwitch0", "switch", ("vmnic0",), 1500),
    )
    assert entry.portgroups is not None
    assert [(group.name, group.vlan, group.ports) for group in entry.portgroups] == [
        ("VM Network", 0, 2),
        ("Management Network", 0, 1),
        ("DMZ", 30, 0),
    ]
    assert entry.security == aioesx.SecurityPolicy(False, True, True)
    assert entry.teaming is not None
    assert (entry.teaming.policy, entry.teaming.active) == ("loadbalance_srcid", ("vmnic0",))
    assert (entry.active, entry.persistent, entry.autostart) == (True, True, True)
    assert entry.problems == ()
    assert aioesx.to_dict(await entry.network.info()) == aioesx.to_dict(entry)


async def test_a_summary_is_a_value(esx: aioesx.Connection) -> None:
    (entry,) = await esx.networks.list()

    copy = pickle.loads(pickle.dumps(entry))

    assert copy == entry
    assert aioesx.to_dict(entry)["portgroups"][2]["vlan"] == 30
    with pytest.raises(AttributeError, match="look its network up"):
        _ = copy.network


@pytest.mark.parametrize("criterion", ["active", "persistent", "autostart"])
async def test_no_network_is_otherwise(esx: aioesx.Connection, criterion: str) -> None:
    no: dict[str, Any] = {criterion: False}
    yes: dict[str, Any] = {criterion: True}

    assert await esx.networks.list(**no) == []
    assert len(await esx.networks.list(**yes)) == 1


async def test_a_whole_vcenter_tells_networks_per_host(site: Site) -> None:
    async with everything(site) as esx:
        assert site.vcenter is not None
        site.vcenter.forget_calls()
        entries = await esx.networks.list()
        assert dict(site.vcenter.call_count) == {READ: 1}
        one = await esx.networks.list(host="esx3.example")

    assert sorted((e.name, e.host, e.datacenter) for e in entries) == [
        ("vSwitch0", f"esx{number}.example", "eu/west/dc1") for number in (1, 2, 3)
    ]
    assert [e.host for e in one] == ["esx3.example"]


async def test_a_name_that_several_hosts_have_is_refused_and_a_host_chooses(site: Site) -> None:
    async with everything(site) as esx:
        with pytest.raises(errors.AmbiguousNameError) as caught:
            await esx.networks.lookup("vSwitch0")
        network = await esx.networks.lookup("vSwitch0", host="esx3.example")
        same = await esx.networks.lookup(uuid=network.uuid, host="esx3.example")
        with pytest.raises(errors.AmbiguousNameError):
            await esx.interfaces.lookup("vmnic0")
        card = await esx.interfaces.lookup("vmnic0", host="esx3.example")
        assert (await esx.interfaces.lookup(mac=card.mac)) == card
        assert (await network.info()).host == "esx3.example"

    assert same == network
    told = sorted(str(bearer.path).rpartition("/")[2] for bearer in caught.value.bearers)
    assert told == ["esx1.example", "esx2.example", "esx3.example"]


async def test_a_network_that_there_is_not_is_told_with_the_one_that_was_meant(
    esx: aioesx.Connection,
) -> None:
    with pytest.raises(errors.NoSuchNetworkError, match="did you mean 'vSwitch0'"):
        await esx.networks.lookup("vswitch0")
    with pytest.raises(errors.NoSuchNetworkError):
        await esx.networks.lookup(uuid="2f467347-8b4e-8655-e7d6-000000000000")
    with pytest.raises(ValueError, match="exactly one"):
        await esx.networks.lookup()


async def test_define_on_one_of_several_hosts(site: Site) -> None:
    async with everything(site) as esx:
        with pytest.raises(errors.NotSupportedError, match="host="):
            await esx.networks.define("<network><name>new</name></network>")
        network = await esx.networks.define(
            "<network><name>new</name><portgroup name='n'/></network>", host="esx2.example"
        )
        assert (await network.info()).host == "esx2.example"

    found = site.hosts["esx2"].change(lambda host: sorted(host.network.switches))
    assert found == ["new", "vSwitch0"]
    assert "new" not in site.hosts["esx1"].change(lambda host: host.network.switches)


# --- who uses it ---------------------------------------------------------------------------------


async def test_users_are_uplinks_adapters_and_cards(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    network = await esx.networks.lookup("vSwitch0")
    simulator.forget_calls()

    users = await network.users()

    assert dict(simulator.call_count) == {READ: 1}
    assert [(u.kind, u.name, u.portgroup) for u in users[:3]] == [
        ("uplink", "vmnic0", None),
        ("vmkernel", "vmk0", "Management Network"),
        ("domain", "web01", "VM Network"),
    ]
    assert users[1].services == ("management",)
    assert {u.name: u.connected for u in users if u.kind == "domain"} == {
        "web01": True, "db01": False, "build01": False, "console01": False, "win01": True,
    }  # fmt: skip


async def test_undefine_refuses_the_switch_that_carries_management(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    network = await esx.networks.lookup("vSwitch0")
    simulator.forget_calls()

    with pytest.raises(errors.HostBusyError) as caught:
        await network.undefine()

    text = str(caught.value)
    assert "vmk0 on 'Management Network' (192.0.2.10/24, management)" in text
    assert "by which the host is managed" in text
    assert "the domain 'web01' on 'VM Network'" in text
    assert "the domain 'win01' on 'VM Network'" in text
    assert "db01" not in text
    assert (caught.value.kind, caught.value.name) == ("network", "vSwitch0")
    assert not {"RemovePortGroup", "RemoveVirtualSwitch"} & simulator.call_count.keys()


async def test_undefine_tells_the_address_that_we_are_connected_to(site: Site) -> None:
    uri = f"esx://root@{ADDRESSES['esx1']}:{site.port}/?transport=http"
    async with aioesx.connect(uri, password="secret") as esx:
        network = await esx.networks.lookup("vSwitch0")
        with pytest.raises(errors.HostBusyError, match="by which we are connected"):
            await network.undefine()


async def test_undefine_names_an_adapter_without_management(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    network = await esx.networks.define(
        "<network><name>move</name><portgroup name='vmotion'/></network>"
    )

    def plug(host: HostState) -> None:
        host.network.kernel.append(
            KernelCard("vmk1", "vmotion", "00:50:56:00:00:01", "198.51.100.9", "255.255.0.0")
        )
        host.network.services["vmotion"] = ["vmk1"]

    simulator.change(plug)
    with pytest.raises(errors.HostBusyError, match=r"vmk1 on 'vmotion' \(198.51.100.9/16, vmotion"):
        await network.undefine()
    with pytest.raises(errors.HostBusyError, match="the port group 'vmotion' is in use"):
        await network.remove_portgroup("vmotion")

    adapters = {each.name: each for each in await esx.interfaces.vmkernel()}
    assert adapters["vmk1"].services == ("vmotion",)
    assert adapters["vmk1"].portgroup == "vmotion"


async def test_a_domain_that_is_off_does_not_keep_its_network(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    network = await esx.networks.define("<network><name>new</name><portgroup name='n1'/></network>")
    simulator.change(
        lambda host: presets.add_machine(host, presets.MachineKind("off", network="n1"))
    )
    assert [user.name for user in await network.users()] == ["off"]
    domain = await esx.domains.lookup("off")
    await domain.start()
    with pytest.raises(errors.HostBusyError, match="the domain 'off' on 'n1'"):
        await network.undefine()
    await domain.destroy()

    await network.undefine()

    with pytest.raises(errors.NoSuchNetworkError):
        await network.info()


# --- port groups ---------------------------------------------------------------------------------


async def test_single_port_groups_come_and_go(esx: aioesx.Connection) -> None:
    network = await esx.networks.lookup("vSwitch0")

    await network.add_portgroup("new", vlan=42, bandwidth=aioesx.Bandwidth(1000, 2000, 8))

    group = next(g for g in (await network.info()).portgroups or () if g.name == "new")
    assert (group.vlan, group.bandwidth) == (42, aioesx.Bandwidth(1000, 2000, 8))
    with pytest.raises(errors.AlreadyExistsError, match="of the network 'vSwitch0'"):
        await network.add_portgroup("new")
    await network.remove_portgroup("new")
    with pytest.raises(errors.LookupFailedError, match="what is there: DMZ, Management Network"):
        await network.remove_portgroup("new")


@pytest.mark.parametrize("vlan", [-1, 4096])
async def test_a_vlan_id_out_of_range_is_never_sent(
    simulator: Simulator, esx: aioesx.Connection, vlan: int
) -> None:
    network = await esx.networks.lookup("vSwitch0")
    simulator.forget_calls()

    with pytest.raises(ValueError, match="0 to 4095"):
        await network.add_portgroup("new", vlan=vlan)

    assert not simulator.call_count


async def test_what_was_written_in_full_can_be_defined_again(esx: aioesx.Connection) -> None:
    xml = (
        "<network><name>new</name><mtu size='9000'/><portgroup name='a'/><portgroup name='b'>"
        "<vlan><tag id='4095'/></vlan></portgroup></network>"
    )
    network = await esx.networks.define(xml)
    full = await network.xml(full=True)
    await network.undefine()

    again = await esx.networks.define(full.replace(f"  <uuid>{network.uuid}</uuid>\n", ""))

    assert again == network
    assert await again.xml(full=True) == full
    assert "<mtu size='9000'/>" in full
    assert "<tag id='4095'/>" in full


# --- interfaces ----------------------------------------------------------------------------------


async def test_interfaces_tell_their_links(esx: aioesx.Connection) -> None:
    entries = {entry.name: entry for entry in await esx.interfaces.list()}

    assert (entries["vmnic0"].speed, entries["vmnic0"].duplex) == (10_000, "full")
    assert (entries["vmnic2"].link, entries["vmnic2"].speed) == (False, None)
    assert (entries["vmnic0"].network, entries["vmnic1"].network) == ("vSwitch0", None)
    assert await entries["vmnic0"].interface.info() == entries["vmnic0"]
    assert await esx.interfaces.list(active=False) == []


async def test_an_interface_is_found_by_name_and_by_mac_whatever_the_case(
    esx: aioesx.Connection,
) -> None:
    card = await esx.interfaces.lookup("VMNIC1")

    assert card == await esx.interfaces.lookup(mac=(card.mac or "").upper())
    with pytest.raises(errors.NoSuchInterfaceError, match="vmnic9"):
        await esx.interfaces.lookup("vmnic9")
    with pytest.raises(errors.NoSuchInterfaceError, match="MAC address"):
        await esx.interfaces.lookup(mac="00:00:00:00:00:00")


# --- what it costs -------------------------------------------------------------------------------

HOST: Final = "esx-sim.localdomain"
Operation = Callable[[aioesx.Connection], Awaitable[Any]]
COSTS: Final[dict[str, tuple[Operation, dict[str, int]]]] = {
    "net-list": (lambda esx: esx.networks.list(), {READ: 1}),
    "net-list of a host": (lambda esx: esx.networks.list(host=HOST), {READ: 1}),
    "iface-list": (lambda esx: esx.interfaces.list(), {READ: 1}),
    "vmkernel": (lambda esx: esx.interfaces.vmkernel(), {READ: 1}),
    "lookup": (lambda esx: esx.networks.lookup("vSwitch0"), {READ: 1}),
    "define": (
        lambda esx: esx.networks.define("<network><name>n</name><portgroup name='p'/></network>"),
        {READ: 2, "AddVirtualSwitch": 1, "AddPortGroup": 1},
    ),
}


@pytest.mark.parametrize("name", COSTS)
async def test_the_number_of_calls(simulator: Simulator, esx: aioesx.Connection, name: str) -> None:
    operation, expected = COSTS[name]
    await esx._server.scope.home()  # read once for a connection
    simulator.forget_calls()

    await operation(esx)

    assert dict(simulator.call_count) == expected


@pytest.mark.parametrize("command", ["net-list", "iface-list"])
def test_the_whole_command_takes_five_calls_at_most(simulator: Simulator, command: str) -> None:
    """virsh takes 14 and 22."""
    from support.command import invoke

    uri = f"{simulator.uri}?cacert={simulator.ca_file}"
    simulator.forget_calls()

    outcome = invoke("-c", uri, command, env={"AIOESX_PASSWORD": "secret"})

    assert outcome.status == 0
    calls = {name: n for name, n in simulator.call_count.items() if name != "GET"}
    assert sum(calls.values()) <= 5, calls


async def test_undefine_is_one_change(simulator: Simulator) -> None:
    async with connected(simulator) as esx:
        network = await esx.networks.define(
            "<network><name>n</name><portgroup name='a'/><portgroup name='b'/></network>"
        )
        simulator.forget_calls()
        await network.undefine()

    counted = dict(simulator.call_count)
    counted.pop("Logout", None)
    assert counted == {READ: 1, "RemoveVirtualSwitch": 1}


@pytest.mark.parametrize("anyio_backend", ["asyncio"])  # a refusal knows no event loop
@pytest.mark.parametrize("number", [-1, 2**60, 1.5, "5", True])
@pytest.mark.parametrize("what", ["vlan", "average", "peak", "burst"])
async def test_a_number_that_a_host_cannot_be_told_is_refused_unsent(
    plain: Simulator, what: str, number: Any
) -> None:
    said: dict[str, Any] = {what: number}
    options = said if what == "vlan" else {"bandwidth": aioesx.Bandwidth(**said)}
    async with connected(plain) as esx:
        network = await esx.networks.lookup("vSwitch0")
        plain.forget_calls()
        with pytest.raises(ValueError, match=f"{what}="):
            await network.add_portgroup("new", **options)

        assert not plain.call_count


# --- hosts that do not tell ----------------------------------------------------------------------

Rows = Callable[[aioesx.Connection, str | None], Awaitable[Any]]

LISTS: Final[dict[str, tuple[Rows, str]]] = {
    "networks": (lambda esx, host: esx.networks.list(host=host), "config.network.vswitch"),
    "interfaces": (lambda esx, host: esx.interfaces.list(host=host), "config.network.pnic"),
    "vmkernel": (lambda esx, host: esx.interfaces.vmkernel(host=host), "config.network.vnic"),
}
"""Every list, and by which property a host tells of it."""

LOOKUPS: Final[dict[str, tuple[Rows, str]]] = {
    "name": (lambda esx, host: esx.networks.lookup("lab", host=host), "config.network.vswitch"),
    "uuid": (
        lambda esx, host: esx.networks.lookup(uuid=UUID(int=1), host=host),
        "config.network.vswitch",
    ),
    "device": (
        lambda esx, host: esx.interfaces.lookup("vmnic9", host=host),
        "config.network.pnic",
    ),
    "mac": (
        lambda esx, host: esx.interfaces.lookup(mac="00:00:00:00:00:01", host=host),
        "config.network.pnic",
    ),
}
"""Look-ups of what no host has."""


class Hiding(Meddler):
    """Hides a property of the first host alone."""

    def _object(self, match: re.Match[bytes]) -> bytes:
        return super()._object(match) if b">host-16<" in match[0] else match[0]


@pytest.fixture(params=["hides", "lost"])
async def silent(
    request: pytest.FixtureRequest, site: Site
) -> AsyncIterator[tuple[aioesx.Connection, Hiding]]:
    """A vCenter of whose hosts the first hides what is asked for, or is lost."""
    hiding = Hiding(site.asgi)
    hiding.hidden = True
    options: dict[str, Any] = {"transport": hiding}
    if request.param == "lost":
        assert site.vcenter is not None
        site.vcenter.change(lambda state: state.lose(site.hosts["esx1"].state))
        options = {}
    async with aioesx.connect(uri_of_vcenter(site), password="secret", **options) as esx:
        yield esx, hiding


SILENT: Final = (errors.NotPermittedError, errors.NotSupportedError)


async def test_of_several_hosts_one_that_does_not_tell_stands_for_itself(
    silent: tuple[aioesx.Connection, Hiding],
) -> None:
    esx, hiding = silent
    for rows, hiding.path in LISTS.values():
        entries = await rows(esx, None)
        with pytest.raises(SILENT, match=hiding.path):
            await rows(esx, "esx1.example")

        (stands,) = (entry for entry in entries if entry.problems)
        assert (stands.name, stands.host) == ("<host-16>", "esx1.example")
        assert hiding.path in stands.problems[0]
        assert {e.host for e in entries if not e.problems} == {"esx2.example", "esx3.example"}


async def test_what_is_not_found_may_be_on_a_host_that_does_not_tell(
    silent: tuple[aioesx.Connection, Hiding],
) -> None:
    esx, hiding = silent
    for lookup, hiding.path in LOOKUPS.values():
        with pytest.raises(SILENT, match=hiding.path):
            await lookup(esx, None)
        with pytest.raises(errors.LookupFailedError):
            await lookup(esx, "esx2.example")

    hiding.path = "config.network.vswitch"
    (stands, *_) = (entry for entry in await esx.networks.list() if entry.problems)
    with pytest.raises(SILENT, match=hiding.path):
        await stands.network.info()
    assert (await esx.networks.lookup("vSwitch0", host="esx3.example")).name == "vSwitch0"


async def test_a_network_of_a_host_that_is_lost_is_not_said_to_be_gone(site: Site) -> None:
    told = "not responding"
    async with everything(site) as esx:
        network = await esx.networks.lookup("vSwitch0", host="esx1.example")
        card = await esx.interfaces.lookup("vmnic0", host="esx1.example")
        assert site.vcenter is not None
        site.vcenter.change(lambda state: state.lose(site.hosts["esx1"].state))

        for call in (network.info, network.xml, network.users, network.undefine, card.info):
            with pytest.raises(errors.NotSupportedError, match=told):
                await call()
        with pytest.raises(errors.NotSupportedError, match=told):
            await esx.networks.define("<network><name>lab</name></network>", host="esx1.example")
