"""A machine is copied to another host."""

from __future__ import annotations

from aioesx._server.moving import Copied, CopyOptions
from aioesx._server.server import Machine, Server

__all__ = ["copy"]


async def copy(machine: Machine, there: Server, options: CopyOptions) -> Copied:
    """Copy a machine to another host."""
    raise NotImplementedError
