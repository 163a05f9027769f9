"""Elements to `aioesx.vim` values.

One loop fills any object by the plan of its class. What is tolerated and what is not stands in
docs/wire.md.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx._soap.document import MAX_DEPTH
from aioesx._soap.names import VIM, XSD, XSI_TYPE
from aioesx._soap.plans import (
    ARRAY,
    NOTHING,
    OBJECT,
    PROPERTY,
    REFERENCE,
    SCALAR,
    TEXT,
    UNKNOWN,
    Binding,
    BrokenError,
    Plan,
    any_binding,
    plan_for,
    stand_in,
)
from aioesx.vim.base import ManagedObjectReference
from aioesx.vim.tables import types_by_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from xml.etree.ElementTree import Element

    from aioesx._soap.document import Document

__all__ = ["Reader"]

_MOST_NAMES: Final = 20_000
_MANY: Final = 64  # items of an array that are worth reading before it is whole
_NAME_AND_VALUE: Final = 2
_PROPERTY_NAME: Final = f"{{{VIM}}}name"
_PROPERTY_VALUE: Final = f"{{{VIM}}}val"

_Lists = dict[str, list[Any]]

_new_tuple: Callable[[type[ManagedObjectReference], Any], ManagedObjectReference] = tuple.__new__
_new: Callable[[type[Any]], Any] = object.__new__


class Reader:
    """Reads the values of one document.

    Args:
        document: the document.
        untyped_references: take references without the attribute ``type``, whose type is then
            empty, as servers do: they know their objects by the value.
    """

    def __init__(self, document: Document, *, untyped_references: bool = False) -> None:
        self._document = document
        self._untyped_references = untyped_references
        self._types: dict[str, str] = {}
        self._any: dict[str | None, Binding] = {}
        self._streamed: Element | None = None
        self._gone: Counter[str] = Counter()
        self._lists: dict[str, list[Any]] = {}
        self._strange: set[str] = set()
        self._begun: dict[Element, vim.Array] = {}
        self._later: set[Element] = set()

    # --- fields -----------------------------------------------------------------------------

    def object(self, plan: Plan, element: Element, depth: int = 0) -> Any:
        """Read an element as `plan`'s class, whatever its xsi:type; raise `BrokenError`."""
        value = _new(plan.cls)
        self.fill(value, plan, element, depth)
        plan.check(value)
        return value

    def fill(
        self, value: Any, plan: Plan, element: Element, depth: int, lists: _Lists | None = None
    ) -> None:
        """Set the fields of `value` from the children of an element, adding to `lists` of it.

        This is the one hot loop: it spends a call on nested objects only, and its branches stand
        in the order of frequency. Required fields are for the caller to check.
        """
        if depth > MAX_DEPTH:
            raise BrokenError(f"nested deeper than {MAX_DEPTH}")
        entries, types = plan.entries, self._types
        last = None
        items: Any = None
        child = element
        found: Any = None
        reader: Any = plan
        try:
            for child in element:
                try:
                    name, kind, reader, many = entries[child.tag]
                except KeyError:
                    name, kind, reader, many = plan.learn(child.tag)
                if kind == SCALAR:
                    found = reader[child.text]
                elif kind == TEXT:
                    found = child.text or ""
                elif kind == OBJECT:
                    raw = child.get(XSI_TYPE)
                    if raw is not None:
                        reader = reader.subtypes.get(types.get(raw)) or self._subtype(reader, child)
                    found = _new(reader.cls)
                    self.fill(found, reader, child, depth + 1)
                    if reader.required is not None:
                        reader.required(found)
                elif kind == PROPERTY:
                    found = self._property(reader, child, depth + 1)
                elif kind == REFERENCE:
                    found = self._reference(child)
                elif kind == NOTHING:
                    self._skip([child], depth)
                    if not plan.cls.wire_known:
                        self._keep(value, child, depth)
                    continue
                else:
                    found = self.any(child, depth + 1)
                if not many:
                    setattr(value, name, found)
                elif last is name:
                    items.append(found)
                else:
                    last = name
                    if lists is None:
                        lists = {}
                    items = lists.get(name)
                    if items is None:
                        items = lists[name] = []
                        setattr(value, name, items)
                    items.append(found)
        except (BrokenError, AttributeError, ValueError) as error:
            raise self._placed(error, reader, found, self._step(element, child)) from None

    @staticmethod
    def _placed(error: Exception, plan: Plan, value: Any, step: str) -> BrokenError:
        """Say what is wrong and add where; an AttributeError tells of a field that is missing."""
        if isinstance(error, BrokenError):
            broken = error
        elif isinstance(error, AttributeError):
            broken = BrokenError(plan.complaint(value))
        else:
            broken = BrokenError(str(error))
        broken.steps.append(step)
        return broken

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

    def begin(self, value: Any, name: str, items: list[Any]) -> None:
        """Give a streamed value the first items of a list, which were read elsewhere."""
        setattr(value, name, items)
        self._lists[name] = items
        self._gone[f"{{{VIM}}}{type(value).wire_fields[name].wire}"] = len(items)

    def stream(self, value: Any, plan: Plan, element: Element, *, whole: bool) -> bool:
        """Set fields from the children of an element that is still growing, and let them go.

        Returns whether there were any.

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
        self.fill(value, plan, part, 0, self._lists)
        self._gone.update([child.tag for child in children])
        if whole:
            plan.check(value)
        return bool(children)

    def pass_over(self, elements: list[Element]) -> None:
        """Leave elements unread, unless they are hostile; raise `BrokenError`."""
        self._skip(elements, 0)

    def result(self, bound: Binding, element: Element) -> Any:
        """Read an element as what `binding` has bound; raise `BrokenError`."""
        return self._typed(bound, element, 0)

    def plan(self, bound: Binding, element: Element) -> Plan | None:
        """Return the plan for an element of a bound type, or None if that is no object."""
        if bound.kind != OBJECT:
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
        return self.object(stand_in(plan, name), element)

    def _typed(self, bound: Binding, element: Element, depth: int) -> Any:
        kind, memo, plan, _ = bound
        if kind == OBJECT:
            if XSI_TYPE in element.attrib:
                plan = self._subtype(plan, element)
            return self.object(plan, element, depth)
        if kind == REFERENCE:
            return self._reference(element)
        if kind in (SCALAR, TEXT):
            try:
                return memo[element.text]
            except ValueError as error:
                raise BrokenError(str(error)) from None
        return self.any(element, depth)

    def _skip(self, level: list[Element], depth: int) -> None:
        """Pass over elements that no field of the type is called, unless they are hostile."""
        strange = self._strange
        while level:
            depth += 1
            if depth > MAX_DEPTH:
                raise BrokenError(f"nested deeper than {MAX_DEPTH}")
            strange.update([child.tag for child in level])
            level = [child for parent in level if len(parent) for child in parent]
        if len(strange) > _MOST_NAMES:  # a parser keeps each of them
            raise BrokenError(f"more than {_MOST_NAMES} names that the API does not have")

    def _keep(self, value: Any, element: Element, depth: int) -> None:
        """Give a stand-in what its own type would have a field for."""
        if not value.wire_rest:
            value.wire_rest = []
        value.wire_rest.append((_local(element.tag), self.any(element, depth + 1)))

    def _step(self, parent: Element, child: Element) -> str:
        """Name a child within its parent: ``"device[3]"``, without index if it is the only one."""
        alike = [other for other in parent if other.tag == child.tag]
        gone = self._gone[child.tag] if parent is self._streamed else 0
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
        bindings = self._document.bindings
        if bindings is None and raw.startswith("{"):
            uri, _, local = raw.removeprefix("{").partition("}")
        else:
            prefix, _, local = raw.rpartition(":")
            bindings = bindings or {}
            if prefix and prefix not in bindings:
                raise BrokenError(f"the prefix of type {raw!r} is not declared")
            uri = bindings.get(prefix, "")
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
                return stand_in(declared, name)
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
            bound = self._any[raw] = any_binding(self._named(element))
        kind = bound.kind
        if kind == SCALAR:
            try:
                return bound.memo[element.text]
            except ValueError as error:
                raise BrokenError(str(error)) from None
        if kind == OBJECT:
            return self.object(bound.plan, element, depth)
        if kind == ARRAY:
            return self._array(bound, element, depth)
        if kind == UNKNOWN:
            return self._unknown(element, self._named(element), depth)
        return self._reference(element)

    def _reference(self, element: Element) -> ManagedObjectReference:
        managed = element.get("type")
        if managed is None:
            if not self._untyped_references:
                raise BrokenError("a reference without the attribute 'type'")
            managed = ""
        return _new_tuple(ManagedObjectReference, (managed, element.text or ""))

    def _array(self, bound: Binding, element: Element, depth: int) -> vim.Array:
        values = self._begun.get(element)  # an error may have it read twice
        if values is None:
            values = vim.Array(bound.item)
        self._add_items(values, bound, element, element, depth)
        return values

    def _add_items(
        self,
        values: vim.Array,
        bound: Binding,
        element: Element,
        children: Iterable[Element],
        depth: int,
    ) -> None:
        """Read children of an array's element as its next items."""
        items: Binding = bound.plan
        gone = len(values)
        child = element
        try:
            for child in children:
                if items.kind == UNKNOWN:
                    name = self._named(child) if XSI_TYPE in child.attrib else bound.item
                    values.append(self._unknown(child, name, depth + 1))
                else:
                    values.append(self._typed(items, child, depth + 1))
        except BrokenError as broken:
            step = f"{_local(child.tag)}[{len(values)}]" if gone else self._step(element, child)
            broken.steps.append(step)
            del values[gone:]
            raise

    def read_ahead(self, element: Element) -> None:
        """Read items of arrays on the branch that is still growing, and let their elements go.

        An array of many megabytes is read while it comes, so that neither its tree is there as a
        whole nor one step reads all of it. What is wrong in it is for whoever reads the whole, if
        anybody does.
        """
        depth = 0
        while len(element):
            if len(element) > _MANY and XSI_TYPE in element.attrib and element not in self._later:
                self._begin_array(element, depth)
            element = element[-1]
            depth += 1

    def _begin_array(self, element: Element, depth: int) -> None:
        try:
            bound = any_binding(self._named(element))
            if bound.kind == ARRAY:
                values = self._begun.setdefault(element, vim.Array(bound.item))
                self._add_items(values, bound, element, element[:-1], depth)
                del element[:-1]
                return
        except BrokenError:
            pass
        self._later.add(element)

    def _untyped(self, element: Element, depth: int) -> Any:
        if "type" in element.attrib:
            return self._reference(element)
        return self._unknown(element, "", depth) if len(element) else element.text or ""

    def _unknown(self, element: Element, name: str, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise BrokenError(f"nested deeper than {MAX_DEPTH}")
        fields = [(_local(child.tag), self.any(child, depth + 1)) for child in element]
        return vim.Unknown(name, fields, "" if fields else element.text or "")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
