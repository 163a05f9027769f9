"""Our client on hosts that are not ours: govmomi's vcsim, alone and in a vCenter.

The certificate is of the tests' own authority, so that TLS is verified and not waved through.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from support.run import Outcome, aioesx
from support.vcsim import Vcsim, host_of

from aioesx import Connection, DomainState, connect, errors
from aioesx._server.files.small import DatastoreFiles
from aioesx.datastore_path import DatastorePath

pytestmark = pytest.mark.peer("vcsim")
run_async = pytest.mark.anyio

FIRST = "ha-host_VM0"
NAMES = [FIRST, "ha-host_VM1", "ha-host_VM2"]
MODELS = {"esx": None, "vpx": "/DC0/DC0_H0"}
"""Each model's path to a host."""

MOUNTED = {"esx": None, "vpx": "/DC0/DC0_C0/DC0_C0_H2"}
"""Each model's path to a host that the datastore tells to be mounted on: vcsim names one only."""


@pytest.fixture(params=[True, False], ids=["tls", "plain"])
def server(
    request: pytest.FixtureRequest,
    vcsim: Callable[..., Vcsim],
    certificate_files: tuple[Path, Path],
) -> Vcsim:
    return vcsim(model="esx", tls=request.param, vms=len(NAMES), certificate=certificate_files)


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> str:
    model: str = request.param
    return model


@pytest.fixture
def names(model: str) -> list[str]:
    """The machines of the host."""
    return [name.replace("ha-host", "DC0_H0") for name in NAMES] if model == "vpx" else NAMES


@pytest.fixture
def host(
    model: str,
    vcsim: Callable[..., Vcsim],
    certificate_files: tuple[Path, Path],
) -> Vcsim:
    vms = len(NAMES) * 2 if model == "vpx" else len(NAMES)  # half of them are in a cluster
    return vcsim(model=model, vms=vms, certificate=certificate_files)


@pytest.fixture
async def esx(host: Vcsim, model: str, ca_file: Path) -> AsyncIterator[Connection]:
    async with host_of(host, MODELS[model], cacert=ca_file) as esx:
        yield esx


@pytest.fixture
async def mounted(host: Vcsim, model: str, ca_file: Path) -> AsyncIterator[Connection]:
    async with host_of(host, MOUNTED[model], cacert=ca_file) as esx:
        yield esx


@pytest.fixture
async def plain(vcsim: Callable[..., Vcsim]) -> AsyncIterator[Connection]:
    async with host_of(vcsim(model="esx", tls=False, vms=len(NAMES))) as esx:
        yield esx


@run_async
async def test_list_gives_every_machine(esx: Connection, names: list[str]) -> None:
    entries = await esx.domains.list()

    assert sorted(entry.name for entry in entries) == names
    assert {entry.state for entry in entries} == {DomainState.RUNNING}


@run_async
async def test_a_host_without_tls(plain: Connection) -> None:
    domain = await plain.domains.lookup(FIRST)

    await domain.destroy()

    assert [entry.name for entry in await plain.domains.list(active=False)] == [FIRST]


@run_async
async def test_lookup_finds_by_name_and_by_uuid(esx: Connection, names: list[str]) -> None:
    domain = await esx.domains.lookup(names[0])

    assert await esx.domains.lookup(uuid=domain.uuid) == domain
    with pytest.raises(errors.NoSuchDomainError, match="nobody"):
        await esx.domains.lookup("nobody")


@run_async
async def test_info_tells_what_the_model_made(esx: Connection, names: list[str]) -> None:
    domain = await esx.domains.lookup(names[0])

    info = await domain.info()

    assert (info.state, info.vcpus, info.max_memory) == (DomainState.RUNNING, 1, 32 * 1024)


@run_async
async def test_destroy_and_start(esx: Connection, names: list[str]) -> None:
    domain = await esx.domains.lookup(names[0])

    await domain.destroy()
    assert await domain.state() is DomainState.SHUTOFF
    await domain.start()
    assert await domain.state() is DomainState.RUNNING


@run_async
async def test_suspend_and_resume(esx: Connection, names: list[str]) -> None:
    domain = await esx.domains.lookup(names[0])

    await domain.suspend()
    assert await domain.state() is DomainState.PAUSED
    await domain.resume()
    assert await domain.state() is DomainState.RUNNING


@run_async
async def test_a_wrong_state_is_told_by_type(esx: Connection, names: list[str]) -> None:
    domain = await esx.domains.lookup(names[0])

    with pytest.raises(errors.InvalidStateError):
        await domain.resume()


