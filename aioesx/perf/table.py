"""What a server counts: counters by name and by key, and the lengths of its samples. No I/O.

A table is some hundred counters. Servers of one build have the same, so that a program with many
of them keeps it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from weakref import WeakValueDictionary

from aioesx import vim
from aioesx._words import advice, few
from aioesx.errors import LookupFailedError
from aioesx.perf.values import MetricCounter, MetricInterval

__all__ = ["REALTIME", "CounterTable", "table_of"]

REALTIME: Final = 20
"""Seconds between two samples of the last hour; the same on all hosts."""

_FULL: Final = 2  # dots in a whole name


class CounterTable:
    """The counters of one kind of server.

    Attributes:
        by_name: in alphabetical order.
        by_key: the same.
        intervals: the longer ones of its samples, shortest first.
    """

    __slots__ = ("__weakref__", "by_key", "by_name", "intervals")

    def __init__(
        self, counters: Iterable[MetricCounter], intervals: Iterable[MetricInterval] = ()
    ) -> None:
        self.by_name: Mapping[str, MetricCounter] = {
            each.name: each for each in sorted(counters, key=lambda each: each.name)
        }
        self.by_key: Mapping[int, MetricCounter] = {
            each.key: each for each in self.by_name.values()
        }
        self.intervals = tuple(sorted(intervals, key=lambda each: each.seconds))

    def find(self, name: str) -> MetricCounter:
        """Return a counter by its name.

        Raises:
            LookupFailedError: the server has none of that name; the text has the nearest.
        """
        found = self.by_name.get(name)
        if found is not None:
            return found
        below = [known for known in self.by_name if known.startswith(f"{name}.")]
        if below and name.count(".") == _FULL - 1:
            hint = f"; there are {few(below)}"
        else:
            hint = advice(name, self.by_name) or _of_group(name, self.by_name)
        raise LookupFailedError(f"counter '{name}'{hint}", kind="counter", name=name)

    def require_interval(self, seconds: int) -> int:
        """Return the length of samples, if the server has such.

        Raises:
            ValueError: it has not; the text has those that there are.
        """
        known = {REALTIME: "", **{each.seconds: "" for each in self.intervals}}
        if seconds in known:
            return seconds
        raise ValueError(
            f"interval={seconds!r}: there are samples of {', '.join(map(str, known))} seconds"
        )


def _of_group(name: str, known: Iterable[str]) -> str:
    """Say what there is in the group of a name, or which groups there are."""
    names = list(known)
    group = name.partition(".")[0]
    alike = [each for each in names if each.startswith(f"{group}.")]
    if alike:
        return f"; there are {few(alike)}"
    groups = dict.fromkeys(each.partition(".")[0] for each in names)
    return f"; there are counters of {', '.join(groups)}" if groups else ""


_shared: WeakValueDictionary[int, CounterTable] = WeakValueDictionary()


def table_of(
    infos: Iterable[vim.PerfCounterInfo], intervals: Iterable[vim.PerfInterval] = ()
) -> CounterTable:
    """Return the table of what a server says, the same for servers that say the same."""
    counters = tuple(map(_counter, infos))
    kept = tuple(map(_interval, intervals))
    key = hash((counters, kept))
    found = _shared.get(key)
    if found is not None and found.intervals == kept and _same(found, counters):
        return found
    _shared[key] = table = CounterTable(counters, kept)
    return table


def _same(table: CounterTable, counters: Iterable[MetricCounter]) -> bool:
    return all(table.by_name.get(each.name) == each for each in counters)


def _counter(info: vim.PerfCounterInfo) -> MetricCounter:
    return MetricCounter(
        f"{info.group_info.key}.{info.name_info.key}.{info.rollup_type}",
        info.key,
        info.unit_info.key,
        str(info.rollup_type),
        str(info.stats_type),
        info.name_info.label or "",
        info.name_info.summary or "",
        info.level,
        info.per_device_level,
    )


def _interval(told: vim.PerfInterval) -> MetricInterval:
    return MetricInterval(told.sampling_period, told.name, told.length, told.level, told.enabled)
