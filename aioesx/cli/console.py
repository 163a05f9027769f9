"""`Console`: where commands write. Streams are handed in, so tests run commands in-process.

Nothing that a host or a file says reaches a stream but through here, and what would move a
terminal's cursor is written as virsh's tables write it; `aioesx.cli.text` knows how. Nothing
here raises: whether the output could be written is asked at the end, by `settle`.
"""

from __future__ import annotations

import codecs
import errno
import io
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final, Protocol, TextIO, cast

from aioesx.cli.status import ExitStatus
from aioesx.cli.streams import Stream, Writer
from aioesx.cli.text import bounded, cells, one_line, reference, safe_cell, visible

__all__ = ["Console", "Drawn", "Told", "format_table"]

_LINES: Final = "\n\t"
_LONGEST_RECORD: Final = 100_000
_LAST_WORD: Final = 0.5
_COLOURS: Final = {"error": "\x1b[1;31m", "warning": "\x1b[33m"}
_PLAIN: Final = "\x1b[0m"


class Drawn(Protocol):
    """What is drawn on a terminal, and comes back when something else was written there."""

    def held(self) -> AbstractContextManager[None]:
        """Stay hidden."""
        ...


class Told(Protocol):
    """What takes the data of a command, where they are wanted and not its text."""

    def add(self, values: Iterable[Any], *, other: bool = False) -> None:
        """Take values that become records."""

    @property
    def at_once(self) -> bool:
        """Whether what was added is written then, and not at the end."""
        ...

    def drop(self) -> None:
        """Forget them: standard output is for something else."""

    def text(self, encoding: str) -> str:
        """Return them as they are written."""
        ...


