"""Devices attached and detached: where they go, and what is refused before anything is sent."""

from __future__ import annotations

import re
from typing import Any

import anyio
import httpx
import pytest
from support.reconfigures import reconfigures

import aioesx
from aioesx import NewDisk, errors
from aioesx.definition import CharacterDevice, Controller, Disk, DriveAddress, HostDevice, Interface
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


def files(simulator: Simulator) -> set[str]:
    found: set[str] = simulator.change(lambda host: set(host.datastore("datastore1").files))
    return found


async def targets(domain: aioesx.Domain) -> list[str]:
    return [disk.target for disk in await domain.disks() if disk.device == "disk"]


async def test_a_new_disk_gets_the_next_place_and_a_name_from_the_host(
    domain: aioesx.Domain,
) -> None:
    disk = await domain.attach(Disk(), create=GIB)

    assert (disk.kind, disk.target, disk.capacity) == ("disk", "sdb", GIB)
    assert disk.source == f"[datastore1] {domain.name}/{domain.name}_1.vmdk"
    assert disk in await domain.devices()


@pytest.mark.parametrize(
    ("provisioning", "thin"), [("thin", True), ("lazy", False), ("eager", False)]
)
async def test_a_new_disk_is_provisioned_as_asked(
    simulator: Simulator, off: aioesx.Domain, provisioning: Any, thin: bool
) -> None:
    path = "[datastore1] db01/mine.vmdk"

    disk = await off.attach(Disk(source=path), create=NewDisk(size=1025, provisioning=provisioning))

    assert (disk.source, disk.capacity) == (path, 2048)
    store = simulator.change(lambda host: host.datastore("datastore1"))
    assert store.disk("db01/mine.vmdk").thin is thin


async def test_a_disk_in_xml_goes_where_its_target_says(domain: aioesx.Domain) -> None:
    path = f"[datastore1] {domain.name}/extra.vmdk"
    xml = f"<disk type='file'><source file='{path}'/><target dev='sdq'/></disk>"

    disk = await domain.attach(xml, create=GIB)

    assert (disk.target, disk.address) == ("sdq", (1, 0, 1))
    controllers = [one for one in await domain.devices() if one.bus == "scsi" and not one.target]
    assert [one.model for one in controllers if one.kind == "controller"] == ["lsilogic"] * 2


async def test_an_address_is_obeyed_and_the_seventh_unit_is_the_controller(
    off: aioesx.Domain,
) -> None:
    disk = await off.attach(Disk(bus="scsi", address=DriveAddress(0, 0, 8)), create=GIB)
    assert disk.target == "sdh"

    with pytest.raises(errors.UnsupportedError, match="the controller's own"):
        await off.attach(Disk(bus="scsi", address=DriveAddress(0, 0, 7)), create=GIB)
    with pytest.raises(errors.AlreadyExistsError, match="target sdh already exists"):
        await off.attach(Disk(target="sdh"), create=GIB)


async def test_a_controller_of_the_same_model_is_added_when_one_is_full(
    off: aioesx.Domain,
) -> None:
    for _ in range(15):
        await off.attach(Disk(bus="scsi"), create=NewDisk(size=1024))

    found = await off.devices()
    addresses = [one.address for one in found if one.kind == "disk"]
    assert [address.controller for address in addresses if address] == [0] * 15 + [1]
    assert [one.model for one in found if one.kind == "controller" and one.bus == "scsi"] == [
        "lsilogic", "lsilogic",
    ]  # fmt: skip


async def test_changes_at_once_each_get_a_place_of_their_own(running: aioesx.Domain) -> None:
    async def attach() -> None:
        await running.attach(Disk(), create=1024)

    async with anyio.create_task_group() as tasks:
        for _ in range(6):
            tasks.start_soon(attach)

    assert await targets(running) == ["sda", "sdb", "sdc", "sdd", "sde", "sdf", "sdg"]


