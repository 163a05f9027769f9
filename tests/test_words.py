"""A word that is none of ours: which was meant, and which there are."""

from __future__ import annotations

import re
import time
from enum import StrEnum
from typing import Any

import pytest

from aioesx._words import advice, few, listed, nearest, one_of, uuid_of


class Colour(StrEnum):
    RED = "red"
    DARK_GREEN = "dark green"


PARAMETERS = ("transport", "vcenter", "no_verify", "auto_answer", "proxy", "cacert", "timeout")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("noverify", "no_verify"),
        ("no-verify", "no_verify"),
        ("NO_VERIFY", "no_verify"),
        ("no_verfiy", "no_verify"),
        ("autoanswer", "auto_answer"),
        ("ca_cert", "cacert"),
        ("cacerts", "cacert"),
        ("timeuot", "timeout"),
        ("porxy", "proxy"),
        ("tranport", "transport"),
        ("nonsense", None),
        ("", None),
        ("x", None),
        ("p", None),
        ("no_verify" * 20, None),
    ],
)
def test_the_nearest_is_what_was_probably_meant(word: str, meant: str | None) -> None:
    assert nearest(word, PARAMETERS) == meant


@pytest.mark.parametrize("word", ["stop", "strat", "start", "stat"])
def test_of_words_as_near_the_first_counts(word: str) -> None:
    assert nearest(word, [word, f"{word}s", f"{word}t"]) == word


def test_advice_ends_a_sentence() -> None:
    assert advice("noverify", PARAMETERS) == "; did you mean 'no_verify'?"
    assert advice("nonsense", PARAMETERS) == ""


def test_a_word_is_taken_as_the_member_that_it_is() -> None:
    assert one_of("dark green", Colour) is Colour.DARK_GREEN


def test_a_wrong_word_is_refused_with_the_right_ones() -> None:
    text = "'darkgreen' is no colour: should be one of red, dark green; did you mean 'dark green'?"

    with pytest.raises(ValueError, match=re.escape(text)):
        one_of("darkgreen", Colour, what="colour")


def test_a_wrong_word_need_not_be_like_any() -> None:
    with pytest.raises(ValueError, match=r"'blue' is no word: should be one of red, dark green$"):
        one_of("blue", Colour)


def test_what_is_no_text_is_refused_alike() -> None:
    with pytest.raises(ValueError, match="3 is no word"):
        one_of(3, Colour)  # type: ignore[arg-type]


def test_ten_thousand_names_take_no_minute() -> None:
    names = [f"customer-{number:05}-web" for number in range(10_000)]
    begun = time.process_time()

    assert nearest("custmer-09999-web", names) == "customer-09999-web"
    assert time.process_time() - begun < 10  # for a busy machine; one that compares all needs more


@pytest.mark.parametrize("words", [b"abc", [1], ["a", None]])
def test_numbers_of_bytes_are_no_words(words: Any) -> None:
    with pytest.raises(TypeError, match="is no text"):
        listed(words)


def test_a_sentence_names_ten_things() -> None:
    names = [f"vm{number}" for number in range(12)]

    assert few(names[:10]) == ", ".join(names[:10])
    assert few(names, "; ") == f"{'; '.join(names[:10])} and 2 more"


@pytest.mark.parametrize("word", ["", "zz", 5, b"0" * 32])
def test_what_is_no_uuid_is_named(word: Any) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(repr(word))} is no UUID$"):
        uuid_of(word)
