"""What a host refuses of a device, whatever the machine's power: which fault, of which field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.device_changes import change, changes, find, reconfigured, refusal
from support.device_table import DEVICES

from aioesx import vim
from aioesx.simulator.presets import MachineKind, add_machine
from aioesx.simulator.state.disks import Disk
from aioesx.simulator.state.machine import Machine

DISK, CDROM, CARD = DEVICES["disk on scsi"], DEVICES["cdrom on ide"], DEVICES["ethernet"]
FLAT: dict[str, Any] = DISK["backing"]


def disk(**fields: Any) -> dict[str, Any]:
    return {**DISK, **fields}


def flat(name: str, **fields: Any) -> dict[str, Any]:
    return disk(backing={**FLAT, "fileName": name, **fields})


def card(**fields: Any) -> dict[str, Any]:
    return {**CARD, **fields}


def network(name: str) -> dict[str, Any]:
    return {**CARD["backing"], "deviceName": name}


def manual(mac: str) -> dict[str, Any]:
    return card(addressType="manual", macAddress=mac)


def iso(name: str) -> dict[str, Any]:
    return {**CDROM, "backing": {"type": "VirtualCdromIsoBackingInfo", "fileName": name}}


PORT = {
    "type": "VirtualEthernetCardDistributedVirtualPortBackingInfo",
    "port": {"type": "DistributedVirtualSwitchPortConnection", "switchUuid": "50 0c 5b 22"},
}
SERIAL, FLOPPY = DEVICES["serial"], DEVICES["floppy"]

ADDED = [
    # what is added, what becomes of its file, fault, field
    (disk(unitNumber=0), "create", "InvalidDeviceSpec", "device.unitNumber"),  # ManageIQ#8791
    (disk(unitNumber=7), "create", "InvalidDeviceSpec", "device.unitNumber"),
    (disk(unitNumber=16), "create", "InvalidDeviceSpec", "device.unitNumber"),
    (
        disk(controllerKey=None),
        "create",
        "InvalidDeviceSpec",
        "device.controllerKey",
    ),  # pyvmomi-community-samples#282
    (disk(controllerKey=1003), "create", "MissingController", "device.controllerKey"),
    (disk(controllerKey=-9), "create", "MissingController", "device.controllerKey"),
    (disk(controllerKey=202), "create", "MissingController", "device.controllerKey"),
    (disk(controllerKey=100), "create", "InvalidController", "device.controllerKey"),
    ({**CDROM, "controllerKey": 31000}, None, "InvalidController", "device.controllerKey"),
    (disk(capacityInKB=0), "create", "InvalidDeviceSpec", "device.capacityInKB"),
    (
        disk(capacityInKB=0, capacityInBytes=1024),
        "create",
        "InvalidDeviceSpec",
        "device.capacityInKB",
    ),  # pyvmomi#470
    (disk(capacityInBytes=1025), "create", "InvalidDeviceSpec", "device.capacityInBytes"),
    (disk(capacityInKB=2**40), "create", "InvalidDeviceSpec", "device.capacityInKB"),
    (disk(backing=None), "create", "InvalidDeviceSpec", "device.backing"),
    (disk(backing=CARD["backing"]), "create", "InvalidDeviceBacking", "device.backing"),
    (flat("[datastore1] web/web.vmdk"), "create", "FileAlreadyExists", ""),
    (flat("[datastore1] none/disk.vmdk"), "create", "FileNotFound", ""),
    (flat("[datastore1] web/none.vmdk"), None, "FileNotFound", ""),
    (flat("[datastore1] web/web.vmx"), None, "InvalidDeviceSpec", "device.backing.fileName"),
    (flat("[datastore1] web/web.vmdk"), None, "InvalidDeviceBacking", "device.backing.fileName"),
    (flat("[datastore1] web/web-flat.vmdk"), None, "CannotAccessFile", ""),
    (flat(""), None, "InvalidDeviceSpec", "device.backing.fileName"),
    (flat("[elsewhere] web/new.vmdk"), "create", "InvalidDatastorePath", ""),
    (flat("new.vmdk"), "create", "InvalidDatastorePath", ""),
    (flat("[datastore1] ../new.vmdk"), "create", "InvalidDatastorePath", ""),
    (flat("", diskMode="undoable"), "create", "VirtualDiskModeNotSupported", ""),
    (DISK, "destroy", "InvalidDeviceOperation", "device"),
    (CARD, "create", "InvalidDeviceOperation", "device"),
    (iso("[datastore1] none.iso"), None, "FileNotFound", ""),
    (iso("[elsewhere] none.iso"), None, "InvalidDatastorePath", ""),
    ({**CDROM, "backing": None}, None, "InvalidDeviceSpec", "device.backing"),
    (
        card(backing=network("No Such Network")),
        None,
        "InvalidDeviceBacking",
        "device.backing.deviceName",
    ),
    (card(backing=PORT), None, "InvalidDeviceBacking", "device.backing.port.switchUuid"),
    (card(backing=None), None, "InvalidDeviceSpec", "device.backing"),
    (manual("00:50:56:00:00"), None, "InvalidDeviceSpec", "device.macAddress"),
    (manual("01:50:56:00:00:01"), None, "InvalidDeviceSpec", "device.macAddress"),
    (manual("00:00:00:00:00:00"), None, "InvalidDeviceSpec", "device.macAddress"),
    (card(addressType="any"), None, "InvalidDeviceSpec", "device.addressType"),
    ({**SERIAL, "backing": None}, None, "InvalidDeviceSpec", "device.backing"),
    (
        {**SERIAL, "backing": {**SERIAL["backing"], "endpoint": "both"}},
        None,
        "InvalidDeviceSpec",
        "device.backing.endpoint",
    ),
    ({**DEVICES["scsi controller"], "busNumber": 0}, None, "InvalidDeviceSpec", "device.busNumber"),
    ({**DEVICES["scsi controller"], "busNumber": 4}, None, "InvalidDeviceSpec", "device.busNumber"),
    ({"type": "VirtualUSBXHCIController", "busNumber": 0}, None, "TooManyDevices", "device"),
    ({"type": "VirtualIDEController", "busNumber": 2}, None, "InvalidDeviceOperation", "device"),
    ({"type": "VirtualMachineVideoCard"}, None, "InvalidDeviceOperation", "device"),
    ({"type": "VirtualPointingDevice"}, None, "InvalidDeviceOperation", "device"),
]


@pytest.mark.parametrize(("device", "file", "fault", "field"), ADDED)
def test_an_added_device_is_refused(
    machine: Machine, device: dict[str, Any], file: str | None, fault: str, field: str
) -> None:
    answer = refusal(machine, change("add", device, file))

    assert type(answer).__name__ == fault
    if field:
        assert answer.property == f"virtualDeviceSpec.{field}"


def test_the_number_of_the_refused_entry_is_told(machine: Machine) -> None:
    answer = refusal(machine, change("add", CARD), change("add", disk(unitNumber=7), "create"))
    assert answer.device_index == 1


def test_an_operation_that_is_none_is_refused(machine: Machine) -> None:
    answer = refusal(machine, vim.VirtualDeviceConfigSpec(device=find(machine, 2000)))
    assert (type(answer), answer.property) == (vim.InvalidDeviceSpec, "virtualDeviceSpec.operation")


@pytest.mark.parametrize("operation", ["edit", "remove"])
@pytest.mark.parametrize(
    ("key", "cls", "fault"),
    [
        (2001, vim.VirtualDisk, vim.InvalidDeviceSpec),
        (99, vim.VirtualDisk, vim.InvalidDeviceSpec),
        (-1, vim.VirtualDisk, vim.InvalidDeviceSpec),
        (2000, vim.VirtualCdrom, vim.InvalidDeviceSpec),
        (1000, vim.ParaVirtualSCSIController, vim.InvalidDeviceSpec),
        (200, vim.VirtualIDEController, vim.InvalidDeviceOperation),
        (600, vim.VirtualKeyboard, vim.InvalidDeviceOperation),
    ],
)
def test_a_device_that_is_not_there_or_another_is_refused(
    machine: Machine, operation: str, key: int, cls: Any, fault: type
) -> None:
    fields = {} if cls is not vim.ParaVirtualSCSIController else {"shared_bus": "noSharing"}
    number = {"bus_number": 0} if "bus_number" in cls.wire_fields else {}
    size = {"capacity_in_kb": 1024} if cls is vim.VirtualDisk else {}
    answer = refusal(machine, change(operation, cls(key=key, **fields, **number, **size)))
    assert type(answer) is fault


# --- how many ------------------------------------------------------------------------------------

FULL = [
    # device, how many a machine has room for beside what it has
    (CARD, 9),
    (FLOPPY, 2),
    (SERIAL, 4),
    (DEVICES["parallel"], 3),
    (DEVICES["sound"], 1),
    (DEVICES["usb controller"], 1),
    ({**DEVICES["scsi controller"], "busNumber": -1}, 3),
    ({**DEVICES["sata controller"], "busNumber": -1}, 3),
    ({**DEVICES["nvme controller"], "busNumber": -1}, 3),
]


@pytest.mark.parametrize(("device", "room"), FULL)
def test_one_more_than_there_is_room_for_is_refused(
    machine: Machine, device: dict[str, Any], room: int
) -> None:
    changes(machine, *[change("add", device)] * room)
    assert isinstance(refusal(machine, change("add", device)), vim.TooManyDevices)


@pytest.mark.parametrize(("key", "units"), [(1000, 14), (15000, 30), (31000, 15), (200, 2)])
def test_a_full_controller_takes_no_disk(machine: Machine, key: int, units: int) -> None:
    device = disk(controllerKey=key, unitNumber=-1)
    changes(machine, *[change("add", device, "create")] * units)
    answer = refusal(machine, change("add", device, "create"))
    assert answer.property == "virtualDeviceSpec.device.unitNumber"


OLD = [
    ("pvscsi", DEVICES["scsi controller"], 4, 7),
    ("sata", DEVICES["sata controller"], 9, 10),
    ("nvme", DEVICES["nvme controller"], 12, 13),
    ("vmxnet3", {**CARD, "type": "VirtualVmxnet3"}, 4, 7),
    ("e1000e", {**CARD, "type": "VirtualE1000e"}, 7, 8),
    ("watchdog", DEVICES["watchdog"], 16, 17),
]


@pytest.mark.parametrize(("device", "version", "needed"), [row[1:] for row in OLD])
def test_a_machine_takes_no_device_that_is_newer(
    machine: Machine, device: dict[str, Any], version: int, needed: int
) -> None:
    machine.change({"virtualHW.version": str(version)})
    answer = refusal(machine, change("add", device))
    assert isinstance(answer, vim.DeviceUnsupportedForVmVersion)
    assert answer.expected_version == f"vmx-{needed:02}"


def test_an_old_machine_has_four_cards(machine: Machine) -> None:
    machine.change({"virtualHW.version": "4"})
    changes(machine, *[change("add", CARD)] * 3)
    assert isinstance(refusal(machine, change("add", CARD)), vim.TooManyDevices)


# --- what stands on what -------------------------------------------------------------------------


def test_a_controller_with_devices_stays(machine: Machine) -> None:
    answer = refusal(machine, change("remove", find(machine, 1000)))
    assert (type(answer), answer.bad_op) == (vim.InvalidDeviceOperation, "remove")


def test_a_controller_goes_after_its_devices(machine: Machine) -> None:
    changes(machine, *[change("remove", find(machine, key)) for key in (2000, 1000)])
    assert (find(machine, 1000), find(machine, 2000)) == (None, None)


def test_a_usb_device_needs_a_controller(machine: Machine) -> None:
    changes(machine, change("remove", find(machine, 14000)))
    answer = refusal(machine, change("add", DEVICES["usb device"]))
    assert isinstance(answer, vim.MissingController)


def test_the_last_usb_controller_stays_while_there_is_a_device(machine: Machine) -> None:
    changes(machine, change("add", DEVICES["usb device"]))
    answer = refusal(machine, change("remove", find(machine, 14000)))
    assert isinstance(answer, vim.InvalidDeviceOperation)


@pytest.mark.parametrize("kind", ["usb device", "pci passthrough"])
def test_a_device_of_the_host_is_given_once(machine: Machine, kind: str) -> None:
    changes(machine, change("add", DEVICES[kind]))
    answer = refusal(machine, change("add", DEVICES[kind]))
    assert isinstance(answer, vim.InvalidDeviceBacking)


@pytest.mark.parametrize("address", ["0000:5e:00.0", "0000:ff:00.0"])
def test_a_pci_device_that_the_host_keeps_is_refused(machine: Machine, address: str) -> None:
    device = DEVICES["pci passthrough"]
    wanted = {**device, "backing": {**device["backing"], "id": address}}
    assert isinstance(refusal(machine, change("add", wanted)), vim.InvalidDeviceBacking)


# --- disks ---------------------------------------------------------------------------------------

SIZES = [
    # KiB, bytes: afterwards, or no number where it is refused; the disk has 20 GiB
    (20 * 2**20, 20 * 2**30, 20 * 2**20),
    (21 * 2**20, 20 * 2**30, 21 * 2**20),
    (21 * 2**20, None, 21 * 2**20),
    (20 * 2**20, 22 * 2**30, 22 * 2**20),  # govmomi#3465
    (0, 22 * 2**30, None),  # govmomi#3441
    (19 * 2**20, 19 * 2**30, None),  # cluster-api-provider-vsphere#1030
    (20 * 2**20, 19 * 2**30, None),
    (19 * 2**20, None, None),
]


@pytest.mark.parametrize(("size", "exact", "after"), SIZES)
@pytest.mark.parametrize("power", ["poweredOff", "poweredOn"])
def test_a_disk_grows_and_does_not_shrink(
    machine: Machine, size: int, exact: int | None, after: int | None, power: str
) -> None:
    changed = find(machine, 2000)
    changed.capacity_in_kb, changed.capacity_in_bytes = size, exact
    machine.set_power(power)
    if after is None:
        answer = refusal(machine, change("edit", changed))
        assert (type(answer), answer.bad_op) == (vim.InvalidDeviceOperation, "edit")
        return
    changes(machine, change("edit", changed))
    grown = find(machine, 2000)
    assert (grown.capacity_in_kb, grown.capacity_in_bytes) == (after, after * 1024)


def test_a_disk_with_a_parent_does_not_grow(machine: Machine) -> None:
    machine.snapshots.take("one", "", memory=False, quiesce=False)
    changed = find(machine, 2000)
    changed.capacity_in_kb *= 2
    assert isinstance(refusal(machine, change("edit", changed)), vim.InvalidDeviceOperation)


def test_an_ide_disk_does_not_grow_while_the_machine_is_on(machine: Machine) -> None:
    changes(machine, change("add", DEVICES["disk on ide"], "create"))
    machine.set_power("poweredOn")
    changed = find(machine, 3001)
    changed.capacity_in_kb *= 2
    assert isinstance(refusal(machine, change("edit", changed)), vim.InvalidPowerState)


def test_a_disk_keeps_its_file(machine: Machine) -> None:
    changed = find(machine, 2000)
    changed.backing.file_name = "[datastore1] other.vmdk"
    assert isinstance(refusal(machine, change("edit", changed)), vim.InvalidDeviceBacking)


def other_disk(machine: Machine, power: str) -> dict[str, Any]:
    """Return the disk of another machine, in its power state."""
    other = add_machine(machine.host, MachineKind("other", power=power))
    assert other.power == power
    return flat("[datastore1] other/other.vmdk")


@pytest.mark.parametrize("power", ["poweredOn", "suspended"])
def test_a_disk_of_a_running_machine_is_locked(machine: Machine, power: str) -> None:
    answer = refusal(machine, change("add", other_disk(machine, power)))
    assert isinstance(answer, vim.FileLocked)


def test_a_disk_that_both_write_to_is_shared(machine: Machine) -> None:
    shared = other_disk(machine, "poweredOn")
    shared["backing"] = {**shared["backing"], "sharing": "sharingMultiWriter"}
    changes(machine, change("add", shared))
    assert find(machine, 2001).backing.sharing == "sharingMultiWriter"


def test_a_locked_disk_is_not_destroyed(machine: Machine) -> None:
    changes(machine, change("add", other_disk(machine, "poweredOff")))
    machine.host.find("other").set_power("poweredOn")
    answer = refusal(machine, change("remove", find(machine, 2001), "destroy"))
    assert isinstance(answer, vim.FileLocked)


def test_two_disks_need_room_together(machine: Machine) -> None:
    store = machine.host.datastore("datastore1")
    half = store.free // 1024 // 5 * 3
    thick = {**FLAT, "thinProvisioned": False}
    wanted = disk(capacityInKB=half, backing=thick, unitNumber=-1)
    answer = refusal(machine, change("add", wanted, "create"), change("add", wanted, "create"))
    assert isinstance(answer, vim.NoDiskSpace)


# --- snapshots -----------------------------------------------------------------------------------


@pytest.fixture
def kept(machine: Machine) -> Machine:
    """A machine whose disk a snapshot needs."""
    machine.snapshots.take("one", "", memory=False, quiesce=False)
    return machine


def test_a_disk_of_a_snapshot_is_not_let_go(kept: Machine) -> None:
    answer = refusal(kept, change("remove", find(kept, 2000)))
    assert isinstance(answer, vim.GenericVmConfigFault)


def test_what_is_above_a_snapshot_is_destroyed_and_what_is_below_stays(kept: Machine) -> None:
    changes(kept, change("remove", find(kept, 2000), "destroy"))
    store = kept.host.datastore("datastore1")
    assert find(kept, 2000) is None
    assert not store.exists("web/web-000001.vmdk")
    assert store.disk("web/web.vmdk")

    kept.snapshots.revert(next(kept.snapshots.all()))
    assert find(kept, 2000) is not None


def test_an_independent_disk_of_a_snapshot_is_not_destroyed(machine: Machine) -> None:
    independent = flat("", diskMode="independent_persistent")
    changes(machine, change("add", independent, "create"))
    machine.snapshots.take("one", "", memory=False, quiesce=False)
    answer = refusal(machine, change("remove", find(machine, 2001), "destroy"))
    assert isinstance(answer, vim.InvalidDeviceOperation)


def test_a_disk_that_came_after_the_snapshot_goes(kept: Machine) -> None:
    changes(kept, change("add", DISK, "create"))
    changes(kept, change("remove", find(kept, 2001)))
    assert find(kept, 2001) is None


def test_a_disk_of_a_snapshot_does_not_become_independent(kept: Machine) -> None:
    changed = find(kept, 2000)
    changed.backing.disk_mode = "independent_persistent"
    assert isinstance(refusal(kept, change("edit", changed)), vim.DisallowedDiskModeChange)


# --- a running machine ---------------------------------------------------------------------------


def renamed(field: str, value: Any) -> Callable[[Any], None]:
    return lambda device: setattr(device, field, value)


def independent(device: Any) -> None:
    device.backing.disk_mode = "independent_persistent"


def own_mac(device: Any) -> None:
    device.address_type, device.mac_address = "manual", "00:50:56:01:02:03"


@pytest.mark.parametrize(
    ("key", "edit"),
    [
        (2000, independent),
        (2000, renamed("unit_number", 3)),
        (4000, own_mac),
        (1000, renamed("shared_bus", "virtualSharing")),
        (500, renamed("num_displays", 2)),
    ],
)
def test_what_the_guest_cannot_be_told_of_waits(
    machine: Machine, key: int, edit: Callable[[Any], None]
) -> None:
    machine.set_power("poweredOn")
    device = find(machine, key)
    edit(device)
    assert isinstance(refusal(machine, change("edit", device)), vim.InvalidPowerState)
    machine.set_power("poweredOff")
    changes(machine, change("edit", device))


def test_a_machine_can_be_closed_for_new_devices(machine: Machine) -> None:
    machine.change({"devices.hotplug": "FALSE"})
    machine.set_power("poweredOn")
    answer = refusal(machine, change("add", CARD))
    assert isinstance(answer, vim.DeviceHotPlugNotSupported)


def test_nothing_is_changed_when_the_last_entry_is_refused(machine: Machine) -> None:
    before = set(machine.host.datastore("datastore1").files)
    answer = refusal(
        machine,
        change("add", DISK, "create"),
        change("remove", find(machine, 4000)),
        change("remove", vim.VirtualDisk(key=2009, capacity_in_kb=1)),
        annotation="never",
    )
    assert answer.device_index == 2
    assert set(machine.host.datastore("datastore1").files) == before


def test_a_name_and_a_bad_device_change_nothing(machine: Machine) -> None:
    assert refusal(machine, change("add", disk(unitNumber=7), "create"), name="other") is not None
    assert machine.name == "web"
    reconfigured(machine, name="other")
    assert (machine.name, str(machine.place)) == ("other", "[datastore1] web/web.vmx")


def test_a_descriptor_of_another_file_is_no_disk(machine: Machine) -> None:
    store = machine.host.datastore("datastore1")
    store.make_disk("web/extra.vmdk", Disk(1024))
    changes(machine, change("add", flat("[datastore1] web/extra.vmdk")))
    assert find(machine, 2001).capacity_in_kb == 1024
