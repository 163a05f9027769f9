"""Machines read together with where they are: one read, whatever the scope."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from aioesx._server.collector import ObjectProperties, Properties, read_many
from aioesx._server.scope import Located
from aioesx._server.server import Server
from aioesx._server.tree import Tree, Whereabouts
from aioesx.errors import NotFoundError, NotPermittedError

__all__ = ["Where", "read_located"]

Where = Callable[[Properties], Whereabouts]
"""Tells where a machine is, of what was read of it."""

_MACHINE = "VirtualMachine"


async def read_located(
    server: Server, paths: Iterable[str]
) -> tuple[list[ObjectProperties], Where]:
    """Read properties of every machine, and where each is; one call per page.

    Args:
        server: the connection.
        paths: property paths of VirtualMachine.
    """
    paths = tuple(paths)
    how = server.scope.located()
    found = await _read(server, how, paths)
    known = how.known
    if how.learn is not None and (known := how.learn(found)) is None:
        await server.scope.places()  # then it is known
        how = server.scope.located()
        known, found = how.known, await _read(server, how, paths)
    if known is not None:
        return [entry for entry in found if entry.ref.type == _MACHINE], lambda _: known
    machines = {entry.ref: entry for entry in found if entry.ref.type == _MACHINE}
    tree = Tree(entry for entry in found if entry.ref.type != _MACHINE)
    return list(machines.values()), tree.where


async def _read(server: Server, how: Located, paths: tuple[str, ...]) -> list[ObjectProperties]:
    wanted = {**how.around, _MACHINE: (*dict.fromkeys((*paths, *how.paths)),)}
    try:
        return await read_many(server.session, how.objects, wanted)
    except (NotFoundError, NotPermittedError):
        if how.learn is None:
            raise
        return []  # nothing is learnt of that
