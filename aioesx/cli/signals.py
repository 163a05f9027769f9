"""Ctrl-C, SIGTERM and a closed terminal: all three end a command the same way.

The first one cancels the command, which then releases at the host what it holds there, removes
what is half made and logs out. A second one, or a clean-up that does not end, ends the process
at once. A signal that whoever started us ignores (``nohup``) is ignored by us as well.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final, NoReturn, TypeVar

import anyio

from aioesx.cli.status import ExitStatus

__all__ = ["CLEAN_UP_SECONDS", "WORDS", "left_to_another_program", "until_signalled"]

T = TypeVar("T")

WORDS: Final = {
    signal.SIGINT: (ExitStatus.INTERRUPTED, "interrupted"),
    signal.SIGTERM: (ExitStatus.TERMINATED, "terminated"),
    signal.SIGHUP: (ExitStatus.HUNG_UP, "the terminal was closed"),
}
"""Exit status, which is 128 and the signal's number, and what is said, by signal."""

CLEAN_UP_SECONDS: Final = 30.0
"""How long clean-up may take: each of its steps has a bound of its own, and this is the sum."""

_elsewhere: Final[list[int]] = []


async def until_signalled(
    work: Callable[[], Awaitable[T]], leave: Callable[[signal.Signals], NoReturn]
) -> T:
    """Await `work`; if a signal comes, cancel it, let it clean up, and leave.

    Args:
        work: the command.
        leave: ends the process, without waiting for anybody.
    """
    caught = [number for number in WORDS if signal.getsignal(number) is not signal.SIG_IGN]
    if threading.current_thread() is not threading.main_thread() or not caught:
        return await work()
    outcome: list[T] = []
    failure: list[Exception] = []
    came: list[signal.Signals] = []
    command = anyio.CancelScope()

    async def watch(signals: AsyncIterator[signal.Signals]) -> None:
        came.append(await _next(signals))
        command.cancel()
        with anyio.move_on_after(CLEAN_UP_SECONDS):
            await _next(signals)
        leave(came[0])

    with anyio.open_signal_receiver(*caught) as signals:
        async with anyio.create_task_group() as group:
            group.start_soon(watch, signals)
            with command:
                try:
                    outcome.append(await work())
                except Exception as error:
                    failure.append(error)
            if came:
                leave(came[0])
            group.cancel_scope.cancel()
    if failure:
        raise failure[0]
    return outcome[0]


async def _next(signals: AsyncIterator[signal.Signals]) -> signal.Signals:
    async for number in signals:
        if number not in _elsewhere:
            return number
    raise AssertionError("signals do not end")


@contextmanager
def left_to_another_program(number: signal.Signals) -> Iterator[None]:
    """Let a signal mean what it means to a program that has our terminal: an editor, say."""
    _elsewhere.append(number)
    try:
        yield
    finally:
        _elsewhere.remove(number)
