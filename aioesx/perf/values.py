"""What is told of performance: counters, intervals, series of samples. No I/O."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Final, NamedTuple

from aioesx import vim

__all__ = [
    "MetricCounter",
    "MetricInterval",
    "MetricProvider",
    "MetricSample",
    "MetricSeries",
    "Number",
]

Number = int | float

_HUNDREDTHS: Final = frozenset({"percent"})
"""Units that hosts count in hundredths."""

_PARTS: Final = 100


@dataclasses.dataclass(frozen=True, slots=True)
class MetricCounter:
    """Something that a server counts.

    Attributes:
        name: group, name and rollup, as ``"cpu.usage.average"``.
        key: the server's number for it; another server, and the same one after an upgrade, may
            have another.
        unit: of the values that we tell: ``"percent"`` (0 to 100), ``"kiloBytes"``,
            ``"kiloBytesPerSecond"``, ``"megaHertz"``, ``"millisecond"``, ``"number"``, ...
        rollup: how what was seen in an interval becomes one value: ``"average"``, ``"summation"``,
            ``"latest"``, ``"maximum"``, ``"minimum"``, ``"none"``.
        stats: ``"absolute"`` (so it is), ``"delta"`` (in the interval), ``"rate"`` (per second).
        label: the server's short name for people.
        summary: the server's sentence for people.
        level: the collection level from which on a vCenter keeps it; None if it does not say.
        per_device_level: the same for the values of single devices.
        divisor: how many of the server's numbers are one of the unit: 100 for percent, else 1.
    """

    name: str
    key: int
    unit: str
    rollup: str
    stats: str
    label: str = ""
    summary: str = ""
    level: int | None = None
    per_device_level: int | None = None
    divisor: int = dataclasses.field(init=False, repr=False, compare=False, default=1)

    def __post_init__(self) -> None:
        if self.unit in _HUNDREDTHS:
            object.__setattr__(self, "divisor", _PARTS)

    @property
    def group(self) -> str:
        """What it belongs to: ``"cpu"``, ``"mem"``, ``"disk"``, ``"net"``, ..."""
        return self.name.partition(".")[0]


@dataclasses.dataclass(frozen=True, slots=True)
class MetricInterval:
    """A length of samples that a server keeps.

    Attributes:
        seconds: the length: 20 is real time, 300 what a day is kept in.
        name: the server's, such as ``"Past day"``.
        kept: for how many seconds samples are kept.
        level: the collection level; None if the server does not say.
        enabled: whether it is collected.
    """

    seconds: int
    name: str
    kept: int
    level: int | None = None
    enabled: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class MetricProvider:
    """What can be had of one thing.

    Attributes:
        realtime: whether there are samples of the last hour.
        historic: whether there are samples of longer intervals.
        interval: seconds of a real-time sample; None where there are none.
    """

    realtime: bool
    historic: bool
    interval: int | None


class MetricSample(NamedTuple):
    """One value.

    Attributes:
        time: the end of the interval, by the server's clock.
        value: in the counter's unit; None where the server has none.
    """

    time: datetime
    value: int | float | None


class MetricSeries(NamedTuple):
    """The samples of one counter, of one thing or one device of it.

    Attributes:
        entity: the reference of what was measured.
        name: its name, where it is known: of what was handed in with one, or found by a word.
        counter: what was counted, and the unit.
        instance: the device: a processor, a disk, a card; ``""`` for all of them together.
        interval: seconds of a sample.
        times: the ends of the intervals, oldest first, by the server's clock.
        values: in the counter's unit, one for each time; None where the server has none.
    """

    entity: vim.ManagedObjectReference
    name: str | None
    counter: MetricCounter
    instance: str
    interval: int
    times: tuple[datetime, ...]
    values: tuple[int | float | None, ...]

    @property
    def unit(self) -> str:
        """The counter's."""
        return self.counter.unit

    @property
    def samples(self) -> tuple[MetricSample, ...]:
        """Times and values, oldest first."""
        return tuple(map(MetricSample, self.times, self.values))

    @property
    def latest(self) -> MetricSample | None:
        """The newest sample that has a value; None without any."""
        for time, value in zip(reversed(self.times), reversed(self.values), strict=True):
            if value is not None:
                return MetricSample(time, value)
        return None

    @property
    def raw(self) -> tuple[int | None, ...]:
        """The values as the server counts: percent in hundredths."""
        by = self.counter.divisor
        return tuple(None if each is None else round(each * by) for each in self.values)
