"""What is done through the vCenter is done on the host, and each sees what the other did."""

from __future__ import annotations

from typing import Any

import anyio
import pytest
from support.soapcall import Caller, ref
from support.vcenter import ADDRESSES, VCenterCaller

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator import ManualClock
from aioesx.simulator.site import Site

pytestmark = pytest.mark.anyio

DB01 = ref("VirtualMachine", "2")
WEB01 = ref("VirtualMachine", "1")


def task_filter(task: vim.ManagedObjectReference) -> vim.PropertyFilterSpec:
    return vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="Task", path_set=["info.state"])],
        object_set=[vim.ObjectSpec(obj=task)],
    )


async def test_a_machine_started_here_runs_on_its_host(call: VCenterCaller, esx1: Caller) -> None:
    await call.done(vim.PowerOnVM_Task(this=call.machine("db01")))

    path = "runtime.powerState"
    assert (await esx1.read(DB01, path))[path] == "poweredOn"
    assert (await call.read(call.machine("db01"), path))[path] == "poweredOn"


async def test_a_machine_started_on_its_host_runs_here(
    call: VCenterCaller, esx1: Caller, clock: ManualClock
) -> None:
    await esx1(vim.PowerOnVM_Task(this=DB01))
    clock.advance(100)

    facts = await call.read(call.machine("db01"), "runtime.powerState", "runtime.host")
    assert facts == {"runtime.powerState": "poweredOn", "runtime.host": call.host("esx1")}


async def test_a_task_is_seen_here_and_there(call: VCenterCaller, esx1: Caller) -> None:
    task = await call(vim.PowerOnVM_Task(this=call.machine("db01")))

    info = await call.info(task)
    assert (info.key, info.entity) == (task.value, call.machine("db01"))
    assert (await call.read(call.machine("db01"), "recentTask"))["recentTask"] == [task]
    (there,) = (await esx1.read(DB01, "recentTask"))["recentTask"]
    assert there.value.startswith("haTask-2-vim.VirtualMachine.powerOn")
    assert (await esx1.read(there, "info.entity"))["info.entity"] == DB01


async def test_a_folder_s_task_is_the_folder_s_here_and_there(
    call: VCenterCaller, esx1: Caller
) -> None:
    with call.estate.vcenter.looking():
        folder = call.estate.vcenter.ref(call.estate.dc1.folders["vm"])
    esx = call.host("esx1")

    task = await call(
        vim.RegisterVM_Task(this=folder, path="[datastore1] no.vmx", as_template=False, host=esx)
    )

    info = await call.info(task)
    assert (info.entity, info.entity_name, info.name) == (folder, "vm", "RegisterVM_Task")
    assert task in (await call.read(folder, "recentTask"))["recentTask"]
    there = ref("Folder", "ha-folder-vm")
    (shown,) = (await esx1.read(there, "recentTask"))["recentTask"]
    assert shown.value.startswith("haTask-ha-folder-vm-vim.Folder.registerVm-")


async def test_a_task_is_stopped_here(call: VCenterCaller, clock: ManualClock) -> None:
    task = await call(vim.PowerOnVM_Task(this=call.machine("db01")))
    clock.advance(2)

    await call(vim.CancelTask(this=task))

    info = await call.info(task)
    assert isinstance(info.error and info.error.fault, vim.RequestCanceled)
    assert call.estate.esx1.find("db01").power == "poweredOff"


async def test_a_fault_speaks_the_names_of_the_vcenter(
    call: VCenterCaller, clock: ManualClock
) -> None:
    first = await call(vim.PowerOnVM_Task(this=call.machine("db01")))
    second = await call(vim.PowerOnVM_Task(this=call.machine("db01")))
    clock.advance(2)

    error = (await call.info(second)).error
    assert error is not None
    assert isinstance(error.fault, vim.TaskInProgress)
    assert error.fault.task == first


async def test_snapshots_are_named_here_and_there(call: VCenterCaller, esx1: Caller) -> None:
    machine = call.machine("db01")
    made = await call.done(
        vim.CreateSnapshot_Task(this=machine, name="before", memory=False, quiesce=False)
    )

    tree = (await call.read(machine, "snapshot"))["snapshot"]
    assert (tree.current_snapshot, tree.root_snapshot_list[0].vm) == (made, machine)
    assert made.value.startswith("snapshot-")
    there = (await esx1.read(DB01, "snapshot.currentSnapshot"))["snapshot.currentSnapshot"]
    assert there == ref("VirtualMachineSnapshot", "2-snapshot-1")
    await call.done(vim.RevertToSnapshot_Task(this=made))
    await call.done(vim.RemoveSnapshot_Task(this=made, remove_children=False))
    assert "snapshot" not in await call.read(machine, "snapshot")
    with pytest.raises(FaultError, match="ManagedObjectNotFound"):
        await call(vim.RenameSnapshot(this=made, name="after"))


