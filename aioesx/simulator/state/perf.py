"""Performance counters: what they are, and figures that move.

The figures follow a slow wave, different for each machine and the same whenever
the same moment is asked for.
"""

from __future__ import annotations

import math
import zlib
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.machine import Machine

__all__ = ["INTERVAL", "Perf"]

INTERVAL: Final = 20
"""Seconds between two samples in real time."""

_COUNTERS: Final = (
    # key, group, name, unit, rollup, stats, label, low, high
    (1, "cpu", "usage", "percent", "average", "rate", "CPU usage", 200, 4000),
    (2, "cpu", "usagemhz", "megaHertz", "average", "rate", "CPU usage in MHz", 40, 900),
    (3, "cpu", "used", "millisecond", "summation", "delta", "CPU time used", 400, 8000),
    (4, "cpu", "ready", "millisecond", "summation", "delta", "CPU time waiting", 10, 300),
    (5, "mem", "usage", "percent", "average", "absolute", "Memory usage", 1000, 6000),
    (6, "mem", "active", "kiloBytes", "average", "absolute", "Active memory", 65536, 900000),
    (7, "mem", "consumed", "kiloBytes", "average", "absolute", "Memory in use", 200000, 990000),
    (8, "disk", "usage", "kiloBytesPerSecond", "average", "rate", "Disk usage", 0, 20000),
    (9, "net", "usage", "kiloBytesPerSecond", "average", "rate", "Network usage", 0, 12000),
    (10, "sys", "uptime", "second", "latest", "absolute", "Uptime", 0, 0),
)


class Perf:
    """The performance manager of one host."""

    def __init__(self, host: Agent) -> None:
        self._host = host

    def counters(self) -> list[vim.PerfCounterInfo]:
        """Return every counter."""
        return [
            vim.PerfCounterInfo(
                key=key,
                name_info=vim.ElementDescription(label=label, summary=label, key=name),
                group_info=vim.ElementDescription(label=group, summary=group, key=group),
                unit_info=vim.ElementDescription(label=unit, summary=unit, key=unit),
                rollup_type=vim.PerfSummaryType(rollup),
                stats_type=vim.PerfStatsType(stats),
                level=1,
                per_device_level=3,
            )
            for key, group, name, unit, rollup, stats, label, _, _ in _COUNTERS
        ]

    def value(self, counter: int, seed: str, when: datetime) -> int:
        """Return the figure of a counter at a moment."""
        low, high = next((row[7], row[8]) for row in _COUNTERS if row[0] == counter)
        phase = zlib.crc32(f"{seed}/{counter}".encode()) % 628 / 100
        wave = math.sin(when.timestamp() / 97 + phase) / 2 + 0.5
        return round(low + (high - low) * wave)

    def known(self, counter: int) -> bool:
        """Tell whether there is such a counter."""
        return any(row[0] == counter for row in _COUNTERS)

    def counter_keys(self) -> list[int]:
        """Return the counters' keys."""
        return [row[0] for row in _COUNTERS]

    def sample(self, entity: Any, counter: int, when: datetime) -> int:
        """Return the figure of a machine or of the host; nothing happens in one that is off."""
        if getattr(entity, "power", "poweredOn") != "poweredOn":
            return 0
        if _COUNTERS[-1][0] == counter:
            start = getattr(entity, "boot_time", None) or when
            return max(0, int((when - start).total_seconds()))
        return self.value(counter, entity.moid, when)

    def cpu_mhz(self, machine: Machine) -> int:
        """Return the processor rate that a machine uses just now."""
        return self.sample(machine, 2, self._host.timeline.now())

    def memory_mb(self, machine: Machine) -> int:
        """Return the memory that a machine uses just now."""
        share = self.sample(machine, 5, self._host.timeline.now())
        return machine.config.memory_mb * share // 10000
