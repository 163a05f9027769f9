"""Filters and versions: what a client was told, and what it has to be told next.

A `Collector` counts versions. Each of its filters remembers what was reported, and
what had been reported one version before, so that an answer which was lost can be
asked for again with the old version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.collector.changes import between
from aioesx.simulator.collector.selection import properties_of, select
from aioesx.simulator.faults import Refused
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from aioesx.simulator.changes import Changes
    from aioesx.simulator.inventory import Inventory

__all__ = ["Collector", "Filter"]

_KIND = vim.ObjectUpdateKind


@dataclass(eq=False)
class Filter:
    """A property filter.

    Attributes:
        told: per object, the values of its properties as last reported.
        told_before: the same, one version earlier.
        looked: revision of the host's state when the filter was last evaluated without news.
    """

    ref: Ref
    spec: vim.PropertyFilterSpec
    partial: bool
    told: dict[Ref, dict[str, Any]] = field(default_factory=dict)
    told_before: dict[Ref, dict[str, Any]] = field(default_factory=dict)
    looked: int = -1

    def look(self, inventory: Inventory) -> dict[Ref, dict[str, Any]]:
        """Return what the filter selects now."""
        try:
            return {
                found[0]: properties_of(inventory, *found)[0]
                for found in select(inventory, self.spec)
                if found is not None
            }
        except Refused as refusal:
            # The object that the filter begins at is gone: all of it has left.
            if isinstance(refusal.fault, vim.ManagedObjectNotFound):
                return {}
            raise

    def updates(self, inventory: Inventory, most: int | None) -> list[vim.ObjectUpdate]:
        """Return the next object updates, at most `most`, and take them as told."""
        now = self.look(inventory)
        found: list[vim.ObjectUpdate] = []
        for ref, values in now.items():
            if len(found) == most:
                return found
            if ref not in self.told:
                changes = between({}, values, partial=False)
                found.append(vim.ObjectUpdate(kind=_KIND.ENTER, obj=ref, change_set=changes))
            elif changes := between(self.told[ref], values, partial=self.partial):
                found.append(vim.ObjectUpdate(kind=_KIND.MODIFY, obj=ref, change_set=changes))
            else:
                continue
            self.told[ref] = values
        for ref in [ref for ref in self.told if ref not in now]:
            if len(found) == most:
                return found
            found.append(vim.ObjectUpdate(kind=_KIND.LEAVE, obj=ref))
            del self.told[ref]
        return found


@dataclass(eq=False)
class Collector:
    """A session's property collector: its filters and the version they are at.

    Attributes:
        own: whether a client has made it; every session has one besides, which goes with it.
        turn: number of the wait that is told what is new. There is one at a time: a newer
            wait, a cancellation or the end of the collector takes the turn away, and what
            waited before ends with RequestCanceled.
        waits: how many calls wait, those included that have not noticed yet that they are over.
    """

    ref: Ref
    own: bool = False
    version: int = 0
    filters: dict[str, Filter] = field(default_factory=dict)
    pages: dict[str, list[tuple[Ref, Any]]] = field(default_factory=dict)
    turn: int = 0
    waits: int = 0

    def take_turn(self, changes: Changes) -> int:
        """End the wait that there is, if there is one, and return the number of the next."""
        self.turn += 1
        if self.waits:
            changes.announce()
        return self.turn

    def rewind(self, version: str, *, last_only: bool) -> None:
        """Go to the version that the client has.

        Args:
            version: the client's; empty for none.
            last_only: refuse the version before the last one told, too.

        Raises:
            Refused: InvalidCollectorVersion.
        """
        if version == "":
            for item in self.filters.values():
                item.told, item.told_before, item.looked = {}, {}, -1
        elif version == str(self.version - 1) and not last_only:
            self.version -= 1
            for item in self.filters.values():
                item.told, item.looked = dict(item.told_before), -1
        elif version != str(self.version):
            raise faults.invalid_collector_version()

    def updates(
        self, inventory: Inventory, revision: int, most: int | None
    ) -> vim.UpdateSet | None:
        """Return what is new since the current version, which then becomes the next; or None."""
        sets: list[vim.PropertyFilterUpdate] = []
        before = {key: dict(item.told) for key, item in self.filters.items()}
        left, truncated = most, False
        for item in list(self.filters.values()):
            if item.looked == revision:
                continue
            if left == 0:
                truncated = True
                break
            found = item.updates(inventory, left)
            if not found:
                item.looked = revision
                continue
            sets.append(vim.PropertyFilterUpdate(filter=item.ref, object_set=found))
            if left is not None:
                left -= len(found)
                truncated = truncated or left == 0
        if not sets:
            return None
        self.version += 1
        for key, item in self.filters.items():
            item.told_before = before.get(key, {})
        return vim.UpdateSet(
            version=str(self.version), filter_set=sets, truncated=True if truncated else None
        )
