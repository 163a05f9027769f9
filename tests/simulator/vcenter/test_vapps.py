"""vApps: pools that are in a folder, too, and whose machines are in none."""

from __future__ import annotations

from typing import Any

import pytest
from support.soapcall import ref
from support.vcenter import Estate, VCenterCaller

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator.vcenter.tree import VApp

pytestmark = pytest.mark.anyio

Ref = vim.ManagedObjectReference


@pytest.fixture
def shop(estate: Estate) -> VApp:
    """A vApp in the folder ``teams`` with web01 and db01."""
    members = [estate.esx1.find(name) for name in ("web01", "db01")]
    return estate.vcenter.add_vapp(estate.cluster, "shop", members, folder="teams")


async def one(call: VCenterCaller, object_: Ref, path: str) -> Any:
    return (await call.read(object_, path)).get(path)


async def test_its_machines_have_no_parent_but_it(call: VCenterCaller, shop: VApp) -> None:
    here = call.estate.vcenter.ref(shop)

    facts = await call.read(call.machine("web01"), "parent", "parentVApp", "resourcePool")

    assert facts == {"parentVApp": here, "resourcePool": here}
    assert here.type == "VirtualApp"
    assert await one(call, here, "vm") == [call.machine("web01"), call.machine("db01")]


async def test_it_is_found_from_folder_and_pool(call: VCenterCaller, shop: VApp) -> None:
    vcenter = call.estate.vcenter
    here, teams = vcenter.ref(shop), vcenter.ref(shop.folder)
    root = vcenter.ref(call.estate.cluster.pool)

    assert await one(call, teams, "childEntity") == [here]
    assert await one(call, root, "resourcePool") == [here]
    facts = await call.read(here, "parentFolder", "parent", "owner", "name")
    owner = vcenter.ref(call.estate.cluster)
    assert facts == {"parentFolder": teams, "parent": root, "owner": owner, "name": "shop"}
    vms = vcenter.ref(call.estate.dc1.folders["vm"])
    assert call.machine("web01") not in await one(call, vms, "childEntity")


async def test_paths_and_views_lead_into_it(call: VCenterCaller, shop: VApp) -> None:
    path = "eu/west/dc1/vm/teams/shop/web01"
    found = await call(vim.FindByInventoryPath(this=call.search, inventory_path=path))
    view = await call(
        vim.CreateContainerView(
            this=call.views,
            container=ref("Folder", "group-d1"),
            type=["VirtualMachine", "VirtualApp"],
            recursive=True,
        )
    )

    assert found == call.machine("web01")
    seen = await one(call, view, "view")
    assert call.estate.vcenter.ref(shop) in seen
    assert len(seen) == 7


async def test_a_traversal_of_folders_alone_does_not_find_its_machines(
    call: VCenterCaller, shop: VApp
) -> None:
    down = vim.TraversalSpec(
        name="down",
        type="Folder",
        path="childEntity",
        skip=False,
        select_set=[vim.SelectionSpec(name="down")],
    )
    into = vim.TraversalSpec(name="into", type="VirtualApp", path="vm", skip=False)
    start = call.estate.vcenter.ref(call.estate.dc1.folders["vm"])
    props = [vim.PropertySpec(type="VirtualMachine", path_set=["name"])]

    async def names(*selections: vim.SelectionSpec) -> set[str]:
        objects = [vim.ObjectSpec(obj=start, select_set=list(selections))]
        spec = vim.PropertyFilterSpec(prop_set=props, object_set=objects)
        found = await call(vim.RetrieveProperties(this=call.collector, spec_set=[spec]))
        return {item.prop_set[0].val for item in found}

    alone = await names(down)
    down.select_set.append(into)
    assert await names(down) - alone == {"web01", "db01"}


async def test_everything_can_be_read_of_it(call: VCenterCaller, shop: VApp) -> None:
    here = call.estate.vcenter.ref(shop)
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="VirtualApp", all=True)],
        object_set=[vim.ObjectSpec(obj=here)],
    )

    (found,) = await call(vim.RetrieveProperties(this=call.collector, spec_set=[spec]))

    values = {item.name: item.val for item in found.prop_set}
    assert values["summary"].v_app_state == "started"
    assert [item.type for item in values["datastore"]] == ["Datastore"]
    assert not found.missing_set


async def test_a_machine_that_leaves_it_is_in_its_folder(call: VCenterCaller, shop: VApp) -> None:
    vcenter = call.estate.vcenter
    root = vcenter.ref(call.estate.cluster.pool)

    await call(vim.MoveIntoResourcePool(this=root, list=[call.machine("db01")]))

    facts = await call.read(call.machine("db01"), "parent", "parentVApp", "resourcePool")
    assert facts == {"parent": vcenter.ref(shop.folder), "resourcePool": root}


async def test_a_machine_of_it_is_put_into_no_folder(call: VCenterCaller, shop: VApp) -> None:
    vms = call.estate.vcenter.ref(call.estate.dc1.folders["vm"])

    fault = await call.fault(vim.MoveIntoFolder_Task(this=vms, list=[call.machine("web01")]))

    assert isinstance(fault, vim.NotSupported)


async def test_it_moves_and_is_renamed_like_a_pool(call: VCenterCaller, shop: VApp) -> None:
    vcenter = call.estate.vcenter
    here, vms = vcenter.ref(shop), vcenter.ref(call.estate.dc1.folders["vm"])

    await call.done(vim.MoveIntoFolder_Task(this=vms, list=[here]))
    taken = await call.fault(vim.Rename_Task(this=here, new_name="build01"))
    assert isinstance(taken, vim.DuplicateName)
    await call.done(vim.Rename_Task(this=here, new_name="store"))

    assert await call.read(here, "parentFolder", "name") == {"parentFolder": vms, "name": "store"}
    with pytest.raises(FaultError, match="NotSupported"):
        await call(vim.Destroy_Task(this=here))


def test_its_name_is_free_and_its_machines_are_near(estate: Estate, shop: VApp) -> None:
    with pytest.raises(ValueError, match="shop"):
        estate.vcenter.add_vapp(estate.cluster, "shop", folder="elsewhere")
    with pytest.raises(ValueError, match="build01"):
        estate.vcenter.add_vapp(estate.cluster, "build01")
    with pytest.raises(ValueError, match="spare01"):
        estate.vcenter.add_vapp(estate.cluster, "other", [estate.esx3.find("spare01")])
