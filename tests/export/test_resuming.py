"""An export that was broken off is gone on with, as long as the machine is as it was."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.eventually import eventually
from support.hosts import connected
from support.small_disks import MIB, content_of

from aioesx._server.moving import ExportLimits, ExportProgress
from aioesx.errors import (
    DiskChangedError,
    EsxError,
    ExportRefusedError,
    ExportStateError,
    FileChangedError,
    ProofError,
    TransferError,
)
from aioesx.export import status
from aioesx.export.record import read_record

if TYPE_CHECKING:
    import aioesx
    from aioesx.simulator import Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

FLAT = "*db01-flat.vmdk"
ONE = ExportLimits(per_disk=1)

PROGRAM = """
import anyio, sys
import aioesx
from aioesx._server.moving import ExportLimits

async def main(uri, ca, target):
    async with aioesx.connect(uri + f"?cacert={ca}", password="secret") as esx:
        domain = await esx.domains.lookup("db01")
        await domain.export(target, format=FORMAT, way="folder", chunk_bytes=2**20,
                            limits=ExportLimits(per_disk=1))

anyio.run(main, *sys.argv[1:])
"""


class Broken(Exception):
    pass


def break_off(at: int) -> Any:
    def note(progress: ExportProgress) -> None:
        if progress.phase == "copying" and progress.at >= at:
            raise Broken

    return note


async def begun(domain: aioesx.Domain, target: Path, **options: Any) -> None:
    """Break an export off after 3 of 6 chunks."""
    with pytest.raises(Broken):
        await domain.export(
            target, way="folder", chunk_bytes=MIB, limits=ONE, on_progress=break_off(3 * MIB),
            **options,
        )  # fmt: skip


def percents(target: Path) -> int:
    record = read_record(target / "db01.export.json")
    return sum(chunk is not None for chunk in record.disks[0].chunks) if record else 0


@pytest.mark.parametrize("format", ["raw", "qcow2"])
@pytest.mark.parametrize("kind", [signal.SIGKILL])
async def test_after_a_kill_all_that_was_safe_is_gone_on_with(
    domain: aioesx.Domain,
    store: Simulator,
    tmp_path: Path,
    format: Any,  # noqa: A002
    kind: signal.Signals,
) -> None:
    rule = store.fault_on("GET", object=FLAT, stall_after=0, skip=3)
    program = PROGRAM.replace("FORMAT", repr(format))
    argv = [sys.executable, "-c", program, store.uri, store.ca_file, str(tmp_path)]
    with subprocess.Popen(argv) as child:  # noqa: ASYNC220
        await eventually(lambda: percents(tmp_path) == 3, within=20)
        child.send_signal(kind)
    rule.times = 0
    (half,) = await status(tmp_path)

    exported = await domain.export(tmp_path, format=format, way="folder", chunk_bytes=MIB)

    assert (half.state, half.done) == ("copying", 3 * MIB)
    assert exported.disks[0].resumed == 3 * MIB
    assert exported.moved == 3 * MIB
    fresh = await domain.export(tmp_path / "b", format="raw", way="lease", chunk_bytes=MIB)
    assert exported.disks[0].sha256 == fresh.disks[0].sha256
    if format == "raw":
        assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


async def test_an_error_leaves_what_has_come(domain: aioesx.Domain, tmp_path: Path) -> None:
    await begun(domain, tmp_path)
    (half,) = await status(tmp_path)

    exported = await domain.export(tmp_path, way="folder", chunk_bytes=MIB)

    assert 3 * MIB <= half.done < 6 * MIB
    assert exported.disks[0].resumed == half.done
    assert exported.moved == 6 * MIB - half.done
    assert sorted(names(tmp_path)) == ["db01.export.json", "db01.qcow2", "db01.xml"]


def names(directory: Path) -> Iterator[str]:
    return (path.name for path in directory.iterdir())


async def test_one_that_is_not_to_be_gone_on_with_begins_anew(
    domain: aioesx.Domain, tmp_path: Path
) -> None:
    await begun(domain, tmp_path)

    exported = await domain.export(
        tmp_path, way="folder", chunk_bytes=MIB, resume=False, overwrite=True
    )

    assert (exported.disks[0].resumed, exported.moved) == (0, 6 * MIB)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"chunk_bytes": 2 * MIB}, "the size of a chunk was 1048576, it is 2097152"),
    ],
)
async def test_another_wish_begins_anew_and_says_so(
    domain: aioesx.Domain, tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    await begun(domain, tmp_path)

    exported = await domain.export(tmp_path, **{"way": "folder", "chunk_bytes": MIB, **change})

    (told,) = await status(tmp_path)
    assert exported.disks[0].resumed == 0
    assert told.restarts == (reason,)


async def test_e12_a_machine_that_was_on_in_between_begins_anew(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    await begun(domain, tmp_path, format="raw")
    await domain.start()
    store.write_disk("db01", "", 100, b"written while it ran")
    await domain.destroy()

    exported = await domain.export(tmp_path, format="raw", way="folder", chunk_bytes=MIB)

    (told,) = await status(tmp_path)
    assert exported.disks[0].resumed == 0
    assert any("content ID" in reason for reason in told.restarts)
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


async def test_e12_one_that_is_written_to_meanwhile_is_no_copy(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    def write(progress: ExportProgress) -> None:
        if progress.phase == "copying" and progress.at >= 3 * MIB:
            store.write_disk("db01", "", 100, b"changed")

    with pytest.raises((DiskChangedError, FileChangedError), match="db01"):
        await domain.export(
            tmp_path, format="raw", way="folder", chunk_bytes=MIB, limits=ONE, on_progress=write
        )

    assert not (tmp_path / "db01.raw").exists()
    assert (await status(tmp_path))[0].state != "done"


async def test_e13_a_snapshot_in_between_is_noticed(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    await begun(domain, tmp_path, format="raw")
    await domain.snapshots.create("of a backup")

    exported = await domain.export(tmp_path, format="raw", way="folder", chunk_bytes=MIB)

    (told,) = await status(tmp_path)
    assert exported.disks[0].resumed == 0
    assert any("snapshot" in reason for reason in told.restarts)
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


async def test_a_part_that_was_tampered_with_is_found_by_the_proof(
    domain: aioesx.Domain, tmp_path: Path
) -> None:
    await begun(domain, tmp_path, format="raw")
    with (tmp_path / "db01.raw.part").open("r+b") as file:
        file.seek(2 * MIB)
        file.write(b"not what came")

    with pytest.raises(TransferError, match="are not what was written"):
        await domain.export(tmp_path, format="raw", way="folder", chunk_bytes=MIB)

    assert not (tmp_path / "db01.raw").exists()


async def test_what_is_proved_wrong_begins_anew(
    store: Simulator, domain: aioesx.Domain, tmp_path: Path
) -> None:
    await begun(domain, tmp_path, format="raw")
    with (tmp_path / "db01.raw.part").open("r+b") as file:
        file.write(b"tampered with")
    with pytest.raises(ProofError):
        await domain.export(tmp_path, format="raw", way="folder", chunk_bytes=MIB)

    exported = await domain.export(tmp_path, format="raw", way="folder", chunk_bytes=MIB)

    assert exported.disks[0].resumed == 0
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


async def test_a_part_that_is_gone_begins_anew(domain: aioesx.Domain, tmp_path: Path) -> None:
    await begun(domain, tmp_path)
    (tmp_path / "db01.qcow2.part").unlink()

    exported = await domain.export(tmp_path, way="folder", chunk_bytes=MIB)

    (told,) = await status(tmp_path)
    assert exported.disks[0].resumed == 0
    assert any("Hard disk 1 began anew" in reason for reason in told.restarts)


async def test_a_finished_export_is_proved_again_and_nothing_moves(
    domain: aioesx.Domain, tmp_path: Path
) -> None:
    first = await domain.export(tmp_path, way="lease", chunk_bytes=MIB)

    again = await domain.export(tmp_path, way="lease", chunk_bytes=MIB)

    assert again.moved == 0
    assert again.disks[0].sha256 == first.disks[0].sha256
    assert again.disks[0].resumed == 6 * MIB


async def test_what_is_of_another_machine_stays(
    store: Simulator, domain: aioesx.Domain, tmp_path: Path
) -> None:
    from support.small_disks import shrink

    await begun(domain, tmp_path, name="same")
    before = (tmp_path / "same.qcow2.part").read_bytes()
    store.change(lambda host: shrink(host, "win01", MIB))
    async with connected(store) as esx:
        other = await esx.domains.lookup("win01")
        await other.destroy()
        with pytest.raises(ExportRefusedError, match="of another machine, 'db01'"):
            await other.export(tmp_path, name="same", way="folder")

    assert (tmp_path / "same.qcow2.part").read_bytes() == before


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (lambda told: "no JSON", "no record of an export"),
        (lambda told: json.dumps({**told, "kind": "other"}), "it is none of an export"),
        (lambda told: json.dumps({**told, "version": 2}), "its version is 2, this aioesx knows 1"),
        (lambda told: json.dumps({**told, "state": "odd"}), 'state: "odd"'),
        (lambda told: json.dumps({**told, "more": 1}), "more: there is no such thing"),
        (lambda told: edited(told, "file", "../x"), r'disks\[0\]\.file: "\.\./x"'),
        (lambda told: edited(told, "chunks", ["xyz"]), r"disks\[0\]\.chunks"),
        (lambda told: edited(told, "chunks", [None]), "1 do not make 6291456 bytes"),
        (lambda told: edited(told, "done", 1), r"disks\[0\]\.done: 1"),
    ],
)
async def test_a_record_is_believed_only_if_it_is_one(
    domain: aioesx.Domain, tmp_path: Path, edit: Any, complaint: str
) -> None:
    await begun(domain, tmp_path)
    path = tmp_path / "db01.export.json"
    path.write_text(edit(json.loads(path.read_text())))

    with pytest.raises(ExportStateError, match=complaint) as caught:
        await domain.export(tmp_path, way="folder", chunk_bytes=MIB)

    assert caught.value.path == path


def edited(told: dict[str, Any], name: str, value: Any) -> str:
    told["disks"][0][name] = value
    return json.dumps(told)


async def test_a_package_goes_on_behind_the_disks_that_are_whole(
    domain: aioesx.Domain, tmp_path: Path
) -> None:
    def at_the_proof(progress: ExportProgress) -> None:
        if progress.phase == "verifying":
            raise Broken

    with pytest.raises(Broken):
        await domain.export(tmp_path, format="ova", way="lease", on_progress=at_the_proof)

    exported = await domain.export(tmp_path, format="ova", way="lease")

    assert exported.moved == 0
    assert sorted(names(tmp_path)) == ["db01.export.json", "db01.ova"]


async def test_a_running_machine_leaves_as_of_a_snapshot_that_is_removed(
    store: Simulator, tmp_path: Path
) -> None:
    from support.small_disks import scatter, shrink

    store.change(lambda host: shrink(host, "web01", 4 * MIB))
    scatter(store, "web01", MIB)
    async with connected(store) as esx:
        web = await esx.domains.lookup("web01")
        exported = await web.export(
            tmp_path, format="raw", way="snapshot", chunk_bytes=MIB, verify="full"
        )
        left = await web.snapshots.list()

    assert exported.plan.way == "snapshot"
    assert (tmp_path / "web01.raw").read_bytes() == content_of(store, "web01")
    assert not left
    assert store.open_leases == 0


async def test_whatever_ends_it_the_snapshot_is_removed(store: Simulator, tmp_path: Path) -> None:
    from support.small_disks import scatter, shrink

    store.change(lambda host: shrink(host, "web01", 4 * MIB))
    scatter(store, "web01", MIB)
    async with connected(store) as esx:
        web = await esx.domains.lookup("web01")
        with pytest.raises((Broken, EsxError)):
            await web.export(tmp_path, way="snapshot", on_progress=break_off(MIB))
        left = await web.snapshots.list()

    assert not left
    assert store.open_leases == 0
