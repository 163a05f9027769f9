"""`redefine`: a change of the XML comes into the VMX file, and the rest of the file stays."""

from __future__ import annotations

import re
from typing import Any

import pytest

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

PLACE = "db01/db01.vmx"
EXTRA = """tools.syncTime = "TRUE"
sched.scsi0:0.shares = "high"
ethernet0.pciSlotNumber = "160"
sata0.present = "TRUE"
sata0:0.present = "TRUE"
sata0:0.deviceType = "cdrom-image"
sata0:0.fileName = "/vmfs/volumes/datastore1/iso/a.iso"
RemoteDisplay.vnc.enabled = "TRUE"
RemoteDisplay.vnc.port = "5901"
RemoteDisplay.vnc.password = "hunter2"
"""


def text_of(simulator: Simulator) -> str:
    def read(host: Any) -> str:
        content = host.datastore("datastore1").file(PLACE).content
        text: str = content.read(0, content.size).decode()
        return text

    found: str = simulator.change(read)
    return found


def lines_of(simulator: Simulator) -> set[str]:
    return set(text_of(simulator).splitlines())


@pytest.fixture
async def domain(simulator: Simulator, esx: aioesx.Connection) -> aioesx.Domain:
    """db01, with settings in its file that libvirt has no word for."""
    text = text_of(simulator) + EXTRA
    simulator.change(lambda host: host.datastore("datastore1").put_text(PLACE, text))
    simulator.change(lambda host: host.reread(host.find("db01")))
    return await esx.domains.lookup("db01")


async def changed(domain: aioesx.Domain, old: str, new: str) -> str:
    xml = (await domain.edit()).xml
    assert old in xml
    return xml.replace(old, new)


async def test_the_host_takes_the_change(domain: aioesx.Domain) -> None:
    xml = await changed(domain, ">4</vcpu>", ">2</vcpu>")

    assert await domain.redefine(xml)

    assert (await domain.info()).vcpus == 2
    assert (await domain.edit()).xml == xml


async def test_only_what_changed_is_changed_in_the_file(
    simulator: Simulator, domain: aioesx.Domain
) -> None:
    before = lines_of(simulator)

    await domain.redefine(await changed(domain, ">4</vcpu>", ">2</vcpu>"))

    assert before - lines_of(simulator) == {'numvcpus = "4"'}
    assert lines_of(simulator) - before == {'numvcpus = "2"', '.encoding = "UTF-8"'} - before


async def test_nothing_is_written_where_nothing_changes(
    simulator: Simulator, domain: aioesx.Domain
) -> None:
    before = text_of(simulator)

    assert not await domain.redefine((await domain.edit()).xml)

    assert text_of(simulator) == before


async def test_a_domain_gets_another_name(esx: aioesx.Connection, domain: aioesx.Domain) -> None:
    await domain.redefine(await changed(domain, "<name>db01<", "<name>db02<"))

    assert await esx.domains.lookup("db02") == domain


@pytest.mark.parametrize(
    ("old", "new", "error", "match"),
    [
        ("<name>db01<", "<name>web01<", errors.AlreadyExistsError, "name: .*'web01'"),
        ("<uuid>", "<uuid>0", errors.DomainXmlError, "uuid"),
        ("<memory unit='KiB'>", "<memory unit='bushel'>", errors.UnsupportedError, "bushel"),
        ("<memory unit='KiB'>", "<memory unit='KiB'>1", errors.UnsupportedError, "multiple"),
        ("<clock ", "<clokc ", errors.DomainXmlError, "clokc"),
        ("bus='scsi'", "bus='sata'", errors.DomainXmlError, "two disks have the target"),
        ("dev='sda' bus='scsi'", "dev='vda' bus='virtio'", errors.UnsupportedError, "virtio"),
        ("<os>", "<os", errors.DomainXmlError, "well-formed"),
    ],
)
async def test_a_change_that_cannot_be_is_refused_before_anything_is_sent(
    simulator: Simulator,
    domain: aioesx.Domain,
    old: str,
    new: str,
    error: type[Exception],
    match: str,
) -> None:
    before = text_of(simulator)
    xml = (await domain.edit()).xml.replace(old, new, 1)

    with pytest.raises(error, match=match):
        await domain.redefine(xml)

    assert text_of(simulator) == before
    assert simulator.call_count["Reload"] == 0


