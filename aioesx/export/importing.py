"""A machine is made of a package, or of disk images."""

from __future__ import annotations

from pathlib import Path

from aioesx._server.moving import Copied, ImportOptions
from aioesx._server.server import Server

__all__ = ["import_from"]


async def import_from(source: str | Path, there: Server, options: ImportOptions) -> Copied:
    """Make a machine of what was exported."""
    raise NotImplementedError
