"""Storage: disks read through their chains."""

from __future__ import annotations

from aioesx.storage.reading import ByteSource, DiskRange, DiskReader

__all__ = ["ByteSource", "DiskRange", "DiskReader"]
