"""`ExportMover`: what `Domain.export` and its like come to; each loads what it needs."""

from __future__ import annotations

from pathlib import Path

from aioesx._server.moving import (
    Copied,
    CopyOptions,
    Exported,
    ExportOptions,
    ExportPlan,
    ExportTarget,
    ImportOptions,
)
from aioesx._server.server import Machine, Server

__all__ = ["ExportMover"]


class ExportMover:
    """A `Mover`: exports, copies and imports machines."""

    async def plan(
        self, machine: Machine, target: ExportTarget, options: ExportOptions
    ) -> ExportPlan:
        """Tell what an export would do."""
        from aioesx.export.before.planning import plan

        return await plan(machine, target, options)

    async def export(
        self, machine: Machine, target: ExportTarget, options: ExportOptions
    ) -> Exported:
        """Export a machine, cold or warm."""
        if options.warm is not None:
            from aioesx.export.warm.exporting import export_warm

            return await export_warm(machine, target, options)
        from aioesx.export.exporting import export

        return await export(machine, target, options)

    async def copy(self, machine: Machine, there: Server, options: CopyOptions) -> Copied:
        """Copy a machine to another host."""
        from aioesx.export.arrival.copying import copy

        return await copy(machine, there, options)

    async def import_from(
        self, source: str | Path, there: Server, options: ImportOptions
    ) -> Copied:
        """Make a machine of a package or of disk images."""
        from aioesx.export.arrival.importing import import_from

        return await import_from(source, there, options)
