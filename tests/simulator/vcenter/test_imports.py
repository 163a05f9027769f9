"""Machines that arrive by way of a vCenter: at which host, in which folder and pool."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from support.arrivals import stream, upload, wanted
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator import ManualClock, Options, Site, World, presets
from aioesx.simulator.state.sessions import User
from aioesx.simulator.vcenter import VCenter

pytestmark = pytest.mark.anyio


class VCenterCaller(Caller):
    """One that calls a vCenter."""

    manager = ref("SessionManager", "SessionManager")
    collector = ref("PropertyCollector", "propertyCollector")


class Place:
    """A vCenter with two hosts of a cluster; the datastores are each host's own."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock, world = clock, World(clock)
        options = Options(task_seconds=10.0, queue_seconds=1.0)
        self.hosts = [
            presets.small_host(shared=world, options=options),
            presets.empty_host(shared=world, options=options, number=2),
        ]
        self.vcenter = VCenter(world=world, options=options)
        self.center = self.vcenter.add_datacenter("dc1")
        self.cluster = self.vcenter.add_cluster(self.center, "c1")
        for number, host in enumerate(self.hosts):
            self.vcenter.add_host(
                host, self.cluster, name=f"esx{number}", address=f"127.0.0.{11 + number}"
            )
        self.folder = self.vcenter.add_folder(self.center, "teams/web")
        self.pool = self.vcenter.add_pool(self.cluster, "batch")
        hosts = {f"esx{number}": host for number, host in enumerate(self.hosts)}
        self.site = Site(hosts, vcenter=self.vcenter, password="secret", tls=False)

    def ref(self, thing: Any) -> vim.ManagedObjectReference:
        return self.vcenter.ref(thing)


@pytest.fixture
def place(clock: ManualClock) -> Place:
    return Place(clock)


@pytest.fixture
async def caller(place: Place) -> AsyncIterator[Caller]:
    caller = VCenterCaller(place.site, place.vcenter.address)
    await caller.login()
    yield caller
    await caller.aclose()


async def start(caller: Caller, place: Place, **more: Any) -> Any:
    said = {"folder": place.ref(place.folder), "spec": wanted(), **more}
    return await caller(vim.ImportVApp(this=place.ref(place.pool), **said))


async def test_a_machine_comes_into_its_folder_and_pool(caller: Caller, place: Place) -> None:
    lease = await start(caller, place)
    place.clock.advance(10)
    info = (await caller.read(lease, "info"))["info"]
    machine = info.entity

    told = await caller.read(machine, "parent", "resourcePool", "runtime.host")

    assert machine.value.startswith("vm-")
    assert told["parent"] == place.ref(place.folder)
    assert told["resourcePool"] == place.ref(place.pool)
    assert told["runtime.host"] == place.ref(place.hosts[0])
    assert info.lease == lease


async def test_a_host_serves_what_its_vcenter_has_promised(caller: Caller, place: Place) -> None:
    lease = await start(caller, place)
    place.clock.advance(10)
    (url,) = (await caller.read(lease, "info"))["info"].device_url
    own = Caller(place.site, "127.0.0.11")

    at_vcenter = await upload(
        caller, url.url.partition("/nfc")[1:][0] + url.url.split("/nfc")[1], b""
    )
    at_host = await own.http.post("/nfc" + url.url.split("/nfc")[1], content=stream({0: b"data"}))
    await caller(vim.HttpNfcLeaseComplete(this=lease))

    assert (at_vcenter.status_code, at_host.status_code) == (404, 200)
    await own.aclose()


async def test_nothing_stays_where_it_is_aborted(caller: Caller, place: Place) -> None:
    host = place.hosts[0]
    before = sorted(host.datastore("datastore1").files)
    lease = await start(caller, place)
    place.clock.advance(10)
    machine = (await caller.read(lease, "info"))["info"].entity

    await caller(vim.HttpNfcLeaseAbort(this=lease))

    assert sorted(host.datastore("datastore1").files) == before
    with pytest.raises(FaultError, match="already been deleted"):
        await caller.read(machine, "name")
    assert (await caller.read(place.ref(place.folder), "childEntity"))["childEntity"] == []