@run_async
async def test_a_vcenter_is_not_taken_for_an_esx_host(vcsim: Callable[..., Vcsim]) -> None:
    server = vcsim(model="vpx", tls=False)

    with pytest.raises(errors.WrongProductError):
        async with connect(server.uri(), password=server.password):
            pass


# --- the command -------------------------------------------------------------------------------


def trusting(server: Vcsim, ca_file: Path) -> str:
    """Return the server's URI, with its authority if it speaks TLS."""
    return server.uri(f"cacert={ca_file}") if server.tls else server.uri()


@pytest.fixture
def command(server: Vcsim, ca_file: Path) -> Callable[..., Outcome]:
    """`command("list", "--all")`: our command on the server."""
    uri = trusting(server, ca_file)
    return lambda *words: aioesx("-c", uri, *words, env={"AIOESX_PASSWORD": server.password})


def test_the_command_lists(command: Callable[..., Outcome]) -> None:
    outcome = command("list", "--all", "--name")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert sorted(outcome.stdout.split()) == NAMES


def test_the_command_tells_about_a_machine(command: Callable[..., Outcome]) -> None:
    outcome = command("dominfo", FIRST)

    assert (outcome.status, outcome.stderr) == (0, "")
    assert f"Name:           {FIRST}\n" in outcome.stdout
    assert "State:          running\n" in outcome.stdout
    assert "Max memory:     32768 KiB\n" in outcome.stdout


def test_the_command_changes_power(command: Callable[..., Outcome]) -> None:
    story = [
        (command(verb, FIRST).status, command("domstate", FIRST).stdout.strip())
        for verb in ("destroy", "start", "suspend", "resume")
    ]

    assert story == [(0, "shut off"), (0, "running"), (0, "paused"), (0, "running")]


def test_a_wrong_password_is_refused(server: Vcsim, ca_file: Path) -> None:
    outcome = aioesx(
        "-c", trusting(server, ca_file), "list", env={"AIOESX_PASSWORD": "of the flies"}
    )

    assert outcome.status == 4
    assert outcome.stderr.count("\n") == 1


# --- definitions: vcsim stores files, and registers machines without reading theirs ------------


XML = """<domain type='vmware'><name>made</name><memory>65536</memory><vcpu>2</vcpu>
<os><type>hvm</type></os><devices><disk type='file'><source file='[LocalDS_0] made/made.vmdk'/>
<target dev='sda'/></disk></devices></domain>"""


@pytest.fixture
async def beside(mounted: Connection) -> None:
    """What vcsim wants to find beside a VMX file before it registers it."""
    files = DatastoreFiles(
        mounted._server.session, (await mounted._server.scope.home()).datacenter_path
    )
    for name in ("made.nvram", "vmware.log"):
        await files.write(DatastorePath("LocalDS_0", f"made/{name}"), b"x")


@run_async
@pytest.mark.usefixtures("beside")
async def test_define_registers_the_file_that_xml_reads_again(mounted: Connection) -> None:
    domain = await mounted.domains.define(XML)

    xml = await domain.xml()
    assert "<source file='[LocalDS_0] made/made.vmdk'/>" in xml
    assert "<vcpu placement='static'>2</vcpu>" in xml
    assert "made" in [entry.name for entry in await mounted.domains.list()]


@run_async
@pytest.mark.usefixtures("beside")
async def test_a_file_is_not_overwritten(mounted: Connection) -> None:
    domain = await mounted.domains.define(XML)
    await domain.undefine()

    with pytest.raises(errors.AlreadyExistsError, match=r"\[LocalDS_0\] made/made\.vmx"):
        await mounted.domains.define(XML)


@run_async
async def test_a_file_that_the_server_does_not_delete_is_told(mounted: Connection) -> None:
    # It wants other files beside the VMX file, and its answer to DELETE is the file.
    with pytest.raises(errors.TaskFailedError, match=r"NotFound.*made/made\.vmx .* may be left"):
        await mounted.domains.define(XML)


@run_async
async def test_undefine_forgets_a_machine(esx: Connection, names: list[str]) -> None:
    domain = await esx.domains.lookup(names[0])
    await domain.destroy()

    await domain.undefine()

    assert sorted(entry.name for entry in await esx.domains.list()) == names[1:]


@run_async
async def test_conversions_know_the_datastores(mounted: Connection) -> None:
    vmx = await mounted.domains.convert_to_native(XML)

    xml = await mounted.domains.convert_from_native(vmx)
    assert "<source file='[LocalDS_0] made/made.vmdk'/>" in xml
