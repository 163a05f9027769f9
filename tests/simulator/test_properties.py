"""Every property that the simulator holds can be sent and read back, and is what it declares."""

from __future__ import annotations

import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx.simulator import Simulator
from aioesx.simulator.inventory import FIXED, Inventory
from aioesx.simulator.methods import HANDLERS
from aioesx.simulator.properties.view import all_paths, read
from aioesx.simulator.waiting import WAITING
from aioesx.vim._index import NAMES

COLLECTOR = FIXED["property_collector"]


# Keys that pyVmomi's tables show as links to objects are text on the wire. While wsdl/ still
# has them as objects, what holds them cannot be read back by our own decoder.
LINKS_ARE_OBJECTS = vim.HostVirtualSwitch.wire_fields["portgroup"].type != "xsd:string"
HOLD_LINKS = {"config", "networkInfo", "storageDeviceInfo"} if LINKS_ARE_OBJECTS else set[str]()


def everything(simulator: Simulator) -> list[vim.ManagedObjectReference]:
    host = simulator.state
    machine = host.find("db01")
    machine.snapshots.take("one", "", memory=False, quiesce=False)
    things = [
        *host.machines.values(),
        *host.datastores.values(),
        *host.network.networks(),
        *machine.snapshots.all(),
    ]
    browser = ref("HostDatastoreBrowser", "ha-host-datastorebrowser")
    return [*FIXED.values(), browser, *(host.ref(thing) for thing in things)]


@pytest.mark.anyio
async def test_all_of_it_goes_over_the_wire(call: Caller, simulator: Simulator) -> None:
    await call(vim.PowerOnVM_Task(this=ref("VirtualMachine", "2")))
    for object_ in everything(simulator):
        if not all_paths(object_.type):
            continue
        paths = [path for path in all_paths(object_.type) if path not in HOLD_LINKS]
        spec = vim.PropertyFilterSpec(
            prop_set=[
                vim.PropertySpec(type=object_.type, path_set=paths, all=not LINKS_ARE_OBJECTS)
            ],
            object_set=[vim.ObjectSpec(obj=object_)],
        )
        found = await call(vim.RetrieveProperties(this=COLLECTOR, spec_set=[spec]))
        assert [item.obj for item in found] == [object_]
        assert found[0].prop_set or not paths, object_


def test_paths_agree_with_what_they_are_part_of(simulator: Simulator) -> None:
    """Reading a field by its path gives the same as reading it in the whole."""
    host = simulator.state
    inventory = Inventory(host, None)
    checked = 0
    for object_ in everything(simulator):
        subject = inventory.get(object_)
        for path in all_paths(object_.type):
            whole = read(object_.type, subject, path)
            if not isinstance(whole, vim.DataObject):
                continue
            for name, field in type(whole).wire_fields.items():
                inner = read(object_.type, subject, f"{path}.{field.wire}")
                held = getattr(whole, name)
                value = inner.value if isinstance(inner, vim.Typed) else inner
                assert (value or None) == (held or None), f"{object_} {path}.{field.wire}"
                checked += 1
    assert checked > 1500


def test_every_method_of_the_contract_is_answered() -> None:
    methods = {
        name
        for module, names in NAMES.items()
        if module.startswith("_methods_")
        for name in names.split()
    }
    vcenter = {
        "AcquireGenericServiceTicket",
        "CheckCompatibility_Task",
        "CheckMigrate_Task",
        "CheckRelocate_Task",
        "CreateFolder",
        "MoveIntoFolder_Task",
        "QueryAssignedLicenses",
        "QueryVMotionCompatibilityEx_Task",
    }
    assert methods - HANDLERS.keys() - WAITING == vcenter
