"""The vCenter's tree: datacenters, folders, clusters; what is found in it, and how."""

from __future__ import annotations

from typing import Any

import pytest
from support.soapcall import ref
from support.vcenter import Estate, VCenterCaller

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator import presets
from aioesx.simulator.profile import ESXI_8_0_FREE, PROFILES
from aioesx.simulator.site import Site
from aioesx.simulator.state.sessions import User
from aioesx.simulator.state.world import World
from aioesx.simulator.vcenter import VCenter

pytestmark = pytest.mark.anyio

ROOT = ref("Folder", "group-d1")


async def content(call: VCenterCaller) -> vim.ServiceContent:
    return await call(vim.RetrieveServiceContent(this=ref("ServiceInstance", "ServiceInstance")))


async def view(call: VCenterCaller, *types: str) -> list[vim.ManagedObjectReference]:
    made = await call(
        vim.CreateContainerView(this=call.views, container=ROOT, type=list(types), recursive=True)
    )
    found: list[vim.ManagedObjectReference] = (await call.read(made, "view"))["view"]
    return found


async def at(call: VCenterCaller, path: str) -> vim.ManagedObjectReference | None:
    return await call(vim.FindByInventoryPath(this=call.search, inventory_path=path))


async def names(call: VCenterCaller, refs: list[vim.ManagedObjectReference]) -> list[str]:
    return [(await call.read(item, "name"))["name"] for item in refs]


async def test_it_says_that_it_is_a_vcenter(call: VCenterCaller) -> None:
    about = (await content(call)).about

    assert about.api_type == "VirtualCenter"
    assert about.product_line_id == "vpx"
    assert about.instance_uuid


async def test_a_container_view_sees_the_whole_tree(call: VCenterCaller) -> None:
    machines = await view(call, "VirtualMachine")

    assert [item.value.partition("-")[0] for item in machines] == ["vm"] * 6
    assert sorted(await names(call, machines)) == [
        *("build01", "console01", "db01", "spare01", "web01", "win01")
    ]
    assert await names(call, await view(call, "HostSystem")) == [
        *("esx1.example", "esx2.example", "esx3.example")
    ]
    clusters = await view(call, "ComputeResource")
    assert [item.type for item in clusters] == ["ClusterComputeResource", "ComputeResource"]


async def test_a_shared_datastore_is_one_object(call: VCenterCaller) -> None:
    stores = await view(call, "Datastore")

    assert await names(call, stores) == [
        *("datastore1", "nfs1", "datastore1 (esx3.example)", "nfs1 (esx3.example)")
    ]
    facts = await call.read(stores[0], "host", "summary.multipleHostAccess", "vm")
    assert [mount.key for mount in facts["host"]] == [call.host("esx1"), call.host("esx2")]
    assert facts["summary.multipleHostAccess"] is True
    assert call.machine("web01") in facts["vm"]


async def test_a_network_of_one_name_is_one_object(call: VCenterCaller) -> None:
    networks = await view(call, "Network")

    assert await names(call, networks) == ["VM Network", "DMZ"]
    facts = await call.read(networks[0], "host", "summary.network")
    assert len(facts["host"]) == 3
    assert facts["summary.network"] == networks[0]


async def test_paths_lead_through_nested_folders(call: VCenterCaller) -> None:
    assert await at(call, "eu/west/dc1/vm/web01") == call.machine("web01")
    assert await at(call, "eu/west/dc1/host/c1/esx2.example") == call.host("esx2")
    assert await at(call, "eu/west/dc1/host/esx3.example/esx3.example") == call.host("esx3")
    assert await at(call, "eu/west/dc1/host/c1/Resources/db01") == call.machine("db01")
    assert await at(call, "eu/west/dc2") is None