class Console:
    """Standard output and standard error.

    Attributes:
        quiet: whether confirmations and table heads are left out, as by ``virsh -q``.
        shows_steps: whether `step` writes: somebody reads it while it happens.
        needs_reader: whether a reader who leaves early, or stops to read, makes a difference.
        bars: those that are drawn on it; see `aioesx.cli.progress`.
    """

    def __init__(self, out: TextIO | None, err: TextIO | None, quiet: bool = False) -> None:
        """Take two streams.

        Args:
            out: for results; None if it is closed.
            err: for complaints; None if it is closed.
            quiet: see above.
        """
        self._writer = Writer()
        self._out = Stream(out, self._writer)
        self._err = Stream(err, self._writer)
        self.quiet = quiet
        self.shows_steps = True
        self.needs_reader = True
        self._raised: OSError | None = None
        self._told: Told | None = None
        self.bars: Drawn | None = None

    @classmethod
    def of_process(cls) -> Console:
        """Return the one of this process."""
        return cls(sys.stdout, sys.stderr)

    # --- data ------------------------------------------------------------------------------------

    def tell(self, *values: Any) -> None:
        """Hand over data, one record for each value: first the data, then the text of them.

        One of both is written. The text is left out where data are wanted, so it may hold what
        programs have no use for.

        Args:
            values: what the library gave, or mappings by the names of the fields, from which the
                command's shape (`aioesx.cli.shapes`) takes its fields.
        """
        if self._told is not None:
            self._told.add(values)
            if self._told.at_once:
                self._publish(self._told)

    def tell_all(self, values: Iterable[Any], *, other: bool = False) -> None:
        """Hand over a list of records, which may be empty.

        Args:
            values: as for `tell`.
            other: whether they are of the shape's other kind.
        """
        if self._told is not None:
            self._told.add(values, other=other)

    @contextmanager
    def telling(self, told: Told) -> Iterator[None]:
        """Write data in place of text: at the end, even of a command that was ended half-way."""
        self._told = told
        try:
            yield
        finally:
            self._publish(told)
            self._told = None

    def _publish(self, told: Told) -> None:
        if text := told.text(self._out.encoding):
            self._out.write(text)

    # --- results ---------------------------------------------------------------------------------

    def _text(self, text: str, encoding: str | None = None) -> None:
        """Write text, unless data are wanted."""
        if self._told is None:
            self._out.write(text, encoding)

    def say(self, text: str = "") -> None:
        """Write a line of a result."""
        self.put(f"{visible(text, self._out.encoding)}\n")

    def remark(self, text: str = "") -> None:
        """Write a line that ``--quiet`` leaves out."""
        if not self.quiet:
            self.say(text)

    def put(self, text: str) -> None:
        """Write a result of any number of lines; it ends as it ends, as some of virsh's do."""
        lines = text.replace("\r\n", "\n")
        self._text(visible(lines, self._out.encoding, keep=_LINES))

    def note(self, text: str) -> None:
        """Write a confirmation without a line end, that ``--quiet`` leaves out."""
        if not self.quiet:
            self._text(visible(text, self._out.encoding))

    def document(self, text: str) -> None:
        """Write an XML document, which is data, too."""
        self.tell({"xml": text})
        self._text(reference(text, self._out.encoding))

    def file(self, text: str) -> None:
        """Write a file of a host as it is, in UTF-8; to a terminal as it may be shown."""
        self.tell({"file": text})
        if self._out.is_terminal:
            self.put(text)
        else:
            self._text(text, "utf-8")

    def hand_over(self) -> Callable[[bytes], Awaitable[None]]:
        """Give standard output to the bytes of a file; confirmations are left out from here on.

        Returns:
            what writes them, and raises OSError where nobody takes them.

        Raises:
            ValueError: it is a terminal.
        """
        if self._out.is_terminal:
            raise ValueError("standard output is a terminal: name a file, or pipe it on")
        self.quiet = True
        if self._told is not None:
            self._told.drop()
        return self._send

    async def _send(self, data: bytes) -> None:
        self._out.write_bytes(data)
        await self.flush()
        if self._out.trouble is not None:
            self._raised = self._out.trouble
            raise self._out.trouble

    @property
    def wants_data(self) -> bool:
        """Whether data are written in place of text."""
        return self._told is not None

    def relays(self) -> tuple[Callable[[bytes], Awaitable[None]], ...]:
        """Return what writes a program's own standard output and error to ours.

        The bytes go through as they are; on a terminal, which they could command, as they may be
        shown.
        """
        return self._relay(self._out), self._relay(self._err)

    def _relay(self, stream: Stream) -> Callable[[bytes], Awaitable[None]]:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")

        async def write(data: bytes) -> None:
            if stream.is_terminal:
                text = decoder.decode(data).replace("\r\n", "\n")
                stream.write(visible(text, stream.encoding, keep=_LINES))
            else:
                stream.write_bytes(data)
            await self.flush()
            if stream.trouble is not None:
                raise stream.trouble

        return write

    def facts(self, rows: Iterable[tuple[str, object]], width: int = 15) -> None:
        """Write lines of ``Label: value`` whose values stand below each other."""
        for label, value in rows:
            self.say(f"{label + ':':<{width}} {value}")

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write a table as virsh does."""
        encoding = self._out.cell_encoding
        self._text(format_table(None if self.quiet else head, rows, encoding))

    # --- complaints ------------------------------------------------------------------------------

    def complain(self, text: str) -> None:
        """Write an error, as one line."""
        self._err.write(self._line("error", text))

    def warn(self, text: str) -> None:
        """Write a warning, as one line."""
        self._err.write(self._line("warning", text))

    def _line(self, word: str, text: str) -> str:
        line = one_line(text, self._err.encoding)
        begin = f"{word}:"
        if self._err.has_colours:
            begin = f"{_COLOURS[word]}{begin}{_PLAIN}"
        return f"{begin} {line}\n"

    def record(self, text: str) -> None:
        """Write a record of the log, or a traceback: as many lines as it has."""
        line = visible(text.rstrip("\n"), self._err.encoding, keep=_LINES)
        self._err.write(f"{bounded(line, _LONGEST_RECORD)}\n")

    def step(self, *parts: str) -> None:
        """Write what something has come to: a line of a log.

        ``--quiet`` leaves it out, and so does who keeps what is said until the end. It is one
        line, whatever a host calls its machines: others could be forged by theirs.

        Args:
            parts: words that stand behind the time; empty ones are left out.
        """
        if self.shows_steps and not self.quiet:
            words = [time.strftime("%H:%M:%S"), *(part for part in parts if part)]
            self._err.write(f"{one_line(' '.join(words), self._err.encoding)}\n")

    # --- the end ---------------------------------------------------------------------------------

    async def flush(self) -> None:
        """Return when all is written, or could not be."""
        import anyio.to_thread  # not needed to print a version

        await anyio.to_thread.run_sync(self._writer.wait, self._patience, abandon_on_cancel=True)

    @property
    def _patience(self) -> float | None:
        return None if self.needs_reader else _LAST_WORD

    def settle(self, status: int) -> int:
        """Wait until all is written; return the exit status, which tells if it could not be.

        A failure of the action says more than that nobody could read of it. Whoever closes a
        pipe has read enough, and is not told.
        """
        self._writer.wait(self._patience)
        trouble = self._out.trouble
        if trouble is None or (trouble.errno == errno.EPIPE and not self.needs_reader):
            return status
        if trouble.errno != errno.EPIPE and trouble is not self._raised:
            self.complain(f"cannot write the output: {trouble.strerror or trouble}")
            self._writer.wait()
        return status or ExitStatus.UNWRITTEN

    @property
    def is_read(self) -> bool:
        """Whether somebody still takes what is written; false once writing failed."""
        return self._out.trouble is None

    def last_word(self, text: str) -> None:
        """Complain, and leave unwritten what would have to wait for a reader."""
        if self._err.before is not None:
            self._err.before()
        self._writer.wait(_LAST_WORD)
        self._err.write_now(self._line("error", text))

    # --- for a library that writes by itself -----------------------------------------------------

    def as_file(self) -> TextIO:
        """Return standard output as a file for rich, which cares for terminals itself."""
        return cast("TextIO", _Page(self._out))

    def errors_as_file(self) -> TextIO:
        """Return standard error as a file for rich."""
        return cast("TextIO", _Page(self._err))

    def before_writing(self, hide: Callable[[], None]) -> None:
        """Have something called before anything appears on the terminal of standard error."""
        self._err.before = hide
        if self._out.is_terminal:
            self._out.before = hide

    def undisturbed(self) -> AbstractContextManager[None]:
        """Hold back what draws on the terminal, while a person is asked there."""
        return self.bars.held() if self.bars is not None else nullcontext()

    @property
    def can_draw(self) -> bool:
        """Whether bars can be drawn on standard error."""
        return self._err.can_draw

    @property
    def is_on_terminal(self) -> bool:
        """Whether a person may be looking at standard output."""
        return self._out.is_terminal

    @property
    def errors_on_terminal(self) -> bool:
        """Whether a person may be looking at standard error."""
        return self._err.is_terminal


class _Page(io.TextIOBase):
    """An output as a text file that never fails, for what gives way to all else there."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._stream.encoding

    def isatty(self) -> bool:
        return self._stream.is_terminal

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._stream.draw(visible(text, self.encoding, keep="\n\t\r\x1b"))
        return len(text)


def format_table(
    head: Sequence[str] | None, rows: Sequence[Sequence[str]], encoding: str = "utf-8"
) -> str:
    """Lay a table out as virsh does: a blank before each cell, two after each but the last.

    Source: libvirt, vshTablePrint.
    """
    lines = [head] if head is not None else []
    lines += [[safe_cell(cell, encoding) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*lines, strict=True)]
    text = [
        "".join(
            f" {cell}" + ("" if i == len(widths) - 1 else " " * (widths[i] - cells(cell) + 2))
            for i, cell in enumerate(line)
        )
        for line in lines
    ]
    if head is not None:
        text.insert(1, "-" * sum(width + 3 for width in widths))
    return "".join(f"{line}\n" for line in text)
