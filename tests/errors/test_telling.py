"""A fault tells all it knows in its text: every field of every fault of the API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from aioesx import vim
from aioesx._soap import decode_response, encode_fault
from aioesx.errors import FaultError, fault_error, task_failed_error
from aioesx.errors._telling import _UNTOLD
from aioesx.vim.base import Field
from aioesx.vim.tables import types_by_name
from aioesx.vim.words import WireEnum

WORD: Final = "CanaryInTheField"
SCALARS: Final[dict[str, tuple[Any, str]]] = {
    "xsd:string": (WORD, WORD),
    "xsd:boolean": (True, "true"),
    "xsd:int": (3141592, "3141592"),
    "xsd:long": (3141592653, "3141592653"),
    "xsd:dateTime": (datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02T00:00:00+00:00"),
    "xsd:anyType": (WORD, WORD),
    "ManagedObjectReference": (vim.Ref("Datastore", WORD), f"Datastore:{WORD}"),
    "LocalizedMethodFault": (
        vim.LocalizedMethodFault(fault=vim.VmConfigFault(), localized_message=WORD),
        f"{WORD} (VmConfigFault)",
    ),
    "LocalizableMessage": (vim.LocalizableMessage(key="msg.key", message=WORD), WORD),
}


def faults(root: type[Any] = vim.MethodFault) -> Iterator[type[Any]]:
    """Yield every fault that ``wsdl/`` has."""
    yield root
    for name in vim.__all__:
        cls = types_by_name(name)
        if isinstance(cls, type) and issubclass(cls, root) and cls is not root:
            yield cls


FAULTS: Final = list(faults())


def with_field(cls: type[Any], field: Field, value: Any) -> Any:
    fault = object.__new__(cls)
    setattr(fault, field.name, [value] if field.many else value)
    return fault


def canary_for(wire_type: str) -> tuple[Any, str] | None:
    """Return a value of a type, and how it is told; None for an object that tells nothing."""
    if wire_type in SCALARS:
        return SCALARS[wire_type]
    cls = types_by_name(wire_type)
    assert cls is not None, wire_type
    if issubclass(cls, WireEnum):
        return next(iter(cls)), next(iter(cls))
    for field in cls.wire_fields.values():
        found = None if field.secret else canary_for(field.type)
        if found is not None and field.wire not in _UNTOLD:
            return with_field(cls, field, found[0]), found[1]
    return None


def test_every_field_of_every_fault_is_told() -> None:
    silent = [
        f"{cls.__name__}.{field.wire}"
        for cls in FAULTS
        for field in cls.wire_fields.values()
        if not field.secret and field.wire not in _UNTOLD
        for value, told in [canary_for(field.type) or (None, "")]
        if told not in str(fault_error(cls.wire_lineage(), "", with_field(cls, field, value)))
    ]

    assert len(FAULTS) > 390
    assert silent == []


def test_what_is_untold_is_few_and_exists() -> None:
    assert {field.wire for cls in FAULTS for field in cls.wire_fields.values()} >= _UNTOLD
    assert len(_UNTOLD) < 15


CAUSE: Final = vim.LocalizedMethodFault(
    localized_message="in configuration", fault=vim.FileLocked(file="[a] b.vmdk")
)


def fault_of(message: str, fault: Any) -> FaultError:
    """Return the error of a fault that came over the wire."""
    with pytest.raises(FaultError) as caught:
        decode_response(encode_fault(fault, message), vim.Logout)
    return caught.value


@pytest.mark.parametrize(
    ("message", "fault", "text"),
    [
        ("Denied.", vim.NoPermission(object=vim.Ref("Folder", "f"), privilege_id="Host.Config"),
         "Denied. (NoPermission: object Folder:f; privilege Host.Config)"),
        ("", vim.SystemError(reason="restarting"), "SystemError: restarting"),
        ("", vim.SystemError(reason=""), "SystemError"),
        ("Module 'Disk' failed.", vim.GenericVmConfigFault(
            fault_message=[vim.LocalizableMessage(key="a", message="Cannot open x.vmdk"),
                           vim.LocalizableMessage(key="msg.lock")],
            reason="Cannot open x.vmdk"),
         "Module 'Disk' failed. (GenericVmConfigFault: Cannot open x.vmdk; msg.lock)"),
        ("A specified parameter was not correct: a.b", vim.InvalidArgument(invalid_property="a.b"),
         "A specified parameter was not correct: a.b (InvalidArgument: property a.b)"),
        ("see faultCause", vim.SystemError(reason="see faultCause", fault_cause=CAUSE),
         "see faultCause (SystemError: cause: in configuration (FileLocked: file [a] b.vmdk))"),
        ("a\nb", vim.SystemError(reason="c\nd"), "a\nb (SystemError: c d)"),
    ],
)  # fmt: skip
def test_a_fault_is_one_sentence(message: str, fault: vim.MethodFault, text: str) -> None:
    found = fault_of(message, fault)

    assert str(found) == text
    assert found.message == message
    assert str(task_failed_error(found)) == text


def test_a_fault_of_a_newer_type_tells_what_it_was_sent() -> None:
    body = encode_fault(vim.SystemError(reason="out of ink"), "").replace(
        b"SystemError", b"PrinterFault"
    ).replace(b"</reason>", b'</reason><tray xsi:type="xsd:int">7</tray>')  # fmt: skip

    with pytest.raises(FaultError, match="PrinterFault: out of ink; tray 7") as caught:
        decode_response(body, vim.Logout)
    assert list(caught.value.fault.wire_rest) == [("reason", "out of ink"), ("tray", 7)]


def test_causes_without_end_and_long_texts_are_cut() -> None:
    fault: Any = vim.SystemError(reason="x" * 100_000)
    for number in range(300):
        cause = vim.LocalizedMethodFault(fault=fault, localized_message=f"cause {number}")
        fault = vim.SystemError(reason=f"reason {number}", fault_cause=cause)

    text = str(fault_error(("SystemError",), "", fault))

    assert text.startswith("SystemError: reason 299; cause: cause 299 (SystemError: reason 298;")
    assert len(text) < 5000


def test_secrets_of_a_fault_are_not_told() -> None:
    fault = vim.Unknown("SSPIChallenge", [("base64Token", WORD)])

    assert WORD not in str(fault_error(("SSPIChallenge",), "", fault))
