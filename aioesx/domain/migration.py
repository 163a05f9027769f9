"""Migration: a domain goes to another host of its vCenter, with its disks or without.

What is in the way is asked before, and told as a whole. If the end of it is not heard of, it is
looked where the domain is: an error says so, and one that has arrived is no error.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from typing import Any, Final, Literal, TypeVar, Unpack

import anyio

from aioesx import vim
from aioesx._server.by_name import find_datastore, find_pool
from aioesx._server.collector import read_one
from aioesx._server.place import Place
from aioesx._server.server import Server
from aioesx._server.tasks.faults import fault_of
from aioesx._server.tasks.runner import TaskOptions
from aioesx._session.operation import add_fate, settle, tell_left
from aioesx.domain.counterpart import at_vcenter, find_counterpart, telling_paths
from aioesx.domain.destination import (
    Destination,
    is_host,
    place_of_target,
    reached,
    target_of,
)
from aioesx.errors import (
    EsxError,
    FaultError,
    InvalidStateError,
    MigrationRefusedError,
    NotSupportedError,
    OutcomeUnknownError,
    TaskCancelledError,
    TaskLostError,
)

__all__ = ["MigrateOptions", "Priority", "migrate"]

Ref = vim.ManagedObjectReference
T = TypeVar("T")

_log = logging.getLogger("aioesx.domain")

Priority = Literal["low", "default", "high"]

_HOST: Final = "runtime.host"
_POWER: Final = "runtime.powerState"
_UNHEARD: Final = (OutcomeUnknownError, TaskLostError)
"""Errors after which the domain may have arrived."""
_ENDED: Final = (FaultError, TaskCancelledError)
"""Errors after which the host does no more."""


@dataclasses.dataclass(frozen=True, slots=True)
class MigrateOptions:
    """How a domain migrates; see `Domain.migrate`."""

    pool: str | None = None
    datastore: str | None = None
    priority: Priority = "default"
    live: bool | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _Move:
    """One migration, in the vCenter's references."""

    vcenter: Server
    machine: Ref
    name: str
    place: Place
    pool: Ref
    datastore: Ref | None
    priority: vim.VirtualMachineMovePriority
    state: vim.VirtualMachinePowerState | None

    @property
    def spec(self) -> vim.VirtualMachineRelocateSpec:
        return vim.VirtualMachineRelocateSpec(
            host=self.place.host, pool=self.pool, datastore=self.datastore
        )

    def method(self) -> vim.Method[Ref]:
        """Return the call that starts it."""
        if self.datastore is not None:
            return vim.RelocateVM_Task(
                this=self.machine, spec=self.spec, priority=self._priority_of_relocation()
            )
        return vim.MigrateVM_Task(
            this=self.machine,
            pool=self.pool,
            host=self.place.host,
            priority=self.priority,
            state=self.state,
        )

    def _priority_of_relocation(self) -> vim.VirtualMachineMovePriority | None:
        return self.priority if self.vcenter.session.has_api(4, 0) else None


async def migrate(
    server: Server,
    ref: Ref,
    name: str,
    destination: Destination,
    options: MigrateOptions,
    made: Callable[[Server, Ref], T],
    **task: Unpack[TaskOptions],
) -> T:
    """Migrate a domain; see `Domain.migrate`. `made` makes the result of server and reference."""
    target = target_of(destination)
    vcenter = server.require_vcenter("migration")
    vcenter.session.require_changes("MigrateVM_Task")
    async with reached(server, target) as there:
        machine = await at_vcenter(server, vcenter, ref)
        place = await place_of_target(vcenter, there)
        pool = await find_pool(vcenter.session, place, options.pool)
        datastore = None
        if options.datastore is not None:
            datastore = await find_datastore(vcenter.session, place.host, options.datastore)
        move = _Move(
            vcenter,
            machine,
            name,
            place,
            pool,
            datastore,
            vim.VirtualMachineMovePriority(f"{options.priority}Priority"),
            None if options.live is None else _STATES[options.live],
        )
        await _require_elsewhere(move)
        await _require_possible(move)
        result = made(vcenter, machine)
        await _carry_out(move, task, result)
        settle(result)  # whatever becomes of what is looked at from here on
    if isinstance(target, str) or is_host(target):
        return result
    found = await _arrived(vcenter, machine, target._server)
    return result if found is None else made(target._server, found)


_STATES: Final = {
    True: vim.VirtualMachinePowerState.POWERED_ON,
    False: vim.VirtualMachinePowerState.POWERED_OFF,
}


# --- what is in the way --------------------------------------------------------------------------


