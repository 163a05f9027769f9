"""How long each stage may take, so that all of it fits into what the battery has. No I/O.

At the end of that time stand things that cannot be shortened: machines are forced off, hosts shut
themselves down. What is before them is waiting, for guests mostly; where it does not fit, all of
what is still to come is shortened in proportion, so that the last stage is not the one that pays.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Final

from aioesx.jobs.plan.stages import HostRules, Stage, Way, ordered

__all__ = ["Slot", "Timetable", "reserve"]

_ROUND: Final = 10.0
"""Seconds in which a host has taken that it is to go off."""


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """When a stage begins and is over at the latest, in seconds from the begin of the run."""

    begins: float
    ends: float


def reserve(rules: HostRules, *, hosts: bool, rounds: int, forcings: int) -> float:
    """Return the seconds at the end of the battery that no guest may use.

    Args:
        rules: what is kept for what.
        hosts: whether hosts are turned off.
        rounds: how often hosts are, one after the other: the vCenter's and our own come later.
        forcings: how often machines are forced off: the vCenter's is alone.
    """
    own = rules.seconds + _ROUND * (rounds - 1) if hosts else 0.0
    return rules.forcing * forcings + own


class Timetable:
    """The stages of one way, and how long each may take.

    Args:
        stages: those that are done.
        way: which way.
        before: which stages have to be over before each begins.
        end: seconds of waiting that come behind all stages: for the vCenter.
    """

    def __init__(
        self,
        stages: Mapping[str, Stage],
        way: Way,
        before: Mapping[str, frozenset[str]],
        *,
        end: float = 0.0,
    ) -> None:
        self._stages = stages
        self._way = way
        self._before = before
        self._order = ordered(before)
        self._end = end
        self._after: dict[str, float] = {}
        for name in reversed(self._order):
            later = [other for other, others in before.items() if name in others]
            self._after[name] = max((self._whole(each) for each in later), default=end)

    @property
    def order(self) -> tuple[str, ...]:
        """The stages, each behind those before it."""
        return tuple(self._order)

    def _whole(self, name: str) -> float:
        stage = self._stages[name]
        return stage.delay + stage.seconds(self._way) + self._after[name]

    def factor(self, name: str, left: float) -> float:
        """Return what part of its time a stage has that begins now: 1 for all of it.

        Args:
            name: the stage.
            left: seconds until the last moment of waiting; infinite without a battery.
        """
        wanted = self._whole(name)
        return 1.0 if wanted <= left else max(0.0, left) / wanted

    def end_factor(self, left: float) -> float:
        """Return the same of what comes behind all stages."""
        return 1.0 if self._end <= left else max(0.0, left) / self._end

    def latest(self, left: float) -> dict[str, Slot]:
        """Return when each stage begins and ends at the latest, if all of them use their time."""
        slots: dict[str, Slot] = {}
        for name in self._order:
            begins = max((slots[each].ends for each in self._before[name]), default=0.0)
            stage, factor = self._stages[name], self.factor(name, left - begins)
            begins += stage.delay * factor
            slots[name] = Slot(begins, begins + stage.seconds(self._way) * factor)
        return slots
