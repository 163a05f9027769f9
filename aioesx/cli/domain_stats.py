"""Statistics of domains in libvirt's words: what is read, and what it is called.

libvirt counts from the start of a domain on; a VMware host tells what was in an interval of 20
seconds. So what libvirt has as a count is told as a rate here, per second, under libvirt's name
with ``.rate`` behind it: a program that takes one for the other gets nothing instead of nonsense.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import aioesx

__all__ = ["GROUPS", "Block", "Card", "Rates", "Stats", "memory_of", "read_stats"]

_DEVICES: Final = "config.hardware.device"
_KIB: Final = 1024
_MS_NS: Final = 1_000_000

_STATES: Final = {
    aioesx.DomainState.RUNNING: 1,
    aioesx.DomainState.PAUSED: 3,
    aioesx.DomainState.SHUTOFF: 5,
}
"""libvirt's numbers."""


class _Rate(NamedTuple):
    """A count of libvirt's as a rate of ours.

    Attributes:
        key: libvirt's.
        counter: the host's.
        times: what the host's number is multiplied by.
        by_interval: whether that is of a whole interval, and not of a second.
    """

    key: str
    counter: str
    times: int = 1
    by_interval: bool = False


_PROCESSOR: Final = (_Rate("time", "cpu.used.summation", _MS_NS, True),)
_CARD: Final = (
    _Rate("rx.bytes", "net.bytesRx.average", _KIB),
    _Rate("rx.pkts", "net.packetsRx.summation", 1, True),
    _Rate("rx.drop", "net.droppedRx.summation", 1, True),
    _Rate("tx.bytes", "net.bytesTx.average", _KIB),
    _Rate("tx.pkts", "net.packetsTx.summation", 1, True),
    _Rate("tx.drop", "net.droppedTx.summation", 1, True),
)
_DISK: Final = (
    _Rate("rd.reqs", "virtualDisk.numberReadAveraged.average"),
    _Rate("rd.bytes", "virtualDisk.read.average", _KIB),
    _Rate("wr.reqs", "virtualDisk.numberWriteAveraged.average"),
    _Rate("wr.bytes", "virtualDisk.write.average", _KIB),
)
_MEMORY: Final = ("mem.consumed.average", "mem.vmmemctl.average")

Rates = Mapping[str, int]
"""By libvirt's key, per second."""

Figures = Mapping[tuple[str, str], aioesx.MetricSeries]
"""A domain's newest samples, by counter and device."""


class Card(NamedTuple):
    """A network card: its MAC address, and what goes through it per second."""

    mac: str
    rates: Rates


class Block(NamedTuple):
    """A disk: its name in the guest, its file, its size in bytes, what goes through it."""

    target: str
    source: str | None
    capacity: int | None
    rates: Rates


class Stats(NamedTuple):
    """What was read of one domain.

    Attributes:
        entry: the domain, of the list.
        figures: its newest samples; none while it is off.
        cards: in the order of their slots.
        blocks: disks, in libvirt's order.
    """

    entry: aioesx.DomainSummary
    figures: Figures
    cards: Sequence[Card]
    blocks: Sequence[Block]


async def read_stats(
    esx: aioesx.Connection,
    entries: Sequence[aioesx.DomainSummary],
    groups: Iterable[str],
) -> list[Stats]:
    """Read the statistics of domains: two reads, however many they are, and the counters once.

    Args:
        esx: the connection.
        entries: the domains.
        groups: keys of `GROUPS`.
    """
    chosen = set(groups)
    named = (name for group in GROUPS if group in chosen for name in GROUPS[group].counters)
    wanted = list(dict.fromkeys(named))
    figures: dict[aioesx.vim.ManagedObjectReference, dict[tuple[str, str], aioesx.MetricSeries]]
    figures = defaultdict(dict)
    running = [entry.domain for entry in entries if entry.state is aioesx.DomainState.RUNNING]
    if wanted and running:
        known = {counter.name for counter in await esx.metrics.counters()}
        counters = [name for name in wanted if name in known]
        if counters:
            for series in await esx.metrics.read(running, *counters, instances="*"):
                figures[series.entity][series.counter.name, series.instance] = series
    devices = {}
    if not chosen.isdisjoint(("interface", "block")) and entries:
        devices = await esx.domains.properties(_DEVICES)
    found = []
    for entry in entries:
        ref = entry.domain.ref
        values = devices[ref].values if ref in devices else None
        told = figures[ref]
        found.append(Stats(entry, told, _cards(values, told), _blocks(values, told)))
    return found


