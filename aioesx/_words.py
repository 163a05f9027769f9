"""Words that a person typed, held against the words that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar, cast
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["advice", "apart", "few", "listed", "nearest", "one_of", "uuid_of"]

W = TypeVar("W", bound=str)

_LONGEST: Final = 64
_SLIPS: Final = 3
_SHOWN: Final = 10  # things in a sentence
_DASHES: Final = str.maketrans("", "", "-_ ")


def nearest(word: str, choices: Iterable[W]) -> W | None:
    """Return the choice that `word` was probably meant to be, or None.

    Case, dashes and underscores do not count. One letter too many, too few, wrong or changed
    with its neighbour is a slip; a word may have one for each three letters, and no more than
    three. Of choices as near as each other the first counts.
    """
    if len(word) > _LONGEST:
        return None
    plain = _plain(word)
    best, fewest = None, min(max(1, len(plain) // 3), _SLIPS) + 1
    for choice in choices:
        slips = _slips(plain, _plain(choice), fewest)
        if slips < fewest:
            best, fewest = choice, slips
    return best


def advice(word: str, choices: Iterable[str]) -> str:
    """Return ``"; did you mean 'start'?"`` for the end of a sentence, or nothing."""
    meant = nearest(word, choices)
    return f"; did you mean '{meant}'?" if meant is not None else ""


def few(things: Iterable[str], between: str = ", ") -> str:
    """Return things for a sentence: ten of them, and how many more there are."""
    known = list(things)
    shown = between.join(known[:_SHOWN])
    return shown if len(known) <= _SHOWN else f"{shown} and {len(known) - _SHOWN} more"


def listed(words: str | Iterable[W]) -> tuple[W, ...]:
    """Return words as a tuple; a single one is no list of letters.

    Raises:
        TypeError: one is no text; of bytes none is, whose numbers would pass for words.
    """
    found = (cast("W", words),) if isinstance(words, str) else tuple(words)
    for word in found:
        if not isinstance(word, str):
            raise TypeError(f"{word!r} is no text")
    return found


def apart(words: str | Iterable[W], *, what: str) -> tuple[W, ...]:
    """Return words as a tuple, of which each stays one word where a host writes them in a row.

    Args:
        words: as for `listed`.
        what: what each stands for, such as ``"target"``.

    Raises:
        TypeError: one is no text.
        ValueError: one is empty, or has a blank or a comma in it.
    """
    found = listed(words)
    for word in found:
        if not word or "," in word or any(map(str.isspace, word)):
            raise ValueError(f"{word!r} is no {what}: it should have no blank and no comma")
    return found


def one_of(word: str, choices: Iterable[W], *, what: str = "word") -> W:
    """Return the choice that is `word`: the member, for an enum of words.

    Args:
        word: what was given.
        choices: what there is, in the order to be shown.
        what: what the word stands for, such as ``"state"``.

    Raises:
        ValueError: it is none of them. The text has them all, and the one probably meant.
    """
    known = tuple(choices)
    for choice in known:
        if choice == word:
            return choice
    listed = ", ".join(str(choice) for choice in known)
    meant = advice(word, known) if isinstance(word, str) else ""
    raise ValueError(f"{word!r} is no {what}: should be one of {listed}{meant}")


def uuid_of(word: UUID | str) -> UUID:
    """Return the UUID that a word is, however it is written.

    Raises:
        ValueError: it is none.
    """
    try:
        return word if isinstance(word, UUID) else UUID(word)
    except (ValueError, AttributeError, TypeError):
        raise ValueError(f"{word!r} is no UUID") from None


def _plain(word: str) -> str:
    return str(word).casefold().translate(_DASHES)


def _slips(word: str, choice: str, bound: int) -> int:
    """Count the slips between two words, up to `bound`: their optimal string alignment."""
    if abs(len(word) - len(choice)) >= bound:
        return bound
    before: list[int] = []
    row = list(range(len(choice) + 1))
    for i, letter in enumerate(word):
        earlier, before, row = before, row, [i + 1]
        for j, other in enumerate(choice):
            cost = min(before[j] + (letter != other), before[j + 1] + 1, row[j] + 1)
            if i and j and letter == choice[j - 1] and other == word[i - 1]:
                cost = min(cost, earlier[j - 1] + 1)
            row.append(cost)
        if min(row) >= bound:
            return bound
    return row[-1]
