"""`to_dict`: values of aioesx as what JSON has: dictionaries, lists, text, numbers.

One table, `_PLAIN`, has a row for each kind of value. What is no value (a `Domain`, a
connection) is refused.
"""

from __future__ import annotations

import base64
import dataclasses
import enum
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID

from aioesx._server.collector import Properties, hidden_error
from aioesx.errors import DocumentError, EsxError, FaultError
from aioesx.vim.base import DataObject, ManagedObjectReference
from aioesx.vim.loose import Typed, Unknown

__all__ = ["gathered", "to_dict"]

_DEEPEST: Final = 200


def to_dict(value: Any) -> Any:
    """Return what the library gave as what `json.dumps` takes.

        json.dumps(aioesx.to_dict(await esx.domains.list()))

    Keys are the names of the attributes in Python (``"max_memory"``), of `aioesx.vim` too.

    | of | becomes |
    |---|---|
    | a summary, an info and other values of the face | a dictionary of its fields |
    | a value of `aioesx.vim` | the fields that are set, and ``"_type"``, its name on the wire |
    | `vim.Unknown` | ``"_type"``, its elements by their wire names, ``"_text"`` |
    | a reference | ``"VirtualMachine:vm-42"``, which can be a key |
    | an error | ``"error"`` (its class), ``"message"``, ``kind``, ``name``, ``id``, its other \
fields, ``"cause"``, ``"notes"``; the host's own text is ``"host_message"`` |
    | what the host hides, among `Properties` | the error that tells why |
    | a state, a word of the API | the word |
    | a moment; bytes; a UUID, an address, a path | ISO 8601; Base64; text |
    | a mapping; any other collection | a dictionary, its keys as text; a list |

    None stays None: a field of the face that is not known is there. Passwords and other secrets,
    which no `repr` shows, are left out, and so is the domain beside a summary.

    Raises:
        TypeError: it is no value but a thing with a connection, such as a `Domain`.
    """
    return _plain(value, 0)


def _plain(value: Any, depth: int) -> Any:
    if value is None or value is True or value is False:
        return value
    if depth > _DEEPEST:
        raise ValueError(f"it is nested deeper than {_DEEPEST} levels")
    for kinds, convert in _PLAIN:
        if isinstance(value, kinds):
            return convert(value, depth + 1)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value, depth + 1)
    raise TypeError(f"{value!r} is no value: to_dict takes what coroutines return, and errors")


def _number(value: float, _: int) -> int | float | str:
    """Return a number; JSON has no word for those that are none, such as infinity."""
    if isinstance(value, int):
        return int(value)
    return float(value) if math.isfinite(value) else str(value)


def _tuple(value: tuple[Any, ...], depth: int) -> Any:
    names: Iterable[str] | None = getattr(value, "_fields", None)
    if names is None:
        return [_plain(item, depth) for item in value]
    return {name: _plain(item, depth) for name, item in zip(names, value, strict=True)}


def _items(value: Iterable[Any], depth: int) -> list[Any]:
    return [_plain(item, depth) for item in value]


def _mapping(value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    return {_key(key): _plain(item, depth) for key, item in value.items()}


def _key(key: Any) -> str:
    plain = _plain(key, 0)
    return plain if isinstance(plain, str) else str(plain)


def _properties(value: Properties, depth: int) -> dict[str, Any]:
    hidden = {path: _reason(value.ref, path, fault) for path, fault in value.missing.items()}
    return _mapping({**value, **hidden}, depth)


def _reason(ref: ManagedObjectReference, path: str, fault: Any) -> EsxError:
    return fault if isinstance(fault, EsxError) else hidden_error(ref, path, fault)


def _fields(value: Any, depth: int) -> dict[str, Any]:
    """Return the fields of a dataclass, but those that its repr does not show: secrets."""
    shown = (field.name for field in dataclasses.fields(value) if field.repr)
    return {name: _plain(getattr(value, name), depth) for name in shown if name[0] != "_"}


def _data(value: DataObject, depth: int) -> dict[str, Any]:
    """Return the fields that are set; ``"_type"`` since some fields are called ``"type"``."""
    plain: dict[str, Any] = {"_type": value.wire_name}
    for name, field in value.wire_fields.items():
        held = getattr(value, name, None)
        if not field.secret and held is not None and held != []:
            plain[name] = _plain(held, depth)
    return {**plain, **_elements(value.wire_rest, depth)}


def _unknown(value: Unknown, depth: int) -> dict[str, Any]:
    plain = {"_type": value.type_name, **_elements(value.fields, depth)}
    return {**plain, "_text": value.text} if value.text else plain


def _elements(fields: Iterable[tuple[str, Any]], depth: int) -> dict[str, Any]:
    return gathered(fields, lambda _, held: _plain(held, depth))


def gathered(
    elements: Iterable[tuple[str, Any]], convert: Callable[[str, Any], Any]
) -> dict[str, Any]:
    """Return elements that are in no table by their wire names; of several with one name a list.

    Args:
        elements: names and values.
        convert: is given both, and returns what is shown.
    """
    found: dict[str, list[Any]] = {}
    for wire, held in elements:
        found.setdefault(wire, []).append(convert(wire, held))
    return {wire: held[0] if len(held) == 1 else held for wire, held in found.items()}


def _error(error: BaseException, depth: int) -> dict[str, Any]:
    plain: dict[str, Any] = {"error": type(error).__name__, "message": str(error)}
    if isinstance(error, EsxError):
        plain |= {"kind": error.kind, "name": error.name, "id": error.id}
        plain |= {name: _plain(held, depth) for name, held in _told(error) if name not in plain}
    if notes := getattr(error, "__notes__", None):
        plain["notes"] = [str(note) for note in notes]
    if error.__cause__ is not None:
        plain["cause"] = _plain(error.__cause__, depth)
    return plain


def _told(error: EsxError) -> Iterator[tuple[str, Any]]:
    """Yield the fields of an error, by the names that they have in `to_dict`."""
    if isinstance(error, FaultError):
        yield "host_message", error.message
    if isinstance(error, DocumentError):
        yield from (("key", error.key), ("line", error.line), ("value", error.value))
        if len(error.reasons) > 1:
            yield "reasons", [str(reason) for reason in error.reasons]
    yield from ((name, held) for name, held in vars(error).items() if not name.startswith("_"))


def _text(value: Any, _: int) -> str:
    return str(value)


_PLAIN: Final[tuple[tuple[type | tuple[type, ...], Callable[[Any, int], Any]], ...]] = (
    # kinds                                    how; the first that fits
    (enum.Enum,                                lambda value, depth: _plain(value.value, depth)),
    (str,                                      lambda value, _: str.__str__(value)),
    ((int, float),                             _number),
    ((bytes, bytearray, memoryview),           lambda value, _: base64.b64encode(value).decode()),
    ((date, time),                             lambda value, _: value.isoformat()),
    (timedelta,                                lambda value, _: value.total_seconds()),
    ((ManagedObjectReference, UUID, Decimal),  _text),
    ((IPv4Address, IPv6Address, PurePath),     _text),
    (Properties,                               _properties),
    (Mapping,                                  _mapping),
    (tuple,                                    _tuple),
    ((list, set, frozenset),                   _items),
    (DataObject,                               _data),
    (Unknown,                                  _unknown),
    (Typed,                                    lambda value, depth: _plain(value.value, depth)),
    (BaseException,                            _error),
)  # fmt: skip
