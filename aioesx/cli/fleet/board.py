"""`Board`: how far all hosts are, on the terminal of standard error, while a run goes on.

It shows what matters: who failed and why, who is at work and for how long; the others are counted.
It takes itself away before anything else is written, and comes back when that has been quiet.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import anyio

from aioesx.cli.text import bounded, visible

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table

    import aioesx
    from aioesx.cli.console import Console

__all__ = ["Board", "ordered"]

_PACE: Final = 0.2
_QUIET: Final = 0.2
_LONGEST_NAME: Final = 40
_MARGIN: Final = 6
"""Lines of the terminal that are not for hosts: heads, counts, what is typed."""

_STAGES: Final = {
    "failed": "bold red",
    "running": "cyan",
    "pausing": "yellow",
    "skipped": "yellow",
    "waiting": "dim",
    "done": "green",
}
"""In the order in which hosts are shown, and how."""


def ordered(stages: Sequence[aioesx.HostStage]) -> list[aioesx.HostStage]:
    """Return hosts as they are shown: who failed, who is at work, the longest first; who waits."""
    rank = {stage: number for number, stage in enumerate(_STAGES)}
    return sorted(stages, key=lambda each: (rank[each.stage], -each.seconds))


class Board:
    """Draws a run, in a task of whoever has it.

    Args:
        console: whose standard error is drawn on.
        run: what is drawn.
        reasons: why hosts failed, by host; filled while it is drawn.
    """

    def __init__(
        self, console: Console, run: aioesx.FleetRun[Any], reasons: Mapping[str, str]
    ) -> None:
        self._console = console
        self._run = run
        self._reasons = reasons
        self._live: Live | None = None
        self._disturbed = float("-inf")

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Let it be drawn by `draw`, and leave the terminal as it was."""
        self._console.before_writing(self._hide)
        try:
            yield
        finally:
            self._hide()

    async def draw(self) -> None:
        """Draw until cancelled."""
        while True:
            await anyio.sleep(_PACE)
            if time.monotonic() - self._disturbed >= _QUIET:
                self._show()

    def _show(self) -> None:
        from rich.console import Console as Terminal
        from rich.live import Live

        if self._live is None:
            terminal = Terminal(file=self._console.errors_as_file(), force_terminal=True)
            self._live = Live(
                console=terminal,
                auto_refresh=False,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.start()
        self._live.update(_table(self._run.stages, self._reasons), refresh=True)

    def _hide(self) -> None:
        if self._live is not None:
            live, self._live = self._live, None
            live.stop()
        self._disturbed = time.monotonic()


def _table(stages: Sequence[aioesx.HostStage], reasons: Mapping[str, str]) -> Table:
    from rich.table import Table
    from rich.text import Text

    room = max(3, shutil.get_terminal_size().lines - _MARGIN)
    shown = [each for each in ordered(stages) if each.stage != "done"][:room]
    counts = Counter[str](each.stage for each in stages)
    told = ", ".join(f"{counts[stage]} {stage}" for stage in reversed(_STAGES) if counts[stage])
    table = Table(box=None, pad_edge=False, expand=True, caption=told, caption_justify="left")
    for head in ("Host", "State", "Seconds"):
        table.add_column(head, no_wrap=True)
    table.add_column("Why", no_wrap=True, overflow="ellipsis", ratio=1)
    for each in shown:
        stage = f"{each.stage} ({each.attempts})" if each.attempts > 1 else each.stage
        table.add_row(
            Text(bounded(visible(each.host), _LONGEST_NAME)),
            Text(stage, style=_STAGES[each.stage]),
            f"{each.seconds:7.1f}" if each.seconds else "",
            Text(visible(reasons.get(each.host, ""))),
        )
    return table
