"""What is with the machine, its chain, its host or its user while it leaves: told, nothing left.

Each test is one of the error cases of the export's facts, and holds for both event loops.
"""

from __future__ import annotations

import os
import struct
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from support.hosts import connected
from support.small_disks import MIB, content_of, scatter, shrink
from support.vcenter import Estate, quick, uri_of_vcenter

import aioesx
from aioesx._server.moving import ExportLimits, ExportProgress, ExportWay
from aioesx.errors import (
    ChainError,
    DiskChangedError,
    DiskFormatError,
    EsxError,
    ExportRefusedError,
    FileChangedError,
    FileLockedError,
    RestrictedLicenseError,
)
from aioesx.export import status
from aioesx.simulator import HostState, Simulator, presets
from aioesx.simulator.profile import ESXI_8_0, ESXI_8_0_FREE
from aioesx.simulator.state.datastore import Datastore
from aioesx.simulator.state.files import MemoryContent
from aioesx.simulator.state.sessions import User

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]  # the other one's turn is long

WAYS: tuple[ExportWay, ...] = ("folder", "lease")
CHAIN = "db01/db01-000001.vmdk"


async def nothing_left(store: Simulator, target: Path) -> None:
    """See that the host holds nothing of us, and that nothing here looks whole."""
    assert store.open_leases == 0
    assert store.open_filters == 0
    assert store.change(lambda host: [m for m in host.machines.values() if m.task]) == []
    for name in os.listdir(target):  # noqa: PTH208 - pathlib would block, too
        assert not name.endswith((".raw", ".qcow2", ".xml", ".ova", ".ovf"))
    assert all(told.state != "done" for told in await status(target))


def once(phase: str, action: Callable[[], Any]) -> Callable[[ExportProgress], Any]:
    """Return what does something the first time that bytes of a phase have come."""
    done: list[bool] = []

    async def on_progress(progress: ExportProgress) -> None:
        if progress.phase == phase and progress.at and not done:
            done.append(True)
            found = action()
            if hasattr(found, "__await__"):
                await found

    return on_progress


def ran_and_wrote(store: Simulator) -> None:
    """Have the machine run, write something, and be off again."""
    store.change(lambda host: host.find("db01").set_power("poweredOn"))
    store.write_disk("db01", "", 2 * MIB, b"written by the guest")
    store.change(lambda host: host.find("db01").set_power("poweredOff"))


# --- E12: it was powered on ----------------------------------------------------------------------


