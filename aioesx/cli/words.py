"""A line of commands taken apart, by virsh's rules: ``list --all; dominfo "my web"``. No I/O."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["LineError", "commands_of", "last_of", "quoted", "split_line"]


class LineError(ValueError):
    """A line of commands cannot be taken apart."""


_TOKEN: Final = re.compile(
    r"""
      (?P<blank> [ \t\r]+ | \\\n )
    | (?P<end> [;\n] )
    | (?P<comment> \#[^\n]* )
    | (?P<word> (?: [^\s;"'\\] | \\. | "(?:[^"\\]|\\.)*" | '[^']*' )+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_SEVERAL: Final = re.compile(r"[\s;]")


def commands_of(words: Sequence[str]) -> list[list[str]]:
    """Return the commands of a command line, each as its words.

    Several words are one command as they are; a single one with a blank, a line end or ``;`` in it
    is a line, as virsh takes it.

    Raises:
        LineError: a quotation mark has no second one.
    """
    if len(words) == 1 and _SEVERAL.search(words[0]):
        return list(split_line(words[0]))
    return [list(words)] if words else []


def split_line(line: str) -> Iterator[list[str]]:
    r"""Yield the commands of a line, each as its words.

    Commands end with ``;`` or a line end. Words are quoted with ``'``, ``"`` or ``\``; where one
    could begin, ``#`` begins a comment.

    Raises:
        LineError: a quotation mark has no second one.
    """
    words: list[str] = []
    place = 0
    while place < len(line):
        token = _TOKEN.match(line, place)
        if token is None:
            raise LineError(f"a quotation mark has no second one: {line[place:]!r}")
        place = token.end()
        if token.lastgroup == "word":
            words += shlex.split(token.group())
        elif token.lastgroup == "end" and words:
            yield words
            words = []
    if words:
        yield words


def last_of(line: str) -> tuple[list[str], str, str]:
    """Return the words of the last command of a line that is not whole yet.

    Returns:
        the words before the last one, the last one as far as it is typed, and that as it stands
        there, quotation marks and all.
    """
    words: list[str] = []
    place = 0
    while place < len(line):
        token = _TOKEN.match(line, place)
        if token is None or (token.lastgroup == "word" and token.end() == len(line)):
            typed = line[place:]
            return words, _unquoted(typed), typed
        place = token.end()
        if token.lastgroup == "word":
            words += shlex.split(token.group())
        elif token.lastgroup == "end":
            words = []
    return words, "", ""


def _unquoted(typed: str) -> str:
    """Return what a word means that may be open at its end."""
    for closing in ("", '"', "'", "\\"):
        try:
            return "".join(shlex.split(typed + closing))
        except ValueError:
            continue
    return typed


def quoted(word: str) -> str:
    """Return a word as it has to be typed."""
    return shlex.quote(word)
