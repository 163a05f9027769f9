"""Where the library's log goes: to standard error, and to a file that a person names."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aioesx.cli.text import bounded, visible
from aioesx.errors import DocumentError

if TYPE_CHECKING:
    from aioesx.cli.console import Console

__all__ = ["logged_to"]

_BRIEF: Final = "%(levelname)s: %(message)s"
_FULL: Final = "%(levelname)s %(name)s: %(message)s"
_DATED: Final = f"%(asctime)s {_FULL}"
_LONGEST: Final = 100_000


class _ToConsole(logging.Handler):
    def __init__(self, console: Console, *, level: int, form: str) -> None:
        super().__init__(level)
        self.setFormatter(logging.Formatter(form))
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        self._console.record(self.format(record))


class _Visible(logging.Formatter):
    """Lets nothing into a file that would move the cursor of whoever shows it."""

    def format(self, record: logging.LogRecord) -> str:
        return bounded(visible(super().format(record), keep="\n\t"), _LONGEST)


@contextmanager
def logged_to(console: Console, debug: bool, file: Path | None = None) -> Iterator[None]:
    """Send the log where the options say.

    Args:
        console: gets warnings, or all of it.
        debug: whether it gets all.
        file: gets all, too, at its end.

    Raises:
        DocumentError: the file cannot be opened.
    """
    level = logging.DEBUG if debug else logging.WARNING
    handlers: list[logging.Handler] = [
        _ToConsole(console, level=level, form=_FULL if debug else _BRIEF)
    ]
    if file is not None:
        handlers.append(_to_file(file))
        level = logging.DEBUG
    root = logging.getLogger()
    before, root.handlers, level_before = root.handlers, handlers, root.level
    root.setLevel(level)
    try:
        yield
    finally:
        root.handlers = before
        root.setLevel(level_before)
        for handler in handlers:
            handler.close()


def _to_file(file: Path) -> logging.Handler:
    try:
        handler = logging.FileHandler(file, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise DocumentError(f"cannot write '{file}': {error.strerror}") from None
    handler.setFormatter(_Visible(_DATED))
    return handler
