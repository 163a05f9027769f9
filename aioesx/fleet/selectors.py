"""Selections: which hosts of an inventory are meant. One small grammar; no I/O.

    selection  = alternative, { ("or" | ","), alternative }
    alternative = condition, { ("and" | "&"), condition }
    condition  = ("not" | "!"), condition | "(", selection, ")" | word
    word       = "all" | NAME | "tag:" NAME | "group:" NAME

A NAME may hold ``*``, ``?`` and ``[...]``, as file names in a shell; case counts. One with a blank,
a comma or a bracket in it, or that is a word of the grammar, stands in quotation marks.

Hosts below a vCenter are not known by name until it was asked, so what is told of one that stands
for its hosts has three values: yes, no, and None for "that depends".
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final, NoReturn

from aioesx._words import advice, few
from aioesx.errors import SelectorError
from aioesx.fleet.entries import HostEntry

__all__ = ["Selection", "parse_selection"]

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<sign>[!&,()])|\"(?P<quoted>[^\"]*)\"|(?P<word>(?:\[[^\]\s]*\]|[^\s!&,()\"])+))"
)
_SIGNS: Final = {"not": "!", "and": "&", "or": ","}
_GLOB: Final = re.compile(r"[*?\[]")
_DEEPEST: Final = 50

Answer = bool | None
Others = Collection[str] | None
_Test = Callable[[HostEntry, Others], Answer]
"""Given the names that are other hosts' where those below a vCenter are not known, else None."""


class Selection:
    """A selection that was read.

    Attributes:
        text: as it was written.
        words: the names, tags and groups in it, with the kind of each and where it stands.
    """

    def __init__(self, text: str, words: tuple[tuple[str, str, int], ...], test: _Test) -> None:
        self.text = text
        self.words = words
        self._test = test

    def __repr__(self) -> str:
        return f"<Selection {self.text!r}>"

    def selects(self, entry: HostEntry) -> bool:
        """Tell whether a host is meant."""
        return bool(self._test(entry, None))

    def may_select_below(self, vcenter: HostEntry, others: Collection[str] = ()) -> bool:
        """Tell whether a host below a vCenter may be meant; the names of these are not known.

        Args:
            vcenter: the vCenter.
            others: names that other hosts have, so that nobody below it is meant by them.
        """
        return self._test(vcenter, others) is not False

    def check(self, entries: Sequence[HostEntry]) -> None:
        """Refuse what names nobody.

        Raises:
            SelectorError: a plain name, a tag or a group is no host's; says which was meant.
        """
        known = {
            "name": {entry.name for entry in entries},
            "tag": {tag for entry in entries for tag in entry.tags},
            "group": {group for entry in entries for group in entry.groups},
        }
        below = any(entry.is_vcenter for entry in entries)
        for kind, word, position in self.words:
            if _GLOB.search(word) or word in known[kind] or (kind == "name" and below):
                continue
            raise SelectorError(_unknown(kind, word, known), position=position)


def _unknown(kind: str, word: str, known: dict[str, set[str]]) -> str:
    noun = "host" if kind == "name" else kind
    others = [other for other in ("group", "tag") if other != kind and word in known[other]]
    if others:
        return f"there is no {noun} '{word}', but a {others[0]}: write {others[0]}:{word}"
    there = sorted(known[kind])
    hint = advice(word, there)
    if hint or not there:
        return f"there is no {noun} '{word}'{hint}"
    return f"there is no {noun} '{word}'; there are {few(there)}"


def parse_selection(words: str | Iterable[str]) -> Selection:
    """Read a selection.

    Args:
        words: its text; of several, a host is meant that one of them means.

    Raises:
        SelectorError: it breaks the grammar; says where.
    """
    if isinstance(words, str):
        return _Parser(words).selection()
    parts = [parse_selection(word) for word in words]
    tests = [part._test for part in parts]
    text = ", ".join(part.text for part in parts)
    return Selection(text, tuple(word for part in parts for word in part.words), _any(tests))


def _any(tests: Sequence[_Test]) -> _Test:
    def test(entry: HostEntry, others: Others) -> Answer:
        answers = [each(entry, others) for each in tests]
        return True if True in answers else None if None in answers else False

    return test


