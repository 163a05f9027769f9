"""What is in a request, held against what the API says of it: references and their types.

A handler is given references of the types that it expects, so that it can take what they
name for what it is. A value of a wrong scalar type does not get so far: `_soap` refuses it.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aioesx import vim
from aioesx.simulator._references import REFERENCES

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["References", "references_in"]

_REFERRING: Final = frozenset({"ManagedObjectReference", "xsd:anyType"})


@dataclass(slots=True)
class References:
    """What there is to be said of the references in a request.

    Attributes:
        misdirected: path of the first one that names an object of another type than it has to.
        untyped: whether one says no type.
    """

    misdirected: str = ""
    untyped: bool = False


def references_in(method: vim.DataObject) -> References:
    """Look at all references in a method."""
    found = References()
    _look(method, "", found)
    return found


def _look(value: vim.DataObject, path: str, found: References) -> None:
    for wire, slot, managed_type in _places(type(value)):
        try:
            held = slot(value)
        except AttributeError:  # never set
            continue
        for item in held if isinstance(held, list) else (held,):
            if isinstance(item, vim.ManagedObjectReference):
                bases = vim.managed_bases(item.type)
                if not item.type:
                    found.untyped = True
                elif managed_type and managed_type not in bases and not found.misdirected:
                    found.misdirected = f"{path}{wire}"
            elif isinstance(item, vim.DataObject):
                _look(item, f"{path}{wire}.", found)


class _Place(NamedTuple):
    """A field in which a reference may be."""

    wire: str
    slot: Callable[[Any], Any]
    managed_type: str


@functools.lru_cache(maxsize=4096)
def _places(cls: type[vim.DataObject]) -> tuple[_Place, ...]:
    """Return the fields of a class in which a reference may be."""
    declared: dict[str, str] = {}
    for lineage in cls.wire_lineage():
        facts = (fact.partition(":") for fact in REFERENCES.get(lineage, "").split())
        declared.update({wire: managed_type for wire, _, managed_type in facts})
    found = []
    for name, field in cls.wire_fields.items():
        inner = vim.types_by_name(field.type)
        nested = inner is not None and issubclass(inner, vim.DataObject)
        if nested or field.type in _REFERRING:
            slot = getattr(cls, name).__get__
            found.append(_Place(field.wire, slot, declared.get(field.wire, "")))
    return tuple(found)
