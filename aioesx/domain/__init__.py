"""Domains: virtual machines registered on the host.

`domains` finds them, `domain` has the verbs, `values` what is told about them, `identity`
how the host writes names and ids. A new verb is a coroutine of `Domain`; what takes more than
a few lines gets a file of its own that `Domain` calls: `power`, `resources`, `scheduler`,
`guest`, `devices`, `media`, `counters`, `autostart`, `screenshot`, `console`, `keyboard`,
`snapshots`, `documents`; `inside` is what is done in a guest by its Tools.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import _lazy

if TYPE_CHECKING:
    from aioesx.domain.console import ConsoleTicket
    from aioesx.domain.counters import CpuSample, CpuUsage
    from aioesx.domain.devices import DomainDisk, DomainInterface, VncDisplay
    from aioesx.domain.documents.edit import Change, Edit
    from aioesx.domain.domain import Domain
    from aioesx.domain.domains import Domains, DomainSummary, PendingQuestion
    from aioesx.domain.guest import GuestAddress, GuestInterface
    from aioesx.domain.hardware.configuration import DomainConfiguration
    from aioesx.domain.hardware.values import DeviceAddress, DomainDevice, NewDisk
    from aioesx.domain.inside.guest import Guest
    from aioesx.domain.inside.values import GuestFile, GuestFileKind, GuestProcess, GuestResult
    from aioesx.domain.keyboard.strokes import Chord
    from aioesx.domain.scheduler import SchedulerParameters
    from aioesx.domain.screenshots import Screenshots
    from aioesx.domain.snapshots import Snapshot, Snapshots
    from aioesx.domain.snapshottree import SnapshotInfo, SnapshotTree
    from aioesx.domain.values import DomainInfo, DomainState, DomainStatus, StateReason
    from aioesx.domain.watched import ToolsState

__all__ = [
    "Change",
    "Chord",
    "ConsoleTicket",
    "CpuSample",
    "CpuUsage",
    "DeviceAddress",
    "Domain",
    "DomainConfiguration",
    "DomainDevice",
    "DomainDisk",
    "DomainInfo",
    "DomainInterface",
    "DomainState",
    "DomainStatus",
    "DomainSummary",
    "Domains",
    "Edit",
    "Guest",
    "GuestAddress",
    "GuestFile",
    "GuestFileKind",
    "GuestInterface",
    "GuestProcess",
    "GuestResult",
    "NewDisk",
    "PendingQuestion",
    "SchedulerParameters",
    "Screenshots",
    "Snapshot",
    "SnapshotInfo",
    "SnapshotTree",
    "Snapshots",
    "StateReason",
    "ToolsState",
    "VncDisplay",
]

if not TYPE_CHECKING:  # else every misspelt name would be Any
    __getattr__, __dir__ = _lazy.loader(
        __name__,
        {
            "aioesx.domain.console": "ConsoleTicket",
            "aioesx.domain.counters": "CpuSample CpuUsage",
            "aioesx.domain.devices": "DomainDisk DomainInterface VncDisplay",
            "aioesx.domain.documents.edit": "Change Edit",
            "aioesx.domain.domain": "Domain",
            "aioesx.domain.domains": "DomainSummary Domains PendingQuestion",
            "aioesx.domain.guest": "GuestAddress GuestInterface",
            "aioesx.domain.hardware.configuration": "DomainConfiguration",
            "aioesx.domain.hardware.values": "DeviceAddress DomainDevice NewDisk",
            "aioesx.domain.inside.guest": "Guest",
            "aioesx.domain.inside.values": "GuestFile GuestFileKind GuestProcess GuestResult",
            "aioesx.domain.keyboard.strokes": "Chord",
            "aioesx.domain.scheduler": "SchedulerParameters",
            "aioesx.domain.screenshots": "Screenshots",
            "aioesx.domain.snapshots": "Snapshot Snapshots",
            "aioesx.domain.snapshottree": "SnapshotInfo SnapshotTree",
            "aioesx.domain.values": "DomainInfo DomainState DomainStatus StateReason",
            "aioesx.domain.watched": "ToolsState",
        },
    )
