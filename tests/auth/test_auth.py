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
; another
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
        ("empty", {"username": "guest", "password": "guest"}),
    ],
    ids=["by host", "default", "hosts have case", "another service", "password only", "no credentials="],
)  # fmt: skip
def test_the_file_holds(auth_file: Path, host: str, expected: dict[str, str]) -> None:
    assert read_auth_file([auth_file], host) == expected


def test_a_dangling_group_is_named(auth_file: Path) -> None:
    with pytest.raises(AuthenticationError, match="credentials-nowhere"):
        read_auth_file([auth_file], "dangling")


def test_a_broken_file_is_named_and_not_quoted(auth_file: Path) -> None:
    auth_file.write_text("[credentials-x]\npassword s3cret\n")

    with pytest.raises(AuthenticationError, match=r"auth\.conf: line 2") as caught:
        read_auth_file([auth_file], "x")
    assert "s3cret" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_file_that_is_not_text_is_named(auth_file: Path) -> None:
    auth_file.write_bytes(b"\xff\xfe")

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
