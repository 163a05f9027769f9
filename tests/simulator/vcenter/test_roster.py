"""Hosts come, go and change places, and DRS moves machines, while clients look on."""

from __future__ import annotations

from typing import Any

import pytest
from support.soapcall import ref
from support.vcenter import Estate, VCenterCaller

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator import presets

pytestmark = pytest.mark.anyio

Ref = vim.ManagedObjectReference
ROOT = ref("Folder", "group-d1")


class Watch:
    """A filter on all hosts and machines, and what it has told so far."""

    def __init__(self, call: VCenterCaller) -> None:
        self._call = call
        self._version = ""

    async def begin(self) -> None:
        call, kinds = self._call, {"HostSystem": ["parent"], "VirtualMachine": ["runtime.host"]}
        view = await call(
            vim.CreateContainerView(
                this=call.views, container=ROOT, type=list(kinds), recursive=True
            )
        )
        over = vim.TraversalSpec(name="view", type="ContainerView", path="view", skip=False)
        spec = vim.PropertyFilterSpec(
            prop_set=[vim.PropertySpec(type=kind, path_set=paths) for kind, paths in kinds.items()],
            object_set=[vim.ObjectSpec(obj=view, skip=True, select_set=[over])],
        )
        await call(vim.CreateFilter(this=call.collector, spec=spec, partial_updates=False))
        await self.news()

    async def news(self) -> set[tuple[str, str, Any]]:
        """Return what is new: kind of update, object, value."""
        wait = vim.CheckForUpdates(this=self._call.collector, version=self._version)
        update = await self._call(wait)
        if update is None:
            return set()
        self._version = update.version
        return {
            (str(item.kind), item.obj.value, item.change_set[0].val if item.change_set else None)
            for item in update.filter_set[0].object_set
        }


@pytest.fixture
async def watch(call: VCenterCaller) -> Watch:
    found = Watch(call)
    await found.begin()
    return found


def newcomer(estate: Estate) -> Any:
    host = presets.empty_host(name="esx4", number=4, shared=estate.world)
    presets.add_machine(host, presets.MachineKind("new01"))
    return host


async def test_a_new_host_and_its_machines_are_told(call: VCenterCaller, watch: Watch) -> None:
    vcenter, host = call.estate.vcenter, newcomer(call.estate)
    with vcenter.looking(changing=True):
        vcenter.add_host(host, call.estate.cluster, name="esx4.example")

    moid = vcenter.members[host].moid
    assert await watch.news() == {
        ("enter", moid, vcenter.ref(call.estate.cluster)),
        ("enter", vcenter.ref(host.find("new01")).value, ref("HostSystem", moid)),
    }


async def test_a_host_that_is_removed_leaves_with_its_machines(
    call: VCenterCaller, watch: Watch
) -> None:
    esx3, spare01, vcenter = call.host("esx3"), call.machine("spare01"), call.estate.vcenter
    with vcenter.looking(changing=True):
        vcenter.remove_host(call.estate.esx3)

    assert await watch.news() == {("leave", esx3.value, None), ("leave", spare01.value, None)}
    with pytest.raises(FaultError, match="ManagedObjectNotFound"):
        await call.read(esx3, "name")
    assert call.estate.esx3.management_server is None
    assert [type(event).__name__ for event in vcenter.events.kept][-1] == "HostRemovedEvent"


async def test_a_host_that_comes_again_is_another_one(call: VCenterCaller) -> None:
    before, vcenter = call.host("esx3"), call.estate.vcenter
    with vcenter.looking(changing=True):
        vcenter.remove_host(call.estate.esx3)
        vcenter.add_host(call.estate.esx3, call.estate.dc2, name="esx3.example")

    assert call.host("esx3") != before
    assert vcenter.datacenter_of(call.estate.esx3) is call.estate.dc2
    assert await call.read(call.machine("spare01"), "name") == {"name": "spare01"}


