"""A guest is asked to shut down, or to restart: the one road of all who do.

One that boots may be waited for, since its Tools will hear it soon. It knows nothing of what
becomes of the machine then.
"""

from __future__ import annotations

import logging
from typing import TypeAlias

import anyio

from aioesx import vim
from aioesx._concurrency import first_of
from aioesx._server.collector import read_one
from aioesx._server.server import Server
from aioesx.domain.values import DomainState
from aioesx.domain.waiting import TOOLS_PATH, wait_for_state, wait_for_tools
from aioesx.errors import ToolsUnavailableError

__all__ = ["ask_guest"]

_log = logging.getLogger("aioesx.domain")


Asking: TypeAlias = type[vim.ShutdownGuest] | type[vim.RebootGuest]


async def ask_guest(
    asking: Asking, server: Server, machine: vim.ManagedObjectReference, name: str, seconds: float
) -> None:
    """Return when a guest was asked to shut down or to restart.

    A machine that goes off while its Tools are waited for has shut down; to restart it is asked
    all the same, and its host refuses.

    Args:
        asking: the method that does.
        server: where it is.
        machine: its reference.
        name: its name, for the log.
        seconds: how long Tools that are installed may take until they run; 0 asks once.

    Raises:
        ToolsUnavailableError: the guest has no VMware Tools, or they did not run in that time.
        FaultError: the host refuses to ask.
        OutcomeUnknownError: whether it was asked is not known.
        ValueError: the time is below 0; nothing was sent.
    """
    if not seconds >= 0:
        raise ValueError(f"Tools are waited for 0 seconds or more, not {seconds:g}")
    until = anyio.current_time() + seconds
    while True:
        try:
            return await server.session.call(asking(this=machine))
        except ToolsUnavailableError as error:
            left = until - anyio.current_time()
            if left <= 0 or not await _are_installed(server, machine):
                raise
            _log.info("the Tools of '%s' do not run yet, and are waited for: %s", name, error)
            is_off: list[None] = []
            with anyio.move_on_after(left) as scope:
                is_off, _ = await first_of(
                    lambda: wait_for_state(server, machine, DomainState.SHUTOFF),
                    lambda: wait_for_tools(server, machine),
                )
            if is_off and asking is vim.ShutdownGuest:
                return None
            if scope.cancelled_caught:
                raise
        # What the host says of them may be ahead of them.
        await anyio.sleep(server.session.seconds.pace)


async def _are_installed(server: Server, machine: vim.ManagedObjectReference) -> bool:
    """Tell whether the guest has Tools, as far as the host says so."""
    status = (await read_one(server.session, machine, (TOOLS_PATH,))).if_shown(TOOLS_PATH)
    return status is not None and status != vim.VirtualMachineToolsStatus.TOOLS_NOT_INSTALLED
