"""What a simulated host tells of its domains."""

from __future__ import annotations

from collections.abc import AsyncIterator
from ipaddress import ip_address

import pytest
from support.hosts import connected
from support.waiting import until

import aioesx
from aioesx import DomainState, errors, vim
from aioesx._server.collector import Properties
from aioesx.domain import GuestAddress, GuestInterface, StateReason
from aioesx.domain.devices import vnc_display_of
from aioesx.domain.guest import guest_interfaces
from aioesx.simulator import Simulator, presets

OFF = "db01"
ON = "web01"
WITHOUT_TOOLS = "win01"
run_async = pytest.mark.anyio


@pytest.fixture
async def vnc() -> AsyncIterator[aioesx.Connection]:
    host = presets.small_host(machines=0)
    settings = (
        ("RemoteDisplay.vnc.enabled", "TRUE"),
        ("RemoteDisplay.vnc.port", "5907"),
        ("RemoteDisplay.vnc.ip", "192.0.2.1"),
        ("ethernet1.present", "TRUE"),
        ("ethernet1.virtualDev", "e1000"),
        ("ethernet1.networkName", "DMZ"),
        ("ethernet1.addressType", "static"),
        ("ethernet1.address", "00:50:56:3a:4b:5c"),
    )
    presets.add_machine(host, presets.MachineKind("vnc01", settings=settings))
    async with Simulator(host, tls=False) as simulator, connected(simulator) as esx:
        yield esx


@run_async
async def test_status_has_a_reason(simulator: Simulator, esx: aioesx.Connection) -> None:
    simulator.ask_on("PowerOnVM_Task", OFF, text="Shall I?")
    domain = await esx.domains.lookup(OFF)

    before = await domain.status()
    await esx.call(vim.PowerOnVM_Task(this=domain.ref))
    await until(domain.pending_question)
    now = await domain.status()

    assert (before.state, before.reason) == (DomainState.SHUTOFF, StateReason.UNKNOWN)
    assert now.reason is StateReason.QUESTION
    assert now.question is not None
    assert now.question.text.endswith("Shall I?")


@run_async
async def test_a_running_domain_tells_when_it_booted(esx: aioesx.Connection) -> None:
    status = await (await esx.domains.lookup(ON)).status()

    assert status.booted is not None
    assert status.booted.tzinfo is not None


@run_async
async def test_hostname_and_addresses_come_from_the_guest(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(ON)

    assert await domain.hostname() == ON
    cards = await domain.interface_addresses()

    assert [card.name for card in cards] == ["VM Network"]
    assert cards[0].addresses[0].prefix == 24


@run_async
@pytest.mark.parametrize(
    ("name", "kind"),
    [(OFF, errors.InvalidStateError), (WITHOUT_TOOLS, errors.ToolsUnavailableError)],
)
async def test_without_a_guest_that_tells(
    esx: aioesx.Connection, name: str, kind: type[errors.EsxError]
) -> None:
    domain = await esx.domains.lookup(name)

    with pytest.raises(kind, match=name):
        await domain.hostname()
    with pytest.raises(kind, match=name):
        await domain.interface_addresses()


def test_addresses_of_old_tools_have_no_prefix_and_nonsense_is_left_out() -> None:
    card = vim.GuestNicInfo(
        network="LAN",
        mac_address="00:0c:29:00:00:01",
        connected=True,
        device_config_id=4000,
        ip_address=["192.0.2.7", "nonsense", "fe80::1"],
    )
    gone = vim.GuestNicInfo(network="LAN", connected=False, device_config_id=4001)

    found = guest_interfaces({"runtime.powerState": "poweredOn", "guest.net": [card, gone]}, "x")

    addresses = tuple(GuestAddress(ip_address(a), None) for a in ("192.0.2.7", "fe80::1"))
    assert found == [GuestInterface("LAN", "00:0c:29:00:00:01", addresses)]


@run_async
async def test_disks_and_cards(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(ON)

    disks = await domain.disks()
    cards = await domain.interfaces()

    assert (disks[0].target, disks[0].device) == ("sda", "disk")
    assert disks[0].source == "[datastore1] web01/web01.vmdk"
    assert disks[0].capacity == 16 * 1024**3
    assert [(c.type, c.source, c.model) for c in cards] == [("bridge", "VM Network", "vmxnet3")]
    assert await domain.vnc_display() is None


@run_async
async def test_vnc_and_a_second_card(vnc: aioesx.Connection) -> None:
    domain = await vnc.domains.lookup("vnc01")

    display = await domain.vnc_display()

    assert str(display) == "192.0.2.1:7"
    assert [card.model for card in await domain.interfaces()] == ["vmxnet3", "e1000"]


@pytest.mark.parametrize("port", ["abc", "59 01", "٥٩٠١", "-1", "9" * 5000])
def test_a_port_that_is_none_is_an_error_of_ours(port: str) -> None:
    told = {"RemoteDisplay.vnc.enabled": "TRUE", "RemoteDisplay.vnc.port": port}
    extra = [vim.OptionValue(key=key, value=value) for key, value in told.items()]
    ref = vim.ManagedObjectReference("VirtualMachine", "1")

    with pytest.raises(errors.ProtocolError, match=r"RemoteDisplay\.vnc\.port") as caught:
        vnc_display_of(Properties(ref, {"config.extraConfig": extra}))

    assert len(str(caught.value)) < 100


@run_async
async def test_cpu_time_comes_from_the_counters(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(ON)

    usage = await domain.cpu_usage(samples=3)

    assert [sample.interval for sample in usage.samples] == [20] * len(usage.samples)
    assert usage.samples
    assert usage.time > 0
    assert 0 < usage.load < 2


@run_async
async def test_other_facts(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(ON)

    assert domain.os_type == "hvm"
    assert await domain.pending_question() is None
