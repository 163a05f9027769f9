"""`Wish`: what somebody wants a check to look at, and from where on it is alarmed. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence

from aioesx._words import few
from aioesx.errors import EsxError
from aioesx.jobs._reading import matches
from aioesx.jobs.check.outcome import Outcome, PluginState, Reading, worst
from aioesx.jobs.check.ranges import Range

__all__ = ["Wish", "concluded"]


@dataclasses.dataclass(frozen=True, slots=True)
class Wish:
    """A check as it is wanted.

    Attributes:
        check: its name.
        warning: which values are a warning; None for none.
        critical: which values are critical; None for none.
        count_warning: which numbers of things are a warning, where they are counted besides.
        count_critical: likewise critical.
        names: globs of names; empty for all.
        kind: the kind of thing that they are names of.
        state: what a domain should be in, of the check of that name.
    """

    check: str
    warning: Range | None = None
    critical: Range | None = None
    count_warning: Range | None = None
    count_critical: Range | None = None
    names: tuple[str, ...] = ()
    kind: str = "domain"
    state: str = ""

    def means(self, name: str) -> bool:
        """Tell whether something of this name is looked at."""
        return not self.names or matches(name, self.names)

    def unmet(self, there: Collection[str]) -> list[str]:
        """Return a sentence for each glob that fits nothing: who misspells one should know.

        Args:
            there: the names of all things of the kind.

        Raises:
            EsxError: none fits anything, so that there is nothing to look at.
        """
        lost = [each for each in self.names if not any(matches(name, [each]) for name in there)]
        if self.names and len(lost) == len(self.names):
            raise EsxError(f"no {self.kind} is called {few(map(repr, lost))}")
        return [f"no {self.kind} is called {each!r}" for each in lost]

    def reading(
        self,
        label: str,
        value: float | None,
        unit: str = "",
        *,
        scale: float = 1.0,
        least: float | None = None,
        most: float | None = None,
    ) -> Reading:
        """Return a number that the ranges are about.

        Args:
            label: what it measures.
            value: the number, in `unit`.
            unit: as of `Reading`.
            scale: how many of `unit` is one of what the ranges are in.
            least: the smallest value that can be.
            most: the largest.
        """
        warning, critical = (
            None if each is None else each.scaled(scale) for each in (self.warning, self.critical)
        )
        return Reading(label, value, unit, warning, critical, least, most)


def concluded(
    wish: Wish,
    text: str,
    readings: Sequence[Reading] = (),
    lines: Sequence[str] = (),
    *,
    states: Iterable[PluginState] = (),
    problems: Sequence[str] = (),
) -> Outcome:
    """Return the outcome of a check: as bad as the worst of what it has read.

    Args:
        wish: the check.
        text: what it has found.
        readings: numbers, which have a state by their ranges.
        lines: the long output.
        states: further states.
        problems: what could not be read: nobody knows how that is.
    """
    unknown = [PluginState.UNKNOWN] if problems else []
    state = worst([*(each.state for each in readings), *states, *unknown])
    if state is PluginState.UNKNOWN and problems:  # the first line is what people are sent
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        text = f"{text}; {problems[0]}{more}"
    return Outcome(wish.check.upper(), state, text, readings, [*lines, *problems])
