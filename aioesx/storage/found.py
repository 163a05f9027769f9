"""What was found in a pool: a file or a LUN, as its host told of it."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from aioesx.storage.values import VolumeFormat, VolumeType

__all__ = ["Found"]


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A virtual disk, an image or a LUN. Sizes are bytes; None where the host does not tell.

    Attributes:
        name: of a file its path in the datastore, of a LUN its device's name.
        format: how a file is written; None for a LUN.
        capacity: bytes that it holds.
        allocation: bytes that it takes.
        thin: whether a disk takes its room when it is written.
        modified: when it was last written.
        key: of a LUN, what libvirt knows it by.
        device: of a LUN, the path of its device.
    """

    name: str
    format: VolumeFormat | None
    capacity: int | None
    allocation: int | None
    thin: bool | None = None
    modified: datetime | None = None
    key: str | None = None
    device: str | None = None

    @property
    def type(self) -> VolumeType:
        """What it is."""
        return VolumeType.BLOCK if self.format is None else VolumeType.FILE
