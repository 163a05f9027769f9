"""How far a warm move is, as its record keeps it: what it has made at the host, and what it knows.

It is written before each step that changes something at the host, so that whatever ends a run, the
next one knows of everything that may be there. Values and their JSON; no I/O.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args
from uuid import UUID

from aioesx.errors import ExportStateError
from aioesx.export.before.survey_values import Moment
from aioesx.export.warm.changed import Area, Changed

__all__ = ["EXTRA", "WarmState", "WarmStep", "unfinished"]

EXTRA: Final = "warm"
"""What a record calls it."""
_KINDS: Final = {"mark": str, "ids": dict, "changed": dict, "moment": dict, "told": list}
_OVER: Final = frozenset({"done", "rolled back"})

WarmStep = Literal[
    "begun",
    "tracking",
    "first snapshot",
    "pre-copy",
    "cut-over",
    "last snapshot",
    "changes",
    "proof",
    "finishing",
    "removal",
    "done",
    "rolled back",
]
"""What was begun last; all before it is done."""


@dataclasses.dataclass(slots=True, kw_only=True)
class WarmState:
    """A warm move.

    Attributes:
        mark: what its snapshots are known by.
        step: what was begun last.
        tracking: whether we have, or may have, switched tracking on.
        asked_off: whether we have, or may have, asked the machine to shut down.
        off_since: when, in seconds since 1970; None if the machine was not on.
        ids: the first snapshot's change id of each disk, by its key.
        lease: value of the reference of the lease that the copy comes by; "" without one.
        changed: what of each disk has changed between the two.
        moment: what the machine was when the last snapshot was taken.
        downtime: seconds for which the machine was off until all was there and proved; None as
            long as that is not so, and if it was off before.
        told: what became of earlier runs, and what else is to be known, a sentence each.
    """

    mark: UUID
    step: WarmStep = "begun"
    tracking: bool = False
    asked_off: bool = False
    off_since: float | None = None
    ids: dict[int, str] = dataclasses.field(default_factory=dict)
    lease: str = ""
    changed: dict[int, Changed] = dataclasses.field(default_factory=dict)
    moment: dict[str, Any] = dataclasses.field(default_factory=dict)
    downtime: float | None = None
    told: list[str] = dataclasses.field(default_factory=list)

    @property
    def downtime_bytes(self) -> int:
        """Bytes of the disks that were copied while the machine was off."""
        return sum(each.bytes for each in self.changed.values())

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "mark": str(self.mark),
            "step": self.step,
            "tracking": self.tracking,
            "asked_off": self.asked_off,
            "off_since": self.off_since,
            "ids": {str(key): value for key, value in self.ids.items()},
            "lease": self.lease,
            "changed": {
                str(key): {
                    "areas": [[area.start, area.length] for area in each.areas],
                    "whole": each.whole,
                }
                for key, each in self.changed.items()
            },
            "moment": self.moment,
            "downtime": self.downtime,
            "downtime_bytes": self.downtime_bytes,
            "told": list(self.told),
        }

    @classmethod
    def of_dict(cls, told: Mapping[str, Any]) -> WarmState:
        """Make it of what `to_dict` returned.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        if told["step"] not in get_args(WarmStep):
            raise ValueError(f"there is no step {told['step']!r}")
        for key, kind in _KINDS.items():
            if not isinstance(told[key], kind):
                raise TypeError(f"{key} is no {kind.__name__}")
        if not all(isinstance(each, str) for each in told["told"]):
            raise TypeError("what was told is no text")
        off_since, downtime = told["off_since"], told["downtime"]
        if told["moment"]:
            Moment.of_dict(told["moment"])  # or it is none
        return cls(
            mark=UUID(told["mark"]),
            step=cast("WarmStep", told["step"]),
            tracking=bool(told["tracking"]),
            asked_off=bool(told["asked_off"]),
            off_since=None if off_since is None else float(off_since),
            ids={int(key): str(value) for key, value in told["ids"].items()},
            lease=str(told["lease"]),
            changed={int(key): _changed(each) for key, each in told["changed"].items()},
            moment=dict(told["moment"]),
            downtime=None if downtime is None else float(downtime),
            told=list(told["told"]),
        )


def unfinished(extra: Mapping[str, Any], path: Path) -> WarmState | None:
    """Return the state of a warm move that a run has not ended, of what a record keeps besides.

    Raises:
        ExportStateError: it cannot be read.
    """
    if EXTRA not in extra:
        return None
    try:
        state = WarmState.of_dict(extra[EXTRA])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ExportStateError(f"{path} is no record to believe: {error!r}", path=path) from None
    return None if state.step in _OVER else state


def _changed(told: Mapping[str, Any]) -> Changed:
    areas = tuple(Area(int(start), int(length)) for start, length in told["areas"])
    at = 0
    for area in areas:
        if area.start < at or area.length <= 0:
            raise ValueError(f"{area} is not behind {at}")
        at = area.stop
    return Changed(areas, whole=str(told["whole"]))
