"""`Keeper`: opens connections to the hosts of a fleet, and keeps some of them open between uses."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import anyio

from aioesx._session.versions import KnownVersions
from aioesx.connection import Connection, connect
from aioesx.fleet.passwords import Passwords
from aioesx.fleet.policies import policy_of

if TYPE_CHECKING:
    from aioesx.fleet.entries import HostEntry

__all__ = ["Keeper", "close_all"]


class Keeper:
    """Connections that nobody uses just now, at most one for each host.

    Args:
        keep: how many are kept; 0 has each one closed after its use.
        options: of `connect`, for all hosts; what an entry says of its host comes before.
    """

    def __init__(self, keep: int, options: Mapping[str, Any]) -> None:
        self._keep = keep
        self._options = {"versions": KnownVersions(), **options}
        self._passwords = Passwords()
        self._idle: OrderedDict[str, Connection] = OrderedDict()

    def take(self, entry: HostEntry) -> Connection | None:
        """Return the connection to a host that is kept; it is the caller's then."""
        return self._idle.pop(entry.name, None)

    async def open(self, entry: HostEntry) -> Connection:
        """Open a connection to a host.

        Raises:
            UriError, AuthenticationError, LoginError, WrongProductError, TransportError: as
                `connect`.
        """
        options = dict(self._options)
        user = options.get("username")
        password = await self._passwords.of(entry, user)
        if entry.user is not None:
            options["username"] = entry.user
        if password is not None:
            options["password"] = password
        if entry.read_only:
            options["read_only"] = True
        if entry.on_question:
            options["on_question"] = policy_of(entry.on_question)
        return await connect(entry.uri, **options)

    def give(self, entry: HostEntry, connection: Connection) -> Connection | None:
        """Take a connection back; returns one that is to be closed instead, or None."""
        if not self._keep or entry.name in self._idle:
            return connection
        self._idle[entry.name] = connection
        return self._idle.popitem(last=False)[1] if len(self._idle) > self._keep else None

    async def close(self) -> None:
        """Close all that are kept, even when cancelled."""
        idle = list(self._idle.values())
        self._idle.clear()
        await close_all(idle)


async def close_all(connections: Iterable[Connection]) -> None:
    """Close connections all at once, in bounded time and even when cancelled."""
    with anyio.CancelScope(shield=True):  # each of them is bounded
        async with anyio.create_task_group() as group:
            for connection in connections:
                group.start_soon(connection.aclose)
