"""What commands about counters hand over."""

from __future__ import annotations

from typing import Final

from aioesx.cli.outputs.common import NAME
from aioesx.cli.shapes import Field, Shape

__all__ = ["SAMPLES"]

_UNIT: Final = Field("unit", "string", "percent, kiloBytes, megaHertz, ...: the host's word.")

SAMPLES: Final = Shape(
    1,
    "A sample of a counter; by --counters, and without names of counters, a counter.",
    (
        NAME,
        Field("counter", "string", "As cpu.usage.average."),
        Field("instance", "string", "The device; empty for all together."),
        Field("time", "moment", "When its interval ended, by the host's clock."),
        Field("value", "number?", "In the unit; percent from 0 to 100."),
        _UNIT,
        Field("interval", "integer", "Length of the interval.", "s"),
    ),
    many=True,
    option="counters",
    others=(
        NAME,
        _UNIT,
        Field("stats", "string", "absolute, delta (in the interval) or rate (per second)."),
        Field("summary", "string", "What it counts."),
        Field("level", "integer?", "From which on a vCenter keeps it for long."),
        Field(
            "instances",
            "string[]?",
            "Devices of the domain or host that was named; '' is all together.",
        ),
    ),
)
