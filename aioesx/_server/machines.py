"""Every machine of a scope, or of one host, in one read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from aioesx import vim
from aioesx._server.collector import ObjectProperties, read_many
from aioesx._server.server import Server
from aioesx._server.traversal import from_host, object_spec

__all__ = ["read_machines", "read_machines_on"]

_MACHINE: Final = "VirtualMachine"


async def read_machines(server: Server, paths: Iterable[str]) -> list[ObjectProperties]:
    """Read properties of every machine, in the server's order; one call per page."""
    return await read_many(server.session, server.scope.objects(_MACHINE), {_MACHINE: tuple(paths)})


async def read_machines_on(
    server: Server, host: vim.ManagedObjectReference, paths: Iterable[str]
) -> list[ObjectProperties]:
    """Read properties of every machine on one host, whatever the scope."""
    objects = [object_spec(host, from_host(_MACHINE))]
    return await read_many(server.session, objects, {_MACHINE: tuple(paths)})
