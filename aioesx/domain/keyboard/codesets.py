"""A key by its number or name in one of libvirt's codesets. No I/O."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Final, Literal, NamedTuple, get_args

from aioesx.domain.keyboard.codes import KEYS

__all__ = ["CODESETS", "Codeset", "numbers_of", "usage_named", "usage_numbered"]

Codeset = Literal[
    "linux", "xt", "atset1", "atset2", "atset3", "os_x", "xt_kbd", "usb", "win32", "qnum", "rfb"
]
"""What a number or a name of a key belongs to: libvirt's words."""

CODESETS: Final[tuple[str, ...]] = get_args(Codeset)

_EXTENDED: Final = 0xE000  # what AT set 1 has before the second byte
_OTHERS_BACKSLASH: Final = 0x32  # which Linux knows by the number of ours


class _Key(NamedTuple):
    """A row of the table."""

    usb: int
    linux: int
    atset1: int | None
    atset2: int | None
    atset3: int | None
    os_x: int | None
    win32: int | None
    name: str
    win32_name: str | None
    os_x_name: str | None


@functools.cache
def _keys() -> tuple[_Key, ...]:
    """Return the table of keys, in Linux' order."""
    return tuple(map(_row, KEYS.strip().splitlines()))


def _row(line: str) -> _Key:
    usb, linux, *codes, name, win32, os_x = line.split()
    atset1, atset2, atset3, apple, windows = (
        None if code == "-" else int(code, 16) for code in codes
    )
    return _Key(
        int(usb, 16),
        int(linux),
        *(atset1, atset2, atset3, apple, windows),
        name=f"KEY_{name}",
        win32_name=None if win32 == "-" else f"VK_{win32}",
        os_x_name=None if os_x == "-" else os_x,
    )


def _xt_kbd(key: _Key) -> int | None:
    """Return what Linux' driver for PC keyboards counts: 0x100 for the extended ones."""
    return _shortened(key.atset1, 0x100)


def _qnum(key: _Key) -> int | None:
    """Return QEMU's number, RFB's extension has it, too: one byte, its top bit for extended."""
    return _shortened(key.atset1, 0x80)


def _shortened(code: int | None, extended: int) -> int | None:
    if code is None or code < _EXTENDED:
        return code
    return extended | (code & 0xFF)


_NUMBERS: Final[dict[str, Callable[[_Key], int | None]]] = {
    "linux": lambda key: key.linux,
    "xt": lambda key: key.atset1,
    "atset1": lambda key: key.atset1,
    "atset2": lambda key: key.atset2,
    "atset3": lambda key: key.atset3,
    "os_x": lambda key: key.os_x,
    "xt_kbd": _xt_kbd,
    "usb": lambda key: key.usb,
    "win32": lambda key: key.win32,
    "qnum": _qnum,
    "rfb": _qnum,
}
_NAMES: Final[dict[str, Callable[[_Key], str | None]]] = {
    "linux": lambda key: key.name,
    "os_x": lambda key: key.os_x_name,
    "win32": lambda key: key.win32_name,
}


@functools.cache
def numbers_of(codeset: str) -> dict[int, int]:
    """Return the USB usage of each number of a codeset; of two keys of one number the first."""
    found = {_OTHERS_BACKSLASH: _OTHERS_BACKSLASH} if codeset == "usb" else {}
    for key in _keys():
        if (number := _NUMBERS[codeset](key)) is not None:
            found.setdefault(number, key.usb)
    return found


@functools.cache
def _named(codeset: str) -> dict[str, int]:
    found: dict[str, int] = {}
    if codeset in _NAMES:
        for key in _keys():
            if (name := _NAMES[codeset](key)) is not None:
                found.setdefault(name, key.usb)
    return found


def usage_numbered(codeset: str, number: int) -> int:
    """Return the USB usage of a key by its number.

    Raises:
        ValueError: a USB keyboard has no such key.
    """
    usage = numbers_of(codeset).get(number)
    if usage is None:
        raise ValueError(f"invalid keycode {number} of {codeset} codeset")
    return usage


def usage_named(codeset: str, name: str) -> int:
    """Return the USB usage of a key by its name.

    Raises:
        ValueError: the codeset has no such name, or a USB keyboard no such key.
    """
    usage = _named(codeset).get(name)
    if usage is None:
        raise ValueError(f"invalid keycode: '{name}'")
    return usage
