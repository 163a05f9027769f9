"""Worker processes of this machine: one for each shard, started for it, ended with it.

A process is started anew, so that it has nothing of ours but what it is told; what it is told goes
by a pipe that only the two of them have.
"""

from __future__ import annotations

import pickle
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import anyio
from anyio.abc import Process

from aioesx._session import seconds
from aioesx.errors import ShippingError
from aioesx.fleet.frames import REFUSED, Frames, frame
from aioesx.fleet.program import Program, event_loop, importing
from aioesx.fleet.sharded import WorkerGone
from aioesx.fleet.shards import Shard, Told, carried, parts

if TYPE_CHECKING:
    from aioesx.fleet.entries import HostEntry

__all__ = ["Processes"]

T = TypeVar("T")

_BEGIN: Final = (
    "import sys; sys.path.append(sys.argv[1]); from aioesx.fleet.worker import main; main()"
)
_ROOT: Final = str(Path(__file__).parents[2])


class Processes:
    """Shards hosts over processes of this machine.

    Args:
        number: how many processes at once.
    """

    again = True
    together = True

    def __init__(self, number: int) -> None:
        self._number = number
        self._program = Program()
        self._at_work: set[Process] = set()
        self._why: str | None = None

    def check(
        self,
        function: Callable[..., Any],
        options: Mapping[str, Any],
        entries: Sequence[HostEntry],
    ) -> None:
        """Refuse what cannot go to a new process.

        Raises:
            ShippingError: the function cannot be imported there, an option not be pickled.
            RuntimeError: this process is a worker that imports its program.
        """
        if importing():
            raise RuntimeError(
                "a worker process imports the program, which begins its work at once: put that"
                " behind if __name__ == '__main__':"
            )
        carried(function, options, pickle.dumps)
        if Program.is_needed(pickle.dumps(function)) and not self._program.is_importable:
            raise ShippingError(
                "a function that was typed in, of no file, cannot go to another process: it has to"
                " be importable"
            )

    def split(self, things: Sequence[T], entry_of: Callable[[T], HostEntry]) -> list[list[T]]:
        """Split hosts into shards, one for each process."""
        return parts(things, self._number, entry_of)

    async def work(self, shard: Shard, tell: Callable[[Told], None]) -> None:
        """Have a process do the work of a shard.

        Raises:
            ShippingError: it cannot begin.
            WorkerGone: it ended before.
        """
        body = pickle.dumps(shard)
        order = {"program": self._program.told(body), "backend": event_loop(), "shard": body}
        process = await _started()
        try:
            await _say(process, order)
            self._at_work.add(process)  # now only: its order is the first that it hears
            if self._why is not None:
                await _say(process, self._why)
            frames = Frames()
            while piece := await _heard(process):
                for message in frames.feed(piece):
                    if not isinstance(message, tuple):
                        tell(message)
                    elif message[0] == REFUSED:
                        raise ShippingError(f"a worker process could not begin: {message[1]}")
                    else:
                        return
            raise WorkerGone(_ended(await process.wait()))
        finally:
            self._at_work.discard(process)
            await _end(process)

    async def stop(self, why: str) -> None:
        """Tell all that are at work to begin nothing more, and those that are being started."""
        self._why = why
        for process in tuple(self._at_work):
            await _say(process, why)


async def _started() -> Process:
    """Start a process, even when cancelled, so that one that was started is known.

    Raises:
        ShippingError: the system has no room for it.
    """
    words = [sys.executable, "-P", "-c", _BEGIN, _ROOT]
    with anyio.CancelScope(shield=True):
        try:
            return await anyio.open_process(words, stderr=None)
        except OSError as error:
            raise ShippingError(f"a worker process could not be started: {error}") from error
    raise AssertionError  # a shield is not cancelled


async def _say(process: Process, value: Any) -> None:
    assert process.stdin is not None  # noqa: S101  # it has one
    try:
        await process.stdin.send(frame(value))
    except (anyio.BrokenResourceError, anyio.ClosedResourceError):
        return  # it has ended, which its output tells


async def _heard(process: Process) -> bytes:
    """Return the next of what a process says; empty at its end."""
    assert process.stdout is not None  # noqa: S101  # it has one
    try:
        return await process.stdout.receive()
    except (anyio.EndOfStream, anyio.BrokenResourceError):
        return b""


async def _end(process: Process) -> None:
    """Have a process end, even when cancelled: it closes its sessions, within their time."""
    with anyio.CancelScope(shield=True):
        assert process.stdin is not None  # noqa: S101  # it has one
        await process.stdin.aclose()
        with anyio.move_on_after(seconds.current().close) as scope:
            while await _heard(process):
                pass  # what it says now nobody waits for; unheard it could not go on
            await process.wait()
        if scope.cancelled_caught:
            process.kill()
        await process.aclose()


def _ended(status: int) -> str:
    if status >= 0:
        return f"ended with status {status}"
    try:
        return f"was ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"was ended by signal {-status}"
