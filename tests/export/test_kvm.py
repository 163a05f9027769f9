"""Libvirt's XML of type kvm: what a machine had, as far as QEMU has it, and nothing of its host."""

from __future__ import annotations

import dataclasses
import itertools
import logging
import shlex
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.hosts import connected
from support.surveys import a_config, a_disk, a_link, a_survey

import aioesx
from aioesx import vim
from aioesx.export.before.survey import Survey, survey
from aioesx.export.kvm.document import definition_told, kvm_document
from aioesx.export.kvm.writing import LocalDisk, kvm_xml, next_step
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import PROFILES

pytestmark = pytest.mark.anyio

HOSTS = [name for name, profile in PROFILES.items() if not profile.is_vcenter]
OUT = Path("/exports/some where")
CONTROLLERS = {
    "ParaVirtualSCSIController": ("scsi", 64),
    "VirtualLsiLogicSASController": ("scsi", 16),
    "VirtualLsiLogicController": ("scsi", 16),
    "VirtualBusLogicController": ("scsi", 16),
    "VirtualAHCIController": ("sata", 30),
    "VirtualNVMEController": ("nvme", 15),
    "VirtualIDEController": ("ide", 2),
}


def local(seen: Survey, kind: str = "qcow2") -> list[LocalDisk]:
    return [LocalDisk(disk, OUT / f"{disk.number}.{kind}", kind) for disk in seen.disks]


def made(seen: Survey, **how: Any) -> ET.Element:
    return ET.fromstring(kvm_xml(definition_told(seen), seen, local(seen), **how))


def at(xml: ET.Element, path: str, attribute: str) -> str | None:
    found = xml.find(path)
    assert found is not None, path
    return found.get(attribute)


def labelled(kind: type[Any], **fields: Any) -> Any:
    return kind(key=4000, device_info=vim.Description(label="x", summary=""), **fields)


def cards(*kinds: type[Any], network: str = "VM Network") -> list[Any]:
    backing = vim.VirtualEthernetCardNetworkBackingInfo(device_name=network)
    return [labelled(kind, backing=backing, mac_address="00:50:56:00:00:01") for kind in kinds]


def test_a_bios_machine_is_a_pc_with_what_it_had() -> None:
    seen = a_survey(config=a_config(annotation="Ä <b>", guest_id="windows9Server64Guest"))

    xml = made(seen)

    assert xml.get("type") == "kvm"
    assert xml.findtext("name") == "web"
    assert xml.findtext("uuid") == str(seen.uuid)
    assert xml.findtext("description") == "Ä <b>"
    assert xml.findtext("memory") == "1048576"
    assert at(xml, "os/type", "machine") == "pc"
    assert xml.find("os").get("firmware") is None  # type: ignore[union-attr]
    assert at(xml, "clock", "offset") == "localtime"
    assert at(xml, "devices/disk/driver", "type") == "qcow2"
    assert at(xml, "devices/disk/source", "file") == "/exports/some where/1.qcow2"
    assert at(xml, "devices/controller", "model") == "vmpvscsi"
    assert at(xml, "devices/graphics/listen", "address") == "127.0.0.1"


@pytest.mark.parametrize(("secure", "word"), [(True, "yes"), (False, "no")])
def test_an_efi_machine_is_a_q35_and_stays_as_strict_as_it_was(secure: bool, word: str) -> None:
    boot = vim.VirtualMachineBootOptions(efi_secure_boot_enabled=secure)

    xml = made(a_survey(config=a_config(firmware="efi", boot_options=boot)))

    assert at(xml, "os", "firmware") == "efi"
    assert at(xml, "os/type", "machine") == "q35"
    assert {each.get("enabled") for each in xml.iterfind("os/firmware/feature")} == {word}
    assert (xml.find("features/smm") is not None) is secure


@pytest.mark.parametrize(
    ("controller", "unit", "bus", "model", "place"),
    [
        ("ParaVirtualSCSIController", 8, "scsi", "vmpvscsi", ("0", "0", "8", "0")),
        ("VirtualLsiLogicSASController", 3, "scsi", "lsisas1068", ("0", "0", "3", "0")),
        ("VirtualLsiLogicController", 3, "scsi", "lsilogic", ("0", "0", "0", "3")),
        ("VirtualLsiLogicController", 12, "scsi", "lsilogic", ("0", "0", "0", "0")),
        ("VirtualBusLogicController", 1, "scsi", "lsilogic", ("0", "0", "0", "1")),
        ("VirtualAHCIController", 4, "sata", None, ("0", "0", "0", "4")),
        ("VirtualNVMEController", 1, "sata", None, ("0", "0", "0", "1")),
        ("VirtualIDEController", 1, "ide", None, ("0", "0", "0", "1")),
    ],
)
def test_a_disk_hangs_where_it_hung_as_far_as_qemu_can(
    controller: str, unit: int, bus: str, model: str | None, place: tuple[str, ...]
) -> None:
    disk = a_disk(controller=controller, unit=unit, bus=CONTROLLERS[controller][0])

    xml = made(a_survey(disks=(disk,)))

    assert at(xml, "devices/disk/target", "bus") == bus
    address = xml.find("devices/disk/address")
    assert address is not None
    assert tuple(address.get(n) for n in ("controller", "bus", "target", "unit")) == place
    models = [each.get("model") for each in xml.iterfind("devices/controller")]
    assert models == ([model] if model else [])


