"""``--output wire``: what the host said while a command ran, in its own names, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

from aioesx import _wire
from aioesx.cli.formats import as_json

__all__ = ["Overheard"]


class Overheard:
    """What takes the place of a command's data: they are read by our names, and not wanted."""

    def __init__(self) -> None:
        self._heard = _wire.Overheard()
        self._dropped = False

    def listening(self) -> AbstractContextManager[None]:
        """Hear what the calls of this task return."""
        return self._heard.listening()

    def add(self, values: Iterable[Any], *, other: bool = False) -> None:
        """Take no data."""

    @property
    def at_once(self) -> bool:
        """What was heard is sorted, so it waits for the end."""
        return False

    def drop(self) -> None:
        """Write nothing."""
        self._dropped = True

    def text(self, encoding: str) -> str:
        """Return what was heard."""
        return "" if self._dropped else as_json(self._heard.records(), encoding)
