"""``perf``: which counters there are, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word, exclusive
from aioesx.cli.moments import MOMENT, require_order
from aioesx.cli.names import Directory
from aioesx.cli.outputs import metrics as outputs
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known

__all__ = ["COMMANDS"]


async def perf(
    esx: aioesx.Connection,
    console: Console,
    counter: Sequence[str],
    domain: Sequence[str],
    host: Sequence[str],
    of: str | None,
    instance: Sequence[str],
    last: int | None,
    since: datetime | None,
    until: datetime | None,
    interval: int | None,
    counters: bool,
) -> ExitStatus:
    """Print samples of counters, of all domains or what is named; without any, the counters."""
    exclusive(of=of, domain=bool(domain))
    exclusive(of=of, host=bool(host))
    exclusive(counter=bool(counter), counters=counters)
    require_order(since, until)
    if counters or not counter:
        _require_listing(last=last, since=since, until=until, instance=instance, of=of)
        if interval is not None and not (domain or host):
            raise ValueError("--interval is of samples, or of the counters of --domain or --host")
    things = await _things(esx, domain, host)
    if counters or not counter:
        return await _counters(esx, console, things, interval)
    names = await _names(esx, counter)
    found = await esx.metrics.read(
        things or of or "domain",
        *names,
        last=last,
        since=since,
        until=until,
        interval=interval,
        instances=instance or "",
    )
    rows = [_row(series, sample) for series in found for sample in series.samples]
    console.tell_all(rows)
    console.table(
        ("Name", "Counter", "Instance", "Time", "Value", "Unit"),
        [
            [
                row["name"],
                row["counter"],
                row["instance"] or "-",
                f"{row['time'].astimezone():%Y-%m-%d %H:%M:%S}",
                known(row["value"]),
                row["unit"],
            ]
            for row in rows
        ],
    )
    return ExitStatus.OK


def _require_listing(**given: Any) -> None:
    """Refuse what is of samples, where the counters are listed."""
    for name, value in given.items():
        if value not in (None, ()):
            raise ValueError(f"--{name} is of samples: name a counter, such as cpu.usage.average")


def _row(series: aioesx.MetricSeries, sample: aioesx.MetricSample) -> dict[str, Any]:
    return {
        "name": series.name or series.entity.value,
        "counter": series.counter.name,
        "instance": series.instance,
        "time": sample.time,
        "value": sample.value,
        "unit": series.unit,
        "interval": series.interval,
    }


async def _things(
    esx: aioesx.Connection, domains: Sequence[str], hosts: Sequence[str]
) -> list[Any]:
    directory = Directory(esx)
    found: list[Any] = [await directory.find(name) for name in domains]
    if hosts:
        found += [await esx.hosts.lookup(name) for name in hosts]
    return found


async def _names(esx: aioesx.Connection, words: Sequence[str]) -> list[str]:
    """Return the counters that words mean: a name, or a pattern such as ``cpu.*.average``."""
    names: list[str] = []
    for word in words:
        if "*" in word or "?" in word:
            found = [each.name for each in await esx.metrics.counters(word)]
            if not found:
                raise ValueError(f"no counter's name fits '{word}'")
            names += found
        else:
            names.append(word)
    return names


async def _counters(
    esx: aioesx.Connection, console: Console, things: Sequence[Any], interval: int | None
) -> ExitStatus:
    """List all counters, or those of one thing."""
    if len(things) > 1:
        raise ValueError("the counters of one thing are listed: name one by --domain or --host")
    found = None
    if things:
        found = await esx.metrics.available(things[0], interval=interval)
    rows = [
        _facts(each, None if found is None else list(found[each.name]))
        for each in await esx.metrics.counters()
        if found is None or each.name in found
    ]
    console.tell_all(rows, other=True)
    if found is None:
        columns = ("unit", "stats", "summary")
        told = [[row["name"], *(row[column] for column in columns)] for row in rows]
        console.table(("Counter", "Unit", "Kind", "Meaning"), told)
    else:
        told = [[row["name"], row["unit"], _listed(row["instances"])] for row in rows]
        console.table(("Counter", "Unit", "Instances"), told)
    return ExitStatus.OK


def _listed(instances: Sequence[str]) -> str:
    return ", ".join(each or "-" for each in sorted(instances))


def _facts(counter: aioesx.MetricCounter, instances: list[str] | None) -> dict[str, Any]:
    return {
        "instances": instances,
        "name": counter.name,
        "unit": counter.unit,
        "stats": counter.stats,
        "summary": counter.summary,
        "level": counter.level,
    }


COMMANDS: Final = (
    CommandRow(
        "perf",
        perf,
        (
            Word(
                "counter",
                "Names of counters, such as cpu.usage.average, or patterns.",
                required=False,
                many=True,
            ),
            Word("domain", "Only of these domains.", False, False, many=True),
            Word("host", "Only of these hosts.", False, False, many=True),
            Word(
                "of",
                "Of all things of a kind: domain (by default), host, pool, resource-pool, cluster"
                " or datacenter.",
                False,
                False,
            ),
            Word(
                "instance",
                "Of this device: its name; '*' for each. All together by default.",
                False,
                False,
                many=True,
                may_be_empty=True,
                names="",
            ),
            Word("last", "So many of the newest samples; 1 by default.", False, False, type=int),
            Word("since", "Later than this: 1h, or a moment.", False, False, type=MOMENT),
            Word("until", "Not later than this.", False, False, type=MOMENT),
            Word(
                "interval",
                "Seconds of a sample: 20, or 300, 1800, 7200, 86400 of what a vCenter keeps.",
                False,
                False,
                type=int,
            ),
            Flag(
                "counters", "List the counters that there are, all or those of one domain or host."
            ),
        ),
        output=outputs.SAMPLES,
    ),
)
