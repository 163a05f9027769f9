"""References without a type: servers know their objects by the value."""

from __future__ import annotations

import re

import pytest
from support.soapcall import Caller, ref
from support.vcenter import Estate, VCenterCaller

from aioesx import vim
from aioesx._soap import encode_request
from aioesx.simulator import HostState, Simulator
from aioesx.simulator.inventory import FIXED, Inventory
from aioesx.simulator.vcenter.inventory import VCenterInventory
from aioesx.simulator.vcenter.outward import ROOTS

pytestmark = pytest.mark.anyio

Ref = vim.ManagedObjectReference


def untyped(method: vim.Method[object]) -> bytes:
    """Return a request whose references have no type."""
    return re.sub(rb' type="[^"]*"', b"", encode_request(method))


async def test_a_method_finds_its_object_by_the_value(call: Caller, simulator: Simulator) -> None:
    answer = await call.post(untyped(vim.PowerOnVM_Task(this=ref("VirtualMachine", "2"))))
    assert answer.status_code == 200
    assert simulator.calls[-1] == ("PowerOnVM_Task", "VirtualMachine:2")


async def test_a_read_finds_its_objects_by_the_value(call: Caller) -> None:
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="VirtualMachine", path_set=["name"])],
        object_set=[vim.ObjectSpec(obj=ref("VirtualMachine", "2"))],
    )
    read = vim.RetrieveProperties(this=Caller.collector, spec_set=[spec])
    answer = await call.post(untyped(read))
    assert b'<obj type="VirtualMachine">2</obj>' in answer.content
    assert b">db01</val>" in answer.content


async def test_a_value_that_there_is_not_is_told(call: Caller) -> None:
    answer = await call.post(untyped(vim.PowerOnVM_Task(this=ref("VirtualMachine", "99"))))
    assert b'xsi:type="ManagedObjectNotFound"' in answer.content


def every_reference(host: HostState) -> list[Ref]:
    """Return the reference of one object of each kind that a host has."""
    machine = host.find("db01")
    machine.snapshots.take("s", "", memory=False, quiesce=False)
    things = [
        machine,
        next(iter(host.datastores.values())),
        host.network.networks()[0],
        machine.snapshots.roots[0],
    ]
    browser = ref("HostDatastoreBrowser", "ha-host-datastorebrowser")
    return [*FIXED.values(), browser, *(host.ref(thing) for thing in things)]


async def test_every_object_of_a_host_is_known_by_its_value(
    call: Caller, simulator: Simulator
) -> None:
    views = ref("ViewManager", "ViewManager")
    machine = ref("VirtualMachine", "2")
    own = [
        await call(vim.CreateListView(this=views, obj=[machine])),
        await call(vim.CreatePropertyCollector(this=Caller.collector)),
        await call(vim.PowerOnVM_Task(this=machine)),
    ]
    host = simulator.state
    inventory = Inventory(host, host.sessions.all()[0])
    known = [*every_reference(host), *own]
    assert [inventory.named(Ref("", each.value)) for each in known] == known


async def test_every_object_of_a_vcenter_is_known_by_its_value() -> None:
    estate = Estate()
    call = VCenterCaller(estate.site(), estate)
    await call.login()
    view = await call(vim.CreateListView(this=call.views, obj=[]))
    task = await call(vim.PowerOnVM_Task(this=call.machine("db01")))
    await call.aclose()
    vcenter = estate.vcenter
    inventory = VCenterInventory(vcenter, vcenter.sessions.all()[0])
    host = call.host("esx1")
    manager = ref("HostNetworkSystem", f"networkSystem-{host.value.rpartition('-')[2]}")
    known = [
        *ROOTS.values(),
        *(vcenter.ref(entity) for entity in vcenter.entities.values() if entity.is_there),
        call.machine("db01"),
        host,
        manager,
        view,
        task,
    ]
    assert [inventory.named(Ref("", each.value)) for each in known] == known
