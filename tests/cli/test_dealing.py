"""Which word belongs to which option; that virsh deals so is judged by test_every_name.py."""

from __future__ import annotations

import pytest

from aioesx.cli.dealing import Slot, deal

SLOTS = (
    Slot("domain", word=True, bare=True),
    Slot("count", word=True, bare=True),
    Slot("all", word=False),
    Slot("host", word=True),
)


@pytest.mark.parametrize(
    ("words", "dealt"),
    [
        ("web01 2", "--domain=web01 --count=2"),
        ("--count 2 web01", "--count=2 --domain=web01"),
        ("web01 --all 2", "--domain=web01 --all --count=2"),
        ("--domain=web01", "--domain=web01"),
        ("--host --all x", "--host=--all --domain=x"),
        ("-x -1", "--domain=-x --count=-1"),
        ("-- --all --count", "--domain=--all --count=--count"),
        ("web01 --nosuch x y z", "--domain=web01 --nosuch"),
        ("-h x", "-h"),
        ("--domain", "--domain"),
    ],
)
def test_words_find_their_options(words: str, dealt: str) -> None:
    assert " ".join(deal(SLOTS, words.split())) == dealt


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--all --all", "option --all already seen"),
        ("web01 --domain web01", "option --domain already seen"),
        ("--all=yes", "invalid '=' after option --all"),
        ("a b c", "unexpected data 'c'"),
    ],
)
def test_what_fits_nowhere_is_refused(words: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        list(deal(SLOTS, words.split()))


def test_several_words_of_one_option() -> None:
    slots = (Slot("domain", word=True, bare=True, many=True),)

    assert list(deal(slots, ["a", "--domain", "b", "c"])) == [
        "--domain=a",
        "--domain=b",
        "--domain=c",
    ]


@pytest.mark.parametrize(
    ("words", "dealt"),
    [
        ("web01 --every", "--domain=web01 --all"),
        ("--two web01", "--count=2 --domain=web01"),
        ("--host --every x", "--host=--every --domain=x"),
        ("-- --every", "--domain=--every"),
        ("--every=yes", "--every=yes"),
    ],
)
def test_another_name_stands_for_an_option(words: str, dealt: str) -> None:
    aliases = {"every": "all", "two": "count=2"}

    assert " ".join(deal(SLOTS, words.split(), aliases)) == dealt


def test_an_option_and_its_other_name_are_one() -> None:
    with pytest.raises(ValueError, match="option --all already seen"):
        list(deal(SLOTS, ["--all", "--every"], {"every": "all"}))
