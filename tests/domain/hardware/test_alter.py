"""Devices that stay: media, links, networks and modes changed, disks grown."""

from __future__ import annotations

from typing import Any, cast

import pytest
from support.reconfigures import reconfigures

import aioesx
from aioesx import errors
from aioesx.definition import CharacterDevice, Disk, Interface
from aioesx.definition.pieces import disk_piece
from aioesx.simulator import Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

ON, OFF = "web01", "db01"
GIB = 2**30


@pytest.fixture(params=[ON, OFF])
async def domain(esx: aioesx.Connection, request: pytest.FixtureRequest) -> aioesx.Domain:
    return await esx.domains.lookup(request.param)


@pytest.fixture
async def running(esx: aioesx.Connection) -> aioesx.Domain:
    return await esx.domains.lookup(ON)


@pytest.fixture
async def off(esx: aioesx.Connection) -> aioesx.Domain:
    return await esx.domains.lookup(OFF)


async def card(domain: aioesx.Domain) -> aioesx.DomainDevice:
    return next(one for one in await domain.devices() if one.kind == "interface")


async def test_a_disk_grows_by_target_and_never_shrinks(
    simulator: Simulator, domain: aioesx.Domain
) -> None:
    now = next(one.capacity for one in await domain.devices() if one.target == "sda")
    assert now is not None

    assert (await domain.grow("sda", now + 1)).capacity == now + 1024
    with pytest.raises(ValueError, match="a disk cannot shrink"):
        await domain.grow("sda", now)
    calls = reconfigures(simulator)
    assert (await domain.grow("sda", now + 1024)).capacity == now + 1024
    assert reconfigures(simulator) == calls


@pytest.mark.parametrize("wrong", ["hdc", "sdz", "00:0c:29:00:00:77"])
async def test_only_a_disk_grows(off: aioesx.Domain, wrong: str) -> None:
    with pytest.raises(errors.LookupFailedError):
        await off.grow(wrong, 2**40)


async def test_a_disk_on_an_ide_bus_does_not_grow_while_it_is_in_use(
    esx: aioesx.Connection, off: aioesx.Domain
) -> None:
    await off.attach(Disk(target="hda", bus="ide"), create=GIB)
    await off.start()

    with pytest.raises(errors.InvalidStateError, match="can only grow while it is off"):
        await off.grow("hda", 2 * GIB)


async def test_a_link_goes_down_now_and_stays_up_for_later(running: aioesx.Domain) -> None:
    mac = (await card(running)).mac
    assert mac is not None

    async def link(up: bool, **flags: Any) -> tuple[bool | None, bool | None]:
        found = await running.set_link(mac, up, **flags)
        return found.connected, found.start_connected

    assert await link(False) == (False, True)
    assert await link(True, live=True) == (True, True)
    assert await link(False, config=True) == (True, False)
    assert await link(False, live=True, config=True) == (False, False)


async def test_the_link_of_a_domain_that_is_off(off: aioesx.Domain) -> None:
    mac = (await card(off)).mac
    assert mac is not None

    assert (await off.set_link(mac, False)).start_connected is False
    with pytest.raises(errors.InvalidStateError, match="not running"):
        await off.set_link(mac, True, live=True)
    with pytest.raises(errors.LookupFailedError):
        await off.set_link("sda", True)
    with pytest.raises(TypeError, match="up must be True or False, not 'down'"):
        await off.set_link(mac, cast("bool", "down"))


async def test_a_medium_is_changed_and_taken_out(
    simulator: Simulator, domain: aioesx.Domain
) -> None:
    simulator.change(lambda host: host.datastore("datastore1").put_text("a.iso", "x"))
    xml = (
        "<disk type='file' device='cdrom'><source file='[datastore1] a.iso'/>"
        "<target dev='hdc' bus='ide'/></disk>"
    )

    drive = await domain.update(xml)
    assert (drive.source, drive.start_connected) == ("[datastore1] a.iso", True)
    drive = await domain.update(Disk(target="hdc", bus="ide", device="cdrom"))
    assert (drive.source, drive.start_connected) == (None, False)


async def test_a_card_is_plugged_into_another_network_and_keeps_the_rest(
    domain: aioesx.Domain,
) -> None:
    before = await card(domain)
    assert before.mac is not None

    after = await domain.update(Interface(mac=before.mac, source="DMZ"))

    assert after.source == "DMZ"
    assert (after.mac, after.model, after.key) == (before.mac, before.model, before.key)
    with pytest.raises(errors.NotSupportedError, match="vmxnet3 and stays so"):
        await domain.update(Interface(mac=before.mac, model="e1000"))


async def test_what_is_so_already_is_not_sent(simulator: Simulator, domain: aioesx.Domain) -> None:
    before = await card(domain)
    assert before.mac is not None

    assert await domain.update(Interface(mac=before.mac, source=before.source)) == before
    assert reconfigures(simulator) == 0


async def test_a_port_is_connected_elsewhere(off: aioesx.Domain) -> None:
    await off.attach(CharacterDevice(type="pipe", path="a"))

    changed = await off.update(CharacterDevice(port=0, type="file", path="[datastore1] s.log"))

    assert (changed.number, changed.source) == (0, "[datastore1] s.log")


async def test_the_mode_of_a_disk_changes_while_the_domain_is_off(
    running: aioesx.Domain, off: aioesx.Domain
) -> None:
    wanted = Disk(target="sda", bus="scsi", snapshot="no")

    assert (await off.update(wanted)).mode == "independent_persistent"
    piece = disk_piece(await off.xml(), "sda")
    assert piece is not None
    assert (await off.update(piece.xml)).mode == "independent_persistent"
    usual = Disk(target="sda", snapshot="internal")
    assert (await off.update(usual)).mode == "persistent"
    with pytest.raises(errors.InvalidStateError, match="can be changed while it is off"):
        await running.update(wanted)
    with pytest.raises(errors.NotSupportedError, match="cannot become another file"):
        await off.update(Disk(target="sda", bus="scsi", source="[datastore1] x.vmdk"))


@pytest.mark.parametrize(
    "wrong", [Disk(target="hdc", bus="ide"), Disk(target="sda", device="cdrom")]
)
async def test_a_device_does_not_become_one_of_another_kind(off: aioesx.Domain, wrong: Any) -> None:
    with pytest.raises(errors.UnsupportedError, match="is no"):
        await off.update(wrong)
