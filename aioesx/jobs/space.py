"""Room on datastores, held against limits: what is left, and what was promised beyond it."""

from __future__ import annotations

import dataclasses
import enum
from typing import Final

from aioesx.connection import Connection
from aioesx.jobs._reading import Listing
from aioesx.storage import PoolSpace
from aioesx.storage.space import SUMMARY

__all__ = [
    "OUT_OF_REACH",
    "UNTOLD",
    "DatastoreSpace",
    "SpaceLimits",
    "SpaceState",
    "datastore_space",
]

OUT_OF_REACH: Final = "no host can get at it"
UNTOLD: Final = "its room is not told"
"""Reasons for which nobody knows what is left."""

_WHOLE: Final = 100.0


class SpaceState(enum.StrEnum):
    """What is to be thought of a datastore's room."""

    OK = "ok"
    WARNING = "warning"
    CRITICAL = "critical"
    UNKNOWN = "unknown"
    """No host can get at it, or it is not told."""


@dataclasses.dataclass(frozen=True, slots=True)
class SpaceLimits:
    """From where on room is too little; percents of the capacity.

    Attributes:
        free_warning: so much free or less is a warning.
        free_critical: so much or less is critical.
        overcommit_warning: so much provisioned or more is a warning; None for never.
        overcommit_critical: likewise critical.
    """

    free_warning: float = 20.0
    free_critical: float = 10.0
    overcommit_warning: float | None = None
    overcommit_critical: float | None = None

    def __post_init__(self) -> None:
        """Refuse limits that are in no order.

        Raises:
            ValueError: they are.
        """
        if not 0 <= self.free_critical <= self.free_warning <= _WHOLE:
            raise ValueError("free room: critical should be at most warning, from 0 to 100 percent")
        low, high = self.overcommit_warning, self.overcommit_critical
        if low is not None and high is not None and not 0 < low <= high:
            raise ValueError("over-commitment: warning should be at most critical, above 0 percent")


@dataclasses.dataclass(frozen=True, slots=True)
class DatastoreSpace:
    """A datastore's room; sizes in bytes, None while no host can get at it.

    Attributes:
        name: the datastore's.
        state: what is to be thought of it.
        capacity: all that there is.
        free: what is left.
        free_percent: likewise, of the capacity.
        provisioned: what is taken if every thin file grows as large as it may.
        provisioned_percent: likewise, of the capacity: above 100 more is promised than there is.
        snapshots: what of the used room is there for snapshots.
        reasons: why it is not ok, a sentence each.
    """

    name: str
    state: SpaceState
    capacity: int | None
    free: int | None
    free_percent: float | None
    provisioned: int | None
    provisioned_percent: float | None
    snapshots: int
    reasons: tuple[str, ...]


_USUAL: Final = SpaceLimits()


async def datastore_space(esx: Connection, limits: SpaceLimits = _USUAL) -> Listing[DatastoreSpace]:
    """List datastores and hold their room against limits, the fullest first; three calls at most.

    Args:
        esx: the connection.
        limits: from where on it is too little.
    """
    spaces = await esx.storage.space()
    found = [_judged(each, limits) for each in spaces]
    found.sort(key=lambda each: (each.free_percent is not None, each.free_percent or 0, each.name))
    problems = dict.fromkeys(text for each in spaces for text in each.problems)
    return Listing(tuple(found), tuple(problems))


def _judged(space: PoolSpace, limits: SpaceLimits) -> DatastoreSpace:
    free, more = _percent(space.free, space.capacity), _percent(space.provisioned, space.capacity)
    bad: list[tuple[SpaceState, str]] = []
    if free is None:
        hidden = any(SUMMARY in text for text in space.problems)
        bad.append((SpaceState.UNKNOWN, UNTOLD if hidden else OUT_OF_REACH))
    elif free <= limits.free_warning:
        worse = free <= limits.free_critical
        state = SpaceState.CRITICAL if worse else SpaceState.WARNING
        bad.append((state, f"{free:.1f}% are free"))
    over = (
        (limits.overcommit_critical, SpaceState.CRITICAL),
        (limits.overcommit_warning, SpaceState.WARNING),
    )
    for limit, state in over:
        if more is not None and limit is not None and more >= limit:
            bad.append((state, f"{more:.0f}% are provisioned"))
            break
    ranks = (SpaceState.CRITICAL, SpaceState.WARNING, SpaceState.UNKNOWN)
    worst = next((rank for rank in ranks if any(rank is each for each, _ in bad)), SpaceState.OK)
    return DatastoreSpace(
        name=space.name,
        state=worst,
        capacity=space.capacity,
        free=space.free,
        free_percent=free,
        provisioned=space.provisioned,
        provisioned_percent=more,
        snapshots=space.snapshots,
        reasons=tuple(text for _, text in bad),
    )


def _percent(part: int | None, whole: int | None) -> float | None:
    return None if part is None or not whole else part * _WHOLE / whole
