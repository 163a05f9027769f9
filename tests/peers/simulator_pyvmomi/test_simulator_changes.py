"""pyVmomi changes things on the simulator: power, snapshots, configurations, files, networks."""

from __future__ import annotations

import base64
import http.client
import ssl
from collections.abc import Callable
from typing import Any

import pytest
from support.pyvmomi_host import done, failed, finish, vim, vmodl
from support.waiting import until_blocking

from aioesx.simulator import Simulator

pytestmark = pytest.mark.peer("pyvmomi")


# --- power ---------------------------------------------------------------------------------------


def test_power_cycle(machine: Callable[[str], Any]) -> None:
    power = machine("power9")
    done(power.PowerOn())
    assert power.runtime.powerState == "poweredOn"
    assert isinstance(failed(power.PowerOn()), vim.fault.InvalidPowerState)
    done(power.Suspend())
    assert power.runtime.powerState == "suspended"
    done(power.PowerOn())
    done(power.Reset())
    done(power.PowerOff())
    assert power.runtime.bootTime is None


def test_guest_operations_need_tools(machine: Callable[[str], Any]) -> None:
    with pytest.raises(vim.fault.ToolsUnavailable):
        machine("win01").RebootGuest()


def test_a_busy_machine_refuses_a_second_task(
    simulator: Simulator, machine: Callable[[str], Any]
) -> None:
    slow = machine("slow9")
    simulator.change(lambda host: setattr(host.options, "task_seconds", 0.3))
    try:
        first, second = slow.PowerOn(), slow.PowerOn()
        assert isinstance(failed(second), vim.fault.TaskInProgress)
        done(first)
    finally:
        simulator.change(lambda host: setattr(host.options, "task_seconds", 0.02))


def test_a_task_is_cancelled_and_leaves_nothing(
    simulator: Simulator, machine: Callable[[str], Any]
) -> None:
    slow = machine("gone9")
    simulator.change(lambda host: setattr(host.options, "task_seconds", 30))
    try:
        task = slow.PowerOn()
        assert task.info.cancelable
        task.CancelTask()
    finally:
        simulator.change(lambda host: setattr(host.options, "task_seconds", 0.02))
    info = finish(task)
    assert info.cancelled
    assert isinstance(info.error, vmodl.fault.RequestCanceled)
    assert slow.runtime.powerState == "poweredOff"


def test_tasks_are_remembered(content: Any, machine: Callable[[str], Any]) -> None:
    task = machine("events9").PowerOn()
    done(task)
    assert task in machine("events9").recentTask
    assert task in content.taskManager.recentTask
    assert task.info.entityName == "events9"
    assert task.info.descriptionId == "VirtualMachine.powerOn"


def test_a_question_blocks_until_answered(
    simulator: Simulator, machine: Callable[[str], Any]
) -> None:
    ask = machine("ask9")
    simulator.ask_on("PowerOnVM_Task", "ask9", choices=("Cancel", "Moved", "Copied"), default=2)
    task = ask.PowerOn()
    question = wait_for_question(ask)
    assert question.choice.defaultIndex == 2
    assert task.info.state == "running"
    with pytest.raises(vmodl.fault.InvalidArgument):
        ask.AnswerVM(question.id, "9")
    with pytest.raises(vim.fault.ConcurrentAccess):
        ask.AnswerVM("never", "1")
    ask.AnswerVM(question.id, "1")
    done(task)
    assert ask.runtime.question is None
    assert ("ask9", "Moved") in simulator.answers


def wait_for_question(vm: Any) -> Any:
    return until_blocking(lambda: vm.runtime.question)


# --- snapshots -----------------------------------------------------------------------------------


def test_snapshots_are_taken_reverted_and_removed(machine: Callable[[str], Any]) -> None:
    snap = machine("snap9")
    first = done(snap.CreateSnapshot("one", "the first", False, False))
    done(snap.ReconfigVM_Task(vim.vm.ConfigSpec(numCPUs=2)))
    done(snap.CreateSnapshot("two", "", False, False))
    tree = snap.snapshot.rootSnapshotList
    assert (tree[0].name, tree[0].childSnapshotList[0].name) == ("one", "two")
    assert disk_name(snap).endswith("snap9-000002.vmdk")
    assert first.config.hardware.numCPU == 1

    done(first.RevertToSnapshot_Task())
    assert snap.config.hardware.numCPU == 1
    assert snap.snapshot.currentSnapshot == first

    done(snap.RemoveAllSnapshots())
    assert snap.snapshot is None
    assert disk_name(snap) == "[datastore1] snap9/snap9.vmdk"
    with pytest.raises(vmodl.fault.ManagedObjectNotFound):
        _ = first.config


