"""The table of keys is libvirt's, key by key and codeset by codeset: its own library is asked."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from aioesx.domain.keyboard.codesets import (
    CODESETS,
    numbers_of,
    usage_named,
    usage_numbered,
)

pytestmark = pytest.mark.peer("virsh")

# The order of libvirt's virKeycodeSet; "rfb" is its older word for "qnum".
SETS = ("linux", "xt", "atset1", "atset2", "atset3", "os_x", "xt_kbd", "usb", "win32", "qnum")
USB = SETS.index("usb")
OURS = 0x31
"""The backslash of a US keyboard, for which libvirt has that of others."""
THEIRS = 0x32


@pytest.fixture(scope="module")
def libvirt() -> ctypes.CDLL:
    return ctypes.CDLL("libvirt.so.0")


def test_the_codesets_are_libvirts() -> None:
    assert {*SETS, "rfb"} == set(CODESETS)


@pytest.mark.parametrize("codeset", SETS)
def test_every_number_is_libvirts(libvirt: ctypes.CDLL, codeset: str) -> None:
    """A number that libvirt has no USB key for is none of ours, and the other way round."""
    theirs = {}
    for number in range(1, 0x10000):
        usage = libvirt.virKeycodeValueTranslate(SETS.index(codeset), USB, number)
        if usage > 0:
            theirs[number] = OURS if usage == THEIRS and codeset != "usb" else usage
    if codeset == "usb":
        theirs[OURS] = OURS
    if codeset in ("xt", "atset1", "xt_kbd", "qnum"):
        theirs[0x54] = usage_named("linux", "KEY_SYSRQ")  # libvirt finds one without a name first
    if codeset == "os_x":
        theirs[0] = numbers_of("linux")[30]  # the number 0, which libvirt takes for none here

    assert numbers_of(codeset) == theirs


@pytest.mark.parametrize("codeset", ["linux", "win32", "os_x"])
def test_every_name_is_libvirts(libvirt: ctypes.CDLL, codeset: str) -> None:
    from aioesx.domain.keyboard import codesets

    names = codesets._named(codeset)
    assert len(names) > 90
    for name, usage in names.items():
        number = libvirt.virKeycodeValueFromString(SETS.index(codeset), name.encode())
        assert usage_numbered(codeset, number) == usage, name


def test_no_name_of_libvirts_for_a_key_of_the_keyboard_is_missing(libvirt: ctypes.CDLL) -> None:
    """libvirt's names are tried as the kernel has them; that of each key is known to us."""
    for usage in numbers_of("usb"):
        if usage in (OURS, THEIRS):
            continue
        number = libvirt.virKeycodeValueTranslate(USB, 0, usage)
        ours = next(
            name
            for name in (row.name for row in _rows())
            if libvirt.virKeycodeValueFromString(0, name.encode()) == number
        )
        assert usage_named("linux", ours) == usage


def _rows() -> tuple[Any, ...]:
    from aioesx.domain.keyboard import codesets

    return codesets._keys()