async def test_a_reconfigured_machine_is_so_on_its_host(call: VCenterCaller, esx1: Caller) -> None:
    spec = vim.VirtualMachineConfigSpec(num_cpus=2, memory_mb=2048)

    await call.done(vim.ReconfigVM_Task(this=call.machine("db01"), spec=spec))

    path = "config.hardware.numCPU"
    assert (await esx1.read(DB01, path))[path] == 2


async def test_a_machine_is_made_in_a_folder_by_a_host_of_the_cluster(
    call: VCenterCaller,
) -> None:
    vcenter, estate = call.estate.vcenter, call.estate
    folder = await call(vim.CreateFolder(this=vcenter.ref(estate.dc1.folders["vm"]), name="new"))
    config = vim.VirtualMachineConfigSpec(
        name="made01", files=vim.VirtualMachineFileInfo(vm_path_name="[datastore1]")
    )
    pool = vcenter.ref(estate.cluster.pool)

    made = await call.done(vim.CreateVM_Task(this=folder, config=config, pool=pool))

    facts = await call.read(made, "name", "parent", "runtime.host")
    assert (facts["name"], facts["parent"]) == ("made01", folder)
    assert facts["runtime.host"] == call.host("esx2"), "it has more memory to spare"


async def test_a_machine_is_forgotten_and_registered_again(call: VCenterCaller) -> None:
    vcenter, estate = call.estate.vcenter, call.estate
    old, folder = call.machine("db01"), vcenter.ref(estate.dc1.folders["vm"])
    register = vim.RegisterVM_Task(
        this=folder,
        path="[datastore1] db01/db01.vmx",
        as_template=False,
        pool=vcenter.ref(estate.cluster.pool),
        host=call.host("esx2"),
    )
    with pytest.raises(FaultError, match="already exists"):
        await call(register)
    await call(vim.UnregisterVM(this=old))

    new = await call.done(register)

    assert estate.esx2.find("db01").place.path == "db01/db01.vmx"
    assert new == call.machine("db01") != old
    with pytest.raises(FaultError, match="ManagedObjectNotFound"):
        await call.read(old, "name")


async def test_a_question_is_answered_here(call: VCenterCaller, clock: ManualClock) -> None:
    machine = call.machine("console01")
    task = await call(vim.PowerOnVM_Task(this=machine))
    clock.advance(2)
    question = (await call.read(machine, "runtime.question"))["runtime.question"]

    await call(vim.AnswerVM(this=machine, question_id=question.id, answer_choice="0"))

    assert (await call.finish(task)).state == "success"
    assert call.estate.esx1.answers == [("console01", "Append")]


async def test_a_hosts_own_managers_are_reached_here(call: VCenterCaller, esx1: Caller) -> None:
    managers = (await call.read(call.host("esx1"), "configManager"))["configManager"]
    spec = vim.HostVirtualSwitchSpec(num_ports=64)

    await call(
        vim.AddVirtualSwitch(this=managers.network_system, vswitch_name="vSwitch9", spec=spec)
    )

    assert "vSwitch9" in call.estate.esx1.network.switches
    assert "vSwitch9" not in call.estate.esx2.network.switches
    info = await call.read(managers.network_system, "networkInfo")
    assert [switch.name for switch in info["networkInfo"].vswitch][-1] == "vSwitch9"
    entry = vim.AutoStartPowerInfo(
        key=call.machine("db01"),
        start_order=1,
        start_delay=0,
        wait_for_heartbeat="no",
        start_action="powerOn",
        stop_delay=0,
        stop_action="none",
    )
    autostart = vim.HostAutoStartManagerConfig(power_info=[entry])
    await call(vim.ReconfigureAutostart(this=managers.auto_start_manager, spec=autostart))
    own = ref("HostAutoStartManager", "ha-autostart-mgr")
    (there,) = (await esx1.read(own, "config.powerInfo"))["config.powerInfo"]
    assert there.key == DB01


async def test_a_machine_of_another_host_is_no_argument(call: VCenterCaller) -> None:
    managers = (await call.read(call.host("esx2"), "configManager"))["configManager"]
    entry = vim.AutoStartPowerInfo(
        key=call.machine("db01"),
        start_order=1,
        start_delay=0,
        wait_for_heartbeat="no",
        start_action="powerOn",
        stop_delay=0,
        stop_action="none",
    )

    with pytest.raises(FaultError, match="ManagedObjectNotFound"):
        await call(
            vim.ReconfigureAutostart(
                this=managers.auto_start_manager,
                spec=vim.HostAutoStartManagerConfig(power_info=[entry]),
            )
        )


