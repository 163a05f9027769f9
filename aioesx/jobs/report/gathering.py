"""`gather`: a report of a connection or of a fleet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from aioesx._server.face import operation
from aioesx._server.reach import host_state
from aioesx._session.seconds import DEFAULT
from aioesx.connection import Connection
from aioesx.jobs.report.facts import Facts
from aioesx.jobs.report.reading import read_facts
from aioesx.jobs.report.report import FailedHost, HostRows, Report
from aioesx.jobs.report.tables import tables_named

if TYPE_CHECKING:
    from aioesx.fleet import Fleet

__all__ = ["gather", "read_rows"]


async def gather(
    source: Connection | Fleet,
    *,
    tables: Iterable[str] | None = None,
    timeout: float | None = DEFAULT,
    **options: Any,
) -> Report:
    """Make a report of all that a connection is over, or of the hosts of a fleet.

    A server is asked in two calls, however many machines it has, each with a page more for very
    large answers. Hosts of a fleet that fail are in `Report.failed`; nothing is raised for them.

    Args:
        source: a connection, over a host or a whole vCenter, or an entered `Fleet`.
        tables: names of the tables, such as ``"vInfo"``, whatever the case; all by default.
        timeout: seconds in all for a connection, which has the time for a task by default (900);
            for each host of a fleet.
        **options: of `Fleet.gather`: ``select=``, ``concurrency=``, ``processes=``, ... A
            vCenter is asked as a whole, unless ``select=`` may name single hosts of it.

    Raises:
        ValueError: there is no such table; nothing was sent.
        TypeError: an option that is a fleet's, and it is a connection.
        EsxError: the one connection could not be read.

    Source: vSphere API, PropertyCollector.RetrievePropertiesEx.
    """
    wanted = tables_named(tables)
    names = tuple(table.name for table in wanted)
    if isinstance(source, Connection):
        if options:
            raise TypeError(f"{min(options)}= is for a fleet, and this is one connection")
        found = await read_rows(source, tables=names, timeout=timeout)
        return Report.of(found.taken, wanted, [found])
    if timeout is not DEFAULT:
        options["timeout"] = timeout
    options.setdefault("whole", options.get("select") is None)
    results = await source.gather(partial(read_rows, tables=names), read_only=True, **options)
    failed = [
        FailedHost(host, type(error).__name__, str(error), error)
        for host, error in results.failed.items()
    ]
    return Report.of(datetime.now(UTC), wanted, list(results.values.values()), failed)


@operation("task")  # a vCenter of thousands of machines takes its time
async def read_rows(
    self: Connection,  # the first argument, whatever it is called
    *,
    tables: Iterable[str] | None = None,
    timeout: float | None = DEFAULT,
) -> HostRows:
    """Read the rows of a connection: what a fleet runs at each host.

    Args:
        self: the connection.
        tables: names of the tables; all by default.
        timeout: seconds in all.
    """
    wanted = tables_named(tables)
    facts = await read_facts(self._server)
    rows = {table.name: table.rows(facts) for table in wanted}
    return HostRows(facts.server, facts.taken, rows, (*facts.problems, *_old(facts)))


def _old(facts: Facts) -> Iterable[str]:
    """Say of which hosts a vCenter tells what it knew when it last reached them."""
    for host in facts.hosts:
        state = host_state(host["runtime:connection_state"])
        if state.is_out_of_reach:
            yield f"what is told of the host {host.name} may be old: it is {state.value}"
