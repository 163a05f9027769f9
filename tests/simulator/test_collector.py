"""The property collector: selection, missing and nested paths, updates, cancellation."""

from __future__ import annotations

import anyio
import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator import ManualClock, Simulator
from aioesx.simulator.collector.changes import between

pytestmark = pytest.mark.anyio

COLLECTOR = ref("PropertyCollector", "ha-property-collector")
HOST = ref("HostSystem", "ha-host")


def spec(
    object_: vim.ManagedObjectReference,
    type_: str,
    *paths: str,
    select: list[vim.SelectionSpec] | None = None,
    all_: bool | None = None,
) -> vim.PropertyFilterSpec:
    return vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type=type_, path_set=list(paths), all=all_)],
        object_set=[vim.ObjectSpec(obj=object_, skip=False, select_set=select or [])],
    )


async def retrieve(call: Caller, *specs: vim.PropertyFilterSpec) -> list[vim.ObjectContent]:
    return await call(vim.RetrieveProperties(this=COLLECTOR, spec_set=list(specs)))


async def test_an_empty_path_set_gives_objects_without_properties(call: Caller) -> None:
    found = await retrieve(call, spec(ref("VirtualMachine", "1"), "VirtualMachine"))
    assert [(item.obj.value, item.prop_set) for item in found] == [("1", [])]


async def test_a_recursive_traversal_ends(call: Caller) -> None:
    folders = vim.TraversalSpec(
        name="folders",
        type="Folder",
        path="childEntity",
        select_set=[vim.SelectionSpec(name="folders"), vim.SelectionSpec(name="datacenter")],
    )
    datacenter = vim.TraversalSpec(
        name="datacenter",
        type="Datacenter",
        path="vmFolder",
        select_set=[vim.SelectionSpec(name="folders")],
    )
    root = ref("Folder", "ha-folder-root")
    wanted = spec(root, "ManagedEntity", "name", select=[folders, datacenter])
    found = await retrieve(call, wanted)
    names = [item.prop_set[0].val for item in found]
    assert names[:3] == ["ha-folder-root", "ha-datacenter", "vm"]
    assert {"web01", "console01"} <= set(names)


async def test_a_cycle_ends(call: Caller) -> None:
    there = vim.TraversalSpec(
        name="there", type="HostSystem", path="vm", select_set=[vim.SelectionSpec(name="back")]
    )
    back = vim.TraversalSpec(
        name="back",
        type="VirtualMachine",
        path="runtime.host",
        select_set=[vim.SelectionSpec(name="there")],
    )
    found = await retrieve(call, spec(HOST, "ManagedEntity", "name", select=[there, back]))
    assert len(found) == 6


async def test_an_unknown_traversal_name_is_refused(call: Caller) -> None:
    with pytest.raises(FaultError, match="named nothing"):
        await retrieve(call, spec(HOST, "HostSystem", select=[vim.SelectionSpec(name="nothing")]))


async def test_an_unknown_type_is_refused(call: Caller) -> None:
    with pytest.raises(FaultError) as caught:
        await retrieve(call, spec(HOST, "Spaceship", "name"))
    assert caught.value.fault_type == "InvalidType"


async def test_unset_properties_are_left_out(call: Caller) -> None:
    values = await call.read(ref("VirtualMachine", "2"), "name", "snapshot", "runtime.bootTime")
    assert values == {"name": "db01"}


async def test_scalars_have_their_declared_types(call: Caller) -> None:
    wanted = spec(HOST, "HostSystem", "hardware.cpuInfo.hz", "hardware.cpuInfo.numCpuCores")
    from aioesx._soap import encode_request

    answer = await call.post(
        encode_request(vim.RetrieveProperties(this=COLLECTOR, spec_set=[wanted]))
    )
    assert b'<val xsi:type="xsd:long">2200000000</val>' in answer.content
    assert b'<val xsi:type="xsd:short">24</val>' in answer.content


async def test_no_white_space_inside_an_answer(call: Caller) -> None:
    from aioesx._soap import encode_request

    wanted = spec(HOST, "HostSystem", all_=True)
    answer = await call.post(
        encode_request(vim.RetrieveProperties(this=COLLECTOR, spec_set=[wanted]))
    )
    inside = answer.text.partition("<RetrievePropertiesResponse")[2]
    assert ">\n<" not in inside.partition("</RetrievePropertiesResponse")[0]


async def wait(call: Caller, version: str, seconds: int = 0) -> vim.UpdateSet | None:
    options = vim.WaitOptions(max_wait_seconds=seconds)
    return await call(vim.WaitForUpdatesEx(this=COLLECTOR, version=version, options=options))


