"""`MetricsJob`: a reading of samples as a job for a fleet."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from aioesx.perf.values import MetricSeries

__all__ = ["MetricsJob"]


@dataclasses.dataclass(frozen=True)
class MetricsJob:
    """Reads samples at each host of a fleet: for `Fleet.run`, in the process or in workers.

        job = aioesx.MetricsJob("domain", ("cpu.usage.average", "mem.active.average"))
        results = await fleet.gather(job)

    Attributes:
        kind: of what, as a word: ``"domain"``, ``"host"``, ...; see `Metrics.read`.
        counters: names of the counters.
        last: the newest samples only, so many; 1 by default, where no time is named.
        since: later than this, by the server's clock.
        until: not later than this.
        interval: seconds of a sample.
        instances: of which devices.
    """

    kind: str
    counters: tuple[str, ...]
    last: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    interval: int | None = None
    instances: tuple[str, ...] = ("",)

    async def __call__(self, esx: Any) -> list[MetricSeries]:
        """Read them over a `Connection`, in two calls; in three where the table is not known."""
        found: list[MetricSeries] = await esx.metrics.read(
            self.kind,
            *self.counters,
            last=self.last,
            since=self.since,
            until=self.until,
            interval=self.interval,
            instances=self.instances,
        )
        return found
