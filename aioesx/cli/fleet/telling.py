"""How results are told: as text under a head for each host, or as records for programs.

Text is for people at a terminal; what is piped on gets a line of JSON for each host as it comes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import aioesx
from aioesx import errors
from aioesx.cli.advice import explained
from aioesx.cli.fleet.errand import Errand, Said, UndoneError
from aioesx.cli.output import gathering
from aioesx.cli.outputs.fleet import RESULTS, columns
from aioesx.cli.status import ExitStatus, status_of
from aioesx.cli.text import json_escaped, one_line

if TYPE_CHECKING:
    from aioesx.cli.console import Console

__all__ = [
    "Result", "facts_of", "heard_of", "said_of", "status_at", "summary", "tell_document",
    "tell_line", "tell_text", "why",
]  # fmt: skip

Result = aioesx.HostResult[Any]
"""Its value is a `Said`, or a `DryRun` of one."""


def said_of(result: Result) -> Said | None:
    """Return what the command said at the host; None if it did not come to its end there.

    On a dry run it says that it has done what it has not, so that does not count.
    """
    if isinstance(result.error, UndoneError):
        return result.error.said
    return None if isinstance(result.value, aioesx.DryRun) else result.value


def heard_of(result: Result, errand: Errand) -> Said | None:
    """Return what the command said at the host, be it before an error ended it there."""
    if result.error is None or isinstance(result.error, UndoneError):
        return said_of(result)
    return errand.broken_off.get(result.host)


def status_at(result: Result) -> ExitStatus:
    """Return how the command would have ended at this host alone."""
    if isinstance(result.error, errors.EsxError):
        return status_of(result.error)
    if (said := said_of(result)) is not None:
        return said.status
    if result.error is None:  # a dry run
        return ExitStatus.OK
    return ExitStatus.USAGE if isinstance(result.error, ValueError) else ExitStatus.DEFECT


def why(result: Result, command: str) -> str:
    """Return in a line why a host failed; empty if it did not."""
    if result.error is None:
        return ""
    if isinstance(result.error, errors.EsxError):
        return one_line(explained(result.error, command))
    if isinstance(result.error, UndoneError) and result.error.said.complaints:
        return one_line(result.error.said.complaints.removeprefix("error: "))
    return one_line(str(result.error)) or type(result.error).__name__


# --- for programs --------------------------------------------------------------------------------


def facts_of(result: Result, errand: Errand) -> dict[str, Any]:
    """Return what `RESULTS` makes a record of."""
    status, said, error = status_at(result), heard_of(result, errand), None
    if result.error is not None and not isinstance(result.error, UndoneError):
        error = {"type": type(result.error).__name__, "message": why(result, errand.name)}
    return {
        "host": result.host,
        "ok": status is ExitStatus.OK,
        "status": int(status),
        "data": said.data if said is not None else None,
        "text": said.text if said is not None else "",
        "complaints": said.complaints if said is not None else "",
        "error": error,
        "changes": _changes(result.value),
        "duration": round(result.duration, 3),
        "attempts": result.attempts,
    }


def _changes(value: Any) -> list[dict[str, Any]] | None:
    if not isinstance(value, aioesx.DryRun):
        return None
    return [{"method": each.method, "name": _about(each)} for each in value.changes]


def _about(change: aioesx.PlannedChange) -> str | None:
    return change.name or (change.ref.value if change.ref is not None else None)


def tell_line(console: Console, result: Result, errand: Errand) -> None:
    """Write what came of a host as a line of JSON."""
    record = RESULTS.plain(facts_of(result, errand))
    console.put(f"{json_escaped(json.dumps(record, ensure_ascii=False), 'utf-8')}\n")


def tell_document(console: Console, results: Sequence[Result], errand: Errand, form: str) -> None:
    """Hand over what came of all hosts; in CSV a line for each record of a host.

    Args:
        console: takes it.
        results: of the hosts.
        errand: what was done there.
        form: the format that is asked for.
    """
    facts = [facts_of(each, errand) for each in results]
    if form != "csv":
        console.tell_all(facts)
        return
    lines = [
        {**each, "data": record} for each in facts for record in _records(each["data"]) or [None]
    ]
    with gathering(console, form, columns(errand.fields)):
        console.tell_all(lines)


def _records(data: Any) -> list[Any]:
    return data if isinstance(data, list) else [data]


# --- for people ----------------------------------------------------------------------------------


def tell_text(console: Console, result: Result, errand: Errand) -> None:
    """Write what came of a host: its name, then what the command said there, then its error."""
    said = heard_of(result, errand)
    text = said.text if said is not None and said.text.strip("\n") else ""
    has_head = result.ok or bool(text)
    if has_head:
        console.say(f"{result.host} ({result.duration:.1f} s):")
    for change in _changes(result.value) or ():
        about = f" on {change['name']}" if change["name"] else ""
        console.say(f" would call {change['method']}{about}")
    if isinstance(result.value, aioesx.DryRun) and not result.value.complete:
        console.say(" and what comes after it, which needs its result")
    if text:
        console.put(text.rstrip("\n") + "\n")
    for line in said.complaints.splitlines() if said is not None else ():
        console.complain(f"{result.host}: {line.removeprefix('error: ')}")
    if result.error is not None and not isinstance(result.error, UndoneError):
        console.complain(f"{result.host}: {why(result, errand.name)}")
    if has_head:
        console.remark()


def summary(statuses: Sequence[ExitStatus], skipped: int, begin: float) -> str:
    """Return in a line how many hosts succeeded, failed and were not begun.

    Args:
        statuses: of the hosts.
        skipped: how many were not begun.
        begin: when the first was, by `time.monotonic`.
    """
    done = sum(each is ExitStatus.OK for each in statuses)
    failed = len(statuses) - done - skipped
    parts = [f"{done} of {len(statuses)} hosts done"]
    parts += [f"{failed} failed"] * bool(failed) + [f"{skipped} not begun"] * bool(skipped)
    return f"{', '.join(parts)}, in {time.monotonic() - begin:.1f} s"
