"""The log shows no secret: known by field, key or method, whole or cut in two."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest

from aioesx import vim
from aioesx._plain import to_dict
from aioesx._session.redact import redacted
from aioesx.errors import fault_error
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


def classes() -> Iterator[type[DataObject] | type[Method[Any]]]:
    for name in vim.__all__:
        cls = getattr(vim, name)
        if inspect.isclass(cls) and issubclass(cls, (DataObject, Method)):
            yield cls


SECRET_FIELDS = [
    (cls, field.wire) for cls in classes() for field in cls.wire_fields.values() if field.secret
]


def holders(cls: type) -> Iterator[str]:
    """Yield begins of elements that may hold a value of a type, or the parameters of a method."""
    name = cls.__name__
    yield f"<{name}>"
    yield f'<val xsi:type="{name}">'
    yield f"<val foo='1' xsi:type='v:{name}'>"
    for other in classes():
        for field in other.wire_fields.values():
            if field.type == name:
                yield f"<{field.wire}>"
                yield f"<v:{field.wire} a='1'>"
        result = getattr(other, "wire_result", None)
        if result is not None and result.type == name:
            yield f"<{other.__name__}Response><returnval>"


@pytest.mark.parametrize(("cls", "wire"), SECRET_FIELDS)
def test_every_field_that_is_marked_is_hidden_wherever_it_may_be(cls: type, wire: str) -> None:
    begins = list(holders(cls))
    assert len(begins) >= 3
    for begin in begins:
        secret = f"<a>1</a><{wire}>{SECRET}</{wire}><b>2</b>"
        whole = f"{begin}{secret}</{begin[1:].split('>')[0].split()[0]}><after>3</after>"
        for text in (whole, f"{begin}<{wire}>{SECRET}", f"<x/>{begin}{secret}"):
            assert SECRET not in redacted(text.encode()), text
        assert "<after>3</after>" in redacted(whole.encode())


def test_there_are_fields_that_only_their_type_tells() -> None:
    assert {(cls.__name__, wire) for cls, wire in SECRET_FIELDS} >= {
        ("VAppPropertyInfo", "value"), ("VAppPropertyInfo", "defaultValue"),
        ("CustomizationPassword", "value"), ("HostGatewaySpec", "hostAuthParams"),
        ("SessionManagerGenericServiceTicket", "id"), ("UserSession", "key"),
    }  # fmt: skip


def test_the_same_field_of_another_type_is_shown() -> None:
    text = "<property/><value>1</value><extraConfig><key>a</key><value>1</value></extraConfig>"
    assert redacted(text.encode()) == text


@pytest.mark.parametrize("end", ["]52aa</x>", ""])
def test_the_name_of_what_is_a_sessions_has_no_key(end: str) -> None:
    text = f'<x type="PropertyFilter">session[{SECRET}{end}'
    assert redacted(text.encode()) == text.replace(SECRET, "***")


def test_a_fault_shows_no_key_of_a_session() -> None:
    """Hosts name what is gone in their messages, and in fields."""
    ref = vim.ManagedObjectReference("PropertyFilter", f"session[{SECRET}]52aa")
    said = f"The object 'vim.PropertyFilter:session[{SECRET}]52aa' has already been deleted"
    error = fault_error(["ManagedObjectNotFound"], said, vim.ManagedObjectNotFound(obj=ref))
    reason = vim.LocalizedMethodFault(fault=error.fault, localized_message=said)
    assert SECRET not in f"{error} {error!r} {error.message} {reason!r} {to_dict(error)}"
    assert "session[***]52aa" in error.message


def test_a_reference_shows_no_key_of_a_session() -> None:
    ref = vim.ManagedObjectReference("PropertyFilter", f"session[{SECRET}]52aa")
    assert str(ref) == "PropertyFilter:session[***]52aa"
    assert repr(ref) == "ManagedObjectReference(type='PropertyFilter', value='session[***]52aa')"


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
