"""What a change of devices leaves: the device as it was asked for, its key, its file."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest
from support.device_changes import build, change, changes, find, reconfigured
from support.device_table import DEVICES, make

from aioesx import vim
from aioesx.simulator.faults import Refused
from aioesx.simulator.methods import reconfigure
from aioesx.simulator.methods.admission import admit
from aioesx.simulator.presets import MachineKind, add_machine
from aioesx.simulator.properties.devices import devices
from aioesx.simulator.state.disks import Disk
from aioesx.simulator.state.machine import Machine

DISK, CARD = DEVICES["disk on scsi"], DEVICES["ethernet"]
FLAT: dict[str, Any] = DISK["backing"]


def added(machine: Machine, *described: dict[str, Any], file: str | None = None) -> list[Any]:
    """Add devices by one task; return what there is since."""
    known = {device.key for device in devices(machine)}
    changes(machine, *[change("add", device, file) for device in described])
    return [device for device in devices(machine) if device.key not in known]


def disk(name: str = "", **fields: Any) -> dict[str, Any]:
    backing = {**FLAT, "fileName": name, **fields.pop("backing", {})}
    return {**DISK, "unitNumber": -1, "backing": backing, **fields}


KEYS = {
    "disk on scsi": 2001,
    "disk on sata": 16001,
    "disk on nvme": 32001,
    "disk on ide": 3001,
    "cdrom on scsi": 2001,
    "cdrom on sata": 16001,
    "cdrom on ide": 3001,
    "floppy": 8000,
    "ethernet": 4001,
    "serial": 9000,
    "parallel": 10000,
    "scsi controller": 1001,
    "sata controller": 15001,
    "nvme controller": 31001,
    "usb controller": 7000,
    "usb device": 20000,
    "pci passthrough": 13000,
    "sound": 5000,
    "watchdog": 18000,
}
_FOUND_BY_HOST = {"fileName", "datastore", "uuid", "contentId", "sharing", "split", "writeThrough"}


@pytest.mark.parametrize("kind", DEVICES)
def test_an_added_device_is_as_it_was_asked_for(machine: Machine, kind: str) -> None:
    file = "create" if kind.startswith("disk") else None
    [found] = added(machine, DEVICES[kind], file=file)
    wanted: Any = make(DEVICES[kind], build)
    assert (found.key, type(found)) == (KEYS[kind], type(wanted))
    for name, field in wanted.backing.wire_fields.items() if wanted.backing is not None else ():
        value = getattr(wanted.backing, name)
        if value is not None and field.wire not in _FOUND_BY_HOST:
            assert getattr(found.backing, name) == value


@pytest.mark.parametrize("kind", DEVICES)
def test_a_removed_device_leaves_no_setting(machine: Machine, kind: str) -> None:
    before = dict(machine.config.settings)
    [found] = added(machine, DEVICES[kind], file="create" if kind.startswith("disk") else None)
    assert dict(machine.config.settings) != before
    changes(machine, change("remove", found))
    assert dict(machine.config.settings) == before


@pytest.mark.parametrize("kind", DEVICES)
def test_a_device_that_is_written_back_changes_nothing(machine: Machine, kind: str) -> None:
    [found] = added(machine, DEVICES[kind], file="create" if kind.startswith("disk") else None)
    before = machine.config.settings
    changes(machine, change("edit", found))
    assert dict(machine.config.settings) == dict(before)
    assert find(machine, found.key) == found


# --- keys ----------------------------------------------------------------------------------------


def test_an_entry_names_a_controller_that_one_before_it_adds(machine: Machine) -> None:
    controller = {**DEVICES["scsi controller"], "key": -101}
    wanted = disk(controllerKey=-101, key=-102, unitNumber=5)

    changes(machine, change("add", controller), change("add", wanted, "create"))

    new_disk = find(machine, 2000 + 16 + 5)
    assert (new_disk.controller_key, new_disk.unit_number) == (1001, 5)
    assert find(machine, 1001).device == [new_disk.key]


def test_fourteen_more_disks_leave_the_controllers_own_unit_free(machine: Machine) -> None:
    found = added(machine, *[disk()] * 14, file="create")
    assert [device.unit_number for device in found] == [1, 2, 3, 4, 5, 6, *range(8, 16)]
    assert len({device.backing.file_name for device in found}) == 14


def test_a_drive_moves_to_another_unit(machine: Machine) -> None:
    moved = find(machine, 2000)
    name = moved.backing.file_name
    moved.unit_number = 9
    changes(machine, change("edit", moved))
    assert find(machine, 2000) is None
    assert find(machine, 2009).backing.file_name == name


# --- files of disks ------------------------------------------------------------------------------

NAMES = [
    # as it is asked for, where it is then
    ("", "[datastore1] web/web_1.vmdk"),
    ("[datastore1]", "[datastore1] web/web_1.vmdk"),
    ("[nfs1]", "[nfs1] web/web.vmdk"),
    ("[datastore1] web/data.vmdk", "[datastore1] web/data.vmdk"),
    ("[datastore1] data.vmdk", "[datastore1] data.vmdk"),
]


@pytest.mark.parametrize(("name", "place"), NAMES)
def test_a_new_disk_is_where_it_was_asked_for(machine: Machine, name: str, place: str) -> None:
    [found] = added(machine, disk(name), file="create")
    store = machine.host.datastore(place[1:].partition("]")[0])
    assert found.backing.file_name == place
    assert found.backing.datastore == machine.host.ref(store)
    assert store.disk(place.partition("] ")[2]).capacity_kb == 1024


KINDS = [
    # thinProvisioned, eagerlyScrub: what the disk says then
    (True, False, (True, False)),
    (False, False, (False, False)),
    (False, True, (False, True)),
    (None, None, (False, False)),
]


@pytest.mark.parametrize(("thin", "eager", "said"), KINDS)
def test_a_new_disk_is_thin_or_thick(
    machine: Machine, thin: bool | None, eager: bool | None, said: tuple[bool, bool]
) -> None:
    wanted = disk(backing={"thinProvisioned": thin, "eagerlyScrub": eager})
    [found] = added(machine, wanted, file="create")
    file = machine.host.datastore("datastore1").disk("web/web_1.vmdk")
    assert (file.thin, file.eager) == said
    assert (found.backing.thin_provisioned, bool(found.backing.eagerly_scrub)) == said


def test_an_existing_disk_stays_as_it_is(machine: Machine) -> None:
    add_machine(machine.host, MachineKind("other", disk_gib=3))
    [found] = added(machine, disk("[datastore1] other/other.vmdk"))
    assert found.capacity_in_kb == 3 * 2**20
    changes(machine, change("remove", found))
    assert machine.host.datastore("datastore1").disk("other/other.vmdk")


def test_a_disk_replaces_a_file(machine: Machine) -> None:
    add_machine(machine.host, MachineKind("other", disk_gib=3))
    [found] = added(machine, disk("[datastore1] other/other.vmdk"), file="replace")
    assert found.capacity_in_kb == 1024


def test_a_removed_disk_is_destroyed_when_that_is_asked_for(machine: Machine) -> None:
    changes(machine, change("remove", find(machine, 2000), "destroy"))
    files = machine.host.datastore("datastore1").files
    assert not [path for path in files if path.endswith(".vmdk")]


def test_the_room_on_the_datastore_follows(machine: Machine) -> None:
    store = machine.host.datastore("datastore1")
    before = store.free
    [found] = added(machine, disk(backing={"thinProvisioned": False}), file="create")
    assert 0 <= before - store.free - 1024**2 < 4096
    changes(machine, change("remove", found, "destroy"))
    assert before == store.free


LIMITS = [
    # level, shares, limit, reservation: shares that are shown
    ("normal", 0, -1, 0, 1000),
    ("high", 0, 200, 50, 2000),
    ("low", 0, -1, 0, 500),
    ("custom", 700, 16, 0, 700),
]


@pytest.mark.parametrize(("level", "shares", "limit", "reserved", "shown"), LIMITS)
def test_a_disk_has_its_limits(
    machine: Machine, level: str, shares: int, limit: int, reserved: int, shown: int
) -> None:
    machine.set_power("poweredOn")
    changed = find(machine, 2000)
    changed.shares = None
    changed.storage_io_allocation = vim.StorageIOAllocationInfo(
        limit=limit,
        reservation=reserved,
        shares=vim.SharesInfo(level=vim.SharesLevel(level), shares=shares),
    )
    changes(machine, change("edit", changed))
    found = find(machine, 2000).storage_io_allocation
    assert (found.limit, found.reservation) == (limit, reserved)
    assert (str(found.shares.level), found.shares.shares) == (level, shown)


# --- cards ---------------------------------------------------------------------------------------

MODELS = [
    *("VirtualPCNet32", "VirtualVmxnet", "VirtualVmxnet2"),
    *("VirtualVmxnet3", "VirtualE1000", "VirtualE1000e"),
]


@pytest.mark.parametrize("model", MODELS)
def test_a_card_is_of_its_model(machine: Machine, model: str) -> None:
    [found] = added(machine, {**CARD, "type": model})
    assert type(found).__name__ == model


@pytest.mark.parametrize("mac", ["00:50:56:01:02:03", "52:54:00:01:02:03", "00:0C:29:AA:BB:CC"])
def test_an_address_of_the_callers_is_kept_of_whatever_vendor(machine: Machine, mac: str) -> None:
    wanted = {**CARD, "addressType": "manual", "macAddress": mac}
    first, second = added(machine, wanted, wanted)
    assert (first.address_type, first.mac_address) == ("manual", mac.lower())
    assert second.mac_address == first.mac_address


def test_generated_addresses_differ(machine: Machine) -> None:
    found = added(machine, *[CARD] * 9)
    assert len({card.mac_address for card in found}) == 9
    assert {card.mac_address[:8] for card in found} == {"00:0c:29"}
    assert {card.address_type for card in found} == {"generated"}


def test_an_assigned_address_is_taken_over(machine: Machine) -> None:
    wanted = {**CARD, "addressType": "assigned", "macAddress": "00:50:56:a1:02:03"}
    [found] = added(machine, wanted)
    assert (found.address_type, found.mac_address) == ("assigned", "00:50:56:a1:02:03")


def test_a_card_gets_a_generated_address_back(machine: Machine) -> None:
    wanted = {**CARD, "addressType": "manual", "macAddress": "00:50:56:01:02:03"}
    [card] = added(machine, wanted)
    card.address_type = "generated"
    changes(machine, change("edit", card))
    found = find(machine, card.key)
    assert (found.address_type, found.mac_address[:8]) == ("generated", "00:0c:29")


# --- connections ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "now"), [(True, False), (False, True)])
def test_a_running_machines_card_is_connected_apart_from_its_start(
    machine: Machine, start: bool, now: bool
) -> None:
    machine.set_power("poweredOn")
    card = find(machine, 4000)
    card.connectable.start_connected, card.connectable.connected = start, now
    changes(machine, change("edit", card))
    link = find(machine, 4000).connectable
    assert (link.start_connected, link.connected) == (start, now)

    machine.set_power("poweredOff")
    assert find(machine, 4000).connectable.connected is False
    machine.set_power("poweredOn")
    assert find(machine, 4000).connectable.connected is start


def test_a_card_of_a_machine_that_is_off_is_not_connected(machine: Machine) -> None:
    card = find(machine, 4000)
    card.connectable.connected = True
    changes(machine, change("edit", card))
    assert find(machine, 4000).connectable.connected is False


def test_links_outlast_a_suspension(machine: Machine) -> None:
    machine.set_power("poweredOn")
    card = find(machine, 4000)
    card.connectable.connected = False
    changes(machine, change("edit", card))
    machine.set_power("suspended")
    machine.set_power("poweredOn")
    assert find(machine, 4000).connectable.connected is False


# --- ports ---------------------------------------------------------------------------------------

PORTS = [
    {
        "type": "VirtualSerialPortURIBackingInfo",
        "serviceURI": "telnet://:2001",
        "direction": "server",
        "proxyURI": "telnet://proxy:13370",
    },
    {
        "type": "VirtualSerialPortPipeBackingInfo",
        "pipeName": "com2",
        "endpoint": "client",
        "noRxLoss": False,
    },
    {"type": "VirtualSerialPortFileBackingInfo", "fileName": "[datastore1] web/com1.out"},
    {
        "type": "VirtualSerialPortDeviceBackingInfo",
        "deviceName": "/dev/ttyS0",
        "useAutoDetect": False,
    },
]


@pytest.mark.parametrize("backing", PORTS)
def test_a_serial_port_leads_where_it_was_asked_to(
    machine: Machine, backing: dict[str, Any]
) -> None:
    [found] = added(machine, {**DEVICES["serial"], "backing": backing})
    wanted = make(backing, build)
    for field in ("file_name", "pipe_name", "endpoint", "service_uri", "direction", "proxy_uri"):
        assert getattr(found.backing, field, None) == getattr(wanted, field, None)


def test_a_cdrom_takes_an_image_and_gives_it_back(machine: Machine) -> None:
    machine.host.datastore("datastore1").put_text("tools.iso", "image")
    machine.set_power("poweredOn")
    drive = find(machine, 3002)
    empty = drive.backing
    drive.backing = vim.VirtualCdromIsoBackingInfo(file_name="[datastore1] tools.iso")
    changes(machine, change("edit", drive))
    assert find(machine, 3002).backing.file_name == "[datastore1] tools.iso"
    drive.backing = empty
    changes(machine, change("edit", drive))
    assert find(machine, 3002).backing == empty


# --- files by other hands ------------------------------------------------------------------------

SPARSE = ["scsi0:0.deviceType", "scsi0.virtualDev", "ethernet0.virtualDev", "ethernet0.addressType"]
SPELLED = {
    "scsi0:0.mode": "persistent",
    "scsi0:0.writeThrough": "FALSE",
    "scsi0.sharedBus": "none",
    "ethernet0.startConnected": "true",
}


@pytest.mark.parametrize("key", [2000, 4000, 1000])
@pytest.mark.parametrize("settings", [dict.fromkeys(SPARSE), SPELLED])
def test_a_running_machine_takes_its_own_devices_back_however_they_are_spelled(
    machine: Machine, key: int, settings: dict[str, str | None]
) -> None:
    machine.change({"guestOS": "other-64", **settings})
    machine.set_power("poweredOn")
    changes(machine, change("edit", find(machine, key)))


def test_a_disk_that_moves_to_another_bus_is_called_after_it(machine: Machine) -> None:
    moved = find(machine, 2000)
    moved.controller_key, moved.unit_number = 200, 0
    changes(machine, change("edit", moved))
    assert machine.config.get("ide0:0.deviceType") == "ata-hardDisk"
    assert find(machine, 3000).capacity_in_kb == moved.capacity_in_kb


def test_no_new_disk_stays_where_one_of_two_cannot_be_made(machine: Machine) -> None:
    store = machine.host.datastore("datastore1")
    entries = [change("add", disk(f"[datastore1] web/{name}.vmdk"), "create") for name in "ab"]
    planned = reconfigure.plan(machine, vim.VirtualMachineConfigSpec(device_change=entries))
    store.make_disk("web/b.vmdk", Disk(1024))
    with pytest.raises(Refused):
        planned.apply()
    assert not store.exists("web/a.vmdk")
    assert find(machine, 2001) is None


# --- what is looked at when the machine starts ---------------------------------------------------

ADDRESSES = [
    ("00:50:56:00:00:01", True),
    ("00:50:56:3f:ff:ff", True),
    ("52:54:00:00:00:01", True),
    ("00:50:56:40:00:00", False),
    ("00:0c:29:00:00:01", False),
]


@pytest.mark.parametrize(("mac", "starts"), ADDRESSES)
def test_an_address_is_looked_at_when_the_machine_starts(
    machine: Machine, mac: str, starts: bool
) -> None:
    card = find(machine, 4000)
    card.address_type, card.mac_address = "manual", mac
    changes(machine, change("edit", card))
    with nullcontext() if starts else pytest.raises(Refused, match="Impermissible"):
        admit(machine)
    machine.change({"ethernet0.checkMACAddress": "FALSE"})
    admit(machine)


def test_a_given_device_wants_all_memory_reserved(machine: Machine) -> None:
    added(machine, DEVICES["pci passthrough"])
    machine.change({"sched.mem.pin": None})
    with pytest.raises(Refused, match="memory reservation"):
        admit(machine)
    reconfigured(machine, memory_reservation_locked_to_max=True)
    admit(machine)
