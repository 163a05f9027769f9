"""A machine leaves: plan, disks, proof, documents, record."""

from __future__ import annotations

from aioesx._server.moving import Exported, ExportOptions, ExportTarget
from aioesx._server.server import Machine

__all__ = ["export"]


async def export(machine: Machine, target: ExportTarget, options: ExportOptions) -> Exported:
    """Export a machine."""
    raise NotImplementedError
