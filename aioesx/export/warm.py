"""A machine leaves while it runs, and what changed meanwhile follows."""

from __future__ import annotations

from aioesx._server.moving import Exported, ExportOptions, ExportTarget
from aioesx._server.server import Machine

__all__ = ["export_warm"]


async def export_warm(machine: Machine, target: ExportTarget, options: ExportOptions) -> Exported:
    """Export a machine that runs on meanwhile."""
    raise NotImplementedError
