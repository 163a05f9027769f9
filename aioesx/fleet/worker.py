"""A process that does the work of a shard: what it runs, from its first line to its end.

It is started by `processes`, reads its order from standard input, and tells what happens on what
was its standard output; what the function prints goes to standard error. It ends when its work is
done, and at once when its input ends: whoever started it gives up, or is dead. Everything secret
comes by the pipe, nothing by arguments or by the environment.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
from collections import deque
from typing import TYPE_CHECKING, Any, Final

import anyio

from aioesx.fleet.frames import END, REFUSED, Frames, frame
from aioesx.fleet.program import take_over

if TYPE_CHECKING:
    from aioesx.fleet.shards import Shard

__all__ = ["main"]

_PIECE: Final = 1 << 16


def main() -> None:
    """Be a worker."""
    source, post = _lines()
    signal.signal(signal.SIGINT, lambda *_: None)  # the terminal's: whoever started us tells us
    frames = Frames()
    order = _order(source, frames)
    if order is None:
        return
    try:
        take_over(order["program"])
        shard: Shard = pickle.loads(order["shard"])  # noqa: S301 - of who started us
    except BaseException as error:
        post.send((REFUSED, f"{type(error).__name__}: {error}"))
        post.flush()
        return
    anyio.run(_work, shard, source, frames, post, backend=order["backend"])


def _lines() -> tuple[int, _Post]:
    """Take standard input and output for us, and leave others in their place."""
    source, out = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return source, _Post(out)


def _order(source: int, frames: Frames) -> dict[str, Any] | None:
    while piece := os.read(source, _PIECE):
        for order in frames.feed(piece):
            found: dict[str, Any] = order
            return found
    return None


async def _work(shard: Shard, source: int, frames: Frames, post: _Post) -> None:
    from aioesx.fleet.shard_work import ShardWork

    work = ShardWork(shard, post.send)

    async def hear() -> None:
        """Stop when told to, and go when nobody is there any more."""
        piece = b""  # what came with the order may be more than that
        while True:
            for why in frames.feed(piece):
                work.stop(why)
            await anyio.wait_readable(source)
            piece = os.read(source, _PIECE)
            if not piece:
                group.cancel_scope.cancel()
                return

    async with anyio.create_task_group() as group:
        group.start_soon(hear)
        group.start_soon(post.deliver)
        await work.do()
        post.send((END, ""))
        await post.delivered()
        group.cancel_scope.cancel()


class _Post:
    """What is told: at once where the line takes it, without waiting else."""

    def __init__(self, line: int) -> None:
        os.set_blocking(line, False)
        self._line = line
        self._waiting: deque[bytes] = deque()
        self._backlog = anyio.Event()
        self._empty = anyio.Event()

    def send(self, message: Any) -> None:
        from aioesx.fleet.shards import Changing

        self._waiting.append(frame(message))
        if isinstance(message, Changing):
            self.flush()
        elif not self._put():
            self._backlog.set()

    def flush(self) -> None:
        """Return when all is on its way."""
        while not self._put():
            select.select((), (self._line,), ())

    def _put(self) -> bool:
        while self._waiting:
            piece = self._waiting[0]
            try:
                written = os.write(self._line, piece)
            except BlockingIOError:
                return False
            except BrokenPipeError:  # nobody is there any more; the input has ended, too
                self._waiting.clear()
                break
            if written < len(piece):
                self._waiting[0] = piece[written:]
            else:
                self._waiting.popleft()
        return True

    async def deliver(self) -> None:
        """Send what had to wait; a task of its own."""
        while True:
            await self._backlog.wait()
            self._backlog = anyio.Event()
            while not self._put():
                await anyio.wait_writable(self._line)
            self._empty.set()

    async def delivered(self) -> None:
        """Wait until all is on its way."""
        while self._waiting:
            self._empty = anyio.Event()
            await self._empty.wait()
