"""What `plan` hands over: what would be done, and what came of it."""

from __future__ import annotations

from typing import Final

from aioesx.cli.shapes import Field, Shape

__all__ = ["PLAN"]

_STAGE: Final = Field("stage", "string", "The stage; empty for a host.")
_MACHINE: Final = Field("machine", "string", "Its name; empty for the host itself.")
_HOST: Final = Field("host", "string", "Name of the host in the inventory.")

PLAN: Final = Shape(
    1,
    "What would be done to a machine, or a host; by --run what became of it.",
    (
        _STAGE,
        Field("after", "string[]", "The stages that have to be over before."),
        _MACHINE,
        _HOST,
        Field("action", "string", "shut down, force off, start or turn off."),
        Field("begins", "number", "From the begin of the run, at the latest.", "s"),
        Field("ends", "number", "Likewise, when it is over.", "s"),
    ),
    many=True,
    option="run",
    others=(
        _STAGE,
        _MACHINE,
        _HOST,
        Field("outcome", "string", "shut down, forced off, started, not done, ...; docs/plans.md."),
        Field("ok", "boolean", "Whether that is as the plan wants it."),
        Field("why", "string", "Why it is not, or was forced; else empty."),
        Field("seconds", "number", "From its first step to the outcome.", "s"),
    ),
)
