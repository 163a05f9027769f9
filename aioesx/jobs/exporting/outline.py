"""What a job would do: a dry run's result; and the plans of its machines, read from the hosts."""

from __future__ import annotations

import dataclasses
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aioesx._server.moving import ExportPlan, Obstacle
from aioesx.errors import EsxError, NoSuchDomainError
from aioesx.fleet.current import current_host
from aioesx.fleet.group import Group as Tasks
from aioesx.jobs._exactly import exactly
from aioesx.jobs.exporting.matching import Meant

if TYPE_CHECKING:
    from aioesx.connection import Connection
    from aioesx.domain import Domain
    from aioesx.fleet.fleet import Fleet

__all__ = ["ExportOutline", "OutlinedExport", "domain_of", "plans_of", "room_warnings"]

RUNNING = "running"
"""The kind of the refusal of machines that run."""


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
    fleet: Fleet, machines: Sequence[Meant], options: Callable[[Meant], dict[str, Any]]
) -> dict[Meant, ExportPlan | EsxError]:
    """Return what the export of each machine would do, or why that cannot be told.

    Args:
        fleet: the hosts.
        machines: which.
        options: of `Domain.plan_export`, for each.

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
            found[meant] = await domain.plan_export(meant.target, **options(meant))
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