async def test_a_poll_wakes_when_somebody_else_changes_something(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    machine = ref("VirtualMachine", "2")
    wanted = spec(machine, "VirtualMachine", "runtime.powerState")
    await call(vim.CreateFilter(this=COLLECTOR, spec=wanted, partial_updates=True))
    first = await wait(call, "")
    assert first is not None
    found: list[vim.UpdateSet | None] = []

    async def poll() -> None:
        found.append(await wait(call, first.version, 50))

    with anyio.fail_after(10):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(poll)
            await anyio.wait_all_tasks_blocked()
            await anyio.to_thread.run_sync(
                simulator.change, lambda host: host.find("db01").set_power("poweredOn")
            )
    assert found[0] is not None
    change = found[0].filter_set[0].object_set[0].change_set[0]
    assert (change.name, change.val) == ("runtime.powerState", "poweredOn")


async def test_a_poll_can_be_cancelled(call: Caller) -> None:
    faults: list[str] = []

    async def poll() -> None:
        with pytest.raises(FaultError) as caught:
            await wait(call, "", 50)
        faults.append(caught.value.fault_type)

    with anyio.fail_after(10):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(poll)
            await anyio.wait_all_tasks_blocked()
            await call(vim.CancelWaitForUpdates(this=COLLECTOR))
    assert faults == ["RequestCanceled"]


async def test_an_object_that_is_gone_leaves(call: Caller, simulator: Simulator) -> None:
    select: list[vim.SelectionSpec] = [vim.TraversalSpec(type="HostSystem", path="vm")]
    wanted = spec(HOST, "VirtualMachine", "name", select=select)
    await call(vim.CreateFilter(this=COLLECTOR, spec=wanted, partial_updates=False))
    first = await wait(call, "")
    assert first is not None
    await call(vim.UnregisterVM(this=ref("VirtualMachine", "2")))
    second = await wait(call, first.version)
    assert second is not None
    update = second.filter_set[0].object_set[0]
    assert (update.kind, update.obj.value) == ("leave", "2")


def test_keyed_items_change_one_by_one() -> None:
    one, two = (vim.Description(label="a", summary="a"), vim.Description(label="b", summary="b"))
    old = vim.array("VirtualDevice", [vim.VirtualDevice(key=1, device_info=one)])
    new = vim.array(
        "VirtualDevice",
        [vim.VirtualDevice(key=1, device_info=two), vim.VirtualDevice(key=2)],
    )
    changes = between({"device": old}, {"device": new}, partial=True)
    assert [(change.name, str(change.op)) for change in changes] == [
        ("device[1]", "assign"),
        ("device[2]", "add"),
    ]
    gone = between({"device": new}, {"device": old}, partial=True)
    assert ("device[2]", "remove") in [(change.name, str(change.op)) for change in gone]


def test_without_partial_updates_the_whole_property_changes() -> None:
    old = vim.Description(label="a", summary="s")
    new = vim.Description(label="b", summary="s")
    whole = between({"d": old}, {"d": new}, partial=False)
    part = between({"d": old}, {"d": new}, partial=True)
    assert [change.name for change in whole] == ["d"]
    assert [change.name for change in part] == ["d.label"]


# --- property specs and references as other clients send them ------------------------------------


def two_specs(*specs: tuple[str, list[str]]) -> vim.PropertyFilterSpec:
    """Ask for properties of a machine by several property specs."""
    return vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type=type_, path_set=paths) for type_, paths in specs],
        object_set=[vim.ObjectSpec(obj=ref("VirtualMachine", "2"))],
    )


@pytest.mark.parametrize(
    "specs",
    [
        [("ManagedEntity", ["name"]), ("VirtualMachine", ["runtime.powerState"])],
        [("VirtualMachine", ["runtime.powerState"]), ("ManagedEntity", ["name"])],
        [("VirtualMachine", ["name", "runtime.powerState"]), ("ManagedEntity", ["name"])],
        [("VirtualMachine", ["name"]), ("VirtualMachine", ["runtime.powerState"])],
        [("ManagedEntity", ["name"]), ("VirtualMachine", ["runtime.powerState"]), ("Folder", [])],
    ],
)
async def test_property_specs_that_fit_one_object_are_united(
    call: Caller, specs: list[tuple[str, list[str]]]
) -> None:
    expected = {"name": "db01", "runtime.powerState": "poweredOff"}
    found = await retrieve(call, two_specs(*specs))
    assert [{p.name: p.val for p in item.prop_set} for item in found] == [expected]
    assert len(found[0].prop_set) == len(expected), "each property once"

    await call(vim.CreateFilter(this=COLLECTOR, spec=two_specs(*specs), partial_updates=False))
    told = await wait(call, "")
    assert told is not None
    (update,) = told.filter_set[0].object_set
    assert {change.name: change.val for change in update.change_set} == expected


async def test_what_several_filter_specs_select_comes_once(call: Caller) -> None:
    first = two_specs(("VirtualMachine", ["name"]))
    second = two_specs(("VirtualMachine", ["runtime.powerState"]))
    found = await retrieve(call, first, second)
    assert [{p.name for p in item.prop_set} for item in found] == [{"name", "runtime.powerState"}]
