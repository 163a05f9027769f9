"""Hosts that a vCenter cannot talk to: what stays readable, what is refused, how they come back."""

from __future__ import annotations

from typing import Any

import pytest
from support.soapcall import Caller, ref
from support.vcenter import Estate, VCenterCaller

from aioesx import vim
from aioesx.errors import FaultError

pytestmark = pytest.mark.anyio

Ref = vim.ManagedObjectReference

STATES = ("disconnected", "notResponding")


async def one(call: VCenterCaller, object_: Ref, path: str) -> Any:
    return (await call.read(object_, path)).get(path)


def become(estate: Estate, state: str, host: str = "esx1") -> None:
    """Have a host be in a state."""
    vcenter = estate.vcenter
    change = {"disconnected": vcenter.disconnect, "notResponding": vcenter.lose}
    change.get(state, vcenter.connect)(getattr(estate, host))


@pytest.mark.parametrize("state", STATES)
async def test_host_and_machines_tell_their_state_and_keep_their_names(
    call: VCenterCaller, state: str
) -> None:
    become(call.estate, state)
    esx1, web01 = call.host("esx1"), call.machine("web01")

    host = await call.read(esx1, "runtime.connectionState", "runtime.powerState", "name", "vm")
    machine = await call.read(web01, "runtime.connectionState", "runtime.powerState", "config.uuid")

    assert (host["runtime.connectionState"], host["runtime.powerState"]) == (state, "unknown")
    assert (host["name"], len(host["vm"])) == ("esx1.example", 5)
    assert machine == {
        "runtime.connectionState": "disconnected",
        "runtime.powerState": "poweredOn",
        "config.uuid": call.estate.esx1.find("web01").config.uuid,
    }


@pytest.mark.parametrize("state", STATES)
async def test_a_state_is_the_same_by_every_path(call: VCenterCaller, state: str) -> None:
    become(call.estate, state)
    paths = ("runtime", "runtime.connectionState", "summary", "summary.runtime")

    facts = await call.read(call.host("esx1"), *paths, "summary.runtime.connectionState")

    assert {
        facts["runtime"].connection_state,
        facts["runtime.connectionState"],
        facts["summary"].runtime.connection_state,
        facts["summary.runtime"].connection_state,
        facts["summary.runtime.connectionState"],
    } == {state}


async def test_less_is_known_of_a_host_that_does_not_answer(call: VCenterCaller) -> None:
    esx1, paths = call.host("esx1"), ("hardware", "config.network", "summary.hardware.memorySize")

    become(call.estate, "disconnected")
    left = await call.read(esx1, *paths, "overallStatus")
    become(call.estate, "notResponding")
    gone = await call.read(esx1, *paths, "overallStatus", "summary.quickStats.uptime")

    assert left.keys() == {*paths, "overallStatus"}
    assert gone.keys() == {"summary.hardware.memorySize", "overallStatus"}
    assert (left["overallStatus"], gone["overallStatus"]) == ("gray", "red")


@pytest.mark.parametrize("state", STATES)
async def test_everything_can_be_read_of_it(call: VCenterCaller, state: str) -> None:
    become(call.estate, state)
    for item in (call.host("esx1"), call.machine("web01")):
        spec = vim.PropertyFilterSpec(
            prop_set=[vim.PropertySpec(type=item.type, all=True)],
            object_set=[vim.ObjectSpec(obj=item)],
        )
        (found,) = await call(vim.RetrieveProperties(this=call.collector, spec_set=[spec]))
        assert not found.missing_set


@pytest.mark.parametrize(
    ("state", "fault"),
    [("disconnected", vim.HostNotConnected), ("notResponding", vim.HostNotReachable)],
)
async def test_what_the_host_would_have_to_do_is_refused(
    call: VCenterCaller, state: str, fault: type[vim.MethodFault]
) -> None:
    become(call.estate, state)
    db01 = call.machine("db01")

    assert isinstance(await call.fault(vim.PowerOnVM_Task(this=db01)), fault)
    assert isinstance(await call.fault(vim.Destroy_Task(this=db01)), fault)
    location = vim.VirtualMachineRelocateSpec(host=call.host("esx2"))
    assert isinstance(await call.fault(vim.RelocateVM_Task(this=db01, spec=location)), fault)
    with pytest.raises(FaultError, match=fault.__name__):
        await call(vim.MarkAsTemplate(this=db01))
    with pytest.raises(FaultError, match=fault.__name__):
        await call(vim.UnregisterVM(this=db01))
    assert call.estate.esx1.find("db01").power == "poweredOff"


