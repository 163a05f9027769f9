"""Which counters there are: names, units, levels, who is measured by which, and their keys.

The table is `counters.txt` beside this package: in groups, a line for each counter with name and
rollup, unit, kind, levels (that of the whole, that of devices), the key that ESXi 6.5 has for it,
the key that a vCenter has, and who is measured: capital letters for all devices together, small
ones for each of them. ``v`` is a machine, ``h`` a host, ``r`` a pool, ``c`` a cluster, ``d`` a
datastore, ``x`` a datacenter.

Other hosts have other keys: counters come and go with each version, and hosts number them anew.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

from aioesx import vim
from aioesx.simulator.versions import at_least

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.profile import Profile

__all__ = ["CounterRow", "counter_infos", "counters_of"]

_GROUP_KEYS: Final = 1 << 16
"""How far the keys of a host's groups are apart."""

_NEWER: Final = 2
"""Counters that hosts since 7.0 have in each group, before the ones that end it."""

_FIRST_OLD: Final = 8
_NONE: Final = "-"


class CounterRow(NamedTuple):
    """A counter of one product.

    Attributes:
        group: such as ``cpu``.
        name: with dots in it, sometimes.
        rollup: how an interval becomes one number.
        level: from which on a vCenter keeps it for long; 0 where nobody says.
        device_level: the same of devices.
        who: letters of those that are measured.
    """

    key: int
    group: str
    name: str
    rollup: str
    unit: str
    stats: str
    level: int
    device_level: int
    who: str


class _Line(NamedTuple):
    group: str
    name: str
    rollup: str
    unit: str
    stats: str
    levels: str
    host_key: str
    vcenter_key: str
    who: str


@functools.cache
def _lines() -> tuple[_Line, ...]:
    text = files("aioesx.simulator").joinpath("counters.txt").read_text("utf-8")
    return tuple(_parsed(text))


def _parsed(text: str) -> Iterator[_Line]:
    group = ""
    for line in text.splitlines():
        if line.startswith("["):
            group = line.strip("[]")
            continue
        named, *rest = line.split()
        name, _, rollup = named.rpartition(".")
        yield _Line(group, name, rollup, *rest)


def counters_of(profile: Profile) -> dict[int, CounterRow]:
    """Return the counters of a product by their keys."""
    version = profile.api_version
    age = "new" if at_least(version, "7.0") else "usual" if at_least(version, "6.5") else "old"
    return _counters("vcenter" if profile.is_vcenter else age)


@functools.cache
def _counters(age: str) -> dict[int, CounterRow]:
    rows = [_row(line, age) for line in _lines()]
    return {row.key: row for row in _renumbered(age, [row for row in rows if row is not None])}


def _row(line: _Line, age: str) -> CounterRow | None:
    vcenter = age == "vcenter"
    key = line.vcenter_key if vcenter else line.host_key
    if key == _NONE or (age == "old" and line.rollup == "none"):
        return None
    level, _, device_level = (line.levels if vcenter else _NONE).partition("/")
    return CounterRow(
        int(key),
        line.group,
        line.name,
        line.rollup,
        line.unit,
        line.stats,
        int(level.replace(_NONE, "0")),
        int(device_level or 0),
        line.who.replace(_NONE, ""),
    )


def _renumbered(age: str, rows: list[CounterRow]) -> Iterator[CounterRow]:
    """Give counters the keys that a host of an age has for them."""
    passed: dict[int, int] = {}
    for row in sorted(rows):
        base, place = divmod(row.key, _GROUP_KEYS)
        if age == "old":
            place = passed[base] = passed.get(base, -1) + 1
        elif age == "new" and place >= _FIRST_OLD:
            place += _NEWER
        yield row._replace(key=base * _GROUP_KEYS + place)


def counter_infos(profile: Profile) -> list[vim.PerfCounterInfo]:
    """Return the counters of a product as the API describes them."""
    return list(_infos(profile.name, tuple(counters_of(profile).values())))


@functools.lru_cache(maxsize=16)
def _infos(_: str, rows: tuple[CounterRow, ...]) -> tuple[vim.PerfCounterInfo, ...]:
    return tuple(map(_info, rows))


def _info(row: CounterRow) -> vim.PerfCounterInfo:
    label = _spelt(row.name)
    return vim.PerfCounterInfo(
        key=row.key,
        name_info=_described(row.name, label, f"{label}, {row.rollup}, of {_spelt(row.group)}"),
        group_info=_described(row.group, _spelt(row.group)),
        unit_info=_described(row.unit, _spelt(row.unit)),
        rollup_type=vim.PerfSummaryType(row.rollup),
        stats_type=vim.PerfStatsType(row.stats),
        level=row.level or None,
        per_device_level=row.device_level or None,
    )


def _described(key: str, label: str, summary: str = "") -> vim.ElementDescription:
    return vim.ElementDescription(label=label, summary=summary or label, key=key)


def _spelt(name: str) -> str:
    """Return a name for people: ``activeWrite`` is ``Active write``."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.replace(".", " ")).lower()
    return words[:1].upper() + words[1:]