@pytest.mark.parametrize("wrong", ["no folder", "host folder", "name", "datastore"])
async def test_what_does_not_fit_is_refused(caller: Caller, place: Place, wrong: str) -> None:
    changes: dict[str, dict[str, Any]] = {
        "no folder": {"folder": None},
        "host folder": {"folder": place.ref(place.center.folders["host"])},
        "name": {},
        "datastore": {"spec": wanted(store="nowhere")},
    }
    if wrong == "name":
        await start(caller, place)

    with pytest.raises(FaultError) as caught:
        await start(caller, place, **changes[wrong])

    assert caught.value.fault_type == {
        "name": "DuplicateName",
        "datastore": "InvalidDatastorePath",
    }.get(wrong, "InvalidArgument")


async def test_a_descriptor_becomes_a_spec_for_a_host_of_the_pool(
    caller: Caller, place: Place
) -> None:
    manager = ref("OvfManager", "OvfManager")
    machine = place.ref(place.hosts[0].find("db01"))
    params = vim.OvfCreateDescriptorParams(name="copy01")
    told = await caller(vim.CreateDescriptor(this=manager, obj=machine, cdp=params))
    store = place.center.store(place.hosts[0].datastore("datastore1"))
    net = place.ref(place.center.net("VM Network"))
    mapping = [vim.OvfNetworkMapping(name="VM Network", network=net)]

    made = await caller(
        vim.CreateImportSpec(
            this=manager,
            ovf_descriptor=told.ovf_descriptor,
            resource_pool=place.ref(place.pool),
            datastore=place.ref(store),
            cisp=vim.OvfCreateImportSpecParams(
                locale="", deployment_option="", entity_name="copy01", network_mapping=mapping
            ),
        )
    )

    assert made.error == []
    lease = await start(caller, place, spec=made.import_spec)
    place.clock.advance(10)
    assert (await caller.read(lease, "state"))["state"] == "ready"


async def test_a_vapp_needs_no_folder(caller: Caller, place: Place) -> None:
    vapp = place.vcenter.add_vapp(place.cluster, "shop", folder="teams")
    this = place.ref(vapp)
    lease = await caller(vim.ImportVApp(this=this, spec=wanted("shop01")))
    place.clock.advance(10)
    machine = (await caller.read(lease, "info"))["info"].entity

    assert (await caller.read(machine, "parentVApp"))["parentVApp"] == this


RIGHTS: dict[str, dict[str, list[str]]] = {
    # what an account may do, and where
    "all of it": {"pool": ["VApp.Import"], "folder": ["VApp.Import"],
                  "stores": ["Datastore.AllocateSpace"]},
    "pool": {"folder": ["VApp.Import"], "stores": ["Datastore.AllocateSpace"],
             "pool": ["VApp.Export"]},
    "folder": {"pool": ["VApp.Import"], "stores": ["Datastore.AllocateSpace"],
               "folder": ["VApp.Export"]},
    "stores": {"pool": ["VApp.Import"], "folder": ["VApp.Import"], "stores": ["Datastore.Browse"]},
}  # fmt: skip


@pytest.mark.parametrize("lacks", RIGHTS)
async def test_an_account_needs_privileges_on_pool_folder_and_datastore(
    place: Place, lacks: str
) -> None:
    vcenter = place.vcenter
    vcenter.users["porter"] = User("porter", "secret")
    things = {
        "pool": place.cluster,
        "folder": place.center.folders["vm"],
        "stores": place.center.folders["datastore"],
    }
    for where, privileges in RIGHTS[lacks].items():
        vcenter.grant("porter", things[where], privileges)
    caller = VCenterCaller(place.site, vcenter.address)
    await caller.login("porter", "secret")
    refused = ""
    try:
        lease = await start(caller, place, spec=wanted("porter"))
        await caller(vim.HttpNfcLeaseAbort(this=lease))
    except FaultError as error:
        refused = error.fault_type
    await caller.aclose()

    assert refused == ("" if lacks == "all of it" else "NoPermission")
