"""Storage: pools, which are datastores and iSCSI targets, the volumes in them, and reports.

`pools` and `volumes` find them, `pool` and `volume` have the verbs, `values` what is told about
them. What a pool is made of is behind one face (`backing`): `datastore`, with the searches of
`search` and the tasks of `changes` and `growing`, or `iscsi`. `overview` has what people script:
where the room went (`space`), what is left over (`orphans`), which images there are (`images`),
all of what `machine_files` tells of machines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import _lazy

if TYPE_CHECKING:
    from aioesx.storage.entries import FileEntry, FileKind
    from aioesx.storage.files import Files, OpenFile, Transferred
    from aioesx.storage.images import Image
    from aioesx.storage.machine_files import SnapshotGrowth
    from aioesx.storage.orphans import Orphan, Orphans
    from aioesx.storage.overview import Storage
    from aioesx.storage.pool import Pool
    from aioesx.storage.pools import Pools, PoolSummary
    from aioesx.storage.reading import ByteSource, DiskRange, DiskReader
    from aioesx.storage.space import DomainSpace, PoolSpace
    from aioesx.storage.values import (
        DiskAdapter,
        DiskKind,
        PoolInfo,
        PoolKind,
        PoolMaintenance,
        PoolMount,
        PoolState,
        VolumeFormat,
        VolumeInfo,
        VolumeType,
    )
    from aioesx.storage.volume import Volume
    from aioesx.storage.volumes import Volumes, VolumeSummary

__all__ = [
    "ByteSource",
    "DiskAdapter",
    "DiskKind",
    "DiskRange",
    "DiskReader",
    "DomainSpace",
    "FileEntry",
    "FileKind",
    "Files",
    "Image",
    "OpenFile",
    "Orphan",
    "Orphans",
    "Pool",
    "PoolInfo",
    "PoolKind",
    "PoolMaintenance",
    "PoolMount",
    "PoolSpace",
    "PoolState",
    "PoolSummary",
    "Pools",
    "SnapshotGrowth",
    "Storage",
    "Transferred",
    "Volume",
    "VolumeFormat",
    "VolumeInfo",
    "VolumeSummary",
    "VolumeType",
    "Volumes",
]

if not TYPE_CHECKING:  # else every misspelt name would be Any
    __getattr__, __dir__ = _lazy.loader(
        __name__,
        {
            "aioesx.storage.entries": "FileEntry FileKind",
            "aioesx.storage.files": "Files OpenFile Transferred",
            "aioesx.storage.images": "Image",
            "aioesx.storage.machine_files": "SnapshotGrowth",
            "aioesx.storage.orphans": "Orphan Orphans",
            "aioesx.storage.overview": "Storage",
            "aioesx.storage.pool": "Pool",
            "aioesx.storage.pools": "PoolSummary Pools",
            "aioesx.storage.reading": "ByteSource DiskRange DiskReader",
            "aioesx.storage.space": "DomainSpace PoolSpace",
            "aioesx.storage.values": """
                DiskAdapter DiskKind PoolInfo PoolKind PoolMaintenance PoolMount
                PoolState VolumeFormat VolumeInfo VolumeType
            """,
            "aioesx.storage.volume": "Volume",
            "aioesx.storage.volumes": "VolumeSummary Volumes",
        },
    )
