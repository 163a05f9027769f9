"""One machine of a job leaves: its guest is shut down where that is wanted, then it is exported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anyio

from aioesx._server.moving import Exported, OnExportProgress, OnExportWarning, WarmOptions
from aioesx.errors import ToolsUnavailableError, WaitTimeoutError
from aioesx.jobs.exporting.record import EXPORTED, DiskEntry, Entry
from aioesx.jobs.exporting.windows import Windows
from aioesx.jobs.exporting.wishes import Rules, Wishes

if TYPE_CHECKING:
    from aioesx.domain import Domain

__all__ = ["export_options", "note_exported", "plan_options", "shut_down", "waiting_for"]

_OFF: Final = "shut off"
Clock = Callable[[], datetime]


def plan_options(wishes: Wishes) -> dict[str, Any]:
    """Return what `Domain.plan_export` is told."""
    return {
        "format": wishes.format,
        "way": wishes.way,
        "hardware": wishes.hardware,
        "networks": dict(wishes.networks),
        "verify": wishes.verify,
        "overwrite": wishes.overwrite,
        "warm": WarmOptions() if wishes.warm else None,
    }


def export_options(
    rules: Rules,
    wishes: Wishes,
    clock: Clock,
    on_progress: OnExportProgress,
    on_warning: OnExportWarning,
    *,
    fresh: bool,
    overwrite: bool,
) -> dict[str, Any]:
    """Return what `Domain.export` is told.

    Args:
        rules: the job.
        wishes: the machine's.
        clock: tells the time, aware.
        on_progress: is told how far it is.
        on_warning: is told what comes up on the way.
        fresh: whether what an earlier run has left is not gone on with.
        overwrite: whether what is there is this job's own.
    """
    warm = None
    if wishes.warm:
        warm = WarmOptions(
            quiesce=wishes.quiesce,
            shutdown_seconds=wishes.shutdown_seconds,
            force_off=wishes.force_off,
            keep_snapshots=wishes.keep_snapshots,
            cut_over=waiting_for(wishes.cut_over, clock),
        )
    return {
        **plan_options(wishes),
        "warm": warm,
        "resume": not fresh,
        "overwrite": wishes.overwrite or fresh or overwrite,
        "limits": rules.limits,
        "nfc_hosts": dict(rules.nfc_hosts),
        "on_progress": on_progress,
        "on_warning": on_warning,
    }


def waiting_for(windows: Windows, clock: Clock) -> Callable[[], Any] | None:
    """Return a coroutine function that returns when windows are open; None if they always are."""
    if not windows.hours:
        return None

    async def wait() -> None:
        while not windows.are_open(now := clock()):
            opens = windows.next_change(now)
            await anyio.sleep(3600.0 if opens is None else (opens - now).total_seconds())

    return wait


async def shut_down(domain: Domain, wishes: Wishes) -> None:
    """Shut a guest down, and return when its machine is off.

    Raises:
        ToolsUnavailableError: no Tools are in the guest, or none ran in that time, and it may not
            be switched off.
        WaitTimeoutError: it took too long, likewise.
        EsxError: as for `Domain.shutdown` and `Domain.destroy`.
    """
    try:
        until = anyio.current_time() + wishes.shutdown_seconds
        await domain.shutdown(tools_seconds=wishes.shutdown_seconds, timeout=None)
        await domain.wait_for(_OFF, timeout=max(0.0, until - anyio.current_time()))
    except (ToolsUnavailableError, WaitTimeoutError):
        if not wishes.force_off:
            raise
        await domain.destroy()


def note_exported(entry: Entry, exported: Exported) -> None:
    """Note in a machine's entry what has left."""
    plan = exported.plan
    entry.outcome, entry.why = EXPORTED, ""
    entry.format, entry.way, entry.capacity = plan.format, plan.way, plan.capacity
    entry.moved += exported.moved
    entry.downtime, entry.downtime_bytes = exported.downtime, exported.downtime_bytes
    entry.disks = [
        DiskEntry(
            each.plan.label,
            each.plan.file,
            each.plan.capacity,
            each.moved,
            each.resumed,
            each.sha256,
        )
        for each in exported.disks
    ]
    entry.files = [str(Path(file)) for file in exported.files]
    entry.warnings = [str(each) for each in plan.warnings]
    entry.next_step = exported.next_step
