"""Which domains a list shows: one criterion for each of libvirt's filter groups. No I/O.

Criteria are joined by "and"; one that is None lets every domain through.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Final

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx.domain.identity import Identity
from aioesx.domain.values import DomainState
from aioesx.errors import FaultError

__all__ = ["DomainFilter"]

_SNAPSHOTS: Final = "snapshot.rootSnapshotList"


@dataclasses.dataclass(frozen=True, slots=True)
class DomainFilter:
    """The criteria of one list.

    Attributes:
        active: True for those that are not shut off, False for those that are.
        persistent: every domain of a VMware host is; False lists none.
        managed_save: no domain of a VMware host has one; True lists none.
        autostart: whether the host starts them when it boots.
        states: the states to show.
        snapshots: whether they have snapshots.
    """

    active: bool | None = None
    persistent: bool | None = None
    managed_save: bool | None = None
    autostart: bool | None = None
    states: Collection[DomainState] | None = None
    snapshots: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no domain can be shown, so that nothing needs to be read."""
        return self.persistent is False or self.managed_save is True

    @property
    def paths(self) -> tuple[str, ...]:
        """What has to be read beside the list's own properties."""
        return () if self.snapshots is None else (_SNAPSHOTS,)

    def shows(
        self,
        who: Identity,
        values: Properties,
        autostarted: Collection[vim.ManagedObjectReference],
    ) -> bool:
        """Tell whether a domain is shown; one whose snapshots are hidden is, with the reason."""
        return (
            self.active in (None, who.state.is_active)
            and (self.states is None or who.state in self.states)
            and self.autostart in (None, who.ref in autostarted)
            and (self.snapshots is None or self._fits(values))
        )

    def _fits(self, values: Properties) -> bool:
        try:
            return self.snapshots is bool(values.get(_SNAPSHOTS))
        except FaultError:
            return True
