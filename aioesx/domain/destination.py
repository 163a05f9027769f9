"""Where a domain is to go: a connection, a host, the name of one, or a URI."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

from aioesx import vim
from aioesx._server.bound import Bound
from aioesx._server.place import Place, read_place
from aioesx._server.scope import Below
from aioesx._server.server import Opened, Server
from aioesx.errors import NotSupportedError

__all__ = [
    "Destination",
    "HostLike",
    "Target",
    "is_host",
    "place_of_target",
    "reached",
    "target_of",
    "whole_vcenter",
]

Ref = vim.ManagedObjectReference


class HostLike(Protocol):
    """A host of a connection."""

    @property
    def ref(self) -> Ref:
        """Its reference."""
        ...

    @property
    def _server(self) -> Server: ...


Target = Opened | HostLike | str
Destination = Target | Bound
"""A connection, a host of this vCenter or one of a list of them, the name of one, or a URI."""


def target_of(destination: Any) -> Target:
    """Return a destination; that of a list is the host beside it.

    Raises:
        TypeError: it is none.
    """
    found = destination._beside("host") if isinstance(destination, Bound) else destination
    host = getattr(found, "ref", None)
    if isinstance(found, str) or (host is None and isinstance(found, Opened)):
        return found
    if getattr(host, "type", "") == "HostSystem" and isinstance(found, Opened):
        return found
    kind = type(destination).__name__
    raise TypeError(f"a connection, a host, its name or a URI is a destination, and no {kind}")


@asynccontextmanager
async def reached(server: Server, destination: Target) -> AsyncIterator[Target]:
    """Open the connection that a URI names, for as long as it is needed."""
    if isinstance(destination, str) and "://" in destination:
        async with server.open_other(destination) as other:
            yield other
    else:
        yield destination


def is_host(destination: Opened | HostLike) -> bool:
    """Tell a host from a connection."""
    return hasattr(destination, "ref")


def whole_vcenter(vcenter: Server) -> Below:
    """Return the scope of all hosts of a vCenter."""
    session = vcenter.session
    return Below(session, session.content.root_folder, f"the vCenter {session.where}")


async def place_of_target(vcenter: Server, destination: Target) -> Place:
    """Return the host that is meant, as the vCenter knows it."""
    if isinstance(destination, str):
        return await whole_vcenter(vcenter).place_at(destination)
    other = destination._server
    other.session.require_changes("MigrateVM_Task")
    there = other.require_vcenter(f"migration to {other.session.where}")
    if not _is_one(vcenter, there):
        raise NotSupportedError(
            "",
            "source and destination have to refer to the same vCenter, and not to"
            f" {vcenter.session.where} and {there.session.where}",
        )
    ref = getattr(destination, "ref", None)
    if ref is not None and other is there:
        return await read_place(vcenter.session, ref)
    scope = there.scope
    places = await scope.places()
    if len(places) != 1:
        what = f"the destination, {scope.name}, has {len(places)} hosts"
        raise NotSupportedError("", f"{what}: name one of them, or connect to it by its path")
    return places[0]


def _is_one(vcenter: Server, other: Server) -> bool:
    """Tell whether two sessions are with one vCenter: by its own word, else by its address."""
    ours, theirs = (each.session.content.about.instance_uuid for each in (vcenter, other))
    if ours and theirs:
        return ours == theirs
    return vcenter.session.where == other.session.where
