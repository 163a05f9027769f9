"""Storage: pools, volumes, files, and where the room went."""

from __future__ import annotations

from aioesx.storage.images import Image
from aioesx.storage.machine_files import SnapshotGrowth
from aioesx.storage.orphans import Orphan, Orphans
from aioesx.storage.overview import Storage
from aioesx.storage.space import DomainSpace, PoolSpace

__all__ = [
    "DomainSpace",
    "Image",
    "Orphan",
    "Orphans",
    "PoolSpace",
    "SnapshotGrowth",
    "Storage",
]
