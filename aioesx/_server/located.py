"""Machines read together with where they are: one read, whatever the scope."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from aioesx._server.collector import ObjectProperties, Properties, read_many
from aioesx._server.server import Server
from aioesx._server.tree import Tree, Whereabouts

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
    how = server.scope.located()
    wanted = {**how.around, _MACHINE: (*dict.fromkeys((*paths, *how.paths)),)}
    found = await read_many(server.session, how.objects, wanted)
    if (known := how.known) is not None:
        return found, lambda _: known
    machines = {entry.ref: entry for entry in found if entry.ref.type == _MACHINE}
    tree = Tree(entry for entry in found if entry.ref.type != _MACHINE)
    return list(machines.values()), tree.where
