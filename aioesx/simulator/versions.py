"""What a client of some API version sees: nothing that came later.

A client names its version in the SOAPAction header. One that names none, as libvirt's
driver, is shown the oldest view, API 2.5. Nobody is shown more than the product's own
API has: a field that came later is left out, a value of a later type is shown as the
type that it extends, a later property or method does not exist.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aioesx import vim
from aioesx._soap.names import OLDEST_API
from aioesx.simulator._since import FIELDS, METHODS, PROPERTIES, TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    from aioesx.simulator.profile import Profile

__all__ = [
    "as_of",
    "at_least",
    "has_method",
    "has_path",
    "has_property",
    "later_part",
    "spoken_version",
]

_ACTION: Final = re.compile(r'"?urn:vim25(?:/([^"\s]+))?"?')


@functools.cache
def _order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"[0-9]+", version))


@functools.cache
def _home(table: str) -> dict[str, str]:
    """Return name to version of a table that lists names by version."""
    rows = {"types": TYPES, "methods": METHODS}[table]
    return {name: version for version, names in rows.items() for name in names.split()}


def at_least(version: str, wanted: str) -> bool:
    """Tell whether an API version is a certain one or newer."""
    return _order(version) >= _order(wanted)


def spoken_version(action: str, profile: Profile) -> str:
    """Return the version that a request's SOAPAction names, if the host knows it."""
    match = _ACTION.fullmatch(action.strip())
    if match is None or match[1] is None:
        return OLDEST_API
    return match[1] if match[1] in profile.prior_versions else profile.api_version


def has_method(version: str, method: str) -> bool:
    """Tell whether an API has a method, by its wire name."""
    return _order(_home("methods").get(method, "")) <= _order(version)


@functools.lru_cache(maxsize=4096)
def has_property(version: str, managed_type: str, name: str) -> bool:
    """Tell whether a managed type has a property in an API; True for one that never was."""
    for base in vim.managed_bases(managed_type):
        for fact in PROPERTIES.get(base, "").split():
            wire, _, since = fact.partition(":")
            if wire == name:
                return _order(since) <= _order(version)
    return True


@functools.lru_cache(maxsize=4096)
def has_path(version: str, managed_type: str, path: str) -> bool:
    """Tell whether an API has every declared step of a property path."""
    steps = [step.partition("[")[0] for step in path.split(".")]
    if not has_property(version, managed_type, steps[0]):
        return False
    for number, step in enumerate(steps[1:], start=1):
        held = vim.property_type(managed_type, ".".join(path.split(".")[:number]))
        cls = vim.types_by_name(held) if held is not None else None
        if cls is None or not issubclass(cls, vim.DataObject):
            return True
        if step in _newer_wires(cls, version):
            return False
    return True


# --- values ----------------------------------------------------------------------------------


def as_of(version: str, value: Any) -> Any:
    """Return `value` as an API version has it; the same object where nothing came later."""
    return _pruned(value, _plans(version))


def later_part(version: str, value: Any) -> str:
    """Return the name of the first field or type in a value that came after a version, or ""."""
    return _later(value, _plans(version))


class _Plan(NamedTuple):
    """How values of one class are shown: as which class, less what, looking into what."""

    shown: type[vim.DataObject]
    hidden: tuple[str, ...]
    nested: tuple[str, ...]
    slots: dict[str, Callable[[Any], Any]]

    def holds(self, value: vim.DataObject, name: str) -> bool:
        """Tell whether a field is set."""
        try:
            held = self.slots[name](value)
        except AttributeError:  # never set
            return False
        return held is not None and held != []


class _Plans(dict[type[Any], _Plan | None]):
    """Plans by class, made when first asked for; None where there is nothing to look at."""

    def __init__(self, version: str) -> None:
        super().__init__()
        self.version = version

    def __missing__(self, cls: type[Any]) -> _Plan | None:
        plan = _plan(cls, self.version) if issubclass(cls, vim.DataObject) else None
        self[cls] = plan
        return plan


@functools.lru_cache(maxsize=64)
def _plans(version: str) -> _Plans:
    return _Plans(version)


def _plan(cls: type[vim.DataObject], version: str) -> _Plan | None:
    shown = _shown(cls, version)
    newer = _newer_wires(cls, version)
    hidden = tuple(name for name, field in cls.wire_fields.items() if field.wire in newer)
    nested = tuple(
        name
        for name, field in cls.wire_fields.items()
        if name not in hidden and _may_hold_more(field.type)
    )
    if shown is cls and not hidden and not nested:
        return None
    slots = {name: getattr(cls, name).__get__ for name in cls.wire_fields}
    return _Plan(shown, hidden, nested, slots)


def _may_hold_more(wire_type: str) -> bool:
    cls = vim.types_by_name(wire_type)
    if cls is None:
        return wire_type == "xsd:anyType"
    return issubclass(cls, vim.DataObject)


def _shown(cls: type[vim.DataObject], version: str) -> type[vim.DataObject]:
    """Return the nearest base of a class that a version has; the class itself if none has."""
    for base in cls.__mro__:
        since = _home("types").get(getattr(base, "wire_name", ""), "")
        if base is vim.DataObject:
            break
        if issubclass(base, vim.DataObject) and _order(since) <= _order(version):
            return base
    return cls


def _newer_wires(cls: type[vim.DataObject], version: str) -> frozenset[str]:
    """Return the wire names of the fields that came after `version`."""
    newer: set[str] = set()
    for lineage in cls.wire_lineage():
        for fact in FIELDS.get(lineage, "").split():
            wire, _, since = fact.partition(":")
            if _order(since) > _order(version):
                newer.add(wire)
    return frozenset(newer)


def _pruned(value: Any, plans: _Plans) -> Any:
    if isinstance(value, list):
        return _pruned_list(value, plans)
    plan = plans[type(value)]
    return value if plan is None else _pruned_object(value, plan, plans)


def _pruned_list(value: list[Any], plans: _Plans) -> list[Any]:
    items = [_pruned(item, plans) for item in value]
    if all(item is was for item, was in zip(items, value, strict=True)):
        return value
    if not isinstance(value, vim.Array):
        return items
    cls = vim.types_by_name(value.item_type)
    shown = _shown(cls, plans.version).wire_name if cls is not None else value.item_type
    return vim.array(shown, items)


def _pruned_object(value: vim.DataObject, plan: _Plan, plans: _Plans) -> Any:
    changed: dict[str, Any] = {}
    for name in plan.nested:
        try:
            held = plan.slots[name](value)
        except AttributeError:  # never set
            continue
        if (kept := _pruned(held, plans)) is not held:
            changed[name] = kept
    hides = any(plan.holds(value, name) for name in plan.hidden)
    if plan.shown is type(value) and not changed and not hides:
        return value
    for name in plan.hidden:
        changed[name] = None
    kept = {
        name: changed[name] if name in changed else getattr(value, name)
        for name in plan.shown.wire_fields
    }
    return plan.shown(**{name: held for name, held in kept.items() if held is not None})


def _later(value: Any, plans: _Plans) -> str:
    if isinstance(value, list):
        return next((found for item in value if (found := _later(item, plans))), "")
    plan = plans[type(value)]
    if plan is None:
        return ""
    if plan.shown is not type(value):
        return str(type(value).wire_name)
    for name in plan.hidden:
        if plan.holds(value, name):
            return str(type(value).wire_fields[name].wire)
    inner = (_later(getattr(value, name), plans) for name in plan.nested)
    return next((found for found in inner if found), "")