def _cards(values: aioesx.Properties | None, figures: Figures) -> list[Card]:
    devices = (values.get(_DEVICES) if values is not None else None) or ()
    cards = [one for one in devices if isinstance(one, aioesx.vim.VirtualEthernetCard)]
    return [
        Card(card.mac_address or "", _rates(_CARD, str(card.key), figures))
        for card in sorted(cards, key=lambda card: card.key)
    ]


def _blocks(values: aioesx.Properties | None, figures: Figures) -> list[Block]:
    if values is None:
        return []
    from aioesx.domain.devices import disk_addresses_of

    return [
        Block(disk.target, disk.source, disk.capacity, _rates(_DISK, address, figures))
        for disk, address in disk_addresses_of(values)
    ]


def _rates(table: Iterable[_Rate], device: str, figures: Figures) -> dict[str, int]:
    """Return what is known of a device, by libvirt's keys."""
    found = {}
    for rate in table:
        series = figures.get((rate.counter, device))
        latest = series.latest if series is not None else None
        if series is not None and latest is not None and latest.value is not None:
            each = latest.value * rate.times
            found[rate.key] = round(each / series.interval if rate.by_interval else each)
    return found


def memory_of(stats: Stats) -> dict[str, int | None]:
    """Return a running domain's memory in KiB, by libvirt's names; None is what is not told."""
    consumed, balloon = (_newest(stats.figures, name) for name in _MEMORY)
    most = stats.entry.max_memory
    given = most - balloon if most is not None and balloon is not None else most
    return {"actual": given, "rss": consumed}


def _newest(figures: Figures, counter: str) -> int | None:
    series = figures.get((counter, ""))
    latest = series.latest if series is not None else None
    return round(latest.value) if latest is not None and latest.value is not None else None


# --- groups --------------------------------------------------------------------------------------

Lines = Iterator[tuple[str, object]]


def _state(stats: Stats) -> Lines:
    yield "state.state", _STATES.get(stats.entry.state, 0)
    yield "state.reason", 0  # libvirt's driver knows none, either


def _cpu_total(stats: Stats) -> Lines:
    for key, value in _rates(_PROCESSOR, "", stats.figures).items():
        yield f"cpu.{key}.rate", value


def _balloon(stats: Stats) -> Lines:
    memory = memory_of(stats)
    yield "balloon.current", memory["actual"]
    yield "balloon.maximum", stats.entry.max_memory
    yield "balloon.rss", memory["rss"]


def _vcpu(stats: Stats) -> Lines:
    count = stats.entry.vcpus
    yield "vcpu.current", count
    yield "vcpu.maximum", count
    if stats.entry.state is aioesx.DomainState.RUNNING:
        for number in range(count or 0):
            yield f"vcpu.{number}.state", 1
            for key, value in _rates(_PROCESSOR, str(number), stats.figures).items():
                yield f"vcpu.{number}.{key}.rate", value


def _interface(stats: Stats) -> Lines:
    yield "net.count", len(stats.cards)
    for number, card in enumerate(stats.cards):
        yield f"net.{number}.name", card.mac
        for key, value in card.rates.items():
            yield f"net.{number}.{key}.rate", value


def _block(stats: Stats) -> Lines:
    yield "block.count", len(stats.blocks)
    for number, block in enumerate(stats.blocks):
        yield f"block.{number}.name", block.target
        yield f"block.{number}.path", block.source
        for key, value in block.rates.items():
            yield f"block.{number}.{key}.rate", value
        yield f"block.{number}.capacity", block.capacity


class Group(NamedTuple):
    """A group of statistics.

    Attributes:
        tell: names and values; None is what is not known.
        counters: what they are made of, and what the host counts.
    """

    tell: Callable[[Stats], Lines]
    counters: Sequence[str] = ()


def _of(table: Iterable[_Rate]) -> tuple[str, ...]:
    return tuple(rate.counter for rate in table)


GROUPS: Final = {
    "state": Group(_state),
    "cpu-total": Group(_cpu_total, _of(_PROCESSOR)),
    "balloon": Group(_balloon, _MEMORY),
    "vcpu": Group(_vcpu, _of(_PROCESSOR)),
    "interface": Group(_interface, _of(_CARD)),
    "block": Group(_block, _of(_DISK)),
}
"""By virsh's option, in the order in which libvirt tells them."""
