r"""The path of a vpx:// URI: which objects of a vCenter's inventory its parts name. No I/O.

    [folder/...]datacenter/[folder/...]compute-resource[/host]

A name is compared as vSphere keeps it: with ``/``, ``\`` and ``%`` as ``%2f``, ``%5c``, ``%25``.
Where a folder and something else have one name the folder counts, as for libvirt; a part that is
neither is an error here, where libvirt passes over it.

Source: libvirt, esxVI_Context_LookupManagedObjectsByPath.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Final, TypeVar

from aioesx import vim
from aioesx._server.collector import ObjectProperties
from aioesx.errors import LookupFailedError, ProtocolError, UriError

__all__ = ["PATHS", "PathEnd", "locate", "value_of"]

Ref = vim.ManagedObjectReference
V = TypeVar("V")

PATHS: Final = {
    "Folder": ("name", "parent"),
    "Datacenter": ("name", "parent", "hostFolder", "vmFolder"),
    "ComputeResource": ("name", "parent", "host", "resourcePool"),
}
"""What `locate` needs to know, by type."""

_DATACENTER: Final = ("Datacenter",)
_COMPUTE: Final = ("ComputeResource", "ClusterComputeResource")


@dataclasses.dataclass(frozen=True, slots=True)
class PathEnd:
    """What a path leads to.

    Attributes:
        datacenter, compute: the objects, with what `PATHS` asks for.
        datacenter_path: folders and name of the datacenter, joined by slashes.
        host: name of the host, one of the compute resource's.
    """

    datacenter: ObjectProperties
    datacenter_path: str
    compute: ObjectProperties
    host: str


def locate(objects: Sequence[ObjectProperties], root: Ref, path: Sequence[str]) -> PathEnd:
    """Follow a path through the inventory.

    Args:
        objects: every folder, datacenter and compute resource, with the properties of `PATHS`.
        root: the folder to begin at.
        path: its parts.

    Raises:
        UriError: the path is too short or too long.
        LookupFailedError: a part names nothing.
        ProtocolError: the server does not show what it has to.
    """
    walk = _Walk(objects, path)
    datacenter = walk.find(root, _DATACENTER, "datacenter")
    datacenter_path = "/".join(walk.gone)
    folder = value_of(datacenter, "hostFolder", Ref)
    compute = walk.find(folder, _COMPUTE, "compute resource")
    if compute.ref.type == "ClusterComputeResource":
        host = walk.take("host system")
    else:
        host = value_of(compute, "name", str)
    walk.end()
    return PathEnd(datacenter, datacenter_path, compute, host)


def value_of(found: ObjectProperties, path: str, type_: type[V]) -> V:
    """Return a property that has to be there.

    Raises:
        ProtocolError: it is not, or it is something else.
        NotPermittedError: the host hides it.
    """
    value = found.values.get(path)
    if not isinstance(value, type_):
        raise ProtocolError(f"could not read '{path}' of {found.ref}")
    return value


class _Walk:
    """Goes down the inventory, part by part."""

    def __init__(self, objects: Sequence[ObjectProperties], path: Sequence[str]) -> None:
        self._children: dict[Any, list[ObjectProperties]] = {}
        for found in objects:
            self._children.setdefault(found.values.if_shown("parent"), []).append(found)
        self._path = path
        self._text = "/".join(path)
        self.gone: list[str] = []

    def take(self, noun: str) -> str:
        """Return the next part."""
        if len(self.gone) == len(self._path):
            raise UriError(f"path '{self._text}' does not specify a {noun}", parameter="path")
        self.gone.append(self._path[len(self.gone)])
        return self.gone[-1]

    def end(self) -> None:
        """Refuse parts that are left."""
        if rest := self._path[len(self.gone) :]:
            text = f"path '{self._text}' ends with an excess item, '{'/'.join(rest)}'"
            raise UriError(text, parameter="path")

    def find(self, folder: Ref, types: Sequence[str], noun: str) -> ObjectProperties:
        """Go through folders to the first object of one of some types."""
        while True:
            name = self.take(noun)
            here = self._children.get(folder, [])
            found = _named(here, name, ("Folder",)) or _named(here, name, types)
            if found is None:
                names = sorted(str(one.values.if_shown("name")) for one in here)
                known = ", ".join(names) or "nothing"
                what = f"{noun} '{name}' of the path '{self._text}'; what is there: {known}"
                raise LookupFailedError(what, kind=noun, name=name)
            if found.ref.type != "Folder":
                return found
            folder = found.ref


def _named(
    objects: Sequence[ObjectProperties], name: str, types: Sequence[str]
) -> ObjectProperties | None:
    fitting = (one for one in objects if one.ref.type in types)
    return next((one for one in fitting if one.values.if_shown("name") == name), None)
