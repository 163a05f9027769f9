"""How ``top`` looks: bars, colours, the lines of hosts, the cells of domains. Rich's renderables.

All text is rich's `Text`, so that nothing a host says is read as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from rich.table import Table
from rich.text import Text

from aioesx.cli.text import UNKNOWN, visible
from aioesx.cli.top.figures import HostFigures
from aioesx.cli.top.model import (
    COLUMNS,
    DomainRow,
    HostRow,
    View,
    percent,
    shown_age,
    shown_mib,
    shown_rate,
)

__all__ = ["cells", "heads", "host_table", "summary", "trouble"]

_BAR: Final = 10
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_LEVELS: Final = ((90.0, "red"), (70.0, "yellow"), (0.0, "green"))
_STATE_STYLES: Final = {
    "up": "green",
    "running": "green",
    "paused": "yellow",
    "maintenance": "yellow",
    "down": "bold red",
    "silent": "bold red",
    "disconnected": "red",
    "unknown": "red",
    "shut off": "dim",
    "...": "dim",
}


def _bar(share: float | None) -> Text:
    """Draw how much of something is in use."""
    if share is None:
        return Text(UNKNOWN, style="dim")
    eighths = round(share / 100 * _BAR * 8)
    full = "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
    style = next(style for least, style in _LEVELS if share >= least)
    return Text.assemble((full, style), ("·" * (_BAR - len(full)), "dim"), f" {share:>3.0f}%")


def _state(word: str) -> Text:
    return Text(word, style=_STATE_STYLES.get(word, ""))


def summary(view: View, hosts: Sequence[HostRow], domains: Sequence[DomainRow], shown: int) -> Text:
    """Write the line on top: how many there are, and what of them is shown."""
    up = sum(row.state not in ("down", "...", "silent", "disconnected") for row in hosts)
    active = sum(row.figures.state.is_active for row in domains if row.source.is_up)
    asking = sum(row.figures.question is not None for row in domains)
    counts = f"{up} of {_number(len(hosts), 'host')} up   {_number(len(domains), 'domain')}"
    parts: list[str | tuple[str, str]] = [("aioesx top", "bold"), f"   {counts}, {active} active"]
    if asking:
        parts.append((f"   {asking} waiting for an answer", "bold yellow"))
    if shown != len(domains):
        parts.append((f"   {shown} shown", "cyan"))
    if view.needle:
        parts.append((f" with '{visible(view.needle)}'", "cyan"))
    return Text.assemble(*parts, no_wrap=True, overflow="ellipsis")


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def host_table(rows: Sequence[HostRow]) -> Table:
    """Draw the hosts, a line each."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in ("Host", "State", "CPU", "Memory", "", "Disk/s", "Net/s", "Uptime", "Domains"):
        right = head.endswith(("/s", "Uptime"))
        table.add_column(head, justify="right" if right else "left", no_wrap=True)
    for row in rows:
        if row.figures is not None:
            table.add_row(Text(row.label), _state(row.state), *_host_cells(row, row.figures))
        else:
            table.add_row(Text(row.label), _state(row.state))
    return table


def _host_cells(row: HostRow, of: HostFigures) -> tuple[Text, ...]:
    asking = (f", {row.asking} asks" if row.asking == 1 else f", {row.asking} ask", "bold yellow")
    return (
        _bar(percent(of.cpu, of.cpu_most)),
        _bar(percent(of.memory, of.memory_most)),
        Text(f"of {shown_mib(of.memory_most)}", style="dim"),
        Text(shown_rate(of.rates.disk)),
        Text(shown_rate(of.rates.net)),
        Text(shown_age(of.uptime)),
        Text.assemble(f"{row.active} of {row.domains}", asking if row.asking else ""),
    )


def trouble(rows: Sequence[HostRow], now: float) -> Text:
    """Write why sources are down, and when each is tried again.

    Args:
        rows: the hosts.
        now: by `anyio.current_time`.
    """
    lines = []
    for source in dict.fromkeys(row.source for row in rows):
        if source.error is None:
            continue
        if source.again is None:
            when = "r tries again"
        else:
            when = f"again in {max(0, round(source.again - now))} s"
        error = " ".join(visible(source.error, keep="\n").split())
        label = "" if error.startswith(source.label) else f"{visible(source.label)}: "
        lines.append(f"{label}{error} ({when})")
    return Text("\n".join(lines), style="red")


def heads(view: View) -> list[Text]:
    """Return the heads of the columns, with an arrow at the one that is sorted by."""
    arrow = " ▼" if view.descending else " ▲"
    return [
        Text(
            column.title + (arrow if place == view.column else "  "),
            style="bold",
            justify=_side(place),
        )
        for place, column in enumerate(COLUMNS)
    ]


def widths(view: View, rows: Sequence[DomainRow]) -> list[int]:
    """Return how wide each column is: as its head, or as the widest of its cells."""
    lines = [heads(view), *map(cells, rows)]
    return [max(cell.cell_len for cell in column) for column in zip(*lines, strict=True)]


def _side(place: int) -> Literal["left", "right"]:
    return "right" if COLUMNS[place].number else "left"


def cells(row: DomainRow) -> list[Text]:
    """Return the cells of a domain."""
    return [_cell(place, row) for place in range(len(COLUMNS))]


def _cell(place: int, row: DomainRow) -> Text:
    column = COLUMNS[place]
    text = column.shown(row)
    if column.title == "State":
        return _state(text)
    style = "bold yellow" if column.title == "Question" else ""
    if text == UNKNOWN or not row.figures.state.is_active:
        style = "dim"
    return Text(text, style=style, justify=_side(place))
