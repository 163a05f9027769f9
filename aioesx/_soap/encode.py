"""`aioesx.vim` values to XML text.

Values are written in schema order, base fields first, everything escaped. A value says its type
(xsi:type) where the schema alone does not: when it is of a type below the declared one, when the
field is of type anyType, and for each item of an array in such a field.
"""

from __future__ import annotations

import base64
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aioesx import vim
from aioesx._soap.scalars import INTEGERS, write_datetime, write_float
from aioesx.errors import EsxError
from aioesx.vim.base import DataObject, ManagedObjectReference
from aioesx.vim.tables import array_type, types_by_name
from aioesx.vim.words import WireEnum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["Parts", "UnsendableError", "escape", "write_any", "write_element", "write_fields"]

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL: Final = re.compile('[&<>"\r]')
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*\Z")
_MAX_DEPTH: Final = 250
_MANY: Final = 8  # items of a list that are worth keeping as text


class UnsendableError(EsxError, ValueError):
    """A value cannot be sent; nothing was.

    Attributes:
        field: the field that holds it, as ``"Login/userName"``.
    """

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(f"{field}: {message}" if field else message)
        self.field = field


class _Refused(Exception):  # noqa: N818 - never leaves this package
    """What is wrong with a value; steps to it are added on the way up."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.steps: list[str] = []


def escape(text: str) -> str:
    """Return `text` as XML character data, also fit for an attribute in double quotes."""
    if not isinstance(text, str):
        raise _Refused(f"expected text, got {type(text).__name__}")
    if (bad := _FORBIDDEN.search(text)) is not None:
        raise _Refused(f"the character U+{ord(bad[0]):04X} cannot be sent in XML")
    if _SPECIAL.search(text) is None:
        return str(text)
    return _SPECIAL.sub(lambda match: _ENTITIES[match[0]], text)


# --- scalars ------------------------------------------------------------------------------------


def _boolean(value: Any) -> str:
    if value is True:
        return "true"
    if value is False:
        return "false"
    raise _Refused(f"expected True or False, got {value!r}")


def _integer(name: str) -> Callable[[Any], str]:
    limit = INTEGERS[name]

    def write(value: Any) -> str:
        if type(value) is not int:
            raise _Refused(f"expected an integer, got {type(value).__name__}")
        if not -limit <= value < limit:
            raise _Refused(f"{value} is out of range for {name}")
        return str(value)

    return write


def _float(value: Any) -> str:
    if type(value) not in (int, float):
        raise _Refused(f"expected a number, got {type(value).__name__}")
    return write_float(value)


def _date_time(value: Any) -> str:
    if not isinstance(value, datetime):
        raise _Refused(f"expected a datetime, got {type(value).__name__}")
    try:
        return write_datetime(value)
    except ValueError as error:
        raise _Refused(str(error)) from None


def _binary(value: Any) -> str:
    if not isinstance(value, bytes | bytearray | memoryview):
        raise _Refused(f"expected bytes, got {type(value).__name__}")
    return base64.b64encode(value).decode("ascii")


_WRITERS: Final[Mapping[str, Callable[[Any], str]]] = {
    "xsd:string": escape,
    "xsd:anyURI": escape,
    "xsd:boolean": _boolean,
    **{name: _integer(name) for name in INTEGERS},
    "xsd:float": _float,
    "xsd:double": _float,
    "xsd:dateTime": _date_time,
    "xsd:base64Binary": _binary,
}


def _natural(value: Any) -> str | None:
    """Name the XSD type of a plain Python value in a field of type anyType."""
    if isinstance(value, str):
        return "xsd:string"
    if isinstance(value, bool):
        return "xsd:boolean"
    if isinstance(value, int):
        limit = INTEGERS["xsd:int"]
        return "xsd:int" if -limit <= value < limit else "xsd:long"
    for kind, name in (
        (float, "xsd:double"),
        (datetime, "xsd:dateTime"),
        (bytes, "xsd:base64Binary"),
    ):
        if isinstance(value, kind):
            return name
    return None


# --- objects ------------------------------------------------------------------------------------


class _Slot(NamedTuple):
    """How one field of a class is written."""

    name: str
    wire: str
    declared: str
    many: bool
    required: bool
    secret: bool
    write: Callable[[Any], str] | None
    """Writer of a scalar; None where the value has to be looked at."""


_SLOTS: dict[type[DataObject], tuple[_Slot, ...]] = {}


def _slots(cls: type[DataObject]) -> tuple[_Slot, ...]:
    slots = _SLOTS.get(cls)
    if slots is None:
        slots = _SLOTS[cls] = tuple(
            _Slot(
                field.name,
                field.wire,
                field.type,
                field.many,
                field.required,
                field.secret,
                _writer(field.type),
            )
            for field in cls.wire_fields.values()
        )
    return slots


def _writer(wire_type: str) -> Callable[[Any], str] | None:
    cls = types_by_name(wire_type)
    if cls is not None and issubclass(cls, WireEnum):
        return escape
    return _WRITERS.get(wire_type)


class Parts(list[str]):
    """The text of a message, in pieces; what one long list is written as is kept.

    The same list stands in many objects of a message where all of them ask for the same: the
    counters of hundreds of machines, say. It is written once.

    Attributes:
        text: the elements of the list that is kept.
    """

    __slots__ = ("_held", "_wire", "text")

    def __init__(self, parts: Iterable[str] = ()) -> None:
        super().__init__(parts)
        self.text = ""
        self._wire = ""
        self._held: Any = None

    def holds(self, held: Any, wire: str) -> bool:
        """Tell whether this very list was the last one that was kept, as elements of that name."""
        return held is self._held and wire == self._wire

    def keep(self, held: Any, wire: str, start: int) -> None:
        """Keep what a list was written as: the pieces from `start` on."""
        self._held, self._wire, self.text = held, wire, "".join(self[start:])
        self[start:] = [self.text]


def write_fields(value: DataObject, parts: list[str], depth: int = 0) -> None:
    """Append the elements of all fields of `value`."""
    if depth > _MAX_DEPTH:
        raise _Refused(f"nested deeper than {_MAX_DEPTH}")
    for slot in _slots(type(value)):
        held = getattr(value, slot.name, None)
        if held is None or (slot.many and not held):
            if slot.required:
                raise _at(_Refused("a value is required"), slot.wire)
            continue
        if not slot.many:
            _write_slot(slot, held, parts, depth, slot.wire)
        elif isinstance(held, str | bytes):
            raise _at(_Refused("expected a list"), slot.wire)
        elif type(parts) is Parts and parts.holds(held, slot.wire):
            parts.append(parts.text)
        else:
            start = len(parts)
            for index, item in enumerate(held):
                _write_slot(slot, item, parts, depth, f"{slot.wire}[{index}]")
            if type(parts) is Parts and len(held) >= _MANY:
                parts.keep(held, slot.wire, start)


def _write_slot(slot: _Slot, held: Any, parts: list[str], depth: int, step: str) -> None:
    wire = slot.wire
    try:
        if slot.write is not None:
            parts.append(f"<{wire}>{slot.write(held)}</{wire}>")
        else:
            write_element(wire, held, parts, declared=slot.declared, depth=depth + 1)
    except _Refused as refused:
        broken = refused
    else:
        return
    # Outside of the handler, lest the error keeps the one that quotes as its context.
    raise _at(_Refused("a character of it cannot be sent in XML") if slot.secret else broken, step)


def _at(refused: _Refused, step: str) -> _Refused:
    refused.steps.append(step)
    return refused


def write_element(
    wire: str,
    value: Any,
    parts: list[str],
    *,
    declared: str,
    depth: int = 0,
    say_type: bool = False,
) -> None:
    """Append `value` as an element called `wire`.

    Args:
        wire: name of the element.
        value: what it holds.
        parts: receives the text.
        declared: wire name of the declared type; ``xsd:anyType`` takes anything.
        depth: how deep the element is.
        say_type: write xsi:type in any case, as items of arrays have it.
    """
    if declared == "xsd:anyType":
        write_any(wire, value, parts, depth)
    elif declared in _WRITERS:
        named = f' xsi:type="{declared}"' if say_type else ""
        parts.append(f"<{wire}{named}>{_WRITERS[declared](value)}</{wire}>")
    elif declared == "ManagedObjectReference":
        _write_reference(wire, value, parts, say_type=say_type)
    elif isinstance(value, vim.Unknown):
        _write_unknown(wire, value, parts, depth)
    else:
        cls = types_by_name(declared)
        if cls is not None and issubclass(cls, WireEnum):
            named = f' xsi:type="{declared}"' if say_type else ""
            parts.append(f"<{wire}{named}>{escape(value)}</{wire}>")
        elif cls is None or not isinstance(value, cls):
            raise _Refused(f"expected {declared}, got {type(value).__name__}")
        else:
            _write_object(wire, value, parts, depth, say_type=say_type or type(value) is not cls)


def _write_object(
    wire: str, value: DataObject, parts: list[str], depth: int, *, say_type: bool
) -> None:
    named = f' xsi:type="{type(value).wire_name}"' if say_type else ""
    parts.append(f"<{wire}{named}>")
    write_fields(value, parts, depth)
    parts.append(f"</{wire}>")


def _write_reference(wire: str, value: Any, parts: list[str], *, say_type: bool) -> None:
    if not isinstance(value, ManagedObjectReference):
        raise _Refused(f"expected a ManagedObjectReference, got {type(value).__name__}")
    named = ' xsi:type="ManagedObjectReference"' if say_type else ""
    parts.append(f'<{wire}{named} type="{escape(value.type)}">{escape(value.value)}</{wire}>')


# --- anyType ------------------------------------------------------------------------------------


def write_any(wire: str, value: Any, parts: list[str], depth: int = 0) -> None:
    """Append `value` as an element of type anyType, with the xsi:type that says what it is."""
    if isinstance(value, ManagedObjectReference):
        _write_reference(wire, value, parts, say_type=True)
    elif isinstance(value, DataObject):
        _write_object(wire, value, parts, depth + 1, say_type=True)
    elif isinstance(value, WireEnum):
        parts.append(f'<{wire} xsi:type="{type(value).__name__}">{escape(value)}</{wire}>')
    elif isinstance(value, vim.Typed):
        _write_typed(wire, value, parts)
    elif isinstance(value, vim.Array):
        _write_array(wire, value, parts, depth)
    elif isinstance(value, vim.Unknown):
        _write_unknown(wire, value, parts, depth)
    else:
        name = _natural(value)
        if name is None:
            raise _Refused(f"a {type(value).__name__} cannot be sent; a list needs vim.array()")
        parts.append(f'<{wire} xsi:type="{name}">{_WRITERS[name](value)}</{wire}>')


def _write_typed(wire: str, value: vim.Typed, parts: list[str]) -> None:
    write = _WRITERS.get(value.type, escape)
    if write is escape and not _NAME.match(value.type.removeprefix("xsd:")):
        raise _Refused(f"{value.type!r} is no name of a type")
    parts.append(f'<{wire} xsi:type="{value.type}">{write(value.value)}</{wire}>')


def _write_array(wire: str, value: vim.Array, parts: list[str], depth: int) -> None:
    declared = value.item_type
    item_name = declared.removeprefix("xsd:")
    if not _NAME.match(item_name):
        raise _Refused(f"{declared!r} is no name of a type")
    parts.append(f'<{wire} xsi:type="{array_type(declared)}">')
    for index, item in enumerate(value):
        try:
            if isinstance(item, vim.Unknown | vim.Typed):
                write_any(item_name, item, parts, depth + 1)
            else:
                write_element(
                    item_name, item, parts, declared=declared, depth=depth + 1, say_type=True
                )
        except _Refused as refused:
            raise _at(refused, f"{item_name}[{index}]") from None
    parts.append(f"</{wire}>")


def _write_unknown(wire: str, value: vim.Unknown, parts: list[str], depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise _Refused(f"nested deeper than {_MAX_DEPTH}")
    named = ""
    if value.type_name.startswith("{"):
        uri, _, local = value.type_name[1:].partition("}")
        named = f' xmlns:other="{escape(uri)}" xsi:type="other:{escape(local)}"'
    elif value.type_name:
        named = f' xsi:type="{escape(value.type_name)}"'
    parts.append(f"<{wire}{named}>{escape(value.text)}")
    for name, held in value.fields:
        if not _NAME.match(name):
            raise _Refused(f"{name!r} is no name of an element")
        if type(held) is str:
            parts.append(f"<{name}>{escape(held)}</{name}>")
        elif type(held) is ManagedObjectReference:
            _write_reference(name, held, parts, say_type=False)
        else:
            write_any(name, held, parts, depth + 1)
    parts.append(f"</{wire}>")
