"""Whatever text comes: a URI or a UriError, and what is taken can be written and read again."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aioesx.errors import UriError
from aioesx.uri import PARAMETERS, parse_uri

_WORDS = [
    "esx://", "gsx://", "vpx://", "esx+ssh://", "root@", "a:b@", "%40", "%2f", "%00", "%zz", "host",
    "[::1]", "[fe80::1%25lo]", ":443", ":0", ":99999", "/", "?", "&", ";", "=", "#", "0", "1", "01",
    "socks5://p:1", "http://", "é", "\ud800", "\r\n", " ", "*", *(p.name for p in PARAMETERS),
]  # fmt: skip
_TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(_WORDS)).map("".join),
    st.lists(st.one_of(st.sampled_from(_WORDS), st.characters())).map(
        lambda w: "esx://h" + "".join(w)
    ),
    st.lists(st.sampled_from(_WORDS)).map(lambda w: "esx://h/?" + "".join(w)),
)


@pytest.mark.fault("V9")
@pytest.mark.long
@settings(max_examples=1500, deadline=None)
@given(_TEXTS)
@example("esx://h/?proxy=" + ":" * 1000)
def test_any_text_gives_a_uri_or_a_uri_error(text: str) -> None:
    try:
        uri = parse_uri(text)
    except UriError:
        return
    again = parse_uri(str(uri))
    assert str(again) == str(uri)
    assert again.host == uri.host
    assert again.user == uri.user
    assert repr(uri)


@pytest.mark.fault("V10")
@pytest.mark.long
@pytest.mark.parametrize("piece", ["a", ":", "@", "%41", "&", "a=1;", "[", "/", "?", "a."])
def test_a_megabyte_is_no_trouble(piece: str) -> None:
    """Quadratic time would meet the test's time limit."""
    text = piece * (1_000_000 // len(piece))

    for start in ("", "esx://", "esx://host/", "esx://host/?", "esx://host/?proxy="):
        try:
            parse_uri(start + text)
        except UriError as error:
            assert len(str(error)) < 500  # noqa: PT017 - an error is only one of two good ends
