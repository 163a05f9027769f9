"""Elements to `aioesx.vim` values.

Each class has a plan, made at its first use: element name to slot, with the reader of a scalar
or the plan of a nested value. One loop then fills any object. What is tolerated and what is
not stands in docs/wire.md.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aioesx import vim
from aioesx._soap.document import MAX_DEPTH, MAX_NAME
from aioesx._soap.names import VIM, XSD, XSI_TYPE
from aioesx._soap.scalars import READERS, Memo, word_reader
from aioesx.errors import ProtocolError
from aioesx.vim.base import DataObject, ManagedObjectReference
from aioesx.vim.tables import item_type, types_by_name
from aioesx.vim.words import WireEnum

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from aioesx._soap.document import Document

__all__ = ["Binding", "BrokenError", "Plan", "Reader", "binding", "plan_for"]

_SCALAR: Final = 0
_OBJECT: Final = 1
_REFERENCE: Final = 2
_ANY: Final = 3
_ARRAY: Final = 4
_UNKNOWN: Final = 5
_TEXT: Final = 6
_PROPERTY: Final = 7
_STAND_INS: Final = 64
_NAME_AND_VALUE: Final = 2
_PROPERTY_NAME: Final = f"{{{VIM}}}name"
_PROPERTY_VALUE: Final = f"{{{VIM}}}val"

_new_tuple: Callable[[type[ManagedObjectReference], Any], ManagedObjectReference] = tuple.__new__
_new: Callable[[type[Any]], Any] = object.__new__


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


class _Entry(NamedTuple):
    """Where the value of an element goes, and how it is read."""

    name: str
    kind: int
    memo: Memo
    plan: Any
    many: bool


class _Entries(dict["str", "_Entry | None"]):
    """Element name to entry, each made when its element is first met."""

    __slots__ = ("_fields",)

    def __init__(self, cls: type[DataObject]) -> None:
        super().__init__()
        self._fields = {f"{{{VIM}}}{field.wire}": field for field in cls.wire_fields.values()}

    def __missing__(self, tag: str) -> _Entry | None:
        field = self._fields.get(tag)
        if field is None:
            return None
        bound = binding(field.type, optional=not field.required)
        if field.type == "DynamicProperty":
            bound = bound._replace(kind=_PROPERTY)
        entry = self[tag] = _Entry(field.name, *bound[:3], field.many)
        return entry


class Plan:
    """How the fields of one class are read. Safe to share among threads."""

    __slots__ = ("_required", "cls", "entries", "required", "subtypes")

    def __init__(self, cls: type[DataObject]) -> None:
        self.cls = cls
        self.entries = _Entries(cls)
        self.subtypes: dict[str | None, Plan] = {cls.wire_name: self}
        fields = cls.wire_fields.values()
        self._required = [field for field in fields if field.required and not field.many]
        self.required = attrgetter(*[f.name for f in self._required]) if self._required else None

    def start(self) -> Any:
        """Make a value without fields."""
        return _new(self.cls)

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
        return Binding(_TEXT, _NO_MEMO, None)
    if wire_type in READERS:
        return Binding(_SCALAR, READERS[wire_type], None)
    if wire_type == "xsd:anyType":
        return _ANYTHING
    if wire_type == "ManagedObjectReference":
        return Binding(_REFERENCE, _NO_MEMO, None)
    cls = types_by_name(wire_type)
    if cls is None or issubclass(cls, vim.Method):
        return Binding(_UNKNOWN, _NO_MEMO, None)
    if issubclass(cls, WireEnum):
        return Binding(_SCALAR, _words_of(cls, optional=optional), None)
    return Binding(_OBJECT, _NO_MEMO, plan_for(cls))


def _any_binding(name: str) -> Binding:
    """Return how a value is read that says its type itself."""
    item = item_type(name)
    if item is not None and types_by_name(name) is None:
        return Binding(_ARRAY, _NO_MEMO, binding(item), item)
    bound = binding(name)
    if bound.kind == _TEXT:
        return Binding(_SCALAR, bound.memo, None)
    return Binding(_UNKNOWN, _NO_MEMO, None) if bound.kind == _ANY else bound


_ANYTHING: Final = Binding(_ANY, _NO_MEMO, None)


class Reader:
    """Reads the values of one document."""

    def __init__(self, document: Document) -> None:
        self._bindings = document.bindings
        self._types: dict[str, str] = {}
        self._any: dict[str | None, Binding] = {}
        self._streamed: Element | None = None
        self._gone: dict[str, int] = {}

    # --- fields -----------------------------------------------------------------------------

    def object(self, plan: Plan, element: Element, depth: int = 0) -> Any:
        """Read an element as `plan`'s class, whatever its xsi:type; raise `BrokenError`."""
        value = _new(plan.cls)
        self.fill(value, plan, element, depth)
        plan.check(value)
        return value

    def fill(self, value: Any, plan: Plan, element: Element, depth: int) -> None:
        """Set the fields of `value` from the children of an element.

        This is the one hot loop: it spends a call on nested objects only, and its branches stand
        in the order of frequency. Required fields are for the caller to check.
        """
        if depth > MAX_DEPTH:
            raise BrokenError(f"nested deeper than {MAX_DEPTH}")
        entry_of = plan.entries.get
        last = None
        items: Any = None
        child = element
        found: Any = None
        nested: Any = plan
        try:
            for child in element:
                entry = entry_of(child.tag)
                if entry is None:
                    entry = plan.entries[child.tag]
                    if entry is None:
                        self._skip(child, depth)
                        continue
                name, kind, memo, nested, many = entry
                if kind == _TEXT:
                    found = child.text or ""
                elif kind == _SCALAR:
                    found = memo[child.text]
                elif kind == _OBJECT:
                    raw = child.get(XSI_TYPE)
                    if raw is not None:
                        name_of, types = self._types, nested.subtypes
                        nested = types.get(name_of.get(raw)) or self._subtype(nested, child)
                    found = _new(nested.cls)
                    self.fill(found, nested, child, depth + 1)
                    if nested.required is not None:
                        nested.required(found)
                elif kind == _PROPERTY:
                    found = self._property(nested, child, depth + 1)
                elif kind == _REFERENCE:
                    found = _reference(child)
                else:
                    found = self.any(child, depth + 1)
                if not many:
                    setattr(value, name, found)
                elif last is name:
                    items.append(found)
                else:
                    last = name
                    items = getattr(value, name)
                    items.append(found)
        except BrokenError as broken:
            broken.steps.append(self._step(element, child))
            raise
        except AttributeError:
            raise _broken(nested.complaint(found), self._step(element, child)) from None
        except ValueError as error:
            raise _broken(str(error), self._step(element, child)) from None

    def _property(self, plan: Plan, element: Element, depth: int) -> Any:
        """Read name and value of a property: what `object` does, for half of all small objects."""
        if len(element) == _NAME_AND_VALUE and XSI_TYPE not in element.attrib:
            name, held = element
            if name.tag == _PROPERTY_NAME and held.tag == _PROPERTY_VALUE:
                found: vim.DynamicProperty = _new(plan.cls)
                try:
                    found.name = name.text or ""
                    found.val = self.any(held, depth + 1)
                except BrokenError:
                    pass  # read again, with the path this time
                else:
                    return found
        if XSI_TYPE in element.attrib:
            plan = self._subtype(plan, element)
        return self.object(plan, element, depth)

    def stream(self, value: Any, plan: Plan, element: Element, *, whole: bool) -> None:
        """Set fields from the children of an element that is still growing, and let them go.

        Args:
            value: made before by `Plan.start`.
            plan: its class's plan.
            element: the element, the same at each call.
            whole: the element is complete; else its last child may not be.
        """
        children = element[:] if whole else element[:-1]
        del element[: len(children)]
        part = element.makeelement(element.tag, {})
        part.extend(children)
        self._streamed = part
        self.fill(value, plan, part, 0)
        for child in children:
            self._gone[child.tag] = self._gone.get(child.tag, 0) + 1
        if whole:
            plan.check(value)

    def result(self, bound: Binding, element: Element) -> Any:
        """Read an element as what `binding` has bound; raise `BrokenError`."""
        return self._typed(bound, element, 0)

    def plan(self, bound: Binding, element: Element) -> Plan | None:
        """Return the plan for an element of a bound type, or None if that is no object."""
        if bound.kind != _OBJECT:
            return None
        return self._subtype(bound.plan, element) if XSI_TYPE in element.attrib else bound.plan

    def fault(self, element: Element) -> Any:
        """Read the child of a SOAP fault's detail as some `vim.MethodFault`."""
        plan = plan_for(vim.MethodFault)
        if element.get(XSI_TYPE) is not None:
            return self.object(self._subtype(plan, element), element)
        name = _local(element.tag).removesuffix("Fault")
        known = types_by_name(name)
        if known is not None and issubclass(known, vim.MethodFault):
            return self.object(plan_for(known), element)
        return self.object(_stand_in(plan, name), element)

    def _typed(self, bound: Binding, element: Element, depth: int) -> Any:
        kind, memo, plan, _ = bound
        if kind == _OBJECT:
            if XSI_TYPE in element.attrib:
                plan = self._subtype(plan, element)
            return self.object(plan, element, depth)
        if kind == _REFERENCE:
            return _reference(element)
        if kind in (_SCALAR, _TEXT):
            try:
                return memo[element.text]
            except ValueError as error:
                raise BrokenError(str(error)) from None
        return self.any(element, depth)

    def _skip(self, element: Element, depth: int) -> None:
        """Pass over an element that no field of the type is called, unless it is too deep."""
        if len(element.tag) > MAX_NAME:
            raise BrokenError(f"a name longer than {MAX_NAME}")
        level = [element]
        while level:
            depth += 1
            if depth > MAX_DEPTH:
                raise BrokenError(f"nested deeper than {MAX_DEPTH}")
            level = [child for parent in level for child in parent]

    def _step(self, parent: Element, child: Element) -> str:
        """Name a child within its parent: ``"device[3]"``, without index if it is the only one."""
        alike = [other for other in parent if other.tag == child.tag]
        gone = self._gone.get(child.tag, 0) if parent is self._streamed else 0
        name = _local(child.tag)
        return f"{name}[{gone + alike.index(child)}]" if gone or len(alike) > 1 else name

    # --- types by name ----------------------------------------------------------------------

    def _named(self, element: Element) -> str:
        """Return xsi:type: ``xsd:int``, a bare name of the API, or ``{other}name``."""
        raw = element.attrib[XSI_TYPE]
        name = self._types.get(raw)
        if name is None:
            name = self._types[raw] = self._resolved(raw.strip())
        return name

    def _resolved(self, raw: str) -> str:
        if self._bindings is None:
            uri, _, local = raw.removeprefix("{").partition("}")
        else:
            prefix, _, local = raw.rpartition(":")
            if prefix and prefix not in self._bindings:
                raise BrokenError(f"the prefix of type {raw!r} is not declared")
            uri = self._bindings.get(prefix, "")
        if not local:
            raise BrokenError("xsi:type is empty")
        return local if uri == VIM else f"xsd:{local}" if uri == XSD else f"{{{uri}}}{local}"

    def _subtype(self, declared: Plan, element: Element) -> Plan:
        """Return the plan that xsi:type selects: the declared type's or that of one below it."""
        name = self._named(element)
        found = declared.subtypes.get(name)
        if found is None:
            cls = types_by_name(name)
            if cls is None:
                return _stand_in(declared, name)
            if not issubclass(cls, declared.cls):
                raise BrokenError(f"expected {declared.cls.wire_name}, got {name}")
            found = declared.subtypes[name] = plan_for(cls)
        return found

    # --- anyType ----------------------------------------------------------------------------

    def any(self, element: Element, depth: int) -> Any:
        """Read an element of type anyType by its xsi:type; raise `BrokenError`."""
        raw = element.get(XSI_TYPE)
        if raw is None:
            return self._untyped(element, depth)
        bound = self._any.get(raw)
        if bound is None:
            bound = self._any[raw] = _any_binding(self._named(element))
        kind = bound.kind
        if kind == _SCALAR:
            try:
                return bound.memo[element.text]
            except ValueError as error:
                raise BrokenError(str(error)) from None
        if kind == _OBJECT:
            return self.object(bound.plan, element, depth)
        if kind == _ARRAY:
            return self._array(bound, element, depth)
        if kind == _UNKNOWN:
            return self._unknown(element, self._named(element), depth)
        return _reference(element)

    def _array(self, bound: Binding, element: Element, depth: int) -> vim.Array:
        items: Binding = bound.plan
        values = vim.Array(bound.item)
        child = element
        try:
            for child in element:
                if items.kind == _UNKNOWN:
                    name = self._named(child) if XSI_TYPE in child.attrib else bound.item
                    values.append(self._unknown(child, name, depth + 1))
                else:
                    values.append(self._typed(items, child, depth + 1))
        except BrokenError as broken:
            broken.steps.append(self._step(element, child))
            raise
        return values

    def _untyped(self, element: Element, depth: int) -> Any:
        if "type" in element.attrib:
            return _reference(element)
        return self._unknown(element, "", depth) if len(element) else element.text or ""

    def _unknown(self, element: Element, name: str, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise BrokenError(f"nested deeper than {MAX_DEPTH}")
        fields = [(_local(child.tag), self.any(child, depth + 1)) for child in element]
        return vim.Unknown(name, fields, "" if fields else element.text or "")


def _stand_in(declared: Plan, name: str) -> Plan:
    """Stand in for a type that is newer than we are: the declared type under its name."""
    found = declared.subtypes.get(name)
    if found is None:
        if len(declared.subtypes) >= _STAND_INS:
            return declared
        found = declared.subtypes[name] = plan_for(declared.cls.wire_subtype(name))
    return found


def _reference(element: Element) -> ManagedObjectReference:
    managed = element.get("type")
    if managed is None:
        raise BrokenError("a reference without the attribute 'type'")
    return _new_tuple(ManagedObjectReference, (managed, element.text or ""))


def _broken(message: str, step: str) -> BrokenError:
    error = BrokenError(message)
    error.steps.append(step)
    return error


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
