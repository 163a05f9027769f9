"""A machine is copied to another host: whole, as it was, or not there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any
from xml.etree import ElementTree

import pytest
from support.hosts import connected
from support.small_disks import MIB
from support.two_hosts import DISKS, a_machine, disks_of, traces_of
from support.vcenter import Estate, quick

import aioesx
from aioesx._server.moving import ExportWay, Proof
from aioesx.errors import ExportRefusedError, ProofError
from aioesx.simulator import Simulator, presets

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]


@pytest.fixture
def simulated() -> Any:
    host = presets.small_host(machines=2, profile=presets_profile())
    a_machine(host)
    return host


def presets_profile() -> Any:
    from aioesx.simulator.profile import PROFILES

    return PROFILES["esxi-8.0"]


@pytest.fixture
def other() -> Iterator[Simulator]:
    """The host that machines are copied to."""
    host = presets.empty_host(name="other", number=7, profile=presets_profile())
    with Simulator(host, username="root", password="secret") as simulator:
        yield simulator


@pytest.fixture
async def there(other: Simulator) -> AsyncIterator[aioesx.Connection]:
    async with connected(other) as esx:
        yield esx


@pytest.fixture
async def machine(simulator: Simulator, esx: aioesx.Connection) -> aioesx.Domain:
    place = "[datastore1] two01/data.vmdk"
    simulator.write_disk("two01", "", 64 * 1024 + 7, bytes(range(256)) * 700)
    simulator.write_disk("two01", "", DISKS[0] - 512, b"the end" * 64)
    simulator.write_disk("two01", place, MIB, b"data" * 50_000)
    return await esx.domains.lookup("two01")


@pytest.mark.parametrize("way", ["folder", "lease"])
async def test_a_copy_has_the_same_bytes_and_runs(
    simulator: Simulator,
    other: Simulator,
    there: aioesx.Connection,
    machine: aioesx.Domain,
    way: ExportWay,
) -> None:
    copy = await machine.copy_to(there, way=way)

    assert disks_of(other, "two01") == disks_of(simulator, "two01")
    assert traces_of(simulator).leases == traces_of(other).leases == 0
    await copy.start()
    assert (await copy.info()).state is aioesx.DomainState.RUNNING


def _xml(text: str) -> str:
    """Return a domain's XML without what is another at another host."""
    root = ElementTree.fromstring(text)
    root.attrib.pop("id", None)
    for element in root.iter():
        if element.tag == "mac":  # the address is the same; who gave it is not
            element.attrib = {"address": element.attrib["address"]}
        if element.tag.endswith("moref"):
            element.text = ""
        if element.tag == "source" and "file" in element.attrib:  # the host names the files
            element.attrib = {"file": ".vmdk"}
    return ElementTree.tostring(root, encoding="unicode")


async def test_a_copy_is_what_the_machine_is(
    there: aioesx.Connection, machine: aioesx.Domain
) -> None:
    copy = await machine.copy_to(there)

    assert _xml(await copy.xml()) == _xml(await machine.xml())


async def test_a_copy_keeps_its_firmware_variables(
    simulator: Simulator, other: Simulator, there: aioesx.Connection, machine: aioesx.Domain
) -> None:
    def nvram(host: Any) -> bytes:
        return bytes(host.datastore("datastore1").file("two01/two01.nvram").content.read(0, 9999))

    await machine.copy_to(there)

    assert other.change(nvram) == simulator.change(nvram)


@pytest.mark.long
async def test_variables_come_to_hosts_whose_leases_have_no_place_for_them() -> None:
    def nvram(host: Any) -> bytes:
        return bytes(host.datastore("datastore1").file("two01/two01.nvram").content.read(0, 9999))

    old = presets.empty_host(name="old")
    a_machine(old)
    older = presets.empty_host(name="older", number=8)
    with (
        Simulator(old, username="root", password="secret") as source,
        Simulator(older, username="root", password="secret") as target,
    ):
        async with connected(source) as here, connected(target) as there:
            await (await here.domains.lookup("two01")).copy_to(there)

        assert target.change(nvram) == source.change(nvram)
        assert disks_of(target, "two01") == disks_of(source, "two01")


@pytest.mark.parametrize("way", ["folder", "lease"])
@pytest.mark.parametrize("verify", ["full", pytest.param("none", marks=pytest.mark.long)])
async def test_a_copy_is_proved_as_much_as_is_asked_for(
    simulator: Simulator,
    other: Simulator,
    there: aioesx.Connection,
    machine: aioesx.Domain,
    way: ExportWay,
    verify: Proof,
) -> None:
    phases: list[str] = []

    await machine.copy_to(
        there, way=way, verify=verify, on_progress=lambda told: phases.append(told.phase)
    )

    assert ("verifying" in phases) == (verify == "full")
    assert disks_of(other, "two01") == disks_of(simulator, "two01")


def _disk(host: Any, path: str) -> Any:
    return host.datastore("datastore1").disk(path)


@pytest.mark.long
async def test_thin_disks_stay_thin_and_thick_ones_thick(
    simulator: Simulator, other: Simulator, esx: aioesx.Connection, there: aioesx.Connection
) -> None:
    simulator.change(lambda host: a_machine(host, "thick01", thin=False))
    for name, thin in (("two01", True), ("thick01", False)):
        await (await esx.domains.lookup(name)).copy_to(there)
        path = f"{name}/{name}.vmdk"
        disk = other.change(partial(_disk, path=path))
        assert disk.thin is thin