@pytest.mark.parametrize("state", STATES)
async def test_it_takes_no_machine(call: VCenterCaller, state: str) -> None:
    become(call.estate, state, "esx2")
    db01, vcenter = call.machine("db01"), call.estate.vcenter
    move = vim.MigrateVM_Task(this=db01, host=call.host("esx2"), priority="defaultPriority")
    location = vim.VirtualMachineRelocateSpec(host=call.host("esx2"))
    spec = vim.VirtualMachineCloneSpec(location=location, power_on=False, template=False)
    vms = vcenter.ref(call.estate.dc1.folders["vm"])
    clone = vim.CloneVM_Task(this=db01, folder=vms, name="copy", spec=spec)

    assert isinstance(await call.fault(move), vim.InvalidHostConnectionState)
    assert isinstance(await call.fault(clone), vim.InvalidHostConnectionState)


@pytest.mark.parametrize("state", STATES)
async def test_a_cluster_goes_on_without_it(call: VCenterCaller, state: str) -> None:
    become(call.estate, state, "esx2")
    vcenter = call.estate.vcenter
    config = vim.VirtualMachineConfigSpec(
        name="made01", files=vim.VirtualMachineFileInfo(vm_path_name="[datastore1]")
    )
    vms, pool = vcenter.ref(call.estate.dc1.folders["vm"]), vcenter.ref(call.estate.cluster.pool)

    made = await call.done(vim.CreateVM_Task(this=vms, config=config, pool=pool))

    assert await one(call, made, "runtime.host") == call.host("esx1")
    cluster = vcenter.ref(call.estate.cluster)
    assert await one(call, cluster, "summary.numEffectiveHosts") == 1


@pytest.mark.parametrize("state", STATES)
async def test_a_datastore_that_nobody_else_has_cannot_be_reached(
    call: VCenterCaller, state: str
) -> None:
    become(call.estate, state, "esx1")
    become(call.estate, state, "esx3")
    shared = call.estate.vcenter.ref(call.estate.esx1.datastore("datastore1"))
    alone = call.estate.vcenter.ref(call.estate.esx3.datastore("datastore1 (esx3.example)"))

    assert await one(call, shared, "summary.accessible") is True
    assert await one(call, alone, "summary.accessible") is False


async def test_it_answers_others_all_the_same(call: VCenterCaller, esx1: Caller) -> None:
    become(call.estate, "disconnected")

    seen = await esx1.read(ref("HostSystem", "ha-host"), "runtime.connectionState")

    assert seen == {"runtime.connectionState": "connected"}


async def test_it_is_disconnected_and_connected_by_calls(call: VCenterCaller) -> None:
    esx1 = call.host("esx1")

    await call.done(vim.DisconnectHost_Task(this=esx1))
    assert await one(call, esx1, "runtime.connectionState") == "disconnected"
    again = await call.fault(vim.DisconnectHost_Task(this=esx1))
    assert isinstance(again, vim.InvalidState)
    await call.done(vim.ReconnectHost_Task(this=esx1))

    assert await one(call, esx1, "runtime.connectionState") == "connected"
    assert isinstance(await call.fault(vim.ReconnectHost_Task(this=esx1)), vim.InvalidState)
    await call.done(vim.PowerOnVM_Task(this=call.machine("db01")))


async def test_a_host_that_does_not_answer_is_not_connected_by_asking(call: VCenterCaller) -> None:
    become(call.estate, "notResponding")

    fault = await call.fault(vim.ReconnectHost_Task(this=call.host("esx1")))

    assert isinstance(fault, vim.NoHost)
    assert fault.name == "esx1.example"


async def test_events_tell_of_hosts_and_their_machines(call: VCenterCaller) -> None:
    vcenter = call.estate.vcenter
    vcenter.events.kept.clear()

    become(call.estate, "disconnected", "esx3")
    call.estate.esx3.events.post("VmPoweredOnEvent", call.estate.esx3.find("spare01"))
    become(call.estate, "connected", "esx3")
    become(call.estate, "notResponding", "esx3")

    assert [type(event).__name__ for event in vcenter.events.kept] == [
        *("HostDisconnectedEvent", "VmDisconnectedEvent", "HostConnectedEvent"),
        *("VmConnectedEvent", "HostConnectionLostEvent", "VmDisconnectedEvent"),
    ]
