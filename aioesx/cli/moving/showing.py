"""How far machines are that move, on a terminal: a bar for each disk, by address and by bytes."""

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


class Showing:
    """Draws what it is called with; use it with ``with``, which takes the bars away.

    Attributes:
        moved: bytes that came over the line, by machine.
    """

    def __init__(self, console: Console) -> None:
        self._bars = bars_on(console)
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
        for key in [key for key in self._shown if key[0] == f"{where}{domain}"]:
            self._remove(self._shown.pop(key)[1])

    def _remove(self, shown: Bar) -> None:
        if self._bars is not None:
            self._bars.remove(shown)


def _title(progress: aioesx.ExportProgress, where: str) -> str:
    disk = f" {progress.disk}/{progress.disks}" if progress.disk and progress.disks > 1 else ""
    name = f"{where}/{progress.domain}" if where else progress.domain
    return f"{name}{disk}, {progress.phase}, {pretty_size(progress.moved)} moved"
