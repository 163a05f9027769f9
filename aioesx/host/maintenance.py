"""`HostMaintenance`: taking a host out of use, for a while, and what is in the way of it."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from typing import Any, Final, Unpack

from aioesx import vim
from aioesx._server.collector import ObjectProperties, Properties, read_many
from aioesx._server.face import operation
from aioesx._server.names import called
from aioesx._server.reach import REACH, HostState, host_state
from aioesx._server.server import Server
from aioesx._server.tasks.find_lost import RECENT
from aioesx._server.tasks.runner import TaskOptions
from aioesx._server.thing import Thing, thing_of
from aioesx._server.traversal import from_host, object_spec
from aioesx._session.seconds import DEFAULT
from aioesx._words import few
from aioesx.errors import InvalidStateError, NotSupportedError

__all__ = [
    "MACHINE_PATHS",
    "MAINTENANCE",
    "HostMaintenance",
    "MaintenanceStatus",
    "read_status",
    "running",
]

Ref = vim.ManagedObjectReference

MAINTENANCE: Final = "runtime.inMaintenanceMode"
"""The property of a host that says whether it is in maintenance mode."""

_NAME: Final = "name"
_POWER: Final = "runtime.powerState"
MACHINE_PATHS: Final = (_NAME, _POWER)
"""What `running` reads of machines."""

_OFF: Final = "poweredOff"
_SUSPENDED: Final = "suspended"


@dataclasses.dataclass(frozen=True, slots=True)
class MaintenanceStatus:
    """Whether a host is in maintenance mode, and what is in its way.

    Attributes:
        active: it is; None where the host does not tell.
        in_the_way: names of the domains that run, or whose state is not told: a host alone
            waits for them.
        state: whether a vCenter reaches it; what else is told of one that it does not is old.
        problems: what could not be read and why, a sentence each: more may be in its way.
    """

    active: bool | None
    in_the_way: tuple[str, ...]
    state: HostState = HostState.UNKNOWN
    problems: tuple[str, ...] = ()


def running(machines: Iterable[ObjectProperties]) -> tuple[str, ...]:
    """Return the names of machines that are on: one whose state is not told may be.

    Where a name is not told, its reference stands.
    """
    return tuple(
        called(machine.values)
        for machine in machines
        if machine.values.if_shown(_POWER) not in (_OFF, _SUSPENDED)
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Seen:
    """A status, and the tasks that the host has had."""

    status: MaintenanceStatus
    tasks: list[Ref]


async def read_status(server: Server, ref: Ref) -> _Seen:
    """Read a host and its machines, in one call.

    Raises:
        NotPermittedError: whether it is in maintenance mode is hidden.
    """
    found = await read_many(
        server.session,
        [object_spec(ref, from_host("VirtualMachine"), itself=True)],
        {ref.type: (MAINTENANCE, REACH, RECENT), "VirtualMachine": MACHINE_PATHS},
    )
    host = next((entry.values for entry in found if entry.ref == ref), Properties(ref))
    machines = [entry for entry in found if entry.ref != ref]
    problems = [text for one in machines for text in one.values.problems(MACHINE_PATHS)]
    status = MaintenanceStatus(
        active=host.get(MAINTENANCE),
        in_the_way=running(machines),
        state=host_state(host.if_shown(REACH)),
        problems=(*host.problems((REACH,)), *problems),
    )
    return _Seen(status, list(host.if_shown(RECENT) or ()))


class HostMaintenance:
    """The maintenance mode of one host: no domain runs on it, and none can be started.

    A vCenter moves the domains of a cluster whose DRS is automatic to other hosts. A host alone,
    and every other one, waits until somebody has shut them down or moved them.
    """

    __slots__ = ("_ref", "_server")

    def __init__(self, server: Server, ref: Ref) -> None:
        self._server = server
        self._ref = ref

    def __repr__(self) -> str:
        return f"<HostMaintenance of {self._ref.value}>"

    @property
    def _thing(self) -> Thing:
        return thing_of(self._ref)

    @operation("call")
    async def status(self, *, timeout: float | None = DEFAULT) -> MaintenanceStatus:
        """Read whether the host is in maintenance mode, and what is in its way, in one call."""
        return (await read_status(self._server, self._ref)).status

    @operation("endless")
    async def enter(
        self,
        *,
        wait: bool = False,
        deadline: float | None = None,
        evacuate: bool = False,
        **options: Unpack[TaskOptions],
    ) -> None:
        """Bring the host into maintenance mode; it is in it when this returns.

        What is in its way is told before anything is sent, unless it may be waited for.

        Args:
            wait: wait for the domains that run, until they are shut down or moved, by somebody
                or by the vCenter's DRS. Meanwhile no domain can be started there.
            deadline: how many seconds the host waits for them, rounded up; it gives up then, and
                is as it was. Implies `wait`; without it, it waits for as long as it takes.
            evacuate: have the vCenter move domains that are shut off, too. A host alone cannot.
            **options: see `TaskOptions`; ``timeout=`` is None by default. Whoever stops to wait
                (``timeout=``, cancellation) leaves a host that goes on to wait, unless
                ``on_cancel="cancel"``.

        Raises:
            InvalidStateError: it is in maintenance mode already; or domains run, which the text
                names, and nobody shall wait for them.
            NotSupportedError: the product has no maintenance mode, or `evacuate` without a
                vCenter.
            TaskFailedError: the deadline has passed (`.fault_type` is ``"Timedout"``), say.
            TaskError, OutcomeUnknownError: as for `Domain.start`.

        Source: vSphere API, HostSystem.EnterMaintenanceMode_Task.
        """
        seconds = _whole(deadline)
        if evacuate and self._server.session.product.line != "vpx":
            raise NotSupportedError(
                "", "a host alone cannot move its domains away: evacuate works at a vCenter"
            )
        seen = await read_status(self._server, self._ref)
        if seen.status.active:
            raise InvalidStateError("", "the host is in maintenance mode already")
        if seen.status.in_the_way and not wait and deadline is None:
            names = few(seen.status.in_the_way)
            raise InvalidStateError(
                "",
                f"domains run on the host: {names}; shut them down, move them, or say that they"
                " shall be waited for (wait=True, --wait)",
            )
        method = vim.EnterMaintenanceMode_Task(
            this=self._ref, timeout=seconds, evacuate_powered_off_vms=evacuate or None
        )
        await self._do(method, seen.tasks, options)

    @operation("task")
    async def leave(self, **options: Unpack[TaskOptions]) -> None:
        """Bring the host back into use; it is when this returns.

        Raises:
            InvalidStateError: it is not in maintenance mode.
            NotSupportedError: the product has no maintenance mode.

        Source: vSphere API, HostSystem.ExitMaintenanceMode_Task.
        """
        seen = await read_status(self._server, self._ref)
        if seen.status.active is False:
            raise InvalidStateError("", "the host is not in maintenance mode")
        method = vim.ExitMaintenanceMode_Task(this=self._ref, timeout=0)
        await self._do(method, seen.tasks, options)

    async def _do(self, method: vim.Method[Ref], known: list[Ref], options: TaskOptions) -> None:
        await self._server.tasks.run(method, known=known, finish=_nothing, **options)


def _whole(deadline: float | None) -> int:
    """Return a deadline as the API has it: whole seconds, 0 for none.

    Raises:
        ValueError: it is no time to come.
    """
    if deadline is None:
        return 0
    if not 0 < deadline < 2**31:
        raise ValueError(f"a deadline of {deadline:g} s: should be more than 0 and a number")
    return math.ceil(deadline)


def _nothing(_: Any) -> None:
    return None
