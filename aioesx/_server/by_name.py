"""A pool, a folder, a datastore of a vCenter by its name or path: one read each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from aioesx import vim
from aioesx._server.collector import ObjectProperties, read_many
from aioesx._server.names import MACHINES, named, there_is
from aioesx._server.place import Place
from aioesx._server.traversal import UP, below, from_host, object_spec
from aioesx._server.tree import POOLS, TREE_PATHS, Tree
from aioesx._session.session import Session
from aioesx._words import advice, few
from aioesx.errors import AmbiguousNameError, Bearer, LookupFailedError

__all__ = ["find_datastore", "find_folder", "find_pool", "read_pools"]

Ref = vim.ManagedObjectReference

_FOLDER_PATHS: Final = {"Folder": ("name", "parent")}


async def find_pool(session: Session, place: Place, name: str | None) -> Ref:
    """Find a resource pool of a host by its path or by its own name.

    A path begins at the host's pools, ``"Resources/gold"``, or at the root of the vCenter.

    Args:
        session: at the vCenter.
        place: of the host.
        name: None for the top pool, without a call.

    Raises:
        LookupFailedError: there is none, or there are several.
    """
    if name is None:
        return place.resource_pool
    tree = await read_pools(session, place.compute_resource)
    pools = [thing.ref for thing in tree if thing.ref.type in POOLS]
    whole = [ref for ref in pools if tree.inventory_path(ref) == name.strip("/")]
    if whole:
        return whole[0]
    told = [(ref, tree.pool_path(ref)) for ref in pools]
    return _only("resource pool", name, {ref: path for ref, path in told if path})


async def read_pools(session: Session, top: Ref) -> Tree:
    """Read all resource pools below an object of a vCenter, and what is above that."""
    way = [*below("ResourcePool"), *UP]
    return Tree(await read_many(session, [object_spec(top, way, itself=True)], TREE_PATHS))


async def find_folder(session: Session, top: Ref, path: str, datacenter: str) -> Ref:
    """Find a folder of a datacenter's machines by its path.

    Args:
        session: at the vCenter.
        top: the top folder of the datacenter's machines.
        path: from there, ``"teams/web"``, ``""`` for itself; or from the root of the vCenter.
        datacenter: path of the datacenter.

    Raises:
        LookupFailedError: there is none; the text says what is there.
    """
    above = f"{datacenter}/{MACHINES}/"
    parts = [part for part in f"{path.strip('/')}/".removeprefix(above).split("/") if part]
    if not parts:
        return top
    found = await read_many(session, [object_spec(top, below("Folder"))], _FOLDER_PATHS)
    here = top
    for part in parts:
        children = [each for each in found if each.values.if_shown("parent") == here]
        here = _child(children, part, path)
    return here


def _child(children: Sequence[ObjectProperties], name: str, path: str) -> Ref:
    names = named(children)
    if name not in names:
        what = f"folder '{name}' of the path '{path}'; {there_is(names)}"
        raise LookupFailedError(what, kind="folder", name=path)
    return names[name]


async def find_datastore(session: Session, host: Ref, name: str) -> Ref:
    """Find a datastore that a host has mounted.

    Raises:
        LookupFailedError: there is none; the text says which there are.
    """
    objects = [object_spec(host, from_host("Datastore"))]
    found = await read_many(session, objects, {"Datastore": ("summary.name",)})
    names = named(found, "summary.name")
    return _only("datastore", name, {ref: known for known, ref in names.items()})


def _only(noun: str, name: str, paths: dict[Ref, str]) -> Ref:
    """Return the only thing of a path, or else of a name."""
    matching = [ref for ref, path in paths.items() if path == name]
    matching = matching or [ref for ref, path in paths.items() if _last(path) == name]
    if not matching:
        known = sorted(paths.values())
        hint = advice(name, _all_words(known)) or f"; there are {few(known) or 'none'}"
        raise LookupFailedError(f"{noun} '{name}'{hint}", kind=noun, name=name)
    if len(matching) > 1:
        bearers = [Bearer(ref.value, path=paths[ref]) for ref in matching]
        raise AmbiguousNameError(name, kind=noun, name=name, bearers=bearers)
    return matching[0]


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _all_words(paths: Iterable[str]) -> list[str]:
    return [word for path in paths for word in dict.fromkeys((_last(path), path))]
