"""`Domain.xml`: what the VMX file on the datastore says, in three calls."""

from __future__ import annotations

import pytest

import aioesx
from aioesx import errors
from aioesx.definition import parse_domain_xml
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

VMX = """config.version = "8"
virtualHW.version = "10"
displayName = "db01"
memsize = "64"
scsi0.present = "true"
scsi0:0.present = "true"
scsi0:0.fileName = "a.vmdk"
serial0.present = "true"
serial0.fileType = "file"
serial0.fileName = "s.log"
RemoteDisplay.vnc.enabled = "true"
RemoteDisplay.vnc.port = "5901"
RemoteDisplay.vnc.password = "hunter2"
"""


def rewrite(simulator: Simulator, text: str, *, path: str = "db01/db01.vmx") -> None:
    """Put another VMX file in place of db01's, behind the host's back."""

    def change(host: object) -> None:
        store = host.datastore("datastore1")  # type: ignore[attr-defined]
        store.put_text(path, text)
        machine = host.find("db01")  # type: ignore[attr-defined]
        machine.place = store.path(path)

    simulator.change(change)


async def test_the_xml_says_what_the_file_says(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    rewrite(simulator, VMX)
    domain = await esx.domains.lookup("db01")

    definition = parse_domain_xml(await domain.xml())

    assert definition.memory_kib == 64 * 1024
    assert [disk.source for disk in definition.disks] == ["[datastore1] db01/a.vmdk"]
    assert [port.path for port in definition.serials] == ["[datastore1] db01/s.log"]


async def test_a_file_in_the_root_of_a_datastore_has_its_neighbours_in_the_root(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    rewrite(simulator, VMX, path="db01.vmx")
    domain = await esx.domains.lookup("db01")

    text = await domain.xml()

    assert "<source file='[datastore1] a.vmdk'/>" in text
    assert "<source path='[datastore1] s.log'/>" in text


async def test_it_takes_two_reads_and_one_file(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup("web01")
    await esx._server.scope.home()  # read once for a connection
    simulator.forget_calls()

    await domain.xml()

    assert [method for method, _ in simulator.calls] == ["RetrievePropertiesEx"] * 2


async def test_a_running_domain_has_an_id_unless_it_shall_not(esx: aioesx.Connection) -> None:
    running = await esx.domains.lookup("web01")
    off = await esx.domains.lookup("db01")

    assert f" id='{running.number}' " in (await running.xml()).splitlines()[0]
    assert " id=" not in (await running.xml(inactive=True)).splitlines()[0]
    assert " id=" not in (await off.xml()).splitlines()[0]


async def test_a_password_is_told_to_who_asks_for_it_only(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    rewrite(simulator, VMX)
    domain = await esx.domains.lookup("db01")

    assert "hunter2" not in await domain.xml()
    assert "passwd='hunter2'" in await domain.xml(security_info=True)


async def test_migratable_makes_no_difference(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("web01")

    assert await domain.xml(migratable=True) == await domain.xml()


async def test_a_vmx_file_that_is_gone_is_named(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.change(lambda host: host.datastore("datastore1").delete("db01/db01.vmx"))
    domain = await esx.domains.lookup("db01")

    with pytest.raises(errors.NotFoundError, match=r"\[datastore1\] db01/db01\.vmx"):
        await domain.xml()


async def test_a_domain_that_is_gone_is_not_found(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("db01")
    await domain.undefine()

    with pytest.raises(errors.NotFoundError):
        await domain.xml()


async def test_a_file_that_cannot_be_read_is_an_error_with_its_line(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    rewrite(simulator, 'config.version = "8"\nnonsense\n')
    domain = await esx.domains.lookup("db01")

    with pytest.raises(errors.VmxSyntaxError, match="line 2"):
        await domain.xml()


async def test_a_slow_host_is_given_up_on_in_time(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup("db01")
    simulator.fault_on("GET", delay=5.0)

    with pytest.raises(errors.TransportTimeout):
        await domain.xml(timeout=0.3)
