"""Each call of a run and of a copy goes wrong: refused, lost, cancelled, or the line gone for good.

Nothing is left in the guest, or the error says what may be; what runs is ended; no secret is told.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio
import httpx
import pytest
from support.canary import find_secret
from support.cutting import CuttingTransport, Mode
from support.guests import LINUX, PASSWORD, WINDOWS, Inside
from support.hasty import Hasty

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

Act = Callable[[aioesx.Guest], Awaitable[object]]


async def runs(guest: aioesx.Guest) -> object:
    done = await guest.run("sh", ["-c", "cat; echo e >&2"], input=b"in")
    assert (done.status, done.stdout, done.stderr) == (0, b"in", b"e\n")
    return done.left and f"{done.left} may be left"


async def runs_in_windows(guest: aioesx.Guest) -> object:
    done = await guest.run("more", input=b"in")
    assert (done.status, done.stdout) == (0, b"in")
    return done.left and f"{done.left} may be left"


async def copies_in(guest: aioesx.Guest) -> object:
    await guest.copy_in(b"whole", "/tmp/new")
    return None


async def copies_out(guest: aioesx.Guest) -> object:
    data = await guest.read("/etc/hostname")
    assert data == f"{LINUX}\n".encode()
    return None


# fmt: off
CALLS: Final = {
    # what is done   its calls in turn, each name as often as it comes
    runs: """
        CreateTemporaryDirectoryInGuest InitiateFileTransferToGuest PUT StartProgramInGuest
        ListProcessesInGuest InitiateFileTransferFromGuest GET InitiateFileTransferFromGuest GET
        DeleteDirectoryInGuest""",
    runs_in_windows: """
        CreateTemporaryDirectoryInGuest InitiateFileTransferToGuest PUT
        ReadEnvironmentVariableInGuest StartProgramInGuest ListProcessesInGuest
        InitiateFileTransferFromGuest GET InitiateFileTransferFromGuest DeleteDirectoryInGuest""",
    copies_in: "ListFilesInGuest InitiateFileTransferToGuest PUT MoveFileInGuest",
    copies_out: "InitiateFileTransferFromGuest GET",
}
# fmt: on
MODES: Final[tuple[Mode, ...]] = ("refuse", "lose", "cancel-before", "cancel-after", "die")


ALWAYS: Final = {(runs, "cancel-after"), (copies_in, "lose")}
"""What every change must pass; the others are long."""


def steps() -> list[Any]:
    """Return every call of every act, and each way in which it can go wrong."""
    found = []
    for act, names in CALLS.items():
        words = names.split()
        for at, word in enumerate(words):
            turn = words[: at + 1].count(word)
            for mode in MODES:
                marks = [] if (act, mode) in ALWAYS else [pytest.mark.long]
                name = f"{act.__name__}-{word}-{turn}-{mode}"
                found.append(pytest.param(act, word, turn, mode, marks=marks, id=name))
    return found


@pytest.fixture(autouse=True)
def _quick(hasty: Hasty) -> None:
    hasty(
        looks=(0.0, 0.02, 0.02), repeats=(0.0, 0.01), guest_look=0.05, grace=1.0, undo=2.0,
        logout=0.5, close=1.0,
    )  # fmt: skip


def machine_of(act: Act) -> str:
    return WINDOWS if act is runs_in_windows else LINUX


@asynccontextmanager
async def entered(
    line: CuttingTransport, plain: Simulator, act: Act
) -> AsyncIterator[aioesx.Guest]:
    """Enter the guest of an act, over a line that can be cut."""
    async with aioesx.connect(plain.uri, password="secret", transport=line) as esx:
        domain = await esx.domains.lookup(machine_of(act))
        user = "Administrator" if act is runs_in_windows else "root"
        async with domain.guest(user, PASSWORD) as guest:
            yield guest


@pytest.mark.parametrize("act", CALLS, ids=lambda act: act.__name__)
async def test_the_table_has_every_call(plain: Simulator, act: Act) -> None:
    line = CuttingTransport(httpx.ASGITransport(plain.asgi))
    async with entered(line, plain, act) as guest:
        line.arm("nothing", "refuse")
        assert await act(guest) is None
        words = CALLS[act].split()  # type: ignore[index]
        assert dict(line.seen) == {word: words.count(word) for word in words}


@pytest.mark.parametrize(("act", "call", "turn", "mode"), steps())
async def test_nothing_is_left_whatever_goes_wrong(
    plain: Simulator, act: Act, call: str, turn: int, mode: Mode
) -> None:
    inside = Inside(plain, machine_of(act))
    before = inside.files
    line = CuttingTransport(httpx.ASGITransport(plain.asgi))
    error: errors.EsxError | None = None
    told, done = "", False
    async with entered(line, plain, act) as guest:
        line.arm(call, mode, turn)
        with anyio.CancelScope() as line.scope:
            try:
                told = str(await act(guest) or "")
                done = True
            except errors.EsxError as caught:
                error = caught

    assert done or error is not None or line.scope.cancelled_caught
    told = told if error is None else str(error)
    left = {path: data for path, data in inside.files.items() if path not in before}
    if act is copies_in and left == {"/tmp/new": b"whole"}:
        left = {}  # all of it; the error may be that this is not known
        assert done or mode != "refuse"
    if mode == "die":
        assert all("may be left" in told or "aioesx-" in told for _ in left)
        assert not inside.running or "may go on" in told
    else:
        assert left == {}
        assert inside.running == []
    assert plain.open_filters == 0
    assert before.items() <= inside.files.items()
    require_no_secret(error)


def require_no_secret(error: BaseException | None) -> None:
    """Hold everything that an error tells, and what pickle keeps of it, against the secrets."""
    while error is not None:
        shown = f"{error!r} {error} {vars(error)!r} {copy.copy(error)!r}"
        assert find_secret(shown) is None
        assert "token=" not in shown
        assert PASSWORD.encode() not in pickle.dumps(error)
        error = error.__cause__


@pytest.mark.parametrize("mode", ["lose", "cancel-after"])
async def test_a_program_whose_pid_was_lost_is_found(plain: Simulator, mode: Mode) -> None:
    line = CuttingTransport(httpx.ASGITransport(plain.asgi))
    inside = Inside(plain, LINUX)
    async with entered(line, plain, runs) as guest:
        line.arm("StartProgramInGuest", mode)
        with anyio.CancelScope() as line.scope:
            assert (await guest.run("sh", ["-c", "sleep 0.1; echo end"])).text == "end\n"
        assert line.scope.cancelled_caught is (mode == "cancel-after")
        assert line.seen["StartProgramInGuest"] == 1
    assert inside.running == []


async def test_one_that_was_not_found_is_told_to_be_unknown(plain: Simulator) -> None:
    line = CuttingTransport(httpx.ASGITransport(plain.asgi))
    inside = Inside(plain, LINUX)
    before = inside.files
    async with entered(line, plain, runs) as guest:
        line.arm("StartProgramInGuest", "refuse")
        with pytest.raises(errors.OutcomeUnknownError, match="StartProgramInGuest") as caught:
            await guest.run("true")
    assert inside.files == before
    require_no_secret(caught.value)
