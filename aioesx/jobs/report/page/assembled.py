"""Puts a page together: head, what failed, overview, tables; style and script stand in it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from aioesx.jobs.report.page.overview import panels, tiles
from aioesx.jobs.report.page.packed import as_script, packed
from aioesx.jobs.report.writing.plain import moment

if TYPE_CHECKING:
    from aioesx.jobs.report.report import Report

__all__ = ["as_html"]

_SHOWN: Final = 5
"""Failed hosts that are seen at once; the others behind a click."""


@cache
def _part(name: str) -> str:
    return files("aioesx.jobs.report.page").joinpath(name).read_text("utf-8")


def _policy(script: str) -> str:
    """Return what a browser may do with the page: run this script, and fetch nothing."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return f"{allowed}; script-src 'sha256-{digest}'"


def as_html(report: Report, title: str) -> str:
    """Return the page.

    Args:
        report: whose tables it has.
        title: its head line.
    """
    script = _part("page.js")
    values = {
        "POLICY": _policy(script),
        "TITLE": escape(title),
        "TAKEN": moment(report.taken),
        "WHEN": f"{report.taken:%d %B %Y, %H:%M} UTC",
        "COUNTS": escape(_counts(report)),
        "FAILED": _failed(report),
        "PROBLEMS": _problems(report),
        "TILES": tiles(report),
        "PANELS": panels(report),
        "STYLE": _part("page.css"),
        "SCRIPT": script,
        "DATA": as_script(packed(report)),
    }
    pieces = _part("page.html").split("@@")  # text, name, text, name, ..., text
    return "".join(values[each] if number % 2 else each for number, each in enumerate(pieces))


def _counts(report: Report) -> str:
    answered = report.hosts - len(report.failed)
    servers = "server" if report.hosts == 1 else "servers"
    return f"{answered:,} of {report.hosts:,} {servers} answered"


def _failed(report: Report) -> str:
    if not report.failed:
        return ""
    rows = [
        f"<li><b>{escape(each.host)}</b> <span>{escape(each.message)}</span></li>"
        for each in report.failed
    ]
    count = len(rows)
    head = (
        "1 host is not in this report" if count == 1 else f"{count:,} hosts are not in this report"
    )
    more = ""
    if count > _SHOWN:
        more = (
            f"<details><summary>{count - _SHOWN:,} more</summary>"
            f"<ul>{''.join(rows[_SHOWN:])}</ul></details>"
        )
    return (
        f'<section class="notice bad" aria-label="Failed hosts"><h2>{head}</h2>'
        f"<ul>{''.join(rows[:_SHOWN])}</ul>{more}</section>"
    )


def _problems(report: Report) -> str:
    if not report.problems:
        return ""
    rows = "".join(f"<li>{escape(each)}</li>" for each in report.problems)
    opened = " open" if len(report.problems) <= _SHOWN else ""
    return (
        f'<details class="notice warn"{opened}><summary>What is hidden, or may be old:'
        f" {len(report.problems):,}</summary><ul>{rows}</ul></details>"
    )
