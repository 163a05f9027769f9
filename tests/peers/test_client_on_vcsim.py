"""Our client on a host that is not ours: govmomi's vcsim, ESX model, with TLS and without.

The certificate is of the tests' own authority, so that TLS is verified and not waved through.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from support.run import Outcome, aioesx
from support.vcsim import Vcsim

from aioesx import Connection, DomainState, connect, errors
from aioesx._session.datastore import DatastoreFiles
from aioesx._session.paths import DatastorePath

pytestmark = pytest.mark.peer("vcsim")
run_async = pytest.mark.anyio

FIRST = "ha-host_VM0"
NAMES = [FIRST, "ha-host_VM1", "ha-host_VM2"]


@pytest.fixture(params=[True, False], ids=["tls", "plain"])
def server(
    request: pytest.FixtureRequest,
    vcsim: Callable[..., Vcsim],
    certificate_files: tuple[Path, Path],
) -> Vcsim:
    return vcsim(model="esx", tls=request.param, vms=len(NAMES), certificate=certificate_files)


@pytest.fixture
async def esx(server: Vcsim, ca_file: Path) -> AsyncIterator[Connection]:
    async with connect(server.uri(), password=server.password, cacert=ca_file) as esx:
        yield esx


@run_async
async def test_list_gives_every_machine(esx: Connection) -> None:
    entries = await esx.domains.list()

    assert sorted(entry.name for entry in entries) == NAMES
    assert {entry.state for entry in entries} == {DomainState.RUNNING}


@run_async
async def test_lookup_finds_by_name_and_by_uuid(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)

    assert await esx.domains.lookup(uuid=domain.uuid) == domain
    with pytest.raises(errors.NoSuchDomainError, match="nobody"):
        await esx.domains.lookup("nobody")


@run_async
async def test_info_tells_what_the_model_made(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)

    info = await domain.info()

    assert (info.state, info.vcpus, info.max_memory) == (DomainState.RUNNING, 1, 32 * 1024)


@run_async
async def test_destroy_and_start(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)

    await domain.destroy()
    assert await domain.state() is DomainState.SHUTOFF
    await domain.start()
    assert await domain.state() is DomainState.RUNNING


@run_async
async def test_suspend_and_resume(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)

    await domain.suspend()
    assert await domain.state() is DomainState.PAUSED
    await domain.resume()
    assert await domain.state() is DomainState.RUNNING


@run_async
async def test_a_wrong_state_is_told_by_type(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)

    with pytest.raises(errors.InvalidStateError):
        await domain.resume()


@run_async
async def test_a_vcenter_is_not_taken_for_an_esx_host(vcsim: Callable[..., Vcsim]) -> None:
    server = vcsim(model="vpx", tls=False)

    with pytest.raises(errors.WrongProductError):
        async with connect(server.uri(), password=server.password):
            pass


# --- the command -------------------------------------------------------------------------------


@pytest.fixture
def command(server: Vcsim, ca_file: Path) -> Callable[..., Outcome]:
    """`command("list", "--all")`: our command on the server."""
    uri = server.uri(f"cacert={ca_file}")
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
        "-c", server.uri(f"cacert={ca_file}"), "list", env={"AIOESX_PASSWORD": "of the flies"}
    )

    assert outcome.status == 4
    assert outcome.stderr.count("\n") == 1


# --- definitions: vcsim stores files, and registers machines without reading theirs ------------


XML = """<domain type='vmware'><name>made</name><memory>65536</memory><vcpu>2</vcpu>
<os><type>hvm</type></os><devices><disk type='file'><source file='[LocalDS_0] made/made.vmdk'/>
<target dev='sda'/></disk></devices></domain>"""


@pytest.fixture
async def beside(esx: Connection) -> None:
    """What vcsim wants to find beside a VMX file before it registers it."""
    files = DatastoreFiles(esx._context.session, esx._context.inventory.datacenter_path)
    for name in ("made.nvram", "vmware.log"):
        await files.write(DatastorePath("LocalDS_0", f"made/{name}"), b"x")


@run_async
@pytest.mark.usefixtures("beside")
async def test_define_registers_the_file_that_xml_reads_again(esx: Connection) -> None:
    domain = await esx.domains.define(XML)

    xml = await domain.xml()
    assert "<source file='[LocalDS_0] made/made.vmdk'/>" in xml
    assert "<vcpu placement='static'>2</vcpu>" in xml
    assert "made" in [entry.name for entry in await esx.domains.list()]


@run_async
@pytest.mark.usefixtures("beside")
async def test_a_file_is_not_overwritten(esx: Connection) -> None:
    domain = await esx.domains.define(XML)
    await domain.undefine()

    with pytest.raises(errors.AlreadyExistsError, match=r"\[LocalDS_0\] made/made\.vmx"):
        await esx.domains.define(XML)


@run_async
async def test_a_file_that_the_server_does_not_delete_is_told(esx: Connection) -> None:
    # It wants other files beside the VMX file, and its answer to DELETE is the file.
    with pytest.raises(errors.TaskFailedError, match=r"NotFound.*made/made\.vmx .* may be left"):
        await esx.domains.define(XML)


@run_async
async def test_undefine_forgets_a_machine(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)
    await domain.destroy()

    await domain.undefine()

    assert sorted(entry.name for entry in await esx.domains.list()) == NAMES[1:]


@run_async
async def test_conversions_know_the_datastores(esx: Connection) -> None:
    vmx = await esx.domains.convert_to_native(XML)

    xml = await esx.domains.convert_from_native(vmx)
    assert "<source file='[LocalDS_0] made/made.vmdk'/>" in xml
