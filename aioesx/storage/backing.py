"""What a pool is made of, a datastore or an iSCSI target, behind one face."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from aioesx.storage.found import Found
from aioesx.storage.values import PoolInfo, PoolKind, PoolMount

if TYPE_CHECKING:  # documents are loaded by those who use them
    from aioesx.definition.pool import PoolDefinition

__all__ = ["Backing"]


class Backing(Protocol):
    """A datastore, or an iSCSI target."""

    @property
    def name(self) -> str:
        """The pool's name."""
        ...

    @property
    def kind(self) -> PoolKind:
        """Libvirt's word for it."""
        ...

    @property
    def uuid(self) -> UUID | None:
        """The pool's UUID, as libvirt makes it; None where it cannot be told."""
        ...

    @property
    def identity(self) -> tuple[str, str]:
        """What tells it from others: a kind of thing, and the value of its reference or name."""
        ...

    async def info(self) -> PoolInfo:
        """Read state and room."""
        ...

    async def definition(self) -> PoolDefinition:
        """Read what its XML says."""
        ...

    async def mounts(self) -> list[PoolMount]:
        """Read which hosts have it."""
        ...

    async def refresh(self) -> None:
        """Have the host look again."""
        ...

    def path(self, name: str) -> str:
        """Return the path of a volume, as libvirt has it."""
        ...

    async def list_volumes(self) -> Sequence[Found]:
        """Find what is in it."""
        ...

    async def find_volume(self, name: str) -> Found | None:
        """Find one thing in it."""
        ...

    async def key(self, found: Found) -> str:
        """Tell what libvirt knows a volume by."""
        ...
