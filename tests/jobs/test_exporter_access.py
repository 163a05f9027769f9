"""Who may read the exporter: users by their passwords' hashes, TLS, and the file that says so."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import bcrypt
import httpx
import pytest
from starlette.responses import PlainTextResponse

from aioesx import errors
from aioesx.jobs.exporter import basic_auth
from aioesx.jobs.exporter.basic_auth import BasicAuth
from aioesx.jobs.exporter.serving import address_of
from aioesx.jobs.exporter.webconfig import WebConfig, read_web_config

HASH = bcrypt.hashpw(b"s\xc3\xa9same", b"$2b$04$" + b"a" * 21 + b"u").decode()

FILES = "tls_server_config: {cert_file: a, key_file: b, "


def guarded() -> httpx.AsyncClient:
    app = BasicAuth(PlainTextResponse("within"), {"prometheus": HASH})
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://exporter")


@pytest.mark.anyio
async def test_who_knows_the_password_is_let_in_and_it_is_hashed_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hashed: list[bytes] = []
    real = basic_auth._fits

    def fits(password: bytes, it: bytes) -> bool:
        hashed.append(it)
        return real(password, it)

    monkeypatch.setattr(basic_auth, "_fits", fits)

    async with guarded() as client:
        found = [await client.get("/", auth=("prometheus", "sésame")) for _ in range(3)]
        wrong = await client.get("/", auth=("prometheus", "sesame"))

    assert [each.text for each in found] == ["within"] * 3
    assert wrong.status_code == 401
    assert len(hashed) == 2


@pytest.mark.anyio
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Basic"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic cHJvbWV0aGV1cw=="},  # no colon
        {"Authorization": "Bearer cHJvbWV0aGV1czpzw6lzYW1l"},
        {"Authorization": "Basic cHJvbWV0aGV1czo="},  # an empty password
        {"Authorization": "Basic bm9ib2R5OnPDqXNhbWU="},  # another user
        {"Authorization": "Basic " + "cHJvbWV0aGV1czph" + "YWFh" * 40},  # too long for bcrypt
        {"Authorization": "Basic cHJvbWV0aGV1czoA"},  # a zero
    ],
    ids=str,
)
async def test_nobody_else_is(headers: dict[str, str]) -> None:
    async with guarded() as client:
        response = await client.get("/", headers=headers)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Basic realm=")
    assert "within" not in response.text


def test_the_file_has_the_form_of_prometheus_own(
    tmp_path: Path, certificate_files: tuple[Path, Path]
) -> None:
    chain, key = certificate_files
    (tmp_path / "chain.pem").write_bytes(chain.read_bytes())
    file = tmp_path / "web.yml"
    file.write_text(
        f"tls_server_config:\n  cert_file: chain.pem\n  key_file: {key}\n  min_version: TLS13\n"
        f"basic_auth_users:\n  prometheus: {HASH}\n"
    )

    web = read_web_config(file)

    assert web.tls is not None
    context = web.tls.context()
    assert context.minimum_version is ssl.TLSVersion.TLSv1_3
    assert context.verify_mode is ssl.CERT_NONE
    assert web.users == {"prometheus": HASH}
    assert HASH not in repr(web)


def test_an_empty_file_asks_for_nothing(tmp_path: Path) -> None:
    file = tmp_path / "web.yml"
    file.write_text("# nothing yet\n")

    assert read_web_config(file) == WebConfig()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- a\n", ": should be a mapping with names as keys"),
        ("a: [\n", ", line 2: is no YAML"),
        ("false\n", "should be a mapping"),
        ("basic_auth_users:\n", "basic_auth_users: is empty"),
        ("basic_auth_users: {}\n", "basic_auth_users: is empty"),
        ("tls_server_config:\n", "tls_server_config: is empty"),
        ("tls_server_config: {cert_file:}\n", "cert_file should be a text"),
        (f"{FILES}min_version:}}\n", "min_version should be a text"),
        ("\ud800", None),
        ("http_server_config: {http2: true}\n", ": 'http_server_config' is not served here"),
        ("tls_server_config: {cert_file: a}\n", "names no cert_file, or no key_file"),
        ("tls_server_config: {cert_file: 7}\n", "cert_file should be a text"),
        ("tls_server_config: {ciphers: []}\n", "names no cert_file|'ciphers' is not served here"),
        (
            f"{FILES}min_version: TLS10}}\n",
            "min_version should be one of TLS12, TLS13",
        ),
        (
            f"{FILES}client_ca_file: c}}\n",
            "client_ca_file needs a client_auth_type",
        ),
        (
            f"{FILES}client_auth_type: NoClientCert}}\nrate_limit: 1\n",
            "'rate_limit' is not served here",
        ),
        (
            f"{FILES}client_auth_type: RequireAndVerifyClientCert}}\n",
            "client_auth_type needs a client_ca_file",
        ),
        ("basic_auth_users: {prometheus: sesame}\n", "should be the bcrypt hash of a password"),
        (f"basic_auth_users: {{'a:b': {HASH}}}\n", "a user's name has no colon"),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, text: str, complaint: str | None) -> None:
    file = tmp_path / "web.yml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))

    with pytest.raises(errors.DocumentError, match=complaint) as refused:
        read_web_config(file)

    assert str(file) in str(refused.value)
    assert "sesame" not in str(refused.value)


def test_files_that_are_not_there_or_do_not_fit_are_named(
    tmp_path: Path, certificate_files: tuple[Path, Path], ca_file: Path
) -> None:
    chain, key = certificate_files
    file = tmp_path / "web.yml"

    def context(cert: Path, of: Path) -> Any:
        file.write_text(f"tls_server_config: {{cert_file: {cert}, key_file: {of}}}\n")
        tls = read_web_config(file).tls
        assert tls is not None
        return tls.context()

    assert isinstance(context(chain, key), ssl.SSLContext)
    with pytest.raises(errors.DocumentError, match=r"gone\.pem: cannot be read: No such file"):
        context(tmp_path / "gone.pem", key)
    with pytest.raises(errors.DocumentError, match="no certificate with its key"):
        context(ca_file, key)
    with pytest.raises(errors.DocumentError, match=r"web2\.yml: cannot be read"):
        read_web_config(tmp_path / "web2.yml")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:9272", ("127.0.0.1", 9272)),
        ("[::1]:0", ("::1", 0)),
        ("localhost:80", ("localhost", 80)),
    ],
)
def test_addresses(text: str, address: tuple[str, int]) -> None:
    assert address_of(text) == address


@pytest.mark.parametrize(
    "text", ["", "9272", ":9272", "127.0.0.1", "127.0.0.1:", "a:65536", "a:-1", "::1:80", "[a]:1"]
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="should be address:port"):
        address_of(text)
