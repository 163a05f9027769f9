"""The OVF manager: what a host makes of a descriptor, and the descriptors that it makes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from support.arrivals import POOL, arrive, stream, upload, wanted
from support.soapcall import Caller

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.ovf import parse_ovf
from aioesx.simulator import ManualClock, Simulator, presets
from aioesx.simulator.profile import ESXI_8_0

pytestmark = pytest.mark.anyio

MANAGER: Final = vim.ManagedObjectReference("OvfManager", "ha-ovf-manager")
OVFS: Final = Path(__file__).parents[1] / "data" / "ovf"


@pytest.fixture
def simulator(clock: ManualClock) -> Simulator:
    host = presets.small_host(profile=ESXI_8_0, clock=clock)
    return Simulator(host, password="secret", tls=False, read_only_users={"reader": "look"})


def packaged(name: str) -> str:
    return (OVFS / f"{name}.ovf").read_text("utf-8")


def store_ref(simulator: Simulator) -> vim.ManagedObjectReference:
    found: vim.ManagedObjectReference = simulator.change(
        lambda host: host.ref(host.datastore("datastore1"))
    )
    return found


async def spec_of(
    call: Caller, simulator: Simulator, text: str, **params: Any
) -> vim.OvfCreateImportSpecResult:
    said = {"locale": "", "deployment_option": "", "entity_name": "new01", **params}
    return await call(
        vim.CreateImportSpec(
            this=MANAGER,
            ovf_descriptor=text,
            resource_pool=POOL,
            datastore=store_ref(simulator),
            cisp=vim.OvfCreateImportSpecParams(**said),
        )
    )


def network(simulator: Simulator, name: str) -> vim.ManagedObjectReference:
    found: vim.ManagedObjectReference = simulator.change(
        lambda host: host.ref(next(g for g in host.network.networks() if g.name == name))
    )
    return found


async def test_the_manager_stands_where_everything_does(call: Caller) -> None:
    instance = vim.ManagedObjectReference("ServiceInstance", "ServiceInstance")

    content = await call(vim.RetrieveServiceContent(this=instance))

    assert content.ovf_manager == MANAGER


async def test_a_descriptor_is_told_of(call: Caller) -> None:
    told = await call(
        vim.ParseDescriptor(
            this=MANAGER,
            ovf_descriptor=packaged("vcenter"),
            pdp=vim.OvfParseDescriptorParams(locale="", deployment_option=""),
        )
    )

    assert told.default_entity_name == "box"
    assert [(one.name, one.description) for one in told.network] == [
        ("front", "To the world"),
        ("back", ""),
    ]
    assert [one.id for one in told.property] == ["ip0", "size", "root", "built", "hostname"]
    assert [one.type for one in told.property][2] == "password"
    assert told.product_info is not None
    assert told.product_info.full_version == "1.2.3 build 4"
    assert told.eula == ["Do as you like."]
    assert told.approximate_download_size == 68608 + 68609
    assert told.approximate_flat_deployment_size == 9 * 2**30 + 512 * 2**20
    assert told.approximate_sparse_deployment_size == 1508376576
    assert [type(one.fault) for one in told.warning] == [vim.OvfUnsupportedSection]
    assert told.error == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("no XML", vim.OvfXmlFormat),
        ("<a/>", vim.OvfInvalidPackage),
        (packaged("esxi").replace("ovf:fileRef=\"file1\"", "ovf:fileRef=\"gone\""),
         vim.OvfInvalidPackage),
    ],
)  # fmt: skip
async def test_a_descriptor_that_is_none_is_an_error_in_the_answer(
    call: Caller, simulator: Simulator, text: str, fault: Any
) -> None:
    params = vim.OvfParseDescriptorParams(locale="", deployment_option="")

    told = await call(vim.ParseDescriptor(this=MANAGER, ovf_descriptor=text, pdp=params))
    made = await spec_of(call, simulator, text)

    for errors in (told.error, made.error):
        assert [type(one.fault) for one in errors] == [fault]
        assert errors[0].localized_message
    assert made.import_spec is None


async def test_a_package_becomes_a_spec_with_its_files(call: Caller, simulator: Simulator) -> None:
    made = await spec_of(call, simulator, packaged("esxi"), disk_provisioning="thin")

    assert (made.error, made.warning) == ([], [])
    assert [(one.device_id, one.path, one.cim_type, one.create) for one in made.file_item] == [
        ("/new01/ParaVirtualSCSIController0:0", "disk-0.vmdk", 17, False),
        ("/new01/nvram", "web 01.nvram", 0, True),
    ]
    spec: Any = made.import_spec
    config = spec.config_spec
    assert (config.name, config.guest_id, config.version) == ("new01", "ubuntu64Guest", "vmx-17")
    assert (config.num_cpus, config.num_cores_per_socket, config.memory_mb) == (2, 2, 2048)
    assert config.firmware == "efi"
    assert config.boot_options.efi_secure_boot_enabled is True
    assert config.power_op_info.power_off_type == "soft"
    devices = (change.device for change in config.device_change)
    disk: Any = next(device for device in devices if isinstance(device, vim.VirtualDisk))
    assert (disk.capacity_in_kb, disk.backing.thin_provisioned) == (16 * 2**20, True)


async def test_what_a_spec_says_arrives(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    made = await spec_of(call, simulator, packaged("esxi"))
    spec: Any = made.import_spec

    lease, info = await arrive(call, clock, spec)
    pairs = {url.import_key: url for url in info.device_url}
    disk, nvram = (pairs[item.device_id] for item in made.file_item)
    await upload(call, disk.url, stream({3: b"bytes"}, 16 * 2**30))
    await upload(call, nvram.url, b"variables", "PUT", Overwrite="t")
    await call(vim.HttpNfcLeaseComplete(this=lease))

    assert simulator.read_disk("new01").read(3 * 65536, 5) == b"bytes"
    told = await call.read(info.entity, "config.firmware", "config.hardware.device")
    assert told["config.firmware"] == "efi"
    cards = [d for d in told["config.hardware.device"] if isinstance(d, vim.VirtualVmxnet3)]
    assert [getattr(card.backing, "device_name", "") for card in cards] == ["VM Network"]


async def test_networks_and_properties_are_mapped(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    mapping = [
        vim.OvfNetworkMapping(name="front", network=network(simulator, "VM Network")),
        vim.OvfNetworkMapping(name="back", network=network(simulator, "VM Network")),
    ]
    values = [vim.KeyValue(key="net.ip0.0", value="192.0.2.7")]

    made = await spec_of(
        call, simulator, packaged("vcenter"), network_mapping=mapping, property_mapping=values
    )
    spec: Any = made.import_spec
    _, info = await arrive(call, clock, spec)

    told = (await call.read(info.entity, "config.vAppConfig"))["config.vAppConfig"]
    assert {one.id: one.value for one in told.property}["ip0"] == "192.0.2.7"
    assert told.ovf_environment_transport == ["com.vmware.guestInfo", "iso"]
    assert [url.import_key for url in info.device_url] == [
        "/new01/VirtualLsiLogicSASController0:0",
        "/new01/VirtualLsiLogicSASController0:1",
        "/new01/VirtualNVMEController0:0",
    ]
    assert [item.device_id for item in made.file_item] == [
        url.import_key for url in info.device_url[:2]
    ]


async def test_all_packages_of_others_become_specs_that_a_host_takes(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    for name in ("esxi", "ovftool", "vcenter"):
        made = await spec_of(
            call, simulator, packaged(name), entity_name=name, disk_provisioning="thin"
        )
        assert [one.localized_message for one in made.error] == []
        spec: Any = made.import_spec
        _, info = await arrive(call, clock, spec)
        keys = {url.import_key for url in info.device_url}
        assert {item.device_id for item in made.file_item} <= keys


async def test_a_package_of_another_family_is_refused_with_all_reasons(
    call: Caller, simulator: Simulator
) -> None:
    made = await spec_of(call, simulator, packaged("virtualbox"))

    assert [type(one.fault) for one in made.error] == [
        vim.OvfNoSupportedHardwareFamily,
        vim.OvfUnsupportedType,
    ]
    assert "virtualbox-2.2" in (made.error[0].localized_message or "")


@pytest.mark.parametrize(
    ("change", "params", "fault"),
    [
        (("vmx-17", "vmx-99"), {}, vim.OvfNoSupportedHardwareFamily),
        (("VirtualSCSI", "strange"), {}, vim.OvfUnsupportedSubType),
        (("", ""), {"disk_provisioning": "twoGbMaxExtentSparse"},
         vim.OvfUnsupportedDiskProvisioning),
        (("", ""), {"deployment_option": "huge"}, vim.OvfInvalidValueConfiguration),
    ],
)  # fmt: skip
async def test_what_a_host_has_not_is_an_error_in_the_answer(
    call: Caller, simulator: Simulator, change: tuple[str, str], params: Any, fault: Any
) -> None:
    made = await spec_of(call, simulator, packaged("esxi").replace(*change), **params)

    assert [type(one.fault) for one in made.error] == [fault]
    assert (made.import_spec, made.file_item) == (None, [])


async def test_an_unknown_system_is_another_one_and_a_warning(
    call: Caller, simulator: Simulator
) -> None:
    text = packaged("esxi").replace("ubuntu64Guest", "strangeGuest")

    made = await spec_of(call, simulator, text)

    assert [type(one.fault) for one in made.warning] == [vim.OvfMappedOsId]
    spec: Any = made.import_spec
    assert spec.config_spec.guest_id == "otherGuest64"


@pytest.mark.parametrize("wrong", ["network", "property"])
async def test_what_is_mapped_must_be_there(call: Caller, simulator: Simulator, wrong: str) -> None:
    mapping = vim.OvfNetworkMapping(name="gone", network=network(simulator, "VM Network"))
    value = vim.KeyValue(key="gone", value="x")
    params: Any = {
        "network": {"network_mapping": [mapping]},
        "property": {"property_mapping": [value]},
    }[wrong]

    with pytest.raises(FaultError) as caught:
        await spec_of(call, simulator, packaged("vcenter"), **params)

    assert caught.value.fault_type == "InvalidArgument"


async def test_who_may_only_look_gets_no_spec_and_no_descriptor(
    call: Caller, simulator: Simulator
) -> None:
    reader = Caller(simulator)
    await reader.login("reader", "look")
    machine = simulator.change(lambda host: host.ref(host.find("db01")))

    with pytest.raises(FaultError) as importing:
        await spec_of(reader, simulator, packaged("esxi"))
    params = vim.OvfCreateDescriptorParams()
    with pytest.raises(FaultError) as exporting:
        await reader(vim.CreateDescriptor(this=MANAGER, obj=machine, cdp=params))

    assert importing.value.fault_type == exporting.value.fault_type == "NoPermission"
    await reader.aclose()


async def test_a_host_tells_whether_it_takes_a_package(call: Caller, simulator: Simulator) -> None:
    host = vim.ManagedObjectReference("HostSystem", "ha-host")
    params = vim.OvfValidateHostParams(locale="", deployment_option="")
    new = packaged("esxi").replace("vmx-17", "vmx-99")

    fits = await call(
        vim.ValidateHost(this=MANAGER, ovf_descriptor=packaged("esxi"), host=host, vhp=params)
    )
    not_ = await call(vim.ValidateHost(this=MANAGER, ovf_descriptor=new, host=host, vhp=params))

    assert fits.error == []
    assert fits.supported_disk_provisioning == ["thin", "thick", "eagerZeroedThick"]
    assert [type(one.fault) for one in not_.error] == [vim.OvfNoSupportedHardwareFamily]


async def test_a_machine_is_written_as_a_descriptor(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    machine = simulator.change(lambda host: host.ref(host.find("db01")))
    lease = await call(vim.ExportVm(this=machine))
    clock.advance(10)
    info = (await call.read(lease, "info"))["info"]
    files = [
        vim.OvfFile(device_id=url.key, path=url.target_id, size=1234, populated_size=65536)
        for url in info.device_url
    ]
    params = vim.OvfCreateDescriptorParams(name="other", ovf_files=files)

    told = await call(vim.CreateDescriptor(this=MANAGER, obj=machine, cdp=params))

    envelope = parse_ovf(told.ovf_descriptor)
    size = len(simulator.read_disk("db01"))
    assert envelope.system.name == "other"
    assert [(file.href, file.size) for file in envelope.files] == [("disk-0.vmdk", 1234)]
    assert [(disk.capacity, disk.populated_size) for disk in envelope.disks] == [(size, 65536)]
    assert envelope.disks[0].file == envelope.files[0].id
    assert [one.name for one in envelope.networks] == ["VM Network"]
    assert envelope.warnings == ()


@pytest.mark.parametrize("name", ["db01", "web01", "build01", "console01"])
async def test_what_a_host_writes_it_takes_again(
    call: Caller, simulator: Simulator, clock: ManualClock, name: str
) -> None:
    machine = simulator.change(lambda host: host.ref(host.find(name)))
    params = vim.OvfCreateDescriptorParams(name="copy")
    told = await call(vim.CreateDescriptor(this=MANAGER, obj=machine, cdp=params))

    made = await spec_of(
        call, simulator, told.ovf_descriptor, entity_name="copy", disk_provisioning="thin"
    )

    assert [one.localized_message for one in (*made.error, *made.warning)] == []
    spec: Any = made.import_spec
    _, info = await arrive(call, clock, spec)
    paths = ("config.guestId", "config.hardware.memoryMB", "config.hardware.numCPU")
    assert await call.read(info.entity, *paths) == await call.read(machine, *paths)


async def test_properties_of_a_machine_are_in_its_descriptor(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    made = await spec_of(call, simulator, packaged("vcenter"), disk_provisioning="thin")
    spec: Any = made.import_spec
    lease, info = await arrive(call, clock, spec)
    await call(vim.HttpNfcLeaseComplete(this=lease))
    params = vim.OvfCreateDescriptorParams()

    told = await call(vim.CreateDescriptor(this=MANAGER, obj=info.entity, cdp=params))

    before, after = parse_ovf(packaged("vcenter")), parse_ovf(told.ovf_descriptor)
    keys = [[p.key for p in product.properties] for product in before.system.products]
    assert [[p.key for p in product.properties] for product in after.system.products] == keys
    assert after.system.eulas == before.system.eulas
    assert "hunter2" not in told.ovf_descriptor


async def test_no_kind_of_password_is_in_a_descriptor(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    made = await spec_of(call, simulator, packaged("vcenter"), disk_provisioning="thin")
    spec: Any = made.import_spec
    root = next(one.info for one in spec.config_spec.v_app_config.property if one.info.id == "root")
    root.type, root.value = "password(6..)", "hunter2"
    _, info = await arrive(call, clock, spec)
    params = vim.OvfCreateDescriptorParams()

    told = await call(vim.CreateDescriptor(this=MANAGER, obj=info.entity, cdp=params))

    assert "hunter2" not in told.ovf_descriptor
    (wanted,) = [
        one
        for product in parse_ovf(told.ovf_descriptor).system.products
        for one in product.properties
        if one.key == "root"
    ]
    assert (wanted.password, wanted.type, wanted.value) == (True, "string", None)


@pytest.mark.parametrize(("option", "heap", "cpus"), [("", "8", 8), ("small", "2", 1)])
async def test_properties_are_those_of_the_configuration(
    call: Caller, simulator: Simulator, option: str, heap: str, cpus: int
) -> None:
    made = await spec_of(call, simulator, packaged("ovftool"), deployment_option=option)

    spec: Any = made.import_spec
    (wanted,) = spec.config_spec.v_app_config.property
    assert (wanted.info.default_value, wanted.info.value) == (heap, None)
    assert spec.config_spec.num_cpus == cpus


async def test_an_image_is_left_out_unless_it_is_wanted(
    call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    lease, info = await arrive(call, clock, wanted(iso="x.iso"))
    await upload(call, info.device_url[1].url, b"image", "PUT")
    await call(vim.HttpNfcLeaseComplete(this=lease))
    key = f"/{info.entity.value}/VirtualIDEController0:0"
    file = vim.OvfFile(device_id=key, path="x.iso", size=5)

    without = await call(
        vim.CreateDescriptor(
            this=MANAGER, obj=info.entity, cdp=vim.OvfCreateDescriptorParams(ovf_files=[file])
        )
    )
    whole = await call(
        vim.CreateDescriptor(
            this=MANAGER,
            obj=info.entity,
            cdp=vim.OvfCreateDescriptorParams(ovf_files=[file], include_image_files=True),
        )
    )

    assert [type(one.fault) for one in without.warning] == [vim.OvfConnectedDeviceIso]
    assert parse_ovf(without.ovf_descriptor).files == ()
    assert [one.href for one in parse_ovf(whole.ovf_descriptor).files] == ["x.iso"]
    assert whole.warning == []