async def test_e12_a_machine_that_ran_in_between_is_not_called_whole(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    with pytest.raises((DiskChangedError, FileChangedError), match="changed"):
        await domain.export(
            tmp_path,
            way="folder",
            chunk_bytes=MIB,
            on_progress=once("copying", lambda: ran_and_wrote(store)),
        )

    await nothing_left(store, tmp_path)


async def test_e12_what_was_brought_before_it_ran_is_brought_anew(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    rule = store.fault_on("GET", object="*db01-flat.vmdk", body="no", status=500, skip=3)
    one = ExportLimits(per_disk=1)
    with pytest.raises(FileLockedError):
        await domain.export(tmp_path, format="raw", way="folder", chunk_bytes=MIB, limits=one)
    rule.times = 0
    ran_and_wrote(store)

    exported = await domain.export(tmp_path, format="raw", way="folder", chunk_bytes=MIB)

    assert exported.disks[0].resumed == 0
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")
    assert "content ID" in (tmp_path / "db01.export.json").read_text()


async def test_e12_a_machine_that_runs_now_is_refused(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    await domain.start()

    with pytest.raises(ExportRefusedError, match="the domain runs"):
        await domain.export(tmp_path, way="lease")

    assert store.call_count["ExportVm"] == 0
    await nothing_left(store, tmp_path)


# --- E13: a backup takes a snapshot --------------------------------------------------------------


async def test_e13_a_snapshot_that_a_backup_takes_in_between_is_told(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    with pytest.raises(EsxError, match=r"a snapshot was taken|was changed"):
        await domain.export(
            tmp_path,
            way="folder",
            chunk_bytes=MIB,
            on_progress=once("copying", lambda: domain.snapshots.create("backup")),
        )

    await nothing_left(store, tmp_path)
    assert [each.name for each in await domain.snapshots.list()] == ["backup"]


async def test_e13_a_snapshot_that_came_and_went_has_the_disk_begin_anew(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    rule = store.fault_on("GET", object="*db01-flat.vmdk", body="no", status=500, skip=3)
    one = ExportLimits(per_disk=1)
    with pytest.raises(FileLockedError):
        await domain.export(tmp_path, format="raw", way="folder", chunk_bytes=MIB, limits=one)
    rule.times = 0
    snapshot = await domain.snapshots.create("backup")
    ran_and_wrote(store)
    await snapshot.delete()

    exported = await domain.export(tmp_path, format="raw", way="folder", chunk_bytes=MIB)

    assert exported.disks[0].resumed == 0
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


async def test_e13_a_lease_keeps_a_backup_away(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    refused: list[str] = []

    async def backup() -> None:
        with pytest.raises(EsxError) as caught:
            await domain.snapshots.create("backup")
        refused.append(str(caught.value))

    await domain.export(tmp_path, format="raw", way="lease", on_progress=once("copying", backup))

    assert "disabled" in refused[0]
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


# --- E14, E15: the chain -------------------------------------------------------------------------


def rewrite(store: Simulator, path: str, old: str, new: str) -> None:
    """Change the text of a descriptor behind everybody's back."""

    def change(host: Any) -> None:
        files = host.datastore("datastore1")
        content = files.file(path).content
        text = content.read(0, content.size).decode()
        assert old in text, text
        files.change_content(files.file(path), MemoryContent(text.replace(old, new).encode()))

    store.change(change)


@pytest.fixture
async def chained(domain: aioesx.Domain, store: Simulator) -> aioesx.Domain:
    """The machine with a snapshot, upon which something was written."""
    await domain.snapshots.create("one")
    scatter(store, "db01", 4 * MIB)
    return domain


async def test_e14_a_chain_that_is_as_it_should_is_read_through(
    chained: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    await chained.export(tmp_path, format="raw", way="folder", chunk_bytes=MIB)

    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


BROKEN = [
    ("db01/db01.vmdk", "CID=", "CID=0badcafe\n#", "CID"),
    (CHAIN, 'parentFileNameHint="db01.vmdk"', 'parentFileNameHint="gone.vmdk"', "no such file"),
    (
        CHAIN,
        'parentFileNameHint="db01.vmdk"',
        'parentFileNameHint="db01-000001.vmdk"',
        "leads back",
    ),
    (
        CHAIN,
        'parentFileNameHint="db01.vmdk"',
        'parentFileNameHint="../../etc/passwd"',
        "does not name a file",
    ),
    (
        CHAIN,
        'parentFileNameHint="db01.vmdk"',
        'parentFileNameHint="/etc/passwd"',
        "no datastore|not name|what datastore",
    ),
]


@pytest.mark.parametrize(("path", "old", "new", "says"), BROKEN)
async def test_e14_a_chain_that_is_broken_is_told_link_by_link(
    chained: aioesx.Domain,
    store: Simulator,
    tmp_path: Path,
    path: str,
    old: str,
    new: str,
    says: str,
) -> None:
    rewrite(store, path, old, new)

    with pytest.raises((ChainError, DiskFormatError), match=f"(?s){says}"):
        await chained.export(tmp_path, way="folder", chunk_bytes=MIB)

    await nothing_left(store, tmp_path)


async def test_e15_a_snapshot_whose_journal_is_to_be_replayed_is_not_read(
    chained: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    def unclean(host: Any) -> None:
        files = host.datastore("datastore1")
        [extent] = [f for f in files.files_in("db01") if f.path.endswith("-sesparse.vmdk")]
        data = bytearray(extent.content.read(0, extent.content.size))
        at = data.index(struct.pack("<Q", 0xCAFECAFE))
        struct.pack_into("<Q", data, at + 24, 1)
        files.change_content(extent, MemoryContent(bytes(data)))

    store.change(unclean)

    with pytest.raises((ChainError, DiskFormatError), match=r"(?s)journal"):
        await chained.export(tmp_path, way="folder", chunk_bytes=MIB)

    await nothing_left(store, tmp_path)


# --- E19: rights ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "lacks"),
    [
        ("folder", ("Datastore.Browse", "Datastore.FileManagement")),
        ("lease", ("VApp.Export", "Datastore.Browse")),
        ("snapshot", ("VApp.Export", "VirtualMachine.State.CreateSnapshot")),
    ],
)
async def test_e19_rights_that_are_missing_are_all_named_before_the_first_byte(
    tmp_path: Path, way: ExportWay, lacks: tuple[str, ...]
) -> None:
    estate = Estate(options=quick())
    estate.vcenter.users["ann"] = User("ann", "secret")
    [store] = [s for s in estate.esx1.datastores.values() if s.name == "datastore1"]
    for thing in (estate.esx1.find("db01"), store):
        estate.vcenter.grant("ann", thing, ("System.Read",))
    with estate.site(tls=False) as site:
        assert site.vcenter is not None
        async with aioesx.connect(uri_of_vcenter(site, user="ann"), password="secret") as esx:
            domain = await esx.domains.lookup("db01")
            site.vcenter.forget_calls()
            with pytest.raises(ExportRefusedError) as caught:
                await domain.export(tmp_path, way=way)
            assert {"ExportVm", "CreateSnapshot_Task", "GET"}.isdisjoint(site.vcenter.call_count)
        assert site.vcenter.open_sessions == 0

    [told] = [str(each) for each in caught.value.refusals if each.kind == "rights"]
    assert all(privilege in told for privilege in lacks)
    assert "\n" not in told
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - pathlib would block, too


# --- E20: the free licence -----------------------------------------------------------------------


@pytest.fixture
async def free() -> AsyncIterator[tuple[Simulator, aioesx.Domain]]:
    """A machine of a host with the free licence."""
    host = presets.small_host(machines=5, profile=ESXI_8_0_FREE)
    shrink(host, "db01", 6 * MIB)
    with Simulator(host, username="root", password="secret") as simulator:
        scatter(simulator, "db01", 0, 3 * MIB)
        async with connected(simulator) as esx:
            yield simulator, await esx.domains.lookup("db01")


async def test_e20_with_a_free_licence_a_machine_leaves_by_its_files(
    free: tuple[Simulator, aioesx.Domain], tmp_path: Path
) -> None:
    store, domain = free

    exported = await domain.export(tmp_path, format="raw", chunk_bytes=MIB)

    assert exported.plan.way == "folder"
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


async def test_e20_with_a_free_licence_a_stream_is_refused_with_what_to_do_instead(
    free: tuple[Simulator, aioesx.Domain], tmp_path: Path
) -> None:
    store, domain = free

    with pytest.raises(ExportRefusedError, match="way 'folder'"):
        await domain.export(tmp_path, way="lease")

    assert store.call_count["ExportVm"] == 0
    await nothing_left(store, tmp_path)


async def test_e20_a_licence_that_hides_and_refuses_then_is_told(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    store.fault_on("ExportVm", "RestrictedVersion", message="Current license prohibits it.")

    with pytest.raises(RestrictedLicenseError, match="prohibits"):
        await domain.export(tmp_path, way="lease")

    await nothing_left(store, tmp_path)


# --- E21: no files -------------------------------------------------------------------------------


def mounted(host: HostState, word: str) -> Datastore:
    """Return a further datastore of a host, of some kind."""
    store = Datastore(
        moid="u-1",
        name="objects",
        mount="/vmfs/volumes/u-1",
        host=host,
        kind=word,
        capacity=2**40,
        uuid="u-1",
    )
    host.datastores["u-1"] = store
    return store


@pytest.fixture(params=["vsan", "vvol"])
async def objects(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Simulator, aioesx.Domain]]:
    """A machine whose disk is an object."""
    host = presets.empty_host(profile=ESXI_8_0)
    made = mounted(host, request.param)
    presets.add_machine(host, presets.MachineKind("m", disk_gib=1), made.name)
    shrink(host, "m", 6 * MIB)
    with Simulator(host, username="root", password="secret") as simulator:
        scatter(simulator, "m", 0, 3 * MIB)
        async with connected(simulator) as esx:
            yield simulator, await esx.domains.lookup("m")


async def test_e21_objects_are_not_read_as_files(
    objects: tuple[Simulator, aioesx.Domain], tmp_path: Path
) -> None:
    store, domain = objects

    with pytest.raises(ExportRefusedError, match="keeps objects"):
        await domain.export(tmp_path, way="folder")

    await nothing_left(store, tmp_path)


async def test_e21_objects_leave_as_a_stream(
    objects: tuple[Simulator, aioesx.Domain], tmp_path: Path
) -> None:
    store, domain = objects

    exported = await domain.export(tmp_path, format="raw", chunk_bytes=MIB)

    assert exported.plan.way == "lease"
    assert (tmp_path / "m.raw").read_bytes() == content_of(store, "m")


OTHER_NAMES = ("web 01", "a#b", "50% off", "Größe & 'Name'", "a+b;c=d", "日本")


def long(value: str) -> Any:
    """Leave an example to the long tests."""
    return pytest.param(value, marks=pytest.mark.long)


# --- E22: names ----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["a #1 (50%) Größe", *map(long, OTHER_NAMES)])
async def test_e22_a_machine_of_any_name_leaves(tmp_path: Path, way: ExportWay, name: str) -> None:
    host = presets.empty_host()
    presets.add_machine(host, presets.MachineKind(name, disk_gib=1))
    shrink(host, name, 2 * MIB)
    with Simulator(host, username="root", password="secret") as store:
        scatter(store, name, MIB)
        async with connected(store) as esx:
            domain = await esx.domains.lookup(name)
            exported = await domain.export(tmp_path, format="raw", way=way, chunk_bytes=MIB)

        assert (tmp_path / f"{name}.raw").read_bytes() == content_of(store, name)
    assert sorted(exported.files) == sorted(tmp_path / file for file in exported.plan.files)


@pytest.mark.parametrize("name", ["../up", *map(long, ("a/b", ".hidden", "-x"))])
async def test_e22_a_name_that_no_file_can_have_leads_nowhere_else(
    tmp_path: Path, name: str
) -> None:
    host = presets.empty_host()
    kind = presets.MachineKind("m", disk_gib=1, settings=(("displayName", name),))
    presets.add_machine(host, kind)
    shrink(host, name, 2 * MIB)
    target = tmp_path / "in" / "here"
    with Simulator(host, username="root", password="secret") as store:
        async with connected(store) as esx:
            exported = await (await esx.domains.lookup(name)).export(target, way="folder")

    assert {path.parent for path in exported.files} == {target}
    assert os.listdir(tmp_path / "in") == ["here"]  # noqa: PTH208 - pathlib would block, too
    assert all(file[0] not in ".-" for file in exported.plan.files)


# --- E24: twice at once --------------------------------------------------------------------------


async def test_e24_two_exports_of_a_machine_by_files_do_not_meet(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    async def leave(name: str) -> None:
        await domain.export(tmp_path / name, way="folder")

    async with anyio.create_task_group() as group:
        for name in ("one", "two"):
            group.start_soon(leave, name)

    assert [told.state for told in await status(tmp_path / "one")] == ["done"]
    assert [told.state for told in await status(tmp_path / "two")] == ["done"]


async def test_e24_of_two_leases_one_is_refused_and_the_other_is_whole(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    refused: list[EsxError] = []
    second = tmp_path / "second"

    async def again() -> None:
        with pytest.raises(EsxError) as caught:
            await domain.export(second, way="lease")
        refused.append(caught.value)

    await domain.export(
        tmp_path / "first", format="raw", way="lease", on_progress=once("copying", again)
    )

    assert len(refused) == 1
    assert (tmp_path / "first" / "db01.raw").read_bytes() == content_of(store, "db01")
    assert store.open_leases == 0
    assert [told.state for told in await status(second)] in ([], ["copying"])
