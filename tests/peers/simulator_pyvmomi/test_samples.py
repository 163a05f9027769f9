"""What pyVmomi brings along, and what its samples do: `pyVim.task`, views, events, files."""

from __future__ import annotations

import http.client
import importlib
import ssl
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from support.pyvmomi_host import VmomiSupport, done, vim, vmodl

from aioesx import vim as our_vim
from aioesx.simulator import Simulator
from aioesx.simulator.methods import HANDLERS
from aioesx.simulator.methods.collector import OPEN_PROPERTIES
from aioesx.simulator.state.privileges import ANONYMOUS, privilege_of
from aioesx.simulator.state.task_names import DESCRIPTIONS, description_of
from aioesx.simulator.vcenter.dispatch import OWN
from aioesx.vim._index import NAMES

pytestmark = pytest.mark.peer("pyvmomi")

INTERNAL_TASK = "QueryVirtualDiskInfo_Task"
"""No client's tables show it."""


# --- pyVim.task ----------------------------------------------------------------------------------


@pytest.fixture
def tasks() -> Any:
    return importlib.import_module("pyVim.task")


def test_wait_for_task_tells_success_and_progress(
    tasks: Any, machine: Callable[[str], Any]
) -> None:
    told: list[Any] = []

    state = tasks.WaitForTask(
        machine("task9").PowerOn(), onProgressUpdate=lambda _, percent: told.append(percent)
    )

    assert state == "success"
    assert (told[0], told[-1]) == ("created", "completed")
    assert all(isinstance(percent, int | None) for percent in told[1:-1])


def test_wait_for_task_raises_the_task_s_fault(tasks: Any, machine: Callable[[str], Any]) -> None:
    with pytest.raises(vim.fault.InvalidPowerState):
        tasks.WaitForTask(machine("web01").PowerOn())


def test_wait_for_task_sees_that_a_question_blocks(
    tasks: Any, simulator: Simulator, machine: Callable[[str], Any]
) -> None:
    simulator.ask_on("PowerOnVM_Task", "ask9", choices=("Cancel", "Go on"), default=1)
    task = machine("ask9").PowerOn()
    with pytest.raises(tasks.TaskBlocked):
        tasks.WaitForTask(task)
    simulator.answer("ask9", "Go on")
    assert tasks.WaitForTask(task) == "success"
    tasks.WaitForTask(machine("ask9").PowerOff())


def test_wait_for_tasks_waits_for_all(tasks: Any, machine: Callable[[str], Any]) -> None:
    results: list[Any] = []
    wanted = [machine(name).CreateSnapshot("s", "", False, False) for name in ("snap9", "power9")]

    tasks.WaitForTasks(wanted, results=results)

    assert {type(result) for result in results} == {type(machine("snap9").snapshot.currentSnapshot)}


KNOWN_TASKS = {n for n in (*HANDLERS, *OWN) if n.endswith("_Task")} - {INTERNAL_TASK}


@pytest.mark.parametrize("method", sorted(KNOWN_TASKS))
def test_tasks_are_called_as_the_api_has_it(method: str) -> None:
    managed = getattr(our_vim, method).managed_type
    theirs = VmomiSupport.GetWsdlType("urn:vim25", managed)
    (info,) = [item for item in theirs._methodInfo.values() if item.wsdlName == method]
    name = info.name[0].lower() + info.name[1:]
    vmodl_name = theirs.__name__.removeprefix("vim.").replace("ManagedEntity", "VirtualMachine")

    assert description_of(method, "VirtualMachine") == f"{vmodl_name}.{name}"


def test_every_name_of_a_task_is_that_of_a_method_that_starts_one() -> None:
    assert KNOWN_TASKS | {INTERNAL_TASK} == DESCRIPTIONS.keys()


def test_a_task_names_its_method_its_key_and_its_entity(
    content: Any, machine: Callable[[str], Any]
) -> None:
    power = machine("task9")
    info = (power.PowerOff() if power.runtime.powerState == "poweredOn" else power.PowerOn()).info
    assert info.name.info.wsdlName in {"PowerOnVM_Task", "PowerOffVM_Task"}
    assert info.key.startswith(f"haTask-{power._moId}-vim.{info.descriptionId}-")
    assert info.task._moId == info.key
    assert info.descriptionId in {item.key for item in content.taskManager.description.methodInfo}


