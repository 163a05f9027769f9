"""Performance counters: which there are, what they measured, each new sample as it comes.

`values` is what is told, `table` what a server counts, `query` questions and answers without I/O,
`entities` what is measured; `metrics` reads, `following` goes on reading, `job` is for fleets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import _lazy

if TYPE_CHECKING:
    from aioesx.perf.following import MetricStream
    from aioesx.perf.job import MetricsJob
    from aioesx.perf.metrics import Metrics
    from aioesx.perf.values import (
        MetricCounter,
        MetricInterval,
        MetricProvider,
        MetricSample,
        MetricSeries,
    )

__all__ = [
    "MetricCounter",
    "MetricInterval",
    "MetricProvider",
    "MetricSample",
    "MetricSeries",
    "MetricStream",
    "Metrics",
    "MetricsJob",
]

if not TYPE_CHECKING:  # else every misspelt name would be Any
    __getattr__, __dir__ = _lazy.loader(
        __name__,
        {
            "aioesx.perf.following": "MetricStream",
            "aioesx.perf.job": "MetricsJob",
            "aioesx.perf.metrics": "Metrics",
            "aioesx.perf.values": "MetricCounter MetricInterval MetricProvider MetricSample"
            " MetricSeries",
        },
    )
