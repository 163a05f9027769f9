"""Which objects a filter selects, and which of their properties.

All of it is done step by step, in generators, so that a large read can be interrupted for
others; `Budget` bounds what one request may ask for. The walk goes breadth first from the
object sets through the traversals; an object is reported once, in the order it was first met.
A traversal is followed once per object, so a cycle ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from aioesx.simulator.inventory import Inventory

__all__ = ["MOST_STEPS", "Budget", "Selected", "properties_of", "read_properties", "select"]

MOST_STEPS = 200_000
"""Objects followed and properties read for one request."""

Selected = tuple[Ref, Any, list[vim.PropertySpec]]
"""Reference, state object, what is wanted of it."""


class Budget:
    """How much one request may ask for: `MOST_STEPS` to begin with."""

    def __init__(self) -> None:
        self._left = MOST_STEPS

    def spend(self) -> None:
        """Take note of a step.

        Raises:
            Refused: InvalidArgument: there were too many.
        """
        self._left -= 1
        if self._left < 0:
            raise faults.invalid_argument("specSet")


def select(
    inventory: Inventory, spec: vim.PropertyFilterSpec, budget: Budget | None = None
) -> Iterator[Selected | None]:
    """Yield what a filter selects, and None for each step on the way.

    Raises:
        Refused: ManagedObjectNotFound, InvalidType, InvalidProperty, InvalidArgument.
    """
    for property_spec in spec.prop_set:
        if property_spec.type not in vim.PROPERTIES:
            raise faults.invalid_type(property_spec.type)
    seen: set[Ref] = set()
    for ref in _walk(inventory, spec, budget or Budget()):
        if ref is None or ref in seen:
            yield None
            continue
        seen.add(ref)
        specs = _specs_for(ref.type, spec.prop_set)
        subject = inventory.find(ref) if specs else None
        yield (ref, subject, specs) if subject is not None else None


def _specs_for(managed_type: str, specs: list[vim.PropertySpec]) -> list[vim.PropertySpec]:
    """Return every property spec that fits a type: what they ask for is united."""
    bases = vim.managed_bases(managed_type)
    return [spec for spec in specs if spec.type in bases]


def _walk(
    inventory: Inventory, spec: vim.PropertyFilterSpec, budget: Budget
) -> Iterator[Ref | None]:
    """Yield the references that the object sets lead to; some may come more than once."""
    for object_spec in spec.object_set:
        named = _named(object_spec.select_set)
        inventory.get(object_spec.obj)
        waiting: list[tuple[Ref, list[vim.SelectionSpec]]] = []
        done: set[tuple[Ref, int]] = set()
        if not object_spec.skip:
            yield object_spec.obj
        waiting.append((object_spec.obj, object_spec.select_set))
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
                    budget.spend()
                    yield None if traversal.skip else child
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
    try:
        value = inventory.read(ref, subject, path)
    except Refused as refusal:
        if isinstance(refusal.fault, vim.NoPermission):  # the way is not shown
            return []
        raise
    if isinstance(value, vim.ManagedObjectReference):
        return [value] if inventory.shows(inventory.find(value)) else []
    return [item for item in value or [] if isinstance(item, vim.ManagedObjectReference)]


def read_properties(
    inventory: Inventory,
    ref: Ref,
    subject: Any,
    specs: list[vim.PropertySpec],
    budget: Budget | None = None,
) -> Generator[None, None, tuple[dict[str, Any], list[vim.MissingProperty]]]:
    """Read one property after the other; return their values, and those that may not be read.

    Raises:
        Refused: InvalidProperty.
    """
    budget = budget or Budget()
    wanted = [inventory.paths(ref) if spec.all else spec.path_set for spec in specs]
    values: dict[str, Any] = {}
    missing: list[vim.MissingProperty] = []
    for path in dict.fromkeys(path for paths in wanted for path in paths):
        budget.spend()
        yield
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


def properties_of(
    inventory: Inventory, ref: Ref, subject: Any, specs: list[vim.PropertySpec]
) -> tuple[dict[str, Any], list[vim.MissingProperty]]:
    """Return the values of the properties asked for, and those that may not be read.

    Raises:
        Refused: InvalidProperty.
    """
    reading = read_properties(inventory, ref, subject, specs)
    while True:
        try:
            next(reading)
        except StopIteration as read:
            found: tuple[dict[str, Any], list[vim.MissingProperty]] = read.value
            return found
