"""Which hosts a selection means: the grammar, its errors, and what is not known yet."""

from __future__ import annotations

import contextlib
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aioesx import HostEntry, Inventory, errors
from aioesx.fleet.selectors import parse_selection

HOSTS: Final = Inventory(
    [
        HostEntry("esx1", "esx://esx1/", frozenset({"prod", "ssd"}), frozenset({"berlin", "eu"})),
        HostEntry("esx2", "esx://esx2/", frozenset({"prod"}), frozenset({"oslo", "eu"})),
        HostEntry("lab 3", "esx://lab3/", frozenset({"test"}), frozenset({"oslo"})),
        HostEntry("and", "esx://and/"),
    ]
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("all", ["esx1", "esx2", "lab 3", "and"]),
        ("esx1", ["esx1"]),
        ("esx*", ["esx1", "esx2"]),
        ("esx[2-9]", ["esx2"]),
        ("???1", ["esx1"]),
        ('"lab 3", esx1', ["esx1", "lab 3"]),
        ('"and"', ["and"]),
        ("tag:prod", ["esx1", "esx2"]),
        ("tag:p*d and group:oslo", ["esx2"]),
        ('group:"oslo"', ["esx2", "lab 3"]),
        ("group:eu & !esx1", ["esx2"]),
        ("not group:eu and not tag:test", ["and"]),
        ("tag:test or group:berlin and tag:ssd", ["esx1", "lab 3"]),
        ("(tag:test or group:berlin) and tag:ssd", ["esx1"]),
        ("!(esx1,esx2)", ["lab 3", "and"]),
        ("!!esx1", ["esx1"]),
    ],
)
def test_a_selection_means(text: str, names: list[str]) -> None:
    assert [entry.name for entry in HOSTS.select(text)] == names


def test_of_several_selections_one_is_enough() -> None:
    assert [entry.name for entry in HOSTS.select(["esx2", "tag:ssd"])] == ["esx1", "esx2"]


def test_none_means_all() -> None:
    assert len(HOSTS.select()) == 4


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 1, "at the end, character 1"),
        ("esx1 esx2", 6, "at 'esx2', character 6"),
        ("esx1 and", 9, "at the end"),
        ("or esx1", 1, "at ','"),
        ("(esx1", 6, "at the end"),
        ("esx1)", 5, "at ')'"),
        ('"esx1', 1, "quotation mark"),
        ("tag: and esx1", 1, "'tag:' names no tag"),
        ("esx1, esx3", 7, "there is no host 'esx3'; did you mean 'esx1'?"),
        ("prod", 1, "there is no host 'prod', but a tag: write tag:prod"),
        ("oslo", 1, "but a group: write group:oslo"),
        ("group:paris", 1, "there is no group 'paris'; there are berlin, eu, oslo"),
        ("tag:eu", 1, "there is no tag 'eu', but a group"),
        ("(" * 60 + "esx1" + ")" * 60, 1, "nested too deep"),
    ],
)
def test_an_error_says_where(text: str, position: int, message: str) -> None:
    with pytest.raises(errors.SelectorError) as caught:
        HOSTS.select(text)

    assert message in str(caught.value)
    assert caught.value.position == position


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("all", True),
        ("vc", True),
        ("anybody", True),
        ("esx1", False),
        ("esx*", True),
        ("group:eu", False),
        ("group:lab and web*", True),
        ("not group:lab", False),
        ("not web1", True),
        ("esx1 or tag:none*", False),
    ],
)
def test_a_vcenter_is_asked_only_if_one_of_its_hosts_may_be_meant(text: str, asked: bool) -> None:
    vcenter = HostEntry("vc", "vpx://vc/", groups=frozenset({"lab"}))
    hosts = Inventory([*HOSTS, vcenter])

    assert ("vc" in [entry.name for entry in hosts.select(text)]) is asked


_PIECES = [*'ab1*?[]!&,():- "\t\n\0', "ä", "not ", "and ", "or", "all", "tag:", "group:"]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(errors.SelectorError):
        assert parse_selection(text).text == text
