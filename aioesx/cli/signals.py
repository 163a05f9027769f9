"""Ctrl-C, SIGTERM and a closed terminal: all three end a command the same way.

The first one cancels the command, which then releases at the host what it holds there, removes
what is half made and logs out. A second one, or a clean-up that does not end, ends the process
at once; the latter also where the event loop itself is stuck. A signal that whoever started us
ignores (``nohup``) is ignored by us as well.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final, NoReturn, TypeVar

import anyio

from aioesx.cli.status import ExitStatus

__all__ = [
    "CLEAN_UP_SECONDS",
    "WORDS",
    "interruptible",
    "left_to_another_program",
    "until_signalled",
]

T = TypeVar("T")

WORDS: Final = {
    signal.SIGINT: (ExitStatus.INTERRUPTED, "interrupted"),
    signal.SIGTERM: (ExitStatus.TERMINATED, "terminated"),
    signal.SIGHUP: (ExitStatus.HUNG_UP, "the terminal was closed"),
}
"""Exit status, which is 128 and the signal's number, and what is said, by signal."""

CLEAN_UP_SECONDS: Final = 30.0
"""How long clean-up may take: each of its steps has a bound of its own, and this is the sum."""

_STUCK_SECONDS: Final = 2.0
"""How much later than that an event loop counts as stuck."""

_elsewhere: Final[list[int]] = []


async def until_signalled(
    work: Callable[[], Awaitable[T]],
    leave: Callable[[signal.Signals], NoReturn],
    numbers: Sequence[signal.Signals] = tuple(WORDS),
) -> T:
    """Await `work`; if a signal comes, cancel it, let it clean up, and leave.

    Args:
        work: the command.
        leave: ends the process, without waiting for anybody.
        numbers: the signals that end it.
    """
    caught = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    if threading.current_thread() is not threading.main_thread() or not caught:
        return await work()
    outcome, came = await _unless(work, caught, leave)
    if came is not None:
        leave(came)
    return outcome[0]


async def interruptible(
    work: Callable[[], Awaitable[T]], leave: Callable[[signal.Signals], NoReturn]
) -> T | None:
    """Await `work`; on Ctrl-C cancel it, let it clean up, and return None.

    Args:
        work: what a person may interrupt and go on after.
        leave: ends the process: on a second Ctrl-C, or where clean-up does not end.
    """
    outcome, _ = await _unless(work, [signal.SIGINT], leave)
    return outcome[0] if outcome else None


async def _unless(
    work: Callable[[], Awaitable[T]],
    numbers: Sequence[signal.Signals],
    leave: Callable[[signal.Signals], NoReturn],
) -> tuple[list[T], signal.Signals | None]:
    """Await `work` unless a signal comes; return what it returned, if it did, and the signal."""
    outcome: list[T] = []
    failure: list[Exception] = []
    came: list[signal.Signals] = []
    command = anyio.CancelScope()

    async def watch(signals: AsyncIterator[signal.Signals]) -> None:
        came.append(await _next(signals))
        command.cancel()
        with _ended_though_stuck(partial(leave, came[0])):
            with anyio.move_on_after(CLEAN_UP_SECONDS):
                await _next(signals)
            leave(came[0])

    with anyio.open_signal_receiver(*numbers) as signals:
        async with anyio.create_task_group() as group:
            group.start_soon(watch, signals)
            with command:
                try:
                    outcome.append(await work())
                except Exception as error:
                    failure.append(error)
            group.cancel_scope.cancel()
    if failure and not came:
        raise failure[0]
    return outcome, came[0] if came else None


@contextmanager
def _ended_though_stuck(end: Callable[[], NoReturn]) -> Iterator[None]:
    """Have a thread end the process where the event loop, which should, hears of nothing more."""
    last = threading.Timer(CLEAN_UP_SECONDS + _STUCK_SECONDS, end)
    last.daemon = True
    last.start()
    try:
        yield
    finally:
        last.cancel()


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
