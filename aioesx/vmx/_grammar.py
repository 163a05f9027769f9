"""VMX text -> its settings in file order, with their lines.

The strict grammar is libvirt's. After an error both readings go on with what a person would read in
the line: the lenient one to convert it, the strict one to find the other errors, and no false ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from aioesx.errors import VmxSyntaxError
from aioesx.vmx._journal import Journal

__all__ = ["KEY", "count_lines", "scan"]

_NAME: Final = r"[A-Za-z.][A-Za-z0-9_:.\-]*"
KEY: Final = re.compile(_NAME)
"""What a key looks like."""

_GAP: Final = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)+")
_SETTING: Final = re.compile(
    rf"""({_NAME})[ \t]*=[ \t]*
    (?:
        (?=[\s\S]{{7}})(?>\"\"\"([\s\S]*?)\"\"\")  # may span lines; never the last six bytes
      | "([^"\r\n]*)"
      | '([^'\r\n]*)'
    )
    [ \t]*(?:\#[^\r\n]*)?(?:;|(?=[\r\n])|\Z)""",
    re.VERBOSE,
)
_LINE_END: Final = re.compile(r"[\r\n]|\Z")
_NEXT_SETTING: Final = re.compile(rf"[ \t;]*({_NAME})[ \t]*=[ \t]*[\"']")

# What editors and web pages put where a quote or a blank was.
_BLANKS: Final = " \t\u00a0\u200b\u200c\u200d\u2060\ufeff\u3000"
_CURLY: Final = "\u201c\u201d\u201e\u00ab\u00bb"
_CURLY_SINGLE: Final = "\u2018\u2019\u201a"
_OPENING: Final = (
    {'"': '"', "'": "'"}
    | dict.fromkeys(_CURLY, _CURLY)
    | dict.fromkeys(_CURLY_SINGLE, _CURLY_SINGLE)
)
_LONGEST_KEY: Final = 80
_LONGEST_MENDED: Final = 65_536
_MOST_IN_A_LINE: Final = 50
_MOST_ERRORS: Final = 1000


def count_lines(text: str, start: int, end: int) -> int:
    """Count the line ends of a part: LF, CR and CRLF are one each."""
    feeds = text.count("\n", start, end)
    if text.find("\r", start, end) < 0:
        return feeds
    return feeds + text.count("\r", start, end) - text.count("\r\n", start, end)


def scan(text: str, journal: Journal) -> Iterator[tuple[str, str, int]]:
    """Give every setting, as key, value and line; what breaks the grammar goes to the journal.

    Raises:
        VmxSyntaxError: so many lines break it that this is no VMX file.
    """
    position, end, line, errors = 0, len(text), 1, 0
    only_feeds = "\r" not in text
    while True:
        if gap := _GAP.match(text, position):
            start, position = position, gap.end()
            feeds = text.count("\n", start, position)
            line += feeds if only_feeds else count_lines(text, start, position)
        if position == end:
            return
        setting = _SETTING.match(text, position)
        if setting is not None:
            key, multi, double, single = setting.groups()
            value = double if double is not None else multi if multi is not None else single
            yield key, value, line
            position = setting.end()
            if multi is not None:
                line += count_lines(multi, 0, len(multi))
            continue
        errors += 1
        if errors > _MOST_ERRORS:
            raise VmxSyntaxError("too many errors: this is no VMX file", line=line)
        stop = _line_end(text, position)
        key, message = _diagnose(text, position)
        mended = list(_mend(text[position:stop]))
        instead = "read as it is meant" if mended else "the line is left out"
        journal.refuse(VmxSyntaxError(message, line=line, key=key), instead)
        yield from ((key, value, line) for key, value in mended)
        position = stop


def _line_end(text: str, position: int) -> int:
    match = _LINE_END.search(text, position)
    return match.start() if match else len(text)


# --- what is wrong -------------------------------------------------------------------------------

# What may be wrong at a place where no value can begin, by its first character.
_NO_VALUE: Final = {"[": "lists are not allowed"} | dict.fromkeys(
    "+-0123456789", "numbers are not allowed without quotes"
)


def _diagnose(text: str, position: int) -> tuple[str | None, str]:
    """Return the key of a setting that is none, if there is one, and what is wrong with it."""
    name = KEY.match(text, position)
    if name is None:
        return None, f"expected a key, found {_character(text[position])}"
    key = name.group()[:_LONGEST_KEY]
    at = _skip_blanks(text, name.end())
    if text[at : at + 1] != "=":
        return key, f"expected '=' after the key {key!r}"
    at = _skip_blanks(text, at + 1)
    quote = text[at : at + 1]
    if quote not in ("'", '"'):
        return key, f"{_NO_VALUE.get(quote, 'expected a value in quotes')}, after the key {key!r}"
    if text.startswith('"""', at) and len(text) - at > 6 and text.find('"""', at + 3) < 0:
        return key, f"unterminated value of {key!r}"
    value = re.compile(rf"{quote}[^{quote}\r\n]*{quote}").match(text, at)
    if value is None:
        return key, f"unterminated value of {key!r}"
    return key, f"expected the end of the line after the value of {key!r}"


def _character(character: str) -> str:
    return repr(character) if character.isprintable() else f"the character U+{ord(character):04X}"


def _skip_blanks(text: str, position: int) -> int:
    while text[position : position + 1] in (" ", "\t"):
        position += 1
    return position


# --- what is meant -------------------------------------------------------------------------------


def _mend(line: str) -> Iterator[tuple[str, str]]:
    """Read a line as a person does: quotes may be missing, open, curly or inside the value."""
    if len(line) > _LONGEST_MENDED:
        return
    for _ in range(_MOST_IN_A_LINE):
        left, equals, right = line.partition("=")
        key = left.strip(_BLANKS + "\"'" + _CURLY)
        if not equals or not key:
            return
        value, line = _value(right.strip(_BLANKS))
        yield key, value


def _value(text: str) -> tuple[str, str]:
    """Split a value from what follows it in its line."""
    closing = _OPENING.get(text[:1])
    if closing is None:
        return re.split(r"[ \t]+#", text, maxsplit=1)[0].rstrip(_BLANKS + ";"), ""
    places = [match.start() for match in islice(re.finditer(f"[{closing}]", text[1:]), 50)]
    for place in places:
        if _NEXT_SETTING.match(text, place + 2):
            return text[1 : place + 1], text[place + 2 :].lstrip(_BLANKS + ";")
    if not places:
        return text[1:], ""
    after = text[places[0] + 2 :].lstrip(_BLANKS)
    if after.startswith(("#", ";")):
        return text[1 : places[0] + 1], ""
    return text[1 : max(text.rfind(quote) for quote in closing)], ""
