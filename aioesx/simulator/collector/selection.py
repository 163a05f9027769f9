"""Which objects a filter selects, and which of their properties.

The walk goes breadth first from the object sets through the traversals; an object is
reported once, in the order it was first met. A traversal is followed once per object,
so a cycle ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.inventory import Inventory

__all__ = ["properties_of", "select"]


_MOST_STEPS = 200_000


def select(inventory: Inventory, spec: vim.PropertyFilterSpec) -> Iterator[tuple[Ref, Any, Any]]:
    """Yield (reference, state object, property specs) of what a filter selects.

    Raises:
        Refused: ManagedObjectNotFound, InvalidType, InvalidProperty, InvalidArgument.
    """
    for property_spec in spec.prop_set:
        if property_spec.type not in vim.PROPERTIES:
            raise faults.invalid_type(property_spec.type)
    seen: set[Ref] = set()
    for ref in _walk(inventory, spec):
        if ref not in seen:
            seen.add(ref)
            specs = _specs_for(ref.type, spec.prop_set)
            if specs:
                yield ref, inventory.get(ref), specs


def _specs_for(managed_type: str, specs: list[vim.PropertySpec]) -> list[vim.PropertySpec]:
    """Return the property specs of the nearest type that has any."""
    for base in vim.managed_bases(managed_type):
        found = [spec for spec in specs if spec.type == base]
        if found:
            return found
    return []


def _walk(inventory: Inventory, spec: vim.PropertyFilterSpec) -> Iterator[Ref]:
    """Yield the references that the object sets lead to; some may come more than once."""
    for object_spec in spec.object_set:
        named = _named(object_spec.select_set)
        inventory.get(object_spec.obj)
        waiting: list[tuple[Ref, list[vim.SelectionSpec]]] = []
        done: set[tuple[Ref, int]] = set()
        if not object_spec.skip:
            yield object_spec.obj
        waiting.append((object_spec.obj, object_spec.select_set))
        steps = 0
        while waiting:
            ref, selections = waiting.pop(0)
            for selection in selections:
                traversal = _resolve(selection, named)
                if (ref, id(traversal)) in done or traversal.type not in vim.managed_bases(
                    ref.type
                ):
                    continue
                done.add((ref, id(traversal)))
                for child in _follow(inventory, ref, traversal.path):
                    steps += 1
                    if steps > _MOST_STEPS:
                        raise faults.invalid_argument("specSet")
                    if not traversal.skip:
                        yield child
                    waiting.append((child, traversal.select_set))


def _named(selections: list[vim.SelectionSpec]) -> dict[str, vim.TraversalSpec]:
    """Return every traversal that has a name, by its name."""
    found: dict[str, vim.TraversalSpec] = {}
    waiting = list(selections)
    while waiting:
        item = waiting.pop()
        if isinstance(item, vim.TraversalSpec):
            if item.name:
                found[item.name] = item
            waiting.extend(item.select_set)
    return found


def _resolve(
    selection: vim.SelectionSpec, named: dict[str, vim.TraversalSpec]
) -> vim.TraversalSpec:
    """Return the traversal that a selection is, or that it names."""
    if isinstance(selection, vim.TraversalSpec):
        return selection
    try:
        return named[selection.name or ""]
    except KeyError:
        raise faults.invalid_argument(
            "selectSet", f"No traversal is named {selection.name}."
        ) from None


def _follow(inventory: Inventory, ref: Ref, path: str) -> list[Ref]:
    """Return the references that a property holds."""
    subject = inventory.find(ref)
    if subject is None:
        return []
    value = inventory.read(ref, subject, path)
    if isinstance(value, vim.ManagedObjectReference):
        return [value]
    return [item for item in value or [] if isinstance(item, vim.ManagedObjectReference)]


def properties_of(
    inventory: Inventory, ref: Ref, subject: Any, specs: list[vim.PropertySpec]
) -> tuple[dict[str, Any], list[vim.MissingProperty]]:
    """Return the values of the properties asked for, and those that may not be read.

    Raises:
        Refused: InvalidProperty.
    """
    values: dict[str, Any] = {}
    missing: list[vim.MissingProperty] = []
    for spec in specs:
        for path in inventory.paths(ref) if spec.all else spec.path_set:
            try:
                value = inventory.read(ref, subject, path)
            except Refused as refusal:
                if isinstance(refusal.fault, vim.InvalidProperty):
                    raise
                missing.append(vim.MissingProperty(path=path, fault=refusal.localized()))
                continue
            if value is not None:
                values[path] = value
    return values, missing
