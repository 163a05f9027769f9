"""``top --once``: one plain table, for scripts. Numbers without units, which the heads tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import anyio

from aioesx import errors
from aioesx.cli.advice import explained
from aioesx.cli.console import Console
from aioesx.cli.status import ExitStatus, status_of, status_of_several
from aioesx.cli.text import UNKNOWN, known
from aioesx.cli.top.figures import DomainFigures, HostFigures
from aioesx.cli.top.model import DomainRow, HostRow, domain_rows, host_rows, percent
from aioesx.cli.top.source import Source

__all__ = ["HEAD", "print_once"]

HEAD: Final = (
    "Host",
    "Domain",
    "State",
    "CPU MHz",
    "CPU %",
    "Memory MiB",
    "of MiB",
    "Disk KiB/s",
    "Net KiB/s",
    "Uptime s",
    "Question",
)


async def print_once(sources: Sequence[Source], console: Console) -> ExitStatus:
    """Read all sources at the same time and print what came, hosts before their domains.

    One that does not answer has a line of its own, and is told on standard error.
    """
    found: dict[Source, errors.EsxError | None] = {}

    async def read(source: Source) -> None:
        found[source] = await source.read_once()

    async with anyio.create_task_group() as group:
        for source in sources:
            group.start_soon(read, source)
    records = list(_records(sources))
    console.tell_all(records)
    console.table(HEAD, [_line(record) for record in records])
    statuses = []
    for source in sources:
        error = found[source]
        statuses.append(ExitStatus.OK if error is None else status_of(error))
        if error is not None:
            console.complain(f"cannot read {source.label}: {explained(error, 'top', source.uri)}")
    return status_of_several(statuses)


def _records(sources: Sequence[Source]) -> Iterator[dict[str, Any]]:
    """Yield hosts, each before its domains, then domains of no host that is known."""
    hosts = host_rows(sources)
    domains = domain_rows(sources, hosts)
    for host in hosts:
        yield _host(host)
        here = (row for row in domains if row.source is host.source and row.host == host.label)
        yield from map(_domain, sorted(here, key=lambda row: row.name))
    yield from map(_domain, (row for row in domains if row.host == UNKNOWN))


def _host(row: HostRow) -> dict[str, Any]:
    asking = None if row.figures is None else row.asking
    head = {"host": row.label, "domain": None, "state": row.state}
    return {**head, **_figures(row.figures), "asking": asking, "question": None}


def _domain(row: DomainRow) -> dict[str, Any]:
    question = row.figures.question
    text = None if question is None else " ".join(question.text.split())
    head = {"host": row.host, "domain": row.figures.name, "state": row.state}
    return {**head, **_figures(row.figures), "asking": None, "question": text}


def _figures(of: HostFigures | DomainFigures | None) -> dict[str, Any]:
    return {
        "cpu": of and of.cpu,
        "share": percent(of.cpu, of.cpu_most) if of else None,
        "memory": of and of.memory,
        "memory_most": of and of.memory_most,
        "disk": of and of.rates.disk,
        "net": of and of.rates.net,
        "uptime": of and of.uptime,
    }


def _line(record: dict[str, Any]) -> tuple[str, ...]:
    """Return a line of the table: its last column has both kinds of questions."""
    *cells, asking, question = record.values()
    share = record["share"]
    shown = [known(each) for each in cells]
    shown[list(record).index("share")] = known(None if share is None else f"{share:.1f}")
    return (*shown, known(question if asking is None else asking))
