# ruff: noqa: E501  # the rows of a table stay rows
"""User name and password: libvirt's order, libvirt's auth file, a callback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aioesx.auth import AuthRequest, Credentials, auth_file_candidates, read_auth_file, resolve
from aioesx.errors import AuthenticationError

pytestmark = pytest.mark.anyio

FILE = """\
# comment
   # another
[auth-esx-esx1.example.com]
credentials=lab

[auth-esx-default]
credentials = other

[auth-libvirt-esx2]
credentials=lab

[credentials-lab]
username=admin
password= s3cret # [x] = y

[credentials-other]
username=guest
password=guest

[auth-esx-dangling]
credentials=nowhere

[auth-esx-noname]
credentials=nameless

[credentials-nameless]
password=only

[auth-esx-empty]

[auth-esx-one-two]
credentials=one\\stwo

[credentials-one two]
username=half
[credentials-one two]
password=\\\\of it
"""


@pytest.fixture
def auth_file(tmp_path: Path) -> Path:
    path = tmp_path / "auth.conf"
    path.write_text(FILE)
    return path


class Asked:
    """A callback that answers from a table and remembers what it was asked."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.requests: list[AuthRequest] = []

    def __call__(self, request: AuthRequest) -> str | None:
        self.requests.append(request)
        return self.answers.get(request.asked)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("esx1.example.com", {"username": "admin", "password": "s3cret # [x] = y"}),
        ("elsewhere", {"username": "guest", "password": "guest"}),
        ("ESX1.example.com", {"username": "guest", "password": "guest"}),
        ("esx2", {"username": "guest", "password": "guest"}),
        ("noname", {"password": "only"}),
        ("one-two", {"username": "half", "password": "\\of it"}),
    ],
    ids=["by host", "default", "hosts have case", "another service", "password only", "escaped, in two parts"],
)  # fmt: skip
def test_the_file_holds(auth_file: Path, host: str, expected: dict[str, str]) -> None:
    assert read_auth_file([auth_file], host) == expected


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("dangling", r"\[credentials-NAME\] that \[auth-esx-dangling\] names is missing"),
        ("empty", r"\[auth-esx-empty\] lacks credentials=NAME"),
    ],
)
def test_a_group_that_leads_nowhere_is_named(auth_file: Path, host: str, words: str) -> None:
    with pytest.raises(AuthenticationError, match=words):
        read_auth_file([auth_file], host)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("back\\\\slash", "back\\slash"),
        ("DOM\\\\user", "DOM\\user"),
        ("\\slead", " lead"),
        ("   lead", "lead"),
        ("trail  ", "trail  "),
        ("a\\tb\\n\\r", "a\tb\n\r"),
        ("\\x\\;", "\\x\\;"),
        ("ends\\", "ends"),
        ("a=b;c#d[e]", "a=b;c#d[e]"),
        ("a\fb\vc\x85d\u2028e", "a\fb\vc\x85d\u2028e"),
        ("p\rq", "p\rq"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_value_is_read_as_glib_reads_it(
    auth_file: Path, written: str, read: str, end: str
) -> None:
    text = FILE.replace("password=guest\n", f"\t password \t=\t{written}{end or chr(10)}")
    auth_file.write_bytes(text.encode())

    assert read_auth_file([auth_file], "x")["password"] == read


@pytest.mark.parametrize(
    "line", ["  more", "password", "; comment", "[group", "=x", "k[=x", "[a]b"]
)
def test_what_glib_refuses_is_refused(auth_file: Path, line: str) -> None:
    auth_file.write_text(f"{FILE}{line}\n")

    with pytest.raises(AuthenticationError, match=f"line {FILE.count(chr(10)) + 1} is neither"):
        read_auth_file([auth_file], "x")


def test_a_byte_order_mark_is_passed_over(auth_file: Path) -> None:
    auth_file.write_bytes(b"\xef\xbb\xbf" + FILE.encode())

    assert read_auth_file([auth_file], "x") == {"username": "guest", "password": "guest"}


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "hidden", [b"S3cretWord", b"S3cret\xffWord", b"S3cret\0Word", b"S3cret=Word"]
)
def test_no_error_quotes_a_line_whatever_it_is(auth_file: Path, hidden: bytes, end: bytes) -> None:
    """The canary takes the place of each line, goes before it and behind it."""
    lines = FILE.encode().splitlines()
    told = []
    for number, line in enumerate(lines):
        for put in (hidden, b" " + hidden, line + hidden, hidden + line, b"[" + hidden):
            auth_file.write_bytes(end.join([*lines[:number], put, *lines[number + 1 :]]))
            for host in ("x", "esx1.example.com", "dangling", "empty", "one-two"):
                try:
                    read_auth_file([auth_file], host)
                except AuthenticationError as error:
                    told += [str(error), repr(error), repr(error.__cause__ or error.__context__)]

    assert len(told) > 2 * len(lines)
    assert [text for text in told if "S3cret" in text or "Word" in text] == []


def test_a_file_of_no_end_is_refused() -> None:
    with pytest.raises(AuthenticationError, match="longer than 1048576 bytes"):
        read_auth_file([Path("/dev/zero")], "x")


@pytest.mark.parametrize("place", ["/", "/dev/null/x/../../..\0"])
def test_what_is_no_file_is_named(place: str) -> None:
    with pytest.raises(AuthenticationError, match="cannot read the auth file /"):
        read_auth_file([Path(place)], "x")


