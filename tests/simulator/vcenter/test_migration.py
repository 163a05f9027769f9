"""Machines on their way: to another host, to another datastore, into a copy."""

from __future__ import annotations

from typing import Any

import pytest
from support.soapcall import Caller, ref
from support.vcenter import Estate, VCenterCaller

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator import ManualClock
from aioesx.simulator.state.machine import Machine

pytestmark = pytest.mark.anyio

HIGH = "highPriority"
SERVICE = ref("ServiceInstance", "ServiceInstance")
CHECKER = ref("VirtualMachineProvisioningChecker", "ProvChecker")


def migrate(call: VCenterCaller, name: str, host: str, **details: Any) -> vim.MigrateVM_Task:
    return vim.MigrateVM_Task(
        this=call.machine(name), host=call.host(host), priority=HIGH, **details
    )


def relocate(call: VCenterCaller, name: str, **spec: Any) -> vim.RelocateVM_Task:
    return vim.RelocateVM_Task(this=call.machine(name), spec=vim.VirtualMachineRelocateSpec(**spec))


def store(call: VCenterCaller, name: str) -> vim.ManagedObjectReference:
    (found,) = [item for item in call.estate.dc1.stores() if item.name == name]
    return call.estate.vcenter.ref(found)


def place(machine: Machine) -> str:
    return f"{machine.host.network.host_name} {machine.place}"


async def events(call: VCenterCaller, *kinds: str) -> list[vim.Event]:
    manager, spec = ref("EventManager", "EventManager"), vim.EventFilterSpec(event_type_id=[*kinds])
    return await call(vim.QueryEvents(this=manager, filter=spec))


async def test_a_running_machine_goes_to_another_host(
    call: VCenterCaller, esx1: Caller, esx2: Caller
) -> None:
    web01, boot = call.machine("web01"), call.estate.esx1.find("web01").boot_time

    await call.done(migrate(call, "web01", "esx2"))

    assert call.machine("web01") == web01, "it keeps its name"
    facts = await call.read(web01, "runtime", "resourcePool", "guest.toolsRunningStatus")
    assert (facts["runtime"].host, facts["runtime"].boot_time) == (call.host("esx2"), boot)
    assert facts["runtime"].power_state == "poweredOn"
    assert facts["guest.toolsRunningStatus"] == "guestToolsRunning"
    folder = ref("Folder", "ha-folder-vm")
    here = (await esx2.read(folder, "childEntity"))["childEntity"]
    assert (await esx2.read(here[0], "name", "runtime.powerState")) == {
        "name": "web01",
        "runtime.powerState": "poweredOn",
    }
    assert len((await esx1.read(folder, "childEntity"))["childEntity"]) == 4
    with pytest.raises(FaultError, match="ManagedObjectNotFound"):
        await esx1.read(ref("VirtualMachine", "1"), "name")


async def test_a_migration_is_a_task_and_events(call: VCenterCaller, esx1: Caller) -> None:
    task = await call(migrate(call, "web01", "esx2"))
    (there,) = (await esx1.read(ref("VirtualMachine", "1"), "recentTask"))["recentTask"]

    info = await call.finish(task)

    assert (info.name, info.state) == ("MigrateVM_Task", "success")
    assert (await esx1.read(there, "info.state", "info.name")) == {
        "info.state": "success",
        "info.name": "MigrateVM_Task",
    }
    before, after = await events(call, "VmBeingHotMigratedEvent", "VmMigratedEvent")
    assert before.dest_host.name == "esx2.example"  # type: ignore[attr-defined]  # of its kind
    assert after.source_host.name == "esx1.example"  # type: ignore[attr-defined]  # of its kind
    assert after.host is not None
    assert after.host.host == call.host("esx2")


async def test_snapshots_go_with_their_machine(call: VCenterCaller, esx2: Caller) -> None:
    snapshot = await call.done(
        vim.CreateSnapshot_Task(this=call.machine("db01"), name="s1", memory=False, quiesce=False)
    )

    await call.done(migrate(call, "db01", "esx2"))

    tree = await call.read(call.machine("db01"), "snapshot.currentSnapshot")
    assert tree == {"snapshot.currentSnapshot": snapshot}
    await call.done(vim.RevertToSnapshot_Task(this=snapshot))
    machine = call.estate.esx2.find("db01")
    there = ref("VirtualMachine", machine.moid)
    current = await esx2.read(there, "snapshot.currentSnapshot")
    assert current["snapshot.currentSnapshot"].value == f"{machine.moid}-snapshot-1"


