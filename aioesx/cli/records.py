"""Where the library's log goes: to standard error, and to a file that a person names."""

from __future__ import annotations

import logging
import re
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
_ENVELOPES: Final = "aioesx.soap"
"""The log that has requests and answers, without secrets."""


class _ToConsole(logging.Handler):
    def __init__(self, console: Console, *, level: int, form: logging.Formatter) -> None:
        super().__init__(level)
        self.setFormatter(form)
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        self._console.record(self.format(record))


class _Visible(logging.Formatter):
    """Lets nothing into a file that would move the cursor of whoever shows it."""

    def format(self, record: logging.LogRecord) -> str:
        return bounded(visible(super().format(record), keep="\n\t"), _LONGEST)


class _Spread(_Visible):
    """Spreads an envelope over lines that can be read."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return spread(text) if record.name == _ENVELOPES else text


@contextmanager
def logged_to(
    console: Console, debug: bool, file: Path | None = None, *, trace: bool = False
) -> Iterator[None]:
    """Send the log where the options say.

    Args:
        console: gets warnings, or all of it.
        debug: whether it gets all.
        file: gets all, too, at its end.
        trace: whether envelopes are spread over lines, and go to the console if to no file.

    Raises:
        DocumentError: the file cannot be opened.
    """
    level = logging.DEBUG if debug else logging.WARNING
    made = _Spread if trace else logging.Formatter
    handlers: list[logging.Handler] = [
        _ToConsole(console, level=level, form=made(_FULL if debug else _BRIEF))
    ]
    if file is not None:
        handlers.append(_to_file(file, _Spread if trace else _Visible))
        level = logging.DEBUG
    elif trace and not debug:
        shown = _ToConsole(console, level=logging.DEBUG, form=_Spread("%(message)s"))
        shown.addFilter(lambda record: record.name == _ENVELOPES and record.levelno < level)
        handlers.append(shown)
    root, envelopes = logging.getLogger(), logging.getLogger(_ENVELOPES)
    before, root.handlers, levels = root.handlers, handlers, (root.level, envelopes.level)
    root.setLevel(level)
    if trace:
        envelopes.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.handlers = before
        root.setLevel(levels[0])
        envelopes.setLevel(levels[1])
        for handler in handlers:
            handler.close()


_BEGIN: Final = re.compile(r"<[?\w]")
_TAG: Final = re.compile(r"(<[^<>]*>)([^<]*)")


def spread(text: str) -> str:
    """Put each element of an envelope on a line of its own, those within further in."""
    begin = _BEGIN.search(text)
    if begin is None:
        return text
    lines, depth, held, end = [text[: begin.start()].rstrip()], 1, False, begin.start()
    for match in _TAG.finditer(text, begin.start()):
        tag, inside, end = match[1], match[2].strip(), match.end()
        closes = tag.startswith("</")
        depth -= closes
        if closes and held:
            lines[-1] += tag + inside
        else:
            lines.append(f"{'  ' * depth}{tag}{inside}")
        held = not closes and not tag.startswith("<?") and not tag.endswith("/>")
        depth += held
    return "\n".join([*lines, text[end:]] if text[end:] else lines)


def _to_file(file: Path, form: type[logging.Formatter]) -> logging.Handler:
    try:
        handler = logging.FileHandler(file, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise DocumentError(f"cannot write '{file}': {error.strerror}") from None
    handler.setFormatter(form(_DATED))
    return handler
