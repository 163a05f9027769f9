"""What a text and a chord are made of: keys of a US keyboard, each with what is held down. No I/O.

A text may be a password: no error here repeats it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from aioesx._words import one_of
from aioesx.domain.keyboard.codesets import CODESETS, Codeset, usage_named, usage_numbered

__all__ = ["Chord", "Stroke", "strokes_of"]

_PAGE: Final = 7  # of the HID usage tables: keyboard
_FIRST_MODIFIER, _LAST_MODIFIER = 0xE0, 0xE7
_CONTROL, _SHIFT = 0xE0, 0xE1

_NICKNAMES: Final = {
    "CTRL": "LEFTCTRL",
    "CONTROL": "LEFTCTRL",
    "SHIFT": "LEFTSHIFT",
    "ALT": "LEFTALT",
    "ALTGR": "RIGHTALT",
    "META": "LEFTMETA",
    "SUPER": "LEFTMETA",
    "WIN": "LEFTMETA",
    "DEL": "DELETE",
    "ESCAPE": "ESC",
    "RETURN": "ENTER",
    "PGUP": "PAGEUP",
    "PGDN": "PAGEDOWN",
}

# Plain and with Shift, from a usage on.
_LAYOUT: Final = (
    (0x04, "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    (0x1E, "1234567890", "!@#$%^&*()"),
    (0x2C, " -=[]\\", " _+{}|"),
    (0x33, ";'`,./", ':"~<>?'),
)
_NAMED: Final = {"\n": 0x28, "\r": 0x28, "\x1b": 0x29, "\b": 0x2A, "\t": 0x2B}


class Stroke(NamedTuple):
    """A key that is pressed and released while others are held down.

    Attributes:
        usage: its number on page 7 of the HID usage tables.
        held: modifiers, by the same numbers: 0xE0 (left Ctrl) to 0xE7 (right Meta).
    """

    usage: int
    held: frozenset[int] = frozenset()

    @property
    def code(self) -> int:
        """The number that the API has for the key: usage and page."""
        return self.usage << 16 | _PAGE


@dataclasses.dataclass(frozen=True, slots=True, init=False)
class Chord:
    """Keys that are pressed at once: ``Chord("ctrl", "alt", "delete")``.

    What modifiers there are among them (Ctrl, Shift, Alt, Meta) are held while the others are
    pressed; of these a host presses one after the other. Of modifiers alone the last is the key.

    Args:
        keys: names of Linux, with or without ``KEY_`` and in either case, or ``"ctrl"``,
            ``"alt"``, ``"shift"``, ``"meta"`` for the left ones; in another codeset its own
            names; or numbers of the codeset.
        codeset: one of libvirt's: ``"linux"``, ``"usb"``, ``"win32"``, ``"atset1"``, ...

    Raises:
        ValueError: there is no key, no such key or no such codeset.
    """

    keys: tuple[str | int, ...]
    codeset: Codeset
    _usages: tuple[int, ...] = dataclasses.field(repr=False, compare=False)

    def __init__(self, *keys: str | int, codeset: Codeset = "linux") -> None:
        one_of(codeset, CODESETS, what="codeset")
        if not keys:
            raise ValueError("a chord of no keys")
        object.__setattr__(self, "keys", keys)
        object.__setattr__(self, "codeset", codeset)
        usages = tuple(_usage(codeset, key) for key in keys)
        object.__setattr__(self, "_usages", usages)

    def strokes(self) -> list[Stroke]:
        """Return what the chord is to the host."""
        held = [usage for usage in self._usages if _is_modifier(usage)]
        keys = [usage for usage in self._usages if not _is_modifier(usage)]
        if not keys:
            keys = [held.pop()]
        down = frozenset(held) - frozenset(keys)
        return [Stroke(usage, down) for usage in keys]


def _is_modifier(usage: int) -> bool:
    return _FIRST_MODIFIER <= usage <= _LAST_MODIFIER


def _usage(codeset: str, key: str | int) -> int:
    if isinstance(key, int):
        return usage_numbered(codeset, key)
    if codeset == "linux":
        bare = key.upper().removeprefix("KEY_")
        try:
            return usage_named("linux", f"KEY_{_NICKNAMES.get(bare, bare)}")
        except ValueError:
            raise ValueError(f"invalid keycode: '{key}'") from None
    return usage_named(codeset, key)


def _keyboard() -> Iterator[tuple[str, Stroke]]:
    for control in range(26):  # Ctrl-A and so on, what has no key of its own
        yield chr(1 + control), Stroke(0x04 + control, frozenset({_CONTROL}))
    for first, plain, shifted in _LAYOUT:
        for place, (low, high) in enumerate(zip(plain, shifted, strict=True)):
            yield high, Stroke(first + place, frozenset({_SHIFT}))
            yield low, Stroke(first + place)
    for letter, usage in _NAMED.items():
        yield letter, Stroke(usage)


_TYPED: Final = dict(_keyboard())


def strokes_of(keys: Iterable[str | Chord]) -> list[Stroke]:
    """Return the strokes of texts and chords.

    Raises:
        ValueError: a letter is on no US keyboard; the text is not repeated.
        TypeError: something is neither text nor chord.
    """
    return [stroke for each in keys for stroke in _strokes(each)]


def _strokes(keys: str | Chord) -> Iterator[Stroke]:
    if isinstance(keys, Chord):
        yield from keys.strokes()
        return
    if not isinstance(keys, str):
        raise TypeError(f"{type(keys).__name__} is neither a text nor a Chord")
    for place, letter in enumerate(keys, start=1):
        if letter not in _TYPED:
            raise ValueError(f"letter {place} of the text is on no US keyboard")
        yield _TYPED[letter]
