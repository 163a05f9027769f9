"""Every domain of the connection, or of one host, in one read."""

from __future__ import annotations

from collections.abc import Iterable

from aioesx import vim
from aioesx._server.collector import ObjectProperties, read_many
from aioesx._server.machines import MACHINE, read_machines
from aioesx._server.server import Server
from aioesx._server.traversal import from_host, object_spec
from aioesx.domain.identity import IDENTITY_PATHS

__all__ = ["read_domains", "read_domains_on"]


async def read_domains(
    server: Server, paths: Iterable[str] = IDENTITY_PATHS
) -> list[ObjectProperties]:
    """Read properties of every domain, in the host's order; one call per page."""
    return await read_machines(server, paths)


async def read_domains_on(
    server: Server, host: vim.ManagedObjectReference, paths: Iterable[str] = IDENTITY_PATHS
) -> list[ObjectProperties]:
    """Read properties of every domain on one host, whatever the scope."""
    objects = [object_spec(host, from_host(MACHINE))]
    return await read_many(server.session, objects, {MACHINE: tuple(paths)})