async def test_a_long_poll_here_hears_of_every_host(
    call: VCenterCaller, site: Site, clock: ManualClock
) -> None:
    paths = ["runtime.powerState"]
    for name in ("db01", "spare01"):
        await call(
            vim.CreateFilter(
                this=call.collector,
                spec=vim.PropertyFilterSpec(
                    prop_set=[vim.PropertySpec(type="VirtualMachine", path_set=paths)],
                    object_set=[vim.ObjectSpec(obj=call.machine(name))],
                ),
                partial_updates=False,
            )
        )
    first = await call(vim.WaitForUpdatesEx(this=call.collector, version=""))
    assert first is not None
    esx3 = Caller(site, ADDRESSES["esx3"])
    await esx3.login()
    told: list[Any] = []

    async def wait() -> None:
        told.append(await call(vim.WaitForUpdatesEx(this=call.collector, version=first.version)))

    async with anyio.create_task_group() as group:
        group.start_soon(wait)
        await esx3(vim.PowerOnVM_Task(this=ref("VirtualMachine", "1")))
        clock.advance(100)

    (change,) = told[0].filter_set[0].object_set
    assert change.obj == call.machine("spare01")
    assert change.change_set[0].val == "poweredOn"
    await esx3.aclose()


async def test_a_long_poll_at_a_host_hears_what_was_asked_here(
    call: VCenterCaller, esx1: Caller, clock: ManualClock
) -> None:
    task = await call(vim.PowerOnVM_Task(this=call.machine("db01")))
    (there,) = (await esx1.read(DB01, "recentTask"))["recentTask"]
    await esx1(
        vim.CreateFilter(this=esx1.collector, spec=task_filter(there), partial_updates=False)
    )
    first = await esx1(vim.WaitForUpdatesEx(this=esx1.collector, version=""))
    assert first is not None
    told: list[Any] = []

    async def wait() -> None:
        told.append(await esx1(vim.WaitForUpdatesEx(this=esx1.collector, version=first.version)))

    async with anyio.create_task_group() as group:
        group.start_soon(wait)
        clock.advance(100)

    assert told[0].filter_set[0].object_set[0].change_set[0].val == "success"
    assert (await call.info(task)).state == "success"


async def test_events_of_hosts_are_told_in_the_vcenters_names(call: VCenterCaller) -> None:
    await call.done(vim.PowerOnVM_Task(this=call.machine("db01")))

    found = await call(
        vim.QueryEvents(
            this=ref("EventManager", "EventManager"),
            filter=vim.EventFilterSpec(event_type_id=["VmPoweredOnEvent"]),
        )
    )

    event = found[-1]
    assert event.vm is not None
    assert event.datacenter is not None
    assert (event.vm.vm, event.datacenter.name) == (call.machine("db01"), "dc1")
    assert event.full_formatted_message == "db01 on  esx1.example in dc1 is powered on"


async def test_a_fault_rule_of_the_vcenter_is_for_what_is_asked_here(
    call: VCenterCaller, esx1: Caller, site: Site, clock: ManualClock
) -> None:
    assert site.vcenter is not None
    site.vcenter.fault_on("PowerOnVM_Task", "HostCommunication", in_task=True, object="db01")

    fault = await call.fault(vim.PowerOnVM_Task(this=call.machine("db01")))

    assert isinstance(fault, vim.HostCommunication)
    task = await esx1(vim.PowerOnVM_Task(this=DB01))
    clock.advance(100)
    assert (await esx1.read(task, "info.state"))["info.state"] == "success"


async def test_a_session_is_made_of_another(call: VCenterCaller, site: Site) -> None:
    ticket = await call(vim.AcquireCloneTicket(this=call.manager))
    twin = VCenterCaller(site, call.estate)

    session = await twin(vim.CloneSession(this=twin.manager, clone_ticket=ticket))

    assert session.user_name == "root"
    assert await twin.read(twin.machine("web01"), "name") == {"name": "web01"}
    other = VCenterCaller(site, call.estate)
    with pytest.raises(FaultError, match="InvalidLogin"):
        await other(vim.CloneSession(this=other.manager, clone_ticket=ticket))
    await twin.aclose()
    await other.aclose()


async def test_a_session_of_the_vcenter_is_none_of_a_host(call: VCenterCaller, site: Site) -> None:
    stranger = Caller(site, ADDRESSES["esx1"])
    stranger.cookie = call.cookie

    with pytest.raises(FaultError, match="NotAuthenticated"):
        await stranger(vim.PowerOffVM_Task(this=WEB01))
    await stranger.aclose()


async def test_a_forgotten_task_is_not_found(call: VCenterCaller, clock: ManualClock) -> None:
    task = await call(vim.PowerOnVM_Task(this=call.machine("db01")))
    assert (await call.finish(task)).state == "success"

    clock.advance(900)

    with pytest.raises(FaultError, match="ManagedObjectNotFound"):
        await call.info(task)
