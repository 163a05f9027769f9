"""`define` and `undefine` on a simulated host: the whole machine, or nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest
from support.cutting import CuttingTransport, Mode
from support.hosts import connected

import aioesx
from aioesx import errors
from aioesx._transport import EsxTransport, Route
from aioesx.domain import registration
from aioesx.simulator import Simulator, presets
from aioesx.simulator.state.questions import Question

pytestmark = pytest.mark.anyio

UUID = "11223344-5566-7788-99aa-bbccddeeff00"
PLACE = "db01/new.vmx"
DISK = (
    "<disk type='file' device='disk'><source file='[datastore1] db01/db01.vmdk'/>"
    "<target dev='sda' bus='scsi'/></disk>"
)


def document(
    *, name: str = "new", uuid: str = UUID, memory: int = 1048576, devices: str = DISK
) -> str:
    return (
        f"<domain type='vmware'><name>{name}</name><uuid>{uuid}</uuid><memory>{memory}</memory>"
        f"<os><type>hvm</type></os><devices>{devices}</devices></domain>"
    )


def held(simulator: Simulator) -> dict[str, Any]:
    """What the host has: machines by name, and all files with their contents."""

    def look(host: Any) -> dict[str, Any]:
        files = {
            f"[{store.name}] {path}": file.content.read(0, 4096)
            for store in host.datastores.values()
            for path, file in store.files.items()
        }
        return {"machines": sorted(m.name for m in host.machines.values()), "files": files}

    state: dict[str, Any] = simulator.change(look)
    return state


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


# --- faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize("in_task", [True, False])
@pytest.mark.parametrize("fault", ["DuplicateName", "InvalidVmConfig", "NoPermission"])
async def test_a_refused_registration_leaves_nothing_behind(
    simulator: Simulator, esx: aioesx.Connection, fault: str, in_task: bool
) -> None:
    before = held(simulator)
    simulator.fault_on("RegisterVM_Task", fault, in_task=in_task)

    with pytest.raises(errors.EsxError, match="nothing was left behind"):
        await esx.domains.define(document())

    assert held(simulator) == before


@pytest.mark.fault("D6")
@pytest.mark.parametrize(
    ("status", "error"), [(507, errors.TransferError), (403, errors.NotPermittedError)]
)
async def test_a_refused_upload_leaves_nothing_behind(
    simulator: Simulator, esx: aioesx.Connection, status: int, error: type[Exception]
) -> None:
    before = held(simulator)
    simulator.fault_on("PUT", body="no", status=status)

    with pytest.raises(error, match="nothing was left behind"):
        await esx.domains.define(document())

    assert held(simulator) == before


async def test_what_cannot_be_cleared_up_is_told(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.fault_on("RegisterVM_Task", "InvalidVmConfig", in_task=True)
    simulator.fault_on("DELETE", body="no", status=500)

    with pytest.raises(errors.TaskFailedError, match=r"db01/new\.vmx was uploaded and may be left"):
        await esx.domains.define(document())

    assert f"[datastore1] {PLACE}" in held(simulator)["files"]


async def test_a_read_only_connection_defines_nothing(simulator: Simulator) -> None:
    before = held(simulator)

    async with connected(simulator, read_only=True) as esx:
        with pytest.raises(errors.ReadOnlyError):
            await esx.domains.define(document())

    assert held(simulator) == before


async def test_a_definition_that_takes_too_long_leaves_nothing_half_made(
    simulator: Simulator, esx: aioesx.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registration, "_LOOK_SECONDS", 0.5)
    monkeypatch.setattr(registration, "_GRACE_SECONDS", 0.2)
    before = held(simulator)
    simulator.change(lambda host: setattr(host.options, "task_seconds", 60.0))

    with pytest.raises(TimeoutError, match="nothing was left behind"):
        await esx.domains.define(document(), timeout=1.0)

    assert held(simulator) == before


async def test_a_question_of_the_machine_that_is_registered_is_answered(
    simulator: Simulator, esx: aioesx.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registration, "_QUESTION_SECONDS", 0.1)
    simulator.change(lambda host: setattr(host.options, "task_seconds", 3.0))
    asked = anyio.Event()

    async def policy(question: aioesx.Question) -> aioesx.Choice | None:
        asked.set()
        return question.choices[1]

    async def disturb() -> None:
        while PLACE not in str(held(simulator)["files"]):  # noqa: ASYNC110 - a remote state
            await anyio.sleep(0.02)
        await anyio.sleep(0.2)
        simulator.change(_register_with_question)
        await asked.wait()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(disturb)
        with pytest.raises(errors.TaskFailedError):  # it is registered already, by the test
            await esx.domains.define(document(), on_question=policy)

    assert [answer for _, answer in simulator.answers] == ["I moved it"]


def _register_with_question(host: Any) -> None:
    store = host.datastore("datastore1")
    machine = host.register(store.path(PLACE))
    machine.ask(Question("", "msg.uuid.altered", "Moved?", ("Cancel", "I moved it"), 0))


# --- cut and cancelled at each call --------------------------------------------------------------


@pytest.fixture
async def bare() -> AsyncIterator[Simulator]:
    """A host without TLS."""
    host = presets.small_host(machines=2)
    async with Simulator(host, username="root", tls=False) as simulator:
        yield simulator


CALLS = (
    "RetrievePropertiesEx",
    "FindByDatastorePath",
    "HEAD",
    "PUT",
    "RegisterVM_Task",
    "CreateFilter",
    "WaitForUpdatesEx",
    "DestroyPropertyFilter",
)
WHOLE = (["db01", "new", "web01"], True)
NOTHING = (["db01", "web01"], False)


@pytest.mark.fault("N10", "C1")
@pytest.mark.parametrize("mode", ["refuse", "lose", "cancel-before", "cancel-after", "die"])
@pytest.mark.parametrize("call", CALLS)
async def test_cut_or_cancelled_at_each_call_it_is_all_or_nothing(
    bare: Simulator, call: str, mode: Mode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registration, "_LOOK_SECONDS", 0.5)
    domain, error = None, None
    async with (
        EsxTransport(Route("127.0.0.1", bare.port, None, None)) as inner,
        aioesx.connect(
            bare.uri, password=bare.password, transport=(line := CuttingTransport(inner))
        ) as esx,
    ):
        line.arm(call, mode)
        with anyio.CancelScope() as line.scope:
            try:
                domain = await esx.domains.define(document())
            except errors.EsxError as failure:
                error = str(failure)

    state = held(bare)
    found = (state["machines"], f"[datastore1] {PLACE}" in state["files"])
    if domain is not None:
        assert found == WHOLE
    elif error is None:
        assert line.scope.cancelled_caught
        assert found in (WHOLE, NOTHING)
    elif "may be left" in error:
        assert mode == "die"
    elif "registered all the same" in error:
        assert found == WHOLE
    else:
        assert found == NOTHING


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