def test_ide_disks_of_an_efi_machine_hang_on_sata() -> None:
    disk = a_disk(controller="VirtualIDEController", bus="ide", controller_number=1, unit=1)

    xml = made(a_survey(disks=(disk,), config=a_config(firmware="efi")))

    assert at(xml, "devices/disk/target", "bus") == "sata"


def test_virtio_hardware_is_for_guests_that_have_the_drivers() -> None:
    config = a_config(*cards(vim.VirtualVmxnet3))

    xml = made(a_survey(config=config, disks=(a_disk(), a_disk(2))), hardware="virtio")

    disks = [each.attrib for each in xml.iterfind("devices/disk/target")]
    assert disks == [{"dev": "vda", "bus": "virtio"}, {"dev": "vdb", "bus": "virtio"}]
    assert at(xml, "devices/interface/model", "type") == "virtio"
    assert xml.find("devices/controller") is None


@pytest.mark.parametrize(
    ("kind", "model"),
    [
        (vim.VirtualVmxnet3, "vmxnet3"),
        (vim.VirtualVmxnet2, "e1000"),
        (vim.VirtualVmxnet, "pcnet"),
        (vim.VirtualPCNet32, "pcnet"),
        (vim.VirtualE1000, "e1000"),
        (vim.VirtualE1000e, "e1000e"),
        (vim.VirtualSriovEthernetCard, "e1000"),
    ],
)
def test_a_network_card_is_the_one_that_it_was_if_qemu_has_it(kind: Any, model: str) -> None:
    xml = made(a_survey(config=a_config(*cards(kind))))

    assert at(xml, "devices/interface/model", "type") == model
    assert at(xml, "devices/interface/mac", "address") == "00:50:56:00:00:01"


@pytest.mark.parametrize(
    ("told", "kind", "source"),
    [
        ({}, "network", "default"),
        ({"VM Network": "br0"}, "bridge", "br0"),
        ({"VM Network": "default"}, "network", "default"),
        ({"VM Network": "network:lab"}, "network", "lab"),
        ({"VM Network": "bridge:default"}, "bridge", "default"),
        ({"other": "br0"}, "network", "default"),
    ],
)
def test_a_network_becomes_what_the_caller_says(
    told: dict[str, str], kind: str, source: str
) -> None:
    xml = made(a_survey(config=a_config(*cards(vim.VirtualVmxnet3))), networks=told)

    assert at(xml, "devices/interface", "type") == kind
    assert at(xml, "devices/interface/source", kind) == source


def test_the_disk_that_the_machine_starts_from_is_the_first_to_start_from() -> None:
    order = [vim.VirtualMachineBootOptionsBootableDiskDevice(device_key=2001)]
    boot = vim.VirtualMachineBootOptions(boot_order=order)  # type: ignore[arg-type]
    seen = a_survey(disks=(a_disk(1), a_disk(2)), config=a_config(boot_options=boot))

    disks = made(seen).findall("devices/disk")

    assert [disk.find("boot") is not None for disk in disks] == [False, True]


def test_ports_are_terminals_and_drives_are_empty() -> None:
    file = vim.VirtualSerialPortFileBackingInfo(file_name="[ds1] log.txt")
    iso = vim.VirtualCdromIsoBackingInfo(file_name="[ds1] debian.iso")
    config = a_config(
        labelled(vim.VirtualSerialPort, backing=file, yield_on_poll=True),
        labelled(vim.VirtualCdrom, backing=iso),
    )

    text = kvm_xml(definition_told(a_survey(config=config)), a_survey(config=config), [])
    xml = ET.fromstring(text)

    assert at(xml, "devices/serial", "type") == "pty"
    assert xml.find("devices/disk/source") is None
    assert "[ds1]" not in text


async def test_nothing_of_the_host_is_in_the_xml(esx: aioesx.Connection) -> None:
    for entry in await esx.domains.list():
        seen = await survey(entry.domain)
        text = await kvm_document(entry.domain._server, seen, local(seen))
        for word in ("vmware", "datastore1", "[", "vmfs", "ha-datacenter", "file'>"):
            assert word not in text.replace("type='file'", "")


