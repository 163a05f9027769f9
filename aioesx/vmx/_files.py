"""File names in VMX <-> datastore paths: ``/vmfs/volumes/4980.../web.vmdk``, ``[ds] web.vmdk``.

A VMX file names a file by its path on the host, or bare, if it lies beside the VMX file. libvirt
names it by its datastore. No file is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from aioesx.datastore_path import split_datastore_path
from aioesx.errors import UnsupportedError

__all__ = ["Unreached", "datastore_path", "file_name"]

_VOLUMES: Final = "/vmfs/volumes/"
_SEPARATOR: Final = re.compile(r"[/\\]")
_ROOTED: Final = re.compile(r"[A-Za-z]:|\\")
_ELSEWHERE: Final = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*:|[\\~]|(?:.*[/\\])?\.\.(?:[/\\]|\Z)", re.DOTALL
)


class Unreached(NamedTuple):
    """Why a file is on no datastore that is known.

    Attributes:
        reason: what the value must be.
        helps: what helps; may be empty.
        kept: the path that says most of what the VMX file says.
        on_datastore: is it on a datastore, of which only the name is not known?
    """

    reason: str
    helps: str
    kept: str
    on_datastore: bool


def datastore_path(
    name: str,
    *,
    datastores: Mapping[str, str],
    directory: str,
    subdirectories: bool = False,
) -> str | Unreached:
    """Return the datastore path of a file, or why it has none.

    Args:
        name: what the VMX file says.
        datastores: mount path on the host by name of the datastore; the first that fits counts.
        directory: datastore path of the directory of the VMX file; ``[local]`` is a root.
        subdirectories: take a relative path with a separator relative to `directory`.
    """
    if not _SEPARATOR.search(name):
        return _beside(directory, name)
    for datastore, mount in datastores.items():
        root = mount.rstrip("/\\")
        if root and name.startswith(root) and name[len(root) : len(root) + 1] in ("/", "\\"):
            rest = name[len(root) :].lstrip("/\\").replace("\\", "/")
            return f"[{datastore}] {rest}"
    if name.startswith(_VOLUMES):
        datastore, _, rest = name.removeprefix(_VOLUMES).partition("/")
        if datastore in datastores and rest:
            return f"[{datastore}] {rest}"
        known = ", ".join(map(repr, datastores)) or "none"
        reason = f"must be on a known datastore (known: {known})"
        helps = _option(f"{_VOLUMES}{datastore}") if datastore and rest else ""
        kept = f"[{datastore}] {rest}" if datastore and rest else name
        return Unreached(reason, helps, kept, on_datastore=bool(datastore and rest))
    if name.startswith("/"):
        return name
    if subdirectories and not _ROOTED.match(name):
        return _beside(directory, name)
    reason = "must be a bare file name or an absolute path on a datastore"
    return Unreached(reason, _elsewhere(name), _kept(name, directory), on_datastore=False)


def _elsewhere(name: str) -> str:
    where = name[: len(name) - len(_SEPARATOR.split(name)[-1])].rstrip("/\\")
    return _option(where) if _ROOTED.match(name) and where else ""


def _option(mount: str) -> str:
    option = f"NAME={mount}"
    shown = f"'{option}'" if " " in option else option
    return f"--datastore {shown}"


def _kept(name: str, directory: str) -> str:
    """Return where a file of a PC is when the machine's files are brought together."""
    relative = name.replace("\\", "/").removeprefix("./")
    bare = _ELSEWHERE.match(name) is not None
    return _beside(directory, _SEPARATOR.split(name)[-1] if bare else relative)


def _beside(directory: str, name: str) -> str:
    """Return the path of a file in a directory, which may be the root: ``[local]``."""
    parts = split_datastore_path(directory)
    in_root = parts is not None and not parts[1]
    return f"{directory} {name}" if in_root else f"{directory}/{name}"


def file_name(source: str, *, path: str, datastores: Mapping[str, str]) -> str:
    r"""Return the VMX name of a file.

    Args:
        source: datastore path, or absolute path on the host.
        path: where the XML has it, for the error.
        datastores: mount path on the host by name of the datastore; one that is a Windows path
            (``C:\VMs``, of a GSX host) makes the result one.

    Raises:
        UnsupportedError: it is neither, or the datastore is not known.
    """
    if source.startswith("/"):
        found = datastore_path(source, datastores=datastores, directory="[]")
        if isinstance(found, Unreached):
            raise UnsupportedError(f"{path}: {found.reason}", key=path, value=source)
        return source
    parts = split_datastore_path(source)
    if parts is None:
        reason = f"{source!r} is neither a datastore path nor an absolute one"
        raise UnsupportedError(f"{path}: {reason}", key=path, value=source)
    datastore, rest = parts
    mount = datastores.get(datastore)
    if mount is None:
        reason = f"the datastore {datastore!r} is not known"
        raise UnsupportedError(f"{path}: {reason}", key=path, value=source)
    root = mount.rstrip("/\\")
    if "\\" in mount:
        return root + "\\" + rest.replace("/", "\\")
    return f"{root}/{rest}"
