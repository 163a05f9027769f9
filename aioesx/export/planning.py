"""What an export would do, and what is in its way: one read, and no byte of a disk."""

from __future__ import annotations

from aioesx._server.moving import ExportOptions, ExportPlan, ExportTarget
from aioesx._server.server import Machine

__all__ = ["plan"]


async def plan(machine: Machine, target: ExportTarget, options: ExportOptions) -> ExportPlan:
    """Tell what an export would do."""
    raise NotImplementedError