def _all(tests: Sequence[_Test]) -> _Test:
    def test(entry: HostEntry, others: Others) -> Answer:
        answers = [each(entry, others) for each in tests]
        return False if False in answers else None if None in answers else True

    return test


def _not(inner: _Test) -> _Test:
    def test(entry: HostEntry, others: Others) -> Answer:
        answer = inner(entry, others)
        return None if answer is None else not answer

    return test


def _named(pattern: str) -> _Test:
    def test(entry: HostEntry, others: Others) -> Answer:
        found = any(fnmatch.fnmatchcase(name, pattern) for name in entry.names)
        return found or (False if others is None or pattern in others else None)

    return test


def _has(held: Callable[[HostEntry], Iterable[str]], pattern: str) -> _Test:
    def test(entry: HostEntry, others: Others) -> Answer:
        return any(fnmatch.fnmatchcase(word, pattern) for word in held(entry))

    return test


_KINDS: Final[dict[str, Callable[[str], _Test]]] = {
    "tag": lambda pattern: _has(lambda entry: entry.tags, pattern),
    "group": lambda pattern: _has(lambda entry: entry.groups, pattern),
}


class _Parser:
    """Reads one text from the left; each method reads what the grammar calls by its name."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(self._split())
        self._at = 0
        self._depth = 0
        self._words: list[tuple[str, str, int]] = []

    def _split(self) -> Iterator[tuple[str, str, int]]:
        """Yield kind, text and position of each token; the last is an empty sign."""
        at, end = 0, len(self._text.rstrip())
        while at < end:
            match = _TOKEN.match(self._text, at)
            if match is None:
                raise SelectorError(
                    f"the quotation mark of the selection '{self._text}' is not closed",
                    position=at + 1,
                )
            kind = match.lastgroup or ""
            text, start = match[kind], match.start(kind) + 1
            if kind == "word" and text in _SIGNS:
                kind, text = "sign", _SIGNS[text]
            yield kind, text, start
            at = match.end()
        yield "sign", "", end + 1

    def selection(self) -> Selection:
        test = self._alternatives()
        if self._at < len(self._tokens) - 1:
            self._refuse()
        return Selection(self._text, tuple(self._words), test)

    def _alternatives(self) -> _Test:
        return self._chain(",", self._alternative, _any)

    def _alternative(self) -> _Test:
        return self._chain("&", self._condition, _all)

    def _chain(
        self, sign: str, part: Callable[[], _Test], put: Callable[[Sequence[_Test]], _Test]
    ) -> _Test:
        parts = [part()]
        while self._is(sign):
            self._at += 1
            parts.append(part())
        return put(parts) if len(parts) > 1 else parts[0]

    def _is(self, sign: str) -> bool:
        return self._tokens[self._at][:2] == ("sign", sign)

    def _condition(self) -> _Test:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise SelectorError("the selection is nested too deep", position=1)
        try:
            if self._is("!"):
                self._at += 1
                return _not(self._condition())
            if self._is("("):
                self._at += 1
                inner = self._alternatives()
                if not self._is(")"):
                    self._refuse()
                self._at += 1
                return inner
            return self._word()
        finally:
            self._depth -= 1

    def _word(self) -> _Test:
        kind, text, position = self._tokens[self._at]
        if kind == "sign":
            self._refuse()
        self._at += 1
        if kind == "word" and text == "all":
            return lambda entry, others: True
        prefix, colon, rest = text.partition(":")
        if kind == "word" and colon and prefix in _KINDS:
            if not rest and self._tokens[self._at][0] == "quoted":
                rest = self._tokens[self._at][1]
                self._at += 1
            if not rest:
                raise SelectorError(f"'{prefix}:' names no {prefix}", position=position)
            self._words.append((prefix, rest, position))
            return _KINDS[prefix](rest)
        self._words.append(("name", text, position))
        return _named(text)

    def _refuse(self) -> NoReturn:
        _, text, position = self._tokens[self._at]
        what = f"'{text}'" if text else "the end"
        raise SelectorError(
            f"the selection '{self._text}' is not understood at {what}, character {position}",
            position=position,
        )