async def test_a_detached_disk_keeps_its_file_and_comes_back(
    simulator: Simulator, domain: aioesx.Domain
) -> None:
    disk = await domain.attach(Disk(), create=GIB)
    before = files(simulator)

    await domain.detach("sdb")
    assert files(simulator) == before
    assert await targets(domain) == ["sda"]

    assert await domain.attach(Disk(source=disk.source, target="sdc")) == await _find(domain, "sdc")


async def _find(domain: aioesx.Domain, target: str) -> aioesx.DomainDevice:
    return next(one for one in await domain.devices() if one.target == target)


async def test_a_file_is_deleted_only_if_that_is_said(
    simulator: Simulator, domain: aioesx.Domain
) -> None:
    before = files(simulator)
    await domain.attach(Disk(), create=GIB)

    await domain.detach("sdb", delete_files=True)

    assert files(simulator) == before


async def test_the_same_file_is_not_attached_twice(
    simulator: Simulator, esx: aioesx.Connection, off: aioesx.Domain
) -> None:
    own = "[datastore1] db01/db01.vmdk"
    with pytest.raises(errors.AlreadyExistsError, match=r"db01.vmdk' \(sda\)"):
        await off.attach(Disk(source=own))
    with pytest.raises(errors.FileLockedError, match="in use by domain 'web01', which runs"):
        await off.attach(Disk(source="[datastore1] web01/web01.vmdk"))
    assert reconfigures(simulator) == 0


class Asked(httpx.ASGITransport):
    """Keeps which machines' devices are asked for."""

    def __init__(self, app: Any) -> None:
        super().__init__(app)
        self.machines: set[str] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = (await request.aread()).decode()
        if "config.hardware.device" in body:
            self.machines |= set(
                re.findall(r'<obj type="(?:VirtualMachine|Datastore)">([^<]+)', body)
            )
        return await super().handle_async_request(request)


async def test_only_running_machines_are_asked_for_their_disks(
    simulator: Simulator, off: aioesx.Domain, esx: aioesx.Connection
) -> None:
    """Whoever is off has locked no file, and there may be a thousand on a datastore."""
    spare = "[datastore1] spare.vmdk"
    await off.attach(Disk(target="sdb", source=spare), create=GIB)
    await off.detach("sdb")
    asked = Asked(simulator.asgi)
    uri = "esx://root@host.example/?transport=http"
    async with aioesx.connect(uri, password=simulator.password, transport=asked) as other:
        domain = await other.domains.lookup(OFF)
        asked.machines.clear()

        await domain.attach(Disk(source=spare))

    running = await esx.domains.list(states="running")
    assert asked.machines == {entry.domain.ref.value for entry in running}


INDEPENDENT = [
    (Disk(), "persistent"),
    (Disk(snapshot="no"), "independent_persistent"),
    (Disk(transient=True), "independent_nonpersistent"),
]


@pytest.mark.parametrize(("disk", "mode"), INDEPENDENT)
async def test_the_mode_of_a_disk(off: aioesx.Domain, disk: Disk, mode: str) -> None:
    assert (await off.attach(disk, create=GIB)).mode == mode


async def test_a_card_gets_the_model_of_the_others_and_an_address(domain: aioesx.Domain) -> None:
    card = await domain.attach(
        "<interface type='network'><source network='VM Network'/></interface>"
    )

    assert (card.kind, card.model, card.source) == ("interface", "vmxnet3", "VM Network")
    assert card.mac is not None
    assert card.start_connected
    await domain.detach(card.mac.upper().replace(":", "-"))
    assert len(await domain.interfaces()) == 1


async def test_a_card_with_its_own_address_and_model_and_no_link(domain: aioesx.Domain) -> None:
    mac = "00:50:56:01:02:03"
    wanted = Interface(source="DMZ", mac=mac, model="e1000e", link_up=False)

    card = await domain.attach(wanted)

    assert (card.mac, card.model, card.connected, card.start_connected) == (
        mac, "e1000e", False, False,
    )  # fmt: skip
    with pytest.raises(errors.AlreadyExistsError, match=mac):
        await domain.attach(wanted)


