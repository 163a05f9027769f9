"""How far machines are that move: a bar for each disk, or lines where no bars can be drawn.

A line is for whoever reads a log of it later, or wonders whether a job in the background goes on:
one when a machine comes to something else, and one for each tenth of a disk. There are none with
``--quiet``.
"""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Final

from aioesx.cli.console import Console
from aioesx.cli.progress import Bar, bars_on
from aioesx.cli.sizes import pretty_size

if TYPE_CHECKING:
    from typing import Self

    import aioesx

__all__ = ["Showing"]

_WAITING: Final = "waiting"
"""The phase that is about no disk, and may last for minutes."""
_TENTHS: Final = 10


class _Lines:
    """Writes how far machines are, where there is no terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told: dict[tuple[str, str], dict[int, int]] = {}
        """Of a machine and a disk, the tenth that was told last."""

    def __call__(self, progress: aioesx.ExportProgress, where: str) -> None:
        """Take how far a disk is; what is about no disk is something new."""
        told = self._told.setdefault((where, progress.domain), {})
        if not progress.disk:
            told.clear()
            self._tell(progress, where, progress.phase)
            return
        tenth = _TENTHS * progress.at // progress.capacity if progress.capacity else _TENTHS
        if tenth > told.get(progress.disk, 0):
            told[progress.disk] = tenth
            percent = f"{100 // _TENTHS * tenth} %"
            moved = f"{pretty_size(progress.moved)} moved"
            self._tell(progress, where, ", ".join((_doing(progress), percent, moved)))

    def _tell(self, progress: aioesx.ExportProgress, where: str, text: str) -> None:
        self._console.step(f"{where}/{progress.domain}" if where else progress.domain, text)

    def over(self, domain: str, where: str) -> None:
        """Forget a machine that does not move any more."""
        self._told.pop((where, domain), None)


def _doing(progress: aioesx.ExportProgress) -> str:
    """Return the phase, and of which disk, where there are several."""
    several = progress.disk and progress.disks > 1
    return f"{progress.phase} {progress.disk}/{progress.disks}" if several else progress.phase


class Showing:
    """Draws what it is called with; use it with ``with``, which takes the bars away.

    Attributes:
        moved: bytes that came over the line, by machine.
    """

    def __init__(self, console: Console) -> None:
        self._bars = bars_on(console)
        self._lines = _Lines(console) if self._bars is None else None
        self._shown: dict[tuple[str, int], tuple[str, Bar]] = {}
        self.moved: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for _, shown in self._shown.values():
            self._remove(shown)
        self._shown.clear()

    def __call__(self, progress: aioesx.ExportProgress, where: str = "") -> None:
        """Take how far a disk is.

        Args:
            progress: as an export tells it.
            where: the host, where there are several.
        """
        self.moved[f"{where}{progress.domain}"] = progress.moved
        if self._lines is not None:
            self._lines(progress, where)
        key = (f"{where}{progress.domain}", progress.disk)
        if self._bars is None or not (progress.disk or progress.phase == _WAITING):
            if key in self._shown:  # what was waited for is there
                self._remove(self._shown.pop(key)[1])
            return
        phase, shown = self._shown.get(key, ("", None))
        if shown is None or phase != progress.phase:
            if shown is not None:
                self._remove(shown)
            shown = Bar("", percent=False)
            self._shown[key] = (progress.phase, shown)
            self._bars.add(shown, shown)
        shown.rename(_title(progress, where))
        shown(progress.at, progress.capacity or None)
        if progress.disk and progress.at >= progress.capacity:
            self._remove(shown)
            del self._shown[key]  # it may begin anew

    def over(self, domain: str, where: str = "") -> None:
        """Take away the bars of a machine that does not move any more."""
        if self._lines is not None:
            self._lines.over(domain, where)
        for key in [key for key in self._shown if key[0] == f"{where}{domain}"]:
            self._remove(self._shown.pop(key)[1])

    def _remove(self, shown: Bar) -> None:
        if self._bars is not None:
            self._bars.remove(shown)


def _title(progress: aioesx.ExportProgress, where: str) -> str:
    disk = f" {progress.disk}/{progress.disks}" if progress.disk and progress.disks > 1 else ""
    name = f"{where}/{progress.domain}" if where else progress.domain
    return f"{name}{disk}, {progress.phase}, {pretty_size(progress.moved)} moved"
