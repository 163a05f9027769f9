"""The command ``export``: a domain, or those of a job, leave their hosts."""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anyio
import click

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, CommandRow, Flag, Word
from aioesx.cli.fleet.hosts import ASK_PASSWORD, INVENTORY, PASSWORDS_IN_FILE
from aioesx.cli.jobs.common import SOURCE, seconds
from aioesx.cli.link import Link
from aioesx.cli.moving.showing import Showing
from aioesx.cli.moving.telling import (
    exported_row,
    how_it_went,
    outline_row,
    tell_exported,
    tell_plan,
)
from aioesx.cli.moving.words import (
    ANSWERED_BY,
    CONNECTIONS,
    FORMATS,
    HARDWARE,
    LIMIT_RATE,
    MOMENT_TO_COME,
    NFC_HOST,
    VERIFY,
    WAYS,
    limits_of,
    pairs,
)
from aioesx.cli.names import find_domain
from aioesx.cli.outputs.moving import EXPORTED
from aioesx.cli.status import ExitStatus, status_of

if TYPE_CHECKING:
    from aioesx import WarmOptions

__all__ = ["COMMANDS"]

_OF_A_JOB: Final = ("inventory", "state", "ask_password", "passwords_in_file")
_OF_A_DOMAIN: Final = (
    *("target", "name", "format", "way", "hardware", "network", "verify", "overwrite", "warm"),
    *("cut_over", "shutdown_seconds", "force_off", "keep_snapshots", "quiesce", "limit_rate"),
    *("connections", "nfc_host"),
)
_OF_WARM: Final = ("cut_over", "shutdown_seconds", "force_off", "keep_snapshots", "quiesce")


async def export(
    link: Link,
    console: Console,
    domain: str | None,
    job: Path | None,
    dry_run: bool,
    no_resume: bool,
    **given: Any,
) -> ExitStatus:
    """Have a domain leave its host: disk images with libvirt's XML, or an OVF package, proved.

    The domain stays what and where it is. What is half done is called so, and the same command
    again goes on with it. --dry-run tells what would be made and how, whether there is room, and
    all that is in the way. The line that virt-v2v finishes the guest by is told at the end.

    It is off, unless --way snapshot copies it as it is at a moment, or --warm copies it while it
    runs and then, shut down, what has changed meanwhile.

    --job names a file of many domains, of the hosts of --inventory, that leave in an order, in
    hours, within limits; see docs/export.md. Its state is kept beside it, in a file of the same
    name with .state at its end, so that the same command goes on after any crash. The exit status
    is 0 if all have left, 10 if some have.
    """
    if (domain is None) == (job is None):
        raise ValueError("export what? Name either a domain, or a file by --job")
    if job is not None:
        _only(given, _OF_A_DOMAIN, "is of one domain; a job's file says it for each")
        from aioesx.cli.moving.job import export_job

        return await export_job(link, console, job, dry_run=dry_run, resume=not no_resume, **given)
    _only(given, _OF_A_JOB, "is of --job")
    if not given["warm"]:
        _only(given, _OF_WARM, "is of --warm")
    limits = limits_of(given["limit_rate"], given["connections"])
    entry = await find_domain(await link.connection(limits.per_host), domain or "")
    if dry_run:
        return await _plan(console, entry, given, resume=not no_resume)
    return await _export(console, entry, given, limits, resume=not no_resume)


def _only(given: Mapping[str, Any], names: Sequence[str], why: str) -> None:
    """Refuse options that mean nothing here.

    Raises:
        ValueError: one of them was given.
    """
    for name in names:
        if given[name]:
            raise ValueError(f"--{name.replace('_', '-')} {why}")


async def _plan(
    console: Console, entry: aioesx.DomainSummary, given: Mapping[str, Any], *, resume: bool
) -> ExitStatus:
    target = given["target"] or Path()
    plan = await entry.domain.plan_export(target, **_planned(given, resume=resume))
    console.tell_all([outline_row(plan, target)], other=True)
    tell_plan(console, plan, target)
    for warning in plan.warnings:
        console.warn(str(warning))
    for refusal in plan.refusals:
        console.complain(refusal.said(ANSWERED_BY))
    refused = errors.ExportRefusedError("refused")
    return status_of(refused) if plan.refusals else ExitStatus.OK


