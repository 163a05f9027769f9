"""What hosts said, in their own names, as what JSON has: for `aioesx --output wire`.

Names are those of the WSDL, of types, fields and properties; nothing is converted. What is not set
is left out, and a secret is ``"***"``: by the rule of the log (`aioesx._session.redact`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Final

from aioesx import vim
from aioesx._hidden import without_session
from aioesx._plain import gathered, to_dict
from aioesx._session.hearing import hearing
from aioesx._session.redact import (
    is_secret_field,
    is_secret_key,
    is_secret_path,
    is_secret_result,
    secret_fields,
)
from aioesx.vim.base import DataObject, ManagedObjectReference
from aioesx.vim.loose import Typed, Unknown

__all__ = ["Overheard"]

_SECRET: Final = "***"  # noqa: S105 - what stands in place of one
_READS: Final = frozenset(
    {"RetrieveProperties", "RetrievePropertiesEx", "ContinueRetrievePropertiesEx"}
)
_WAITS: Final = frozenset({"WaitForUpdates", "WaitForUpdatesEx", "CheckForUpdates"})
_GEAR: Final = frozenset(
    {
        "HistoryCollector", "ListView", "PropertyCollector", "PropertyFilter", "SessionManager",
        "View", "ViewManager",
    }
)  # fmt: skip
"""Managed types that we read by and log in at: what is called on them tells nothing of a host."""
_MAKES_GEAR: Final = frozenset({"CreateCollectorForEvents"})


class Overheard:
    """What was read while it listened.

    It is told everything, and keeps what reads: properties by object, the latest value of each;
    other calls one after the other. A property that is not set any more, and an object that is
    gone, are not kept.
    """

    def __init__(self) -> None:
        self._objects: dict[ManagedObjectReference, dict[str, Any]] = {}
        self._calls: list[dict[str, Any]] = []

    def listening(self) -> AbstractContextManager[None]:
        """Hear what the calls of this task return."""
        return hearing(self._hear)

    def records(self) -> list[dict[str, Any]]:
        """Return the objects, and then the calls."""
        return [*self._objects.values(), *self._calls]

    def _hear(self, method: vim.Method[Any], result: Any) -> None:
        name = method.wire_name
        if name in _READS:
            contents = result if isinstance(result, list) else getattr(result, "objects", ())
            self._take_contents(method, contents)
        elif name in _WAITS:
            self._take_updates(result)
        elif not method.changes and _tells(method):
            self._calls.append(_called(method, result))

    def _take_contents(
        self, method: vim.Method[Any], contents: Iterable[vim.ObjectContent]
    ) -> None:
        asked = _paths_by_type(method)
        for content in contents:
            for path in asked.get(content.obj.type, ()):
                self._forget(content.obj, path)
        for content in contents:
            for prop in content.prop_set:
                self._set(content.obj, prop.name, prop.val)
            self._hide(content.obj, content.missing_set)

    def _take_updates(self, updates: vim.UpdateSet | None) -> None:
        for each in updates.filter_set if updates is not None else ():
            for update in each.object_set:
                if update.kind == vim.ObjectUpdateKind.LEAVE:
                    self._objects.pop(update.obj, None)
                    continue
                for change in update.change_set:
                    if change.val is None:
                        self._forget(update.obj, change.name)
                    else:
                        self._set(update.obj, change.name, change.val)
                self._hide(update.obj, update.missing_set)

    def _entry(self, ref: ManagedObjectReference) -> dict[str, Any]:
        fresh = {"type": ref.type, "ref": without_session(ref.value), "properties": {}}
        return self._objects.setdefault(ref, fresh)

    def _forget(self, ref: ManagedObjectReference, path: str) -> None:
        """Keep neither a value of a property nor why there is none."""
        entry = self._entry(ref)
        entry["properties"].pop(path, None)
        hidden = entry.get("missing", {})
        hidden.pop(path, None)
        if not hidden:
            entry.pop("missing", None)

    def _set(self, ref: ManagedObjectReference, path: str, value: Any) -> None:
        self._forget(ref, path)
        shown = _SECRET if is_secret_path(path) else _wire(value)
        self._entry(ref)["properties"][path] = shown

    def _hide(self, ref: ManagedObjectReference, missing: Iterable[vim.MissingProperty]) -> None:
        for hidden in missing:
            self._forget(ref, hidden.path)
            fault = getattr(hidden.fault.fault, "wire_name", "")
            self._entry(ref).setdefault("missing", {})[hidden.path] = fault


def _tells(method: vim.Method[Any]) -> bool:
    """Tell whether a call that changes nothing reads something of the host."""
    return method.managed_type not in _GEAR and method.wire_name not in _MAKES_GEAR


def _paths_by_type(method: vim.Method[Any]) -> dict[str, set[str]]:
    """Return what is asked for by name: of it, what does not come is not set."""
    found: dict[str, set[str]] = {}
    for spec in getattr(method, "spec_set", ()):
        for each in spec.prop_set:
            found.setdefault(each.type, set()).update(each.path_set)
    return found


def _called(method: vim.Method[Any], result: Any) -> dict[str, Any]:
    call: dict[str, Any] = {"method": method.wire_name}
    ref = getattr(method, "this", None)
    if ref is not None:
        call |= {"type": ref.type, "ref": without_session(ref.value)}
    if result is not None:
        call["result"] = _SECRET if is_secret_result(method.wire_name) else _wire(result)
    return call


def _wire(value: Any) -> Any:
    if isinstance(value, ManagedObjectReference):
        return {"type": value.type, "value": without_session(value.value)}
    if isinstance(value, DataObject):
        return _without_secrets(value.wire_name, dict(_fields(value)))
    if isinstance(value, Unknown):
        fields = gathered(value.fields, _element)
        text = {"_text": value.text} if value.text else {}
        return _without_secrets(value.type_name, {**fields, **text})
    if isinstance(value, Typed):
        return _wire(value.value)
    if isinstance(value, list | tuple):
        return [_wire(item) for item in value]
    return without_session(value) if type(value) is str else to_dict(value)


def _fields(value: DataObject) -> Iterator[tuple[str, Any]]:
    for name, field in value.wire_fields.items():
        held = getattr(value, name, None)
        if held is not None and held != []:
            secret = field.secret or is_secret_field(field.wire)
            yield field.wire, _SECRET if secret else _wire(held)
    yield from gathered(value.wire_rest, _element).items()


def _element(wire: str, held: Any) -> Any:
    return _SECRET if is_secret_field(wire) else _wire(held)


def _without_secrets(type_name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Hide what is secret by its company: a field by its type, an option's value by its key."""
    shown: dict[str, Any] = {"_type": type_name, **fields}
    shown |= {name: _SECRET for name in secret_fields(type_name) if name in fields}
    key = fields.get("key")
    if "value" in fields and isinstance(key, str) and is_secret_key(key):
        shown["value"] = _SECRET
    return shown
