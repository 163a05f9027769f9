"""VMware's own Python client moves the simulated vCenter's pools, vApps and templates about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from support.pyvmomi import pyvmomi
from support.pyvmomi_host import done, failed, vim, vmodl
from support.vcenter import Estate, quick

from aioesx.simulator.profile import PROFILES
from aioesx.simulator.site import Site
from aioesx.simulator.state.sessions import User
from aioesx.simulator.vcenter.rights import OPEN, VIEW, privilege_to_read

pytestmark = pytest.mark.peer("pyvmomi")

PAIRS: Final = {"vcenter-5.5": "esxi-5.5", "vcenter-8.0": "esxi-8.0"}


@pytest.fixture(scope="module", params=PAIRS)
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    profile, host_profile = PROFILES[request.param], PROFILES[PAIRS[request.param]]
    estate = Estate(profile=profile, host_profile=host_profile, options=quick())
    members = [estate.esx1.find("web01")]
    estate.vcenter.add_vapp(estate.cluster, "shop", members, folder="teams")
    estate.vcenter.users["ann"] = User("ann", "secret")
    estate.vcenter.grant("ann", estate.esx1.find("build01"), ("System.Read",))
    with estate.site() as site:
        yield site


@pytest.fixture(scope="module")
def content(site: Site) -> Iterator[Any]:
    assert site.vcenter is not None
    with pyvmomi(site.vcenter.url) as service:
        yield service.RetrieveContent()


def view(content: Any, kind: Any) -> dict[str, Any]:
    """Return everything of a kind by name."""
    made = content.viewManager.CreateContainerView(content.rootFolder, [kind], True)
    try:
        return {item.name: item for item in made.view}
    finally:
        made.Destroy()


def limits() -> Any:
    shares = vim.SharesInfo(level="normal", shares=4000)
    one = vim.ResourceAllocationInfo(
        reservation=0, limit=-1, expandableReservation=True, shares=shares
    )
    return vim.ResourceConfigSpec(cpuAllocation=one, memoryAllocation=one)


def test_pools(content: Any) -> None:
    root = view(content, vim.ClusterComputeResource)["c1"].resourcePool
    db01 = view(content, vim.VirtualMachine)["db01"]

    gold = root.CreateResourcePool("gold", limits())
    gold.MoveIntoResourcePool([db01])
    gold.UpdateConfig("platinum", limits())

    assert (db01.resourcePool, gold.name, gold.owner.name) == (gold, "platinum", "c1")
    assert gold.config.cpuAllocation.expandableReservation is True
    with pytest.raises(vim.fault.DuplicateName):
        root.CreateResourcePool("platinum", limits())
    done(gold.Destroy_Task())
    assert db01.resourcePool == root


def test_templates(content: Any) -> None:
    db01 = view(content, vim.VirtualMachine)["db01"]
    pool = db01.resourcePool

    db01.MarkAsTemplate()
    assert (db01.config.template, db01.resourcePool) == (True, None)
    assert isinstance(failed(db01.PowerOnVM_Task()), vmodl.fault.NotSupported)
    db01.MarkAsVirtualMachine(pool=pool)

    assert (db01.config.template, db01.resourcePool) == (False, pool)
    with pytest.raises(vim.fault.InvalidPowerState):
        view(content, vim.VirtualMachine)["web01"].MarkAsTemplate()


def test_vapps(content: Any) -> None:
    web01, shop = view(content, vim.VirtualMachine)["web01"], view(content, vim.VirtualApp)["shop"]

    assert (web01.parent, web01.parentVApp, web01.resourcePool) == (None, shop, shop)
    assert (shop.parentFolder.name, shop.parent.name, shop.vm) == ("teams", "Resources", [web01])
    assert shop.summary.vAppState == "started"
    assert view(content, vim.ResourcePool)["shop"] == shop


def test_a_host_is_disconnected_and_comes_back(content: Any) -> None:
    esx3 = view(content, vim.HostSystem)["esx3.example"]
    (spare01,) = esx3.vm

    done(esx3.DisconnectHost_Task())
    states = {esx3.runtime.connectionState, spare01.runtime.connectionState}
    assert states == {"disconnected"}
    assert isinstance(failed(spare01.PowerOnVM_Task()), vmodl.fault.HostNotConnected)
    done(esx3.ReconnectHost_Task())

    assert esx3.runtime.connectionState == "connected"
    done(spare01.PowerOnVM_Task())


def test_who_may_see_one_machine_sees_that_and_the_way_there(site: Site) -> None:
    assert site.vcenter is not None
    with pyvmomi(site.vcenter.url, username="ann") as service:
        content = service.RetrieveContent()
        machines = view(content, vim.VirtualMachine)
        (datacenter,) = view(content, vim.Datacenter).values()

        assert machines.keys() == {"build01"}
        assert machines["build01"].config.uuid
        assert (datacenter.name, datacenter.vmFolder.childEntity) == ("dc1", [machines["build01"]])
        assert view(content, vim.HostSystem) == {}
        with pytest.raises(vim.fault.NoPermission):
            machines["build01"].MarkAsTemplate()
        with pytest.raises(vim.fault.NoPermission):
            _ = datacenter.datastore


@pytest.mark.parametrize("managed_type", OPEN)
def test_a_property_asks_for_the_privilege_that_the_api_names(managed_type: str) -> None:
    cls = getattr(vim, managed_type)

    ours = {name: privilege_to_read(managed_type, name) == VIEW for name in cls._propInfo}

    left_out = {"namespace", "lifecycleManaged"}
    assert {name: told for name, told in ours.items() if name not in left_out} == {
        name: info.privId == VIEW for name, info in cls._propInfo.items() if name not in left_out
    }


def test_a_linked_clone(content: Any) -> None:
    build01 = view(content, vim.VirtualMachine)["build01"]
    base = done(build01.CreateSnapshot_Task("base", "", False, False))
    place = vim.vm.RelocateSpec(diskMoveType="createNewChildDiskBacking")
    spec = vim.vm.CloneSpec(location=place, template=False, powerOn=False)

    with pytest.raises(vmodl.fault.InvalidArgument) as refused:
        build01.CloneVM_Task(build01.parent, "linked", spec)
    assert refused.value.invalidProperty == "spec.snapshot"
    spec.snapshot = base
    made = done(build01.CloneVM_Task(build01.parent, "linked", spec))

    disk = next(d for d in made.config.hardware.device if isinstance(d, vim.vm.device.VirtualDisk))
    assert disk.backing.parent.fileName == "[datastore1] build01/build01.vmdk"
