"""Whatever of the caller's an export calls may raise, be cancelled, or hang: nothing is left at the
host, every sink is given up, and what went wrong first is what the caller hears.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, Final

import anyio
import pytest
from support.hasty import Hasty
from support.hosts import connected
from support.small_disks import MIB
from support.warm import MACHINE, fill, host_of_small_machines, left, move

from aioesx._server.moving import ExportProgress, ExportWay, PlannedDisk
from aioesx.definition import Disk
from aioesx.errors import EsxError, LeaseError
from aioesx.export.limits import limiter
from aioesx.simulator import Simulator

if TYPE_CHECKING:
    from pathlib import Path

    import aioesx

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

WAYS: Final = ("folder", pytest.param("lease", marks=pytest.mark.long), "snapshot")
PLACES: Final = ("open", "write", "finish", "on_progress")
"""What of the caller's is called while all goes well; `abandon` is when it does not."""
MACHINE_OFF: Final = "db01"


@pytest.fixture(autouse=True)
def _quick(hasty: Hasty) -> None:
    hasty(crowded=(0.0,) * 8, repeats=(0.0,) * 3, looks=(0.0, 0.01), undo=5.0)


@pytest.fixture
async def domain(store: Simulator) -> AsyncIterator[aioesx.Domain]:
    """A machine that is off, of two disks."""
    async with connected(store) as esx:
        domain = await esx.domains.lookup(MACHINE_OFF)
        await domain.attach(Disk(), create=2 * MIB)
        yield domain


class Trouble:
    """What goes wrong at one place of a caller's objects."""

    def __init__(self, place: str, happen: Callable[[], Any]) -> None:
        self._place, self._happen = place, happen
        self.abandoned: list[int] = []
        self.opened: list[int] = []

    async def at(self, place: str) -> None:
        if place == self._place:
            await self._happen()

    async def open(self, disk: PlannedDisk) -> TroubledDisk:
        if disk.number == 2:
            await self.at("open")
        self.opened.append(disk.number)
        return TroubledDisk(self, disk.number)

    async def on_progress(self, progress: ExportProgress) -> None:
        if progress.phase == "copying" and progress.at:
            await self.at("on_progress")


class TroubledDisk:
    """One disk of such a sink."""

    def __init__(self, trouble: Trouble, number: int) -> None:
        self._trouble, self._number = trouble, number

    async def write(self, offset: int, data: bytes) -> None:
        del offset, data
        await self._trouble.at("write")

    async def finish(self) -> None:
        await self._trouble.at("finish")

    async def abandon(self) -> None:
        self._trouble.abandoned.append(self._number)
        if self._number == 1:
            await self._trouble.at("abandon")


def nothing_left(store: Simulator, trouble: Trouble) -> None:
    """See that the host holds nothing of us, and that each sink knows that no more comes."""
    assert store.open_leases == store.open_filters == 0
    assert store.change(lambda host: list(host.find(MACHINE_OFF).snapshots.all())) == []
    assert limiter().in_use == limiter().waiting == 0
    assert sorted(trouble.abandoned) == trouble.opened


def raising(error: BaseException) -> Callable[[], Any]:
    async def fail() -> None:
        raise error

    return fail


ERRORS: Final[dict[str, Callable[[], Exception]]] = {
    "a mistake": ZeroDivisionError,
    "one of ours": lambda: LeaseError("the lease of another connection ended"),
}


@pytest.mark.parametrize("error", list(ERRORS))
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", WAYS)
async def test_what_an_object_raises_comes_as_it_is(
    domain: aioesx.Domain, store: Simulator, way: ExportWay, place: str, error: str
) -> None:
    raised = ERRORS[error]()
    trouble = Trouble(place, raising(raised))

    with pytest.raises(type(raised)) as caught:
        await domain.export(trouble, way=way, on_progress=trouble.on_progress)

    assert caught.value is raised
    assert sum(store.call_count[name] for name in ("ExportVm", "ExportSnapshot")) <= 1
    nothing_left(store, trouble)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", WAYS)
