"""What was named does not exist."""

from __future__ import annotations

from typing import ClassVar

from aioesx.errors._base import EsxError

__all__ = [
    "LookupFailedError",
    "NoSuchDomainError",
    "NoSuchInterfaceError",
    "NoSuchNetworkError",
    "NoSuchPoolError",
    "NoSuchSnapshotError",
    "NoSuchVolumeError",
]


class LookupFailedError(EsxError, LookupError):
    """What was named does not exist."""

    noun: ClassVar[str] = "object"

    def __init__(self, what: str) -> None:
        super().__init__(f"{self.noun} not found: {what}")
        self.what = what


class NoSuchDomainError(LookupFailedError):
    """No domain has this name, UUID or id."""

    noun = "domain"


class NoSuchSnapshotError(LookupFailedError):
    """The domain has no such snapshot."""

    noun = "snapshot"


class NoSuchPoolError(LookupFailedError):
    """No storage pool has this name or UUID."""

    noun = "storage pool"


class NoSuchVolumeError(LookupFailedError):
    """No storage volume has this name, key or path."""

    noun = "storage volume"


class NoSuchNetworkError(LookupFailedError):
    """No network has this name or UUID."""

    noun = "network"


class NoSuchInterfaceError(LookupFailedError):
    """No physical interface has this name or MAC address."""

    noun = "interface"
