"""`Scope`: where objects are looked for, and where each of them is.

`OneHost` is the scope of a connection to a host. Below a folder, a datacenter or a cluster of a
vCenter there are many hosts; nobody above asks which kind of scope it is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Protocol

from aioesx import vim
from aioesx._server.place import Place
from aioesx._server.traversal import from_host, object_spec

__all__ = ["OneHost", "Scope"]

Ref = vim.ManagedObjectReference


class Scope(Protocol):
    """Where objects are."""

    def objects(self, type_: str) -> Sequence[vim.ObjectSpec]:
        """Return where a read of all objects of a type begins: one read, however many hosts."""
        ...

    async def place_of(self, ref: Ref) -> Place:
        """Return the surroundings of an object: its host, datacenter, pool."""
        ...

    @property
    def home(self) -> Place:
        """Where new things are put, unless somebody says otherwise."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class OneHost:
    """The scope of one host.

    Attributes:
        home: the host's surroundings, which are those of every object on it.
    """

    home: Place

    def objects(self, type_: str) -> Sequence[vim.ObjectSpec]:
        """Begin at the host."""
        if type_ == self.home.host.type:
            return [object_spec(self.home.host)]
        return [object_spec(self.home.host, from_host(type_))]

    async def place_of(self, ref: Ref) -> Place:
        """Return the host's surroundings, without a call."""
        del ref
        return self.home
