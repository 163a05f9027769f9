"""Where keys stand in the text of a TOML file, and how a path of them is written. No I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

__all__ = ["Keys", "line_of", "spelled"]

Keys = tuple[str, ...]
"""A path of keys: ``("hosts", "esx1.example.com", "cacert")``; of the second table of an array
``("host", "2", "cacert")``."""

_HEADER: Final = re.compile(r"\s*\[(?!\[).*\]\s*(#.*)?")
_ROW: Final = re.compile(r"\s*\[\[(.*)\]\]\s*(#.*)?")
_KEY: Final = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[^=#\s"'])+)\s*=""")
_BARE: Final = re.compile(r"[A-Za-z0-9_\-]+")


def spelled(keys: Keys) -> str:
    """Write a path of keys as TOML has it: ``hosts."esx1.example.com".cacert``."""
    return ".".join(each if _BARE.fullmatch(each) else _quoted(each) for each in keys)


def _quoted(text: str) -> str:
    if any(char in '"\\' or not char.isprintable() for char in text):
        return repr(text)
    return f'"{text}"'


def line_of(text: str, keys: Keys) -> int | None:
    """Return the line, counted from 1, where a key or a table begins; None if it is not found."""
    return next((line for line, found in _lines(text) if found == keys), None)


def _lines(text: str) -> Iterator[tuple[int, Keys]]:
    """Yield the lines that look like a table's head or a key, with their path."""
    table: Keys = ()
    rows: dict[Keys, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if _HEADER.fullmatch(line):
            table = _path(line)
            yield number, table
        elif match := _ROW.fullmatch(line):
            path = _path(f"[{match[1]}]")
            rows[path] = rows.get(path, 0) + 1
            table = (*path, str(rows[path]))
            yield number, table
        elif match := _KEY.match(line):
            yield number, table + _path(f"{match[1]} = 0")


def _path(line: str) -> Keys:
    import tomllib

    try:
        found: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    path: list[str] = []
    while isinstance(found, dict) and found:
        [(name, found)] = found.items()
        path.append(name)
    return tuple(path)