def disk_name(vm: Any) -> str:
    disks = [d for d in vm.config.hardware.device if isinstance(d, vim.vm.device.VirtualDisk)]
    return str(disks[0].backing.fileName)


# --- configuration -------------------------------------------------------------------------------


def test_reconfigure(machine: Callable[[str], Any]) -> None:
    config = machine("config9")
    spec = vim.vm.ConfigSpec(
        numCPUs=4,
        memoryMB=2048,
        annotation='two\nlines and "quotes"',
        cpuAllocation=vim.ResourceAllocationInfo(reservation=500, limit=2000),
        extraConfig=[vim.option.OptionValue(key="guestinfo.test", value="yes")],
    )
    done(config.ReconfigVM_Task(spec))
    now = config.config
    assert (now.hardware.numCPU, now.hardware.memoryMB) == (4, 2048)
    assert now.annotation == 'two\nlines and "quotes"'
    assert (now.cpuAllocation.reservation, now.cpuAllocation.limit) == (500, 2000)
    assert {item.key: item.value for item in now.extraConfig}["guestinfo.test"] == "yes"


def _refused_configs() -> list[tuple[str, str]]:
    return [
        ("numCPUs=9999", "InvalidArgument"),
        ("memoryMB=3", "MemorySizeNotSupported"),
        ("name='web01'", "DuplicateName"),
        ("cpuAllocation=vim.ResourceAllocationInfo(reservation=9, limit=3)", "InvalidArgument"),
        ("changeVersion='never'", "ConcurrentAccess"),
        ("version='vmx-99'", "VirtualHardwareVersionNotSupported"),
    ]


@pytest.mark.parametrize(("spec", "fault"), _refused_configs())
def test_a_bad_configuration_is_refused(
    machine: Callable[[str], Any], spec: str, fault: str
) -> None:
    wanted = eval(f"vim.vm.ConfigSpec({spec})", {"vim": vim})
    error = failed(machine("config9").ReconfigVM_Task(wanted))
    assert type(error).__name__.rpartition(".")[2] == fault


def test_a_disk_is_added_grown_and_removed(machine: Callable[[str], Any]) -> None:
    disk = machine("disk9")
    backing = vim.vm.device.VirtualDisk.FlatVer2BackingInfo(
        fileName="", diskMode="persistent", thinProvisioned=True
    )
    device = vim.vm.device.VirtualDisk(
        key=-1, controllerKey=1000, unitNumber=1, capacityInKB=1024, backing=backing
    )
    change = vim.vm.device.VirtualDeviceSpec(operation="add", fileOperation="create", device=device)
    done(disk.ReconfigVM_Task(vim.vm.ConfigSpec(deviceChange=[change])))
    added = _device(disk, 2001)
    assert added.backing.fileName == "[datastore1] disk9/disk9_1.vmdk"

    added.capacityInKB = 2048
    edit = vim.vm.device.VirtualDeviceSpec(operation="edit", device=added)
    done(disk.ReconfigVM_Task(vim.vm.ConfigSpec(deviceChange=[edit])))
    assert _device(disk, 2001).capacityInKB == 2048

    remove = vim.vm.device.VirtualDeviceSpec(
        operation="remove", fileOperation="destroy", device=_device(disk, 2001)
    )
    done(disk.ReconfigVM_Task(vim.vm.ConfigSpec(deviceChange=[remove])))
    assert _device(disk, 2001) is None


def _device(vm: Any, key: int) -> Any:
    return next((d for d in vm.config.hardware.device if d.key == key), None)


def test_a_network_card_is_added(machine: Callable[[str], Any]) -> None:
    config = machine("config9")
    card = vim.vm.device.VirtualE1000(
        key=-1,
        backing=vim.vm.device.VirtualEthernetCard.NetworkBackingInfo(deviceName="DMZ"),
        connectable=vim.vm.device.VirtualDevice.ConnectInfo(
            startConnected=True, allowGuestControl=True, connected=True
        ),
    )
    change = vim.vm.device.VirtualDeviceSpec(operation="add", device=card)
    done(config.ReconfigVM_Task(vim.vm.ConfigSpec(deviceChange=[change])))
    assert _device(config, 4001).backing.deviceName == "DMZ"
    assert "DMZ" in {network.name for network in config.network}


