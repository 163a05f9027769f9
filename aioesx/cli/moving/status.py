"""The command ``export-status``: what earlier exports have left here, and whether it is whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anyio.to_thread
import click

from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word
from aioesx.cli.link import Link
from aioesx.cli.moving.showing import Showing
from aioesx.cli.outputs.moving import STATUS
from aioesx.cli.sizes import pretty_size
from aioesx.cli.status import ExitStatus, status_of, status_of_several

if TYPE_CHECKING:
    from aioesx.export import ExportStatus, Verified

__all__ = ["COMMANDS"]

_RECORDS: Final = "*.export.json"
_UNKNOWN: Final = "-"
_NO_PROOF: Final = (errors.ProofError, errors.DiskError, errors.OvfError, errors.TransferError)
"""How it shows that files here are not what came: others, damaged, or gone."""
_STATES: Final = {"done": "complete", "unknown": "unknown"}
"""How a person is told the states of what is not half."""


async def export_status(
    link: Link, console: Console, path: Path | None, verify: bool, full: bool
) -> ExitStatus:
    """Tell which exports are complete, which are half, and what is gone on with.

    Of a directory all that lie in it and below, of a file the one that it belongs to. Files that
    are missing, or have another size than they had, are told of. --verify reads what is here and
    holds it against the digests that were taken when it came; --full reads the domain at its host
    (-c) a second time, too, which has to be as it was then.
    """
    if full and not verify:
        raise ValueError("--full is of --verify")
    where = path or Path()
    found = await anyio.to_thread.run_sync(_records, where)
    rows, statuses = [], []
    with Showing(console) as showing:
        for record in found:
            row, status = await _of_record(link, record, showing, verify=verify, full=full)
            rows.append(row)
            statuses.append(status)
    console.tell_all(rows)
    console.table(
        ("Domain", "State", "Done", "Capacity", "Way", "Verified", "Record"),
        [_cells(row) for row in rows],
    )
    for row in rows:
        for sentence in (*row["restarts"], *row["warnings"]):
            console.warn(f"{row['record']}: {sentence}")
        if row["why"]:
            console.complain(_about(row["record"], row["why"]))
    if not rows:
        console.remark(f"There is no export in {where}")
    return status_of_several(statuses)


def _about(record: str, why: str) -> str:
    """Return what is wrong with an export: with its record, unless that is named already."""
    return why if why.startswith(record) else f"{record}: {why}"


def _records(path: Path) -> list[Path]:
    return sorted(path.rglob(_RECORDS)) if path.is_dir() else [path]


async def _of_record(
    link: Link, path: Path, showing: Showing, *, verify: bool, full: bool
) -> tuple[dict[str, Any], ExitStatus]:
    """Return what is told of an export, and the status that it ends with."""
    from aioesx.export import status
    from aioesx.export import verify as verified

    row: dict[str, Any] = dict.fromkeys(field.name for field in STATUS.fields)
    row |= {"record": str(path), "state": "unknown", "complete": False, "resumable": False}
    row |= {"domain": "", "why": "", "disks": (), "restarts": [], "warnings": []}
    try:
        (found,) = await status(path)
        row |= _facts(found)
        if verify and found.state == "done":
            esx = await link.connection() if full else None
            proved = await verified(found.record, full=full, esx=esx, on_progress=showing)
            row |= _proof(proved)
    except _NO_PROOF as error:
        return {**row, "verified": False, "why": str(error)}, status_of(error)
    except errors.EsxError as error:
        return {**row, "why": str(error)}, status_of(error)
    return row, ExitStatus.FAILED if found.trouble else ExitStatus.OK


def _facts(found: ExportStatus) -> dict[str, Any]:
    names = ("domain", "state", "way", "format", "done", "capacity", "began", "ended", "proved")
    done = found.state == "done"
    return {
        **{name: getattr(found, name) for name in names},
        "record": str(found.record),
        "complete": done and not found.trouble,
        "resumable": not done,
        "why": "; ".join(found.trouble),
        "restarts": list(found.restarts),
        "warnings": list(found.warnings),
    }


def _proof(found: Verified) -> dict[str, Any]:
    return {
        "verified": True,
        "disks": [
            {
                "label": each.label,
                "file": str(each.path),
                "capacity": each.capacity,
                "chunks": each.chunks,
                "sha256": each.sha256,
            }
            for each in found.disks
        ],
    }


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        row["domain"] or _UNKNOWN,
        _state(row),
        _UNKNOWN if row["done"] is None else pretty_size(row["done"]),
        _UNKNOWN if row["capacity"] is None else pretty_size(row["capacity"]),
        row["way"] or _UNKNOWN,
        {None: _UNKNOWN, True: "yes", False: "no"}[row["verified"]],
        row["record"],
    )


def _state(row: Mapping[str, Any]) -> str:
    if row["state"] == "done" and not row["complete"]:
        return "damaged"
    return _STATES.get(row["state"], f"half, {row['state']}")


COMMANDS: Final = (
    CommandRow(
        "export-status",
        export_status,
        (
            Word(
                "path",
                "Directory, or a file of an export; this directory without.",
                required=False,
                type=click.Path(path_type=Path, exists=True),
                metavar="PATH",
            ),
            Flag("verify", "Read it, and hold it against the digests."),
            Flag("full", "Read the domain at its host a second time, too."),
        ),
        connected=False,
        output=STATUS,
        blank=False,
    ),
)
