"""A machine is shut down for its cut-over, and powered on again if that comes to nothing."""

from __future__ import annotations

import logging
from typing import Final

import anyio

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.moving import WarmOptions
from aioesx._server.server import Server
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.shutting import ask_guest
from aioesx.domain.values import DomainState
from aioesx.domain.waiting import wait_for_state
from aioesx.errors import (
    EsxError,
    FaultError,
    InvalidStateError,
    OutcomeUnknownError,
    WaitTimeoutError,
)

__all__ = ["power_on", "shut_down", "state_of"]

Ref = vim.ManagedObjectReference

_log = logging.getLogger("aioesx.export")

_OFF: Final = DomainState.SHUTOFF


async def state_of(server: Server, machine: Ref) -> DomainState:
    """Read whether a machine is on."""
    return domain_state(await read_one(server.session, machine, (STATE_PATH,)))


async def shut_down(server: Server, machine: Ref, name: str, options: WarmOptions) -> None:
    """Have the guest shut down, and return when the machine is off.

    Args:
        server: where it is.
        machine: its reference.
        name: its name, for errors.
        options: how long it may take, and what then.

    Raises:
        ToolsUnavailableError: the guest has no VMware Tools, or they did not run in that time, and
            force is not allowed.
        WaitTimeoutError: it took too long, and force is not allowed; it may still shut down.
        InvalidStateError: it is suspended.
    """
    state = await state_of(server, machine)
    if state is _OFF:
        return
    if state is DomainState.PAUSED:
        raise InvalidStateError("InvalidPowerState", f"domain '{name}' is suspended")
    failure: EsxError
    until = anyio.current_time() + options.shutdown_seconds
    try:
        await ask_guest(vim.ShutdownGuest, server, machine, name, options.shutdown_seconds)
    except OutcomeUnknownError as error:
        failure = error  # whether it was asked is seen by what it does
    except EsxError as error:
        if not options.force_off or not isinstance(error, FaultError):
            raise
        await _switch_off(server, machine)
        return
    else:
        failure = WaitTimeoutError(
            f"'{name}' was not shut down in {options.shutdown_seconds:g} s; its guest was asked to"
            " and may do so yet"
        )
    with anyio.move_on_after(max(0.0, until - anyio.current_time())):
        await wait_for_state(server, machine, _OFF)
        return
    if await state_of(server, machine) is _OFF:
        return
    if not options.force_off:
        raise failure
    await _switch_off(server, machine)


async def _switch_off(server: Server, machine: Ref) -> None:
    """Switch a machine off; one whose guest was quicker is off as well."""
    try:
        await server.tasks.run(vim.PowerOffVM_Task(this=machine), asked_of=machine)
    except EsxError:
        if await state_of(server, machine) is not _OFF:
            raise


async def power_on(server: Server, machine: Ref, name: str, patience: float = 0.0) -> str:
    """Power a machine on again; returns what is wrong, or "".

    Args:
        server: where it is.
        machine: its reference.
        name: its name, for the sentence.
        patience: seconds for which one that is on may be on its way down yet.
    """
    trouble: Exception | None = None
    for pause in server.session.seconds.looks:
        await anyio.sleep(pause)
        try:
            with anyio.move_on_after(patience):
                await wait_for_state(server, machine, _OFF)
            if await state_of(server, machine) is not _OFF:
                return ""
            await server.tasks.run(vim.PowerOnVM_Task(this=machine), asked_of=machine)
        except Exception as error:  # a policy's of the caller, too, if the machine asks something
            _log.debug("'%s' is not powered on yet: %s", name, error)
            trouble = error
        else:
            return ""
    return f"'{name}' was shut down and was not powered on again ({trouble})"
