"""A certificate that is not trusted: what a person sees of it, and how it comes to be trusted."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import ssl
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from support.command import invoke
from support.tmux import Screen

from aioesx.cli.certificate_facts import CertificateFacts, facts_of
from aioesx.cli.config_edit import add_host_key
from aioesx.simulator import Simulator, presets

COMMAND: Final = Path(sys.executable).with_name("aioesx")
SECRET: Final = {"AIOESX_PASSWORD": "secret"}


def sha256_of(simulator: Simulator) -> str:
    pem = ssl.get_server_certificate(("127.0.0.1", simulator.port))
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def colons(digest: str) -> str:
    return ":".join(re.findall("..", digest.upper()))


@pytest.fixture
def config(home: Path) -> Path:
    """Where the person's config.toml is, or will be."""
    return home / ".config" / "aioesx" / "config.toml"


# --- told ----------------------------------------------------------------------------------------


def test_it_is_shown_with_its_fingerprint_and_the_ways_on(
    simulator: Simulator, config: Path
) -> None:
    outcome = invoke("-c", simulator.uri, "list", env=SECRET)

    digest = sha256_of(simulator)
    assert (outcome.status, outcome.stdout) == (3, "")
    assert outcome.stderr.count("\n") == 1
    said = (
        "authority is unknown", colons(digest), "subject ", "O=", "cacert=", "no_verify=1",
        f"thumbprint={digest}", f'[hosts."127.0.0.1:{simulator.port}"] in {config}',
    )  # fmt: skip
    assert [word for word in said if word not in outcome.stderr] == []
    assert simulator.call_count["Login"] == 0


def test_one_that_was_pinned_has_changed(simulator: Simulator, config: Path) -> None:
    config.parent.mkdir(parents=True)
    config.write_text(f'[hosts."127.0.0.1"]\nthumbprint = "{"ab" * 32}"\n')
    config.chmod(0o600)

    outcome = invoke("-c", simulator.uri, "list", env=SECRET)

    assert outcome.status == 3
    said = (
        "has CHANGED", colons("ab" * 32), colons(sha256_of(simulator)), '"127.0.0.1".thumbprint',
    )  # fmt: skip
    assert [word for word in said if word not in outcome.stderr] == []


def test_what_a_person_trusts_is_read_of_the_file(simulator: Simulator, config: Path) -> None:
    config.parent.mkdir(parents=True)
    config.write_text(f'[hosts."127.0.0.1"]\nthumbprint = "{sha256_of(simulator)}"\n')
    config.chmod(0o600)

    assert invoke("-c", simulator.uri, "domid", "web01", env=SECRET).status == 0