PORTS = [
    (CharacterDevice(type="pipe", path="com1", mode="bind"), "com1"),
    (CharacterDevice(type="dev", path="/dev/ttyS0"), "/dev/ttyS0"),
    (CharacterDevice(type="file", path="[datastore1] db01/serial.log"),
     "[datastore1] db01/serial.log"),
    (CharacterDevice(type="tcp", host="::1", service="5000", protocol="telnet", mode="bind"),
     "telnet://[::1]:5000"),
    (CharacterDevice(type="tcp", host="h", service="5000", proxy="telnets://vspc:13370"),
     "tcp://h:5000"),
]  # fmt: skip


@pytest.mark.parametrize(("port", "source"), PORTS)
async def test_a_serial_port(off: aioesx.Domain, port: CharacterDevice, source: str) -> None:
    found = await off.attach(port)

    assert (found.kind, found.number, found.source) == ("serial", 0, source)
    with pytest.raises(errors.AlreadyExistsError, match="serial port 0"):
        await off.attach("<serial type='pipe'><source path='b'/><target port='0'/></serial>")
    await off.detach(CharacterDevice(port=0))
    assert "serial" not in [one.kind for one in await off.devices()]


async def test_drives_come_and_go_while_the_domain_is_off(
    simulator: Simulator, off: aioesx.Domain
) -> None:
    simulator.change(lambda host: host.datastore("datastore1").put_text("a.flp", "x"))

    floppy = await off.attach(
        Disk(device="floppy", bus="fdc", target="fda", source="[datastore1] a.flp")
    )
    drive = await off.attach(Disk(device="cdrom", bus="sata"))

    assert (floppy.kind, floppy.target, floppy.source) == ("floppy", "fda", "[datastore1] a.flp")
    assert (drive.kind, drive.bus, drive.source) == ("cdrom", "sata", None)
    await off.detach("fda")


COLD = [
    (Disk(target="hda", bus="ide"), "a disk on an IDE bus"),
    (Disk(device="cdrom", bus="ide", target="hdb"), "a CD-ROM drive on an IDE bus"),
    (Disk(device="floppy", bus="fdc", target="fda"), "a floppy drive"),
    (CharacterDevice(type="pipe", path="p"), "a serial port"),
    (CharacterDevice(type="dev", path="/dev/lp0", device="parallel"), "a parallel port"),
]


@pytest.mark.parametrize(("device", "what"), COLD)
async def test_what_no_running_domain_takes_is_told_before_anything_is_sent(
    simulator: Simulator, running: aioesx.Domain, device: Any, what: str
) -> None:
    create = GIB if isinstance(device, Disk) and device.device == "disk" else None

    with pytest.raises(errors.InvalidStateError, match=f"{what} can only be attached while"):
        await running.attach(device, create=create)
    assert reconfigures(simulator) == 0


async def test_flags_mean_what_they_mean_to_libvirt(
    running: aioesx.Domain, off: aioesx.Domain
) -> None:
    with pytest.raises(errors.InvalidStateError, match="domain 'db01' is not running"):
        await off.attach(Disk(), create=GIB, live=True)
    with pytest.raises(errors.NotSupportedError, match="has one configuration"):
        await running.attach(Disk(), create=GIB, config=True)

    await off.attach(Disk(), create=GIB, config=True)
    await running.attach(Disk(), create=GIB, live=True)
    await running.attach(Disk(), create=GIB, live=True, config=True)


async def test_a_suspended_domain_keeps_its_devices(
    esx: aioesx.Connection, running: aioesx.Domain
) -> None:
    await running.suspend()

    with pytest.raises(errors.InvalidStateError, match="is suspended"):
        await running.attach(Disk(), create=GIB)
    with pytest.raises(errors.InvalidStateError, match="is suspended"):
        await running.detach("sda")


