"""Figures that move: what a counter of something says at a moment.

Each follows a slow wave, another one for each thing, counter and device, and the same whenever the
same moment is asked for. What belongs together fits together: the rate of a processor, its share
and the time that was used follow one load.
"""

from __future__ import annotations

import math
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from aioesx.simulator.state.counters import CounterRow

__all__ = ["Measured", "figure"]

_TURN: Final = 97.0
_PHASES: Final = 628
_MS: Final = 1000
_WHOLE: Final = 10_000  # percent, in hundredths


class Measured(NamedTuple):
    """What the figures of something depend on.

    Attributes:
        seed: tells it from others; the same at its host and at the vCenter.
        mhz: rate of all its processors.
        threads: how many those are.
        memory_kb: its memory.
        began: seconds since the epoch at which it was started.
    """

    seed: str
    mhz: int = 2000
    threads: int = 1
    memory_kb: int = 1 << 20
    began: float = 0.0


def _wave(seed: str, when: float) -> float:
    """Return a number from 0 to 1."""
    phase = zlib.crc32(seed.encode()) % _PHASES / 100
    return math.sin(when / _TURN + phase) / 2 + 0.5


def _load(thing: Measured, when: float) -> float:
    return 0.02 + 0.7 * _wave(f"{thing.seed}/cpu", when)


def _fill(thing: Measured, when: float) -> float:
    return 0.1 + 0.5 * _wave(f"{thing.seed}/mem", when)


# What follows the load, or the memory in use: thing, moment, seconds of the sample, processors.
_FITTING: Final[dict[str, Callable[[Measured, float, int, int], float]]] = {
    "cpu.usage": lambda thing, when, _, __: _WHOLE * _load(thing, when),
    "cpu.usagemhz": lambda thing, when, _, of: thing.mhz * _load(thing, when) * of / thing.threads,
    "cpu.used": lambda thing, when, long, of: long * _MS * _load(thing, when) * of,
    "cpu.run": lambda thing, when, long, of: long * _MS * _load(thing, when) * of,
    "cpu.idle": lambda thing, when, long, of: long * _MS * (1 - _load(thing, when)) * of,
    "mem.usage": lambda thing, when, _, __: _WHOLE * _fill(thing, when),
    "mem.consumed": lambda thing, when, _, __: thing.memory_kb * _fill(thing, when),
    "mem.active": lambda thing, when, _, __: 0.6 * thing.memory_kb * _fill(thing, when),
    "mem.granted": lambda thing, _, __, ___: thing.memory_kb,
    "sys.uptime": lambda thing, when, _, __: when - thing.began,
}

_RANGES: Final = {
    "percent": (0, 4000),
    "kiloBytesPerSecond": (0, 20_000),
    "millisecond": (0, 300),
    "microsecond": (50, 9000),
    "megaHertz": (100, 2000),
    "kiloBytes": (1024, 900_000),
    "megaBytes": (1, 900),
    "teraBytes": (1, 9),
    "number": (0, 500),
    "second": (0, 600),
    "watt": (60, 300),
    "joule": (1000, 6000),
    "celsius": (25, 60),
}
"""Between what the others move, by unit."""


def figure(thing: Measured, row: CounterRow, instance: str, when: float, interval: int) -> int:
    """Return what a counter says.

    Args:
        thing: what is measured.
        row: the counter.
        instance: the device; empty for all together.
        when: seconds since the epoch at which the interval ends.
        interval: its length in seconds.
    """
    name = f"{row.group}.{row.name}"
    fitting = _FITTING.get(name)
    if fitting is not None:
        return max(0, round(fitting(thing, when, interval, 1 if instance else thing.threads)))
    low, high = _RANGES[row.unit]
    seed = f"{thing.seed}/{name}.{row.rollup}/{instance}"
    return round(low + (high - low) * _wave(seed, when))
