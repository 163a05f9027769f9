"""What an export would do, told before the first byte: sizes, names, room, rights, the way."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from support.hosts import connected
from support.surveys import GIB, a_disk, a_link, a_survey
from support.vcenter import Estate, quick, uri_of_vcenter

import aioesx
from aioesx import WarmOptions
from aioesx._server.moving import ExportOptions
from aioesx.errors import ExportRefusedError
from aioesx.export.before import planning
from aioesx.export.before.earlier import Wanted
from aioesx.export.before.planning import Room, free_in, look_at, needed, planned_disks, target_of
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import ESXI_8_0_FREE, PROFILES
from aioesx.simulator.state.sessions import User

pytestmark = pytest.mark.anyio

READ = "RetrievePropertiesEx"


async def test_a_plan_tells_disks_files_sizes_and_the_way(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    domain = await esx.domains.lookup("db01")
    simulator.forget_calls()

    plan = await domain.plan_export(tmp_path / "new" / "directory", networks={"VM Network": "br0"})

    assert simulator.call_count == {READ: 2, "HasPrivilegeOnEntities": 1}
    [disk] = plan.disks
    assert (plan.domain, plan.uuid, plan.format) == ("db01", domain.uuid, "qcow2")
    assert (plan.way, "thin" in plan.why) == ("lease", True)
    assert (disk.number, disk.file, disk.target, disk.links) == (1, "db01.qcow2", "sda", 1)
    assert plan.files == ("db01.qcow2", "db01.xml", "db01.export.json")
    assert plan.capacity == disk.capacity == 64 * GIB
    assert 16 * GIB < plan.needed < 17 * GIB
    assert plan.free is not None
    assert [each.kind for each in plan.warnings] == ["hardware"]
    assert {each.kind for each in plan.refusals} <= {"space"}
    assert not (tmp_path / "new").exists()


async def test_a_plan_changes_nothing_and_reads_no_disk(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    domain = await esx.domains.lookup("win01")
    simulator.forget_calls()

    plan = await domain.plan_export(tmp_path, warm=WarmOptions())

    assert set(simulator.call_count) == {READ, "HasPrivilegeOnEntities"}
    assert simulator.open_leases == 0
    assert plan.way == "snapshot"
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - pathlib would block, too


async def test_all_that_is_in_the_way_is_told_at_once(
    esx: aioesx.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "look_at", lambda *_: Room(GIB))
    domain = await esx.domains.lookup("web01")

    plan = await domain.plan_export(tmp_path, way="folder")

    assert [each.kind for each in plan.refusals] == ["running", "space"]
    assert [each.kind for each in plan.warnings] == ["hardware", "networks"]


@pytest.mark.parametrize("within", ["", "deep/er", "db01.ova"])
async def test_a_target_in_which_nothing_can_be_made_is_in_the_way(
    esx: aioesx.Connection, tmp_path: Path, within: str
) -> None:
    (tmp_path / "file").touch()
    domain = await esx.domains.lookup("db01")

    plan = await domain.plan_export(tmp_path / "file" / within)

    [told] = [str(each) for each in plan.refusals if each.kind == "target"]
    assert told == f"'{tmp_path / 'file'}' is no directory"
    with pytest.raises(ExportRefusedError):
        await domain.export(tmp_path / "file" / within)
    assert (tmp_path / "file").is_file()


@pytest.mark.skipif(os.geteuid() == 0, reason="who is root may write anywhere")
async def test_a_directory_of_others_is_in_the_way(esx: aioesx.Connection, tmp_path: Path) -> None:
    (tmp_path / "of others").mkdir(mode=0o555)
    domain = await esx.domains.lookup("db01")

    plan = await domain.plan_export(tmp_path / "of others" / "new")

    assert [str(each) for each in plan.refusals if each.kind == "target"] == [
        f"'{tmp_path / 'of others'}' cannot be written to"
    ]


async def test_a_disk_of_another_package_is_in_no_archives_way(
    esx: aioesx.Connection, tmp_path: Path
) -> None:
    (tmp_path / "db01-disk1.vmdk").touch()
    domain = await esx.domains.lookup("db01")

    archive = await domain.plan_export(tmp_path / "db01.ova")
    package = await domain.plan_export(tmp_path, format="ovf")

    assert "exists" not in [each.kind for each in archive.refusals]
    [told] = [str(each) for each in package.refusals if each.kind == "exists"]
    assert "db01-disk1.vmdk" in told


async def test_a_running_machine_leaves_by_a_snapshot_and_the_plan_says_what_that_is(
    esx: aioesx.Connection, tmp_path: Path
) -> None:
    plan = await (await esx.domains.lookup("web01")).plan_export(tmp_path)

    assert plan.way == "snapshot"
    assert "live" in [each.kind for each in plan.warnings]
    assert "running" not in [each.kind for each in plan.refusals]


async def test_a_free_licence_reads_files_and_refuses_a_stream(tmp_path: Path) -> None:
    host = presets.small_host(profile=ESXI_8_0_FREE)
    with Simulator(host, username="root", password="secret") as simulator:
        async with connected(simulator) as esx:
            domain = await esx.domains.lookup("db01")
            plan = await domain.plan_export(tmp_path)
            asked = await domain.plan_export(tmp_path, way="lease")

    assert plan.way == "folder"
    assert "licence" in plan.why
    assert "licence" not in [each.kind for each in plan.refusals]
    [told] = [str(each) for each in asked.refusals if each.kind == "licence"]
    assert "way 'folder'" in told


OFTEN = ("esx-3.5", "esxi-8.0")
HOSTS = [
    pytest.param(name, marks=() if name in OFTEN else pytest.mark.long)
    for name, profile in PROFILES.items()
    if not profile.is_vcenter
]


@pytest.mark.parametrize("name", HOSTS)
@pytest.mark.one_loop
async def test_every_product_can_be_planned_for(name: str, tmp_path: Path) -> None:
    host = presets.small_host(profile=PROFILES[name])
    with Simulator(host, username="root", password="secret") as simulator:
        async with connected(simulator) as esx:
            for entry in await esx.domains.list():
                plan = await entry.domain.plan_export(tmp_path)
                assert plan.files
                assert "old-host" not in [each.kind for each in plan.refusals]


@pytest.fixture
async def ann() -> AsyncIterator[Any]:
    """Give a function that gives ann some rights on db01 and its datastores, and connects her."""
    estate = Estate(options=quick())
    estate.vcenter.users["ann"] = User("ann", "secret")
    with estate.site(tls=False) as site:

        async def plan(on_machine: tuple[str, ...], on_store: tuple[str, ...], **how: Any) -> Any:
            [store] = [s for s in estate.esx1.datastores.values() if s.name == "datastore1"]
            estate.vcenter.grant("ann", estate.esx1.find("db01"), on_machine)
            estate.vcenter.grant("ann", store, on_store)
            uri = uri_of_vcenter(site, user="ann")
            async with aioesx.connect(uri, password="secret") as esx:
                return await (await esx.domains.lookup("db01")).plan_export(**how)

        yield plan


async def test_rights_that_are_missing_are_named_in_one_line(ann: Any, tmp_path: Path) -> None:
    looking = ("System.Read",)

    plan = await ann(looking, looking, target=tmp_path, warm=WarmOptions())

    [told] = [str(each) for each in plan.refusals if each.kind == "rights"]
    for privilege in (
        "VApp.Export",
        "VirtualMachine.State.CreateSnapshot",
        "VirtualMachine.State.RemoveSnapshot",
        "VirtualMachine.Config.ChangeTracking",
        "VirtualMachine.Provisioning.DiskRandomRead",
        "Datastore.Browse",
        "Datastore.FileManagement",
    ):
        assert privilege in told
    assert "on the domain 'db01'" in told
    assert "on the datastore 'datastore1'" in told
    assert "\n" not in told


async def test_nothing_is_said_of_rights_that_are_there(ann: Any, tmp_path: Path) -> None:
    plan = await ann(("VApp.Export",), ("Datastore.Browse",), target=tmp_path, way="lease")

    assert "rights" not in [each.kind for each in plan.refusals]


@pytest.mark.parametrize("method", ["HasPrivilegeOnEntities", READ])
async def test_a_host_that_does_not_tell_rights_forbids_nothing(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path, method: str
) -> None:
    domain = await esx.domains.lookup("db01")
    if method == READ:  # of the two the second: licence and session
        simulator.fault_on(method, "NoPermission", skip=1, times=1)
    else:
        simulator.fault_on(method, "NoPermission")

    plan = await domain.plan_export(tmp_path)

    assert "rights" not in [each.kind for each in plan.refusals]


# --- without a host ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "given", "directory", "stem", "kind"),
    [
        ("out", {}, "out", "web", "qcow2"),
        (Path("out"), {"name": "copy", "format": "raw"}, "out", "copy", "raw"),
        ("out/web.ova", {}, "out", "web", "ova"),
        ("x.OVA", {"format": "ova"}, ".", "x", "ova"),
        ("out", {"format": "ova"}, "out", "web", "ova"),
    ],
)
def test_a_target_is_a_directory_or_the_file_of_an_ova(
    target: Any, given: dict[str, Any], directory: str, stem: str, kind: str
) -> None:
    assert target_of(target, ExportOptions(**given), "web") == (Path(directory), stem, kind)


def test_a_sink_of_the_callers_has_no_directory() -> None:
    assert target_of(object(), ExportOptions(), "a/b").directory is None  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["../x", "", ".x", "a/b", "x" * 300])
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name="):
        target_of("out", ExportOptions(name=name), "web")


@pytest.mark.parametrize("kind", ["qcow2", "raw", "ovf", "ova"])
def test_what_is_not_allocated_takes_no_room(kind: Any) -> None:
    thin = a_disk(links=(a_link(thin=True),), capacity=1024 * GIB, allocated=50 * GIB)
    full = a_disk(capacity=50 * GIB, allocated=None)

    assert 50 * GIB <= needed([thin], kind) < 51 * GIB
    assert 50 * GIB <= needed([full], kind) < 51 * GIB
    assert needed([thin, full], kind) < needed([thin], kind) + needed([full], kind)


def test_a_chain_takes_no_more_than_the_disk_can_hold() -> None:
    chain = a_disk(capacity=10 * GIB, allocated=30 * GIB)

    assert needed([chain], "raw") < 10 * GIB + 2**20


def test_disks_are_planned_in_the_machines_order() -> None:
    seen = a_survey(disks=(a_disk(1), a_disk(2)))

    disks = planned_disks(seen, target_of("out", ExportOptions(), "web"))

    assert [(disk.number, disk.file, disk.target) for disk in disks] == [
        (1, "web-disk1.qcow2", "sda"),
        (2, "web-disk2.qcow2", "sdb"),
    ]


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """A directory in which an earlier run has left something with a hole."""
    file = tmp_path / "web.qcow2.part"
    with file.open("wb") as opened:
        opened.write(os.urandom(2**20))
        opened.truncate(2**30)
    return tmp_path


NAMES = ("web.qcow2", "web.xml", "web.export.json")
ASKED = Wanted(a_survey(), "qcow2", warm=False)


def test_what_an_earlier_run_has_left_counts_as_room(half: Path) -> None:
    (half / "web.export.json").write_text("{}")

    room = look_at(half, NAMES, ExportOptions(), ASKED)

    assert room.free is not None
    assert 2**20 <= room.held < 2**21
    assert room.existing == ()
    assert look_at(half, NAMES, ExportOptions(resume=False), ASKED).held == 0


def test_files_that_would_be_replaced_are_named_unless_they_may_be(half: Path) -> None:
    (half / "web.xml").write_text("not ours")

    assert look_at(half, NAMES, ExportOptions(), ASKED).existing == ("web.xml",)
    assert look_at(half, NAMES, ExportOptions(overwrite=True), ASKED).existing == ()


def test_what_is_gone_on_with_is_in_nobodys_way(half: Path) -> None:
    for name in NAMES:
        (half / name).write_text("{}")

    assert look_at(half, NAMES, ExportOptions(), ASKED).existing == ()
    assert look_at(half, NAMES, ExportOptions(resume=False), ASKED).existing == NAMES[:2]


def test_room_is_told_of_a_directory_that_is_not_there_yet(half: Path) -> None:
    assert free_in(half / "a" / "b") is not None
    assert free_in(half / "web.qcow2.part" / "b") is not None