def test_a_machine_is_created_and_destroyed(content: Any) -> None:
    datacenter = content.rootFolder.childEntity[0]
    pool = datacenter.hostFolder.childEntity[0].resourcePool
    spec = vim.vm.ConfigSpec(
        name="made9",
        numCPUs=2,
        memoryMB=512,
        guestId="ubuntu64Guest",
        files=vim.vm.FileInfo(vmPathName="[datastore1]"),
    )
    made = done(datacenter.vmFolder.CreateVM_Task(spec, pool))
    assert (made.name, made.config.hardware.numCPU) == ("made9", 2)
    assert made.config.guestId == "ubuntu64Guest"
    done(made.Destroy_Task())
    with pytest.raises(vmodl.fault.ManagedObjectNotFound):
        _ = made.name


def test_a_clone_needs_a_vcenter(content: Any, machine: Callable[[str], Any]) -> None:
    folder = content.rootFolder.childEntity[0].vmFolder
    spec = vim.vm.CloneSpec(location=vim.vm.RelocateSpec(), powerOn=False, template=False)
    with pytest.raises(vmodl.fault.NotSupported):
        machine("web01").CloneVM_Task(folder, "copy", spec)


# --- files ---------------------------------------------------------------------------------------


def _http(simulator: Simulator, method: str, path: str, body: bytes | None = None) -> Any:
    context = ssl.create_default_context(cafile=simulator.ca_file)
    line = http.client.HTTPSConnection("127.0.0.1", simulator.port, context=context)
    basic = base64.b64encode(b"root:secret").decode()
    try:
        line.request(method, path, body, {"Authorization": f"Basic {basic}"})
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def test_files_go_up_and_down(simulator: Simulator, content: Any) -> None:
    query = "?dcPath=ha-datacenter&dsName=datastore1"
    data = b"0123456789" * 300_000
    assert _http(simulator, "PUT", f"/folder/up/data.iso{query}", data)[0] == 201
    assert _http(simulator, "GET", f"/folder/up%2Fdata.iso{query}") == (200, data)
    content.fileManager.DeleteDatastoreFile_Task("[datastore1] up", None)


def test_the_browser_finds_disks(content: Any) -> None:
    store = content.rootFolder.childEntity[0].datastore[0]
    spec = vim.host.DatastoreBrowser.SearchSpec(
        query=[
            vim.host.DatastoreBrowser.VmDiskQuery(
                details=vim.host.DatastoreBrowser.VmDiskQuery.Details(
                    diskType=True, capacityKb=True, hardwareVersion=True, thin=True
                )
            )
        ],
        details=vim.host.DatastoreBrowser.FileInfo.Details(
            fileType=True, fileSize=True, modification=True, fileOwner=True
        ),
        matchPattern=["web*"],
    )
    results = done(store.browser.SearchSubFolders("[datastore1]", spec))
    found = [(r.folderPath, f.path, f.capacityKb) for r in results for f in r.file]
    assert found == [("[datastore1] web01/", "web01.vmdk", 16 * 1024 * 1024)]


def test_the_browser_names_what_is_missing(content: Any) -> None:
    store = content.rootFolder.childEntity[0].datastore[0]
    error = failed(store.browser.Search("[datastore1] nowhere"))
    assert isinstance(error, vim.fault.FileNotFound)


def test_folders_are_made_once(content: Any) -> None:
    datacenter, manager = content.rootFolder.childEntity[0], content.fileManager
    manager.MakeDirectory("[datastore1] made/deep", datacenter, True)
    with pytest.raises(vim.fault.FileAlreadyExists):
        manager.MakeDirectory("[datastore1] made/deep", datacenter, True)
    with pytest.raises(vim.fault.InvalidDatastorePath):
        manager.MakeDirectory("[datastore1] ../out", datacenter, True)


def test_disks_are_made_copied_and_deleted(content: Any) -> None:
    manager, datacenter = content.virtualDiskManager, content.rootFolder.childEntity[0]
    spec = vim.VirtualDiskManager.FileBackedVirtualDiskSpec(
        diskType="thin", adapterType="lsiLogic", capacityKb=4096
    )
    done(manager.CreateVirtualDisk("[datastore1] new9.vmdk", datacenter, spec))
    assert isinstance(
        failed(manager.CreateVirtualDisk("[datastore1] new9.vmdk", datacenter, spec)),
        vim.fault.FileAlreadyExists,
    )
    copy = manager.CopyVirtualDisk("[datastore1] new9.vmdk", datacenter, "[datastore1] copy9.vmdk")
    done(copy)
    assert manager.QueryVirtualDiskUuid("[datastore1] copy9.vmdk", datacenter).startswith("60 00")
    done(manager.DeleteVirtualDisk("[datastore1] new9.vmdk", datacenter))
    done(manager.DeleteVirtualDisk("[datastore1] copy9.vmdk", datacenter))


