"""pyVmomi changes devices and configurations on the simulator, and sees what the API promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.device_table import DEVICES, OPERATIONS, ROWS, SETTINGS, STATES, make
from support.pyvmomi import pyvmomi
from support.pyvmomi_host import VmomiSupport, done, failed, finish, vim

from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.presets import MachineKind, add_machine
from aioesx.simulator.profile import ESXI_7_0

pytestmark = pytest.mark.peer("pyvmomi")

Find = Callable[[str], Any]


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    """A host with a machine for each kind of device, and some more."""
    options = Options(task_seconds=0.005, queue_seconds=0.001, tools_seconds=0.001)
    host = presets.empty_host(profile=ESXI_7_0, options=options)
    for name in (*DEVICES, "config", "order", "disks", "watched", "ruled"):
        add_machine(host, MachineKind(name, settings=tuple(SETTINGS.items())))
    with Simulator(host, password="secret") as simulator:
        yield simulator


@pytest.fixture(scope="module")
def service(simulator: Simulator) -> Iterator[Any]:
    with pyvmomi(simulator.url) as service:
        yield service


def build(name: str, fields: dict[str, Any]) -> Any:
    made = VmomiSupport.GetWsdlType("urn:vim25", name)()
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def entry(operation: str, device: Any, file: str | None = None) -> Any:
    return vim.vm.device.VirtualDeviceSpec(operation=operation, device=device, fileOperation=file)


def reconfigure(machine: Any, *entries: Any, **fields: Any) -> Any:
    return machine.ReconfigVM_Task(vim.vm.ConfigSpec(deviceChange=list(entries), **fields))


def device(machine: Any, key: int) -> Any:
    return next((d for d in machine.config.hardware.device if d.key == key), None)


def keys(machine: Any) -> set[int]:
    return {device.key for device in machine.config.hardware.device}


def fault_name(info: Any) -> str:
    return "" if info.error is None else type(info.error).__name__.rpartition(".")[2]


def switch(machine: Any, state: str) -> None:
    """Bring a machine into a power state."""
    if machine.runtime.powerState == state:
        return
    if machine.runtime.powerState == "suspended":
        done(machine.PowerOn())
    if state == "poweredOff":
        done(machine.PowerOff())
        return
    if machine.runtime.powerState == "poweredOff":
        done(machine.PowerOn())
    if state == "suspended":
        done(machine.Suspend())


@pytest.mark.parametrize("kind", DEVICES)
def test_each_kind_of_device_in_each_state(machine: Find, kind: str) -> None:
    """One machine goes through all states; what it takes is there, what it refuses is not."""
    vm, answers = machine(kind), {}
    file = "create" if kind.startswith("disk") else None
    before = keys(vm)
    for state in STATES:
        switch(vm, state)
        info = finish(reconfigure(vm, entry("add", make(DEVICES[kind], build), file)))
        answers["add", state] = fault_name(info)
        added = keys(vm) - before
        assert bool(added) == (info.error is None)
        if not added:
            switch(vm, "poweredOff")
            done(reconfigure(vm, entry("add", make(DEVICES[kind], build), file)))
            added = keys(vm) - before
            switch(vm, state)
        found = device(vm, *added)
        answers["edit", state] = fault_name(finish(reconfigure(vm, entry("edit", found))))
        remove = entry("remove", found, "destroy" if file else None)
        info = finish(reconfigure(vm, remove))
        answers["remove", state] = fault_name(info)
        assert (keys(vm) == before) == (info.error is None)
        switch(vm, "poweredOff")
        if info.error is not None:
            done(reconfigure(vm, remove))

    expected = {(row.operation, row.state): row.fault for row in ROWS if row.kind == kind}
    assert len(answers) == len(OPERATIONS) * len(STATES)
    assert answers == expected


@pytest.mark.parametrize("kind", DEVICES)
def test_an_added_device_is_read_as_it_was_made(machine: Find, kind: str) -> None:
    vm, wanted = machine(kind), make(DEVICES[kind], build)
    before = keys(vm)
    done(reconfigure(vm, entry("add", wanted, "create" if kind.startswith("disk") else None)))
    found = device(vm, *(keys(vm) - before))
    assert type(found) is type(wanted)
    assert found.controllerKey in keys(vm)
    assert found.key in (device(vm, found.controllerKey).device)
    done(reconfigure(vm, entry("remove", found)))


def test_keys_that_are_made_up_lead_to_real_ones(machine: Find) -> None:
    vm = machine("disks")
    controller = make({**DEVICES["scsi controller"], "key": -1}, build)
    disk = make({**DEVICES["disk on scsi"], "key": -2, "controllerKey": -1, "unitNumber": 0}, build)
    done(reconfigure(vm, entry("add", controller), entry("add", disk, "create")))
    found = device(vm, 2016)
    assert (found.controllerKey, found.unitNumber, found.capacityInBytes) == (1001, 0, 2**20)
    assert (found.deviceInfo.label, found.backing.fileName) == (
        "Hard disk 2",
        "[datastore1] disks/disks_1.vmdk",
    )
    assert vm.summary.config.numVirtualDisks == 2
    assert {disk.key for disk in vm.layoutEx.disk} == {2000, 2016}
    assert "[datastore1] disks/disks_1.vmdk" in {file.name for file in vm.layoutEx.file}


def test_a_fault_names_entry_and_property(machine: Find) -> None:
    vm = machine("disks")
    wrong = make({**DEVICES["disk on scsi"], "unitNumber": 7}, build)
    right = make(DEVICES["ethernet"], build)
    error = failed(reconfigure(vm, entry("add", right), entry("add", wrong, "create")))
    assert isinstance(error, vim.fault.InvalidDeviceSpec)
    assert (error.deviceIndex, error.property) == (1, "virtualDeviceSpec.device.unitNumber")
    assert error.msg == "Invalid configuration for device '1'."


def test_a_snapshot_keeps_its_disk(machine: Find) -> None:
    vm = machine("disks")
    done(vm.CreateSnapshot("one", "", False, False))
    error = failed(reconfigure(vm, entry("remove", device(vm, 2000))))
    assert "part of a snapshot" in error.msg
    grown = device(vm, 2000)
    grown.capacityInKB *= 2
    error = failed(reconfigure(vm, entry("edit", grown)))
    assert (type(error), error.badOp) == (vim.fault.InvalidDeviceOperation, "edit")
    done(reconfigure(vm, entry("remove", device(vm, 2000), "destroy")))
    done(vm.snapshot.currentSnapshot.RevertToSnapshot_Task())
    assert device(vm, 2000).backing.parent.fileName == "[datastore1] disks/disks.vmdk"


# --- configuration -------------------------------------------------------------------------------


def test_what_is_configured_is_shown(machine: Find) -> None:
    vm = machine("config")
    spec = {
        "bootOptions": vim.vm.BootOptions(
            bootDelay=2000, efiSecureBootEnabled=True, bootRetryEnabled=True, bootRetryDelay=3000
        ),
        "firmware": "efi",
        "tools": vim.vm.ToolsConfigInfo(
            toolsUpgradePolicy="upgradeAtPowerCycle", syncTimeWithHost=True, afterPowerOn=False
        ),
        "flags": vim.vm.FlagInfo(diskUuidEnabled=True, vbsEnabled=True, virtualMmuUsage="on"),
        "powerOpInfo": vim.vm.DefaultPowerOpInfo(powerOffType="hard"),
        "latencySensitivity": vim.LatencySensitivity(level="high"),
        "cpuAffinity": vim.vm.AffinityInfo(affinitySet=[1, 2]),
        "guestId": "debian11_64Guest",
        "nestedHVEnabled": True,
        "memoryReservationLockedToMax": True,
        "cpuHotAddEnabled": True,
        "memoryHotAddEnabled": True,
    }
    done(reconfigure(vm, **spec))
    now = vm.config
    for name, value in spec.items():
        shown = getattr(now, "defaultPowerOps" if name == "powerOpInfo" else name)
        if isinstance(value, (str, bool)):
            assert shown == value
            continue
        for field in value._GetPropertyList():
            wanted = getattr(value, field.name)
            if wanted not in (None, []):
                assert getattr(shown, field.name) == wanted
    assert now.memoryAllocation.reservation == now.hardware.memoryMB
    assert now.guestFullName == "Debian GNU/Linux (64-bit)"
    assert now.hotPlugMemoryIncrementSize == 128
    assert now.hotPlugMemoryLimit % 128 == 0


def test_the_order_of_start_is_kept(machine: Find) -> None:
    vm, options = machine("order"), vim.vm.BootOptions
    order = [
        options.BootableEthernetDevice(deviceKey=4000),
        options.BootableDiskDevice(deviceKey=2000),
        options.BootableCdromDevice(),
    ]
    done(reconfigure(vm, bootOptions=options(bootOrder=order)))
    shown = vm.config.bootOptions.bootOrder
    assert [(type(item), getattr(item, "deviceKey", None)) for item in shown] == [
        (type(item), getattr(item, "deviceKey", None)) for item in order
    ]
    done(reconfigure(vm, entry("remove", device(vm, 4000))))
    assert len(vm.config.bootOptions.bootOrder) == 2


def test_a_change_is_told_by_an_event_and_to_who_waits(service: Any, machine: Find) -> None:
    vm, content = machine("watched"), service.RetrieveContent()
    collector = content.propertyCollector
    wanted = vim.PropertyCollector.FilterSpec(
        objectSet=[vim.PropertyCollector.ObjectSpec(obj=vm)],
        propSet=[
            vim.PropertyCollector.PropertySpec(
                type=vim.VirtualMachine, pathSet=["config.hardware.device", "network"]
            )
        ],
    )
    filter_ = collector.CreateFilter(wanted, False)
    version = collector.WaitForUpdatesEx(None, None).version

    card = make({**DEVICES["ethernet"], "key": -1}, build)
    card.backing.deviceName = "DMZ"
    done(reconfigure(vm, entry("add", card)))

    update = collector.WaitForUpdatesEx(version, None)
    changed = {
        change.name: change.val
        for item in update.filterSet[0].objectSet
        for change in item.changeSet
    }
    filter_.Destroy()
    assert 4001 in {found.key for found in changed["config.hardware.device"]}
    assert {network.name for network in changed["network"]} == {"VM Network", "DMZ"}
    event = content.eventManager.latestEvent
    assert isinstance(event, vim.event.VmReconfiguredEvent)
    assert event.vm.vm == vm
    assert event.configSpec.deviceChange[0].operation == "add"


RULED = ["FileLocked", "InvalidDeviceSpec", "InsufficientResourcesFault", "GenericVmConfigFault"]


@pytest.mark.parametrize("fault", RULED)
def test_a_rule_refuses_a_change_and_nothing_is_changed(
    simulator: Simulator, machine: Find, fault: str
) -> None:
    vm = machine("ruled")
    before = keys(vm)
    simulator.fault_on("ReconfigVM_Task", fault, times=1, in_task=True)
    error = failed(reconfigure(vm, entry("add", make(DEVICES["ethernet"], build))))
    assert type(error).__name__.rpartition(".")[2] == fault
    assert keys(vm) == before


def test_the_host_tells_what_it_can_give_away(service: Any, machine: Find) -> None:
    datacenter = service.RetrieveContent().rootFolder.childEntity[0]
    host = datacenter.hostFolder.childEntity[0].host[0]
    names = {device.id: device.deviceName for device in host.hardware.pciDevice}
    free = [info.id for info in host.config.pciPassthruInfo if info.passthruActive]
    assert [names[address] for address in free] == ["Tesla T4", "Audio device"]

    vm, known = machine("pci passthrough"), keys(machine("pci passthrough"))
    wanted = make(DEVICES["pci passthrough"], build)
    wanted.backing.id = free[1]
    done(reconfigure(vm, entry("add", wanted)))
    [added] = keys(vm) - known
    assert device(vm, added).backing.id == free[1]
    assert device(vm, added).backing.vendorId == 0x10DE
    done(reconfigure(vm, entry("remove", device(vm, added))))
