"""Questions to a performance manager, and what its answers mean. No I/O.

A server answers as numbers in elements or as text with commas. The latter costs a third for
many samples and never more, so it is asked for; whichever comes is read, for a simulator may
know one only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from aioesx import vim
from aioesx.errors import ProtocolError
from aioesx.perf.entities import Target
from aioesx.perf.values import MetricCounter, MetricSeries, Number

__all__ = ["ALL", "SUM", "Batch", "Question", "batches", "rows_of", "series_of"]

SUM: Final = ""
"""The instance that stands for all devices together."""

ALL: Final = "*"
"""What asks for every instance, the sum included."""

_CSV: Final = "csv"
_NONE: Final = -1
"""What stands for no value."""

Ref = vim.ManagedObjectReference

# Past a constructor written in Python, for each of thousands.
_new: Callable[[type[MetricSeries], Any], MetricSeries] = tuple.__new__


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """What is asked of each thing.

    Attributes:
        counters: which.
        instances: of which devices.
        interval: seconds of a sample.
        last: the newest samples only, so many; None for all.
        since: later than this.
        until: not later than this.
    """

    counters: Sequence[MetricCounter]
    instances: Sequence[str]
    interval: int
    last: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    def spec(
        self, ref: Ref, ids: list[vim.PerfMetricId], since: datetime | None
    ) -> vim.PerfQuerySpec:
        """Return the question for one thing."""
        spec = vim.PerfQuerySpec(entity=ref, metric_id=ids, interval_id=self.interval, format=_CSV)
        if since is not None:
            spec.start_time = since
        if self.until is not None:
            spec.end_time = self.until
        if self.last is not None:
            spec.max_sample = self.last
        return spec

    def ids(self) -> list[vim.PerfMetricId]:
        """Return what is asked of each thing."""
        return [
            vim.PerfMetricId(counter_id=counter.key, instance=instance)
            for counter in self.counters
            for instance in self.instances
        ]


class Batch(NamedTuple):
    """What one call asks: some counters of some things."""

    targets: Sequence[Target]
    ids: list[vim.PerfMetricId]


def batches(
    targets: Sequence[Target], ids: Sequence[vim.PerfMetricId], most: int
) -> Iterator[Batch]:
    """Cut a question into calls of at most so many counters, all things together."""
    width = min(len(ids), most)
    at_once = max(1, most // width)
    for begin in range(0, len(targets), at_once):
        for start in range(0, len(ids), width):
            yield Batch(targets[begin : begin + at_once], list(ids[start : start + width]))


Numbers = Iterator[tuple[vim.PerfMetricId, tuple[int | None, ...]]]
"""Of each counter and device, a number for each moment."""


class Row(NamedTuple):
    """What a server told of one thing: the times, and for each counter and device the numbers."""

    ref: Ref
    times: _Times
    numbers: Numbers


class _Times(NamedTuple):
    """When samples ended, oldest first.

    Attributes:
        moments: when.
        order: where each is in the server's row; None if that is oldest first, too.
        interval: seconds of the newest.
    """

    moments: tuple[datetime, ...]
    order: tuple[int, ...] | None
    interval: int


_NO_TIMES: Final = _Times((), None, 0)


def rows_of(answer: Iterable[vim.PerfEntityMetricBase]) -> Iterator[Row]:
    """Read an answer in either form; the numbers of each thing once, as they are taken.

    Raises:
        ProtocolError: what should be a number or a moment is none.
    """
    for each in answer:
        if isinstance(each, vim.PerfEntityMetricCSV):
            times = _csv_times(each.sample_info_csv or "")
            yield Row(each.entity, times, _csv_rows(each, times))
        elif isinstance(each, vim.PerfEntityMetric):
            times = _times([(info.timestamp, info.interval) for info in each.sample_info])
            yield Row(each.entity, times, _plain_rows(each, times))


def _csv_rows(told: vim.PerfEntityMetricCSV, times: _Times) -> Numbers:
    count = len(times.moments)
    if count != 1:
        for one in told.value:
            yield one.id, _ordered(_csv_numbers(one.value or "", count), times)
        return
    for one in told.value:  # the newest sample: nearly always
        try:
            number = int(one.value or "")
        except ValueError:
            yield one.id, _csv_numbers(one.value or "", count)
        else:
            yield one.id, (None if number == _NONE else number,)


def _plain_rows(told: vim.PerfEntityMetric, times: _Times) -> Numbers:
    count = len(times.moments)
    for one in told.value:
        if isinstance(one, vim.PerfMetricIntSeries):
            yield one.id, _ordered(_fitted(one.value, count), times)


def _ordered(values: tuple[int | None, ...], times: _Times) -> tuple[int | None, ...]:
    return values if times.order is None else tuple([values[place] for place in times.order])


@lru_cache(maxsize=256)  # the things of a host have all the same
def _csv_times(text: str) -> _Times:
    words = text.split(",") if text else []
    if len(words) % 2:
        raise ProtocolError(f"expected intervals and moments in turn, got {text[:80]!r}")
    try:
        stamps = [
            (datetime.fromisoformat(moment.strip()), int(seconds))
            for seconds, moment in zip(words[::2], words[1::2], strict=True)
        ]
    except ValueError as error:
        raise ProtocolError(f"no list of samples: {error}") from None
    return _times(tuple(stamps))


def _times(stamps: Sequence[tuple[datetime, int]]) -> _Times:
    if not stamps:
        return _NO_TIMES
    moments = tuple(
        moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC) for moment, _ in stamps
    )
    order = tuple(sorted(range(len(moments)), key=moments.__getitem__))
    interval = stamps[order[-1]][1]
    if order == tuple(range(len(moments))):
        return _Times(moments, None, interval)
    return _Times(tuple(moments[each] for each in order), order, interval)


def _csv_numbers(text: str, count: int) -> tuple[int | None, ...]:
    try:
        return _fitted([int(word) if word else _NONE for word in text.split(",")], count)
    except ValueError:
        raise ProtocolError(f"expected numbers with commas, got {text[:80]!r}") from None


def _fitted(numbers: Sequence[int], count: int) -> tuple[int | None, ...]:
    """Return a number, or None, for each sample; a row may be short, or even empty."""
    if len(numbers) == count and _NONE not in numbers:
        return tuple(numbers)
    told = [None if number == _NONE else number for number in numbers[:count]]
    return (*told, *[None] * (count - len(told)))


def series_of(
    rows: Iterable[Row],
    counters: Mapping[int, MetricCounter],
    names: Mapping[Ref, str | None],
    last: int | None = None,
) -> Iterator[MetricSeries]:
    """Return what rows mean; counters that were not asked for, which a server may add, are left.

    Args:
        rows: what a server told.
        counters: by their keys.
        names: of the things that were asked about.
        last: the newest samples only, so many.
    """
    for ref, (moments, _, interval), numbers in rows:
        name = names.get(ref)
        cut = slice(-last if last else None, None)
        times = moments[cut]
        if not times:
            continue
        whole = len(times) == len(moments)
        for id_, values in numbers:
            counter = counters.get(id_.counter_id)
            if counter is not None:
                told: tuple[Number | None, ...] = values if whole else values[cut]
                if counter.divisor != 1:
                    told = _scaled(told, counter.divisor)
                yield _new(MetricSeries, (ref, name, counter, id_.instance, interval, times, told))


def _scaled(values: Sequence[Number | None], divisor: int) -> tuple[Number | None, ...]:
    return tuple([None if value is None else value / divisor for value in values])
