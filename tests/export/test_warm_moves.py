"""A machine that runs leaves, and what changed meanwhile follows: Show 4."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path
from typing import Any, Final

import anyio
import httpx
import pytest
from support.cutting import CuttingTransport
from support.hasty import Hasty
from support.hosts import connected, seen
from support.images import content_of as images_content
from support.small_disks import MIB, content_of
from support.warm import (
    BLOCK,
    MACHINE,
    fill,
    host_of_small_machines,
    left,
    move,
    record_of,
    snapshots_of,
    state_of,
)

import aioesx
from aioesx._server.moving import WarmOptions
from aioesx.definition import Disk
from aioesx.errors import (
    DiskChangedError,
    EsxError,
    ExportRefusedError,
    ExportStateError,
    ProofError,
    ProtocolError,
    ToolsUnavailableError,
    TransferError,
    WaitTimeoutError,
)
from aioesx.export import verify
from aioesx.simulator import HostState, Simulator
from aioesx.simulator.state import chains

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

GONE: Final = {"leases": 0, "snapshots": [], "tracking": False, "power": "poweredOff"}
BACK: Final = {"leases": 0, "snapshots": [], "tracking": False, "power": "poweredOn"}


@pytest.fixture
def simulated() -> HostState:
    return host_of_small_machines()


@pytest.fixture(autouse=True)
def _filled(simulator: Simulator) -> None:
    fill(simulator)


class Writer:
    """Changes blocks of a machine's disk."""

    def __init__(self, simulator: Simulator, seed: int) -> None:
        self._simulator = simulator
        self._dice = random.Random(seed)
        self.blocks: set[int] = set()

    def write(self, *_: Any) -> None:
        """Change a few bytes here, or make a block zeros."""
        block = self._dice.randrange(len(self._simulator.read_disk(MACHINE)) // BLOCK)
        zeros = self._dice.random() < 0.3
        data = bytes(BLOCK) if zeros else self._dice.randbytes(100)
        self.blocks.add(block)
        self._simulator.write_disk(MACHINE, "", block * BLOCK, data)


@pytest.mark.parametrize("image", ["raw", pytest.param("qcow2", marks=pytest.mark.long)])
async def test_the_target_is_the_source_s_last_state(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path, image: str
) -> None:
    writer = Writer(simulator, seed=4)
    phases: list[str] = []

    def cut_over() -> None:
        for _ in range(30):
            writer.write()

    done = await move(
        esx,
        tmp_path,
        cut_over=cut_over,
        format=image,
        verify="full",
        on_progress=lambda progress: phases.append(progress.phase),
    )

    assert left(simulator) == GONE
    assert done.downtime is not None
    assert done.downtime_bytes == len(writer.blocks) * BLOCK
    assert state_of(tmp_path)["step"] == "done"
    assert record_of(tmp_path)["state"] == "done"
    assert list(dict.fromkeys(phases)) == [
        "preparing",
        "pre-copying",
        "cutting over",
        "verifying",
        "finishing",
    ]
    if image == "raw":
        assert done.disks[0].path is not None
        assert done.disks[0].path.read_bytes() == content_of(simulator, MACHINE)


@pytest.mark.long
async def test_others_snapshots_stay(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    web = await esx.domains.lookup(MACHINE)
    await web.snapshots.create("mine", memory=False)

    await move(esx, tmp_path)

    assert snapshots_of(simulator) == ["mine"]
    assert image(tmp_path) == content_of(simulator, MACHINE)


@pytest.mark.long
async def test_machines_with_several_disks_move(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    web = await esx.domains.lookup(MACHINE)
    await web.attach(Disk(), create=2 * MIB)

    def cut_over() -> None:
        simulator.write_disk(MACHINE, "scsi0:0", 3 * BLOCK, b"of the first")
        simulator.write_disk(MACHINE, "scsi0:1", 5 * BLOCK, b"of the second")

    done = await move(esx, tmp_path, cut_over=cut_over, verify="full")

    assert [disk.path and disk.path.read_bytes() for disk in done.disks] == [
        bytes(simulator.read_disk(MACHINE, slot)[:]) for slot in ("scsi0:0", "scsi0:1")
    ]
    assert done.downtime_bytes == 2 * BLOCK


# --- proved later --------------------------------------------------------------------------------


def rot(host: HostState) -> None:
    """Have other bytes in the machine's disk, which nobody has written."""
    machine = host.find(MACHINE)
    place = next(iter(machine.snapshots.disk_keys(machine.config).values()))
    store = host.datastore(place.datastore)
    store.file(place.path).session = "rot"
    chains.write(store, place.path, 2 * MIB, b"rotten", session="rot")


@pytest.mark.parametrize("keep", [False, True])
async def test_a_move_is_held_against_its_source_later(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path, keep: bool
) -> None:
    writer = Writer(simulator, seed=2)
    await move(
        esx,
        tmp_path,
        warm=WarmOptions(cut_over=writer.write, shutdown_seconds=10, keep_snapshots=keep),
    )

    proved = await verify(tmp_path, full=True, esx=esx)

    assert proved.full
    assert [disk.chunks for disk in proved.disks] == [5]
    assert simulator.open_leases == 0

    simulator.change(rot)
    with pytest.raises(ProofError, match="Hard disk 1"):
        await verify(tmp_path, full=True, esx=esx)
    simulator.write_disk(MACHINE, "", 3 * MIB, b"of somebody")
    with pytest.raises(DiskChangedError, match="has another content ID"):
        await verify(tmp_path, full=True, esx=esx)


async def test_a_machine_that_was_started_since_is_not_what_was_moved(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    await move(esx, tmp_path)
    web = await esx.domains.lookup(MACHINE)
    await web.start()

    with pytest.raises(ExportRefusedError, match="cannot be read"):
        await verify(tmp_path, full=True, esx=esx)

    await web.snapshots.create("since")
    await web.destroy()
    with pytest.raises(DiskChangedError, match="is not what it was when it was exported"):
        await verify(tmp_path, full=True, esx=esx)


# --- Tools that do not run yet -------------------------------------------------------------------


async def restarted(simulator: Simulator, esx: aioesx.Connection, tools_seconds: float) -> None:
    """Have the machine be one that was started a moment ago."""
    web = await esx.domains.lookup(MACHINE)
    simulator.change(lambda host: setattr(host.options, "tools_seconds", tools_seconds))
    await web.destroy()
    await web.start()


async def test_a_machine_that_boots_is_asked_when_its_tools_run(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    async def cut_over() -> None:
        await restarted(simulator, esx, 1.0)

    await move(esx, tmp_path, warm=WarmOptions(cut_over=cut_over, shutdown_seconds=50))

    assert left(simulator) == GONE
    assert simulator.call_count["ShutdownGuest"] >= 2
    assert image(tmp_path) == content_of(simulator, MACHINE)


@pytest.mark.parametrize("force_off", [False, True])
async def test_tools_that_never_run_are_waited_for_in_the_time_of_the_shut_down(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path, force_off: bool
) -> None:
    await restarted(simulator, esx, 10_000.0)
    warm = WarmOptions(shutdown_seconds=0.3, force_off=force_off)

    if force_off:
        await move(esx, tmp_path, warm=warm)
    else:
        with pytest.raises(ToolsUnavailableError, match="and 'web01' runs again"):
            await move(esx, tmp_path, warm=warm)

    assert left(simulator) == (GONE if force_off else BACK)


async def test_a_machine_that_goes_off_by_itself_while_its_tools_are_waited_for_is_off(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    await restarted(simulator, esx, 10_000.0)
    web = await esx.domains.lookup(MACHINE)
    warm = WarmOptions(shutdown_seconds=50)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(lambda: move(esx, tmp_path, warm=warm))
        await seen(simulator, "ShutdownGuest")
        await web.destroy()

    assert left(simulator) == GONE


async def test_without_tools_it_is_said_at_once(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    def without_tools(host: HostState) -> None:
        machine = host.find(MACHINE)
        machine.guest = dataclasses.replace(machine.guest, tools_installed=False)

    simulator.change(without_tools)
    await restarted(simulator, esx, 0.0)

    with pytest.raises(ToolsUnavailableError, match="and 'web01' runs again"):
        await move(esx, tmp_path, warm=WarmOptions(shutdown_seconds=10_000))

    assert left(simulator) == BACK
    assert simulator.call_count["ShutdownGuest"] == 1


@pytest.mark.long
@pytest.mark.parametrize("verify", ["none", "read", "full"])
async def test_each_proof_is_as_good(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path, verify: str
) -> None:
    writer = Writer(simulator, seed=9)

    done = await move(esx, tmp_path, cut_over=writer.write, verify=verify)

    assert image(tmp_path) == content_of(simulator, MACHINE)
    assert (done.disks[0].sha256 is None) == (verify == "none")


@pytest.mark.long
async def test_where_nothing_was_written_nothing_follows(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    done = await move(esx, tmp_path)

    assert done.downtime_bytes == 0
    assert image(tmp_path) == content_of(simulator, MACHINE)


async def test_e16_where_the_host_knows_no_changes_the_whole_disk_is_read_again_and_that_is_said(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    def cut_over() -> None:
        simulator.write_disk(MACHINE, "", 7 * BLOCK, b"untold")
        simulator.reset_tracking(MACHINE)

    done = await move(esx, tmp_path, cut_over=cut_over)

    assert image(tmp_path) == content_of(simulator, MACHINE)
    assert done.downtime_bytes == len(simulator.read_disk(MACHINE))
    assert any("the whole disk is read again" in str(each) for each in done.plan.warnings)


@pytest.mark.parametrize("kind", ["raw", "qcow2"])
async def test_what_was_zeroed_meanwhile_is_zeros_where_the_whole_disk_is_read_again(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path, kind: Any
) -> None:
    """A stream has no zeros: what the image holds in their place goes, at the end, too."""

    def cut_over() -> None:
        for start in (0, 3 * MIB, len(simulator.read_disk(MACHINE)) - 2 * BLOCK):
            simulator.write_disk(MACHINE, "", start, bytes(2 * BLOCK))
        simulator.write_disk(MACHINE, "", MIB + BLOCK, b"untold")
        simulator.reset_tracking(MACHINE)

    done = await move(esx, tmp_path, cut_over=cut_over, format=kind, verify="full")

    path = done.disks[0].path
    assert path is not None
    assert images_content(path, kind) == content_of(simulator, MACHINE)
    assert (await verify(tmp_path, full=True, esx=esx)).disks[0].sha256 == done.disks[0].sha256
    assert left(simulator) == GONE


async def test_e17_answers_that_cannot_be_end_the_move_and_take_it_back(
    simulator: Simulator, tmp_path: Path
) -> None:
    answers = Meddling(simulator, b"<length>4718592</length>", b"<length>0</length>")
    async with connected(simulator, transport=answers) as esx:
        with pytest.raises(ProtocolError, match=r"does not advance.*rolled back.*runs again"):
            await move(esx, tmp_path)

    assert left(simulator) == BACK
    assert state_of(tmp_path)["step"] == "rolled back"
    assert not images(tmp_path)


async def test_what_the_host_forgot_to_tell_is_found_by_the_full_proof(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    def cut_over() -> None:
        simulator.change(forget)

    def forget(host: HostState) -> None:
        machine = host.find(MACHINE)
        tracked = machine.tracking.disks.pop("scsi0:0")
        machine.tracking.disks["elsewhere"] = tracked
        place = next(iter(machine.snapshots.disk_keys(machine.config).values()))
        store = host.datastore(place.datastore)
        chains.write(store, place.path, 9 * BLOCK, b"lost", session=machine.session)
        machine.tracking.disks["scsi0:0"] = machine.tracking.disks.pop("elsewhere")

    with pytest.raises(ProofError, match="rolled back"):
        await move(esx, tmp_path, cut_over=cut_over, verify="full")

    assert left(simulator) == BACK


@pytest.mark.long
@pytest.mark.parametrize("force", [False, True])
async def test_a_guest_that_does_not_shut_down_is_switched_off_only_if_that_is_allowed(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path, force: bool
) -> None:
    simulator.change(deafen)
    warm = WarmOptions(shutdown_seconds=0.2, force_off=force)

    if force:
        await move(esx, tmp_path, warm=warm)
        assert left(simulator) == GONE
    else:
        with pytest.raises(WaitTimeoutError, match="may do so yet; it was rolled back"):
            await move(esx, tmp_path, warm=warm)
        assert left(simulator) == BACK


async def test_an_error_of_the_caller_s_takes_all_back(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    def cut_over() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await move(esx, tmp_path, cut_over=cut_over)

    assert left(simulator) == BACK


@pytest.mark.long
async def test_a_machine_that_was_off_has_no_downtime_and_stays_off(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    simulator.change(lambda host: host.find(MACHINE).set_power("poweredOff", None))

    done = await move(esx, tmp_path)

    assert done.downtime is None
    assert image(tmp_path) == content_of(simulator, MACHINE)
    assert "PowerOnVM_Task" not in simulator.call_count


@pytest.mark.long
async def test_snapshots_are_kept_if_that_is_wanted(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    await move(esx, tmp_path, warm=WarmOptions(keep_snapshots=True, shutdown_seconds=10))

    assert snapshots_of(simulator) == ["aioesx warm move 1", "aioesx warm move 2"]
    assert simulator.domain_state(MACHINE) == "poweredOff"


async def test_what_cannot_be_removed_is_told_and_the_next_run_removes_it(
    simulator: Simulator, tmp_path: Path, hasty: Hasty
) -> None:
    hasty(looks=(0.0, 0.01))
    rule = simulator.fault_on("RemoveSnapshot_Task", "FileLocked", in_task=True)
    async with connected(simulator) as esx:
        with pytest.raises(TransferError, match=r"is whole, and it is off, but.*stand"):
            await move(esx, tmp_path)
        assert image(tmp_path) == content_of(simulator, MACHINE)

        rule.times = 0
        done = await move(esx, tmp_path)

    assert left(simulator) == GONE
    assert done.disks[0].path == tmp_path / f"{MACHINE}.raw"


@pytest.mark.long
async def test_somebody_who_starts_the_machine_meanwhile_ends_the_move(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    def start(progress: aioesx.ExportProgress) -> None:
        if progress.phase == "verifying":
            simulator.change(lambda host: host.find(MACHINE).set_power("poweredOn", None))

    with pytest.raises(EsxError, match="rolled back"):
        await move(esx, tmp_path, verify="full", on_progress=start)

    assert left(simulator) == BACK


async def test_the_lease_of_a_second_reading_is_in_the_record(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    """So a run that is killed meanwhile leaves none that the next one cannot end."""
    known: set[bool] = set()

    def look(progress: aioesx.ExportProgress) -> None:
        if progress.phase == "verifying" and progress.disk:
            known.add(bool(state_of(tmp_path)["lease"]))

    await move(esx, tmp_path, verify="full", on_progress=look)

    assert known == {True}
    assert not state_of(tmp_path)["lease"]
    assert left(simulator) == GONE


async def test_packages_and_sinks_are_refused(esx: aioesx.Connection, tmp_path: Path) -> None:
    with pytest.raises(ExportRefusedError, match="into images"):
        await move(esx, tmp_path, format="ovf")
    assert not images(tmp_path)


async def test_a_cold_export_leaves_a_move_alone_that_was_not_ended(
    simulator: Simulator, tmp_path: Path, hasty: Hasty
) -> None:
    hasty(looks=(0.0, 0.01), repeats=(0.0, 0.01), silence=1.0)
    cutting = CuttingTransport(httpx.ASGITransport(simulator.asgi))
    async with connected(simulator, transport=cutting) as esx:
        cutting.arm("ShutdownGuest", "die")
        with pytest.raises(EsxError):
            await move(esx, tmp_path)
        cutting.disarm()
        web = await esx.domains.lookup(MACHINE)
        with pytest.raises(ExportStateError, match="warm"):
            await web.export(tmp_path, way="snapshot")

        await move(esx, tmp_path)

    assert left(simulator) == GONE


def deafen(host: HostState) -> None:
    machine = host.find(MACHINE)
    machine.guest = dataclasses.replace(machine.guest, deaf=True)


def images(target: Path) -> list[Path]:
    return list(target.glob("*.raw*"))


def image(target: Path) -> bytes:
    return (target / f"{MACHINE}.raw").read_bytes()


class Meddling(httpx.AsyncBaseTransport):
    """Changes what a host says of changes."""

    def __init__(self, simulator: Simulator, old: bytes, new: bytes) -> None:
        self._inner = httpx.ASGITransport(simulator.asgi)
        self._old, self._new = old, new

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        asked = b"QueryChangedDiskAreas" in await request.aread()
        response = await self._inner.handle_async_request(request)
        if not asked:
            return response
        body = (await response.aread()).replace(self._old, self._new)
        headers = [(k, v) for k, v in response.headers.items() if k.lower() != "content-length"]
        return httpx.Response(response.status_code, headers=headers, content=body)