async def test_one_that_hangs_is_left_when_its_caller_is_cancelled(
    domain: aioesx.Domain, store: Simulator, way: ExportWay, place: str
) -> None:
    scope = anyio.CancelScope()

    async def hang() -> None:
        scope.cancel()
        await anyio.sleep_forever()

    trouble = Trouble(place, hang)

    with scope:
        await domain.export(trouble, way=way, on_progress=trouble.on_progress)

    assert scope.cancelled_caught
    nothing_left(store, trouble)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])  # trio's cannot be raised by anybody
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", WAYS)
async def test_one_that_is_cancelled_by_itself_is_no_good_end(
    domain: aioesx.Domain, store: Simulator, way: ExportWay, place: str
) -> None:
    trouble = Trouble(place, raising(asyncio.CancelledError()))

    with pytest.raises(asyncio.CancelledError):
        await domain.export(trouble, way=way, on_progress=trouble.on_progress)

    nothing_left(store, trouble)


# --- what is thrown away -------------------------------------------------------------------------


BAD_ENDS: Final = {
    "raises": "failed: OSError: the tape is stuck",
    "hangs": "did not end within 0.05 s",
}


@pytest.mark.parametrize("how", list(BAD_ENDS))
@pytest.mark.parametrize("way", WAYS)
async def test_a_clean_up_that_fails_is_noted_at_the_first_error(
    domain: aioesx.Domain,
    store: Simulator,
    caplog: pytest.LogCaptureFixture,
    way: ExportWay,
    how: str,
) -> None:
    session = domain._server.session
    usual = session.seconds
    first = ZeroDivisionError("first")

    async def end_badly() -> None:
        session.seconds = usual  # what follows has its time
        if how == "raises":
            raise OSError("the tape is stuck")
        await anyio.sleep_forever()

    def fail(progress: ExportProgress) -> None:
        if progress.phase == "finishing":
            session.seconds = dataclasses.replace(usual, undo=0.05)
            raise first

    trouble = Trouble("abandon", end_badly)

    with pytest.raises(ZeroDivisionError) as caught:
        await domain.export(trouble, way=way, on_progress=fail)

    assert caught.value is first
    assert first.__notes__ == [f"the clean-up of <the sink of Hard disk 1> {BAD_ENDS[how]}"]
    assert first.__notes__[0] in caplog.text
    nothing_left(store, trouble)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_clean_up_that_is_cancelled_by_itself_keeps_no_other_from_its_own(
    domain: aioesx.Domain, store: Simulator
) -> None:
    trouble = Trouble("abandon", raising(asyncio.CancelledError()))
    first = ZeroDivisionError("first")

    def fail(progress: ExportProgress) -> None:
        if progress.phase == "finishing":
            raise first

    with pytest.raises(ZeroDivisionError):
        await domain.export(trouble, way="folder", on_progress=fail)

    assert first.__notes__ == ["the clean-up of <the sink of Hard disk 1> was cancelled by itself"]
    nothing_left(store, trouble)


# --- of a warm move ------------------------------------------------------------------------------


@pytest.mark.one_loop
async def test_a_policy_that_raises_while_a_move_is_taken_back_hides_nothing(
    tmp_path: Path,
) -> None:
    def raises(_: object) -> None:
        raise ZeroDivisionError("of the policy")

    with Simulator(host_of_small_machines(), username="root", password="secret") as store:
        fill(store)
        store.fault_on("CreateSnapshot_Task", "FileFault", skip=1, times=1)
        store.ask_on("PowerOnVM_Task", MACHINE, times=None)
        async with connected(store, on_question=raises) as esx:
            with pytest.raises(EsxError, match="of the policy") as caught:
                await move(esx, tmp_path)

        assert "FileFault" in str(caught.value)
        assert left(store)["snapshots"] == []
        assert left(store)["tracking"] is False
        assert left(store)["leases"] == 0
