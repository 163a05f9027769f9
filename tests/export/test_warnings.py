"""What comes up while a machine leaves is told as it comes up, by the result, and by the record."""

from __future__ import annotations

import dataclasses
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import pytest
from support.hasty import Hasty
from support.hosts import connected
from support.judges import ROOT
from support.small_disks import MIB, shrink
from support.source import PACKAGE

from aioesx._server.moving import Exported, Obstacle, WarmOptions
from aioesx.errors import EsxError
from aioesx.export.proving import Nowhere
from aioesx.export.record import read_record, record_path
from aioesx.simulator import Simulator

if TYPE_CHECKING:
    import aioesx

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

OFF: Final = "db01"
STREAM: Final = "disk-0.vmdk"


@dataclasses.dataclass
class Trip:
    """Machines, where they go, and what is heard of their way."""

    store: Simulator
    esx: aioesx.Connection
    target: Path
    heard: list[Obstacle] = dataclasses.field(default_factory=list)
    listens: bool = True

    async def export(self, name: str = OFF, **options: Any) -> Exported:
        """Export a machine; what is heard is of the last one."""
        self.heard.clear()
        options = {"format": "raw", "chunk_bytes": MIB, **options}
        if self.listens:
            options["on_warning"] = self.heard.append
        return await (await self.esx.domains.lookup(name)).export(self.target, **options)


@pytest.fixture
async def trip(store: Simulator, tmp_path: Path, hasty: Hasty) -> AsyncIterator[Trip]:
    hasty(crowded=(0.1,), lease_lost=30.0, repeats=(0.0,) * 3, lease_beat=0.1, looks=(0.0, 0.01))
    async with connected(store) as esx:
        yield Trip(store, esx, tmp_path)


# --- what may come up ----------------------------------------------------------------------------


async def lost_lease(trip: Trip) -> Exported:
    trip.store.change(lambda host: setattr(host.options, "lease_seconds", 2.0))
    trip.store.fault_on("ExportVm", lost=True, times=1)
    return await trip.export(way="lease")


async def ended_lease(trip: Trip) -> Exported:
    trip.store.fault_on("GET", object=STREAM, stall_after=200_000, times=1)
    trip.store.fault_on("HttpNfcLeaseProgress", "Timedout", skip=2, times=1)
    return await trip.export(way="lease")


async def other_chunks(trip: Trip) -> Exported:
    def stop(progress: aioesx.ExportProgress) -> None:
        if progress.phase == "verifying":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await trip.export(way="folder", on_progress=stop)
    return await trip.export(way="folder", chunk_bytes=2 * MIB)


async def snapshot_that_stays(trip: Trip) -> Exported:
    trip.store.fault_on("RemoveSnapshot_Task", "FileLocked", in_task=True)
    return await trip.export(way="snapshot")


async def snapshot_that_stood_before(trip: Trip) -> Exported:
    await snapshot_that_stays(trip)
    return await trip.export(way="lease", overwrite=True, resume=False)


async def file_that_stays(trip: Trip) -> Exported:
    await trip.export()
    (trip.target / f"{OFF}.raw").unlink()
    (trip.target / f"{OFF}.raw" / "kept").mkdir(parents=True)
    return await trip.export(format="qcow2", overwrite=True)


async def serial_port(trip: Trip) -> Exported:
    trip.store.change(lambda host: shrink(host, "console01", MIB))
    return await trip.export("console01", format="ovf")


async def unknown_changes(trip: Trip) -> Exported:
    trip.store.change(lambda host: shrink(host, "web01", MIB))

    def forget() -> None:
        trip.store.reset_tracking("web01")

    return await trip.export("web01", warm=WarmOptions(cut_over=forget, shutdown_seconds=10))


TRIPS: Final[dict[str, tuple[str, Callable[[Trip], Awaitable[Exported]], str]]] = {
    "lost lease": ("lease", lost_lease, "was lost: a lease that nobody knows"),
    "ended lease": ("lease", ended_lease, "another lease is asked for"),
    "other chunks": ("anew", other_chunks, "it begins anew: the size of a chunk was"),
    "snapshot stays": ("snapshot", snapshot_that_stays, "the snapshots 'aioesx export' stand"),
    "snapshot stood": ("snapshot", snapshot_that_stood_before, "an earlier export has left"),
    "file stays": ("replaced", file_that_stays, "of what was replaced there is still db01.raw"),
    "serial port": ("hardware", serial_port, "Serial port 1 is no part of the package"),
    "unknown changes": ("warm", unknown_changes, "the whole disk is read again"),
}


def test_there_is_a_trip_for_each_kind() -> None:
    """That a machine which has arrived is read back the other way is tried with reading back."""
    sources = "".join(path.read_text("utf-8") for path in (PACKAGE / "export").rglob("*.py"))
    kinds = set(re.findall(r'\b(?:note|warn)\(\s*"(\w+)"', sources))
    book = (ROOT / "docs" / "export.md").read_text("utf-8")
    table = book.partition("| `kind` | what has come up |")[2].partition("\n\n")[0]

    assert kinds == {kind for kind, _, _ in TRIPS.values()} | {"proof"}
    assert sorted(kinds) == sorted(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))


@pytest.mark.parametrize("name", list(TRIPS))
async def test_what_comes_up_is_told_by_callback_result_and_record(trip: Trip, name: str) -> None:
    kind, travel, text = TRIPS[name]

    exported = await travel(trip)

    (told,) = [each for each in trip.heard if text in str(each)]
    assert told.kind == kind
    assert [each for each in exported.plan.warnings if text in str(each)] == [told]
    assert exported.record is not None
    record = read_record(record_path(exported.record.parent, exported.plan.domain))
    assert record is not None
    assert record.warnings.count(str(told)) == 1


@pytest.mark.parametrize("name", list(TRIPS))
async def test_who_gives_no_callback_finds_it_in_the_log(
    trip: Trip, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "aioesx.export")
    trip.listens = False
    _, travel, text = TRIPS[name]

    await travel(trip)

    found = [each for each in caplog.messages if text in each]
    assert len(found) == len(set(found)) > 0


# --- where there is no record, or no result ------------------------------------------------------


class Sink:
    """Takes disks, and keeps nothing of them."""

    async def open(self, disk: aioesx.PlannedDisk) -> Nowhere:
        del disk
        return Nowhere()


async def test_who_gave_a_sink_hears_of_a_snapshot_that_stays(trip: Trip) -> None:
    trip.target = cast("Path", Sink())

    exported = await snapshot_that_stays(trip)

    (told,) = [each for each in trip.heard if each.kind == "snapshot"]
    assert exported.plan.warnings.count(told) == 1


async def test_an_error_says_that_a_snapshot_stays(trip: Trip) -> None:
    trip.store.fault_on("ExportSnapshot", "RestrictedVersion")

    with pytest.raises(EsxError, match=r"RestrictedVersion\); of 'db01' the snapshots .* stand"):
        await snapshot_that_stays(trip)