async def test_a_running_domain_is_not_changed(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("web01")

    with pytest.raises(errors.InvalidStateError, match="running"):
        await domain.redefine(await domain.xml())


async def test_a_change_by_somebody_else_is_not_lost(
    simulator: Simulator, domain: aioesx.Domain
) -> None:
    edit = await domain.edit()
    change = await edit.plan(edit.xml.replace(">4</vcpu>", ">2</vcpu>"))
    assert change is not None
    simulator.change(lambda host: host.find("db01").change({"memsize": "1024"}))
    before = text_of(simulator)

    with pytest.raises(errors.HostBusyError, match="somebody else"):
        await edit.apply(change)

    assert text_of(simulator) == before


@pytest.mark.parametrize(("call", "fault"), [("PUT", ""), ("Reload", "InvalidState")])
async def test_a_failure_puts_the_file_back(
    simulator: Simulator, domain: aioesx.Domain, call: str, fault: str
) -> None:
    before = text_of(simulator)
    xml = await changed(domain, ">4</vcpu>", ">2</vcpu>")
    if fault:
        simulator.fault_on(call, fault, times=1)
    else:
        simulator.fault_on(call, body="no", status=507, times=1)

    with pytest.raises(errors.EsxError, match=r"db01\.vmx is as it was before"):
        await domain.redefine(xml)

    assert text_of(simulator) == before
    assert (await domain.info()).vcpus == 4


async def test_a_new_disk_takes_over_nothing_of_an_old_drive(
    simulator: Simulator, domain: aioesx.Domain
) -> None:
    cdrom = (
        "<disk type='file' device='cdrom'><source file='[nfs1] a.iso'/>"
        "<target dev='hdc' bus='ide'/><readonly/></disk>"
    )

    await domain.redefine(await changed(domain, "<devices>", f"<devices>{cdrom}"))

    assert 'ide1:0.clientDevice = "TRUE"' not in text_of(simulator)
    assert "[nfs1] a.iso" in await domain.xml()


async def test_a_sata_drive_that_shares_its_name_with_a_scsi_disk_is_shown_and_changed(
    simulator: Simulator, domain: aioesx.Domain
) -> None:
    before = lines_of(simulator)
    xml = (await domain.edit()).xml
    assert "<target dev='sda' bus='scsi'/>" in xml
    assert "<target dev='sda' bus='sata'/>" in xml

    await domain.redefine(xml.replace("[datastore1] iso/a.iso", "[nfs1] iso/b.iso"))

    assert "[nfs1] iso/b.iso" in await domain.xml()
    changes = before ^ lines_of(simulator)
    assert {line.split(" ")[0] for line in changes} == {"sata0:0.fileName"}


async def test_what_dumpxml_prints_of_such_a_machine_can_be_defined_again(
    esx: aioesx.Connection, domain: aioesx.Domain
) -> None:
    xml = await domain.xml(security_info=True)
    await domain.undefine()

    again = await esx.domains.define(xml, overwrite=True)

    assert disks_in(await again.xml()) == disks_in(xml)


def disks_in(xml: str) -> list[str]:
    return re.findall(r"<disk .*?</disk>", xml, re.DOTALL)


async def test_a_drive_that_the_hardware_does_not_have_is_not_shown_and_stays(
    simulator: Simulator, domain: aioesx.Domain
) -> None:
    simulator.change(lambda host: host.find("db01").change({"virtualHW.version": "9"}))
    simulator.change(lambda host: host.write_vmx(host.find("db01")))

    xml = await changed(domain, ">4</vcpu>", ">2</vcpu>")
    await domain.redefine(xml)

    assert "sata" not in xml
    assert 'sata0:0.present = "TRUE"' in text_of(simulator)


async def test_a_device_that_goes_takes_its_settings_along(
    simulator: Simulator, domain: aioesx.Domain
) -> None:
    xml = (await domain.edit()).xml
    start, end = xml.index("<interface"), xml.index("</interface>") + len("</interface>")

    await domain.redefine(xml[:start] + xml[end:])

    assert "ethernet0." not in text_of(simulator)
    assert 'sata0:0.present = "TRUE"' in text_of(simulator)


async def test_the_plan_shows_no_password(domain: aioesx.Domain) -> None:
    edit = await domain.edit()
    change = await edit.plan(edit.xml.replace(">4</vcpu>", ">2</vcpu>"))

    assert "hunter2" in edit.xml
    assert change is not None
    assert "hunter2" not in change.before + change.after + repr(change)