def test_a_folder_s_task_is_the_folder_s(content: Any) -> None:
    folder = content.rootFolder.childEntity[0].vmFolder
    task = folder.RegisterVm("[datastore1] no/such.vmx", None, False)
    info = task.info
    assert (info.entity, info.entityName) == (folder, "vm")
    assert info.key.startswith("haTask-ha-folder-vm-vim.Folder.registerVm-")
    assert task in folder.recentTask
    assert task in content.taskManager.recentTask


# --- pyVim.connect -------------------------------------------------------------------------------


def test_smart_connection_logs_in_and_out(simulator: Simulator) -> None:
    connect: Any = importlib.import_module("pyVim.connect")
    before = simulator.open_sessions
    where = {"host": "127.0.0.1", "port": simulator.port, "user": "root", "pwd": "secret"}
    context = ssl.create_default_context(cafile=simulator.ca_file)
    with connect.SmartConnection(**where, sslContext=context) as service:
        assert service.content.sessionManager.currentSession.userName == "root"
        assert simulator.open_sessions == before + 1
        service._stub.DropConnections()
    assert simulator.open_sessions == before


# --- privileges ----------------------------------------------------------------------------------


METHODS = sorted(
    name
    for module, names in NAMES.items()
    if module.startswith("_methods_")
    for name in names.split()
)


@pytest.mark.parametrize("method", METHODS)
def test_a_method_asks_for_the_privilege_that_the_api_names(method: str) -> None:
    cls: Any = getattr(our_vim, method)
    theirs = VmomiSupport.GetWsdlType("urn:vim25", cls.managed_type)
    (info,) = [item for item in theirs._methodInfo.values() if item.wsdlName == method]

    decided_by_arguments = info.privId is None or (cls.changes and info.privId == "System.View")

    assert decided_by_arguments or privilege_of(method) == info.privId


def test_what_is_open_before_login_is_what_the_api_opens() -> None:
    found = {
        (managed, info.name)
        for managed, known in our_vim.PROPERTIES.items()
        for info in VmomiSupport.GetWsdlType("urn:vim25", managed)._GetPropertyList(False)
        if info.name in known and info.privId == ANONYMOUS
    }
    assert found == {(type_, path) for type_, paths in OPEN_PROPERTIES.items() for path in paths}


def test_permissions_are_read(content: Any) -> None:
    manager = content.authorizationManager
    names = {item.principal: item.roleId for item in manager.RetrieveAllPermissions()}
    roles = {role.roleId: role.name for role in manager.roleList}
    assert (roles[names["root"]], roles[names["reader"]]) == ("Admin", "ReadOnly")
    assert manager.description.privilege


def test_the_host_s_own_cards_serve_what_they_are_told_to(content: Any) -> None:
    host = content.rootFolder.childEntity[0].hostFolder.childEntity[0].host[0]
    manager = host.configManager.virtualNicManager
    chosen = {item.nicType: item.selectedVnic for item in manager.info.netConfig}
    assert chosen["management"] == ["management.key-vim.host.VirtualNic-vmk0"]
    assert chosen["vmotion"] == []

    manager.SelectVnicForNicType("vmotion", "vmk0")

    config = manager.QueryNetConfig("vmotion")
    assert config.selectedVnic == [config.candidateVnic[0].key]
    shown = {item.nicType: item for item in host.config.virtualNicManagerInfo.netConfig}
    assert shown["vmotion"].selectedVnic == config.selectedVnic
    manager.DeselectVnicForNicType("vmotion", "vmk0")
    assert manager.QueryNetConfig("vmotion").selectedVnic == []
    with pytest.raises(vmodl.fault.InvalidArgument):
        manager.SelectVnicForNicType("vmotion", "vmk9")
    with pytest.raises(vmodl.fault.InvalidArgument):
        manager.QueryNetConfig("teleport")


