"""What is told about pools and volumes: plain values. Sizes are bytes; None is what is not told."""

from __future__ import annotations

import dataclasses
import enum

__all__ = [
    "DiskAdapter",
    "DiskKind",
    "PoolInfo",
    "PoolKind",
    "PoolMaintenance",
    "PoolMount",
    "PoolState",
    "VolumeFormat",
    "VolumeInfo",
    "VolumeType",
]


class PoolKind(enum.StrEnum):
    """libvirt's word for what a pool is made of."""

    FS = "fs"
    """A VMFS."""
    NETFS = "netfs"
    """A directory that another machine exports, by NFS or CIFS."""
    DIR = "dir"
    """A directory of the host; and vSAN, vVol and whatever else libvirt has no word for."""
    ISCSI = "iscsi"
    """An iSCSI target; its volumes are LUNs."""


class PoolState(enum.StrEnum):
    """virsh's word for the state of a pool; ``"unknown"`` where the host does not tell."""

    RUNNING = "running"
    INACCESSIBLE = "inaccessible"
    UNKNOWN = "unknown"


class PoolMaintenance(enum.StrEnum):
    """Whether a vCenter is clearing a datastore, or has cleared it."""

    NORMAL = "normal"
    ENTERING = "entering maintenance"
    IN_MAINTENANCE = "in maintenance"


class VolumeType(enum.StrEnum):
    """libvirt's word for what a volume is."""

    FILE = "file"
    BLOCK = "block"


class VolumeFormat(enum.StrEnum):
    """libvirt's word for how a file is written."""

    VMDK = "vmdk"
    """A virtual disk: its descriptor and all that belongs to it."""
    ISO = "iso"
    """An image of a CD."""
    RAW = "raw"
    """An image of a floppy disk."""


class DiskKind(enum.StrEnum):
    """How a virtual disk takes its room."""

    THIN = "thin"
    """When it is written."""
    PREALLOCATED = "preallocated"
    """All of it at once, zeroed when it is first written."""
    EAGER = "eager"
    """All of it at once, zeroed at once."""


class DiskAdapter(enum.StrEnum):
    """The controller that a virtual disk is made for; its machine may give it another."""

    LSILOGIC = "lsilogic"
    BUSLOGIC = "buslogic"
    IDE = "ide"


@dataclasses.dataclass(frozen=True, slots=True)
class PoolInfo:
    """The state of a pool, and its room; of a pool that cannot be got at there is none to tell.

    Attributes:
        state: at the moment of reading.
        capacity: bytes in all.
        allocation: bytes that are taken.
        available: bytes that are left.
    """

    state: PoolState
    capacity: int | None
    allocation: int | None
    available: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class PoolMount:
    """A host that has a pool.

    Attributes:
        host: what the server calls it; its reference, as ``"<host-9>"``, where that is not known.
        path: where, in the host's own file system; None where that is not told.
        accessible: whether the host can get at it.
        writable: whether the host may write to it.
    """

    host: str
    path: str | None
    accessible: bool | None
    writable: bool


@dataclasses.dataclass(frozen=True, slots=True)
class VolumeInfo:
    """What a volume is, and its room.

    Attributes:
        type: a file, or a block device.
        capacity: bytes that it holds.
        allocation: bytes that it takes.
    """

    type: VolumeType
    capacity: int | None
    allocation: int | None
