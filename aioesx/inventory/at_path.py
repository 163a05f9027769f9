"""A thing of a vCenter by its inventory path: one call."""

from __future__ import annotations

from aioesx import vim
from aioesx._server.collector import read_many
from aioesx._server.names import named, there_is
from aioesx._server.server import Server
from aioesx._server.traversal import CHILDREN, object_spec
from aioesx._server.tree import TREE_PATHS
from aioesx.errors import LookupFailedError, NotSupportedError

__all__ = ["find_at", "find_if_there", "parts_of"]

Ref = vim.ManagedObjectReference

_WHAT = "folders and resource pools"


def parts_of(path: str) -> tuple[str, str]:
    """Take a path apart into what is above its last name, and that.

    Raises:
        ValueError: it has no name.
    """
    above, _, name = path.strip("/").rpartition("/")
    if not name:
        raise ValueError(f"{path!r} names nothing: give a path such as 'dc1/vm/teams'")
    return above, name


async def find_if_there(server: Server, path: str) -> Ref | None:
    """Find what is at a path; the root of the tree for an empty one."""
    session = server.require_vcenter(_WHAT).session
    path = path.strip("/")
    if not path:
        return session.content.root_folder
    index = session.content.search_index
    if index is None:
        raise NotSupportedError("", f"{session.where} cannot be searched")
    return await session.call(vim.FindByInventoryPath(this=index, inventory_path=path))


async def find_at(server: Server, path: str, noun: str, types: tuple[str, ...]) -> Ref:
    """Find a thing of some types at a path.

    Raises:
        LookupFailedError: there is none.
    """
    found = await find_if_there(server, path)
    if found is not None and found.type in types:
        return found
    if found is not None:
        raise LookupFailedError(f"{noun} '{path}': a {found.type} is there", kind=noun, name=path)
    raise LookupFailedError(f"{noun} '{path}'{await _hint(server, path)}", kind=noun, name=path)


async def _hint(server: Server, path: str) -> str:
    """Say which part of a path is missing, and what is there instead."""
    above, name = parts_of(path)
    there = await find_if_there(server, above)
    if there is None:
        return await _hint(server, above)
    objects = [object_spec(there, CHILDREN)]
    found = await read_many(server.require_vcenter(_WHAT).session, objects, TREE_PATHS)
    return f": '{name}' is missing; {there_is(named(found))}"
