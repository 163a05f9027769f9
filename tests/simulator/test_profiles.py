"""Each product shows the API, the limits and the licence of its time."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx.errors import FaultError, InvalidArgumentError, RestrictedLicenseError
from aioesx.simulator import Simulator, presets
from aioesx.simulator.inventory import FIXED
from aioesx.simulator.profile import (
    ESX_3_5,
    ESX_4_1,
    ESXI_5_5,
    ESXI_8_0,
    ESXI_8_0_FREE,
    GSX_2_0,
    PROFILES,
    Profile,
)
from aioesx.simulator.versions import at_least

pytestmark = pytest.mark.anyio
HOSTS = [profile for profile in PROFILES.values() if not profile.is_vcenter]
GUIDE = Path(__file__).parents[2] / "docs" / "simulator.md"
WEB = ref("VirtualMachine", "1")
SEARCH = FIXED["search_index"]
HOST, DATACENTER = FIXED["host"], FIXED["datacenter"]


@pytest.fixture
async def call(request: pytest.FixtureRequest) -> AsyncIterator[Caller]:
    """A caller who speaks the newest version to a host of the product that is the parameter."""
    host = presets.small_host(profile=request.param)
    simulator = Simulator(host, password="secret", tls=False)
    caller = Caller(simulator)
    caller.action = '"urn:vim25/9.9"'
    await caller.login()
    yield caller
    await caller.aclose()
    simulator.stop()


def on(*profiles: Profile) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("call", profiles, indirect=True, ids=lambda p: p.name)


# --- who it is -----------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda p: p.name)
def test_a_product_is_what_its_key_says(profile: Profile) -> None:
    line, _, version = profile.name.removesuffix("-free").partition("-")

    assert profile.version.startswith(version)
    assert profile.is_vcenter == (line == "vcenter")
    assert (profile.scheme, profile.product_line) == {
        "esx": ("esx", "esx"),
        "esxi": ("esx", "embeddedEsx"),
        "gsx": ("gsx", "gsx"),
        "vcenter": ("vpx", "vpx"),
    }[line]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda p: p.name)
def test_older_versions_are_older(profile: Profile) -> None:
    versions = [profile.api_version, *profile.prior_versions]

    assert all(at_least(newer, older) for newer, older in itertools.pairwise(versions))
    assert len(set(versions)) == len(versions)
    assert profile.hardware_version in profile.hardware_versions


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda p: p.name)
def test_the_guide_shows_it(profile: Profile) -> None:
    row = (
        f"| `{profile.name}` | {profile.product} {profile.version} | {profile.api_version}"
        f" | vmx-{profile.hardware_version:02} | {profile.max_vcpus}"
        f" | {profile.max_memory_mb:,} MiB"
        f" | {profile.vmfs_version or '-'} |\n"
    )

    assert row in GUIDE.read_text()


@on(*HOSTS)
async def test_about(call: Caller) -> None:
    content = await call(vim.RetrieveServiceContent(this=FIXED["service_instance"]))
    profile = PROFILES[next(n for n, p in PROFILES.items() if p.build == content.about.build)]

    assert content.about.full_name == profile.full_name
    assert content.about.api_version == profile.api_version
    assert "simulator" in content.about.full_name


@pytest.mark.parametrize(
    ("profile", "newest"),
    [(ESX_3_5, ""), (GSX_2_0, ""), (ESX_4_1, "4.1"), (ESXI_5_5, "5.5"), (ESXI_8_0, "uA046D008")],
    ids=["esx-3.5", "gsx-2.0", "esx-4.1", "esxi-5.5", "esxi-8.0"],
)
async def test_the_list_of_versions_came_with_4_0(profile: Profile, newest: str) -> None:
    simulator = Simulator(presets.empty_host(profile=profile), tls=False)
    transport = httpx.ASGITransport(simulator.asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://simulator") as client:
        answer = await client.get("/sdk/vimServiceVersions.xml")
    simulator.stop()

    assert answer.status_code == (200 if newest else 404)
    assert f"<version>{newest}</version>" in answer.text or not newest


# --- nothing of later times ----------------------------------------------------------------------


@on(ESX_3_5, GSX_2_0)
async def test_there_are_no_ex_methods_before_4_1(call: Caller) -> None:
    collector = FIXED["property_collector"]
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type=WEB.type, path_set=["name"])],
        object_set=[vim.ObjectSpec(obj=WEB)],
    )
    for method in (
        vim.RetrievePropertiesEx(this=collector, spec_set=[spec], options=vim.RetrieveOptions()),
        vim.ContinueRetrievePropertiesEx(this=collector, token="1"),
        vim.WaitForUpdatesEx(this=collector),
        vim.CreatePropertyCollector(this=collector),
    ):
        with pytest.raises(FaultError, match="not found"):
            await call(method)


@on(ESX_4_1)
async def test_4_1_has_them(call: Caller) -> None:
    found = await call(vim.CreatePropertyCollector(this=FIXED["property_collector"]))

    assert found.type == "PropertyCollector"


@on(ESX_3_5, GSX_2_0)
@pytest.mark.parametrize(
    ("object_", "path"),
    [
        (DATACENTER, "datastoreFolder"),
        (WEB, "layoutEx"),
        (WEB, "config.instanceUuid"),
        (WEB, "config.hardware.numCoresPerSocket"),
        (WEB, "summary.quickStats.uptimeSeconds"),
        (FIXED["license_manager"], "licenses"),
    ],
    ids=str,
)
async def test_a_later_property_does_not_exist(
    call: Caller, object_: vim.ManagedObjectReference, path: str
) -> None:
    with pytest.raises(InvalidArgumentError):
        await call.read(object_, path)


@on(ESX_3_5)
async def test_all_properties_are_those_of_its_time(call: Caller) -> None:
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type=DATACENTER.type, all=True)],
        object_set=[vim.ObjectSpec(obj=DATACENTER)],
    )
    (found,) = await call(vim.RetrieveProperties(this=call.collector, spec_set=[spec]))
    names = {item.name for item in found.prop_set}

    assert "vmFolder" in names
    assert names.isdisjoint({"datastoreFolder", "networkFolder", "configuration", "tag"})


@on(ESX_3_5, ESXI_5_5, ESXI_8_0)
async def test_fields_are_those_of_its_time(call: Caller) -> None:
    values = await call.read(WEB, "config", "capability")
    config, able = values["config"], values["capability"]
    product = config.version

    assert (config.instance_uuid is None) == (product == "vmx-04")
    assert (able.sev_supported is None) == (product != "vmx-21")
    assert (config.nested_hv_enabled is None) == (product == "vmx-04")


async def test_a_later_type_is_shown_as_the_one_that_it_extends() -> None:
    simulator = Simulator(presets.small_host(), password="secret", tls=False)
    call = Caller(simulator)
    await call.login()
    kinds = {}
    for version in ("2.5", "6.5"):
        call.action = f'"urn:vim25/{version}"'
        devices = (await call.read(WEB, "config.hardware.device"))["config.hardware.device"]
        kinds[version] = {type(device).__name__ for device in devices}
    await call.aclose()
    simulator.stop()

    assert kinds["6.5"] - kinds["2.5"] == {"VirtualVmxnet3", "VirtualMachineVMCIDevice"}
    assert kinds["2.5"] - kinds["6.5"] == {"VirtualVmxnet", "VirtualDevice"}


@on(ESX_3_5)
async def test_a_request_with_something_later_cannot_be_read(call: Caller) -> None:
    card = vim.VirtualDeviceConfigSpec(
        operation=vim.VirtualDeviceConfigSpecOperation.ADD, device=vim.VirtualVmxnet3(key=-1)
    )
    for method, tag in (
        (vim.FindByUuid(this=SEARCH, uuid="1", vm_search=True, instance_uuid=True), "instanceUuid"),
        (
            vim.ReconfigVM_Task(this=WEB, spec=vim.VirtualMachineConfigSpec(device_change=[card])),
            "VirtualVmxnet3",
        ),
    ):
        with pytest.raises(FaultError, match=tag) as caught:
            await call(method)
        assert caught.value.fault_type == "InvalidRequest"


# --- what it allows ------------------------------------------------------------------------------


@on(ESXI_8_0_FREE)
async def test_the_free_licence_is_for_reading(call: Caller) -> None:
    answer = await call.read(WEB, "name")
    for method in (
        vim.PowerOffVM_Task(this=WEB),
        vim.CreateSnapshot_Task(this=WEB, name="x", memory=False, quiesce=False),
        vim.Destroy_Task(this=WEB),
        vim.RefreshNetworkSystem(this=FIXED["network_system"]),
    ):
        with pytest.raises(RestrictedLicenseError, match="prohibits"):
            await call(method)

    assert answer == {"name": "web01"}


@on(GSX_2_0)
async def test_a_host_below_another_system_has_no_storage_of_its_own(call: Caller) -> None:
    values = await call.read(
        HOST,
        "capability.vmotionSupported",
        "config.storageDevice.hostBusAdapter",
        "config.network.vswitch",
        "datastore",
    )
    info = await call.read(values["datastore"][0], "info", "summary.type")

    assert values["capability.vmotionSupported"] is False
    assert not values.get("config.storageDevice.hostBusAdapter")
    assert not values.get("config.network.vswitch")
    assert isinstance(info["info"], vim.LocalDatastoreInfo)
    assert info["info"].path == "/var/lib/vmware/Virtual Machines"


@on(GSX_2_0)
async def test_gsx_supports_less(call: Caller) -> None:
    for method in (
        vim.AddVirtualSwitch(this=FIXED["network_system"], vswitch_name="vSwitch1"),
        vim.RescanAllHba(this=FIXED["storage_system"]),
        vim.EnterMaintenanceMode_Task(this=HOST, timeout=0),
    ):
        with pytest.raises(FaultError) as caught:
            await call(method)
        assert caught.value.fault_type == "NotSupported"