async def test_a_vmx_file_that_is_none_does_not_fail_an_export(
    simulator: Simulator, esx: aioesx.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    domain = await esx.domains.lookup("db01")
    seen = await survey(domain)
    simulator.change(
        lambda host: host.datastore("datastore1").put_text("db01/db01.vmx", "this is no = file")
    )

    with caplog.at_level(logging.WARNING, "aioesx.export"):
        text = await kvm_document(domain._server, seen, local(seen))

    assert "the host's word goes into the XML" in caplog.text
    assert ET.fromstring(text).findtext("vcpu") == "4"


async def test_the_vmx_file_and_the_host_say_the_same(esx: aioesx.Connection) -> None:
    for entry in await esx.domains.list():
        seen = await survey(entry.domain)
        by_file = await kvm_document(entry.domain._server, seen, local(seen))
        assert by_file == kvm_xml(definition_told(seen), seen, local(seen))


# --- the line that finishes a guest --------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "kind", "how", "line"),
    [
        ("/e/web.xml", "qcow2", {}, "virt-v2v -i libvirtxml /e/web.xml -o libvirt"),
        ("/e/a b'.xml", "raw", {}, """virt-v2v -i libvirtxml '/e/a b'"'"'.xml' -o libvirt"""),
        (
            "/e/w.xml",
            "qcow2",
            {"hardware": "virtio"},
            "virt-v2v-in-place -i libvirtxml /e/w.xml",
        ),
        (
            "/e/w.ova",
            "ova",
            {"networks": {"VM Network": "br0", "b": "network:lab"}},
            "virt-v2v -i ova /e/w.ova -o libvirt --bridge 'VM Network:br0' --network b:lab",
        ),
        ("/e", "ovf", {}, "virt-v2v -i ova /e -o libvirt"),
    ],
)
def test_the_next_step_can_be_pasted_into_a_shell(
    target: str, kind: Any, how: dict[str, Any], line: str
) -> None:
    assert next_step(Path(target), kind, **how) == line


# --- judges --------------------------------------------------------------------------------------


def disks_of(places: list[tuple[str, int, int]]) -> tuple[Any, ...]:
    """Return disks on controllers, each at a place of its own."""
    return tuple(
        dataclasses.replace(
            a_disk(),
            key=2000 + number,
            number=number + 1,
            label=f"Hard disk {number + 1}",
            links=(a_link(f"[ds1] web/web_{number}.vmdk"),),
            controller=controller,
            bus=CONTROLLERS[controller][0],
            controller_number=index,
            unit=unit % CONTROLLERS[controller][1],
        )
        for number, (controller, index, unit) in enumerate(
            {(c, i, u % CONTROLLERS[c][1]): None for c, i, u in places}
        )
    )


machines = st.builds(
    lambda places, kinds, firmware, secure, name, notes, drives: a_survey(
        name=name,
        disks=disks_of(places),
        config=a_config(
            *cards(*kinds),
            *[
                labelled(vim.VirtualCdrom, backing=vim.VirtualCdromAtapiBackingInfo(device_name=""))
                for _ in range(drives)
            ],
            firmware=firmware,
            annotation=notes,
            boot_options=vim.VirtualMachineBootOptions(efi_secure_boot_enabled=secure),
        ),
    ),
    st.lists(
        st.tuples(st.sampled_from(list(CONTROLLERS)), st.integers(0, 1), st.integers(0, 63)),
        max_size=40,
    ),
    st.lists(st.sampled_from([vim.VirtualVmxnet3, vim.VirtualPCNet32, vim.VirtualE1000e])),
    st.sampled_from(["bios", "efi"]),
    st.booleans(),
    st.text(min_size=1, max_size=30),
    st.text(max_size=30),
    st.integers(0, 5),
)


@settings(max_examples=30)
@given(machines, st.sampled_from(["keep", "virtio"]))
def test_no_two_drives_share_a_name_or_a_place(seen: Survey, hardware: Any) -> None:
    xml = made(seen, hardware=hardware)

    targets = [each.attrib for each in xml.iterfind("devices/disk/target")]
    places = [
        (target.get("bus"), *sorted(address.attrib.items()))  # type: ignore[union-attr]
        for disk in xml.iterfind("devices/disk")
        for target, address in itertools.product([disk.find("target")], disk.findall("address"))
    ]
    assert len({target["dev"] for target in targets}) == len(targets)
    assert len(set(places)) == len(places)