async def test_snapshots_keep_files_and_sizes(simulator: Simulator, off: aioesx.Domain) -> None:
    await off.snapshots.create("first")
    before = files(simulator)

    with pytest.raises(errors.InvalidStateError, match="has snapshots"):
        await off.grow("sda", 2**40)
    with pytest.raises(errors.InvalidStateError, match="has snapshots"):
        await off.detach("sda", delete_files=True)
    assert files(simulator) == before
    assert reconfigures(simulator) == 0


WRONG = [
    (Disk(target="vda", bus="virtio"), errors.UnsupportedError, "no disk on 'virtio'"),
    (Disk(target="sdzz"), errors.UnsupportedError, "no place 'sdzz'"),
    (Disk(target="sdb", bus="ide"), errors.UnsupportedError, "no name of a ide disk"),
    (Disk(target="hda", type="network"), errors.UnsupportedError, "type 'network'"),
    (Interface(source="nowhere"), errors.NoSuchNetworkError, "the host has DMZ, VM Network"),
    (Interface(type="user"), errors.UnsupportedError, "an interface of type 'user'"),
    (Interface(source="DMZ", model="virtio"), errors.UnsupportedError, "no model of a VMware"),
    (CharacterDevice(type="pty"), errors.UnsupportedError, "type 'pty'"),
    (Controller(type="ide"), errors.UnsupportedError, "cannot be attached"),
    (Controller(type="scsi", index=0), errors.AlreadyExistsError, "the scsi controller 0"),
    (Controller(type="scsi", index=4), errors.NotSupportedError, "4 scsi controllers at most"),
    (Controller(type="sata", model="lsilogic"), errors.InvalidArgumentError, "has no model"),
    (Disk(target="sdc", readonly=True), errors.UnsupportedError, "none is 'readonly'"),
    (Disk(target="sdc", address=DriveAddress(unit=3)), errors.UnsupportedError, "place of 'sdc'"),
    (Disk(bus="scsi", address=DriveAddress(bus=1)), errors.UnsupportedError, "no scsi disk"),
    (Disk(bus="scsi", address=DriveAddress(target=1)), errors.UnsupportedError, "no scsi disk"),
    (Disk(bus="ide", address=DriveAddress(controller=1)), errors.UnsupportedError, "no ide disk"),
    (Interface(source="DMZ", mac="00:0C:29:00:02:01"), errors.AlreadyExistsError, "MAC address"),
    (Interface(source="DMZ", mac="0-c"), ValueError, "'0-c' is no MAC address"),
    (CharacterDevice(type="pipe", path="p", port=2), errors.NotSupportedError, "the next is 0"),
    ("<video/>", errors.UnsupportedError, "no device 'video'"),
    ("<disk", errors.DomainXmlError, "not well-formed"),
    ("sdb", TypeError, "is no device"),
    (17, TypeError, "is no device"),
]


@pytest.mark.parametrize(("device", "error", "said"), WRONG)
async def test_what_cannot_be_is_told_before_anything_is_sent(
    simulator: Simulator, off: aioesx.Domain, device: Any, error: type[Exception], said: str
) -> None:
    create = GIB if isinstance(device, Disk) else None

    with pytest.raises(error, match=said):
        await off.attach(device, create=create)
    assert reconfigures(simulator) == 0


@pytest.mark.parametrize("size", [0, -1, 2**60, True, 2e9, "20G"])
async def test_a_disk_has_a_size(simulator: Simulator, off: aioesx.Domain, size: Any) -> None:
    with pytest.raises(ValueError, match="1 byte to 64 TiB"):
        await off.attach(Disk(), create=size)
    with pytest.raises(ValueError, match="1 byte to 64 TiB"):
        await off.attach(Disk(), create=NewDisk(size=size))
    with pytest.raises(ValueError, match="1 byte to 64 TiB"):
        await off.grow("sda", size)
    assert reconfigures(simulator) == 0


