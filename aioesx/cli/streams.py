"""Where text goes: a descriptor, written to by a thread of its own, or text in memory.

A reader that stops to read a pipe, a terminal that is held by Ctrl-S: whoever writes to them
waits. So nobody but a thread does, and the command goes on, hears of signals and ends. What
goes wrong in writing is kept as a fact of the stream: it is never an error of the action whose
result is told.
"""

from __future__ import annotations

import errno
import locale
import os
import queue
import select
import threading
from collections.abc import Callable
from typing import Final, TextIO

__all__ = ["Stream", "Writer"]

_ONLY_LINES: Final = ("", "dumb")
"""Kinds of terminals that have no cursor to move, and no colours."""

_FORCED: Final = ("PYTHONIOENCODING", "PYTHONUTF8")


class Writer:
    """A thread that writes what it is given, one after the other, to whichever stream."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def add(self, step: Callable[[], None]) -> None:
        """Do something in the thread, after what it has to do already."""
        if self._thread is None:
            # A daemon: at the end of the process nobody waits for a reader who does not read.
            self._thread = threading.Thread(target=self._run, name="output", daemon=True)
            self._thread.start()
        self._queue.put(step)

    def _run(self) -> None:
        while True:
            self._queue.get()()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until all is written; tell whether it is, where the time is limited."""
        if self._thread is None:
            return True
        written = threading.Event()
        self._queue.put(written.set)
        return written.wait(seconds)


class Stream:
    """One of the command's outputs.

    Attributes:
        encoding: of its lines.
        cell_encoding: of the cells of its tables, as virsh takes it: of the locale.
        trouble: the first error in writing, or None; afterwards nothing is written any more.
        before: called before anything is written, but by `draw`; or None.
    """

    def __init__(self, file: TextIO | None, writer: Writer) -> None:
        self._file = file
        self._writer = writer
        self._descriptor = _descriptor_of(file)
        self.is_terminal = self._descriptor is not None and os.isatty(self._descriptor)
        self.encoding = getattr(file, "encoding", None) or "utf-8"
        self.cell_encoding = self.encoding
        if self._descriptor is not None and _is_ascii_locale():
            self.cell_encoding = "ascii"
            self.encoding = "ascii" if self.is_terminal else self.encoding
        self.trouble: OSError | None = None
        self.before: Callable[[], None] | None = None

    def write(self, text: str, encoding: str | None = None) -> None:
        """Write a text, soon; what its encoding lacks as Python's escapes. Never raises."""
        if self.before is not None:
            self.before()
        self.draw(text, encoding)

    def draw(self, text: str, encoding: str | None = None) -> None:
        """Write what gives way to all else that is written: a bar."""
        if self._file is None:
            self._fail(OSError(errno.EBADF, "it is closed"))
        elif self._descriptor is None:
            try:
                self._file.write(text)
            except (OSError, ValueError) as error:  # ValueError: it is closed
                self._fail(error if isinstance(error, OSError) else OSError(str(error)))
        else:
            data = text.encode(encoding or self.encoding, "backslashreplace")
            self._writer.add(lambda: self._write_all(data))

    def write_bytes(self, data: bytes) -> None:
        """Write bytes as they are, soon. Never raises."""
        if self.before is not None:
            self.before()
        if self._file is None or self._descriptor is None:
            self.write(data.decode(self.encoding, "backslashreplace"))
        else:
            self._writer.add(lambda: self._write_all(data))

    def _write_all(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest and self.trouble is None:
                rest = rest[os.write(self._descriptor or 0, rest) :]
        except OSError as error:
            self._fail(error)

    def write_now(self, text: str) -> None:
        """Write a short text without the thread, unless that would have to wait."""
        if self._descriptor is None:
            self.write(text)
            return
        try:
            if select.select([], [self._descriptor], [], 0)[1]:
                os.write(self._descriptor, text.encode(self.encoding, "backslashreplace"))
        except OSError as error:
            self._fail(error)

    @property
    def can_draw(self) -> bool:
        """Whether it is a terminal that knows more than lines."""
        return self.is_terminal and os.environ.get("TERM", "") not in _ONLY_LINES

    @property
    def has_colours(self) -> bool:
        """Whether it is a terminal, and the person who sits there wants colours."""
        return self.can_draw and not os.environ.get("NO_COLOR")

    def _fail(self, error: OSError) -> None:
        self.trouble = self.trouble or error


def _descriptor_of(file: TextIO | None) -> int | None:
    try:
        return file.fileno() if file is not None else None
    except (OSError, ValueError, AttributeError):  # it is text in memory
        return None


def _is_ascii_locale() -> bool:
    """Tell whether the person's locale is C: Python takes that for UTF-8, terminals do not."""
    if any(os.environ.get(name) for name in _FORCED):
        return False
    return locale.getencoding().lower() in ("ansi_x3.4-1968", "us-ascii", "ascii", "646")
