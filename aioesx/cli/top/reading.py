"""What is read of one connection: all its hosts and domains in one read, their traffic beside it.

The traffic comes from performance counters, of which a host takes a sample every 20 seconds. So
they are not asked at every refresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import aioesx
from aioesx import errors
from aioesx.cli.top.figures import PATHS, Rates, Reading, Ref, reading_of

__all__ = ["Reader"]

_INTERVAL: Final = 20
"""Length of a host's sample in seconds, by which real-time counters are asked for."""

_FRESH: Final = 10.0
_MOST_AT_ONCE: Final = 250
_COUNTERS: Final = {
    ("disk", "usage", "kiloBytesPerSecond"): "disk",
    ("net", "usage", "kiloBytesPerSecond"): "net",
}
"""Group, name and unit of a counter, and the field of `Rates` that it fills."""


class Reader:
    """Reads one connection again and again."""

    def __init__(self, esx: aioesx.Connection, now: Callable[[], float]) -> None:
        """Take an open connection.

        Args:
            esx: the connection.
            now: tells seconds of any origin.
        """
        self._esx = esx
        self._now = now
        self._fields: Mapping[int, str] | None = None
        self._rates: Mapping[Ref, Rates] = {}
        self._read_at = float("-inf")

    async def read(self) -> Reading:
        """Read hosts and domains in one call per page, and counters where they may have moved.

        Raises:
            EsxError: the host cannot be read. Counters that it does not tell are no error.
        """
        reading = reading_of(await self._esx.read(PATHS))
        if self._now() - self._read_at >= _FRESH:
            self._rates = await self._counted(reading.measured)
            self._read_at = self._now()
        return reading.with_rates(self._rates)

    async def _counted(self, refs: Sequence[Ref]) -> dict[Ref, Rates]:
        try:
            fields = await self._known_fields()
            found: dict[Ref, Rates] = {}
            for begin in range(0, len(refs) if fields else 0, _MOST_AT_ONCE):
                part = refs[begin : begin + _MOST_AT_ONCE]
                found |= _rates(await self._query(part, fields), fields)
        except errors.FaultError:  # a domain is gone since the read, or counters are hidden
            return {}
        return found

    async def _known_fields(self) -> Mapping[int, str]:
        """Return which counters there are, by their keys; asked once."""
        if self._fields is None:
            manager = self._esx.content.perf_manager
            if manager is None:
                return {}
            known = await self._esx.properties(manager, "perfCounter")
            self._fields = dict(_wanted(known.if_shown("perfCounter") or ()))
        return self._fields

    async def _query(
        self, refs: Sequence[Ref], counters: Iterable[int]
    ) -> Sequence[aioesx.vim.PerfEntityMetricBase]:
        vim, manager = aioesx.vim, self._esx.content.perf_manager
        if manager is None:
            return ()
        metrics = [vim.PerfMetricId(counter_id=key, instance="") for key in counters]
        specs = [
            vim.PerfQuerySpec(entity=ref, max_sample=1, metric_id=metrics, interval_id=_INTERVAL)
            for ref in refs
        ]
        return await self._esx.call(vim.QueryPerf(this=manager, query_spec=specs))


def _wanted(counters: Iterable[aioesx.vim.PerfCounterInfo]) -> Iterator[tuple[int, str]]:
    average = aioesx.vim.PerfSummaryType.AVERAGE
    for info in counters:
        field = _COUNTERS.get((info.group_info.key, info.name_info.key, info.unit_info.key))
        if field is not None and info.rollup_type == average:
            yield info.key, field


def _rates(
    found: Iterable[aioesx.vim.PerfEntityMetricBase], fields: Mapping[int, str]
) -> dict[Ref, Rates]:
    rates: dict[Ref, Rates] = {}
    for entity in found:
        if not isinstance(entity, aioesx.vim.PerfEntityMetric):
            continue
        told: dict[str, int] = {}
        for series in entity.value:
            if isinstance(series, aioesx.vim.PerfMetricIntSeries) and series.value:
                field, value = fields.get(series.id.counter_id), series.value[-1]
                if field is not None and value >= 0:  # -1 is an interval that nothing is known of
                    told[field] = value
        rates[entity.entity] = Rates(**told)
    return rates
