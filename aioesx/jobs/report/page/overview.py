"""What a page shows before its tables: sums as tiles, and panels of plots. No I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final

from aioesx import units
from aioesx.jobs.report.page.plots import Bar, bars, histogram, level, parts

if TYPE_CHECKING:
    from aioesx.jobs.report.report import Report

__all__ = ["panels", "size", "tiles"]

_MOST: Final = 8
"""Bars of a panel."""
_MANY_HOSTS: Final = 12
"""From so many on, columns tell how many hosts are how busy."""
_UNITS: Final = ("MiB", "GiB", "TiB", "PiB")
_FULL: Final = 80
"""From which percentage on a partition is shown."""
_STATES: Final = (
    ("poweredOn", "running", "good"),
    ("suspended", "suspended", "warn"),
    ("poweredOff", "off", "idle"),
)

Record = dict[str, Any]


def size(mib: float | None) -> str:
    """Return MiB in the unit that people would use."""
    if mib is None:
        return "unknown"
    number, units = float(mib), list(_UNITS)
    while abs(number) >= 1000 and len(units) > 1:
        number, units = number / 1024, units[1:]
    text = f"{number:.0f}" if number >= 100 or number == int(number) else f"{number:.1f}"
    return f"{text} {units[0]}"


def _records(report: Report, table: str) -> list[Record]:
    return list(report.records(table)) if table in report.rows else []


# --- tiles ---------------------------------------------------------------------------------------


def tiles(report: Report) -> str:
    """Return the sums: what there is, and how much of it is in use."""
    told = (tile for make in _TILES if (tile := make(report)) is not None)
    return "".join(
        f'<li><a href="#{table}"><span>{escape(name)}</span><b>{escape(value)}</b>'
        f"<small>{escape(more)}</small></a></li>"
        for table, name, value, more in told
    )


Tile = tuple[str, str, str, str] | None


def _hosts_tile(report: Report) -> Tile:
    hosts = _records(report, "vHost")
    if not hosts and "vHost" not in report.rows:
        return None
    cores = sum(each["cores"] or 0 for each in hosts)
    return "vHost", "Hosts", f"{len(hosts):,}", f"{cores:,} cores"


def _machines_tile(report: Report) -> Tile:
    if "vInfo" not in report.rows:
        return None
    machines = [each for each in _records(report, "vInfo") if not each["template"]]
    running = sum(each["powerstate"] == "poweredOn" for each in machines)
    return "vInfo", "Machines", f"{len(machines):,}", f"{running:,} running"


def _processors_tile(report: Report) -> Tile:
    running = [each for each in _records(report, "vInfo") if each["powerstate"] == "poweredOn"]
    if "vInfo" not in report.rows:
        return None
    count = sum(each["cpus"] or 0 for each in running)
    cores = sum(each["cores"] or 0 for each in _records(report, "vHost"))
    per_core = f"{count / cores:.1f} per core" if cores else "of running machines"
    return "vCPU", "vCPUs in use", f"{count:,}", per_core


def _memory_tile(report: Report) -> Tile:
    if "vHost" not in report.rows:
        return None
    hosts = _records(report, "vHost")
    total = sum(each["memory"] or 0 for each in hosts)
    used = sum((each["memory"] or 0) * (each["memory_usage_percent"] or 0) / 100 for each in hosts)
    return "vHost", "Host memory in use", size(used), f"of {size(total)}"


def _storage_tile(report: Report) -> Tile:
    if "vDatastore" not in report.rows:
        return None
    stores = _records(report, "vDatastore")
    total = sum(each["capacity_mib"] or 0 for each in stores)
    used = sum(each["in_use_mib"] or 0 for each in stores)
    return "vDatastore", "Storage in use", size(used), f"of {size(total)}"


def _snapshots_tile(report: Report) -> Tile:
    if "vSnapshot" not in report.rows:
        return None
    found = _records(report, "vSnapshot")
    oldest = max((each["age"] for each in found), default=0)
    more = f"the oldest {oldest:.0f} days" if found else "none"
    return "vSnapshot", "Snapshots", f"{len(found):,}", more


def _health_tile(report: Report) -> Tile:
    if "vHealth" not in report.rows:
        return None
    found = Counter(each["message_type"] for each in _records(report, "vHealth"))
    most = " · ".join(f"{kind} {count:,}" for kind, count in found.most_common(2))
    return "vHealth", "To look at", f"{found.total():,}", most or "nothing found"


_TILES: Final[tuple[Callable[[Report], Tile], ...]] = (
    _hosts_tile,
    _machines_tile,
    _processors_tile,
    _memory_tile,
    _storage_tile,
    _snapshots_tile,
    _health_tile,
)


# --- panels --------------------------------------------------------------------------------------


def panels(report: Report) -> str:
    """Return the plots of space and load, each in its panel; none of what there is nothing of."""
    return "".join(
        f'<section class="panel"><h2>{escape(title)}</h2>'
        f"{f'<p>{escape(note)}</p>' if note else ''}{drawn}</section>"
        for make in _PANELS
        for title, note, drawn in make(report)
    )


Panels = Iterator[tuple[str, str, str]]


def _of(shown: Sequence[Any], found: Sequence[Any], what: str) -> str:
    return f"{len(shown)} of {len(found):,}, {what}" if len(shown) < len(found) else ""


def _datastores(report: Report) -> Panels:
    found = [
        each
        for each in _records(report, "vDatastore")
        if each["capacity_mib"] and each["in_use_mib"] is not None
    ]
    found.sort(key=lambda each: each["in_use_mib"] / each["capacity_mib"], reverse=True)
    shown = [_store_bar(each) for each in found[:_MOST]]
    if shown:
        marked = any(bar.mark is not None for bar in shown)
        line = "the line is where they are when thin disks are full" if marked else ""
        note = "; ".join(filter(None, (_of(shown, found, "the fullest"), line)))
        yield "Datastores", note, bars(shown)


def _store_bar(each: Record) -> Bar:
    capacity = each["capacity_mib"]
    percent = each["in_use_mib"] * 100 / capacity
    provisioned = (each["provisioned_mib"] or 0) * 100 / capacity
    told = f"{size(each['free_mib'])} free of {size(capacity)}"
    hosts: tuple[str, ...] = each["hosts"] or ()
    label = f"{each['name']} · {_short(hosts[0])}" if len(hosts) == 1 else each["name"]
    return Bar(label, percent, told, level(percent), provisioned if provisioned < 100 else None)


def _load(report: Report) -> Panels:
    hosts = [each for each in _records(report, "vHost") if each["memory_usage_percent"] is not None]
    if not hosts:
        return
    if len(hosts) >= _MANY_HOSTS:
        drawn = "".join(
            histogram(title, [each[key] for each in hosts if each[key] is not None])
            for title, key in (("Processors", "cpu_usage_percent"),
                               ("Memory", "memory_usage_percent"))
        )  # fmt: skip
        yield "How busy hosts are", f"Hosts by load, {len(hosts):,} in all", drawn
    hosts.sort(key=lambda each: each["memory_usage_percent"], reverse=True)
    shown = hosts[:_MOST]
    yield (
        "Busiest hosts",
        _of(shown, hosts, "by memory") or "Memory, and processors below",
        bars(map(_host_bar, shown)),
    )


def _host_bar(each: Record) -> Bar:
    memory, cpu = each["memory_usage_percent"], each["cpu_usage_percent"]
    told = f"memory {memory} %"
    if cpu is None:
        return Bar(_short(each["host"]), memory, told, level(memory))
    return Bar(
        _short(each["host"]),
        memory,
        f"{told}, CPU {cpu} %",
        level(memory),
        second=(cpu, level(cpu)),
    )


def _short(host: str) -> str:
    """Return a host's name without its domain; an address as it is."""
    first = host.partition(".")[0]
    return host if units.whole_number(first) is not None else first