async def _require_elsewhere(move: _Move) -> None:
    """Refuse a domain that is there already, or not in the state in which it is to go."""
    here = await read_one(move.vcenter.session, move.machine, (_HOST, _POWER))
    if move.state is not None and here.get(_POWER) != move.state:
        raise InvalidStateError("", f"the state of '{move.name}' is not {move.state}")
    if here.get(_HOST) == move.place.host and move.datastore is None:
        raise InvalidStateError(
            "", f"'{move.name}' is on {move.place.host_name or move.place.host.value} already"
        )


async def _require_possible(move: _Move) -> None:
    """Ask what is in the way.

    Raises:
        MigrationRefusedError: something is; tells all of it.
    """
    problems = await _problems(move)
    if problems:
        target = move.place.host_name or move.place.host.value
        raise MigrationRefusedError(
            f"'{move.name}' cannot migrate to {target}",
            [text for text, _ in problems],
            [fault for _, fault in problems],
        )


async def _problems(move: _Move) -> list[tuple[str, Any]]:
    """Return what is in the way, as text and fault each; warnings are in nobody's way."""
    session = move.vcenter.session
    checker = session.content.vm_provisioning_checker
    if checker is None:
        return await _problems_of_old(move)
    check: vim.Method[Ref]
    if move.datastore is not None:
        check = vim.CheckRelocate_Task(this=checker, vm=move.machine, spec=move.spec)
    else:
        check = vim.CheckMigrate_Task(
            this=checker, vm=move.machine, host=move.place.host, pool=move.pool, state=move.state
        )
    try:
        results = await move.vcenter.tasks.run(check, on_cancel="cancel")
    except NotSupportedError:
        return []
    found = [fault for result in results or () for fault in result.error]
    return [(str(fault_of(each)), each.fault) for each in found]


async def _problems_of_old(move: _Move) -> list[tuple[str, Any]]:
    """Ask a vCenter before 4.0, which tells events that would happen; of storage it tells none."""
    if move.datastore is not None:
        return []
    service = vim.ManagedObjectReference("ServiceInstance", "ServiceInstance")
    events = await move.vcenter.session.call(
        vim.ValidateMigration(
            this=service, vm=[move.machine], state=move.state, pool=move.pool, host=move.place.host
        )
    )
    return [(_text(event), event) for event in events if not _is_warning(event)]


def _text(event: vim.Event) -> str:
    return event.full_formatted_message or type(event).__name__


def _is_warning(event: vim.Event) -> bool:
    return "Warning" in type(event).__name__


# --- the move ------------------------------------------------------------------------------------


async def _carry_out(move: _Move, task: TaskOptions, result: object) -> None:
    """Do it; `result` is the coroutine's, if the end of it comes when the time is up."""
    run = move.vcenter.tasks.run
    try:
        await run(move.method(), asked_of=move.machine, finish=lambda _: result, **task)
    except EsxError as error:
        host, text = await _look(move, ended=isinstance(error, _ENDED))
        if isinstance(error, _UNHEARD) and host == move.place.host and move.datastore is None:
            return
        add_fate(error, text)
        raise
    except anyio.get_cancelled_exc_class():
        _, text = await _look(move, ended=False)
        tell_left(f"migrating '{move.name}' was given up", text)
        raise


async def _look(move: _Move, *, ended: bool) -> tuple[Ref | None, str]:
    """Look where the domain is, shielded and in bounded time.

    Args:
        move: the migration.
        ended: whether the host is done with it, so that the domain stays there.
    """
    session = move.vcenter.session
    with anyio.move_on_after(session.seconds.undo, shield=True):
        try:
            values = await read_one(session, move.machine, (_HOST,))
            host: Ref | None = values.get(_HOST)
            if host is not None:
                name = (await read_one(session, host, ("name",))).get("name")
                verb = "is" if ended else "was, when last looked,"
                return host, f"'{move.name}' {verb} on {name or host.value}"
        except EsxError as error:
            _log.debug("looking where %s is: %s", move.machine.value, error)
    return None, f"where '{move.name}' is was not found out: look before trying again"


async def _arrived(vcenter: Server, machine: Ref, there: Server) -> Ref | None:
    """Find the domain at its destination; None where that fails: it is at the vCenter anyway."""
    if there.vcenter is there:
        return machine
    try:
        values = await read_one(vcenter.session, machine, telling_paths(vcenter))
        return await find_counterpart(values, there)
    except EsxError as error:
        _log.info("%s was not found at its destination: %s", machine.value, error)
        return None
