"""VMware's own Python client takes the simulated vCenter for one, from 5.5 up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from support.pyvmomi import pyvmomi
from support.pyvmomi_host import done, failed, vim
from support.vcenter import Estate, quick

from aioesx.simulator.profile import PROFILES
from aioesx.simulator.site import Site

pytestmark = pytest.mark.peer("pyvmomi")

PAIRS: Final = {"vcenter-5.5": "esxi-5.5", "vcenter-6.7": "esxi-6.5", "vcenter-8.0": "esxi-8.0"}
HIGH: Final = "highPriority"


@pytest.fixture(scope="module", params=PAIRS)
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    profile, host_profile = PROFILES[request.param], PROFILES[PAIRS[request.param]]
    estate = Estate(profile=profile, host_profile=host_profile, options=quick())
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


def machine(content: Any, name: str) -> Any:
    return view(content, vim.VirtualMachine)[name]


def host(content: Any, name: str) -> Any:
    return view(content, vim.HostSystem)[f"{name}.example"]


def test_the_tree(content: Any) -> None:
    assert content.about.apiType == "VirtualCenter"
    assert {"web01", "spare01"} <= view(content, vim.VirtualMachine).keys()
    assert view(content, vim.ClusterComputeResource).keys() == {"c1"}
    eu = next(item for item in content.rootFolder.childEntity if item.name == "eu")
    (datacenter,) = eu.childEntity[0].childEntity
    assert datacenter.name == "dc1"
    assert [item.name for item in datacenter.hostFolder.childEntity] == ["c1", "esx3.example"]
    store = next(item for item in datacenter.datastore if item.name == "datastore1")
    assert [mount.key.name for mount in store.host] == ["esx1.example", "esx2.example"]
    found = content.searchIndex.FindByInventoryPath("eu/west/dc1/host/c1/esx1.example")
    assert found.summary.host == found
    assert found.parent.parent.parent == datacenter


def test_everything_of_every_machine(content: Any) -> None:
    found = machine(content, "web01")

    assert found.config.hardware.device
    assert found.runtime.host == host(content, "esx1")
    assert found.resourcePool.owner.name == "c1"
    assert found.parent.name == "vm"
    assert found.datastore[0].browser
    assert found.network[0].name == "VM Network"
    assert found.guest.toolsRunningStatus == "guestToolsRunning"


def test_power(content: Any) -> None:
    db01 = machine(content, "db01")

    done(db01.PowerOnVM_Task())
    assert db01.runtime.powerState == "poweredOn"
    done(db01.PowerOffVM_Task())
    assert isinstance(failed(db01.PowerOffVM_Task()), vim.fault.InvalidPowerState)


def test_snapshots(content: Any) -> None:
    db01 = machine(content, "db01")

    made = done(db01.CreateSnapshot_Task("s1", "first", False, False))
    assert db01.snapshot.currentSnapshot == made
    done(made.RevertToSnapshot_Task())
    done(made.RemoveSnapshot_Task(False))
    assert db01.snapshot is None


def test_a_clone_is_made_started_and_destroyed(content: Any) -> None:
    web01 = machine(content, "web01")
    place = vim.vm.RelocateSpec(host=host(content, "esx2"))
    spec = vim.vm.CloneSpec(location=place, template=False, powerOn=True)

    made = done(web01.CloneVM_Task(web01.parent, "web99", spec))

    assert made.runtime.host == host(content, "esx2")
    assert made.config.uuid != web01.config.uuid
    done(made.PowerOffVM_Task())
    done(made.Destroy_Task())
    assert "web99" not in view(content, vim.VirtualMachine)


def test_a_migration_there_and_back(content: Any) -> None:
    web01 = machine(content, "web01")

    done(web01.MigrateVM_Task(host=host(content, "esx2"), priority=HIGH))
    assert web01.runtime.host == host(content, "esx2")
    assert web01.runtime.powerState == "poweredOn"
    done(web01.MigrateVM_Task(host=host(content, "esx1"), priority=HIGH))
    refusal = failed(web01.MigrateVM_Task(host=host(content, "esx3"), priority=HIGH))
    assert isinstance(refusal, vim.fault.CannotAccessVmConfig)


def test_a_relocation_to_another_datastore_and_host(content: Any) -> None:
    spare = machine(content, "spare01")
    store = view(content, vim.Datastore)["nfs1"]

    done(spare.RelocateVM_Task(vim.vm.RelocateSpec(datastore=store, host=host(content, "esx1"))))

    assert spare.config.files.vmPathName == "[nfs1] spare01/spare01.vmx"
    assert spare.runtime.host == host(content, "esx1")
    done(spare.PowerOnVM_Task())


def test_checks(content: Any) -> None:
    checker, web01 = content.vmProvisioningChecker, machine(content, "web01")

    (fits,) = done(checker.CheckMigrate_Task(vm=web01, host=host(content, "esx2")))
    assert fits.error == []
    (hinders, *_) = done(checker.CheckMigrate_Task(vm=web01, host=host(content, "esx3")))
    assert hinders.error
    assert hinders.host == host(content, "esx3")


def test_events(content: Any) -> None:
    web01 = machine(content, "web01")
    done(web01.MigrateVM_Task(host=host(content, "esx2"), priority=HIGH))
    done(web01.MigrateVM_Task(host=host(content, "esx1"), priority=HIGH))
    entity = vim.event.EventFilterSpec.ByEntity(entity=web01, recursion="self")

    found = content.eventManager.QueryEvents(vim.event.EventFilterSpec(entity=entity))

    kinds = [type(event).__name__ for event in found]
    assert "vim.event.VmMigratedEvent" in kinds
    assert all(event.datacenter.name == "dc1" for event in found)
    assert all(event.vm.vm == web01 for event in found)


def test_updates_of_the_whole_tree(content: Any) -> None:
    made = content.viewManager.CreateContainerView(content.rootFolder, [vim.VirtualMachine], True)
    collector = content.propertyCollector
    traversal = vim.PropertyCollector.TraversalSpec(
        name="view", type=vim.view.ContainerView, path="view", skip=False
    )
    spec = vim.PropertyCollector.FilterSpec(
        objectSet=[vim.PropertyCollector.ObjectSpec(obj=made, skip=True, selectSet=[traversal])],
        propSet=[
            vim.PropertyCollector.PropertySpec(
                type=vim.VirtualMachine, pathSet=["runtime.powerState"]
            )
        ],
    )
    kept = collector.CreateFilter(spec, False)
    first = collector.WaitForUpdatesEx("")
    assert len(first.filterSet[0].objectSet) == 6

    done(machine(content, "db01").PowerOnVM_Task())
    options = vim.PropertyCollector.WaitOptions(maxWaitSeconds=10)
    second = collector.WaitForUpdatesEx(first.version, options)

    (change,) = second.filterSet[0].objectSet
    assert change.obj == machine(content, "db01")
    done(machine(content, "db01").PowerOffVM_Task())
    kept.Destroy()
    made.Destroy()
