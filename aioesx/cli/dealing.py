"""Which word of a command line belongs to which option, by virsh's rules. No I/O.

Source: libvirt, vshCommandParse. Bare words go to the options that are still open, in the order
in which both stand there; a word with one dash is a bare word, and behind ``--`` all are.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

__all__ = ["Slot", "UnexpectedWordError", "deal"]

_HELP: Final = "-h"


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """An option.

    Attributes:
        name: without its dashes.
        word: whether it takes a word.
        bare: whether that may be given without the name.
        many: whether it may be given several times.
        rest: whether its first bare word ends the reading: what follows are its words, too.
    """

    name: str
    word: bool
    bare: bool = False
    many: bool = False
    rest: bool = False


class UnexpectedWordError(ValueError):
    """A word that belongs to no option.

    Attributes:
        word: as it was typed.
    """

    def __init__(self, word: str) -> None:
        super().__init__(f"unexpected data '{word}'")
        self.word = word


_NONE: Final[Mapping[str, str]] = {}


def deal(
    slots: Sequence[Slot], words: Sequence[str], aliases: Mapping[str, str] = _NONE
) -> Iterator[str]:
    """Yield each word with the name of its option: ``--domain=web01``.

    An option that there is not is the last that is passed on, as it is: whoever reads it refuses
    it, or shows its help.

    Args:
        slots: the options.
        words: what was typed.
        aliases: other names of options, and what each stands for: ``mode=shareable``. One of a
            single letter has one dash, and its word may be joined to it: ``-w10``.

    Raises:
        ValueError: an option is there twice, or a word belongs to none.
    """
    seen: set[str] = set()
    rest = iter(words)
    for typed in rest:
        word = _spelled_out(typed, aliases)
        if word == "--":
            for bare in rest:
                yield _bare(slots, seen, bare)
        elif word.startswith("--") and word[2].isalnum():
            word = f"--{aliases.get(word[2:], word[2:])}"
            slot = next((slot for slot in slots if slot.name == _name(word)), None)
            if slot is None:
                yield word
                return
            yield _named(slot, seen, word, rest)
        elif word == _HELP:
            yield word
            return
        else:
            yield _bare(slots, seen, word)
            if any(slot.rest and slot.name in seen for slot in slots):
                yield from (_bare(slots, seen, bare) for bare in rest)


def _spelled_out(word: str, aliases: Mapping[str, str]) -> str:
    """Write a letter with a dash, for which an alias stands, as the option's name."""
    letter, joined = word[1:2], word[2:]
    if not (word.startswith("-") and letter.isalpha() and letter in aliases):
        return word
    return f"--{aliases[letter]}={joined}" if joined else f"--{aliases[letter]}"


def _name(word: str) -> str:
    return word[2:].partition("=")[0]


def _named(slot: Slot, seen: set[str], word: str, rest: Iterator[str]) -> str:
    if slot.name in seen and not slot.many:
        raise ValueError(f"option --{slot.name} already seen")
    seen.add(slot.name)
    if not slot.word and "=" in word:
        raise ValueError(f"invalid '=' after option --{slot.name}")
    if not slot.word or "=" in word:
        return word
    value = next(rest, None)
    return word if value is None else f"{word}={value}"


def _bare(slots: Sequence[Slot], seen: set[str], word: str) -> str:
    for slot in slots:
        if slot.bare and (slot.many or slot.name not in seen):
            seen.add(slot.name)
            return f"--{slot.name}={word}"
    raise UnexpectedWordError(word)
