r"""What of a text may be shown as it is, and how many cells of a terminal it takes. No I/O.

Hosts, and whoever may name a machine there, choose texts that end on somebody's terminal. What
would move its cursor, turn the order of reading about or is not in its encoding is shown as
virsh's tables show it: ``\x1b`` for each byte of its UTF-8.
"""

from __future__ import annotations

import functools
import unicodedata
from typing import Final

__all__ = [
    "bounded",
    "cells",
    "is_utf8",
    "json_escaped",
    "known",
    "may_all_be_shown",
    "one_line",
    "reference",
    "safe_cell",
    "visible",
]

UNKNOWN: Final = "-"
"""What stands where the host does not tell."""


def known(value: object, unit: str = "") -> str:
    """Return a value with its unit, or ``-`` where there is none to tell."""
    return UNKNOWN if value is None else f"{value} {unit}".rstrip()


_UNSHOWN: Final = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
"""Categories: controls, lone surrogates, what is not assigned, separators of lines."""

_TURNS_ABOUT: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""They change the order in which the rest of a line is read; glibc calls them printable."""

_WIDE: Final = frozenset("WF")
_NO_WIDTH: Final = frozenset({"Mn", "Me", "Cf"})
# Where glibc's wcwidth, and so virsh, goes beyond the categories.
_WIDTHS: Final = (
    (range(0xAD, 0xAE), 1),  # soft hyphen
    (range(0x600, 0x606), 1),  # signs that stand before a number
    (range(0x6DD, 0x6DE), 1),
    (range(0x70F, 0x710), 1),
    (range(0x890, 0x892), 1),
    (range(0x8E2, 0x8E3), 1),
    (range(0x110BD, 0x110BE), 1),
    (range(0x110CD, 0x110CE), 1),
    (range(0x1160, 0x1200), 0),  # vowels and finals of Hangul join the consonant before them
    (range(0xD7B0, 0xD800), 0),
    (range(0x3248, 0x3250), 2),  # circled numbers
    (range(0x4DC0, 0x4E00), 2),  # hexagrams
)


def is_utf8(encoding: str) -> bool:
    """Tell whether an encoding has every character."""
    return encoding.lower().replace("_", "-") in ("utf-8", "utf8")


def visible(text: str, encoding: str = "utf-8", *, keep: str = "") -> str:
    r"""Write as ``\xNN`` what may not be shown.

    Args:
        text: whatever somebody else said.
        encoding: of the terminal or file; what it lacks is written so, too.
        keep: controls that stay: ``"\n\t"`` in a text of many lines.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char if char in keep or _may_be_shown(char, encoding) else _escape(char) for char in text
    )


def safe_cell(text: str, encoding: str) -> str:
    r"""Return a cell of a table: as `visible`, and ``\x`` of the text itself as ``\x5cx``.

    Source: libvirt, vshTableSafeEncode.
    """
    return visible(text.replace("\\x", "\\x5cx") if "\\x" in text else text, encoding)


def reference(text: str, encoding: str) -> str:
    """Write what may not be shown as XML has it, ``&#x9b;``: the document stays what it is.

    It says nothing of its encoding, so it is UTF-8; elsewhere all but ASCII is written so.
    """
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    only_ascii = not is_utf8(encoding)
    return "".join(
        char
        if char in "\n\t" or (_may_be_shown(char) and (char.isascii() or not only_ascii))
        else f"&#x{ord(char):x};"
        for char in text
    )


def json_escaped(text: str, encoding: str) -> str:
    r"""Write what may not be shown as JSON has it, ``\u009b``: the document stays what it is."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(
        char if char == "\n" or _may_be_shown(char, encoding) else _json_escape(char)
        for char in text
    )


def _json_escape(char: str) -> str:
    data = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{data[at : at + 2].hex()}" for at in range(0, len(data), 2))


def may_all_be_shown(text: str, encoding: str) -> bool:
    """Tell whether nothing in a text would have to be escaped, line ends aside."""
    return all(char == "\n" or _may_be_shown(char, encoding) for char in text)


def bounded(text: str, most: int) -> str:
    """Leave out the middle of a text that is longer than `most` characters."""
    if len(text) <= most:
        return text
    tail = most // 4
    return f"{text[: most - tail - 5]} ... {text[-tail:]}"


def one_line(text: str, encoding: str = "utf-8", most: int = 4000) -> str:
    """Return a text as one line, wherever its own lines end: as `visible`, and `bounded`."""
    return bounded(visible(" ".join(text.split()), encoding), most)


@functools.lru_cache(maxsize=1024)
def _may_be_shown(char: str, encoding: str = "utf-8") -> bool:
    if unicodedata.category(char) in _UNSHOWN or char in _TURNS_ABOUT:
        return False
    try:
        char.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _escape(char: str) -> str:
    try:
        data = char.encode("utf-8", "surrogateescape")  # a byte of an argument that is no UTF-8
    except UnicodeEncodeError:
        data = char.encode("utf-8", "surrogatepass")
    return "".join(f"\\x{byte:02x}" for byte in data)


def cells(text: str) -> int:
    """Count the cells that a shown text takes: two for most of Chinese, none for an accent."""
    return len(text) if text.isascii() else sum(map(_width, text))


@functools.lru_cache(maxsize=1024)
def _width(char: str) -> int:
    for codes, width in _WIDTHS:
        if ord(char) in codes:
            return width
    if unicodedata.category(char) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1
