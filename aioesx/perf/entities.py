"""What is measured: things that are handed in, or all of a kind, in one read of their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, Protocol

from aioesx import vim
from aioesx._server.collector import read_many
from aioesx._server.names import called
from aioesx._server.server import Server
from aioesx._words import one_of

__all__ = ["KINDS", "Entities", "Target", "kind_of", "read_targets", "targets_of"]

Ref = vim.ManagedObjectReference

KINDS: Final = {
    "domain": "VirtualMachine",
    "host": "HostSystem",
    "pool": "Datastore",
    "resource-pool": "ResourcePool",
    "cluster": "ClusterComputeResource",
    "datacenter": "Datacenter",
}
"""Words for all things of a kind, and the type that they are of."""

_BESIDE: Final = ("domain", "host")
"""Where a summary has the thing that it is of."""


class Referring(Protocol):
    """A domain, a host, or what else has a reference."""

    @property
    def ref(self) -> Ref: ...


class OfDomain(Protocol):
    """A summary with the domain beside it."""

    @property
    def domain(self) -> Referring: ...


class OfHost(Protocol):
    """A summary with the host beside it."""

    @property
    def host(self) -> Referring: ...


Entity = Ref | Referring | OfDomain | OfHost
Entities = str | Entity | Iterable[object]
"""A word of `KINDS`; a domain, a host, a reference, a summary of a list; or several of those."""


class Target(NamedTuple):
    """A thing that is measured.

    Attributes:
        ref: its reference.
        name: its name, where it is known.
    """

    ref: Ref
    name: str | None


def kind_of(entities: Entities) -> str | None:
    """Return the word that entities are, if they are a word.

    Raises:
        ValueError: there is no such kind.
    """
    return one_of(entities, KINDS, what="kind of objects") if isinstance(entities, str) else None


async def read_targets(server: Server, kind: str) -> list[Target]:
    """Read all things of a kind that a connection is over, with their names, in one read."""
    type_ = KINDS[kind]
    found = await read_many(server.session, server.scope.objects(type_), {type_: ("name",)})
    return [Target(each.ref, called(each.values)) for each in found]


def targets_of(entities: Entities) -> list[Target]:
    """Return things that are handed in, each once, in their order.

    Raises:
        TypeError: one has no reference.
        ValueError: there are none.
    """
    several: Sequence[object]
    if isinstance(entities, str):
        raise TypeError(f"{entities!r} is no thing with a reference")
    if isinstance(entities, vim.ManagedObjectReference) or not isinstance(entities, Iterable):
        several = [entities]
    else:
        several = list(entities)
    if not several:
        raise ValueError("nothing is named to measure")
    return list({target.ref: target for target in map(_target, several)}.values())


def _target(entity: object) -> Target:
    if isinstance(entity, vim.ManagedObjectReference):
        return Target(entity, None)
    name = getattr(entity, "name", None)
    for thing in (entity, *(getattr(entity, beside, None) for beside in _BESIDE)):
        ref = getattr(thing, "ref", None)
        if isinstance(ref, vim.ManagedObjectReference):
            return Target(ref, name if isinstance(name, str) else None)
    raise TypeError(f"{entity!r} is no thing with a reference, and no list of such")
