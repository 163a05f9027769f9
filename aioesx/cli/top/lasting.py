"""`lasting`: the screen's terminal may go, and the screen ends.

Textual writes to it by a thread of its own, and waits for that one when it ends. Where the terminal
is closed, what is written fails, and the thread with it: nobody would end the wait. So what cannot
be written any more is dropped, and told: not everybody who loses a terminal hears it by a signal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TextIO

from textual.app import App
from textual.driver import Driver
from textual.message import Message

__all__ = ["TerminalGone", "lasting"]


class TerminalGone(Message):
    """Nobody sees any more what is drawn."""


def lasting(driver: type[Driver]) -> type[Driver]:
    """Return a driver that bears it that its terminal is closed, and tells the application."""

    class Lasting(driver):  # type: ignore[misc, valid-type]
        def __init__(self, app: App[Any], **options: Any) -> None:
            super().__init__(app, **options)
            own: Any = self
            own._file = _Terminal(own._file, lambda: app.post_message(TerminalGone()))

    return Lasting


class _Terminal:
    """A terminal as far as textual's writer uses one.

    Args:
        file: the terminal.
        gone: is called, in the writer's thread, when it is there no more.
    """

    def __init__(self, file: TextIO, gone: Callable[[], object]) -> None:
        self._file = file
        self._gone = gone
        self._is_gone = False

    def write(self, text: str) -> None:
        """Write a text, if anybody is there."""
        self._unless_gone(lambda: self._file.write(text))

    def flush(self) -> None:
        """Have it shown, likewise."""
        self._unless_gone(self._file.flush)

    def fileno(self) -> int:
        """Return its number."""
        return self._file.fileno()

    def _unless_gone(self, do: Callable[[], object]) -> None:
        if self._is_gone:
            return
        try:
            do()
        except OSError:
            self._is_gone = True
            self._gone()
