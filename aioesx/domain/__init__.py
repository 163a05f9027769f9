"""Domains: virtual machines registered on the host.

`domains` finds them, `domain` has the verbs, `values` what is told about them, `identity`
how the host writes names and ids. A new verb is a coroutine of `Domain`; what takes more than
a few lines gets a file of its own that `Domain` calls: `power`, `resources`, `scheduler`,
`guest`, `devices`, `media`, `counters`, `autostart`, `screenshot`, `snapshots`, `documents`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aioesx.domain.counters import CpuSample, CpuUsage
from aioesx.domain.devices import DomainDisk, DomainInterface, VncDisplay
from aioesx.domain.domain import Domain
from aioesx.domain.domains import Domains, DomainSummary, PendingQuestion
from aioesx.domain.guest import GuestAddress, GuestInterface
from aioesx.domain.scheduler import SchedulerParameters
from aioesx.domain.snapshots import Snapshot, Snapshots
from aioesx.domain.snapshottree import SnapshotInfo, SnapshotTree
from aioesx.domain.values import DomainInfo, DomainState, DomainStatus, StateReason

if TYPE_CHECKING:
    from aioesx.domain.documents.edit import Change, Edit
else:

    def __getattr__(name: str) -> Any:
        """Load documents for those who ask for `Change` or `Edit`."""
        if name not in ("Change", "Edit"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from aioesx.domain.documents import edit

        return getattr(edit, name)


__all__ = [
    "Change",
    "CpuSample",
    "CpuUsage",
    "Domain",
    "DomainDisk",
    "DomainInfo",
    "DomainInterface",
    "DomainState",
    "DomainStatus",
    "DomainSummary",
    "Domains",
    "Edit",
    "GuestAddress",
    "GuestInterface",
    "PendingQuestion",
    "SchedulerParameters",
    "Snapshot",
    "SnapshotInfo",
    "SnapshotTree",
    "Snapshots",
    "StateReason",
    "VncDisplay",
]
