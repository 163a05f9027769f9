"""Storage: pools, which are datastores and iSCSI targets, and the volumes in them.

`pools` and `volumes` find them, `pool` and `volume` have the verbs, `values` what is told about
them. What a pool is made of is behind one face (`backing`): `datastore`, with the searches of
`search` and the tasks of `changes` and `growing`, or `iscsi`.
"""

from __future__ import annotations

from aioesx.storage.pool import Pool
from aioesx.storage.pools import Pools, PoolSummary
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
    "DiskAdapter",
    "DiskKind",
    "Pool",
    "PoolInfo",
    "PoolKind",
    "PoolMaintenance",
    "PoolMount",
    "PoolState",
    "PoolSummary",
    "Pools",
    "Volume",
    "VolumeFormat",
    "VolumeInfo",
    "VolumeSummary",
    "VolumeType",
    "Volumes",
]
