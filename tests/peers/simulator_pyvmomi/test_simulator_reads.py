"""pyVmomi takes the simulator for an ESX host: sessions, inventory, properties, waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from support.pyvmomi import pyvmomi
from support.pyvmomi_host import VmomiSupport, done, vim, vmodl

from aioesx.simulator import Simulator, presets

pytestmark = pytest.mark.peer("pyvmomi")


# --- who it is -----------------------------------------------------------------------------------


def test_about_says_that_it_is_a_simulator(content: Any) -> None:
    assert content.about.apiType == "HostAgent"
    assert content.about.apiVersion == presets.DEFAULT_PROFILE.api_version
    assert "simulator" in content.about.fullName


def test_the_version_is_negotiated(service: Any) -> None:
    profile = presets.DEFAULT_PROFILE
    newest = profile.prior_versions[0] if profile.version_word else profile.api_version

    assert VmomiSupport.GetVersionNamespace(service._stub.version) == f"vim25/{newest}"


def test_the_clock_runs(service: Any) -> None:
    assert service.CurrentTime().tzinfo is not None


def test_a_wrong_password_is_an_invalid_login(simulator: Simulator) -> None:
    with pytest.raises(Exception, match="incorrect user name") as caught:
        pyvmomi_once(simulator, "root", "wrong")
    assert type(caught.value).__name__ == "vim.fault.InvalidLogin"


@contextmanager
def _connected(simulator: Simulator, username: str, password: str) -> Iterator[Any]:
    with pyvmomi(simulator.url, username=username, password=password) as service:
        yield service


def pyvmomi_once(simulator: Simulator, username: str, password: str) -> None:
    with _connected(simulator, username, password):
        pass


def test_the_session_is_the_current_one(content: Any) -> None:
    session = content.sessionManager.currentSession
    assert session.userName == "root"
    assert session.key in {item.key for item in content.sessionManager.sessionList}


def test_a_session_that_has_ended_is_not_authenticated(simulator: Simulator) -> None:
    with _connected(simulator, "root", "secret") as other:
        other.content.sessionManager.Logout()
        with pytest.raises(Exception, match="not authenticated"):
            _ = other.content.rootFolder.childEntity
        other.content.sessionManager.Login("root", "secret")


def test_a_reader_may_look_and_not_change(simulator: Simulator, service: Any) -> None:
    with _connected(simulator, "reader", "look") as other:
        found = other.content.rootFolder.childEntity[0].vmFolder.childEntity[0]
        assert found.name
        with pytest.raises(vim.fault.NoPermission):
            found.PowerOff()


# --- the inventory -------------------------------------------------------------------------------


def _visit(thing: Any, seen: set[str], problems: list[str]) -> None:
    key = f"{type(thing).__name__}:{thing._moId}"
    if key in seen:
        return
    seen.add(key)
    for info in thing._GetPropertyList():
        try:
            value = getattr(thing, info.name)
        except vmodl.fault.MethodNotFound:
            continue  # pyVmomi's own, for what is newer than the API that was agreed on
        except Exception as error:
            problems.append(f"{key} {info.name}: {error!r}")
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, VmomiSupport.ManagedObject):
                _visit(item, seen, problems)


def test_every_property_of_every_object_can_be_read(content: Any) -> None:
    seen: set[str] = set()
    problems: list[str] = []
    _visit(content.rootFolder, seen, problems)
    for info in content._GetPropertyList():
        if isinstance(getattr(content, info.name), VmomiSupport.ManagedObject):
            _visit(getattr(content, info.name), seen, problems)
    host = content.rootFolder.childEntity[0].hostFolder.childEntity[0].host[0]
    for info in host.configManager._GetPropertyList():
        if isinstance(getattr(host.configManager, info.name), VmomiSupport.ManagedObject):
            _visit(getattr(host.configManager, info.name), seen, problems)
    assert problems == []
    assert len({key.partition(":")[0] for key in seen}) >= 20


def test_all_properties_of_all_entities_come_in_one_call(content: Any) -> None:
    objects = _retrieve(content, vim.ManagedEntity, all_=True)
    assert len(objects) == len(_view(content, []).view)
    assert all(not item.missingSet for item in objects)


def _view(content: Any, types: list[Any]) -> Any:
    return content.viewManager.CreateContainerView(content.rootFolder, types, True)


def _spec(content: Any, type_: Any, paths: list[str], *, all_: bool = False) -> Any:
    query = vmodl.query.PropertyCollector
    follow = query.TraversalSpec(type=vim.view.ContainerView, path="view", skip=False)
    return query.FilterSpec(
        propSet=[query.PropertySpec(type=type_, pathSet=paths, all=all_)],
        objectSet=[query.ObjectSpec(obj=_view(content, [type_]), skip=True, selectSet=[follow])],
    )


def _retrieve(content: Any, type_: Any, *paths: str, all_: bool = False) -> Any:
    spec = _spec(content, type_, list(paths), all_=all_)
    return content.propertyCollector.RetrieveContents([spec])


def test_chosen_properties_of_all_machines(content: Any) -> None:
    objects = _retrieve(content, vim.VirtualMachine, "name", "runtime.powerState")
    names = {item.propSet[0].val for item in objects}
    assert {"web01", "db01", "build01", "console01", "win01"} <= names


def test_pages(content: Any) -> None:
    options = vmodl.query.PropertyCollector.RetrieveOptions(maxObjects=3)
    spec = _spec(content, vim.VirtualMachine, ["name"])
    page = content.propertyCollector.RetrievePropertiesEx([spec], options)
    count = len(page.objects)
    while page.token:
        page = content.propertyCollector.ContinueRetrievePropertiesEx(page.token)
        count += len(page.objects)
    assert count == len(_view(content, [vim.VirtualMachine]).view)


def test_a_wrong_token_is_an_invalid_property(content: Any) -> None:
    with pytest.raises(vmodl.query.InvalidProperty):
        content.propertyCollector.ContinueRetrievePropertiesEx("7-never")


@pytest.mark.parametrize("path", ["nope", "config.nope", "name.more", "runtime.", ""])
def test_a_bad_property_is_named(content: Any, path: str) -> None:
    with pytest.raises(vmodl.query.InvalidProperty) as caught:
        _retrieve(content, vim.VirtualMachine, path)
    assert caught.value.name == path


def test_an_item_by_its_key(content: Any) -> None:
    objects = _retrieve(content, vim.VirtualMachine, "config.hardware.device[2000].unitNumber")
    assert {item.propSet[0].val for item in objects if item.propSet} == {0}


def test_a_bad_reference_is_not_found(service: Any) -> None:
    with pytest.raises(vmodl.fault.ManagedObjectNotFound) as caught:
        _ = vim.VirtualMachine("9999", service._stub).name
    assert caught.value.obj._moId == "9999"


def test_a_method_of_another_type_is_not_found(service: Any) -> None:
    with pytest.raises(vmodl.fault.ManagedObjectNotFound):
        vim.VirtualMachine("ha-host", service._stub).PowerOn()


def test_search_by_uuid_ip_name_and_path(content: Any, machine: Callable[[str], Any]) -> None:
    web, index = machine("web01"), content.searchIndex
    assert index.FindByUuid(None, web.config.uuid, True, False) == web
    assert index.FindByUuid(None, web.config.instanceUuid, True, True) == web
    assert index.FindByUuid(None, "00000000-0000-0000-0000-000000000000", True, False) is None
    assert index.FindByIp(None, web.guest.ipAddress, True) == web
    assert index.FindByDnsName(None, "web01", True) == web
    assert index.FindByInventoryPath("ha-datacenter/vm/web01") == web
    assert index.FindByDatastorePath(web.runtime.host.parent.parent.parent,
                                     web.config.files.vmPathName) == web  # fmt: skip


def test_devices_have_the_keys_of_esx(machine: Callable[[str], Any]) -> None:
    devices = {device.key: device for device in machine("web01").config.hardware.device}
    assert isinstance(devices[1000], vim.vm.device.VirtualLsiLogicController)
    assert isinstance(devices[2000], vim.vm.device.VirtualDisk)
    assert isinstance(devices[4000], vim.vm.device.VirtualVmxnet3)
    assert devices[1000].device == [2000]


def test_the_guest_is_known_only_with_tools(machine: Callable[[str], Any]) -> None:
    assert machine("web01").guest.hostName == "web01"
    assert machine("win01").guest.toolsStatus == "toolsNotInstalled"
    assert machine("win01").guest.hostName is None


# --- waiting -------------------------------------------------------------------------------------


def test_updates_are_partial_and_end_with_the_filter(
    content: Any, machine: Callable[[str], Any]
) -> None:
    query, collector = vmodl.query.PropertyCollector, content.propertyCollector
    power = machine("power9")
    spec = query.FilterSpec(
        propSet=[query.PropertySpec(type=vim.VirtualMachine, pathSet=["runtime"])],
        objectSet=[query.ObjectSpec(obj=power)],
    )
    watch = collector.CreateFilter(spec, True)
    first = collector.WaitForUpdatesEx("", query.WaitOptions(maxWaitSeconds=5))
    assert [item.kind for item in first.filterSet[0].objectSet] == ["enter"]
    done(power.PowerOn())
    second = collector.WaitForUpdatesEx(first.version, query.WaitOptions(maxWaitSeconds=5))
    changes = {c.name: c.val for c in second.filterSet[0].objectSet[0].changeSet}
    assert changes["runtime.powerState"] == "poweredOn"
    again = collector.WaitForUpdatesEx(second.version, query.WaitOptions(maxWaitSeconds=0))
    assert again is None
    repeated = collector.WaitForUpdatesEx(first.version, query.WaitOptions(maxWaitSeconds=0))
    assert repeated.filterSet[0].objectSet[0].changeSet
    with pytest.raises(vmodl.query.InvalidCollectorVersion):
        collector.WaitForUpdatesEx("77", query.WaitOptions(maxWaitSeconds=0))
    watch.DestroyPropertyFilter()
    assert collector.filter == []
    done(power.PowerOff())


def test_many_updates_come_in_pieces(content: Any) -> None:
    query, collector = vmodl.query.PropertyCollector, content.propertyCollector
    watch = collector.CreateFilter(_spec(content, vim.VirtualMachine, ["name"]), True)
    options = query.WaitOptions(maxWaitSeconds=5, maxObjectUpdates=4)
    count, version = 0, ""
    update = collector.WaitForUpdatesEx(version, options)
    assert update.truncated
    while update is not None:
        count += sum(len(item.objectSet) for item in update.filterSet)
        options.maxWaitSeconds = 0
        update = collector.WaitForUpdatesEx(update.version, options)
    watch.DestroyPropertyFilter()
    assert count == len(_view(content, [vim.VirtualMachine]).view)