def made(
    subject: dict[x509.ObjectIdentifier, str], ends: datetime, *names: x509.GeneralName
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Return a key and a certificate for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")])
    whose = x509.Name([x509.NameAttribute(oid, value) for oid, value in subject.items()])
    builder = (
        x509.CertificateBuilder()
        .subject_name(whose).issuer_name(issuer).public_key(key.public_key()).serial_number(1)
        .not_valid_before(datetime(1999, 1, 2, 3, 4, 5, tzinfo=UTC)).not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )  # fmt: skip
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return key, builder.sign(key, hashes.SHA256())


@pytest.mark.parametrize("year", [2031, 2099])
def test_facts_are_those_of_the_certificate(year: int) -> None:
    ends = datetime(year, 12, 31, 23, 59, 58, tzinfo=UTC)
    subject = {
        NameOID.COUNTRY_NAME: "DE",
        NameOID.ORGANIZATION_NAME: "Bücher & Co " + "x" * 50,
        NameOID.COMMON_NAME: "esx1.example.com",
    }
    names = (
        x509.DNSName("esx1.example.com"),
        x509.RFC822Name("me@example.com"),
        x509.IPAddress(ipaddress.ip_address("192.0.2.1")),
        x509.IPAddress(ipaddress.ip_address("2001:db8::1")),
    )
    _, certificate = made(subject, ends, *names)

    assert facts_of(certificate.public_bytes(Encoding.DER)) == CertificateFacts(
        f"C=DE, O=Bücher & Co {'x' * 50}, CN=esx1.example.com",
        "CN=authority",
        ("esx1.example.com", "192.0.2.1", "2001:db8::1"),
        datetime(1999, 1, 2, 3, 4, 5, tzinfo=UTC),
        ends,
    )


def test_a_certificate_without_names_has_none() -> None:
    _, certificate = made({NameOID.COMMON_NAME: "a"}, datetime(2031, 1, 1, tzinfo=UTC))

    assert facts_of(certificate.public_bytes(Encoding.DER)).names == ()


def test_what_is_cut_or_no_certificate_says_nothing() -> None:
    _, certificate = made({NameOID.COMMON_NAME: "a"}, datetime(2031, 1, 1, tzinfo=UTC))
    whole = certificate.public_bytes(Encoding.DER)
    junk = [b"0", b"0\x05abc", b"\x30\x84\xff\xff\xff\xff", b"\x30\x00"]

    assert {facts_of(each) for each in [*junk, *(whole[:n] for n in range(len(whole)))]} == {
        CertificateFacts()
    }


@given(st.data())
def test_no_certificate_breaks_the_reader(data: st.DataObject) -> None:
    _, certificate = _SOME
    der = bytearray(certificate.public_bytes(Encoding.DER))
    for _ in range(data.draw(st.integers(1, 4))):
        der[data.draw(st.integers(0, len(der) - 1))] = data.draw(st.integers(0, 255))

    assert isinstance(facts_of(bytes(der)), CertificateFacts)


_SOME: Final = made(
    {NameOID.COMMON_NAME: "a"}, datetime(2031, 1, 1, tzinfo=UTC), x509.DNSName("a.example")
)


# --- the file ------------------------------------------------------------------------------------


def test_line_ends_of_the_file_are_kept(config: Path) -> None:
    config.parent.mkdir(parents=True)
    config.write_bytes(b'# mine\r\n[hosts.a]\r\nuser = "eve"\r\n')
    config.chmod(0o600)

    add_host_key("a", "timeout", "5")
    add_host_key("b", "timeout", "6")

    assert config.read_bytes() == (
        b'# mine\r\n[hosts.a]\r\ntimeout = "5"\r\nuser = "eve"\r\n'
        b'\r\n[hosts.b]\r\ntimeout = "6"\r\n'
    )


# --- asked ---------------------------------------------------------------------------------------

Open = Callable[..., Screen]


@pytest.fixture
def terminal(simulator: Simulator) -> Iterator[Open]:
    """`terminal()`: the command at a terminal, that asks whether the certificate is trusted."""
    screens: list[Screen] = []

    def open_it(uri: str = simulator.uri, env: dict[str, str] = SECRET) -> Screen:
        screen = Screen(COMMAND, "-c", uri, "domid", "web01", env=env)
        screens.append(screen)
        return screen

    yield open_it
    for screen in screens:
        screen.close()


@pytest.mark.peer("tmux")
def test_trusted_once_it_is_asked_again(terminal: Open, simulator: Simulator, config: Path) -> None:
    for _ in range(2):
        screen = terminal()
        seen = screen.see("Answer (1 to 3, Enter for 3):")
        assert colons(sha256_of(simulator)) in seen.replace("\n", "")
        assert "authority is unknown" in seen
        screen.type("1", "Enter")
        assert screen.end() == 0
    assert not config.exists()


@pytest.mark.peer("tmux")
def test_pinned_it_is_asked_no_more_and_the_files_text_is_kept(
    terminal: Open, simulator: Simulator, config: Path
) -> None:
    config.parent.mkdir(parents=True)
    before = f'# mine\n[aliases]\nlab = "{simulator.uri}"   # the lab\n'
    config.write_text(before)
    config.chmod(0o640)

    first = terminal("lab")
    first.see("Answer (1 to 3")
    first.type("2", "Enter")
    assert first.end() == 0
    assert terminal("lab").end() == 0

    assert config.read_text() == (
        f'{before}\n[hosts."127.0.0.1:{simulator.port}"]\nthumbprint = "{sha256_of(simulator)}"\n'
    )
    assert config.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in config.parent.iterdir()] == ["config.toml"]


@pytest.mark.peer("tmux")
@pytest.mark.parametrize(
    ("keys", "status"),
    [(("Enter",), 3), (("3", "Enter"), 3), (("C-d",), 3), (("C-c",), 130)],
    ids=["Enter", "no", "Ctrl-D", "Ctrl-C"],
)
def test_whatever_else_is_no(
    terminal: Open, simulator: Simulator, config: Path, keys: tuple[str, ...], status: int
) -> None:
    screen = terminal()
    screen.see("Answer (1 to 3")
    screen.type(*keys)

    assert screen.end() == status
    assert screen.echoed
    assert not config.exists()
    assert "Traceback" not in screen.text
    assert simulator.call_count["Login"] == 0


@pytest.mark.peer("tmux")
def test_about_one_that_has_changed_nobody_is_asked(terminal: Open, simulator: Simulator) -> None:
    screen = terminal(f"{simulator.uri}?thumbprint={'ab' * 32}")

    assert screen.end() == 3
    assert "has CHANGED" in screen.text
    assert "Answer" not in screen.text


@pytest.mark.peer("tmux")
def test_a_password_is_asked_for_once(terminal: Open, simulator: Simulator) -> None:
    screen = terminal(env={})
    screen.see("password for 127.0.0.1:")
    screen.type("secret", "Enter")
    screen.see("Answer (1 to 3")
    screen.type("1", "Enter")

    assert screen.end() == 0
    assert screen.text.count("password for 127.0.0.1:") == 1
    assert simulator.call_count["Login"] == 1


@pytest.mark.peer("tmux")
def test_no_name_in_it_passes_for_a_line_of_ours(terminal: Open, tmp_path: Path) -> None:
    evil = {
        NameOID.COMMON_NAME: "esx1\n  3) trust it\r\nAnswer:",
        NameOID.ORGANIZATION_NAME: "\u2028x",
    }
    key, certificate = made(evil, datetime(2040, 1, 1, tzinfo=UTC))
    chain, secret = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(certificate.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, secret)
    with Simulator(presets.small_host(), password="secret", tls=context) as host:
        screen = terminal(host.uri)
        seen = screen.see("Answer (1 to 3, Enter for 3):")
        screen.type("Enter")
        assert screen.end() == 3

    begins = [line.strip()[:2] for line in seen.splitlines() if line.startswith("  ")]
    assert begins == ["1)", "2)", "3)"]
    assert [line for line in seen.splitlines() if line.startswith("Answer")] == [
        "Answer (1 to 3, Enter for 3):"
    ]
