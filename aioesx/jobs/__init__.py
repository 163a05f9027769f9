"""Ready jobs over one host, a vCenter, or a fleet: what people else write a script for.

A job is a coroutine over a `Connection`, of few bulk reads: so it goes through a fleet as it is.

    from aioesx import jobs

    found = await jobs.old_snapshots(esx, before=a_week_ago)
    results = await fleet.gather(jobs.read_tools)

What lists changes nothing; what changes is a coroutine of its own, which is handed what was
listed. Each call has its own time, as ever; ``fleet.run(timeout=)`` bounds a job as a whole.

Rooms of their own have what serves or watches: `exporter` a fleet's metrics for Prometheus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import _lazy

if TYPE_CHECKING:
    from aioesx.jobs._reading import Listing
    from aioesx.jobs.configuration import (
        join,
        parse_configuration,
        read_configuration,
        take_configuration,
    )
    from aioesx.jobs.consolidation import (
        Consolidation,
        UnmergedDomain,
        consolidate,
        unmerged_domains,
    )
    from aioesx.jobs.drift import VOLATILE, Drift, Drifts, compare
    from aioesx.jobs.exporting.job import ExportJob
    from aioesx.jobs.exporting.outline import ExportOutline, OutlinedExport
    from aioesx.jobs.exporting.report import DiskExport, ExportReport, ExportStep, MachineExport
    from aioesx.jobs.orphans import FleetOrphans, orphans_of_fleet
    from aioesx.jobs.power import PowerAction, PowerStep, power_by_schedule, power_group
    from aioesx.jobs.questions import AnsweredQuestion, QuestionRule, answer_questions, read_rules
    from aioesx.jobs.reactions.program import Program
    from aioesx.jobs.reactions.reaction import Reaction, react
    from aioesx.jobs.reactions.webhook import Webhook
    from aioesx.jobs.schedule import PowerSchedule, Stop, read_schedule, schedule_of
    from aioesx.jobs.snapshots import (
        OldSnapshot,
        SnapshotDeletion,
        delete_snapshots,
        old_snapshots,
    )
    from aioesx.jobs.space import DatastoreSpace, SpaceLimits, SpaceState, datastore_space
    from aioesx.jobs.tools import DomainTools, read_tools

__all__ = [
    "VOLATILE",
    "AnsweredQuestion",
    "Consolidation",
    "DatastoreSpace",
    "DiskExport",
    "DomainTools",
    "Drift",
    "Drifts",
    "ExportJob",
    "ExportOutline",
    "ExportReport",
    "ExportStep",
    "FleetOrphans",
    "Listing",
    "MachineExport",
    "OldSnapshot",
    "OutlinedExport",
    "PowerAction",
    "PowerSchedule",
    "PowerStep",
    "Program",
    "QuestionRule",
    "Reaction",
    "SnapshotDeletion",
    "SpaceLimits",
    "SpaceState",
    "Stop",
    "UnmergedDomain",
    "Webhook",
    "answer_questions",
    "compare",
    "consolidate",
    "datastore_space",
    "delete_snapshots",
    "join",
    "old_snapshots",
    "orphans_of_fleet",
    "parse_configuration",
    "power_by_schedule",
    "power_group",
    "react",
    "read_configuration",
    "read_rules",
    "read_schedule",
    "read_tools",
    "schedule_of",
    "take_configuration",
    "unmerged_domains",
]

if not TYPE_CHECKING:  # else every misspelt name would be Any
    __getattr__, __dir__ = _lazy.loader(
        __name__,
        {
            "aioesx.jobs._reading": "Listing",
            "aioesx.jobs.configuration": "join parse_configuration read_configuration"
            " take_configuration",
            "aioesx.jobs.consolidation": "Consolidation UnmergedDomain consolidate"
            " unmerged_domains",
            "aioesx.jobs.drift": "VOLATILE Drift Drifts compare",
            "aioesx.jobs.exporting.job": "ExportJob",
            "aioesx.jobs.exporting.outline": "ExportOutline OutlinedExport",
            "aioesx.jobs.exporting.report": "DiskExport ExportReport ExportStep MachineExport",
            "aioesx.jobs.orphans": "FleetOrphans orphans_of_fleet",
            "aioesx.jobs.power": "PowerAction PowerStep power_by_schedule power_group",
            "aioesx.jobs.questions": "AnsweredQuestion QuestionRule answer_questions read_rules",
            "aioesx.jobs.reactions.program": "Program",
            "aioesx.jobs.reactions.reaction": "Reaction react",
            "aioesx.jobs.reactions.webhook": "Webhook",
            "aioesx.jobs.schedule": "PowerSchedule Stop read_schedule schedule_of",
            "aioesx.jobs.snapshots": "OldSnapshot SnapshotDeletion delete_snapshots old_snapshots",
            "aioesx.jobs.space": "DatastoreSpace SpaceLimits SpaceState datastore_space",
            "aioesx.jobs.tools": "DomainTools read_tools",
        },
    )
