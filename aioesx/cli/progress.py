"""How far something is, on a terminal: a bar, once it has taken a second.

It is drawn on standard error, and nowhere else: what is no terminal gets nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from aioesx.cli.console import Console
from aioesx.cli.text import visible

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["Bar", "bar"]

_PATIENCE: Final = 1.0


class Bar:
    """What a transfer tells how far it is.

    Args:
        console: where it is drawn, if that is a terminal.
        title: what is under way.
    """

    def __init__(self, console: Console, title: str) -> None:
        self._console = console
        self._title = visible(title)
        self._begin = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, done: int, total: int | None) -> None:
        """Take the bytes that are done, and those in all."""
        if self._progress is None:
            if time.monotonic() - self._begin < _PATIENCE:
                return
            self._progress = _drawn(self._console)
            self._progress.start()
            self._task = self._progress.add_task(self._title, total=total)
        if self._task is not None:
            self._progress.update(self._task, completed=done, total=total)

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._progress is not None:
            self._progress.stop()


def _drawn(console: Console) -> Progress:
    """Make what draws; loaded by those who see it."""
    from rich.console import Console as Terminal
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Terminal(file=console.errors_as_file()),
        transient=True,
    )


@contextmanager
def bar(console: Console, title: str) -> Iterator[Bar | None]:
    """Hold a bar; None where there is no terminal to draw it on."""
    if not console.errors_on_terminal or console.quiet:
        yield None
        return
    shown = Bar(console, title)
    try:
        yield shown
    finally:
        shown.close()
