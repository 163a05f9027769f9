"""One change of a host's networking. If its answer was lost, the host is looked at.

The calls are no tasks: what was done can be told by what is there only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import anyio

from aioesx import vim
from aioesx._concurrency import see_through
from aioesx._server.server import Server
from aioesx._session.operation import add_fate, at_work
from aioesx.errors import EsxError, OutcomeUnknownError
from aioesx.network.reading import GROUPS, SWITCHES, HostNetworking, read_host

__all__ = ["Done", "change", "decided", "look_until"]

Ref = vim.ManagedObjectReference

Done = Callable[[HostNetworking], bool]
"""Tells of a host, of the properties `SWITCHES` and `GROUPS`, whether a change was done."""

_LOOKED_AT: Sequence[str] = (SWITCHES, GROUPS)


async def change(server: Server, host: Ref, method: vim.Method[None], done: Done) -> None:
    """Have a host change something, and return when it has.

    Cancelled meanwhile, it takes some seconds more, so that the outcome is known.

    Args:
        server: the connection.
        host: the HostSystem.
        method: the change.
        done: tells whether it was done, where its answer was lost.

    Raises:
        OutcomeUnknownError: its answer was lost, and nothing of it is seen; it says so.
        FaultError, TransportError: it was not done.
    """
    try:
        await see_through(partial(server.session.call, method), server.session.seconds.grace)
    except OutcomeUnknownError as error:
        if not await _was_done(server, host, done, error):
            raise
        decided(getattr(method, "this", None))


async def _was_done(server: Server, host: Ref, done: Done, error: OutcomeUnknownError) -> bool:
    try:
        found = await look_until(server, host, done, server.session.seconds.look)
    except EsxError as failure:
        add_fate(error, f"the host could not be looked at ({failure})")
        return False
    if not done(found):
        add_fate(error, "the host shows nothing of it")
        return False
    return True


def decided(system: object) -> None:
    """Note that what became of the changes of an object was seen."""
    if (operation := at_work()) is not None:
        operation.found(system)


async def look_until(server: Server, host: Ref, done: Done, seconds: float) -> HostNetworking:
    """Look at a host until something was done, for some time; returns what was seen last."""
    pause = server.session.seconds.look_again
    found = await read_host(server, host, _LOOKED_AT)
    for _ in range(int(seconds / pause)):
        if done(found):
            break
        await anyio.sleep(pause)
        found = await read_host(server, host, _LOOKED_AT)
    return found