# --- views ---------------------------------------------------------------------------------------


def names_in(content: Any, view: Any) -> set[str]:
    """Return the names of what a view shows, as the samples read them: in one call."""
    query = vmodl.query.PropertyCollector
    step = query.TraversalSpec(name="traverse", path="view", skip=False, type=type(view))
    spec = query.FilterSpec(
        objectSet=[query.ObjectSpec(obj=view, skip=True, selectSet=[step])],
        propSet=[query.PropertySpec(type=vim.ManagedEntity, pathSet=["name"])],
    )
    found = content.propertyCollector.RetrieveContents([spec])
    return {item.propSet[0].val for item in found}


def test_a_container_view_shows_what_is_in_it(content: Any) -> None:
    view = content.viewManager.CreateContainerView(content.rootFolder, [vim.VirtualMachine], True)
    assert {"web01", "db01"} <= names_in(content, view)
    assert view in content.viewManager.viewList
    view.Destroy()
    assert view not in content.viewManager.viewList


@pytest.fixture
def listed(content: Any, machine: Callable[[str], Any]) -> Iterator[Any]:
    view = content.viewManager.CreateListView([machine("web01")])
    yield view
    view.Destroy()


def test_a_list_view_is_changed(
    content: Any, machine: Callable[[str], Any], service: Any, listed: Any
) -> None:
    web, db, win = (machine(name) for name in ("web01", "db01", "win01"))
    gone = vim.VirtualMachine("9999", service._stub)

    assert listed.Modify([db, gone], [web]) == [gone]
    assert listed.view == [db]
    assert listed.Reset([web, win, gone]) == [gone]
    assert names_in(content, listed) == {"web01", "win01"}

    inner = content.viewManager.CreateContainerView(content.rootFolder, [vim.Datastore], True)
    listed.ResetFromView(inner)
    assert {type(item) for item in listed.view} == {type(inner.view[0])}
    inner.Destroy()


# --- history -------------------------------------------------------------------------------------


def test_events_are_read_page_by_page(content: Any, machine: Callable[[str], Any]) -> None:
    for _ in range(3):
        done(machine("told9").PowerOn() if _even(machine) else machine("told9").PowerOff())
    entity = vim.event.EventFilterSpec.ByEntity(entity=machine("told9"), recursion="self")
    collector = content.eventManager.CreateCollectorForEvents(
        vim.event.EventFilterSpec(entity=entity)
    )
    collector.SetCollectorPageSize(2)
    page = collector.latestPage
    collector.ResetCollector()
    older = collector.ReadPreviousEvents(10)
    collector.RewindCollector()
    every = collector.ReadNextEvents(100)
    collector.DestroyCollector()

    assert len(page) == 2
    assert {event.vm.name for event in every} == {"told9"}
    keys = [event.key for event in every]
    assert keys == sorted(keys)
    assert {event.key for event in (*page, *older)} <= set(keys)


def _even(machine: Callable[[str], Any]) -> bool:
    return bool(machine("told9").runtime.powerState == "poweredOff")


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_file_goes_up_and_down_by_the_session_s_cookie(
    simulator: Simulator, service: Any, content: Any, slash: str
) -> None:
    datacenter = content.rootFolder.childEntity[0]
    where = urlencode({"dsName": "datastore1", "dcPath": f"{slash}{datacenter.name}"})
    cookie = service._stub.cookie.partition(";")[0]
    context = ssl.create_default_context(cafile=simulator.ca_file)
    line = http.client.HTTPSConnection("127.0.0.1", simulator.port, context=context)
    headers = {"Content-Type": "application/octet-stream", "Cookie": cookie}
    line.request("PUT", f"/folder/sample/one.iso?{where}", b"sample", headers)
    sent = line.getresponse()
    sent.read()
    line.request("GET", f"/folder/sample/one.iso?{where}", headers=headers)
    got = line.getresponse()
    body = got.read()
    line.close()

    assert (sent.status in {200, 201}, got.status, body) == (True, 200, b"sample")