async def test_hosts_are_found_by_address_and_name(call: VCenterCaller) -> None:
    search, host = call.search, call.host("esx2")

    assert await call(vim.FindByIp(this=search, ip="127.0.0.12", vm_search=False)) == host
    found = await call(vim.FindByDnsName(this=search, dns_name="esx2.example", vm_search=False))
    assert found == host
    uuid = call.estate.esx2.hardware.uuid
    assert await call(vim.FindByUuid(this=search, uuid=uuid, vm_search=False)) == host


async def test_a_machine_is_found_anywhere_in_its_datacenter(call: VCenterCaller) -> None:
    machine = call.estate.esx3.find("spare01")
    dc1, dc2 = (call.estate.vcenter.ref(dc) for dc in (call.estate.dc1, call.estate.dc2))

    def by_uuid(datacenter: vim.ManagedObjectReference | None) -> vim.FindByUuid:
        uuid = machine.config.uuid
        return vim.FindByUuid(this=call.search, datacenter=datacenter, uuid=uuid, vm_search=True)

    assert await call(by_uuid(dc1)) == call.machine("spare01")
    assert await call(by_uuid(None)) == call.machine("spare01")
    assert await call(by_uuid(dc2)) is None
    path = str(machine.place)
    found = await call(vim.FindByDatastorePath(this=call.search, datacenter=dc1, path=path))
    assert found == call.machine("spare01")
    address = call.estate.esx1.find("web01").guest.addresses[0].partition("/")[0]
    assert await call(vim.FindByIp(this=call.search, ip=address, vm_search=True)) == call.machine(
        "web01"
    )


async def test_a_child_is_found_by_its_name(call: VCenterCaller) -> None:
    vms = call.estate.vcenter.ref(call.estate.dc1.folders["vm"])
    search = call.search

    assert await call(vim.FindChild(this=search, entity=vms, name="db01")) == call.machine("db01")
    assert await call(vim.FindChild(this=search, entity=vms, name="nobody")) is None
    name = "web01"
    found = await call(vim.FindByDnsName(this=search, dns_name=name, vm_search=True))
    assert found == call.machine("web01")
    uuid = call.estate.esx1.find("db01").config.uuid
    every = await call(vim.FindAllByUuid(this=search, uuid=uuid, vm_search=True))
    assert every == [call.machine("db01")]


async def test_the_way_up_from_a_host_is_the_one_that_libvirt_takes(call: VCenterCaller) -> None:
    up = vim.TraversalSpec(
        name="managedEntityToParent", type="ManagedEntity", path="parent", skip=False
    )
    first = vim.TraversalSpec(
        name="computeResourceToParent",
        type="ComputeResource",
        path="parent",
        skip=False,
        select_set=[vim.SelectionSpec(name="managedEntityToParent")],
    )
    compute = (await call.read(call.host("esx1"), "parent"))["parent"]
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="Datacenter", path_set=["name", "hostFolder"])],
        object_set=[vim.ObjectSpec(obj=compute, skip=False, select_set=[up, first])],
    )

    found = await call(vim.RetrieveProperties(this=call.collector, spec_set=[spec]))

    assert compute.type == "ClusterComputeResource"
    assert [item.prop_set[0].val for item in found] == ["dc1"]


