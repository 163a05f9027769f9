"""What pyVmomi brings along, and what its samples do: `pyVim.task`, views, events, files."""

from __future__ import annotations

import http.client
import importlib
import ssl
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from support.pyvmomi_host import VmomiSupport, done, vim, vmodl

from aioesx import vim as our_vim
from aioesx.simulator import Simulator
from aioesx.simulator.methods import HANDLERS
from aioesx.simulator.state.task_names import DESCRIPTIONS, description_of
from aioesx.simulator.vcenter.dispatch import OWN

pytestmark = pytest.mark.peer("pyvmomi")


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


@pytest.mark.parametrize("method", sorted({n for n in (*HANDLERS, *OWN) if n.endswith("_Task")}))
def test_tasks_are_called_as_the_api_has_it(method: str) -> None:
    managed = getattr(our_vim, method).managed_type
    theirs = VmomiSupport.GetWsdlType("urn:vim25", managed)
    (info,) = [item for item in theirs._methodInfo.values() if item.wsdlName == method]
    name = info.name[0].lower() + info.name[1:]
    vmodl_name = theirs.__name__.removeprefix("vim.").replace("ManagedEntity", "VirtualMachine")

    assert description_of(method, "VirtualMachine") == f"{vmodl_name}.{name}"


def test_every_name_of_a_task_is_that_of_a_method_that_starts_one() -> None:
    assert {n for n in (*HANDLERS, *OWN) if n.endswith("_Task")} == DESCRIPTIONS.keys()


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