async def test_the_last_checks_of_a_start_hold_after_a_migration(call: VCenterCaller) -> None:
    await call.done(migrate(call, "db01", "esx2"))
    await call.done(vim.PowerOnVM_Task(this=call.machine("db01")))
    await call.done(migrate(call, "db01", "esx1"))
    await call.done(vim.PowerOffVM_Task(this=call.machine("db01")))
    await call.done(vim.PowerOnVM_Task(this=call.machine("db01")))

    assert call.estate.esx1.find("db01").is_on
    assert call.estate.esx1.answers == [], "nobody asks whether it was moved or copied"


async def test_tools_that_were_about_to_start_do_so_on_the_other_host(
    call: VCenterCaller, clock: ManualClock
) -> None:
    await call(vim.PowerOnVM_Task(this=call.machine("db01")))
    clock.advance(11)
    machine = call.estate.vcenter.find("db01")
    assert machine.is_on
    assert not machine.tools_running
    call.estate.vcenter.options.task_seconds = 0.1

    await call.done(migrate(call, "db01", "esx2"))

    assert machine.tools_running


async def test_a_pool_says_where_to(call: VCenterCaller) -> None:
    pool = call.estate.vcenter.ref(call.estate.cluster.pool)

    method = vim.MigrateVM_Task(this=call.machine("db01"), pool=pool, priority=HIGH)
    await call.done(method)
    assert place(call.estate.vcenter.find("db01")) == "esx1 [datastore1] db01/db01.vmx"

    other = call.estate.vcenter.members[call.estate.esx3].compute.pool
    both = migrate(call, "db01", "esx2", pool=call.estate.vcenter.ref(other))
    with pytest.raises(FaultError, match="pool"):
        await call(both)


@pytest.mark.parametrize(
    ("name", "host", "fault"),
    [
        ("web01", "esx3", "CannotAccessVmConfig"),
        ("spare01", "esx1", "CannotAccessVmConfig"),
    ],
)
async def test_a_host_that_does_not_see_the_files_is_refused(
    call: VCenterCaller, name: str, host: str, fault: str
) -> None:
    before = place(call.estate.vcenter.find(name))

    refusal = await call.fault(migrate(call, name, host))

    assert type(refusal).__name__ == fault
    assert place(call.estate.vcenter.find(name)) == before
    (event,) = await events(call, "VmFailedMigrateEvent")
    assert isinstance(event.reason.fault, vim.CannotAccessVmConfig)  # type: ignore[attr-defined]  # of its kind


async def test_a_disk_elsewhere_must_be_seen(call: VCenterCaller) -> None:
    (shared,) = [s for s in call.estate.esx2.datastores.values() if s.name == "nfs1"]
    shared.unmount()
    machine = call.estate.esx1.find("db01")
    nfs = call.estate.esx1.datastore("nfs1")
    nfs.make_folder("db01")
    home = call.estate.esx1.datastore("datastore1")
    nfs.make_disk("db01/more.vmdk", home.disk("db01/db01.vmdk"))
    machine.change({"scsi0:1.present": "TRUE", "scsi0:1.fileName": f"{nfs.mount}/db01/more.vmdk"})

    refusal = await call.fault(migrate(call, "db01", "esx2"))

    assert isinstance(refusal, vim.CannotAccessVmDisk)
    assert refusal.backing == "[nfs1] db01/more.vmdk"


async def test_a_network_must_be_there(call: VCenterCaller) -> None:
    call.estate.esx2.network.remove_group("VM Network", used=False)

    refusal = await call.fault(migrate(call, "web01", "esx2"))

    assert isinstance(refusal, vim.CannotAccessNetwork)
    assert refusal.backing == "VM Network"


async def test_a_host_in_maintenance_takes_nobody(call: VCenterCaller) -> None:
    await call.done(vim.EnterMaintenanceMode_Task(this=call.host("esx2"), timeout=0))

    refusal = await call.fault(migrate(call, "web01", "esx2"))

    assert isinstance(refusal, vim.InvalidHostState)
    assert refusal.host == call.host("esx2")


async def test_a_machine_in_another_power_state_is_refused(call: VCenterCaller) -> None:
    refusal = await call.fault(migrate(call, "web01", "esx2", state="poweredOff"))

    assert isinstance(refusal, vim.InvalidPowerState)


async def test_a_busy_machine_stays(call: VCenterCaller, clock: ManualClock) -> None:
    await call(vim.SuspendVM_Task(this=call.machine("web01")))
    clock.advance(2)

    assert isinstance(await call.fault(migrate(call, "web01", "esx2")), vim.TaskInProgress)


