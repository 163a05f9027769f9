"""Every property path that the API has is answered or unset, on every product that has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from support.soapcall import Caller, ref
from support.vcenter import Estate, VCenterCaller

from aioesx import vim
from aioesx.simulator import HostState, Simulator, presets
from aioesx.simulator.faults import Refused
from aioesx.simulator.inventory import Inventory
from aioesx.simulator.profile import PROFILES, Profile
from aioesx.simulator.state.tasks import Spend, Work
from aioesx.simulator.vcenter.inventory import VCenterInventory
from aioesx.simulator.versions import has_path

pytestmark = pytest.mark.anyio

HOSTS = {name: profile for name, profile in PROFILES.items() if not profile.is_vcenter}
VCENTERS = {name: profile for name, profile in PROFILES.items() if profile.is_vcenter}
BELOW = {
    "vcenter-2.5": "esx-3.5",
    "vcenter-4.1": "esx-4.1",
    "vcenter-5.5": "esxi-5.5",
    "vcenter-6.7": "esxi-6.5",
    "vcenter-8.0": "esxi-8.0",
}
"""What the vCenter of the test manages."""

DEEPEST = 3
Ref = vim.ManagedObjectReference


@pytest.fixture
def anyio_backend() -> str:
    """Run on one event loop: what is tried does not wait."""
    return "asyncio"


def paths_of(managed_type: str) -> Iterator[str]:
    """Yield every path whose steps are declared, down to the items of lists.

    Of an AlarmManager nothing is: it is named by a vCenter, and nobody here asks it.
    """
    for name in vim.PROPERTIES.get(managed_type, ()):
        yield from _paths(name, vim.property_type(managed_type, name), DEEPEST)


def _paths(path: str, declared: str | None, depth: int) -> Iterator[str]:
    yield path
    cls = vim.types_by_name(declared) if declared is not None else None
    if depth and cls is not None and issubclass(cls, vim.DataObject):
        for field in cls.wire_fields.values():
            inner = f"{path}.{field.wire}"
            if field.many:
                yield inner
            else:
                yield from _paths(inner, field.type, depth - 1)


def reached(inventory: Inventory, start: Iterable[Ref]) -> dict[Ref, object]:
    """Return every object that references in properties lead to."""
    found: dict[Ref, object] = {}
    waiting = list(start)
    while waiting:
        object_ = waiting.pop()
        subject = inventory.find(object_)
        if object_ in found or subject is None:
            continue
        found[object_] = subject
        for path in inventory.paths(object_):
            waiting += references(inventory.read(object_, subject, path))
    return found


def references(value: Any) -> Iterator[Ref]:
    """Yield the references in a value."""
    if isinstance(value, vim.ManagedObjectReference):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, vim.DataObject) and not isinstance(value, vim.Unknown):
        for name in type(value).wire_fields:
            yield from references(getattr(value, name))


def objects_of(inventory: Inventory) -> dict[Ref, object]:
    """Return every object that a session can come upon."""
    service = ref("ServiceInstance", "ServiceInstance")
    content = inventory.read(service, inventory.get(service), "content")
    return reached(inventory, [inventory.root, service, *references(content)])


def unanswered(inventory: Inventory, objects: dict[Ref, object], version: str) -> list[str]:
    """Return the paths of objects that are neither answered nor unset."""
    bad = []
    for object_, subject in objects.items():
        for path in paths_of(object_.type):
            if has_path(version, object_.type, path):
                try:
                    inventory.read(object_, subject, path)
                except Refused as refusal:
                    bad.append(f"{object_.type} {path}: {type(refusal.fault).__name__}")
    return bad


async def furnish(call: Caller, machine: Ref, root: Ref, events: Ref) -> None:
    """Have a session with a filter, views and an event collector."""
    await call.login()
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="Folder", path_set=["name"])],
        object_set=[vim.ObjectSpec(obj=root)],
    )
    await call(vim.CreateFilter(this=call.collector, spec=spec, partial_updates=True))
    views = ref("ViewManager", "ViewManager")
    await call(vim.CreateContainerView(this=views, container=root, type=[], recursive=True))
    await call(vim.CreateListView(this=views, obj=[machine]))
    await call(vim.CreateCollectorForEvents(this=events, filter=vim.EventFilterSpec()))
    await call.aclose()


def enliven(host: HostState) -> None:
    """Have a machine with a snapshot and a task."""
    machine = host.find("web01")
    machine.snapshots.take("s", "", memory=False, quiesce=False)
    host.tasks.start("ResetVM_Task", "VirtualMachine.reset", machine, idle(), machine=machine)


def idle() -> Work:
    """Do nothing for a while."""
    yield Spend()


OF_SESSIONS = {"ContainerView", "EventHistoryCollector", "ListView", "PropertyFilter"}


@pytest.mark.parametrize("profile", HOSTS.values(), ids=HOSTS)
async def test_every_path_of_a_host(profile: Profile) -> None:
    host = presets.small_host(profile=profile)
    enliven(host)
    call = Caller(Simulator(host, password="secret", tls=False))
    events = ref("EventManager", "ha-eventmgr")
    await furnish(call, ref("VirtualMachine", "1"), ref("Folder", "ha-folder-root"), events)
    inventory = Inventory(host, host.sessions.all()[0])

    objects = objects_of(inventory)

    assert unanswered(inventory, objects, profile.api_version) == []
    found = {found.type for found in objects}
    assert found >= {"AuthorizationManager", "Datastore", "Task", "VirtualMachine"} | OF_SESSIONS


@pytest.mark.parametrize(("name", "profile"), VCENTERS.items(), ids=VCENTERS)
async def test_every_path_of_a_vcenter(name: str, profile: Profile) -> None:
    estate = Estate(profile=profile, host_profile=PROFILES[BELOW[name]])
    enliven(estate.esx1)
    call = VCenterCaller(estate.site(), estate)
    machine, root = call.machine("web01"), VCenterInventory.root
    await furnish(call, machine, root, ref("EventManager", "EventManager"))
    inventory = VCenterInventory(estate.vcenter, estate.vcenter.sessions.all()[0])

    objects = objects_of(inventory)

    assert unanswered(inventory, objects, profile.api_version) == []
    found = {found.type for found in objects}
    assert found >= {"ClusterComputeResource", "Network", "Task"} | OF_SESSIONS
