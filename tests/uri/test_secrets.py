"""Nothing that may be a password stands in an error, a warning or a repr, wherever it was typed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from aioesx.errors import UriError
from aioesx.uri import parse_uri

CANARY = "S3cretWord"
ENDERS = [
    "", "/", "?", "#", "@", ":", "&", ";", "=", "%", "%40", "%00", "[", "]", "\\", "^", "|", " ",
    "ü", "\r\n", "\ud800", "//", "?authfile=", "?cacert=", "?proxy=", "?x=", "/?vcenter=", "443/",
    "1:2",
]  # fmt: skip
SHAPES = [
    "esx://root:{0}@127.0.0.1/",
    "gsx://root:{0}@[::1]:8333/?no_verify=1",
    "vpx://root:{0}@vc.example.com/dc/cluster/host",
    "esx+ssh://root:{0}@h/",
    "root:{0}@h",
    "https://root:{0}@h/",
    "esx://root@h/?proxy=http://bob:{0}@127.0.0.1:3128",
    "esx://root@h/?proxy=socks5://bob:{0}@[::1]:1080&no_verify=1",
    "esx://root@h/?no_verify=1&proxy=bob:{0}@p",
    "esx://root@h/?vcenter=bob:{0}@vc",
    "esx://root@h/?password={0}",
    "esx://root:{0}",
    "esx://root:{0}/",
    "esx://h/?proxy=bob:{0}",
]
COMPLETE = [
    "esx://root@host.example.com:4443/a?transport=http&vcenter=v&no_verify=1&proxy=socks5://p:1&timeout=1#f",
    "vpx://[fe80::1%25eth0]:443/dc/host?legacy_tls=1&thumbprint=SHA256:" + "ab" * 32,
]  # fmt: skip


def _told(error: BaseException) -> Iterator[str]:
    """Yield all texts that a log of the error may hold, its causes' and contexts' included."""
    seen: BaseException | None = error
    while seen is not None:
        yield from (str(seen), repr(seen), repr(seen.args))
        seen = seen.__cause__ or seen.__context__


def _told_of(text: str) -> list[str]:
    """Return what reading a URI tells. One with an @ may be without flaw: vpx://h:443/a@b/c."""
    try:
        return list(parse_uri(text).warnings) if "@" in text else []
    except UriError as error:
        return list(_told(error))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_password_in_a_uri_is_not_repeated(shape: str) -> None:
    passwords = [
        text
        for ender in ENDERS
        for text in (ender + CANARY, CANARY + ender, CANARY + ender + CANARY)
    ]

    told = [line for password in passwords for line in _told_of(shape.format(password))]

    assert told
    assert [line for line in told if CANARY in line] == []


@pytest.mark.parametrize(
    "text",
    [
        f"esx://root:{CANARY}@h/",
        f"esx://root:{CANARY}/x@h/",
        f"esx://root:{CANARY}#x@h/",
        f"esx://root:{CANARY}?x@h/",
        f"esx://root:p@{CANARY}@h/",
        f"esx://root:12345/{CANARY}@h/",
        f"esx://root:12345?{CANARY}@h/",
        f"esx://root:12345#{CANARY}@h/",
        f"vpx://root:{CANARY}/x@vc/dc/h",
        f"esx://root:{CANARY}^@h/",
    ],
)
def test_it_is_refused_by_saying_so(text: str) -> None:
    with pytest.raises(UriError, match="a password does not belong into the URI"):
        parse_uri(text)


@pytest.mark.parametrize("text", COMPLETE)
@pytest.mark.parametrize("bad", ["", "!", "^", "@", ":", "%ff", "%00", "/", "=", "\u0661"])
def test_no_error_quotes_any_part_of_a_uri(text: str, bad: str) -> None:
    """The canary goes to each place in turn."""
    errors = 0
    for place, canary in itertools.product(range(len(text) + 1), (CANARY + bad, bad + CANARY)):
        try:
            parse_uri(text[:place] + canary + text[place:])
        except UriError as error:
            errors += 1
            assert [line for line in _told(error) if CANARY in line] == [], place  # noqa: PT017
    assert errors > len(text) / 2