async def test_a_validation_tells_as_events_what_is_in_the_way(call: VCenterCaller) -> None:
    web01 = call.machine("web01")
    fine = vim.ValidateMigration(this=SERVICE, vm=[web01], host=call.host("esx2"))
    assert await call(fine) == []

    found = await call(vim.ValidateMigration(this=SERVICE, vm=[web01], host=call.host("esx3")))

    kinds = {type(event.fault.fault).__name__ for event in found}  # type: ignore[attr-defined]  # of its kind
    assert kinds == {"CannotAccessVmConfig", "CannotAccessVmDisk"}
    assert (found[0].full_formatted_message or "").startswith("Cannot migrate web01 from esx1")
    tests = ["networkTests"]
    only = vim.ValidateMigration(this=SERVICE, vm=[web01], host=call.host("esx3"), test_type=tests)
    assert await call(only) == []


async def test_checks_tell_of_each_host(call: VCenterCaller) -> None:
    web01, pool = call.machine("web01"), call.estate.vcenter.ref(call.estate.cluster.pool)
    one = vim.CheckMigrate_Task(this=CHECKER, vm=web01, host=call.host("esx3"))
    (result,) = await call.done(one)
    assert isinstance(result.error[0].fault, vim.CannotAccessVmConfig)

    both = await call.done(vim.CheckMigrate_Task(this=CHECKER, vm=web01, pool=pool))
    assert [(item.host, item.error) for item in both] == [
        (call.host("esx1"), []),
        (call.host("esx2"), []),
    ]
    spec = vim.VirtualMachineRelocateSpec(
        host=call.host("esx3"), datastore=store(call, "datastore1 (esx3.example)")
    )
    (moved,) = await call.done(vim.CheckRelocate_Task(this=CHECKER, vm=web01, spec=spec))
    assert moved.error == []
    hosts = [call.host("esx2"), call.host("esx3")]
    able = await call(vim.QueryVMotionCompatibility(this=SERVICE, vm=web01, host=hosts))
    assert [item.compatibility for item in able] == [["cpu", "software"], []]


async def test_files_go_to_another_datastore(call: VCenterCaller, estate: Estate) -> None:
    await call.done(
        vim.CreateSnapshot_Task(this=call.machine("web01"), name="s1", memory=False, quiesce=False)
    )
    old = estate.esx1.datastore("datastore1")
    free = old.free

    await call.done(relocate(call, "web01", datastore=store(call, "nfs1")))

    machine, new = estate.esx1.find("web01"), estate.esx1.datastore("nfs1")
    assert place(machine) == "esx1 [nfs1] web01/web01.vmx"
    assert machine.is_on
    assert "web01" not in old.folders
    assert old.free > free
    assert new.disk("web01/web01-000001.vmdk").parent == "web01.vmdk"
    backing = await call.read(call.machine("web01"), "config.hardware.device[2000].backing")
    (value,) = backing.values()
    assert value.file_name == "[nfs1] web01/web01-000001.vmdk"
    assert value.datastore == store(call, "nfs1")
    assert value.parent.file_name == "[nfs1] web01/web01.vmdk"
    assert len(await events(call, "VmRelocatedEvent")) == 1


async def test_host_and_datastore_change_at_once(call: VCenterCaller, estate: Estate) -> None:
    target = store(call, "datastore1 (esx3.example)")

    await call.done(relocate(call, "web01", host=call.host("esx3"), datastore=target))

    machine = estate.esx3.find("web01")
    assert place(machine) == "esx3 [datastore1 (esx3.example)] web01/web01.vmx"
    await call.done(vim.PowerOffVM_Task(this=call.machine("web01")))
    await call.done(vim.PowerOnVM_Task(this=call.machine("web01")))
    assert estate.esx3.datastore("datastore1 (esx3.example)").exists("web01/web01.vmdk")


async def test_one_disk_goes_to_another_datastore(call: VCenterCaller, estate: Estate) -> None:
    disk = vim.VirtualMachineRelocateSpecDiskLocator(disk_id=2000, datastore=store(call, "nfs1"))

    await call.done(relocate(call, "db01", disk=[disk]))

    machine = estate.esx1.find("db01")
    assert place(machine) == "esx1 [datastore1] db01/db01.vmx"
    (where,) = machine.snapshots.disk_keys(machine.config).values()
    assert str(where) == "[nfs1] db01/db01.vmdk"
    await call.done(vim.PowerOnVM_Task(this=call.machine("db01")))


async def test_a_datastore_that_the_host_does_not_have_is_refused(call: VCenterCaller) -> None:
    method = relocate(call, "web01", datastore=store(call, "nfs1 (esx3.example)"))

    with pytest.raises(FaultError, match="InvalidDatastore"):
        await call(method)


