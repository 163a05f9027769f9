"""Every machine of the connection, in one read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from aioesx._server.collector import ObjectProperties, read_many
from aioesx._server.server import Server

__all__ = ["MACHINE", "read_machines"]

MACHINE: Final = "VirtualMachine"


async def read_machines(server: Server, paths: Iterable[str]) -> list[ObjectProperties]:
    """Read properties of every machine, in the host's order; one call per page."""
    return await read_many(server.session, server.scope.objects(MACHINE), {MACHINE: tuple(paths)})