async def test_a_copy_beside_the_machine_is_somebody_else(
    simulator: Simulator, esx: aioesx.Connection, machine: aioesx.Domain
) -> None:
    copy = await machine.copy_to(esx, name="twin")

    assert copy.uuid not in (None, machine.uuid)
    own, others = [{card.mac for card in await one.interfaces()} for one in (copy, machine)]
    assert own.isdisjoint(others)
    assert disks_of(simulator, "twin") == disks_of(simulator, "two01")


@pytest.mark.parametrize("kind", ["plain", "coroutine"])
async def test_what_is_to_be_known_is_told_before_the_first_byte(
    simulator: Simulator, esx: aioesx.Connection, machine: aioesx.Domain, kind: str
) -> None:
    told: list[aioesx.Obstacle] = []

    def hear(warning: aioesx.Obstacle) -> None:
        assert simulator.call_count["ImportVApp"] == 0
        told.append(warning)

    async def hear_too(warning: aioesx.Obstacle) -> None:
        hear(warning)

    await machine.copy_to(esx, name="twin", on_warning=hear if kind == "plain" else hear_too)

    assert [one.kind for one in told].count("uuid") == 1


async def test_what_is_in_the_way_is_told_at_once_and_nothing_is_begun(
    simulator: Simulator, other: Simulator, esx: aioesx.Connection, there: aioesx.Connection
) -> None:
    other.change(lambda host: presets.add_machine(host, presets.MachineKind("web01")))
    running = await esx.domains.lookup("web01")
    await there.domains.list()  # by which the host's place is known
    other.change(lambda host: setattr(host, "maintenance", True))
    before = traces_of(other)

    with pytest.raises(ExportRefusedError) as refused:
        await running.copy_to(there, datastore="nowhere", networks={"VM Network": "dmz"})

    kinds = {obstacle.kind for obstacle in refused.value.refusals}
    assert kinds >= {"running", "name", "datastore", "network", "maintenance"}
    assert traces_of(other) == before
    assert other.call_count["ImportVApp"] == simulator.call_count["ExportVm"] == 0


@pytest.mark.long
async def test_hardware_that_is_too_new_for_the_other_host_is_told_of(
    machine: aioesx.Domain,
) -> None:
    with Simulator(presets.empty_host(), username="root", password="secret") as older:
        async with connected(older) as there:
            with pytest.raises(ExportRefusedError, match="up to vmx-13, not vmx-21"):
                await machine.copy_to(there)


async def test_networks_and_datastores_are_mapped(
    other: Simulator, there: aioesx.Connection, machine: aioesx.Domain
) -> None:
    names = other.change(lambda host: [group.name for group in host.network.networks()])
    wanted = next(name for name in names if name != "VM Network")

    copy = await machine.copy_to(
        there, name="moved", datastore="nfs1", networks={"VM Network": wanted}
    )

    assert {card.source for card in await copy.interfaces()} == {wanted}
    assert {
        (disk.source or "").partition("]")[0]
        for disk in await copy.disks()
        if disk.device == "disk"
    } == {"[nfs1"}


async def test_a_free_licence_is_told_of_before_the_first_byte(
    there: aioesx.Connection, machine: aioesx.Domain, other: Simulator, monkeypatch: Any
) -> None:
    from aioesx.export.arrival import destination

    async def free(_: Any) -> str:
        return "vSphere 8 Hypervisor"

    monkeypatch.setattr(destination, "_licence", free)
    with pytest.raises(ExportRefusedError, match="allows reading only"):
        await machine.copy_to(there)
    assert other.call_count["ImportVApp"] == 0


async def test_a_copy_tells_how_far_it_is(there: aioesx.Connection, machine: aioesx.Domain) -> None:
    told: list[aioesx.ExportProgress] = []

    await machine.copy_to(there, on_progress=told.append)

    phases = list(dict.fromkeys(each.phase for each in told))
    assert phases == ["preparing", "copying", "finishing", "verifying"]
    ends = {each.disk for each in told if each.disk and each.at == each.capacity}
    assert ends == {1, 2}


async def test_what_the_host_kept_otherwise_is_taken_away_again(
    other: Simulator, there: aioesx.Connection, machine: aioesx.Domain
) -> None:
    before = traces_of(other)

    def spoil(told: aioesx.ExportProgress) -> None:
        if told.phase == "verifying":
            other.write_disk("two01", "", 70_000, b"something else")

    with pytest.raises(ProofError) as wrong:
        await machine.copy_to(there, on_progress=spoil)

    assert wrong.value.offset == 0
    assert traces_of(other) == before


@pytest.mark.long
async def test_two_ends_do_not_wait_for_each_other(
    simulator: Simulator, other: Simulator, there: aioesx.Connection, machine: aioesx.Domain
) -> None:
    limits = aioesx.ExportLimits(per_disk=1, per_host=1, total=1)

    await machine.copy_to(there, limits=limits, way="folder")

    assert disks_of(other, "two01") == disks_of(simulator, "two01")
    assert traces_of(other).leases == 0


@pytest.mark.long
async def test_a_copy_goes_to_the_host_that_a_vcenter_names(
    simulator: Simulator, machine: aioesx.Domain
) -> None:
    estate = Estate(host_profile=presets_profile(), options=quick(0.0))
    with estate.site() as site:
        assert site.vcenter is not None
        where = f"{site.vcenter.address}:{site.vcenter.port}/eu/west/dc1/c1/esx1.example"
        uri = f"vpx://root@{where}?cacert={site.vcenter.ca_file}"
        async with aioesx.connect(uri, password="secret") as there:
            copy = await machine.copy_to(there, datastore="datastore1")
            await copy.start()

        assert disks_of(site.hosts["esx1"], "two01") == disks_of(simulator, "two01")