async def _export(
    console: Console,
    entry: aioesx.DomainSummary,
    given: Mapping[str, Any],
    limits: aioesx.ExportLimits,
    *,
    resume: bool,
) -> ExitStatus:
    target = given["target"] or Path()
    told: set[str] = set()

    def warn(warning: aioesx.Obstacle) -> None:
        told.add(str(warning))
        console.warn(str(warning))

    try:
        with Showing(console) as showing:
            exported = await entry.domain.export(
                target,
                **{**_planned(given, resume=resume), "warm": _warm(console, given)},
                limits=limits,
                nfc_hosts=dict(given["nfc_host"]),
                on_progress=showing,
                on_warning=warn,
            )
    except errors.ExportRefusedError as error:
        for warning in error.warnings:
            console.warn(str(warning))
        raise
    for warning in exported.plan.warnings:
        if str(warning) not in told:
            console.warn(str(warning))
    console.tell_all([exported_row(exported, entry, target)])
    tell_exported(console, exported)
    console.remark(
        f"Domain '{entry.name}' exported to {target}{os.sep if target.is_dir() else ''}:"
        f" {how_it_went(exported)}"
    )
    if exported.next_step:
        console.remark("What finishes the guest:")
        console.remark(f"  {exported.next_step}")
    return ExitStatus.OK


def _planned(given: Mapping[str, Any], *, resume: bool) -> dict[str, Any]:
    """Return what `plan_export` and `export` take alike."""
    warm = aioesx.WarmOptions() if given["warm"] else None
    return {
        "format": given["format"] or "qcow2",
        "way": given["way"],
        "name": given["name"],
        "hardware": given["hardware"] or "keep",
        "networks": dict(given["network"]),
        "verify": given["verify"] or "read",
        "resume": resume,
        "overwrite": given["overwrite"],
        "warm": warm,
    }


def _warm(console: Console, given: Mapping[str, Any]) -> WarmOptions | None:
    if not given["warm"]:
        return None
    until = given["cut_over"]
    usual = aioesx.WarmOptions()
    return aioesx.WarmOptions(
        quiesce=given["quiesce"],
        shutdown_seconds=given["shutdown_seconds"] or usual.shutdown_seconds,
        force_off=given["force_off"],
        keep_snapshots=given["keep_snapshots"],
        cut_over=None if until is None else _at(console, until),
    )


def _at(console: Console, moment: datetime) -> Callable[[], Coroutine[Any, Any, None]]:
    """Return what waits for a moment."""

    async def wait() -> None:
        console.record(f"Pre-copied; the cut-over begins at {moment:%Y-%m-%d %H:%M}")
        left = moment - datetime.now().astimezone()
        await anyio.sleep(max(0.0, left.total_seconds()))

    return wait


COMMANDS: Final = (
    CommandRow(
        "export",
        export,
        (
            Word(DOMAIN.name, DOMAIN.help, required=False),
            Word(
                "target",
                "Directory, which is made, or file of an OVA; this one without.",
                required=False,
                type=click.Path(path_type=Path),
                metavar="DIR",
            ),
            Word("name", "What the files are called; as the domain without it.", False, False),
            Word("format", "qcow2, raw, ovf or ova.", False, False, type=click.Choice(FORMATS)),
            Word(
                "way",
                "folder: files by ranges; lease: a stream; snapshot: while it runs.",
                False,
                False,
                type=click.Choice(WAYS),
            ),
            Word(
                "hardware",
                "What libvirt's XML has: keep, or virtio for guests that know it.",
                False,
                False,
                type=click.Choice(HARDWARE),
            ),
            pairs("network", "Bridge or network of libvirt for one of the host's.", "NAME=BRIDGE"),
            VERIFY,
            Flag("no-resume", "Begin anew, whatever an earlier run has left."),
            Flag("overwrite", "Replace what is there."),
            Flag("warm", "Copy it while it runs, shut it down, and copy what has changed."),
            Word(
                "cut-over",
                "When it is shut down: 22:30, or a moment; at once without it.",
                False,
                False,
                type=MOMENT_TO_COME,
                metavar="TIME",
            ),
            seconds("shutdown-seconds", "How long the guest may take for that; 300."),
            Flag("force-off", "Switch it off if it takes longer."),
            Flag("keep-snapshots", "Leave the snapshots that were made for it."),
            Flag("quiesce", "Have the guest write its buffers for the first snapshot."),
            LIMIT_RATE,
            CONNECTIONS,
            NFC_HOST,
            Flag("dry-run", "Tell what would be done, and all that is in the way."),
            Word("job", "File of many domains.", False, False, type=SOURCE),
            INVENTORY,
            Word(
                "state",
                "File that knows what was begun; beside the job's without it.",
                False,
                False,
                type=SOURCE,
            ),
            ASK_PASSWORD,
            PASSWORDS_IN_FILE,
        ),
        connected=False,
        linked=True,
        output=EXPORTED,
        blank=False,
    ),
)
