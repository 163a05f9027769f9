"""A machine leaves: its disks arrive whole and proved, by files or by a lease, and are recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from support.small_disks import MIB, content_of

from aioesx._server.moving import ExportProgress, ExportWay, PlannedDisk
from aioesx.errors import DiskChangedError, ExportStateError, ProofError
from aioesx.export import status, verify
from aioesx.export.digests import of_chunks
from aioesx.export.limits import limiter

if TYPE_CHECKING:
    import aioesx
    from aioesx.simulator import Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

WAYS: tuple[ExportWay, ...] = ("folder", "lease")


def names(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir()}


class Kept:
    """A caller's sink: a disk in memory."""

    def __init__(self) -> None:
        self.disks: dict[int, bytearray] = {}
        self.written: list[tuple[int, int]] = []
        self.ends: list[str] = []

    async def open(self, disk: PlannedDisk) -> Kept:
        self.disks[disk.number] = bytearray(disk.capacity)
        return self

    async def write(self, offset: int, data: bytes) -> None:
        assert all(offset + len(data) <= a or offset >= b for a, b in self.written)
        self.written.append((offset, offset + len(data)))
        self.disks[1][offset : offset + len(data)] = data

    async def finish(self) -> None:
        self.ends.append("finish")

    async def abandon(self) -> None:
        self.ends.append("abandon")


@pytest.mark.parametrize("way", WAYS)
async def test_a_disk_arrives_whole(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path, way: ExportWay
) -> None:
    exported = await domain.export(tmp_path, format="raw", way=way, chunk_bytes=MIB)

    (disk,) = exported.disks
    assert disk.path is not None
    assert disk.path.read_bytes() == content_of(store, "db01")
    assert disk.path.stat().st_blocks * 512 < 2 * MIB
    assert disk.content == 8 * 65536
    assert store.open_leases == 0
    assert limiter().in_use == 0


@pytest.mark.parametrize("way", WAYS)
async def test_the_record_has_every_chunk(
    domain: aioesx.Domain, tmp_path: Path, way: ExportWay
) -> None:
    exported = await domain.export(tmp_path, way=way, chunk_bytes=MIB)

    assert exported.record == tmp_path / "db01.export.json"
    record = json.loads(exported.record.read_text())
    (disk,) = record["disks"]
    assert record["state"] == "done"
    assert len(disk["chunks"]) == 6
    assert of_chunks(disk["chunks"]) == exported.disks[0].sha256
    assert (disk["proved"], disk["done"]) == ("read", True)
    assert names(tmp_path) == {path.name for path in exported.files}


async def test_both_ways_bring_the_same_bytes(domain: aioesx.Domain, tmp_path: Path) -> None:
    by_files = await domain.export(tmp_path / "a", way="folder", chunk_bytes=MIB)
    by_lease = await domain.export(tmp_path / "b", way="lease", chunk_bytes=MIB)

    assert by_files.disks[0].sha256 == by_lease.disks[0].sha256
    assert by_lease.moved < by_files.moved


@pytest.mark.parametrize("way", WAYS)
async def test_a_sink_of_ones_own_is_given_no_byte_twice(
    domain: aioesx.Domain, store: Simulator, way: ExportWay
) -> None:
    kept = Kept()

    exported = await domain.export(kept, way=way, chunk_bytes=MIB, verify="full")

    assert kept.disks[1] == content_of(store, "db01")
    assert kept.ends == ["finish"]
    assert (exported.files, exported.record) == ((), None)


async def test_progress_rises_and_tells_the_phases(domain: aioesx.Domain, tmp_path: Path) -> None:
    told: list[ExportProgress] = []

    async def note(progress: ExportProgress) -> None:
        told.append(progress)

    await domain.export(tmp_path, way="folder", chunk_bytes=MIB, on_progress=note)

    copied = [each.at for each in told if each.phase == "copying"]
    assert copied == sorted(copied)
    assert copied[-1] == 6 * MIB
    phases = list(dict.fromkeys(each.phase for each in told))
    assert phases == ["preparing", "copying", "verifying", "finishing"]


