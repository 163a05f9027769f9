"""What goes wrong while a machine leaves: borne or told, and nothing stays at the host.

Each test is one of the error cases of the export's facts, and holds for both event loops.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from support.hasty import Hasty
from support.hosts import connected, through
from support.small_disks import MIB, content_of, shrink

from aioesx._server.moving import ExportLimits, ExportProgress, ExportWay
from aioesx.disk.stream import GRAIN, StreamWriter
from aioesx.errors import (
    DiskFormatError,
    EsxError,
    FileLockedError,
    HttpStatusError,
    LeaseError,
    ProofError,
    TransferError,
)
from aioesx.export import status
from aioesx.export.limits import limiter

if TYPE_CHECKING:
    import aioesx
    from aioesx.simulator import Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

WAYS: tuple[ExportWay, ...] = ("folder", "lease")
FLAT = "*db01-flat.vmdk"
STREAM = "disk-0.vmdk"
FILES = {"folder": FLAT, "lease": STREAM}


@pytest.fixture(autouse=True)
def quick(hasty: Hasty) -> None:
    """Pauses that nobody waits for."""
    hasty(crowded=(0.0,) * 8, busy=(0.0,) * 8, repeats=(0.0,) * 3, lease_beat=0.02)


async def nothing_left(store: Simulator, target: Path) -> None:
    """See that the host holds nothing of us, and that nothing here looks whole."""
    assert store.open_leases == 0
    assert limiter().in_use == limiter().waiting == 0
    assert store.open_filters == 0
    assert looks_whole(target) == []
    for told in await status(target):
        assert told.state != "done"


def looks_whole(target: Path) -> list[Path]:
    """Return the files that somebody may take for an export, and what keeps others out."""
    kinds = ("*.raw", "*.qcow2", "*.xml", ".*.lock")
    return [path for kind in kinds for path in target.glob(kind)]


# --- E1: a cut -----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
async def test_e1_a_cut_is_borne(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path, way: ExportWay
) -> None:
    store.fault_on("GET", object=FILES[way], cut_after=200_000, times=3)

    exported = await domain.export(tmp_path, format="raw", way=way, chunk_bytes=MIB)

    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")
    assert exported.disks[0].sha256 is not None


@pytest.mark.parametrize("way", WAYS)
async def test_e1_a_line_that_is_cut_for_good_is_told(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path, way: ExportWay
) -> None:
    store.fault_on("GET", object=FILES[way], cut_after=1000)

    with pytest.raises(EsxError, match=r"db01|127\.0\.0\.1"):
        await domain.export(tmp_path, format="raw", way=way, chunk_bytes=MIB)

    await nothing_left(store, tmp_path)


async def test_e1_a_cut_of_files_brings_no_chunk_twice(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    store.fault_on("GET", object=FLAT, cut_after=300_000, times=2)

    exported = await domain.export(tmp_path, way="folder", chunk_bytes=MIB)

    assert exported.moved == 6 * MIB


# --- E2: the host restarts -----------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
async def test_e2_a_host_that_restarts_is_waited_for(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path, way: ExportWay, hasty: Hasty
) -> None:
    down: list[bool] = []

    def restart(progress: ExportProgress) -> None:
        if progress.phase == "copying" and progress.at and not down:
            down.append(True)
            store.expire_sessions()
            store.change(lambda host: host.leases.drop_all())

    exported = await domain.export(
        tmp_path, format="raw", way=way, chunk_bytes=MIB, on_progress=restart
    )

    assert down
    assert exported.disks[0].sha256 is not None
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")
    assert store.open_leases == 0


# --- E3: 500 -------------------------------------------------------------------------------------


async def test_e3_a_locked_file_says_so_and_what_to_do(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    store.fault_on("GET", object=FLAT, body="locked", status=500)

    with pytest.raises(FileLockedError, match="locked or in use; shut the machine down"):
        await domain.export(tmp_path, format="raw", way="folder", chunk_bytes=MIB)

    await nothing_left(store, tmp_path)


async def test_e3_one_that_is_locked_in_the_middle_leaves_what_has_come(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    rule = store.fault_on("GET", object=FLAT, body="locked", status=500, skip=3)
    limits = ExportLimits(per_disk=1)

    with pytest.raises(FileLockedError):
        await domain.export(tmp_path, format="raw", way="folder", chunk_bytes=MIB, limits=limits)
    await nothing_left(store, tmp_path)
    (half,) = await status(tmp_path)
    rule.times = 0
    exported = await domain.export(tmp_path, format="raw", way="folder", chunk_bytes=MIB)

    assert (half.state, half.percent) == ("copying", 50)
    assert exported.disks[0].resumed == 3 * MIB
    assert exported.moved == 3 * MIB
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


# --- E4: 503 -------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
async def test_e4_a_busy_host_is_asked_again(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path, way: ExportWay
) -> None:
    rule = store.fault_on("GET", object=FILES[way], body="busy", status=503, times=6)
    limits = ExportLimits(per_disk=1)

    await domain.export(tmp_path, format="raw", way=way, chunk_bytes=MIB, limits=limits)

    assert rule.applied == 6
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


@pytest.mark.parametrize("way", WAYS)
async def test_e4_one_that_stays_busy_is_told(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path, way: ExportWay
) -> None:
    store.fault_on("GET", object=FILES[way], body="busy", status=503)

    with pytest.raises(HttpStatusError, match="503"):
        await domain.export(tmp_path, format="raw", way=way, chunk_bytes=MIB)

    await nothing_left(store, tmp_path)


# --- E5, E6: the lease ---------------------------------------------------------------------------


async def test_e5_a_lease_that_fails_at_once_says_why(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    store.fault_on("ExportVm", "FileFault", in_task=True, message="No room for the lease.")

    with pytest.raises(LeaseError, match=r"'db01' ended: No room for the lease\.") as caught:
        await domain.export(tmp_path, format="raw", way="lease")

    assert type(caught.value.fault).__name__ == "FileFault"
    assert store.call_count["ExportVm"] == 1
    await nothing_left(store, tmp_path)


async def test_e6_a_lease_lives_by_heartbeats(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    store.change(lambda host: setattr(host.options, "lease_seconds", 2.0))
    store.change(lambda host: setattr(host.options, "bytes_per_second", 150_000))

    await domain.export(tmp_path, format="raw", way="lease")

    assert store.call_count["HttpNfcLeaseProgress"] > 3
    assert store.call_count["ExportVm"] == 1


async def test_e6_one_that_times_out_ends_the_transfer_at_once(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    store.fault_on("GET", object=STREAM, stall_after=1000)

    def time_out(progress: ExportProgress) -> None:
        if progress.phase == "copying":
            store.fault_on("HttpNfcLeaseProgress", "Timedout", message="The lease timed out.")

    with pytest.raises(LeaseError, match=r"The lease timed out\."):
        await domain.export(tmp_path, format="raw", way="lease", on_progress=time_out)

    assert store.call_count["ExportVm"] == 3
    await nothing_left(store, tmp_path)


async def test_e6_another_lease_goes_on_where_the_last_one_ended(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    store.fault_on("GET", object=STREAM, stall_after=200_000, times=1)
    store.fault_on("HttpNfcLeaseProgress", "Timedout", skip=5, times=1)

    await domain.export(tmp_path, format="raw", way="lease", chunk_bytes=MIB)

    assert store.call_count["ExportVm"] == 2
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


# --- E8, E9: the stream --------------------------------------------------------------------------


def stream(*, capacity: int = 6 * MIB) -> bytes:
    writer = StreamWriter(capacity)
    return writer.head() + writer.grain(3, b"x" * GRAIN) + writer.grain(5, b"y" * GRAIN)


def whole(capacity: int = 6 * MIB) -> bytes:
    writer = StreamWriter(capacity)
    return writer.head() + writer.grain(3, b"x" * GRAIN) + writer.end()


def grain(sector: int, packed: bytes) -> bytes:
    data = struct.pack("<QI", sector, len(packed)) + packed
    return data.ljust(-(-len(data) // 512) * 512, b"\0")


HEAD = StreamWriter(6 * MIB).head()
HOSTILE = {
    "no end": (stream(), "ends before its end marker"),
    "backwards": (stream() + grain(128, zlib.compress(bytes(GRAIN))), "has a grain at sector 128"),
    "beyond": (HEAD + grain(10**9, zlib.compress(bytes(GRAIN))), "has a grain at sector"),
    "bomb": (HEAD + grain(0, zlib.compress(bytes(8 * MIB))), "or more, not of 65536"),
    "no zlib": (HEAD + grain(0, b"no zlib at all"), "no zlib"),
    "another disk": (whole(7 * MIB), "of a disk of 7340032 bytes, not of 6291456"),
    "no stream": (b"<html>portal</html>".ljust(600), "is no sparse VMDK"),
}


@pytest.mark.parametrize("name", list(HOSTILE))
async def test_e8_a_hostile_stream_is_refused(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path, name: str
) -> None:
    body, message = HOSTILE[name]
    store.fault_on("GET", object=STREAM, body=body)

    with pytest.raises(DiskFormatError, match=message):
        await domain.export(tmp_path, format="raw", way="lease")

    await nothing_left(store, tmp_path)


async def test_e9_a_stream_that_is_not_what_was_sent_is_found_out(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    store.fault_on("GET", object=STREAM, wrong_at=1024 + 300)  # of the descriptor: no grain

    with pytest.raises(ProofError, match="the host's manifest says"):
        await domain.export(tmp_path, format="raw", way="lease")

    assert store.call_count["HttpNfcLeaseComplete"] == 0
    await nothing_left(store, tmp_path)


# --- E10: no room --------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
async def test_e10_a_full_target_is_told(
    domain: aioesx.Domain,
    store: Simulator,
    tmp_path: Path,
    way: ExportWay,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.pwritev", full)

    with pytest.raises(TransferError, match=r"No space left|no room"):
        await domain.export(tmp_path, format="raw", way=way, chunk_bytes=MIB)

    await nothing_left(store, tmp_path)


# --- E11: cancelled ------------------------------------------------------------------------------


async def steps(domain: aioesx.Domain, target: Path, way: ExportWay) -> AsyncIterator[int]:
    """Cancel an export at its first, second, ... request, until one gets through."""
    anew: Any = {"resume": False, "overwrite": True}
    for number in range(1, 200):
        count = 0
        with anyio.CancelScope() as scope:

            def hook(event: Any, scope: anyio.CancelScope = scope, number: int = number) -> None:
                nonlocal count
                if type(event).__name__ == "RequestSent":
                    count += 1
                    if count == number:
                        scope.cancel()

            domain._server.session._http.on_event = hook
            await domain.export(target, format="raw", way=way, chunk_bytes=2 * MIB, **anew)
        domain._server.session._http.on_event = None
        if not scope.cancelled_caught:
            return
        yield number


@pytest.mark.parametrize("way", WAYS)
async def test_e11_cancelled_at_any_request_nothing_is_left(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path, way: ExportWay
) -> None:
    count = 0
    async for _ in steps(domain, tmp_path, way):
        count += 1
        await nothing_left(store, tmp_path)

    assert count > 10
    assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


# --- E23: many at once ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "count", [6, pytest.param(100, marks=[pytest.mark.long, pytest.mark.one_loop])]
)
async def test_e23_there_are_never_more_connections_than_allowed(
    tmp_path: Path, count: int
) -> None:
    from aioesx.simulator import Simulator, presets

    host = presets.small_host(machines=0)
    for number in range(count):
        kind = presets.MachineKind(f"m{number}", power="poweredOff")
        presets.add_machine(host, kind)
        shrink(host, f"m{number}", MIB)
    limits = ExportLimits(per_disk=4, per_host=3)
    limiter().highest.clear()
    with Simulator(host, username="root", password="secret") as store:
        async with connected(store, transfers=8) as esx, anyio.create_task_group() as tasks:
            for number in range(count):
                domain = await esx.domains.lookup(f"m{number}")
                way: ExportWay = WAYS[number % 2]

                async def one(domain: aioesx.Domain = domain, way: ExportWay = way) -> None:
                    await domain.export(tmp_path, way=way, chunk_bytes=MIB // 4, limits=limits)

                tasks.start_soon(one)
        assert limiter().highest == {f"127.0.0.1:{store.port}": 3}
        assert store.open_leases == 0
    assert len(looks_whole(tmp_path)) == 2 * count  # images, and XML


async def test_the_line_may_be_cut_as_a_whole(tmp_path: Path) -> None:
    from aioesx.simulator import Line, Simulator, presets

    host = presets.small_host(machines=5)
    shrink(host, "db01", 2 * MIB)
    with (
        Simulator(host, username="root", password="secret", tls=False) as store,
        Line("127.0.0.1", store.port) as line,
    ):
        store.write_disk("db01", "", MIB, b"x" * 200_000)
        async with through(line, store) as esx:
            domain = await esx.domains.lookup("db01")

            def cut(progress: ExportProgress) -> None:
                if progress.phase == "copying" and 0 < progress.at < 2 * MIB:
                    line.cut()
                    line.heal()

            await domain.export(
                tmp_path, format="raw", way="folder", chunk_bytes=MIB, on_progress=cut
            )
        assert (tmp_path / "db01.raw").read_bytes() == content_of(store, "db01")


# --- E24: twice ----------------------------------------------------------------------------------


async def test_e24_a_machine_that_is_leaving_does_not_leave_a_second_time(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path
) -> None:
    said: list[str] = []

    async def again(progress: ExportProgress) -> None:
        if progress.phase == "copying" and progress.at and not said:
            said.append("")
            with pytest.raises(EsxError, match="exported already") as caught:
                await domain.export(tmp_path / "b", format="raw", way="lease")
            said.append(str(caught.value))

    store.change(lambda host: setattr(host.options, "bytes_per_second", 2 * MIB))
    await domain.export(tmp_path / "a", format="raw", way="lease", on_progress=again)

    assert len(said) == 2
    assert looks_whole(tmp_path / "b") == []
    assert (tmp_path / "a" / "db01.raw").read_bytes() == content_of(store, "db01")
    assert store.open_leases == 0