def test_a_disk_in_use_is_locked(content: Any) -> None:
    manager, datacenter = content.virtualDiskManager, content.rootFolder.childEntity[0]
    error = failed(manager.DeleteVirtualDisk("[datastore1] web01/web01.vmdk", datacenter))
    assert isinstance(error, vim.fault.FileLocked)


def test_a_disk_that_is_too_large_finds_no_room(content: Any) -> None:
    manager, datacenter = content.virtualDiskManager, content.rootFolder.childEntity[0]
    spec = vim.VirtualDiskManager.FileBackedVirtualDiskSpec(
        diskType="preallocated", adapterType="lsiLogic", capacityKb=10 * 1024**3
    )
    error = failed(manager.CreateVirtualDisk("[datastore1] big.vmdk", datacenter, spec))
    assert isinstance(error, vim.fault.NoDiskSpace)


# --- history -------------------------------------------------------------------------------------


def test_events_are_told(content: Any, machine: Callable[[str], Any]) -> None:
    spec = vim.event.EventFilterSpec(eventTypeId=["VmPoweredOnEvent"])
    done(machine("told9").PowerOn())
    names = {event.vm.name for event in content.eventManager.QueryEvents(spec)}
    assert "told9" in names
    assert content.eventManager.latestEvent is not None


def test_counters_move(content: Any) -> None:
    manager, host = content.perfManager, content.rootFolder.childEntity[0]
    host = host.hostFolder.childEntity[0].host[0]
    usage = next(
        counter.key
        for counter in manager.perfCounter
        if (counter.groupInfo.key, counter.nameInfo.key) == ("cpu", "usage")
        and counter.rollupType == "average"
    )
    metric = vim.PerformanceManager.MetricId(counterId=usage, instance="")
    query = vim.PerformanceManager.QuerySpec(
        entity=host, metricId=[metric], intervalId=20, maxSample=30
    )
    series = manager.QueryPerf([query])[0]
    assert len(series.sampleInfo) == 30
    assert len(set(series.value[0].value)) > 10


# --- the host ------------------------------------------------------------------------------------


def test_networks_show_at_once(content: Any) -> None:
    host = content.rootFolder.childEntity[0].hostFolder.childEntity[0].host[0]
    system = host.configManager.networkSystem
    system.AddVirtualSwitch("vSwitch9", vim.host.VirtualSwitch.Specification(numPorts=64))
    system.AddPortGroup(
        vim.host.PortGroup.Specification(
            name="group9", vlanId=9, vswitchName="vSwitch9", policy=vim.host.NetworkPolicy()
        )
    )
    assert "vSwitch9" in {switch.name for switch in host.config.network.vswitch}
    assert "group9" in {network.name for network in host.network}
    with pytest.raises(vim.fault.AlreadyExists):
        system.AddVirtualSwitch("vSwitch9")
    with pytest.raises(vim.fault.ResourceInUse):
        system.RemovePortGroup("Management Network")
    system.RemovePortGroup("group9")
    system.RemoveVirtualSwitch("vSwitch9")


def test_maintenance_mode_waits_until_machines_are_off(content: Any) -> None:
    host = content.rootFolder.childEntity[0].hostFolder.childEntity[0].host[0]
    assert isinstance(failed(host.EnterMaintenanceMode(1)), vim.fault.Timedout)
    task = host.EnterMaintenanceMode(0)
    until_blocking(lambda: task.info.state == "running")
    task.Cancel()
    assert isinstance(failed(task), vmodl.fault.RequestCanceled)
    assert not host.runtime.inMaintenanceMode


def test_options_are_read_and_set(content: Any) -> None:
    host = content.rootFolder.childEntity[0].hostFolder.childEntity[0].host[0]
    options = host.configManager.advancedOption
    assert options.QueryOptions("Mem.ShareScanTime")[0].value == 60
    with pytest.raises(vim.fault.InvalidName):
        options.QueryOptions("No.SuchOption")
