"""`Console`: where commands write. Streams are handed in, so tests run commands in-process.

Nothing that a host or a file says reaches a stream but through here, and what would move a
terminal's cursor is written as virsh's tables write it; `aioesx.cli.text` knows how. Nothing
here raises: whether the output could be written is asked at the end, by `settle`.
"""

from __future__ import annotations

import errno
import io
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final, TextIO, cast

import anyio.to_thread

from aioesx.cli.status import ExitStatus
from aioesx.cli.streams import Stream, Writer
from aioesx.cli.text import bounded, cells, reference, safe_cell, visible

__all__ = ["Console", "format_table"]

_LINES: Final = "\n\t"
_LONGEST: Final = 4000
_LONGEST_RECORD: Final = 100_000
_LAST_WORD: Final = 0.5


class Console:
    """Standard output and standard error.

    Attributes:
        quiet: whether confirmations and table heads are left out, as by ``virsh -q``.
        needs_reader: whether a reader who leaves early, or stops to read, makes a difference.
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
        self.needs_reader = True
        self._raised: OSError | None = None

    @classmethod
    def of_process(cls) -> Console:
        """Return the one of this process."""
        return cls(sys.stdout, sys.stderr)

    # --- results ---------------------------------------------------------------------------------

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
        self._out.write(visible(lines, self._out.encoding, keep=_LINES))

    def note(self, text: str) -> None:
        """Write a confirmation without a line end, that ``--quiet`` leaves out."""
        if not self.quiet:
            self._out.write(visible(text, self._out.encoding))

    def document(self, text: str) -> None:
        """Write an XML document."""
        self._out.write(reference(text, self._out.encoding))

    def file(self, text: str) -> None:
        """Write a file of a host as it is, in UTF-8; to a terminal as it may be shown."""
        if self._out.is_terminal:
            self.put(text)
        else:
            self._out.write(text, "utf-8")

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
        return self._send

    async def _send(self, data: bytes) -> None:
        self._out.write_bytes(data)
        await self.flush()
        if self._out.trouble is not None:
            self._raised = self._out.trouble
            raise self._out.trouble

    def facts(self, rows: Iterable[tuple[str, object]], width: int = 15) -> None:
        """Write lines of ``Label: value`` whose values stand below each other."""
        for label, value in rows:
            self.say(f"{label + ':':<{width}} {value}")

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write a table as virsh does."""
        encoding = self._out.cell_encoding
        self._out.write(format_table(None if self.quiet else head, rows, encoding))

    # --- complaints ------------------------------------------------------------------------------

    def complain(self, text: str) -> None:
        """Write an error, as one line."""
        self._err.write(self._line("error", text))

    def warn(self, text: str) -> None:
        """Write a warning, as one line."""
        self._err.write(self._line("warning", text))

    def _line(self, word: str, text: str) -> str:
        line = visible(" ".join(text.split()), self._err.encoding)
        return f"{word}: {bounded(line, _LONGEST)}\n"

    def record(self, text: str) -> None:
        """Write a record of the log, or a traceback: as many lines as it has."""
        line = visible(text.rstrip("\n"), self._err.encoding, keep=_LINES)
        self._err.write(f"{bounded(line, _LONGEST_RECORD)}\n")

    # --- the end ---------------------------------------------------------------------------------

    async def flush(self) -> None:
        """Return when all is written, or could not be."""
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
        self._writer.wait(_LAST_WORD)
        self._err.write_now(self._line("error", text))

    # --- for a library that writes by itself -----------------------------------------------------

    def as_file(self) -> TextIO:
        """Return standard output as a file for rich, which cares for terminals itself."""
        return cast("TextIO", _Page(self._out))

    def errors_as_file(self) -> TextIO:
        """Return standard error as a file for rich."""
        return cast("TextIO", _Page(self._err))

    @property
    def errors_on_terminal(self) -> bool:
        """Whether a person may be looking at standard error."""
        return self._err.is_terminal


class _Page(io.TextIOBase):
    """Standard output as a text file that never fails."""

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
        self._stream.write(visible(text, self.encoding, keep="\n\t\r\x1b"))
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
