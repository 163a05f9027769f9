"""``export --job``: many domains leave, as a file says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.jobs.common import open_fleet
from aioesx.cli.link import Link
from aioesx.cli.moving.showing import Showing
from aioesx.cli.moving.telling import plan_fields
from aioesx.cli.reading import is_unattended
from aioesx.cli.sizes import pretty_size, shown_size
from aioesx.cli.status import ExitStatus, status_of, status_of_several
from aioesx.cli.text import known

if TYPE_CHECKING:
    from aioesx.jobs import (
        ExportJob,
        ExportOutline,
        ExportReport,
        ExportStep,
        MachineExport,
        OutlinedExport,
    )

__all__ = ["export_job"]


async def export_job(
    link: Link,
    console: Console,
    file: Path,
    *,
    dry_run: bool,
    resume: bool,
    inventory: Path | None,
    state: Path | None,
    ask_password: bool,
    passwords_in_file: bool,
    **_: Any,
) -> ExitStatus:
    """Have the domains of a job leave, or tell what would be done.

    Raises:
        ValueError: it is one of many hosts at once already.
    """
    if is_unattended():
        raise ValueError("--job names the hosts itself: it is no command for a fleet")
    from aioesx.jobs import ExportJob

    job = ExportJob.read(file)
    kept = state or file.with_suffix(".state")
    fleet = await open_fleet(
        link,
        inventory or job.inventory,
        ask_password=ask_password,
        passwords_in_file=passwords_in_file,
        **_limits(job),
    )
    async with fleet as hosts:
        if dry_run:
            return _outlined(console, await job.plan(hosts, state=kept))
        with Showing(console) as showing:
            following = _Following(console, showing)
            report = await job.run(hosts, state=kept, resume=resume, on_progress=following)
    return _reported(console, report)


def _limits(job: ExportJob) -> Mapping[str, int]:
    """Return what a fleet is told so that its own limits are not below the job's."""
    limits = job.limits
    return {"transfers_in_all": limits.total, "transfers": limits.per_host}


class _Following:
    """Tells a person each step: a line of a log, and bars."""

    def __init__(self, console: Console, showing: Showing) -> None:
        self._console = console
        self._showing = showing

    def __call__(self, step: ExportStep) -> None:
        if step.progress is not None:
            self._showing(step.progress, step.host)
            return
        if step.domain:
            self._showing.over(step.domain, step.host)
        where = "/".join(part for part in (step.host, step.domain) if part)
        self._console.step(where, step.step, step.why)


# --- beforehand ----------------------------------------------------------------------------------


def _outlined(console: Console, outline: ExportOutline) -> ExitStatus:
    told = {"job_warnings": list(outline.warnings)}
    console.tell_all([_outline_row(each) | told for each in outline.machines], other=True)
    console.table(
        ("Group", "Host", "Domain", "Way", "Capacity", "Needed", "Target", "In its way"),
        [_outline_cells(each) for each in outline.machines],
    )
    statuses = [_outline_status(console, each) for each in outline.machines]
    statuses += _silent(console, outline.silent)
    for warning in outline.warnings:
        console.warn(warning)
    left = [each for each in outline.machines if not each.done]
    console.remark(
        f"{outline.job}: {len(left)} of {len(outline.machines)} machines are to leave, which take"
        f" {pretty_size(outline.needed)} at most. Nothing was begun"
    )
    return status_of_several(statuses)


def _outline_status(console: Console, each: OutlinedExport) -> ExitStatus:
    name = f"{each.host}/{each.domain}"
    if each.plan is not None:
        for warning in each.plan.warnings:
            console.warn(f"{name}: {warning}")
    for refusal in each.refusals:
        console.complain(f"{name}: {refusal}")
    if each.error is not None:
        console.complain(f"{name}: {each.error}")
        return status_of(each.error)
    return status_of(errors.ExportRefusedError("refused")) if each.refusals else ExitStatus.OK


def _outline_row(each: OutlinedExport) -> dict[str, Any]:
    refusals = [{"kind": one.kind, "text": one.text} for one in each.refusals]
    if each.error is not None:
        refusals.append({"kind": "error", "text": str(each.error)})
    warnings = () if each.plan is None else each.plan.warnings
    return {
        **plan_fields(each.plan),
        "host": each.host,
        "domain": each.domain,
        "target": each.target,
        "ok": each.ok,
        "done": each.done,
        "refusals": refusals,
        "warnings": [str(one) for one in warnings],
    }


def _outline_cells(each: OutlinedExport) -> tuple[str, ...]:
    plan = each.plan
    told = ", ".join(dict.fromkeys(one.kind for one in each.refusals))
    if each.done:
        told = "has left"
    elif each.error is not None:
        told = "error"
    elif not told and not each.windows:
        told = "window"
    return (
        each.group,
        each.host,
        each.domain,
        known(None if plan is None else plan.way),
        shown_size(None if plan is None else plan.capacity),
        shown_size(None if plan is None else plan.needed),
        each.target,
        told or "-",
    )


# --- afterwards ----------------------------------------------------------------------------------


def _reported(console: Console, report: ExportReport) -> ExitStatus:
    told = {"job_warnings": list(report.warnings)}
    console.tell_all([_row(each) | told for each in report])
    console.table(
        ("Group", "Host", "Domain", "Outcome", "Moved", "Seconds", "MB/s", "SHA-256", "Why"),
        [_cells(each) for each in report],
    )
    for each in report:
        name = f"{each.host}/{each.domain}"
        for warning in each.warnings:
            console.warn(f"{name}: {warning}")
        if not each.ok:
            console.complain(f"{name}: {each.outcome}{f': {each.why}' if each.why else ''}")
    silent = _silent(console, report.silent)
    for warning in report.warnings:
        console.warn(warning)
    done = [each for each in report if each.ok]
    moved = pretty_size(sum(each.moved for each in report))
    console.remark(
        f"{report.job}: {len(done)} of {len(report.machines)} machines have left, {moved} moved"
    )
    for each in done:
        if each.next_step:
            console.remark(f"  {each.next_step}")
    return status_of_several([*(_status(each) for each in report), *silent])


def _status(each: MachineExport) -> ExitStatus:
    return ExitStatus.OK if each.ok else ExitStatus.FAILED


def _silent(console: Console, silent: Mapping[str, errors.EsxError]) -> list[ExitStatus]:
    for host, error in silent.items():
        console.complain(f"{host}: {error}")
    return [status_of(error) for error in silent.values()]


def _row(each: MachineExport) -> dict[str, Any]:
    names = (
        *("host", "domain", "outcome", "ok", "why", "target", "format", "way", "capacity"),
        *("moved", "seconds", "rate", "downtime", "disks", "next_step"),
    )
    return {
        **{name: getattr(each, name) for name in names},
        "uuid": each.uuid or None,
        "moved_off": each.downtime_bytes,
        "files": list(each.files),
        "warnings": list(each.warnings),
    }


def _cells(each: MachineExport) -> tuple[str, ...]:
    hashes = [disk.sha256 or "-" for disk in each.disks]
    return (
        each.group,
        each.host,
        each.domain,
        each.outcome,
        pretty_size(each.moved),
        f"{each.seconds:.1f}",
        "-" if each.rate is None else f"{each.rate / 1_000_000:.1f}",
        " ".join(one[:12] for one in hashes) or "-",
        each.why or "-",
    )
