"""`define` and `undefine` on a simulated host."""

from __future__ import annotations

from typing import Any

import pytest
from support.definitions import DISK, PLACE, UUID, document, held

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio


async def test_define_registers_what_the_xml_says(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.define(document())

    assert (domain.name, str(domain.uuid)) == ("new", UUID)
    assert await esx.domains.lookup("new") == domain
    assert f"[datastore1] {PLACE}" in held(simulator)["files"]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("[datastore1] root.vmdk", "[datastore1] new.vmx"),
        ("[nfs1] a/b c/d.VMDK", "[nfs1] a/b c/new.vmx"),
    ],
)
async def test_the_file_lies_beside_the_disk(
    simulator: Simulator, esx: aioesx.Connection, source: str, place: str
) -> None:
    await esx.domains.define(document(devices=DISK.replace("[datastore1] db01/db01.vmdk", source)))

    assert place in held(simulator)["files"]


async def test_a_machine_in_the_root_of_a_datastore_is_told_of_as_it_is(
    esx: aioesx.Connection,
) -> None:
    devices = DISK.replace("db01/db01.vmdk", "root.vmdk")
    domain = await esx.domains.define(document(devices=devices))

    assert "<source file='[datastore1] root.vmdk'/>" in await domain.xml()


async def test_define_takes_the_hardware_version_that_it_is_given(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    await esx.domains.define(document(), hardware_version=13)

    text = held(simulator)["files"][f"[datastore1] {PLACE}"]
    assert b'virtualHW.version = "13"\n' in text


@pytest.mark.parametrize(
    ("changes", "error", "element"),
    [
        ({"name": "db01"}, errors.AlreadyExistsError, "name:"),
        ({"memory": 1000000}, errors.UnsupportedError, "memory: 1000000 .* 1003520"),
        ({"devices": ""}, errors.UnsupportedError, "devices/disk: the domain has no disk"),
        (
            {"devices": "<disk type='file' device='cdrom'><target dev='sda'/></disk>"},
            errors.UnsupportedError,
            "devices/disk: .* 'file'",
        ),
        (
            {"devices": DISK.replace("datastore1", "nowhere")},
            errors.UnsupportedError,
            r"devices/disk\[1\]/source/@file: .*'nowhere'",
        ),
        (
            {"devices": DISK.replace(".vmdk", ".img")},
            errors.UnsupportedError,
            r"devices/disk\[1\]/source/@file: .*'.vmdk'",
        ),
        (
            {"devices": DISK.replace("[datastore1] db01", "[datastore1] ../db01")},
            errors.UnsupportedError,
            r"devices/disk\[1\]/source/@file",
        ),
        (
            {"devices": DISK.replace("<source file='[datastore1] db01/db01.vmdk'/>", "")},
            errors.DomainXmlError,
            r"devices/disk\[1\]/source: a hard disk needs a source",
        ),
        ({"name": "a\nb"}, errors.DomainXmlError, "name:"),
        ({"uuid": "nonsense"}, errors.DomainXmlError, "uuid:"),
    ],
)
async def test_a_document_that_cannot_be_is_refused_by_the_name_of_its_element(
    simulator: Simulator,
    esx: aioesx.Connection,
    changes: dict[str, Any],
    error: type[Exception],
    element: str,
) -> None:
    before = held(simulator)

    with pytest.raises(error, match=element):
        await esx.domains.define(document(**changes))

    assert held(simulator) == before


async def test_a_uuid_in_use_is_refused(esx: aioesx.Connection) -> None:
    other = await esx.domains.lookup("db01")

    with pytest.raises(errors.AlreadyExistsError, match="uuid: the domain 'db01'"):
        await esx.domains.define(document(uuid=str(other.uuid)))


async def test_a_misspelt_element_is_refused_where_validation_is_asked_for(
    esx: aioesx.Connection,
) -> None:
    text = document().replace("<os>", "<memmory>1</memmory><os>")

    with pytest.raises(errors.DomainXmlError, match="memmory: libvirt knows no such element"):
        await esx.domains.define(text, validate=True)
    await esx.domains.define(text)


async def test_nothing_is_sent_for_a_document_that_cannot_be_read(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.forget_calls()

    with pytest.raises(errors.DocumentError):
        await esx.domains.define(document(devices=""))

    assert simulator.calls == []


async def test_a_model_is_detected_from_the_image(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    await esx.domains.define(
        document(devices=DISK + "<controller type='scsi' index='0' model='auto'/>")
    )

    text = held(simulator)["files"][f"[datastore1] {PLACE}"]
    assert b'scsi0.virtualDev = "lsilogic"\n' in text


async def test_an_image_that_is_not_there_has_no_model(esx: aioesx.Connection) -> None:
    devices = DISK.replace("db01.vmdk", "gone.vmdk")
    devices += "<controller type='scsi' index='0' model='auto'/>"

    with pytest.raises(errors.UnsupportedError, match=r"gone\.vmdk' does not exist"):
        await esx.domains.define(document(devices=devices))


# --- files that are there ------------------------------------------------------------------------


async def test_a_file_is_not_overwritten_unless_told_to(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    first = await esx.domains.define(document())
    await first.undefine()
    before = held(simulator)

    with pytest.raises(errors.AlreadyExistsError, match=r"\[datastore1\] db01/new\.vmx exists"):
        await esx.domains.define(document(memory=2097152))
    assert held(simulator) == before

    again = await esx.domains.define(document(memory=2097152), overwrite=True)
    assert (await again.info()).max_memory == 2097152


async def test_the_file_of_another_domain_is_never_overwritten(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    await esx.domains.define(document())
    simulator.change(lambda host: host.find("new").change({"displayName": "renamed"}))
    before = held(simulator)

    with pytest.raises(errors.AlreadyExistsError, match="is the VMX file of"):
        await esx.domains.define(document(uuid="0" * 31 + "7"), overwrite=True)
    assert held(simulator) == before


async def test_an_overwritten_file_comes_back_when_registering_fails(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    await (await esx.domains.define(document())).undefine()
    before = held(simulator)
    simulator.fault_on("RegisterVM_Task", "InvalidVmConfig", in_task=True)

    with pytest.raises(errors.TaskFailedError, match="again as it was before"):
        await esx.domains.define(document(memory=2097152), overwrite=True)

    assert held(simulator) == before


# --- undefine ------------------------------------------------------------------------------------


async def test_undefine_forgets_the_domain_and_keeps_its_files(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    files = held(simulator)["files"].keys()

    await (await esx.domains.lookup("db01")).undefine()

    assert held(simulator)["files"].keys() == files
    with pytest.raises(errors.NoSuchDomainError):
        await esx.domains.lookup("db01")


async def test_a_suspended_domain_can_be_undefined(esx: aioesx.Connection) -> None:
    await (await esx.domains.lookup("build01")).undefine()


async def test_a_running_domain_cannot(esx: aioesx.Connection) -> None:
    with pytest.raises(errors.InvalidStateError):
        await (await esx.domains.lookup("web01")).undefine()
