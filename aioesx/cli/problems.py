"""What could not be read of things that are listed all the same: said once each, as warnings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from aioesx.cli.console import Console

__all__ = ["warn_of"]


class _Read(Protocol):
    @property
    def problems(self) -> Sequence[str]: ...


def warn_of(console: Console, entries: Iterable[_Read]) -> None:
    """Tell what could not be read of any of them."""
    for problem in dict.fromkeys(text for entry in entries for text in entry.problems):
        console.warn(problem)
