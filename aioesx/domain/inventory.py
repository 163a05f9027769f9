"""Every domain of the connection, in one read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from aioesx._server.collector import ObjectProperties, read_many
from aioesx._server.server import Server
from aioesx.domain.identity import IDENTITY_PATHS

__all__ = ["read_domains"]

_MACHINE: Final = "VirtualMachine"


async def read_domains(
    server: Server, paths: Iterable[str] = IDENTITY_PATHS
) -> list[ObjectProperties]:
    """Read properties of every domain, in the host's order; one call per page."""
    return await read_many(server.session, server.scope.objects(_MACHINE), {_MACHINE: tuple(paths)})
