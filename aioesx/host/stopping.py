"""Restarting a host and turning it off: what must hold first, and when the host has taken it."""

from __future__ import annotations

from typing import Final

import anyio

from aioesx import vim
from aioesx._server.server import Server
from aioesx._server.tasks.faults import fault_of
from aioesx._server.traversal import object_spec, property_spec
from aioesx._words import few
from aioesx.errors import (
    FaultError,
    InvalidStateError,
    TransportError,
    task_failed_error,
)
from aioesx.host.maintenance import read_status

__all__ = ["stop_host"]

Ref = vim.ManagedObjectReference

_LOOKING: Final = 5.0
"""Seconds in which a host that refuses has done so."""

_TROUBLES: Final = 2
"""Looks that come to nothing, one after the other on new lines, until a host counts as gone."""


async def stop_host(
    server: Server, ref: Ref, method: vim.Method[Ref], verb: str, *, force: bool
) -> None:
    """Have a host restart or go off; returns when it has taken that.

    A host that is connected to directly takes its tasks down with it, so success is not heard
    of: either the task fails at once, or the host has taken it.

    Raises:
        InvalidStateError: it is not in maintenance mode, and shall not be forced; the text says
            which domains run.
        TaskFailedError: the host refuses.
    """
    if not force:
        status = (await read_status(server, ref)).status
        if not status.active:
            runs = f"; domains run: {few(status.in_the_way)}" if status.in_the_way else ""
            raise InvalidStateError(
                "", f"the host is not in maintenance mode, so it is not {verb}{runs}"
            )
    task = await server.session.call(method)
    info = await _end_of(server, task)
    if info is not None and info.state == "error":
        raise task_failed_error(fault_of(info.error), task=task, info=info)


async def _end_of(server: Server, task: Ref) -> vim.TaskInfo | None:
    """Return the state in which a task ended; None if it goes on, or the host is gone."""
    troubles = 0
    with anyio.move_on_after(_LOOKING):
        while troubles < _TROUBLES:
            try:
                info = await _look(server, task)
            except TransportError:  # it is gone, or this line alone
                troubles += 1
                continue
            except FaultError:  # the session is no more, or the task
                return None
            if info is not None and info.state in ("success", "error"):
                return info
            await anyio.sleep(server.session.seconds.pace)
    return None


async def _look(server: Server, task: Ref) -> vim.TaskInfo | None:
    """Look at a task once: a read that was lost is not sent again, for nobody may be there."""
    spec = vim.PropertyFilterSpec(
        prop_set=[property_spec(task.type, ("info",))], object_set=[object_spec(task)]
    )
    collector = server.session.content.property_collector
    method = vim.RetrieveProperties(this=collector, spec_set=[spec])
    found = await server.session.call(method, repeat=False)
    values = [entry.val for content in found for entry in content.prop_set]
    return next((value for value in values if isinstance(value, vim.TaskInfo)), None)
