"""What may come next on a command line: commands, options, words of a table, names at a host.

What is typed so far is dealt out by the rule that reads commands, so a name of the right kind is
proposed wherever it may stand. No I/O: who has names hands in what finds them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import click

from aioesx.cli.dealing import deal
from aioesx.cli.declare import CommandRow, Word

__all__ = ["FILES", "KINDS", "Candidate", "Names", "completions"]

Names = Callable[[str, Mapping[str, str]], Awaitable[Iterable[str]]]
"""Finds the names of a kind; is given what words were typed, by their options' names."""

FILES: Final = "file"

KINDS: Final[Mapping[str, str]] = {
    "domain": "domain",
    "host": "host",
    "inputpool": "pool",
    "interface": "interface",
    "network": "network",
    "pool": "pool",
    "snapshotname": "snapshot",
    "from": "snapshot",
    "snapshot": "snapshot",
    "vol": "volume",
    "backing-vol": "volume",
    "datastore": "pool",
    "except": "domain",
    "except-domain": "domain",
}
"""By name of a word, the kind of thing that it names at a host."""


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """What may come next.

    Attributes:
        text: the word, or the kind of word, whole.
        help: what it does; may be empty.
        is_kind: whether it is no word, but tells to complete names of files.
    """

    text: str
    help: str = ""
    is_kind: bool = False


async def completions(
    words: Sequence[str],
    begun: str,
    commands: Mapping[str, Any],
    names: Names,
) -> list[Candidate]:
    """Return what may come next.

    Args:
        words: those before it; the first is the command.
        begun: what is typed of it.
        commands: the program's, by name.
        names: finds names.
    """
    if not words:
        return [Candidate(name) for name in sorted(commands) if name.startswith(begun)]
    command = commands.get(words[0])
    if command is None:
        return []
    row: CommandRow = command.row
    given = _dealt(row, words[1:])
    waiting = next((p for p in _words_of(row) if given.get(p.name, "") is None), None)
    option, equals, _ = begun.partition("=")
    named = next((p for p in _words_of(row) if equals and option == f"--{p.name}"), None)
    over = "--" in words or any(p.rest and p.name in given for p in _words_of(row))
    if waiting is None and named is None and begun.startswith("-") and not over:
        return [each for each in _options(row, given) if _fits(each, begun)]
    known = {name: text for name, text in given.items() if text is not None}
    bare = (p for p in _words_of(row) if p.bare)
    following = (p for p in bare if p.many or p.rest or p.name not in given)
    word = waiting or named or next(following, None)
    if word is None:
        return []
    prefix = f"{option}=" if named is not None else ""
    found = await _words(row, word, known, names)
    whole = [dataclasses.replace(each, text=prefix + each.text) for each in found]
    return [each for each in whole if _fits(each, begun)]


def _fits(candidate: Candidate, begun: str) -> bool:
    return candidate.is_kind or candidate.text.startswith(begun)


def _words_of(row: CommandRow) -> list[Word]:
    return [p for p in row.parameters if isinstance(p, Word)]


def _dealt(row: CommandRow, words: Sequence[str]) -> dict[str, str | None]:
    """Return what options are given, with their words; None for one that waits for its own."""
    given: dict[str, str | None] = {}
    taking = {p.name for p in _words_of(row)}
    with suppress(ValueError):  # what makes no sense counts up to there
        for text in deal([p.slot() for p in row.parameters], words, row.aliases):
            name, equals, value = text.removeprefix("--").partition("=")
            given[name] = value if equals or name not in taking else None
    return given


def _options(row: CommandRow, given: Mapping[str, str | None]) -> Iterable[Candidate]:
    for parameter in row.parameters:
        again = isinstance(parameter, Word) and parameter.many
        if again or parameter.name not in given:
            yield Candidate(f"--{parameter.name}", parameter.help)


async def _words(
    row: CommandRow, word: Word, given: Mapping[str, str], names: Names
) -> list[Candidate]:
    if isinstance(word.type, click.Choice):
        return [Candidate(str(choice)) for choice in word.type.choices]
    if isinstance(word.type, click.Path):
        return [Candidate(FILES, is_kind=True)]
    kind = "command" if row.name == "help" else word.names or KINDS.get(word.name)
    if kind is None:
        return []
    return [Candidate(name) for name in sorted(set(await names(kind, given)))]
