"""How far things are, on a terminal: a bar for whatever takes longer than a second.

There is one place for all bars, `Bars`. It hears of tasks by the connection's events, so that no
command needs to care; transfers tell it themselves, by `bar`. It draws on standard error, takes
itself away before anything else is written, and comes back when that has been quiet for a moment.
What is no terminal gets nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from aioesx.cli.console import Console
from aioesx.cli.ongoing import doing
from aioesx.cli.text import visible

if TYPE_CHECKING:
    from rich.live import Live
    from rich.progress import Progress

    import aioesx

__all__ = ["Bar", "Bars", "bar", "bars_on"]

_PATIENCE: Final = 1.0
_PACE: Final = 0.1
_QUIET: Final = 0.25
"""Seconds without other output after which the bars come back."""

_lock: Final = threading.RLock()


class Bar:
    """One thing under way; called with what is done, and what there is in all."""

    def __init__(self, title: str, *, percent: bool) -> None:
        self.title = visible(title)
        self.percent = percent
        self.begin = time.monotonic()
        self.done = 0
        self.total: int | None = 100 if percent else None

    def rename(self, title: str) -> None:
        """Have it say something else."""
        self.title = visible(title)

    def __call__(self, done: int, total: int | None) -> None:
        """Take how far it is: in bytes, or in percent of 100."""
        self.done, self.total = done, total


class Bars:
    """All bars of a terminal. Its own thread draws them; what it shows is behind one lock."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars: dict[object, Bar] = {}
        self._picture: _Picture | None = None
        self._thread: threading.Thread | None = None
        self._disturbed = 0.0
        self._held = 0
        console.before_writing(self.hide)

    def add(self, key: object, shown: Bar) -> None:
        """Show something, once it has taken a second."""
        with _lock:
            self._bars[key] = shown
            if self._thread is None:
                # A daemon: a signal ends the process without it.
                self._thread = threading.Thread(target=self._draw, name="bars", daemon=True)
                self._thread.start()

    def remove(self, key: object) -> None:
        """Show something no more."""
        with _lock:
            self._bars.pop(key, None)
            if not self._bars:
                self.hide()

    def note(self, event: aioesx.Event) -> None:
        """Hear what a connection tells."""
        import aioesx  # loaded, since an event came

        if isinstance(event, aioesx.TaskStarted):
            self.add(event.task, Bar(doing(event), percent=True))
        elif isinstance(event, (aioesx.TaskEnded, aioesx.TaskAbandoned)):
            self.remove(event.task)
        elif isinstance(event, aioesx.TaskProgressed) and (shown := self._bars.get(event.task)):
            shown(event.percent, 100)

    def hide(self) -> None:
        """Leave the terminal as it was; they come back when it has been quiet."""
        with _lock:
            self._disturbed = time.monotonic()
            if self._picture is not None:
                self._picture.stop()
                self._picture = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Stay hidden."""
        self._held += 1
        self.hide()
        try:
            yield
        finally:
            self._held -= 1

    def _draw(self) -> None:
        while True:
            time.sleep(_PACE)
            with _lock:
                if not self._bars:
                    self._thread = None
                    return
                now = time.monotonic()
                old = [each for each in self._bars.values() if now - each.begin >= _PATIENCE]
                if not old or self._held or now - self._disturbed < _QUIET:
                    continue
                if self._picture is None:
                    self._picture = _Picture(self._console)
                self._picture.show(old)


class _Picture:
    """What stands on the terminal, until it is stopped. rich is loaded by those who see it."""

    def __init__(self, console: Console) -> None:
        from rich.console import Console as Terminal
        from rich.console import Group
        from rich.live import Live

        self._terminal = Terminal(file=console.errors_as_file(), force_terminal=True)
        self._tasks, self._bytes = _percents(self._terminal), _transfers(self._terminal)
        self._rows: dict[Bar, Any] = {}
        self._live: Live = Live(
            Group(self._tasks, self._bytes),
            console=self._terminal,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._live.start()

    def show(self, bars: list[Bar]) -> None:
        """Draw how far they are."""
        for gone in self._rows.keys() - set(bars):
            self._of(gone).remove_task(self._rows.pop(gone))
        for each in bars:
            progress = self._of(each)
            if each not in self._rows:
                self._rows[each] = progress.add_task(each.title, total=each.total)
                age = time.monotonic() - each.begin
                progress.tasks[-1].start_time = progress.get_time() - age
            # A host that has told nothing yet gets a bar that moves without an end.
            total = each.total if each.done or not each.percent else None
            progress.update(
                self._rows[each], description=each.title, completed=each.done, total=total
            )
        self._live.refresh()

    def _of(self, shown: Bar) -> Progress:
        return self._tasks if shown.percent else self._bytes

    def stop(self) -> None:
        """Take it away, and show the cursor."""
        self._live.stop()


def _percents(terminal: Any) -> Progress:
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
    from rich.progress import TimeElapsedColumn as Elapsed

    text = TextColumn("{task.description}", markup=False)
    return Progress(text, BarColumn(), TaskProgressColumn(), Elapsed(), console=terminal)


def _transfers(terminal: Any) -> Progress:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining
    from rich.progress import TransferSpeedColumn as Speed

    text = TextColumn("{task.description}", markup=False)
    size = DownloadColumn(binary_units=True)
    return Progress(text, BarColumn(), size, Speed(), Remaining(), console=terminal)


def bars_on(console: Console) -> Bars | None:
    """Return the bars of a terminal; None where there is none, or ``--quiet`` wants none."""
    if not console.can_draw or console.quiet:
        return None
    if not isinstance(console.bars, Bars):
        console.bars = Bars(console)
    return console.bars


@contextmanager
def bar(console: Console, title: str) -> Iterator[Bar | None]:
    """Hold a bar for a transfer; None where there is no terminal to draw it on."""
    bars = bars_on(console)
    if bars is None:
        yield None
        return
    shown = Bar(title, percent=False)
    bars.add(shown, shown)
    try:
        yield shown
    finally:
        bars.remove(shown)
