"""A machine becomes a package: an OVF directory or an OVA file."""

from __future__ import annotations

from pathlib import Path

from aioesx._server.moving import Exported
from aioesx.export.leaving import Leaving

__all__ = ["to_package"]


async def to_package(leaving: Leaving, target: Path) -> Exported:
    """Export into a package."""
    raise NotImplementedError
