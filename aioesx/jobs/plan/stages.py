"""What a plan says: stages, what they need, how long they may take. Values and their order; no I/O.

A stage needs others in the sense of running machines: the web servers need the database. So one
graph serves both ways: up, what is needed comes first; down, it goes last.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

__all__ = [
    "OWN_NAMES",
    "REST",
    "VCENTER",
    "Condition",
    "Force",
    "HostRules",
    "Rules",
    "Stage",
    "Way",
    "circle",
    "ordered",
    "predecessors",
]

REST: Final = "rest"
"""The stage of machines that no stage names."""

VCENTER: Final = "vcenter"
"""The stage of the vCenter's machine alone."""

OWN_NAMES: Final = (REST, VCENTER)
"""Names that no stage of a file can have."""


class Way(enum.StrEnum):
    """Which way a plan is gone: ``"down"`` or ``"up"``."""

    DOWN = "down"
    UP = "up"


class Force(enum.StrEnum):
    """When machines are forced off that are still on when their stage has had its time.

    LAST: when all stages are over; STAGE: at the end of their own, before those that they need
    begin; NEVER: they are left on, and so is their host.
    """

    LAST = "last"
    STAGE = "stage"
    NEVER = "never"


@dataclasses.dataclass(frozen=True, slots=True)
class Condition:
    """What has to hold of a machine that was started, until it counts as up.

    Attributes:
        kind: ``"tools"`` run, ``"heartbeat"`` is green, it has an ``"address"``, a ``"tcp"`` port
            answers, some ``"seconds"`` have passed.
        number: the port, or the seconds; 0 for others.
        address: whose port it is; empty for the machine's own address.
    """

    kind: str
    number: float = 0
    address: str = ""

    def __str__(self) -> str:
        """Return it as the file has it."""
        parts = [self.kind, self.address, f"{self.number:g}" if self.number else ""]
        return ":".join(part for part in parts if part)


@dataclasses.dataclass(frozen=True, slots=True)
class Stage:
    """Machines that go down, and come up, together.

    Attributes:
        name: what it is called.
        machines: names of machines, or globs of them.
        hosts: the hosts that they are on: a selection of the fleet's.
        needs: stages that have to run while this one does.
        delay: seconds between the end of the stages before it and its begin.
        shutdown: seconds that its guests have to shut down.
        force: what becomes of those that do not.
        ready: what has to hold of each machine until the stage is up.
        within: seconds that this may take, starting included.
        required: whether the stages that need this one are not begun where it is not up in time.
        optional: whether it may have no machines at all.
    """

    name: str
    machines: tuple[str, ...] = ()
    hosts: str = "all"
    needs: tuple[str, ...] = ()
    delay: float = 0.0
    shutdown: float = 180.0
    force: Force = Force.LAST
    ready: tuple[Condition, ...] = ()
    within: float = 300.0
    required: bool = False
    optional: bool = False

    def seconds(self, way: Way) -> float:
        """Return how long it may take, without its delay."""
        return self.shutdown if way is Way.DOWN else self.within


@dataclasses.dataclass(frozen=True, slots=True)
class HostRules:
    """What becomes of hosts.

    Attributes:
        off: which are turned off when all machines are: a selection; None for none.
        seconds: what is kept of the battery for their own shutdown.
        forcing: what is kept of it for forcing machines off.
        maintenance: whether they enter maintenance mode before, and leave it when they are back.
        within: seconds that they have to be back, on the way up.
        patience: seconds for which a host that does not answer is tried, on the way down.
    """

    off: str | None = None
    seconds: float = 120.0
    forcing: float = 30.0
    maintenance: bool = False
    within: float = 600.0
    patience: float = 30.0


@dataclasses.dataclass(frozen=True, slots=True)
class Rules:
    """Everything that a plan says.

    Attributes:
        name: what it is called.
        stages: in the order of the file.
        hosts: what becomes of hosts.
        battery: seconds in all for the way down; None for as long as it takes.
        rest: whether machines that no stage names are shut down, too, where their host is turned
            off.
        self_machine: the machine that this runs on: it goes with its host, the last of all.
        vcenter: the machine of the vCenter: the last but that.
        inventory: the file of hosts that it is for; None where it does not say.
        file: the file that it was read from.
    """

    name: str
    stages: tuple[Stage, ...]
    hosts: HostRules = HostRules()
    battery: float | None = None
    rest: bool = True
    self_machine: str | None = None
    vcenter: str | None = None
    inventory: Path | None = None
    file: str | None = None

    def stage(self, name: str) -> Stage:
        """Return a stage by its name, `OWN_NAMES` included."""
        if name in OWN_NAMES:
            return Stage(name)
        return next(stage for stage in self.stages if stage.name == name)


def circle(stages: Iterable[Stage]) -> tuple[str, ...]:
    """Return stages that need each other, in their order, the first one twice; () if none do."""
    needs = {stage.name: stage.needs for stage in stages}
    sound: set[str] = set()
    for begin in needs:
        path = {begin: iter(needs[begin])} if begin not in sound else {}
        while path:
            name = next(reversed(path))
            inner = next((each for each in path[name] if each in needs and each not in sound), None)
            if inner is None:
                sound.add(name)
                del path[name]
            elif inner in path:
                names = list(path)
                return (*names[names.index(inner) :], inner)
            else:
                path[inner] = iter(needs[inner])
    return ()


def predecessors(
    stages: Iterable[Stage], way: Way, only: Iterable[str] | None = None
) -> dict[str, frozenset[str]]:
    """Return which stages have to be over before each begins.

    Args:
        stages: those of a plan, without a circle.
        way: which way it is gone.
        only: names of those that are done; what lies between two of them counts all the same.
    """
    found = tuple(stages)
    needed = _needed(found)
    names = {stage.name for stage in found} if only is None else set(only)
    if way is Way.UP:
        return {name: frozenset(needed[name] & names) for name in needed if name in names}
    return {
        name: frozenset(other for other in names if name in needed[other])
        for name in needed
        if name in names
    }


def _needed(stages: tuple[Stage, ...]) -> dict[str, set[str]]:
    """Return what each stage needs, and what that needs, and so on."""
    direct = {stage.name: set(stage.needs) for stage in stages}
    found: dict[str, set[str]] = {}
    for name in direct:
        reached, waiting = set[str](), list(direct[name])
        while waiting:
            if (inner := waiting.pop()) not in reached:
                reached.add(inner)
                waiting += found.get(inner, direct.get(inner, set()))
        found[name] = reached
    return found


def ordered(before: Mapping[str, frozenset[str]]) -> list[str]:
    """Return names in an order in which each comes behind those before it; else as they are."""
    left, done = dict(before), list[str]()
    while left:
        free = next(name for name, others in left.items() if not others & left.keys())
        done.append(free)
        del left[free]
    return done
