"""A machine leaves as of a snapshot that stands as long as its disks are on their way (way C)."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import anyio

from aioesx import vim
from aioesx._session.operation import add_fate
from aioesx.errors import EsxError, TransferError
from aioesx.export.keeping import Keeper
from aioesx.export.leaving import Leaving
from aioesx.export.packages.packing import Packing
from aioesx.export.sources.left_snapshots import forget_mark, note_mark
from aioesx.export.warm.snapshots import MoveSnapshots

__all__ = ["AtSnapshot", "PackingAtSnapshot"]

_log = logging.getLogger("aioesx.export")


class AtSnapshot(Leaving):
    """A machine that leaves as it is at one moment, and runs on."""

    _snapshot: vim.ManagedObjectReference | None = None

    @asynccontextmanager
    async def standing(self) -> AsyncIterator[None]:
        """Take a snapshot, and remove it, whatever happens; what is left of it is warned of.

        Raises:
            FaultError: the host takes none.
        """
        mark = uuid4()
        snapshots = MoveSnapshots(
            self.server, self.machine.ref, self.plan.domain, mark, purpose="export"
        )
        note_mark(self.record, mark)
        if self.ledger is not None:  # before there may be one
            await self.ledger.write()
        try:
            self._snapshot = await snapshots.take("first")
            yield
        except BaseException as error:
            left = await self._removed(snapshots, mark)
            if left and isinstance(error, EsxError):
                add_fate(error, left)
            raise
        await self._removed(snapshots, mark)

    async def _removed(self, snapshots: MoveSnapshots, mark: UUID) -> str:
        """Remove the snapshot; returns what is left of it, or ""."""
        left = ""
        with anyio.move_on_after(self.server.session.seconds.undo, shield=True) as scope:
            left = await snapshots.remove("first")
        if scope.cancelled_caught:
            left = f"the snapshot of '{self.plan.domain}' is still being removed"
        if left:
            _log.warning("%s", left)
            self.telling.note("snapshot", left, logged=True)
        else:
            forget_mark(self.record, mark)
        if self.ledger is not None:
            with anyio.CancelScope(shield=True):
                await self._noted(self.ledger)
        return left

    async def _noted(self, ledger: Keeper) -> None:
        """Write the record; that it could not be is said by what ended the export, or ends it."""
        try:
            await ledger.write()
        except TransferError as error:
            _log.debug("what has become of the snapshot is not noted: %s", error)

    def lease_method(self) -> vim.Method[vim.ManagedObjectReference]:
        """Return what gives the lease: of the snapshot."""
        assert self._snapshot is not None  # noqa: S101  # it stands
        return vim.ExportSnapshot(this=self._snapshot)

    def again(self) -> Leaving:
        """Return what reads the same disks a second time."""
        assert self._snapshot is not None  # noqa: S101  # likewise
        twin = AtSnapshot(self.machine, self.seen, self.plan, self.options)
        twin.read(self._snapshot)
        return twin

    def read(self, snapshot: vim.ManagedObjectReference) -> None:
        """Have the disks come as of a snapshot that stands, and is another's to remove."""
        self._snapshot = snapshot


class PackingAtSnapshot(AtSnapshot, Packing):
    """Likewise, into a package."""
