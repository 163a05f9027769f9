"""The checks of `Domain` and its snapshots."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from support.contract import Case, contract

import aioesx
from aioesx import DomainState, errors
from aioesx.simulator.versions import at_least

__all__: list[str] = []

ON, OFF = "poweredOn", "poweredOff"
PNG = b"\x89PNG"


@contract("Domain.start", changes=True)
async def start(case: Case) -> None:
    domain = await case.domain()
    await domain.start()
    assert case.power(domain) == ON


@contract("Domain.destroy", changes=True)
async def destroy(case: Case) -> None:
    domain = await case.domain(ON)
    await domain.destroy()
    assert case.power(domain) == OFF


@contract("Domain.suspend", changes=True)
async def suspend(case: Case) -> None:
    domain = await case.domain(ON)
    await domain.suspend()
    assert case.power(domain) == "suspended"


@contract("Domain.resume", changes=True)
async def resume(case: Case) -> None:
    domain = await case.domain("suspended")
    await domain.resume()
    assert case.power(domain) == ON


@contract("Domain.consolidate", changes=True)
async def consolidate(case: Case) -> None:
    domain = await case.domain()
    if not at_least(case.profile.api_version, "5.0"):
        with pytest.raises(errors.NotSupportedError, match=r"5\.0"):
            await domain.consolidate()
        return

    def lose(host: Any) -> None:
        snapshots = host.find(domain.name).snapshots
        snapshots.take("lost", "", memory=False, quiesce=False)
        snapshots.roots, snapshots.current = [], None

    case.on_host(lose)
    await domain.consolidate()
    assert not case.on_host(lambda host: host.find(domain.name).snapshots.unmerged)


@contract("Domain.shutdown", changes=True)
async def shutdown(case: Case) -> None:
    domain = await case.domain(ON)
    await domain.shutdown()
    await domain.wait_for(DomainState.SHUTOFF, timeout=10)
    assert case.power(domain) == OFF


@contract("Domain.reboot", changes=True)
async def reboot(case: Case) -> None:
    domain = await case.domain(ON)
    await domain.reboot()
    assert case.power(domain) == ON


@contract("Domain.reset", changes=True)
async def reset(case: Case) -> None:
    domain = await case.domain(ON)
    await domain.reset()
    assert case.power(domain) == ON


@contract("Domain.wait_for")
async def wait_for(case: Case) -> None:
    domain = await case.domain(ON)
    case.on_host(lambda host: host.find(domain.name).set_power(OFF))
    await domain.wait_for(DomainState.SHUTOFF, timeout=10)


@contract("Domain.wait_for_address")
async def wait_for_address(case: Case) -> None:
    domain = await case.domain(ON)
    address = await domain.wait_for_address(version=4, timeout=10)
    assert str(address).startswith("198.51.100.")


@contract("Domain.state")
async def state(case: Case) -> None:
    assert await (await case.domain(ON)).state() is DomainState.RUNNING


@contract("Domain.status")
async def status(case: Case) -> None:
    assert (await (await case.domain("suspended")).status()).state is DomainState.PAUSED


@contract("Domain.info")
async def info(case: Case) -> None:
    found = await (await case.domain()).info()
    assert (found.state, found.vcpus, found.memory) == (DomainState.SHUTOFF, 1, 256 * 1024)


@contract("Domain.xml")
async def xml(case: Case) -> None:
    domain = await case.domain()
    text = await domain.xml()
    assert f"[{case.datastore}] {domain.name}/{domain.name}.vmdk" in text


@contract("Domain.edit")
async def edit(case: Case) -> None:
    domain = await case.domain()
    assert f"<name>{domain.name}</name>" in (await domain.edit()).xml


@contract("Domain.definition")
async def definition(case: Case) -> None:
    domain = await case.domain()
    assert (await domain.definition()).name == domain.name


@contract("Domain.redefine", changes=True)
async def redefine(case: Case) -> None:
    domain = await case.domain()
    text = (await domain.edit()).xml.replace(">1</vcpu>", ">2</vcpu>")
    assert await domain.redefine(text)
    assert (await domain.info()).vcpus == 2


@contract("Domain.undefine", changes=True)
async def undefine(case: Case) -> None:
    domain = await case.domain()
    await domain.undefine()
    with pytest.raises(errors.NoSuchDomainError):
        await case.esx.domains.lookup(domain.name)


@contract("Domain.set_vcpus", changes=True)
async def set_vcpus(case: Case) -> None:
    domain = await case.domain()
    await domain.set_vcpus(2)
    assert (await domain.info()).vcpus == 2


@contract("Domain.max_vcpus")
async def max_vcpus(case: Case) -> None:
    assert await (await case.domain()).max_vcpus() == case.profile.max_vcpus


@contract("Domain.set_max_memory", changes=True)
async def set_max_memory(case: Case) -> None:
    domain = await case.domain()
    await domain.set_max_memory(512 * 1024)
    assert (await domain.info()).max_memory == 512 * 1024


@contract("Domain.set_memory", changes=True)
async def set_memory(case: Case) -> None:
    domain = await case.domain()
    await domain.set_memory(128 * 1024)
    assert (await domain.info()).memory == 128 * 1024


@contract("Domain.set_memory_guarantee", changes=True)
async def set_memory_guarantee(case: Case) -> None:
    domain = await case.domain()
    await domain.set_memory_guarantee(64 * 1024)
    assert await domain.memory_guarantee() == 64 * 1024


@contract("Domain.memory_guarantee")
async def memory_guarantee(case: Case) -> None:
    assert await (await case.domain()).memory_guarantee() == 0


@contract("Domain.set_scheduler", changes=True)
async def set_scheduler(case: Case) -> None:
    domain = await case.domain()
    await domain.set_scheduler(reservation=100, limit=2000, shares=-3)
    found = await domain.scheduler()
    assert (found.reservation, found.limit, found.shares) == (100, 2000, -3)


@contract("Domain.scheduler")
async def scheduler(case: Case) -> None:
    assert (await (await case.domain()).scheduler()).limit == -1


@contract("Domain.set_autostart", changes=True)
async def set_autostart(case: Case) -> None:
    domain = await case.domain()
    case.on_host(lambda host: host.autostart.entries.clear())
    await domain.set_autostart(True)
    assert await domain.autostart()
    await domain.set_autostart(False)


@contract("Domain.autostart")
async def autostart(case: Case) -> None:
    assert not await (await case.domain()).autostart()


@contract("Domain.insert_media", changes=True)
async def insert_media(case: Case) -> None:
    case.on_host(lambda host: host.datastore(case.datastore).put_text("iso/a.iso", "x"))
    domain = await case.domain()
    await domain.insert_media(f"[{case.datastore}] iso/a.iso")
    assert any(disk.source == f"[{case.datastore}] iso/a.iso" for disk in await domain.disks())


@contract("Domain.eject_media", changes=True)
async def eject_media(case: Case) -> None:
    domain = await case.domain()
    await domain.eject_media()
    assert any(d.device == "cdrom" and d.source is None for d in await domain.disks())


@contract("Domain.disks")
async def disks(case: Case) -> None:
    domain = await case.domain()
    sources = [disk.source for disk in await domain.disks()]
    assert f"[{case.datastore}] {domain.name}/{domain.name}.vmdk" in sources


@contract("Domain.interfaces")
async def interfaces(case: Case) -> None:
    (card,) = await (await case.domain()).interfaces()
    assert str(card.mac).startswith("00:0c:29")


@contract("Domain.interface_addresses")
async def interface_addresses(case: Case) -> None:
    (card,) = await (await case.domain(ON)).interface_addresses()
    assert str(card.addresses[0].address).startswith("198.51.100.")


@contract("Domain.hostname")
async def hostname(case: Case) -> None:
    domain = await case.domain(ON)
    assert await domain.hostname() == domain.name


@contract("Domain.cpu_usage")
async def cpu_usage(case: Case) -> None:
    assert await (await case.domain(ON)).cpu_usage()


@contract("Domain.vnc_display")
async def vnc_display(case: Case) -> None:
    assert await (await case.domain()).vnc_display() is None


@contract("Domain.screenshot")
async def screenshot(case: Case) -> None:
    assert (await (await case.domain(ON)).screenshot()).startswith(PNG)


@contract("Domain.save_screenshot")
async def save_screenshot(case: Case) -> None:
    picture = BytesIO()
    await (await case.domain(ON)).save_screenshot(picture)
    assert picture.getvalue().startswith(PNG)


@contract("Domain.console", changes=True)
async def console(case: Case) -> None:
    ticket = await (await case.domain(ON)).console("mks")
    assert ticket.ticket
    assert ticket.port == 902


@contract("Domain.send_keys", changes=True)
async def send_keys(case: Case) -> None:
    domain = await case.domain(ON)
    if not at_least(case.esx.api_version, "6.5") or not at_least(case.profile.api_version, "6.5"):
        with pytest.raises(errors.NotSupportedError):
            await domain.send_keys("root\n")
        return
    assert await domain.send_keys("root\n") == 5
    assert case.simulator.typed(domain.name) == "root\n"


@contract("Domain.pending_question")
async def pending_question(case: Case) -> None:
    question = await (await case.asking()).pending_question()
    assert question is not None
    assert question.default == question.choices[2]


@contract("Domain.answer", changes=True)
async def answer(case: Case) -> None:
    domain = await case.asking()
    question = await domain.pending_question()
    assert question is not None
    await domain.answer(question, "I moved it")
    assert await domain.pending_question() is None


# --- snapshots -----------------------------------------------------------------------------------


@contract("Snapshots.create", changes=True)
async def create(case: Case) -> None:
    domain = await case.domain()
    snapshot = await domain.snapshots.create("one")
    assert await snapshot.is_current()


@contract("Snapshots.create_from_xml", changes=True)
async def create_from_xml(case: Case) -> None:
    domain = await case.domain()
    text = "<domainsnapshot><name>two</name></domainsnapshot>"
    assert (await domain.snapshots.create_from_xml(text)).name == "two"


@contract("Snapshots.current")
async def current(case: Case) -> None:
    domain, _ = await case.snapshots("a", "b")
    found = await domain.snapshots.current()
    assert found is not None
    assert found.name == "b"


@contract("Snapshots.list")
async def list_(case: Case) -> None:
    domain, _ = await case.snapshots("a", "b")
    assert [info.name for info in await domain.snapshots.list()] == ["a", "b"]


@contract("Snapshots.lookup")
async def lookup(case: Case) -> None:
    domain, _ = await case.snapshots("a")
    with pytest.raises(errors.NoSuchSnapshotError):
        await domain.snapshots.lookup("none")


@contract("Snapshots.tree")
async def tree(case: Case) -> None:
    domain, _ = await case.snapshots("a", "b")
    assert await domain.snapshots.tree()


@contract("Snapshots.delete_older_than", changes=True)
async def delete_older_than(case: Case) -> None:
    domain, _ = await case.snapshots("a")
    await domain.snapshots.delete_older_than(datetime.now(UTC) + timedelta(days=1))
    assert await domain.snapshots.list() == []


@contract("Snapshot.info")
async def snapshot_info(case: Case) -> None:
    _, (snapshot,) = await case.snapshots("a")
    assert (await snapshot.info()).description == "text"


@contract("Snapshot.xml")
async def snapshot_xml(case: Case) -> None:
    _, (snapshot,) = await case.snapshots("a")
    assert "<name>a</name>" in await snapshot.xml()


@contract("Snapshot.is_current")
async def is_current(case: Case) -> None:
    _, (first, last) = await case.snapshots("a", "b")
    assert (await first.is_current(), await last.is_current()) == (False, True)


@contract("Snapshot.parent")
async def parent(case: Case) -> None:
    _, (first, last) = await case.snapshots("a", "b")
    assert (await first.parent(), await last.parent()) == (None, first)


@contract("Snapshot.children")
async def children(case: Case) -> None:
    _, (first, last) = await case.snapshots("a", "b")
    assert await first.children() == [last]


@contract("Snapshot.revert", changes=True)
async def revert(case: Case) -> None:
    domain, (snapshot,) = await case.snapshots("a")
    case.on_host(lambda host: host.find(domain.name).set_power(ON))
    await snapshot.revert()
    assert case.power(domain) == OFF


@contract("Snapshot.delete", changes=True)
async def delete(case: Case) -> None:
    domain, (snapshot,) = await case.snapshots("a")
    await snapshot.delete()
    assert await domain.snapshots.list() == []


@contract("PendingQuestion.answer", changes=True)
async def answer_pending(case: Case) -> None:
    domain = await case.asking()
    pending = [q for q in await case.esx.domains.pending_questions() if q.domain == domain]
    await pending[0].answer(aioesx.Choice("2", "I copied it"))
    assert await domain.pending_question() is None
