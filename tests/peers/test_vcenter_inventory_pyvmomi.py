"""VMware's own Python client moves the simulated vCenter's pools, vApps and templates about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from support.pyvmomi import pyvmomi
from support.pyvmomi_host import done, failed, vim, vmodl
from support.vcenter import Estate

from aioesx.simulator import Options
from aioesx.simulator.profile import PROFILES
from aioesx.simulator.site import Site

pytestmark = pytest.mark.peer("pyvmomi")

PAIRS: Final = {"vcenter-5.5": "esxi-5.5", "vcenter-8.0": "esxi-8.0"}


@pytest.fixture(scope="module", params=PAIRS)
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    profile, host_profile = PROFILES[request.param], PROFILES[PAIRS[request.param]]
    options = Options(task_seconds=0.01, queue_seconds=0.0, tools_seconds=0.0)
    estate = Estate(profile=profile, host_profile=host_profile, options=options)
    members = [estate.esx1.find("web01")]
    estate.vcenter.add_vapp(estate.cluster, "shop", members, folder="teams")
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
