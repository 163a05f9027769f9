"""What a run is made with: how it goes, and what it has in common with all runs of its fleet."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aioesx._concurrency import Group
    from aioesx._session.seconds import Seconds
    from aioesx.fleet.gate import Gate, Turns
    from aioesx.fleet.keeper import Keeper
    from aioesx.fleet.rest import Rests

__all__ = ["RunOptions", "Shared"]


@dataclasses.dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run goes; see `Fleet.run`."""

    limit: int | None = None
    canary: int = 0
    fail_fast: bool = False
    concurrency: int = 64
    per_host: int = 4
    timeout: float | None = None
    deadline: float | None = None
    retries: int = 2
    read_only: bool = False
    dry_run: bool = False
    insist: bool = False
    whole: bool = False

    @property
    def is_picky(self) -> bool:
        """Whether it depends on the order of hosts which are begun."""
        return self.limit is not None or bool(self.canary)


@dataclasses.dataclass(frozen=True, slots=True)
class Shared:
    """What all runs of a fleet have in common.

    Attributes:
        keeper: has the connections.
        gate: knows how many are at work where.
        turns: what transfers wait for.
        rests: knows the dead.
        aside: has the tasks that clean up what hangs.
        seconds: how long the fleet is patient, and how long it pauses.
    """

    keeper: Keeper
    gate: Gate
    turns: Turns
    rests: Rests
    aside: Group
    seconds: Seconds
