"""Accounts that may see a part of the tree only: what is hidden from them, and what refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from support.soapcall import ref
from support.vcenter import Estate, VCenterCaller

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator.site import Site
from aioesx.simulator.state.sessions import User

pytestmark = pytest.mark.anyio

Ref = vim.ManagedObjectReference
ROOT = ref("Folder", "group-d1")
POWER = ("VirtualMachine.Interact.PowerOn",)

As = Callable[[str], Awaitable[VCenterCaller]]


@pytest.fixture
async def as_(site: Site, estate: Estate) -> AsyncIterator[As]:
    """Log in by name."""
    made: list[VCenterCaller] = []

    async def login(name: str) -> VCenterCaller:
        made.append(VCenterCaller(site, estate))
        await made[-1].login(name, "secret")
        return made[-1]

    yield login
    for caller in made:
        await caller.aclose()


@pytest.fixture
def team(estate: Estate) -> Any:
    """The folder ``team`` with web01 and db01, of which ``ann`` has rights and nothing else."""
    vcenter = estate.vcenter
    vcenter.users["ann"] = User("ann", "secret")
    folder = vcenter.add_folder(estate.dc1, "team")
    for name in ("web01", "db01"):
        vcenter.place(estate.esx1.find(name), folder)
    vcenter.grant("ann", folder, POWER)
    return folder


async def view(call: VCenterCaller, *types: str) -> list[Ref]:
    make = vim.CreateContainerView(
        this=call.views, container=ROOT, type=list(types), recursive=True
    )
    found: list[Ref] = (await call.read(await call(make), "view"))["view"]
    return found


async def missing(call: VCenterCaller, object_: Ref, *paths: str) -> dict[str, str]:
    """Return the properties that may not be read, with the privilege that each asks for."""
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type=object_.type, path_set=list(paths))],
        object_set=[vim.ObjectSpec(obj=object_)],
    )
    (found,) = await call(vim.RetrieveProperties(this=call.collector, spec_set=[spec]))
    faults: dict[str, Any] = {item.path: item.fault.fault for item in found.missing_set}
    return {path: fault.privilege_id for path, fault in faults.items()}


async def test_a_view_shows_what_is_granted_and_the_way_there(as_: As, team: Any) -> None:
    ann = await as_("ann")

    seen = await view(ann)

    assert set(await view(ann, "VirtualMachine")) == {ann.machine("web01"), ann.machine("db01")}
    vcenter = ann.estate.vcenter
    assert vcenter.ref(team) in seen
    assert {item.type for item in seen} == {"Folder", "Datacenter", "VirtualMachine"}
    assert vcenter.ref(ann.estate.dc2) not in seen


async def test_lists_name_what_may_be_seen(as_: As, team: Any) -> None:
    ann, vcenter = await as_("ann"), team.host
    vms = vcenter.ref(ann.estate.dc1.folders["vm"])

    assert (await ann.read(vms, "childEntity"))["childEntity"] == [vcenter.ref(team)]
    facts = await ann.read(vcenter.ref(ann.estate.dc1), "name", "vmFolder")
    assert facts == {"name": "dc1", "vmFolder": vms}
    everything = await ann.read(ann.machine("web01"), "datastore", "network", "name")
    assert everything == {"name": "web01", "datastore": [], "network": []}


async def test_a_traversal_leaves_out_what_is_hidden(as_: As, team: Any) -> None:
    ann = await as_("ann")
    down = vim.TraversalSpec(
        name="down",
        type="Folder",
        path="childEntity",
        skip=False,
        select_set=[vim.SelectionSpec(name="down"), vim.SelectionSpec(name="host")],
    )
    host = vim.TraversalSpec(name="host", type="VirtualMachine", path="runtime.host", skip=False)
    start = ann.estate.vcenter.ref(ann.estate.dc1.folders["vm"])
    props = [vim.PropertySpec(type="ManagedEntity", path_set=["name"])]
    spec = vim.PropertyFilterSpec(
        prop_set=props, object_set=[vim.ObjectSpec(obj=start, select_set=[down, host])]
    )

    found = await ann(vim.RetrieveProperties(this=ann.collector, spec_set=[spec]))

    assert [item.prop_set[0].val for item in found] == ["vm", "team", "web01", "db01"]


async def test_the_way_up_shows_its_names_and_no_details(as_: As, team: Any) -> None:
    ann = await as_("ann")
    dc1, vcenter = ann.estate.vcenter.ref(ann.estate.dc1), ann.estate.vcenter
    vms = vcenter.ref(ann.estate.dc1.folders["vm"])

    assert await ann.read(dc1, "name", "vmFolder", "datastore") == {"name": "dc1", "vmFolder": vms}
    needed = await missing(ann, dc1, "name", "vmFolder", "datastore")
    assert needed == {"datastore": "System.Read"}


async def test_of_what_is_hidden_nothing_may_be_read(as_: As, team: Any) -> None:
    ann = await as_("ann")

    for hidden in (ann.machine("win01"), ann.host("esx1")):
        needed = await missing(ann, hidden, "name", "summary")
        assert needed == {"name": "System.View", "summary": "System.Read"}


async def test_what_is_granted_may_be_done_and_nothing_else(as_: As, team: Any) -> None:
    ann = await as_("ann")

    await ann.done(vim.PowerOnVM_Task(this=ann.machine("db01")))
    for method, needed in (
        (vim.PowerOffVM_Task(this=ann.machine("db01")), "VirtualMachine.Interact.PowerOff"),
        (vim.PowerOnVM_Task(this=ann.machine("win01")), "VirtualMachine.Interact.PowerOn"),
    ):
        with pytest.raises(FaultError) as refused:
            await ann(method)
        assert isinstance(refused.value.fault, vim.NoPermission)
        assert refused.value.fault.privilege_id == needed


async def test_a_hidden_object_is_no_argument(as_: As, team: Any) -> None:
    team.host.grant("ann", team, (*POWER, "Resource.HotMigrate"))
    ann = await as_("ann")
    move = vim.MigrateVM_Task(
        this=ann.machine("web01"), host=ann.host("esx2"), priority="defaultPriority"
    )

    with pytest.raises(FaultError) as refused:
        await ann(move)

    fault: Any = refused.value.fault
    assert (fault.object, fault.privilege_id) == (ann.host("esx2"), "System.View")


async def test_searches_find_what_may_be_seen(as_: As, team: Any) -> None:
    ann, estate = await as_("ann"), team.host

    def by_uuid(name: str) -> vim.FindByUuid:
        uuid = estate.find(name).config.uuid
        return vim.FindByUuid(this=ann.search, uuid=uuid, vm_search=True)

    assert await ann(by_uuid("web01")) == ann.machine("web01")
    assert await ann(by_uuid("win01")) is None
    found = vim.FindByIp(this=ann.search, ip="127.0.0.11", vm_search=False)
    assert await ann(found) is None
    path = vim.FindByInventoryPath(this=ann.search, inventory_path="eu/west/dc1/vm/team/db01")
    assert await ann(path) == ann.machine("db01")
    path = vim.FindByInventoryPath(this=ann.search, inventory_path="eu/west/dc1/vm/win01")
    assert await ann(path) is None


async def test_the_pool_of_a_machine_is_told_to_who_may_see_it(as_: As, estate: Estate) -> None:
    vcenter = estate.vcenter
    vcenter.users["bob"] = User("bob", "secret")
    vcenter.grant("bob", estate.esx1.find("web01"), ("System.Read",))
    vcenter.grant("bob", estate.cluster.pool, (), propagate=False)
    bob = await as_("bob")

    assert await bob.read(bob.machine("web01"), "name", "resourcePool") == {"name": "web01"}


async def test_a_grant_further_down_counts_and_none_hides(as_: As, team: Any) -> None:
    vcenter = team.host
    vcenter.grant("ann", vcenter.find("web01"), ("System.View",))
    vcenter.grant("ann", vcenter.find("db01"), ())
    ann = await as_("ann")

    assert await view(ann, "VirtualMachine") == [ann.machine("web01")]
    assert await missing(ann, ann.machine("web01"), "name", "config") == {"config": "System.Read"}


async def test_what_does_not_come_down_is_for_the_object_alone(as_: As, estate: Estate) -> None:
    vcenter = estate.vcenter
    vcenter.users["bob"] = User("bob", "secret")
    vcenter.grant("bob", estate.cluster, ("System.Read",), propagate=False)
    bob = await as_("bob")

    assert (await bob.read(vcenter.ref(estate.cluster), "summary"))["summary"].num_hosts == 2
    assert await view(bob, "HostSystem", "VirtualMachine") == []


async def test_a_machine_has_what_comes_by_its_pool_too(as_: As, estate: Estate) -> None:
    vcenter = estate.vcenter
    vcenter.users["bob"] = User("bob", "secret")
    vcenter.grant("bob", estate.cluster, ("System.Read",))
    bob = await as_("bob")

    names = {(await bob.read(item, "name"))["name"] for item in await view(bob, "VirtualMachine")}
    assert names == {machine.name for machine in estate.esx1.machines.values()}
    assert await view(bob, "HostSystem") == [bob.host("esx1"), bob.host("esx2")]
    assert bob.machine("spare01") not in await view(bob)


async def test_a_filter_sees_what_comes_into_sight(as_: As, team: Any) -> None:
    ann, vcenter = await as_("ann"), team.host
    make = vim.CreateContainerView(
        this=ann.views, container=ROOT, type=["VirtualMachine"], recursive=True
    )
    over = vim.TraversalSpec(name="view", type="ContainerView", path="view", skip=False)
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="VirtualMachine", path_set=["name"])],
        object_set=[vim.ObjectSpec(obj=await ann(make), skip=True, select_set=[over])],
    )
    await ann(vim.CreateFilter(this=ann.collector, spec=spec, partial_updates=False))
    first = await ann(vim.CheckForUpdates(this=ann.collector, version=""))
    assert first is not None
    with vcenter.looking(changing=True):
        vcenter.place(vcenter.find("win01"), team)
        vcenter.place(vcenter.find("db01"), team.datacenter.folders["vm"])

    update = await ann(vim.CheckForUpdates(this=ann.collector, version=first.version))

    assert update is not None
    kinds = {(str(u.kind), u.obj) for u in update.filter_set[0].object_set}
    assert kinds == {("enter", ann.machine("win01")), ("leave", ann.machine("db01"))}


async def test_who_asks_what_an_account_may_is_told(call: VCenterCaller, team: Any) -> None:
    manager = ref("AuthorizationManager", "AuthorizationManager")
    entities = [call.machine("web01"), call.machine("win01"), ROOT]

    told = await call(
        vim.FetchUserPrivilegeOnEntities(this=manager, entities=entities, user_name="ann")
    )

    assert [item.privileges for item in told] == [
        ["System.Anonymous", "System.Read", "System.View", *POWER],
        [],
        ["System.Anonymous", "System.View"],
    ]
    everywhere = await call(vim.RetrieveAllPermissions(this=manager))
    assert "ann" not in {item.principal for item in everywhere}


async def test_files_are_for_who_may_browse_the_datastore(
    as_: As, team: Any, site: Site, estate: Estate
) -> None:
    ann, store = await as_("ann"), estate.dc1.store(estate.esx1.datastore("datastore1"))
    url = "/folder/web01/web01.vmx?dcPath=eu/west/dc1&dsName=datastore1"

    async def status() -> int:
        return (await ann.http.get(url, headers={"cookie": ann.cookie})).status_code

    assert await status() == 403
    estate.vcenter.grant("ann", store, ("Datastore.Browse",))
    assert await status() == 200


def test_a_grant_is_for_an_account_and_of_privileges_that_there_are(estate: Estate) -> None:
    with pytest.raises(ValueError, match="nobody"):
        estate.vcenter.grant("nobody", estate.dc1, ())
    estate.vcenter.users["bob"] = User("bob", "secret")
    with pytest.raises(ValueError, match=r"Everything\.AtOnce"):
        estate.vcenter.grant("bob", estate.dc1, ("Everything.AtOnce",))