async def test_everything_can_be_read_of_everything(call: VCenterCaller) -> None:
    refs = await view(call)
    types = sorted({item.type for item in refs})

    for item in refs:
        spec = vim.PropertyFilterSpec(
            prop_set=[vim.PropertySpec(type=item.type, all=True)],
            object_set=[vim.ObjectSpec(obj=item)],
        )
        (found,) = await call(vim.RetrieveProperties(this=call.collector, spec_set=[spec]))
        assert not found.missing_set
        assert "ha-" not in repr([p.val for p in found.prop_set if p.name not in {"config"}])

    assert types == [
        *("ClusterComputeResource", "ComputeResource", "Datacenter", "Datastore", "Folder"),
        *("HostSystem", "Network", "ResourcePool", "VirtualMachine"),
    ]


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(
    ("product", "hosts", "methods"),
    [
        ("vcenter-2.5", "esx-3.5", False),
        ("vcenter-4.1", "esx-4.1", True),
        ("vcenter-5.5", "esxi-5.5", True),
        ("vcenter-6.7", "esxi-6.5", True),
    ],
)
async def test_a_vcenter_of_old_shows_what_it_had(product: str, hosts: str, methods: bool) -> None:
    estate = Estate(profile=PROFILES[product], host_profile=PROFILES[hosts])
    call = VCenterCaller(estate.site(tls=False), estate)
    call.action = f'"urn:vim25/{PROFILES[product].api_version}"'
    await call.login()

    found = await content(call)

    assert (found.vm_provisioning_checker is not None) == methods
    assert (found.about.instance_uuid is not None) == methods
    assert len(await view(call, "VirtualMachine")) == 6
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="Folder", path_set=["name"])],
        object_set=[vim.ObjectSpec(obj=ROOT)],
    )
    options = vim.RetrieveOptions()
    page = vim.RetrievePropertiesEx(this=call.collector, spec_set=[spec], options=options)
    assert await answers(call, page) == methods
    checker = ref("VirtualMachineProvisioningChecker", "ProvChecker")
    check = vim.CheckMigrate_Task(this=checker, vm=call.machine("web01"), host=call.host("esx2"))
    assert await answers(call, check) == methods
    service, web01 = ref("ServiceInstance", "ServiceInstance"), call.machine("web01")
    assert await call(vim.ValidateMigration(this=service, vm=[web01], host=call.host("esx3")))
    await call.aclose()


async def answers(call: VCenterCaller, method: vim.Method[Any]) -> bool:
    """Tell whether there is such a method."""
    try:
        await call(method)
    except FaultError as error:
        if error.fault_type not in {"MethodNotFound", "InvalidRequest"}:
            raise
        return False
    return True


async def test_who_may_only_look_changes_nothing(call: VCenterCaller, site: Site) -> None:
    call.estate.vcenter.users["reader"] = User("reader", "look", read_only=True)
    reader = VCenterCaller(site, call.estate)
    await reader.login("reader", "look")

    assert await reader.read(reader.machine("web01"), "name") == {"name": "web01"}
    with pytest.raises(FaultError, match="NoPermission"):
        await reader(vim.PowerOffVM_Task(this=reader.machine("web01")))
    await reader.aclose()


async def test_a_cluster_adds_up_its_hosts(call: VCenterCaller) -> None:
    compute = call.estate.vcenter.ref(call.estate.cluster)

    summary = (await call.read(compute, "summary"))["summary"]

    one = call.estate.esx1.hardware
    assert (summary.num_hosts, summary.num_effective_hosts) == (2, 2)
    assert summary.total_memory == 2 * one.memory_bytes
    assert summary.num_cpu_cores == 2 * one.cpu_cores


async def test_folders_are_made_and_filled(call: VCenterCaller) -> None:
    vms = call.estate.vcenter.ref(call.estate.dc1.folders["vm"])
    team = await call(vim.CreateFolder(this=vms, name="team"))
    web = await call(vim.CreateFolder(this=team, name="web"))

    await call.done(vim.MoveIntoFolder_Task(this=web, list=[call.machine("web01")]))

    assert await at(call, "eu/west/dc1/vm/team/web/web01") == call.machine("web01")
    assert await at(call, "eu/west/dc1/vm/web01") is None
    assert (await call.read(call.machine("web01"), "parent"))["parent"] == web
    assert await at(call, "eu/west/dc1/vm/team/web") == web
    with pytest.raises(FaultError, match="DuplicateName"):
        await call(vim.CreateFolder(this=team, name="web"))