async def test_a_host_keeps_its_references_in_another_cluster(
    call: VCenterCaller, watch: Watch
) -> None:
    vcenter, estate = call.estate.vcenter, call.estate
    esx3, spare01 = call.host("esx3"), call.machine("spare01")
    with vcenter.looking(changing=True):
        vcenter.move_host(estate.esx3, estate.cluster)

    cluster = vcenter.ref(estate.cluster)
    assert await watch.news() == {("modify", esx3.value, cluster)}
    facts = await call.read(spare01, "resourcePool", "runtime.host")
    assert facts == {"resourcePool": vcenter.ref(estate.cluster.pool), "runtime.host": esx3}
    path = "eu/west/dc1/host/esx3.example"
    assert await call(vim.FindByInventoryPath(this=call.search, inventory_path=path)) is None


async def test_a_host_goes_to_another_datacenter_with_its_datastores(call: VCenterCaller) -> None:
    vcenter, estate = call.estate.vcenter, call.estate
    with vcenter.looking(changing=True):
        vcenter.move_host(estate.esx3, estate.dc2)

    dc2 = vcenter.ref(estate.dc2)
    stores = (await call.read(dc2, "datastore"))["datastore"]
    folder = (await call.read(call.machine("spare01"), "parent"))["parent"]
    assert folder == vcenter.ref(estate.dc2.folders["vm"])
    assert len(stores) == 2


async def test_drs_moves_a_machine_as_it_is(call: VCenterCaller, watch: Watch) -> None:
    vcenter, estate, web01 = call.estate.vcenter, call.estate, call.machine("web01")
    with vcenter.looking(changing=True):
        gold = vcenter.add_pool(estate.cluster, "gold")
        vcenter.places.assign(estate.esx1.find("web01"), gold)
        vcenter.drs_move(estate.esx1.find("web01"), estate.esx2)

    assert await watch.news() == {("modify", web01.value, call.host("esx2"))}
    facts = await call.read(web01, "runtime.powerState", "resourcePool")
    assert facts == {"runtime.powerState": "poweredOn", "resourcePool": vcenter.ref(gold)}
    event = vcenter.events.kept[-1]
    assert isinstance(event, vim.DrsVmMigratedEvent)
    assert event.source_host.name == "esx1.example"
    assert event.full_formatted_message == "DRS migrated web01 to esx2.example in dc1"


@pytest.mark.parametrize("state", ["maintenance", "lost", "another"])
async def test_drs_moves_nothing_where_it_cannot_run(estate: Estate, state: str) -> None:
    web01, target = estate.esx1.find("web01"), estate.esx2
    if state == "maintenance":
        estate.esx2.maintenance = True
    if state == "lost":
        estate.vcenter.lose(estate.esx2)
    if state == "another":
        target = estate.esx3

    with pytest.raises(ValueError, match="esx"):
        estate.vcenter.drs_move(web01, target)
    assert web01.host is estate.esx1


async def test_a_host_is_removed_by_calls(call: VCenterCaller) -> None:
    esx2, vcenter = call.host("esx2"), call.estate.vcenter
    compute = vcenter.ref(vcenter.members[call.estate.esx3].compute)

    assert isinstance(await call.fault(vim.Destroy_Task(this=esx2)), vim.InvalidState)
    await call.done(vim.DisconnectHost_Task(this=esx2))
    await call.done(vim.Destroy_Task(this=esx2))
    await call.done(vim.Destroy_Task(this=compute))

    assert list(vcenter.members) == [call.estate.esx1]
    with pytest.raises(FaultError, match="ManagedObjectNotFound"):
        await call.read(compute, "name")


async def test_a_host_at_work_stays(call: VCenterCaller) -> None:
    await call(vim.PowerOnVM_Task(this=call.machine("db01")))
    call.estate.world.clock.advance(2)  # type: ignore[attr-defined]  # it is a manual one

    with pytest.raises(ValueError, match="db01"):
        call.estate.vcenter.remove_host(call.estate.esx1)
