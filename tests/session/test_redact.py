"""The log shows no secret: known by field, key or method, whole or cut in two."""

from __future__ import annotations

import inspect
import re

import pytest

from aioesx import vim
from aioesx._session.redact import redacted
from aioesx.vim.base import DataObject, Method

SECRET = "Tr0ub4dor"
SUSPECT = re.compile(
    "passw|secret|ticket|token|session|credential|cookie|private|sslkey|authentication",
    re.IGNORECASE,
)

# Fields with a word of secrets in their name, and none in their value.
HARMLESS = {
    "authenticationCapabilities", "authenticationManager", "authenticationManagerInfo",
    "authenticationProperties",  "chapAuthenticationType", "extensionSession",
    "interactiveSession", "mutualChapAuthenticationType", "numTDXPrivateKeyIDs",
    "privateMemory",  "sessionManager", "smartCardAuthenticationEnabled",
    "smartCardAuthenticationSupported", "ticketType", "vspanSessionKey", "vspanSessionKey1",
    "vspanSessionKey2",
}  # fmt: skip


def fields() -> set[str]:
    """Return the wire names of all fields of all values and methods."""
    found = set()
    for name in vim.__all__:
        cls = getattr(vim, name)
        if inspect.isclass(cls) and issubclass(cls, (DataObject, Method)):
            found |= {field.wire for field in cls.wire_fields.values()}
    return found


def test_every_field_with_a_word_of_secrets_is_judged() -> None:
    shown = {name for name in fields() if SUSPECT.search(name)}
    shown -= {
        name for name in shown if SECRET not in redacted(f"<{name}>{SECRET}</{name}>".encode())
    }
    assert shown == HARMLESS


@pytest.mark.parametrize(
    "key",
    [
        "RemoteDisplay.vnc.password", "RemoteDisplay.vnc.key", "guestinfo.userdata",
        "guestinfo.ovfEnv", "x.Secret", "encryption.privateKey",
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "vim:"])
def test_options_of_a_machine_are_hidden_by_key(key: str, prefix: str) -> None:
    option = (
        f"<{prefix}key>{key}</{prefix}key>\n"
        f'<{prefix}value xsi:type="xsd:string">{SECRET}</{prefix}value><after/>'
    )
    shown = redacted(option.encode())
    assert SECRET not in shown
    assert key in shown
    assert "<after/>" in shown


def test_other_options_are_shown() -> None:
    option = b'<key>RemoteDisplay.vnc.port</key><value xsi:type="xsd:string">5901</value>'
    assert redacted(option) == option.decode()


@pytest.mark.parametrize(
    "written",
    [
        f"<password>{SECRET}</password>",
        f'<password xsi:type="xsd:string">{SECRET}</password>',
        f"<password><![CDATA[{SECRET}]]></password>",
        f"<password><plainText>true</plainText><value>{SECRET}</value></password>",
        f"<v:password >{SECRET}</v:password >",
        f"<password>{SECRET}",
        f'<LoginResponse xmlns="urn:vim25"><key>{SECRET}</key></LoginResponse>',
        f'<val xsi:type="UserSession"><key>{SECRET}</key><userName>root</userName></val>',
        f"<UserSession><key>{SECRET}</key></UserSession>",
        f"<AcquireCloneTicketResponse><returnval>{SECRET}</returnval></AcquireCloneTicketResponse>",
    ],
)
def test_however_it_is_written(written: str) -> None:
    assert SECRET not in redacted(f"<Body>{written}</Body>".encode())


@pytest.mark.parametrize("shift", range(len(f"<password>{SECRET}</password>")))
def test_a_secret_that_is_cut_in_two_stays_hidden(shift: int) -> None:
    """The log ends at 20,000 bytes, wherever that is."""
    envelope = b" " * (20_000 - shift) + f"<password>{SECRET}</password>".encode()
    assert SECRET[:2] not in redacted(envelope)
