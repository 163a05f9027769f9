r"""The path of a vpx:// URI: which object of a vCenter's inventory its parts name. No I/O.

    [folder/...][datacenter/[folder/...][compute-resource[/host]]]

A path that ends above a host names all hosts below it, where libvirt refuses it. A name is
compared as vSphere keeps it: with ``/``, ``\`` and ``%`` as ``%2f``, ``%5c``, ``%25``. Where a
folder and something else have one name the folder counts, as for libvirt; a part that is neither
is an error here, where libvirt passes over it.

Source: libvirt, esxVI_Context_LookupManagedObjectsByPath.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import ObjectProperties
from aioesx._server.names import named, there_is, unescape
from aioesx._server.tree import COMPUTE, value_of
from aioesx.errors import LookupFailedError, UriError

__all__ = ["PATHS", "PathEnd", "locate"]

Ref = vim.ManagedObjectReference

PATHS: Final = {
    "Folder": ("name", "parent"),
    "Datacenter": ("name", "parent", "hostFolder", "vmFolder"),
    "ComputeResource": ("name", "parent", "host", "resourcePool"),
}
"""What has to be read of what a host is in, by type."""


@dataclasses.dataclass(frozen=True, slots=True)
class PathEnd:
    """What a path leads to.

    Attributes:
        top: the folder, datacenter or compute resource at its end, or above the host there.
        noun: what that is, for people.
        host: name of the host at its end, one of the compute resource's; None where the path
            ends above hosts.
    """

    top: Ref
    noun: str
    host: str | None = None


def locate(objects: Sequence[ObjectProperties], root: Ref, path: Sequence[str]) -> PathEnd:
    """Follow a path through the inventory.

    Args:
        objects: every folder, datacenter and compute resource, with the properties of `PATHS`.
        root: the folder to begin at.
        path: its parts.

    Raises:
        UriError: the path is too long.
        LookupFailedError: a part names nothing.
        ProtocolError: the server does not show what it has to.
    """
    walk = _Walk(objects, path)
    datacenter = walk.find(root, ("Datacenter",), "datacenter")
    if isinstance(datacenter, PathEnd):
        return datacenter
    if walk.done():
        return PathEnd(datacenter.ref, "datacenter")
    compute = walk.find(value_of(datacenter, "hostFolder", Ref), COMPUTE, "compute resource")
    if isinstance(compute, PathEnd):
        return compute
    if compute.ref.type != "ClusterComputeResource":
        walk.end()
        return PathEnd(compute.ref, "compute resource", value_of(compute, "name", str))
    if walk.done():
        return PathEnd(compute.ref, "cluster")
    host = walk.take()
    walk.end()
    return PathEnd(compute.ref, "cluster", host)


class _Walk:
    """Goes down the inventory, part by part."""

    def __init__(self, objects: Sequence[ObjectProperties], path: Sequence[str]) -> None:
        self._children: dict[Any, list[ObjectProperties]] = {}
        for found in objects:
            self._children.setdefault(found.values.if_shown("parent"), []).append(found)
        self._path = path
        self._text = "/".join(path)
        self._gone: list[str] = []

    def done(self) -> bool:
        """Whether no part is left."""
        return len(self._gone) == len(self._path)

    def take(self) -> str:
        """Return the next part."""
        self._gone.append(self._path[len(self._gone)])
        return self._gone[-1]

    def end(self) -> None:
        """Refuse parts that are left."""
        if rest := self._path[len(self._gone) :]:
            text = f"path '{self._text}' ends with an excess item, '{'/'.join(rest)}'"
            raise UriError(text, parameter="path")

    def find(self, folder: Ref, types: Sequence[str], noun: str) -> ObjectProperties | PathEnd:
        """Go through folders to the first object of one of some types, or to the path's end."""
        while not self.done():
            name = self.take()
            here = self._children.get(folder, [])
            found = _named(here, name, ("Folder",)) or _named(here, name, types)
            if found is None:
                what = f"{noun} '{name}' of the path '{self._text}'; {there_is(named(here))}"
                raise LookupFailedError(what, kind=noun, name=name)
            if found.ref.type != "Folder":
                return found
            folder = found.ref
        return PathEnd(folder, "folder")


def _named(
    objects: Sequence[ObjectProperties], name: str, types: Sequence[str]
) -> ObjectProperties | None:
    """Return the first thing of some types and a name, however its escapes are written."""
    fitting = [one for one in objects if one.ref.type in types]
    refs = [ref for known, ref in named(fitting).items() if unescape(known) == unescape(name)]
    return next((one for one in fitting if one.ref in refs), None)
