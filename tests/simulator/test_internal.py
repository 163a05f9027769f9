"""Methods that no WSDL shows: what govc and pyVmomi ask with."""

from __future__ import annotations

import re

import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx._soap import encode_request
from aioesx.simulator import ManualClock, Simulator
from aioesx.simulator.methods.internal import QueryVirtualDiskInfo_Task

pytestmark = pytest.mark.anyio

MANAGER = ref("VirtualDiskManager", "ha-vdiskmanager")


async def asked(
    call: Caller, clock: ManualClock, name: str, *, namespace: str = "", parents: bool = False
) -> str:
    """Ask what a disk is as govc does; return the task's info as it came."""
    method = QueryVirtualDiskInfo_Task(this=MANAGER, name=name, include_parents=parents)
    body = encode_request(method)
    if namespace:
        tag = b'<QueryVirtualDiskInfo_Task xmlns="'
        body = body.replace(tag + b"urn:vim25", tag + namespace.encode())
    answer = await call.post(body)
    found = re.search(r'<returnval type="Task">([^<]+)</returnval>', answer.text)
    assert found, answer.text
    clock.advance(20)
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="Task", path_set=["info"])],
        object_set=[vim.ObjectSpec(obj=ref("Task", found[1]))],
    )
    read = vim.RetrieveProperties(this=Caller.collector, spec_set=[spec])
    return (await call.post(encode_request(read))).text


@pytest.mark.parametrize("namespace", ["urn:vim25", "urn:internalvim25"])
async def test_a_disk_tells_what_it_is(call: Caller, clock: ManualClock, namespace: str) -> None:
    text = await asked(call, clock, "[datastore1] db01/db01.vmdk", namespace=namespace)
    assert (
        '<result xsi:type="ArrayOfVirtualDiskInfo"><VirtualDiskInfo xsi:type="VirtualDiskInfo">'
        "<unit><name>[datastore1] db01/db01.vmdk</name></unit><diskType>thin</diskType>"
        "</VirtualDiskInfo></result>"
    ) in text
    assert "<name>QueryVirtualDiskInfo_Task</name>" in text


async def test_a_disk_tells_what_it_lies_on(
    call: Caller, clock: ManualClock, simulator: Simulator
) -> None:
    machine = simulator.state.find("db01")
    machine.snapshots.take("s", "", memory=False, quiesce=False)
    top = "[datastore1] db01/db01-000001.vmdk"

    whole = await asked(call, clock, top, parents=True)
    alone = await asked(call, clock, top)

    names = ["[datastore1] db01/db01-000001.vmdk", "[datastore1] db01/db01.vmdk"]
    assert re.findall("<unit><name>([^<]+)", whole) == names
    assert re.findall("<parent>([^<]+)", whole) == names[1:]
    assert re.findall("<unit><name>([^<]+)", alone) == names[:1]


async def test_a_disk_that_there_is_not_fails_the_task(call: Caller, clock: ManualClock) -> None:
    text = await asked(call, clock, "[datastore1] no/such.vmdk")
    assert 'xsi:type="FileNotFound"' in text