async def test_a_folder_does_not_go_into_itself(call: VCenterCaller) -> None:
    vms = call.estate.vcenter.ref(call.estate.dc1.folders["vm"])
    outer = await call(vim.CreateFolder(this=vms, name="outer"))
    inner = await call(vim.CreateFolder(this=outer, name="inner"))

    fault = await call.fault(vim.MoveIntoFolder_Task(this=inner, list=[outer]))

    assert isinstance(fault, vim.InvalidFolder)


async def test_a_folder_is_renamed_and_destroyed_when_it_is_empty(call: VCenterCaller) -> None:
    vms = call.estate.vcenter.ref(call.estate.dc1.folders["vm"])
    folder = await call(vim.CreateFolder(this=vms, name="old"))

    await call.done(vim.Rename_Task(this=folder, new_name="new"))
    assert await at(call, "eu/west/dc1/vm/new") == folder
    await call.done(vim.MoveIntoFolder_Task(this=folder, list=[call.machine("web01")]))
    assert isinstance(await call.fault(vim.Destroy_Task(this=folder)), vim.ResourceInUse)
    await call.done(vim.MoveIntoFolder_Task(this=vms, list=[call.machine("web01")]))
    await call.done(vim.Destroy_Task(this=folder))
    assert await at(call, "eu/west/dc1/vm/new") is None


async def test_a_reference_of_a_host_means_nothing_here(call: VCenterCaller) -> None:
    with pytest.raises(FaultError, match="ManagedObjectNotFound"):
        await call.read(ref("VirtualMachine", "1"), "name")


def test_hosts_live_in_the_world_of_their_vcenter() -> None:
    vcenter = VCenter(world=World())
    datacenter = vcenter.add_datacenter("dc")

    with pytest.raises(ValueError, match="share a world"):
        vcenter.add_host(presets.empty_host(), datacenter)


def test_a_free_host_is_not_managed() -> None:
    world = World()
    vcenter = VCenter(world=world)
    host = presets.empty_host(profile=ESXI_8_0_FREE, shared=world)

    with pytest.raises(ValueError, match="licence"):
        vcenter.add_host(host, vcenter.add_datacenter("dc"))


def test_a_name_stands_for_one_thing(estate: Estate) -> None:
    with pytest.raises(ValueError, match="dc1"):
        estate.vcenter.add_datacenter("dc1", folder="eu/west")
    with pytest.raises(ValueError, match="already"):
        estate.vcenter.add_host(estate.esx1, estate.dc2)


def test_hosts_tell_the_address_of_their_vcenter(estate: Estate) -> None:
    estate.vcenter.address = "127.0.0.10"

    assert {host.management_server for host in (estate.esx1, estate.esx3)} == {"127.0.0.10"}


def test_a_volume_is_mounted_once_on_a_host_of_its_world(estate: Estate) -> None:
    store = estate.esx1.datastore("datastore1")

    with pytest.raises(ValueError, match="already"):
        store.mounted_on(estate.esx2)
    with pytest.raises(ValueError, match="share a world"):
        store.mounted_on(presets.empty_host(number=9))
    with pytest.raises(ValueError, match="UUID"):
        store.mounted_on(presets.empty_host(number=1, shared=estate.world), name="other")
    mount = store.mounted_on(estate.esx3, name="shared")
    assert mount.files is store.files
    mount.unmount()
    assert store.on(estate.esx3) is None


async def test_what_happens_meanwhile_is_looked_at_again(call: VCenterCaller) -> None:
    vms = call.estate.vcenter.ref(call.estate.dc1.folders["vm"])
    folder = await call(vim.CreateFolder(this=vms, name="team"))
    first = await call(vim.Destroy_Task(this=folder))
    second = await call(vim.Destroy_Task(this=folder))
    moved = await call(vim.MoveIntoFolder_Task(this=folder, list=[call.machine("db01")]))

    states = [(await call.finish(task)).state for task in (first, second, moved)]

    assert states == ["success", "error", "error"]
    assert await at(call, "eu/west/dc1/vm/db01") == call.machine("db01")
