"""`Record`: what a run has begun and what has become of it, as the state file has it. No I/O.

A step is noted before it is sent and again when it was taken, so whoever finds a record knows what
may have been sent, and looks at the host before anything is sent again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, Final

from aioesx.jobs._state_text import read_state, state_text
from aioesx.jobs.plan.site import Machine
from aioesx.jobs.plan.stages import Way

__all__ = ["TURNING_OFF", "Entry", "Record", "read_record"]

VERSION: Final = 1

TURNING_OFF: Final = "turning off"
"""The step of a host that is about to be, or has been, turned off."""


@dataclasses.dataclass(slots=True)
class Entry:
    """What is known of a machine, or of a host.

    Attributes:
        host: the host's name in the inventory.
        name: the machine's; empty for the host itself.
        stage: the stage that it belongs to.
        ref: value of the machine's reference.
        uuid: the machine's, as text.
        step: the last step that was begun or taken: ``"asking"``, ``"asked"``, ``"forcing"``,
            ``"starting"``, ``"runs"``, ``"turning off"``, ``"maintenance"``; empty before.
        outcome: what has become of it; empty until that is known.
        why: a sentence about that, or about the last trouble.
        begun: when its first step was noted, in seconds since 1970; 0 before.
        ended: when its outcome was.
    """

    host: str
    name: str = ""
    stage: str = ""
    ref: str = ""
    uuid: str = ""
    step: str = ""
    outcome: str = ""
    why: str = ""
    begun: float = 0.0
    ended: float = 0.0

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"{self.host} {self.ref}" if self.ref else self.host

    @classmethod
    def of(cls, machine: Machine, stage: str) -> Entry:
        """Make the entry of a machine that nothing was done to yet."""
        return cls(machine.host, machine.name, stage, machine.ref, machine.uuid)


@dataclasses.dataclass(slots=True)
class Record:
    """One run.

    Attributes:
        plan: the plan's name.
        way: which way it goes.
        begun: when, in seconds since 1970.
        deadline: when the battery is empty; None without one.
        only: the stages that are done; None for all.
        finished: when it came to its end; 0 before.
        stages: by name, when each began and when it was over; 0 for not yet.
        machines: what is done to, by key.
        hosts: hosts that are turned off or waited for, by name.
        owed: machines that ran before the site went down, and were not started since, by key.
        resting: hosts that a run down has brought into maintenance mode.
        warnings: what a person should know.
    """

    plan: str
    way: Way
    begun: float
    deadline: float | None = None
    only: tuple[str, ...] | None = None
    finished: float = 0.0
    stages: dict[str, list[float]] = dataclasses.field(default_factory=dict)
    machines: dict[str, Entry] = dataclasses.field(default_factory=dict)
    hosts: dict[str, Entry] = dataclasses.field(default_factory=dict)
    owed: dict[str, Entry] = dataclasses.field(default_factory=dict)
    resting: list[str] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)

    def owe(self, machines: Iterable[Entry]) -> None:
        """Note machines that are to be started when the site comes up."""
        for each in machines:
            self.owed[each.key] = dataclasses.replace(each, step="", outcome="", why="")

    def text(self) -> str:
        """Return it as the file has it."""
        return state_text(self, VERSION)


def read_record(text: str) -> Record:
    """Read a state file.

    Raises:
        ValueError: it is none, or of a later version; the text says so.
    """
    return read_state(text, "a plan", VERSION, _record)


def _record(found: dict[str, Any]) -> Record:
    tables = {
        key: {name: Entry(**entry) for name, entry in found.pop(key).items()}
        for key in ("machines", "hosts", "owed")
    }
    only = found.pop("only")
    return Record(
        **{**found, **tables, "way": Way(found["way"])},
        only=None if only is None else tuple(only),
    )
