"""The tables of what a vCenter says of its own objects, and what their rows share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aioesx.simulator.properties.view import Tables
    from aioesx.simulator.vcenter.state import VCenter
    from aioesx.simulator.vcenter.tree import Entity
    from aioesx.vim import ManagedObjectReference as Ref

__all__ = ["TABLES", "parent", "refs"]

TABLES: Final[Tables] = {}
"""Per managed type, what is not read from a host."""


def refs(vcenter: VCenter, things: Iterable[Any]) -> list[Ref]:
    """Return the references of state objects, each once."""
    return list(dict.fromkeys(vcenter.ref(thing) for thing in things))


def parent(entity: Entity) -> Ref | None:
    """Return the reference of what an entity is in."""
    return None if entity.parent is None else entity.host.ref(entity.parent)
