"""Reading what a person gives: files, standard input, the keyboard.

A pipe without a writer, a terminal at which nobody types: whoever reads them waits. So they are
read only when there is something to read, and the wait for that can be cancelled as any other.
"""

from __future__ import annotations

import contextlib
import contextvars
import errno
import fcntl
import os
import signal
import sys
import termios
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final

import anyio
import anyio.lowlevel

from aioesx.cli.text import bounded, visible
from aioesx.errors import DocumentError

__all__ = [
    "STANDARD_INPUT",
    "ask",
    "has_keyboard",
    "is_unattended",
    "lines_of_standard_input",
    "read_bytes",
    "read_document",
    "unattended",
]

STANDARD_INPUT: Final = Path("-")

_PIECE: Final = 65536
_LONGEST_PROMPT: Final = 500
_LOCAL_FLAGS: Final = 3  # of what tcgetattr returns


async def read_document(file: Path) -> bytes:
    """Read a file of a bounded size, ``-`` for standard input.

    Raises:
        DocumentError: it cannot be read.
    """
    from aioesx.vmx import MAX_VMX_BYTES  # slow to import, and few commands need it

    try:
        return await read_bytes(file, MAX_VMX_BYTES + 1)
    except OSError as error:
        raise DocumentError(f"cannot read '{file}': {error.strerror}") from None


async def read_bytes(file: Path, most: int) -> bytes:
    """Read the first `most` bytes of a file, ``-`` for standard input.

    Raises:
        OSError: it cannot be opened or read.
    """
    if file == STANDARD_INPUT:
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        return await _read(sys.stdin.fileno(), most)
    # Without O_NONBLOCK the open itself waits for a writer of a named pipe.
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        return await _read(descriptor, most)
    finally:
        os.close(descriptor)


async def lines_of_standard_input() -> AsyncIterator[str]:
    """Yield the lines of standard input as they come, without their ends.

    Raises:
        DocumentError: it cannot be read.
    """
    rest = b""
    while True:
        try:
            piece = await _piece()
        except OSError as error:
            raise DocumentError(f"cannot read standard input: {error.strerror}") from None
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield _text(line)
        if not piece:
            break
    if rest:
        yield _text(rest)


def _text(line: bytes) -> str:
    return line.decode(_encoding(), "surrogateescape").rstrip("\r")


async def _piece() -> bytes:
    """Return what comes next at standard input; nothing at its end."""
    if sys.stdin is None:
        return b""
    while True:
        await _readable(sys.stdin.fileno())
        with contextlib.suppress(BlockingIOError):
            return os.read(sys.stdin.fileno(), _PIECE)


async def _read(descriptor: int, most: int) -> bytes:
    pieces: list[bytes] = []
    while most > 0:
        await _readable(descriptor)
        try:
            piece = os.read(descriptor, min(most, _PIECE))
        except BlockingIOError:
            continue
        if not piece:
            break
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


async def _readable(descriptor: int) -> None:
    """Return when reading will not wait."""
    try:
        await anyio.wait_readable(descriptor)
    except PermissionError:  # a file on a disk: epoll refuses it, since it never keeps one waiting
        await anyio.lowlevel.checkpoint()


# --- the keyboard --------------------------------------------------------------------------------


_alone: Final = contextvars.ContextVar("aioesx_alone", default=False)


@contextlib.contextmanager
def unattended() -> Iterator[None]:
    """Have nobody asked: what is done here is done many times at once."""
    token = _alone.set(True)
    try:
        yield
    finally:
        _alone.reset(token)


def is_unattended() -> bool:
    """Tell whether this is done many times at once, at a host of many."""
    return _alone.get()


def has_keyboard() -> bool:
    """Tell whether there is somebody to ask."""
    if is_unattended():
        return False
    try:
        return sys.stdin is not None and sys.stdin.isatty()
    except ValueError:  # it was closed
        return False


async def ask(prompt: str, *, echo: bool = True) -> str | None:
    """Ask for a line at the terminal; None when it ends without one, by Ctrl-D say.

    Args:
        prompt: what is asked.
        echo: whether what is typed shows. Whatever happens, afterwards it does again.

    Raises:
        UnicodeDecodeError: what was typed is no text.
    """
    terminal = sys.stdin.fileno()
    question = f"{visible(bounded(prompt, _LONGEST_PROMPT), _encoding())} "
    # Whoever sees the question may stop us at once: by then we have to listen already.
    with (
        anyio.open_signal_receiver(signal.SIGCONT) as resumed,
        _typing(terminal, echo=echo),
    ):
        _show(terminal, question)
        line = b""
        async with anyio.create_task_group() as group:
            group.start_soon(_begin_again, resumed, terminal, echo, question)
            line = await _line(terminal)
            group.cancel_scope.cancel()
    return line.decode(_encoding()).rstrip("\r\n") if line else None


async def _begin_again(
    resumed: AsyncIterator[signal.Signals], terminal: int, echo: bool, question: str
) -> None:
    """Whenever we were stopped and go on: the shell has had the terminal, as it likes it."""
    async for _ in resumed:
        if not echo:
            _hide(terminal)
        _show(terminal, question)


async def _line(terminal: int) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        await _readable(terminal)
        try:
            piece = os.read(terminal, _PIECE)
        except BlockingIOError:
            continue
        except OSError:  # nobody sits there any more
            piece = b""
        if not piece:
            break
        line += piece
    return line


@contextlib.contextmanager
def _typing(terminal: int, *, echo: bool) -> Iterator[None]:
    """Hide what is typed, and end the line that nobody saw end."""
    before = termios.tcgetattr(terminal)
    try:
        if not echo:
            termios.tcflush(terminal, termios.TCIFLUSH)  # what was typed too early was seen
            _hide(terminal)
        yield
    except BaseException:
        _show(terminal, "\n" if echo else "")
        raise
    finally:
        if not echo:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(terminal, termios.TCSANOW, before)
            _show(terminal, "\n")


def _hide(terminal: int) -> None:
    modes = termios.tcgetattr(terminal)
    modes[_LOCAL_FLAGS] &= ~termios.ECHO
    termios.tcsetattr(terminal, termios.TCSANOW, modes)


def _show(terminal: int, text: str) -> None:
    """Write at the terminal that is asked, wherever standard output goes."""
    with contextlib.suppress(OSError):
        writable = fcntl.fcntl(terminal, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDWR
        os.write(terminal if writable else sys.stderr.fileno(), text.encode(_encoding()))


def _encoding() -> str:
    return sys.stdin.encoding or "utf-8"