def test_a_broken_file_is_named_and_not_quoted(auth_file: Path) -> None:
    auth_file.write_text("[credentials-x]\npassword s3cret\n")

    with pytest.raises(AuthenticationError, match=r"auth\.conf: line 2") as caught:
        read_auth_file([auth_file], "x")
    assert "s3cret" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize("value", [b"\xff", b"\xc3", b"\xed\xa0\x80"])
def test_a_password_that_is_not_text_is_named(auth_file: Path, value: bytes) -> None:
    auth_file.write_bytes(FILE.encode().replace(b"password=guest", b"password=" + value))

    with pytest.raises(
        AuthenticationError, match=r"auth\.conf: the password is not UTF-8"
    ) as caught:
        read_auth_file([auth_file], "x")
    assert caught.value.__context__ is None


def test_a_file_in_utf_16_is_named(auth_file: Path) -> None:
    auth_file.write_bytes(FILE.encode("utf-16"))

    with pytest.raises(AuthenticationError, match=r"auth\.conf"):
        read_auth_file([auth_file], "x")


def test_no_file_and_no_group_hold_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    assert read_auth_file([tmp_path / "none"], "x") == {}
    assert read_auth_file([tmp_path / "empty"], "x") == {}


def test_the_first_file_that_exists_counts(auth_file: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    assert read_auth_file([tmp_path / "none", tmp_path / "empty", auth_file], "x") == {}


@pytest.mark.parametrize(
    ("environ", "authfile", "places"),
    [
        ({"HOME": "/h"}, None, ["/h/.config/libvirt/auth.conf", "/etc/libvirt/auth.conf"]),
        ({"HOME": "/h", "XDG_CONFIG_HOME": "/x"}, None, ["/x/libvirt/auth.conf", "/etc/libvirt/auth.conf"]),
        ({"HOME": "/h"}, "/mine", ["/mine", "/h/.config/libvirt/auth.conf", "/etc/libvirt/auth.conf"]),
        ({"HOME": "/h", "LIBVIRT_AUTH_FILE": "/e"}, "/mine", ["/e", "/mine", "/h/.config/libvirt/auth.conf", "/etc/libvirt/auth.conf"]),
    ],
)  # fmt: skip
def test_the_places_in_libvirts_order(
    environ: dict[str, str], authfile: str | None, places: list[str]
) -> None:
    assert [str(path) for path in auth_file_candidates(authfile, environ)] == places


async def test_what_is_given_asks_nobody(auth_file: Path) -> None:
    asked = Asked(username="x", password="y")

    found = await resolve(
        host="h", product="esx", username="root", password="p", auth=asked, authfile=str(auth_file)
    )

    assert found == Credentials("root", "p")
    assert asked.requests == []


async def test_the_file_wins_over_the_callback(auth_file: Path) -> None:
    asked = Asked(username="x", password="y")

    found = await resolve(
        host="esx1.example.com", product="esx", auth=asked, authfile=str(auth_file)
    )

    assert found == Credentials("admin", "s3cret # [x] = y")
    assert asked.requests == []


async def test_the_environment_names_the_file(
    auth_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIBVIRT_AUTH_FILE", str(auth_file))

    assert (await resolve(host="x", product="esx", authfile="/no")).username == "guest"


async def test_another_user_does_not_get_the_files_password(auth_file: Path) -> None:
    asked = Asked(password="mine")

    found = await resolve(
        host="esx1.example.com", product="esx", username="me", auth=asked, authfile=str(auth_file)
    )

    assert found == Credentials("me", "mine")


@pytest.mark.parametrize(
    ("product", "default"), [("esx", "root"), ("gsx", "root"), ("vpx", "administrator")]
)
async def test_the_callback_learns_who_asks(product: str, default: str) -> None:
    asked = Asked(username="", password="p")

    found = await resolve(host="h", product=product, auth=asked)

    assert found == Credentials(default, "p")
    assert asked.requests == [
        AuthRequest("h", product, "username", default=default),
        AuthRequest("h", product, "password", username=default),
    ]
    assert [request.prompt for request in asked.requests] == [
        f"Enter username for h [{default}]",
        f"Enter {default}'s password for h",
    ]


async def test_a_callback_may_be_a_coroutine_function() -> None:
    async def answer(request: AuthRequest) -> str:
        return {"username": "u", "password": "p"}[request.asked]

    assert await resolve(host="h", product="esx", auth=answer) == Credentials("u", "p")


async def test_a_user_of_the_uri_is_not_asked_for() -> None:
    asked = Asked(password="p")

    await resolve(host="h", product="esx", username="u", auth=asked)

    assert [request.asked for request in asked.requests] == ["password"]


@pytest.mark.parametrize("auth", [None, lambda _: None])
async def test_no_password_is_an_error(auth: Callable[[AuthRequest], None] | None) -> None:
    with pytest.raises(AuthenticationError, match="no password for root at h"):
        await resolve(host="h", product="esx", auth=auth)


async def test_an_empty_password_is_one() -> None:
    assert (await resolve(host="h", product="esx", password="")).password == ""


def test_a_password_does_not_show() -> None:
    assert "s3cret" not in repr(Credentials("u", "s3cret")) + str(Credentials("u", "s3cret"))