async def test_a_full_datastore_takes_nothing(call: VCenterCaller, estate: Estate) -> None:
    nfs = estate.esx1.datastore("nfs1")
    nfs.foreign = nfs.capacity

    refusal = await call.fault(relocate(call, "web01", datastore=store(call, "nfs1")))

    assert isinstance(refusal, vim.NoDiskSpace)
    assert place(estate.esx1.find("web01")) == "esx1 [datastore1] web01/web01.vmx"


def clone(call: VCenterCaller, name: str, new: str, **details: Any) -> vim.CloneVM_Task:
    location = vim.VirtualMachineRelocateSpec(**details.pop("location", {}))
    spec = {"location": location, "template": False, "power_on": False, **details}
    folder = call.estate.vcenter.ref(call.estate.dc1.folders["vm"])
    return vim.CloneVM_Task(
        this=call.machine(name),
        folder=folder,
        name=new,
        spec=vim.VirtualMachineCloneSpec(**spec),
    )


async def test_a_clone_is_a_machine_of_its_own(call: VCenterCaller, estate: Estate) -> None:
    made = await call.done(clone(call, "web01", "web99", power_on=True))

    old, new = estate.esx1.find("web01"), estate.esx1.find("web99")
    assert made == call.machine("web99")
    assert place(new) == "esx1 [datastore1] web99/web99.vmx"
    assert new.is_on
    assert new.config.uuid != old.config.uuid
    assert new.config.instance_uuid != old.config.instance_uuid
    assert new.cards()[0][1].startswith("00:50:56:")
    assert new.config.memory_mb == old.config.memory_mb
    disk = estate.esx1.datastore("datastore1").disk("web99/web99.vmdk")
    assert (
        disk.capacity_kb == estate.esx1.datastore("datastore1").disk("web01/web01.vmdk").capacity_kb
    )
    (event,) = await events(call, "VmClonedEvent")
    assert event.source_vm.vm == call.machine("web01")  # type: ignore[attr-defined]  # of its kind


async def test_a_clone_goes_to_another_host_and_datastore(
    call: VCenterCaller, estate: Estate, esx2: Caller
) -> None:
    location = {"host": call.host("esx3"), "datastore": store(call, "nfs1 (esx3.example)")}

    await call.done(clone(call, "db01", "db99", location=location))

    assert place(estate.esx3.find("db99")) == "esx3 [nfs1 (esx3.example)] db99/db99.vmx"
    await call.done(vim.PowerOnVM_Task(this=call.machine("db99")))
    await call.done(clone(call, "db01", "db98", location={"host": call.host("esx2")}))
    found = (await esx2.read(ref("Folder", "ha-folder-vm"), "childEntity"))["childEntity"]
    assert [(await esx2.read(item, "name"))["name"] for item in found] == ["db98"]


async def test_a_clone_of_a_snapshot_is_as_the_machine_was(
    call: VCenterCaller, estate: Estate
) -> None:
    snapshot = await call.done(
        vim.CreateSnapshot_Task(this=call.machine("db01"), name="s1", memory=False, quiesce=False)
    )
    spec = vim.VirtualMachineConfigSpec(num_cpus=2)
    await call.done(vim.ReconfigVM_Task(this=call.machine("db01"), spec=spec))

    await call.done(clone(call, "db01", "db99", snapshot=snapshot))

    machine = estate.esx1.find("db99")
    assert machine.config.vcpus == 4
    (where,) = machine.snapshots.disk_keys(machine.config).values()
    assert estate.esx1.datastore("datastore1").disk(where.path).parent == ""


async def test_a_clone_is_configured_as_it_is_made(call: VCenterCaller, estate: Estate) -> None:
    config = vim.VirtualMachineConfigSpec(memory_mb=512, annotation="a copy")

    await call.done(clone(call, "db01", "db99", config=config, template=True))

    made = estate.esx1.find("db99")
    assert (made.config.memory_mb, made.config.annotation, made.template) == (512, "a copy", True)


async def test_a_name_that_is_taken_is_refused(call: VCenterCaller) -> None:
    assert isinstance(await call.fault(clone(call, "db01", "web01")), vim.DuplicateName)


async def test_a_standalone_host_moves_and_copies_nothing(esx1: Caller) -> None:
    machine = ref("VirtualMachine", "1")

    with pytest.raises(FaultError, match="NotSupported"):
        await esx1(vim.MigrateVM_Task(this=machine, priority=HIGH))