@pytest.mark.parametrize("target", ["sdb", "sdh", "sdq", "sdar", "hdd"])
async def test_a_disk_comes_back_by_its_own_xml(off: aioesx.Domain, target: str) -> None:
    """With the address that the domain's XML says of it."""
    path = "[datastore1] db01/again.vmdk"
    there = await off.attach(Disk(target=target, source=path), create=GIB)
    piece = disk_piece(await off.xml(), target)
    assert piece is not None
    await off.detach(piece.xml)

    assert (await off.attach(piece.xml)).address == there.address


async def test_what_is_to_be_detached_is_there_and_is_one(
    simulator: Simulator, off: aioesx.Domain
) -> None:
    with pytest.raises(errors.LookupFailedError, match="domain 'db01' has sda, hdc"):
        await off.detach("sdb")
    for bus in ("sata", "virtio"):
        with pytest.raises(errors.LookupFailedError, match=f"disk 'sda' on '{bus}'"):
            await off.detach(Disk(target="sda", bus=bus), delete_files=True)
    with pytest.raises(errors.LookupFailedError, match="its file is"):
        await off.detach(Disk(target="sda", source="[datastore1] other.vmdk"), delete_files=True)
    await off.attach(Disk(bus="sata", target="sda"), create=GIB)
    with pytest.raises(errors.AmbiguousNameError, match="2 disks bear 'sda'"):
        await off.detach("sda")
    await off.detach(Disk(target="sda", bus="sata"))
    with pytest.raises(errors.InvalidStateError, match="has devices on it"):
        await off.detach(Controller(type="scsi", index=0))
    await off.detach(Controller(type="sata", index=0))
    with pytest.raises(errors.NotSupportedError, match="no machine is without IDE 0"):
        await off.detach(Controller(type="ide", index=0))


async def test_a_device_of_the_host_is_told_not_to_be_there(off: aioesx.Domain) -> None:
    with pytest.raises(errors.LookupFailedError, match="USB device '0x1234:0x5678'"):
        await off.detach(HostDevice(type="usb", vendor=0x1234, product=0x5678))


KEY = HostDevice(type="usb", vendor=0x0529, product=0x0001)
CARD = "<hostdev type='pci'><source><address bus='0x3b' slot='0' function='{}'/></source></hostdev>"


async def test_a_usb_device_of_the_host_brings_its_controller(domain: aioesx.Domain) -> None:
    found = await domain.attach(KEY)

    assert (found.kind, found.source) == ("usb", "vid:0x0529 pid:0x0001")
    with pytest.raises(errors.AlreadyExistsError, match="0x0529:0x0001"):
        await domain.attach(KEY)
    await domain.detach(KEY)
    assert (await domain.attach(KEY)).kind == "usb"


async def test_a_usb_device_is_not_named_by_its_place(off: aioesx.Domain) -> None:
    with pytest.raises(errors.NotSupportedError, match="by vendor and product"):
        await off.attach(HostDevice(type="usb", bus=1, device=4))


async def test_a_pci_device_that_the_host_gives_away(
    simulator: Simulator, running: aioesx.Domain, off: aioesx.Domain
) -> None:
    with pytest.raises(errors.InvalidStateError, match="a PCI device can only be attached while"):
        await running.attach(CARD.format(0))
    with pytest.raises(errors.NotSupportedError, match=r"keeps the PCI device 0000:5e:00\.0"):
        await off.attach(CARD.format(0).replace("3b", "5e"))
    with pytest.raises(errors.LookupFailedError, match=r"'0000:3b:00\.7' on the host"):
        await off.attach(CARD.format(7))

    found = await off.attach(CARD.format(0))
    assert found.kind == "pci"
    with pytest.raises(errors.AlreadyExistsError, match=r"0000:3b:00\.0"):
        await off.attach(CARD.format(0))
    await off.attach(CARD.format(1))
    await off.detach(CARD.format(0))
    assert [one.kind for one in await off.devices()].count("pci") == 1
