"""`Console`: where commands write. Streams are handed in, so tests run commands in-process."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import TextIO

__all__ = ["Console", "format_table"]


@dataclasses.dataclass(frozen=True, slots=True)
class Console:
    """Standard output and standard error.

    Attributes:
        out: results.
        err: complaints.
        quiet: whether confirmations and table heads are left out, as by ``virsh -q``.
    """

    out: TextIO
    err: TextIO
    quiet: bool = False

    def say(self, text: str = "") -> None:
        """Write a line of a result."""
        self.out.write(f"{text}\n")

    def remark(self, text: str = "") -> None:
        """Write a line that ``--quiet`` leaves out."""
        if not self.quiet:
            self.out.write(f"{text}\n")

    def put(self, text: str) -> None:
        """Write a result that ends without a line end, as some of virsh's do."""
        self.out.write(text)

    def note(self, text: str) -> None:
        """Write a confirmation without a line end, that ``--quiet`` leaves out."""
        if not self.quiet:
            self.out.write(text)

    def complain(self, text: str) -> None:
        """Write an error, as one line."""
        self.out.flush()
        self.err.write(f"error: {' '.join(text.split())}\n")
        self.err.flush()

    def facts(self, rows: Iterable[tuple[str, object]], width: int = 15) -> None:
        """Write lines of ``Label: value`` whose values stand below each other."""
        for label, value in rows:
            self.say(f"{label + ':':<{width}} {value}")

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write a table as virsh does."""
        self.out.write(format_table(None if self.quiet else head, rows))


def format_table(head: Sequence[str] | None, rows: Sequence[Sequence[str]]) -> str:
    """Lay a table out as virsh does: a blank before each cell, two after each but the last."""
    lines = [head, *rows] if head is not None else list(rows)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = [
        "".join(
            f" {cell}" + ("" if i == len(widths) - 1 else " " * (widths[i] - len(cell) + 2))
            for i, cell in enumerate(line)
        )
        for line in lines
    ]
    if head is not None:
        text.insert(1, "-" * sum(width + 3 for width in widths))
    return "".join(f"{line}\n" for line in text)
