"""What was named does not exist, or is not one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from aioesx.errors._base import EsxError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

__all__ = [
    "AmbiguousNameError",
    "Bearer",
    "LookupFailedError",
    "NoSuchDomainError",
    "NoSuchInterfaceError",
    "NoSuchNetworkError",
    "NoSuchPoolError",
    "NoSuchSnapshotError",
    "NoSuchVolumeError",
]


class LookupFailedError(EsxError, LookupError):
    """What was named does not exist.

    Attributes:
        what: how it was named, for people.
        kind: what was looked for: `noun`, unless it is said.
        name: the name that was looked for, or None.
        id: the UUID, number or reference that was looked for, as text, or None.
    """

    noun: ClassVar[str] = "object"

    def __init__(
        self,
        what: str,
        *,
        kind: str | None = None,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - as all errors call it
    ) -> None:
        super().__init__(f"{self.noun} not found: {what}")
        self.what = what
        self.about(kind or self.noun, name, id)


class Bearer(NamedTuple):
    """One of several things that bear a name, by what tells it from the others.

    Attributes:
        ref: the value of its reference, such as ``"vm-42"``.
        id: a domain's number, while it is not shut off.
        uuid: its UUID, or None.
        created: when it was made, or None.
        path: where it is in a vCenter's inventory, or None.
    """

    ref: str
    id: int | None = None
    uuid: UUID | None = None
    created: datetime | None = None
    path: str | None = None

    def __str__(self) -> str:
        told = [self.ref]
        if self.path is not None:
            told.append(self.path)
        if self.uuid is not None:
            told.append(f"UUID {self.uuid}")
        if self.id is not None:
            told.append(f"id {self.id}")
        if self.created is not None:
            told.append(f"of {self.created.astimezone():%Y-%m-%d %H:%M:%S %z}")
        return ", ".join(told)


class AmbiguousNameError(LookupFailedError):
    """Several things bear what was named, and nothing was done to any of them.

    Attributes:
        what: the name, UUID or id.
        kind: what they are, such as ``"domain"``.
        bearers: all of them.
    """

    def __init__(
        self,
        what: str,
        *,
        kind: str = "object",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - as all errors call it
        bearers: Sequence[Bearer] = (),
    ) -> None:
        super().__init__(what, kind=kind, name=name, id=id)
        self.bearers = tuple(bearers)
        each = "; ".join(map(str, bearers))
        self.args = (f"{len(bearers)} {kind}s bear '{what}': {each}",)


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
