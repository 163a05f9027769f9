"""What a check finds, and the text that a monitoring system reads. No I/O.

    SNAPSHOTS WARNING - the oldest snapshot is 12 d old | age=1036800s;604800;2592000;0 count=3;;;0
    web01: before-upgrade, 12 d

The first line up to the bar is for people, what is behind it for graphs; further lines are the
long output. A bar, a line's end or a quotation mark in a name would end these too soon.
"""

from __future__ import annotations

import dataclasses
import enum
import math
from collections.abc import Iterable, Sequence
from typing import Final

from aioesx.jobs.check.ranges import Range

__all__ = ["Outcome", "PluginState", "Reading", "worst"]

_MOST_LINES: Final = 100
_LONGEST: Final = 1000
_UNITS: Final = frozenset({"", "s", "%", "B", "c"})
"""Units of measurement that the guidelines know, of those that are needed here."""


class PluginState(enum.IntEnum):
    """How a service is; the value is the exit status."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


_GRAVITY: Final = (
    PluginState.CRITICAL,
    PluginState.WARNING,
    PluginState.UNKNOWN,
    PluginState.OK,
)
"""The worst first: that something is known to be bad says more than that something is not known."""


def worst(states: Iterable[PluginState]) -> PluginState:
    """Return the worst of some states; OK of none."""
    found = set(states)
    return next((each for each in _GRAVITY if each in found), PluginState.OK)


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """A number, for graphs.

    Attributes:
        label: what it measures; any text.
        value: the number; None where it is not known.
        unit: ``"s"``, ``"%"``, ``"B"``, ``"c"`` (counts on and on) or none.
        warning: which values are a warning.
        critical: which values are critical.
        least: the smallest value that can be.
        most: the largest.
    """

    label: str
    value: float | None
    unit: str = ""
    warning: Range | None = None
    critical: Range | None = None
    least: float | None = None
    most: float | None = None

    def __post_init__(self) -> None:
        """Refuse a unit that nobody reads.

        Raises:
            ValueError: it is one.
        """
        if self.unit not in _UNITS:
            raise ValueError(f"'{self.unit}' is no unit of plugins")

    @property
    def state(self) -> PluginState:
        """How it is, by its ranges; what is not known is UNKNOWN where a range wants to know."""
        if self.value is None:
            asked = self.warning is not None or self.critical is not None
            return PluginState.UNKNOWN if asked else PluginState.OK
        if self.critical is not None and self.critical.alarms(self.value):
            return PluginState.CRITICAL
        if self.warning is not None and self.warning.alarms(self.value):
            return PluginState.WARNING
        return PluginState.OK

    def __str__(self) -> str:
        """Write it as performance data."""
        known = self.value is not None and math.isfinite(self.value)
        value = f"{_number(self.value)}{self.unit}" if known else "U"
        fields = [
            value,
            *(str(each) if each is not None else "" for each in (self.warning, self.critical)),
            *(_number(each) if each is not None else "" for each in (self.least, self.most)),
        ]
        return f"{_label(self.label)}={';'.join(fields).rstrip(';')}"


def _label(label: str) -> str:
    """Write a label: in quotation marks where it has blanks, with no ``=`` in it."""
    plain = _one_line(label).replace("=", "_") or "unnamed"
    if not any(each in plain for each in " '"):
        return plain
    doubled = plain.replace("'", "''")
    return f"'{doubled}'"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    rounded = round(value, 6)
    return str(int(rounded)) if rounded == int(rounded) else repr(rounded)


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What a check has found.

    Attributes:
        service: what was looked at, such as ``"SNAPSHOTS"``.
        state: how it is.
        text: why, in a line.
        readings: numbers for graphs.
        lines: what else there is to say, the long output.
    """

    service: str
    state: PluginState
    text: str
    readings: Sequence[Reading] = ()
    lines: Sequence[str] = ()

    def __str__(self) -> str:
        """Write it as a plugin does; without a line's end behind the last."""
        head = f"{self.service} {self.state.name} - {_one_line(self.text)}"
        numbers = " ".join(map(str, self.readings))
        shown = [_one_line(each) for each in self.lines[:_MOST_LINES]]
        if len(self.lines) > _MOST_LINES:
            shown.append(f"... and {len(self.lines) - _MOST_LINES} more")
        return "\n".join([f"{head} | {numbers}" if numbers else head, *shown])


def _one_line(text: str) -> str:
    """Return a text without what would end a line or begin performance data."""
    line = " ".join(text.replace("|", "/").split())
    plain = "".join(each if each.isprintable() else "?" for each in line)
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 3]}..."