@pytest.fixture(scope="module")
def schema() -> Any:
    """Libvirt's schema of a domain."""
    from lxml import etree

    return etree.RelaxNG(etree.parse("/usr/share/libvirt/schemas/domain.rng"))


def valid(schema: Any, text: str) -> str:
    """Return what the schema has against a document."""
    from lxml import etree

    return "" if schema.validate(etree.fromstring(text)) else f"{schema.error_log}\n{text}"


@pytest.mark.peer("domain.rng")
@settings(max_examples=150)
@given(seen=machines, hardware=st.sampled_from(["keep", "virtio"]))
def test_libvirts_schema_takes_every_machine(schema: Any, seen: Survey, hardware: Any) -> None:
    text = kvm_xml(definition_told(seen), seen, local(seen), hardware=hardware)

    assert valid(schema, text) == ""


async def documents(name: str, image: Path) -> list[tuple[Survey, str]]:
    """Return every machine of a product, with its XML."""
    host = presets.small_host(machines=7, profile=PROFILES[name])
    found = []
    with Simulator(host, username="root", password="canary-password") as simulator:
        async with connected(simulator) as esx:
            for entry in await esx.domains.list():
                seen = await survey(entry.domain)
                disks = [LocalDisk(disk, image, "qcow2") for disk in seen.disks]
                server = entry.domain._server
                for how in ("keep", "virtio"):
                    text = await kvm_document(server, seen, disks, hardware=how)
                    found.append((seen, text))
    return found


@pytest.mark.peer("domain.rng", "virt-v2v", "qemu-img")
@pytest.mark.parametrize("name", HOSTS)
def test_libvirt_and_virt_v2v_take_the_machines_of_every_product(
    name: str, schema: Any, tmp_path: Path
) -> None:
    image = an_image(tmp_path)

    found = anyio.run(documents, name, image)
    for _, text in found:
        assert valid(schema, text) == ""
    for seen, text in found[1:4]:  # virt-v2v takes its time
        printed = source_of(tmp_path, text)
        assert f"source name: {seen.name}" in printed
        assert printed.count("\n\t0 [") == 1


@pytest.mark.peer("virt-v2v", "qemu-img")
@pytest.mark.parametrize("firmware", ["bios", "efi"])
def test_virt_v2v_sees_firmware_disks_and_cards(firmware: str, tmp_path: Path) -> None:
    places = [(controller, 0, 0) for controller in CONTROLLERS]
    config = a_config(*cards(vim.VirtualVmxnet3, vim.VirtualE1000), firmware=firmware)
    seen = a_survey(disks=disks_of(places), config=config)
    image = an_image(tmp_path)
    disks = [LocalDisk(disk, image, "qcow2") for disk in seen.disks]

    printed = source_of(tmp_path, kvm_xml(definition_told(seen), seen, disks))

    assert ("firmware: uefi" in printed) is (firmware == "efi")
    numbers = [f"\n\t{number} [" in printed for number in range(len(CONTROLLERS) + 1)]
    assert numbers == [True] * len(CONTROLLERS) + [False]
    assert printed.count("mac: 00:50:56:00:00:01") == 2


def an_image(directory: Path) -> Path:
    """Return an image that is there; virt-v2v looks."""
    image = directory / "a disk.qcow2"
    run("qemu-img", "create", "-q", "-f", "qcow2", str(image), "1M")
    return image


def run(*words: str) -> str:
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LIBGUESTFS_BACKEND": "direct"}
    done = subprocess.run(
        words, capture_output=True, text=True, timeout=60, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def source_of(directory: Path, text: str) -> str:
    """Return what virt-v2v makes of a document."""
    path = directory / "machine.xml"
    path.write_text(text, "utf-8")
    return run("virt-v2v", "-i", "libvirtxml", str(path), "--print-source")


@pytest.mark.peer("virt-v2v", "qemu-img", "domain.rng")
@pytest.mark.parametrize("kind", ["qcow2", "raw", "ova", "ovf"])
def test_the_next_step_of_an_export_is_taken_by_virt_v2v(
    store: Simulator, kind: Any, schema: Any, tmp_path: Path
) -> None:
    target = tmp_path / "it's here"

    async def leave() -> aioesx.Exported:
        async with connected(store) as esx:
            domain = await esx.domains.lookup("db01")
            return await domain.export(target, format=kind, networks={"VM Network": "br0"})

    exported = anyio.run(leave)

    words = shlex.split(exported.next_step)
    assert words[0] == "virt-v2v"
    printed = run(*words[:4], "--print-source")
    assert "source name: db01" in printed
    assert "\n\t0 [scsi]" in printed
    if kind in ("qcow2", "raw"):
        text = (target / "db01.xml").read_text("utf-8")
        assert valid(schema, text) == ""
        assert "br0" in printed
