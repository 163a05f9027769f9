"""How each class is read: element name to slot, with the memo of a scalar or a nested plan.

A plan is made when its class is first read, an entry when its element is first met. Plans are
shared by all threads.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Final, NamedTuple

from aioesx import vim
from aioesx._soap.names import VIM
from aioesx._soap.scalars import READERS, Memo, word_reader
from aioesx.errors import ProtocolError
from aioesx.vim.base import DataObject
from aioesx.vim.tables import item_type, types_by_name
from aioesx.vim.words import WireEnum

__all__ = [
    "ANY",
    "ARRAY",
    "NOTHING",
    "OBJECT",
    "PROPERTY",
    "REFERENCE",
    "SCALAR",
    "TEXT",
    "UNKNOWN",
    "Binding",
    "BrokenError",
    "Entry",
    "Plan",
    "any_binding",
    "binding",
    "plan_for",
    "stand_in",
]

# Kinds of values; PROPERTY is an OBJECT with a reader of its own, NOTHING is passed over.
SCALAR: Final = 0
OBJECT: Final = 1
REFERENCE: Final = 2
ANY: Final = 3
ARRAY: Final = 4
UNKNOWN: Final = 5
TEXT: Final = 6
PROPERTY: Final = 7
NOTHING: Final = 8
_MOST_PLANS: Final = 4096
_MOST_STRANGERS: Final = 64


class BrokenError(Exception):
    """What is wrong with an element; steps to it are added on the way up."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.steps: list[str] = []

    def as_protocol_error(self) -> ProtocolError:
        """Return the public error, with the path from the answer to the element."""
        return ProtocolError(self.message, path="/".join(reversed(self.steps)))


class Binding(NamedTuple):
    """How a value of a declared type is read.

    `memo` reads a scalar; `plan` is that of an object or the `Binding` of an array's items.
    """

    kind: int
    memo: Memo
    plan: Any
    item: str = ""


Entry = tuple[str, int, Any, bool]
"""Where the value of an element goes: slot, kind, its memo or plan if any, whether it is a list.

A plain tuple: taking a named one apart costs three times as much.
"""

_NO_ENTRY: Final[Entry] = ("", NOTHING, None, False)


class Plan:
    """How the fields of one class are read. Safe to share among threads."""

    __slots__ = ("_fields", "_required", "cls", "entries", "required", "subtypes")

    def __init__(self, cls: type[DataObject]) -> None:
        self.cls = cls
        self.entries: dict[str, Entry] = {}
        self._fields = {f"{{{VIM}}}{field.wire}": field for field in cls.wire_fields.values()}
        self.subtypes: dict[str | None, Plan] = {cls.wire_name: self}
        fields = cls.wire_fields.values()
        self._required = [field for field in fields if field.required and not field.many]
        self.required = attrgetter(*[f.name for f in self._required]) if self._required else None

    def learn(self, tag: str) -> Entry:
        """Return the entry of an element that is met for the first time."""
        field = self._fields.get(tag)
        if field is None:
            entry = _NO_ENTRY
        else:
            bound = binding(field.type, optional=not field.required)
            kind = PROPERTY if field.type == "DynamicProperty" else bound.kind
            reader = bound.memo if kind == SCALAR else bound.plan
            entry = (field.name, kind, reader, field.many)
        if len(self.entries) < len(self._fields) + _MOST_STRANGERS:
            self.entries[tag] = entry
        return entry

    def start(self) -> Any:
        """Make a value without fields."""
        return object.__new__(self.cls)

    def complaint(self, value: DataObject) -> str:
        """Say which required field `value` lacks; empty if it lacks none."""
        lacking = (field.wire for field in self._required if not hasattr(value, field.name))
        wire = next(lacking, "")
        return wire and f"the required {wire!r} is missing"

    def check(self, value: DataObject) -> None:
        """Raise `BrokenError` if `value` lacks a required field."""
        try:
            if self.required is not None:
                self.required(value)
        except AttributeError:
            raise BrokenError(self.complaint(value)) from None


_PLANS: dict[type[Any], Plan] = {}
_WORDS: dict[tuple[type[Any], bool], Memo] = {}
_NO_MEMO: Final = READERS["xsd:string"]


def plan_for(cls: type[DataObject]) -> Plan:
    """Return the plan of a class, made at the first call."""
    plan = _PLANS.get(cls)
    return plan if plan is not None else _PLANS.setdefault(cls, Plan(cls))


def _words_of(enum: type[Any], *, optional: bool) -> Memo:
    memo = _WORDS.get((enum, optional))
    if memo is None:
        memo = _WORDS[enum, optional] = word_reader(enum, empty=None if optional else "")
    return memo


def binding(wire_type: str, *, optional: bool = False) -> Binding:
    """Return how values of a declared type are read."""
    if wire_type == "xsd:string":
        return Binding(TEXT, _NO_MEMO, None)
    if wire_type in READERS:
        return Binding(SCALAR, READERS[wire_type], None)
    if wire_type == "xsd:anyType":
        return _ANYTHING
    if wire_type == "ManagedObjectReference":
        return Binding(REFERENCE, _NO_MEMO, None)
    cls = types_by_name(wire_type)
    if cls is None or issubclass(cls, vim.Method):
        return Binding(UNKNOWN, _NO_MEMO, None)
    if issubclass(cls, WireEnum):
        return Binding(SCALAR, _words_of(cls, optional=optional), None)
    return Binding(OBJECT, _NO_MEMO, plan_for(cls))


def any_binding(name: str) -> Binding:
    """Return how a value is read that says its type itself."""
    item = item_type(name)
    if item is not None and types_by_name(name) is None:
        return Binding(ARRAY, _NO_MEMO, binding(item), item)
    bound = binding(name)
    if bound.kind == TEXT:
        return Binding(SCALAR, bound.memo, None)
    return Binding(UNKNOWN, _NO_MEMO, None) if bound.kind == ANY else bound


_ANYTHING: Final = Binding(ANY, _NO_MEMO, None)


def stand_in(declared: Plan, name: str) -> Plan:
    """Stand in for a type that is newer than we are: the declared type under its name."""
    found = declared.subtypes.get(name)
    if found is None:
        if len(_PLANS) >= _MOST_PLANS:
            return declared
        found = declared.subtypes[name] = plan_for(declared.cls.wire_subtype(name))
    return found
