"""What a fault says besides its message: the fields of its value, as text.

A host's message often says nothing ("A general system error occurred"); the reason, the file,
the privilege stand in fields of the fault. All of them are told, in the order of the wire, but
those of `_UNTOLD`; `_LABELS` has the words for those whose wire name is none.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["fault_text"]

_LABELS: Final = {
    # wire name                  what stands before the value
    "faultMessage":              "",
    "reason":                    "",
    "text":                      "",
    "detail":                    "",
    "statusMessage":             "",
    "resolution":                "",
    "faultCause":                "cause: ",
    "fault":                     "cause: ",
    "failure":                   "cause: ",
    "hostFaults":                "cause: ",
    "importFaults":              "cause: ",
    "privilegeId":               "privilege ",
    "missingPrivileges":         "missing ",
    "privId":                    "privilege ",
    "invalidProperty":           "property ",
    "conflictingProperty":       "conflicting property ",
    "argumentName":              "argument ",
    "datastorePath":             "path ",
    "remotePath":                "path ",
    "filename":                  "file ",
    "obj":                       "object ",
    "vmName":                    "machine ",
    "userName":                  "user ",
    "requestedState":            "asked for ",
    "existingState":             "is ",
}  # fmt: skip

_UNTOLD: Final = frozenset(
    {
        "base64Token", "certificate", "licenseContent", "licenseKey", "metaData", "serverChallenge",
        "sessionID",  # secrets, or nearly
        "cdrom", "data", "event", "hostLicenseStates", "rule",  # long, and no reason
    }
)  # fmt: skip

_DEEPEST: Final = 5
_MOST: Final = 16
_LONGEST: Final = 400
_ALL: Final = 2000


def fault_text(fault_type: str, message: str, fault: Any, depth: int = 0) -> str:
    """Return message, type and all else that a fault tells: ``"Denied. (NoPermission: ...)"``.

    Args:
        fault_type: wire name; may be empty.
        message: the host's own; may be empty.
        fault: the typed value, or None.
        depth: how many faults it is the cause of.
    """
    said = message.strip()
    told: list[str] = []
    for text in _told(fault, depth):
        if len(told) < _MOST and not any(text in known for known in (said, *told)):
            told.append(text)
    more = _cut("; ".join(told), _ALL)
    kind = ": ".join(part for part in (fault_type, more) if part)
    if said and kind:
        return f"{said} ({kind})"
    return said or kind or "unknown fault"


def _told(value: Any, depth: int) -> Iterator[str]:
    """Yield what the fields of a value tell; what caused a fault comes last."""
    if depth > _DEEPEST:
        return
    fields = list(_fields(value))
    for wire, held in sorted(fields, key=lambda field: field[0] == "faultCause"):
        if wire in _UNTOLD:
            continue
        label = _LABELS.get(wire, f"{wire} ")
        for item in held if type(held) is list or isinstance(held, list) else [held]:
            text = _text(item, depth)
            if text:
                yield label + _cut(text, _LONGEST)


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield wire name and value of what is set in a value, known or not."""
    for name, field in getattr(value, "wire_fields", {}).items():
        if not field.secret:
            yield field.wire, getattr(value, name, None)
    yield from getattr(value, "wire_rest", ())
    yield from getattr(value, "fields", ())


def _text(item: Any, depth: int) -> str:
    if item is None or item == "":
        return ""
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, datetime):
        return item.isoformat()
    if isinstance(item, str | int | float | tuple):  # a reference is a tuple that writes itself
        return " ".join(str(item).split())
    if isinstance(item, bytes):
        return ""
    names = getattr(item, "wire_fields", {})
    if "localized_message" in names:
        return _cause(item, depth)
    if "message" in names and "key" in names:
        return " ".join((item.message or item.key or "").split())
    return ", ".join(_told(item, depth + 1))


def _cause(localized: Any, depth: int) -> str:
    """Return what a fault within a fault tells; the type is said by who has none to say."""
    if depth >= _DEEPEST:
        return ""
    fault = getattr(localized, "fault", None)
    kind = getattr(fault, "wire_name", "") or getattr(fault, "type_name", "")
    return fault_text(kind, localized.localized_message or "", fault, depth + 1)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}..."
