"""What commands of machines that move tell: for people as tables, for programs as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from aioesx.cli.console import Console
from aioesx.cli.sizes import pretty_size, shown_size
from aioesx.cli.text import known

if TYPE_CHECKING:
    import aioesx

__all__ = ["exported_row", "how_it_went", "outline_row", "rate", "tell_exported", "tell_plan"]

_MEGA: Final = 1_000_000


def rate(moved: int, seconds: float) -> str:
    """Return bytes, seconds, and how many a second, in words."""
    told = f"{pretty_size(moved)} moved in {seconds:.1f} s"
    return f"{told}, {moved / seconds / _MEGA:.1f} MB/s" if seconds else told


def how_it_went(exported: aioesx.Exported) -> str:
    """Return what was moved, and what an earlier run had moved already, in words."""
    earlier = sum(each.resumed for each in exported.disks)
    if earlier and not exported.moved:
        return "it had left already, and nothing was moved"
    told = rate(exported.moved, exported.seconds)
    return f"{told}; {pretty_size(earlier)} were here already" if earlier else told


def outline_row(plan: aioesx.ExportPlan, target: Path) -> dict[str, Any]:
    """Return what an export would do, as `aioesx.cli.outputs.moving.EXPORTED` has it."""
    return {
        **plan_fields(plan),
        "host": None,
        "domain": plan.domain,
        "target": str(target),
        "ok": not plan.refusals,
        "done": False,
        "refusals": plan.refusals,
        "warnings": [str(each) for each in plan.warnings],
        "job_warnings": [],
    }


def plan_fields(plan: aioesx.ExportPlan | None) -> dict[str, Any]:
    """Return what a plan says; nothing where there is none."""
    names = ("format", "way", "capacity", "needed", "free")
    if plan is None:
        return {**dict.fromkeys((*names, "reason")), "disks": (), "files": []}
    return {
        **{name: getattr(plan, name) for name in names},
        "reason": plan.why,
        "disks": plan.disks,
        "files": list(plan.files),
    }


def exported_row(
    exported: aioesx.Exported, entry: aioesx.DomainSummary, target: Path
) -> Mapping[str, Any]:
    """Return what has left, likewise."""
    plan = exported.plan
    return {
        "host": None,
        "domain": entry.name,
        "uuid": None if entry.uuid is None else str(entry.uuid),
        "outcome": "exported",
        "ok": True,
        "why": "",
        "target": str(target),
        "format": plan.format,
        "way": plan.way,
        "capacity": plan.capacity,
        "moved": exported.moved,
        "seconds": exported.seconds,
        "rate": exported.moved / exported.seconds if exported.seconds else None,
        "downtime": exported.downtime,
        "moved_off": exported.downtime_bytes,
        "disks": [
            {
                "label": each.plan.label,
                "file": each.plan.file,
                "capacity": each.plan.capacity,
                "moved": each.moved,
                "resumed": each.resumed,
                "sha256": each.sha256,
            }
            for each in exported.disks
        ],
        "files": [str(file) for file in exported.files],
        "warnings": [str(each) for each in plan.warnings],
        "job_warnings": [],
        "next_step": exported.next_step,
    }


def tell_plan(console: Console, plan: aioesx.ExportPlan, target: Path) -> None:
    """Tell a person what an export would do."""
    if console.wants_data:
        return
    console.facts(
        (
            ("Domain", plan.domain),
            ("Target", target),
            ("Format", plan.format),
            ("Way", f"{plan.way}: {plan.why}"),
            ("Capacity", pretty_size(plan.capacity)),
            ("Space needed", f"{pretty_size(plan.needed)} at most"),
            ("Space free", shown_size(plan.free)),
        )
    )
    console.say()
    console.table(
        ("Disk", "Source", "Links", "Capacity", "Allocated", "File"),
        [
            (
                each.label,
                each.source,
                str(each.links),
                pretty_size(each.capacity),
                shown_size(each.allocated),
                each.file,
            )
            for each in plan.disks
        ],
    )


def tell_exported(console: Console, exported: aioesx.Exported) -> None:
    """Tell a person which disks have left."""
    rows: Sequence[Sequence[str]] = [
        (
            each.plan.label,
            each.plan.file,
            pretty_size(each.plan.capacity),
            pretty_size(each.moved),
            known(each.sha256),
        )
        for each in exported.disks
    ]
    console.table(("Disk", "File", "Capacity", "Moved", "SHA-256 of its chunks"), rows)
    if exported.downtime is not None:
        copied = pretty_size(exported.downtime_bytes or 0)
        off = f"It was off for {exported.downtime:.1f} s, in which {copied} were copied"
        console.remark(f"{off}, and stays off")
