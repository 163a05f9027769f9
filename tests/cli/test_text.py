"""What may be shown of a text, and how wide it is: glibc, by which virsh measures, is the judge."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator

import pytest

from aioesx.cli.text import bounded, cells, reference, safe_cell, visible

TURNING = {chr(code) for code in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F))} | {
    chr(code) for code in range(0x2066, 0x206A)
}


# The first plane, pictures, and samples of what is large and uniform.
PLANES = (*range(1, 0xD800), *range(0xE000, 0x11200), *range(0x1F000, 0x1FB00))
SAMPLES = (*range(0x11200, 0x1F000, 97), *range(0x20000, 0x110000, 997))


def characters() -> Iterator[str]:
    yield from map(chr, (*PLANES, *SAMPLES))


@pytest.fixture(scope="module")
def libc() -> ctypes.CDLL:
    library = ctypes.CDLL(None)
    assert library.setlocale(0, b"C.UTF-8")
    library.wcwidth.argtypes = [ctypes.c_wchar]
    return library


def test_every_character_is_as_wide_as_for_virsh(libc: ctypes.CDLL) -> None:
    """Characters that only one of Python and glibc knows yet are left to each other."""

    def width(char: str) -> int:
        return cells(char) if visible(char) == char else -1

    known = [c for c in characters() if unicodedata.category(c) != "Cn" and libc.wcwidth(c) >= 0]
    different = {char for char in known if width(char) != libc.wcwidth(char)}

    assert different == TURNING, "glibc shows what turns the order of reading about"


@pytest.mark.parametrize("char", [*map(chr, range(32)), "\x7f", "\x9b", "\u2028", "\u0378"])
def test_what_virsh_does_not_show_is_not_shown(libc: ctypes.CDLL, char: str) -> None:
    assert libc.wcwidth(char) <= 0
    assert visible(char) != char


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_nothing_that_moves_a_cursor_is_left(encoding: str) -> None:
    shown = visible("".join(map(chr, range(0x3000))), encoding)

    raw = {char for char in shown if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs")}
    assert raw == set()
    assert not TURNING & set(shown)
    shown.encode(encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("web01", "ascii", "web01"),
        ("a\x1b[31m", "utf-8", "a\\x1b[31m"),
        ("a\tb\nc", "utf-8", "a\\x09b\\x0ac"),
        ("\x9b", "utf-8", "\\xc2\\x9b"),
        ("Büro", "utf-8", "Büro"),
        ("Büro", "ascii", "B\\xc3\\xbcro"),
        ("Büro サ", "latin-1", "Büro \\xe3\\x82\\xb5"),
        ("\udcff", "utf-8", "\\xff"),  # a byte of an argument that is no UTF-8
        ("\ud800", "utf-8", "\\xed\\xa0\\x80"),
        ("\u202egnp", "utf-8", "\\xe2\\x80\\xaegnp"),
    ],
)
def test_what_cannot_be_shown_is_escaped(text: str, encoding: str, shown: str) -> None:
    assert visible(text, encoding) == shown


def test_lines_stay_where_a_text_has_them() -> None:
    assert visible("a\n\tb\x07", keep="\n\t") == "a\n\tb\\x07"


def test_a_cell_cannot_pretend_to_be_escaped() -> None:
    assert safe_cell("a\\x1b", "utf-8") == "a\\x5cx1b"
    assert safe_cell("a\\b", "utf-8") == "a\\b"


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", "<name>Bü\n\t&#x9b;&#x202e;</name>"),
        ("latin-1", "<name>B&#xfc;\n\t&#x9b;&#x202e;</name>"),
    ],
)
def test_a_document_stays_the_same_document(encoding: str, written: str) -> None:
    assert reference("<name>Bü\n\t\x9b\u202e</name>", encoding) == written


def test_a_long_text_loses_its_middle() -> None:
    assert bounded("a" * 50 + "b" * 50, 100) == "a" * 50 + "b" * 50
    assert bounded("a" * 500 + "b" * 500, 100) == "a" * 70 + " ... " + "b" * 25
