"""What was exported is imported again, and is the machine that it was."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support import packages
from support.hosts import connected
from support.small_disks import MIB
from support.two_hosts import DISKS, a_machine, disks_of, traces_of

import aioesx
from aioesx._server.moving import ExportFormat
from aioesx._trees import MAX_XML_BYTES
from aioesx.errors import (
    DiskFormatError,
    DomainXmlError,
    EsxError,
    ExportRefusedError,
    OvfError,
    ProofError,
)
from aioesx.export import verify
from aioesx.export.arrival import import_package
from aioesx.export.arrival.import_plan import order_of
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import PROFILES

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

_PROFILE: Final = PROFILES["esxi-8.0"]
_STORE: Final = "datastore1"


@pytest.fixture
def simulated() -> Any:
    host = presets.empty_host(profile=_PROFILE)
    a_machine(host)
    return host


@pytest.fixture
def other() -> Iterator[Simulator]:
    host = presets.empty_host(name="other", number=7, profile=_PROFILE)
    with Simulator(host, username="root", password="secret") as simulator:
        yield simulator


@pytest.fixture
async def there(other: Simulator) -> AsyncIterator[aioesx.Connection]:
    async with connected(other) as esx:
        yield esx


@pytest.fixture
async def machine(simulator: Simulator, esx: aioesx.Connection) -> aioesx.Domain:
    simulator.write_disk("two01", "", 64 * 1024 + 7, bytes(range(256)) * 700)
    simulator.write_disk("two01", "", DISKS[0] - 512, b"the end" * 64)
    simulator.write_disk("two01", "[datastore1] two01/data.vmdk", MIB, b"data" * 50_000)
    return await esx.domains.lookup("two01")


def _nvram(host: Any) -> bytes:
    return bytes(host.datastore("datastore1").file("two01/two01.nvram").content.read(0, 9999))


@pytest.mark.parametrize("kind", ["ova", pytest.param("ovf", marks=pytest.mark.long)])
async def test_a_package_comes_back_as_the_machine_that_it_was(
    simulator: Simulator,
    other: Simulator,
    there: aioesx.Connection,
    machine: aioesx.Domain,
    tmp_path: Path,
    kind: ExportFormat,
) -> None:
    target = tmp_path / "two01.ova" if kind == "ova" else tmp_path
    await machine.export(target, format=kind)

    again = await there.domains.import_from(tmp_path / f"two01.{kind}", datastore=_STORE)

    assert again.name == "two01"
    assert disks_of(other, "two01") == disks_of(simulator, "two01")
    assert other.change(_nvram) == simulator.change(_nvram)
    before, after = await machine.definition(), await again.definition()
    assert (after.memory_kib, after.vcpus, after.firmware) == (
        before.memory_kib,
        before.vcpus,
        before.firmware,
    )
    assert [card.model for card in after.interfaces] == [c.model for c in before.interfaces]
    assert [(d.target, d.bus) for d in after.disks] == [(d.target, d.bus) for d in before.disks]
    assert after.controllers == before.controllers
    await again.start()


@pytest.mark.parametrize("kind", ["qcow2", pytest.param("raw", marks=pytest.mark.long)])
async def test_images_come_back_as_the_machine_that_they_were_of(
    simulator: Simulator,
    other: Simulator,
    there: aioesx.Connection,
    machine: aioesx.Domain,
    tmp_path: Path,
    kind: ExportFormat,
) -> None:
    await machine.export(tmp_path, format=kind, networks={"VM Network": "VM Network"})

    again = await there.domains.import_from(tmp_path / "two01.xml", datastore=_STORE)

    assert disks_of(other, "two01") == disks_of(simulator, "two01")
    before, after = await machine.definition(), await again.definition()
    assert (after.name, after.uuid) == (before.name, before.uuid)
    assert (after.memory_kib, after.vcpus, after.firmware) == (
        before.memory_kib,
        before.vcpus,
        before.firmware,
    )
    assert [(c.mac, c.model, c.source) for c in after.interfaces] == [
        (c.mac, c.model, c.source) for c in before.interfaces
    ]
    assert after.controllers == before.controllers
    await again.start()


@pytest.mark.long
async def test_a_record_leads_to_what_was_exported(
    other: Simulator,
    simulator: Simulator,
    there: aioesx.Connection,
    machine: aioesx.Domain,
    tmp_path: Path,
) -> None:
    done = await machine.export(tmp_path, networks={"VM Network": "VM Network"})
    assert done.record is not None

    await there.domains.import_from(done.record, name="again", datastore=_STORE)

    assert disks_of(other, "again") == disks_of(simulator, "two01")


def _first_file(directory: Path) -> str:
    return min(path.name for path in directory.iterdir() if path.suffix == ".raw")


async def test_an_image_that_was_changed_since_leaves_nothing(
    other: Simulator, there: aioesx.Connection, machine: aioesx.Domain, tmp_path: Path
) -> None:
    before = traces_of(other)
    await machine.export(tmp_path, format="raw", networks={"VM Network": "VM Network"})
    with (tmp_path / _first_file(tmp_path)).open("r+b") as file:
        file.seek(MIB)
        file.write(b"changed")

    with pytest.raises(ProofError):
        await there.domains.import_from(tmp_path / "two01.xml", datastore=_STORE)

    assert traces_of(other) == before


@pytest.mark.parametrize("by", [-512, MIB])
async def test_an_image_of_another_size_than_was_exported_is_refused(
    other: Simulator, there: aioesx.Connection, machine: aioesx.Domain, tmp_path: Path, by: int
) -> None:
    before = traces_of(other)
    await machine.export(tmp_path, format="raw", networks={"VM Network": "VM Network"})
    image = tmp_path / _first_file(tmp_path)
    size = image.stat().st_size
    with image.open("r+b") as file:
        file.truncate(size + by)

    with pytest.raises(
        ProofError, match=f"a disk of {size + by} bytes, one of {size} was exported"
    ):
        await there.domains.import_from(tmp_path / "two01.xml", datastore=_STORE)

    assert traces_of(other) == before
    assert other.call_count["ImportVApp"] == 0


async def test_one_image_at_a_host_with_several_networks_is_told_that_it_gets_no_card(
    other: Simulator, there: aioesx.Connection, tmp_path: Path
) -> None:
    def rename(host: Any) -> None:
        usual = next(each for each in host.network.networks() if each.name == "VM Network")
        usual.spec.name = "LAN"

    other.change(rename)
    image = tmp_path / "plain.img"
    with image.open("wb") as file:
        file.truncate(MIB)
    told: list[str] = []
    options: Any = {"datastore": _STORE, "on_warning": lambda each: told.append(str(each))}

    bare = await there.domains.import_from(image, **options)
    plugged = await there.domains.import_from(
        image, name="plugged", networks={"any": "LAN"}, **options
    )

    assert await bare.interfaces() == []
    assert [card.source for card in await plugged.interfaces()] == ["LAN"]
    [warning] = told
    assert "the host has several networks (DMZ, LAN): the domain gets no card" in warning
    assert "networks=" in warning


async def test_one_image_makes_a_plain_machine(
    other: Simulator, there: aioesx.Connection, tmp_path: Path
) -> None:
    image = tmp_path / "plain.img"
    with image.open("wb") as file:  # with holes
        file.truncate(2 * MIB)
        file.seek(MIB)
        file.write(b"something" * 1000)

    made = await there.domains.import_from(image, datastore=_STORE)

    assert made.name == "plain"
    assert disks_of(other, "plain") == [image.read_bytes()]
    assert [card.source for card in await made.interfaces()] == ["VM Network"]
    await made.start()


async def test_properties_and_networks_of_a_package_are_what_the_caller_says(
    other: Simulator, there: aioesx.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def noted(*args: Any) -> Any:
        asked.append(args[1].config_spec)
        return order_of(*args)

    monkeypatch.setattr(import_package, "order_of", noted)
    content = bytes(range(256)) * 8192
    config = packages.machine()
    await packages.packed(tmp_path, "ovf", config, [content, content], nvram=b"variables")

    made = await there.domains.import_from(
        tmp_path / f"{packages.NAME}.ovf",
        name="box",
        datastore=_STORE,
        networks={"Back <end>": "DMZ"},
        properties={"net.ip0.0": "192.0.2.99"},
    )

    values = {one.info.id: one.info.value for one in asked[0].v_app_config.property}
    assert values["ip0"] == "192.0.2.99"
    assert "DMZ" in {card.source for card in await made.interfaces()}
    assert disks_of(other, "box") == [content, content]


@pytest.mark.parametrize("format", ["ovf", "ova"])
async def test_a_stream_that_is_damaged_is_named_and_leaves_nothing(
    other: Simulator,
    there: aioesx.Connection,
    machine: aioesx.Domain,
    tmp_path: Path,
    format: Any,  # noqa: A002
) -> None:
    before = traces_of(other)
    await machine.export(tmp_path, format=format)
    package = tmp_path / f"two01.{format}"
    file = package if format == "ova" else tmp_path / "two01-disk2.vmdk"
    data = bytearray(file.read_bytes())
    begin = data.rindex(b"KDMV", 0, data.rindex(b"KDMV"))  # the last is of the stream's end
    at = begin + 0x10000 + 100  # in the first grain of the second disk
    data[at : at + 50] = bytes(50)
    file.write_bytes(data)

    with pytest.raises(DiskFormatError, match=r"two01-disk2\.vmdk: the stream has"):
        await there.domains.import_from(package, datastore=_STORE)
    with pytest.raises(DiskFormatError, match=r"two01-disk2\.vmdk: the stream has"):
        await verify(tmp_path)

    assert traces_of(other) == before


async def test_a_disk_that_is_not_what_the_manifest_says_leaves_nothing(
    other: Simulator, there: aioesx.Connection, machine: aioesx.Domain, tmp_path: Path
) -> None:
    before = traces_of(other)
    await machine.export(tmp_path, format="ovf")
    manifest = tmp_path / "two01.mf"
    wrong = hashlib.sha256(b"another").hexdigest()
    lines = manifest.read_text().splitlines()
    lines = [f"{one.partition('=')[0]}= {wrong}" if "disk2" in one else one for one in lines]
    manifest.write_text("\n".join(lines) + "\n")

    with pytest.raises(ProofError):
        await there.domains.import_from(tmp_path / "two01.ovf", datastore=_STORE)

    assert traces_of(other) == before


async def test_all_that_is_in_the_way_of_a_package_is_told_at_once(
    other: Simulator, there: aioesx.Connection, machine: aioesx.Domain, tmp_path: Path
) -> None:
    await machine.export(tmp_path, format="ovf")
    other.change(lambda host: a_machine(host))

    with pytest.raises(ExportRefusedError) as refused:
        await there.domains.import_from(
            tmp_path / "two01.ovf",
            datastore="nowhere",
            networks={"VM Network": "dmz"},
            properties={"no.such": "thing"},
        )

    kinds = {obstacle.kind for obstacle in refused.value.refusals}
    assert kinds == {"name", "datastore", "network", "property"}
    assert other.call_count["CreateImportSpec"] == other.call_count["ImportVApp"] == 0


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("x.xml", b"<domain><name>", DomainXmlError),
        ("large.xml", b"<domain>".ljust(MAX_XML_BYTES + 2) + b"</domain>", DomainXmlError),
        ("x.qcow2", b"QFI\xfb" + bytes(100), EsxError),
        ("x.img", b"", EsxError),
        ("notes.txt", b"notes!\n", DiskFormatError),
        ("x.qcow2.gz", b"\x1f\x8b" + bytes(510), DiskFormatError),
        ("x.ova", b"no archive" * 200, EsxError),
        ("x.ovf", b"<Envelope/>", OvfError),
        ("large.ovf", b"<Envelope/>".ljust(MAX_XML_BYTES + 1), OvfError),
        ("x.export.json", b"{}", EsxError),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_is_no_machine_is_refused_before_the_host_is_asked(
    other: Simulator, there: aioesx.Connection, tmp_path: Path,
    name: str, content: bytes, error: type[EsxError],
) -> None:  # fmt: skip
    (tmp_path / name).write_bytes(content)

    with pytest.raises(error, match=re.escape(name)):
        await there.domains.import_from(tmp_path / name)
    with pytest.raises(EsxError):
        await there.domains.import_from(tmp_path / f"not-there-{name}")

    assert other.call_count["ImportVApp"] == 0


async def test_an_image_is_of_the_kind_that_its_xml_says(
    other: Simulator, there: aioesx.Connection, tmp_path: Path
) -> None:
    """A guest may write to its raw disk what it likes, and a qcow2 be damaged."""
    begun = b"QFI\xfb" + bytes(MIB - 4)
    (tmp_path / "disk.img").write_bytes(begun)
    xml = tmp_path / "box.xml"
    text = (
        "<domain type='kvm'><name>box</name><devices><disk type='file' device='disk'>"
        "<driver name='qemu' type='{}'/><source file='disk.img'/><target dev='sda' bus='scsi'/>"
        "</disk></devices></domain>"
    )

    xml.write_text(text.format("vmdk"))
    with pytest.raises(DiskFormatError, match=r"disk\.img is said to be of the kind vmdk"):
        await there.domains.import_from(xml, datastore=_STORE)
    xml.write_text(text.format("raw"))
    await there.domains.import_from(xml, datastore=_STORE)

    assert disks_of(other, "box") == [begun]