def _states(report: Report) -> Panels:
    machines = [each for each in _records(report, "vInfo") if not each["template"]]
    if not machines:
        return
    counts = Counter(each["powerstate"] for each in machines)
    told = [(name, counts[word], state) for word, name, state in _STATES]
    systems = Counter(
        each["os_according_to_the_configuration_file"] or "not told" for each in machines
    )
    most = systems.most_common(_MOST - 2)
    highest = most[0][1]
    drawn = bars(Bar(name, count * 100 / highest, f"{count:,}") for name, count in most)
    yield "Machines", _of(most, list(systems), "the most frequent guests"), parts(told) + drawn


def _largest(report: Report) -> Panels:
    found = [each for each in _records(report, "vInfo") if each["in_use_mib"]]
    found.sort(key=lambda each: each["in_use_mib"], reverse=True)
    if found:
        highest = found[0]["in_use_mib"]
        shown = [
            Bar(each["vm"], each["in_use_mib"] * 100 / highest, size(each["in_use_mib"]))
            for each in found[:_MOST]
        ]
        yield "Largest machines", _of(shown, found, "by what they take up"), bars(shown)


def _partitions(report: Report) -> Panels:
    found = [
        each
        for each in _records(report, "vPartition")
        if each["free_percent"] is not None and 100 - each["free_percent"] >= _FULL
    ]
    found.sort(key=lambda each: each["free_percent"])
    shown = [
        Bar(
            f"{each['vm']} {each['disk']}",
            100 - each["free_percent"],
            f"{size(each['free_mib'])} free",
            level(100 - each["free_percent"]),
        )
        for each in found[:_MOST]
    ]
    if shown:
        yield "Full partitions", _of(shown, found, "the fullest"), bars(shown)


def _snapshots(report: Report) -> Panels:
    found = sorted(_records(report, "vSnapshot"), key=lambda each: each["age"], reverse=True)
    if found:
        oldest = max(found[0]["age"], 0.1)
        shown = [
            Bar(f"{each['vm']}: {each['name']}", each["age"] * 100 / oldest, _aged(each))
            for each in found[:_MOST]
        ]
        yield "Oldest snapshots", _of(shown, found, "the oldest"), bars(shown)


def _aged(each: Record) -> str:
    held = f", {size(each['size_mib_total'])}" if each["size_mib_total"] else ""
    return f"{each['age']:.0f} days{held}"


_PANELS: Final[tuple[Callable[[Report], Panels], ...]] = (
    _datastores,
    _states,
    _load,
    _largest,
    _partitions,
    _snapshots,
)
