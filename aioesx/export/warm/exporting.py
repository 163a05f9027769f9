"""A machine leaves while it runs, and what changed meanwhile follows.

What an earlier run has left is gone on with, or rolled back; which of the two, and why, is among
what the result and the record tell.
"""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path

from anyio.to_thread import run_sync

from aioesx._server.moving import Exported, ExportOptions, ExportPlan, ExportTarget, Obstacle
from aioesx._server.server import Machine
from aioesx.errors import ExportRefusedError, ExportStateError, TransferError
from aioesx.export.before.earlier import Wanted, note_replaced, take_over
from aioesx.export.before.planning import planned, target_of
from aioesx.export.before.survey import survey
from aioesx.export.keeping import locked_target
from aioesx.export.record import Record, read_record
from aioesx.export.sources.left_snapshots import keep_marks, remove_left
from aioesx.export.warm.judging import Found, Verdict, fitting, incomplete, judge
from aioesx.export.warm.move import WarmMove, changes_since
from aioesx.export.warm.state import WarmState, WarmStep, unfinished

__all__ = ["export_warm"]


async def export_warm(machine: Machine, target: ExportTarget, options: ExportOptions) -> Exported:
    """Export a machine that runs on meanwhile; see `Domain.export` and `WarmOptions`."""
    move = await _looked_at(machine, target, options)
    earlier = await remove_left(machine, move.seen, move.directory, move.stem)
    if earlier is not None:  # the machine goes on from other files now
        move = await _looked_at(machine, target, options)
        keep_marks(move, earlier)
    path = move.keeper.path
    assert path is not None  # noqa: S101  # images have a record
    if not await run_sync(path.exists):
        _require_allowed(move.plan)
    async with locked_target(move.directory, move.stem):
        await move.telling.phase("preparing")
        step, told = await _earlier(move, path)
        if step is None:
            if told:  # the machine is another one now
                before, move = move, await _looked_at(machine, target, options)
                keep_marks(move, before.record)
                note_replaced(move.record, before.record, move.stem)
                move.know(dataclasses.replace(move.state, told=told))
            _require_allowed(move.plan)
            step = "tracking"
        return await move.run(step)


async def _looked_at(machine: Machine, target: ExportTarget, options: ExportOptions) -> WarmMove:
    """Look at a machine, and plan its move.

    Raises:
        ExportRefusedError: it is nothing that can be moved so.
    """
    seen = await survey(machine)
    plan = await planned(machine, seen, target, options)
    if refusals := _refusals(plan, target):
        raise ExportRefusedError(_what(plan), [*plan.refusals, *refusals], plan.warnings)
    assert isinstance(target, str | Path)  # noqa: S101  # anything else is refused
    place = target_of(target, options, seen.name)
    assert place.directory is not None  # noqa: S101  # it is no sink
    return WarmMove(machine, seen, plan, options, place.directory, place.stem)


def _require_allowed(plan: ExportPlan) -> None:
    if plan.refusals:
        raise ExportRefusedError(_what(plan), plan.refusals, plan.warnings)


def _what(plan: ExportPlan) -> str:
    return f"'{plan.domain}' cannot be moved while it runs"


def _refusals(plan: ExportPlan, target: ExportTarget) -> list[Obstacle]:
    """Return what forbids a warm move besides: its images are written to twice."""
    if plan.format not in ("qcow2", "raw") or not isinstance(target, str | Path):
        text = "a domain that runs on moves into images (qcow2 or raw) in a directory only"
        return [Obstacle("format", text)]
    if plan.way != "snapshot":
        return [Obstacle("way", f"a domain that runs on is not read by the way '{plan.way}'")]
    return []


async def _earlier(move: WarmMove, path: Path) -> tuple[WarmStep | None, list[str]]:
    """See to what an earlier run has left.

    Returns:
        The step that it is gone on with, or None; and what is to be told of it.

    Raises:
        ExportStateError: what is there is an unfinished move of another machine, or an export that
            may not be replaced.
        ExportRefusedError: nothing is gone on with, and something is in the way.
        TransferError: an earlier run's move can neither be gone on with, nor rolled back.
    """
    old = await run_sync(read_record, path)
    if old is None:
        return None, []
    if (state := unfinished(old.extra, path)) is None:
        _require_allowed(move.plan)
        wanted = Wanted(move.seen, move.plan.format, warm=True)
        replace = partial(take_over, overwrite=move.options.overwrite)
        await run_sync(replace, path, old, move.record, wanted)
        return None, []
    _require_same(old, move, path)
    note_replaced(move.record, old, move.stem)
    verdict = await _verdict(old, state, move)
    if verdict.step is not None:
        _take_up(old, state, move)
        await move.end_lease()
        if verdict.step == "pre-copy":
            await move.snapshots.free()
        move.say(f"an earlier run of the move was gone on with ({verdict.step}): {verdict.why}")
        return verdict.step, state.told
    move.know(state)
    move.made |= {disk.file for disk in old.disks}
    fate = await move.roll_back()
    if move.state.step != "rolled back":
        raise TransferError(f"what an earlier run of the move has left: {fate}")
    move.say(f"an earlier run of the move was rolled back: {verdict.why}")
    return None, move.state.told


def _require_same(old: Record, move: WarmMove, path: Path) -> None:
    now = move.record
    if (old.uuid, old.instance_uuid) != (now.uuid, now.instance_uuid):
        raise ExportStateError(
            f"{path} is of an unfinished move of '{old.domain}' ({old.vmx_path}), which has left"
            " snapshots perhaps; end that first, or take another name",
            path=path,
        )


async def _verdict(old: Record, state: WarmState, move: WarmMove) -> Verdict:
    if not move.options.resume:
        return Verdict(None, "it was not to be gone on with")
    if why := fitting(old, move.record, hashed=move.hashed) or incomplete(state, old):
        return Verdict(None, why)
    move.know(state)
    found = Found(
        taken=await move.snapshots.find(),
        is_off=move.seen.power == "poweredOff",
        unchanged=bool(state.moment) and not changes_since(state, move.seen),
    )
    return judge(state, found)


def _take_up(old: Record, state: WarmState, move: WarmMove) -> None:
    """Have a move know what an earlier run has done."""
    move.know(state)
    move.resumed = True
    move.record.began, move.record.seconds = old.began, old.seconds
    move.record.restarts, move.record.files = old.restarts, old.files
    for disk, before in zip(move.disks, old.disks, strict=True):
        disk.record = before
    move.record.disks[:] = old.disks