async def test_what_a_progress_function_raises_comes_as_it_is(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    def refuse(progress: ExportProgress) -> None:
        if progress.phase == "copying":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await domain.export(tmp_path, way="lease", on_progress=refuse)
    assert store.open_leases == 0


@pytest.mark.parametrize("way", WAYS)
async def test_full_reads_the_source_twice(
    domain: aioesx.Domain, tmp_path: Path, way: ExportWay
) -> None:
    once = await domain.export(tmp_path / "a", way=way, chunk_bytes=MIB)

    twice = await domain.export(tmp_path / "b", way=way, chunk_bytes=MIB, verify="full")

    assert twice.moved == 2 * once.moved


async def test_nothing_is_hashed_where_nothing_is_to_be_proved(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    exported = await domain.export(tmp_path, format="raw", way="lease", verify="none")

    assert exported.disks[0].sha256 is None
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


async def test_bandwidth_is_kept_to(
    domain: aioesx.Domain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aioesx._server.moving import ExportLimits

    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("aioesx.export.limits.anyio.sleep", sleep)

    await domain.export(tmp_path, way="folder", limits=ExportLimits(bandwidth=MIB // 10))

    assert 40 < max(slept) < 61  # what time it took besides is taken off


async def test_a_second_export_to_the_same_place_is_refused(
    domain: aioesx.Domain, tmp_path: Path
) -> None:
    errors: list[Any] = []

    async def again(progress: ExportProgress) -> None:
        if progress.phase == "verifying" and not errors:
            with pytest.raises(ExportStateError, match="under way") as caught:
                await domain.export(tmp_path, way="folder", overwrite=True)
            errors.append(caught.value)

    await domain.export(tmp_path, way="lease", on_progress=again)

    assert len(errors) == 1


# --- afterwards ----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
async def test_an_export_can_be_verified_later(
    domain: aioesx.Domain, tmp_path: Path, way: ExportWay
) -> None:
    exported = await domain.export(tmp_path, way=way, chunk_bytes=MIB)

    verified = await verify(tmp_path)

    assert verified.domain == "db01"
    assert verified.disks[0].sha256 == exported.disks[0].sha256
    assert verified.disks[0].chunks == 6


async def test_a_byte_that_turned_is_found(domain: aioesx.Domain, tmp_path: Path) -> None:
    exported = await domain.export(tmp_path, format="raw", chunk_bytes=MIB)
    path = exported.files[0]
    with path.open("r+b") as file:
        file.seek(3 * MIB + 7)
        file.write(b"?")

    with pytest.raises(ProofError) as caught:
        await verify(path)

    assert caught.value.offset == 3 * MIB


async def test_the_source_is_read_again_over_a_connection(
    store: Simulator, domain: aioesx.Domain, tmp_path: Path
) -> None:
    from support.hosts import connected

    await domain.export(tmp_path, chunk_bytes=MIB)
    async with connected(store) as esx:
        verified = await verify(tmp_path, full=True, esx=esx)
        store.write_disk("db01", "", 2 * MIB, b"changed")
        with pytest.raises(DiskChangedError, match="'db01' is not what it was"):
            await verify(tmp_path, full=True, esx=esx)

    assert verified.full


async def test_status_tells_how_far_an_export_is(domain: aioesx.Domain, tmp_path: Path) -> None:
    await domain.export(tmp_path, chunk_bytes=MIB)

    (told,) = await status(tmp_path)

    assert (told.domain, told.state, told.percent, told.proved) == ("db01", "done", 100, "read")
    assert told.capacity == told.done == 6 * MIB


@pytest.mark.parametrize("name", ["web", "web2", "web-2", "web.2"])
async def test_a_file_is_of_the_export_whose_name_it_has(
    domain: aioesx.Domain, tmp_path: Path, name: str
) -> None:
    for each in ("web", "web2", "web-2", "web.2"):
        await domain.export(tmp_path, name=each, format="raw", verify="none")

    (told,) = await status(tmp_path / f"{name}.raw")

    assert told.record.name == f"{name}.export.json"
    for other in ("web3.raw", "webs.qcow2"):
        with pytest.raises(ExportStateError, match="there is no"):
            await status(tmp_path / other)


def test_every_way_is_tried() -> None:
    assert set(WAYS) == set(get_args(ExportWay)) - {"snapshot"}
