"""What a job would do: a dry run's result; and the plans of its machines, read from the hosts."""

from __future__ import annotations

import dataclasses
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aioesx._concurrency import Group as Tasks
from aioesx._server.moving import ExportPlan, Obstacle
from aioesx.errors import EsxError, NoSuchDomainError
from aioesx.fleet.current import current_host
from aioesx.jobs._exactly import exactly
from aioesx.jobs.exporting.leaving import plan_options
from aioesx.jobs.exporting.matching import Meant

if TYPE_CHECKING:
    from aioesx.connection import Connection
    from aioesx.domain import Domain
    from aioesx.fleet.fleet import Fleet

__all__ = [
    "ExportOutline",
    "OutlinedExport",
    "domain_of",
    "look",
    "obstacles_of",
    "plans_of",
    "room_warnings",
]

RUNNING: Final = "running"
"""The kind of the refusal of machines that run."""
_STAYS_ON: Final = Obstacle(
    RUNNING,
    "it runs, and its group says nothing of that: shutdown = true, warm = true, or"
    ' way = "snapshot" for a copy of it as it is at a moment',
)
_OFF_WAYS: Final = ("lease", "folder")


def obstacles_of(meant: Meant, plan: ExportPlan) -> tuple[Obstacle, ...]:
    """Return what is in the way of a machine, without what the job sees to itself."""
    wishes, is_on = meant.group.wishes, meant.machine.state == RUNNING
    left = [each for each in plan.refusals if each.kind != RUNNING]
    if is_on and not (wishes.shutdown or wishes.warm or wishes.way == "snapshot"):
        left.insert(0, _STAYS_ON)
    elif not (is_on and wishes.shutdown):
        return plan.refusals
    return tuple(left)


async def look(domain: Domain, meant: Meant, *, fresh: bool = False) -> ExportPlan:
    """Return what the export of a machine would do, which is shut down first where it runs.

    Args:
        domain: the machine.
        meant: which it is.
        fresh: whether it is begun anew, over what is there.

    Raises:
        EsxError: as for `Domain.plan_export`.
    """
    wishes = meant.group.wishes
    options = plan_options(wishes)
    options |= {"resume": not fresh, "overwrite": wishes.overwrite or fresh}
    shuts_down = wishes.shutdown and not wishes.warm and meant.machine.state == RUNNING
    if not shuts_down or wishes.way is not None:
        return await domain.plan_export(meant.target, **options)
    # What it would choose now is for a machine that runs: so each way is asked about.
    plans = []
    for way in _OFF_WAYS:
        plans.append(await domain.plan_export(meant.target, **{**options, "way": way}))
        if not obstacles_of(meant, plans[-1]):
            return plans[-1]
    return plans[0]


@dataclasses.dataclass(frozen=True, slots=True)
class OutlinedExport:
    """A machine that a job would have leave.

    Attributes:
        group: the group of the job that it belongs to.
        host: the host's name in the inventory.
        domain: its name.
        target: where its files go.
        done: whether it has left already, as the state file says.
        plan: what its export would do; None where it was not, or could not be, asked for.
        refusals: what is in its way; what the job sees to (a machine that runs and may be shut
            down) is left out.
        error: why its plan could not be had; None where it could.
        windows: whether it may begin just now, as far as its windows say.
    """

    group: str
    host: str
    domain: str
    target: str
    done: bool = False
    plan: ExportPlan | None = None
    refusals: tuple[Obstacle, ...] = ()
    error: EsxError | None = None
    windows: bool = True

    @property
    def ok(self) -> bool:
        """Whether nothing is in its way."""
        return not self.refusals and self.error is None


@dataclasses.dataclass(frozen=True, slots=True)
class ExportOutline:
    """What a job would do.

    Attributes:
        job: its name.
        machines: in the order of the file.
        silent: why each host that did not answer did not, by name.
        warnings: what is to be known, a sentence each.
    """

    job: str
    machines: tuple[OutlinedExport, ...]
    silent: Mapping[str, EsxError]
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is in the way of any machine, and all hosts have answered."""
        return not self.silent and all(each.ok for each in self.machines)

    @property
    def needed(self) -> int:
        """Bytes that all targets together take at most."""
        return sum(each.plan.needed for each in self.machines if each.plan and not each.done)


async def domain_of(esx: Connection, meant: Meant) -> tuple[Domain, str]:
    """Return a machine at its host, and its state's word.

    Raises:
        NoSuchDomainError: it is not there any more.
    """
    machine = meant.machine
    entries = await esx.domains.list(templates=False)
    for each in entries:
        if each.domain.ref.value == machine.ref and each.name == machine.name:
            return each.domain, each.state.value
    for each in entries:  # registered anew
        if machine.uuid and (str(each.uuid), each.name) == (machine.uuid, machine.name):
            return each.domain, each.state.value
    text = f"'{machine.name}' is not at {machine.host} any more"
    raise NoSuchDomainError(text, kind="domain", name=machine.name)


async def plans_of(
    fleet: Fleet, machines: Sequence[Meant], look: Callable[[Domain, Meant], Awaitable[ExportPlan]]
) -> dict[Meant, ExportPlan | EsxError]:
    """Return what the export of each machine would do, or why that cannot be told.

    Args:
        fleet: the hosts.
        machines: which.
        look: asks for the plan of one.

    Raises:
        Exception: one that is none of ours.
    """
    by_host: dict[str, list[Meant]] = defaultdict(list)
    for each in machines:
        by_host[each.machine.host].append(each)
    found: dict[Meant, ExportPlan | EsxError] = {}

    async def one(esx: Connection, meant: Meant) -> None:
        try:
            domain, _ = await domain_of(esx, meant)
            found[meant] = await look(domain, meant)
        except EsxError as error:
            found[meant] = error

    async def at_host(esx: Connection) -> None:
        async with Tasks() as tasks:
            for meant in by_host[current_host().name]:
                tasks.start(one, esx, meant)

    if not by_host:
        return found
    for result in await fleet.gather(at_host, select=exactly(by_host), insist=True):
        error = result.error
        if error is not None and not isinstance(error, EsxError):
            raise error
        for name, there in by_host.items():
            if error is not None and (name == result.host or name.startswith(f"{result.host}/")):
                found.update({meant: error for meant in there if meant not in found})
    return found


def room_warnings(plans: Iterable[tuple[Path, ExportPlan]]) -> list[str]:
    """Return what is to be known of file systems that have not the room for all machines at once.

    Each plan alone may have it; what thin disks and compression save is not known before.
    """
    needed: dict[int, int] = defaultdict(int)
    free: dict[int, int] = {}
    names: dict[int, Path] = {}
    for target, plan in plans:
        there = next((each for each in (target, *target.parents) if each.exists()), None)
        if there is None or plan.free is None:
            continue
        device = os.stat(there).st_dev  # noqa: PTH116 - the number alone
        needed[device] += plan.needed
        free[device] = plan.free
        names.setdefault(device, there)
    return [
        f"all machines together may take {needed[each]} bytes at {names[each]}, which has"
        f" {free[each]} free"
        for each in needed
        if needed[each] > free[each]
    ]
