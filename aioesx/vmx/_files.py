"""File names in VMX <-> datastore paths: ``/vmfs/volumes/4980.../web.vmdk``, ``[ds] web.vmdk``.

A VMX file names a file by its path on the host, or bare, if it lies beside the VMX file. libvirt
names it by its datastore. No file is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from aioesx.datastore_path import split_datastore_path
from aioesx.errors import UnsupportedError
from aioesx.vmx._keys import bad_value

__all__ = ["datastore_path", "file_name"]

_VOLUMES: Final = "/vmfs/volumes/"


def datastore_path(
    name: str,
    *,
    key: str,
    datastores: Mapping[str, str],
    directory: str,
    missing_ok: bool = False,
    subdirectories: bool = False,
) -> str | None:
    """Return the datastore path of a file.

    Args:
        name: what the VMX file says.
        key: the key that says it, for the error.
        datastores: mount path on the host by name of the datastore; the first that fits counts.
        directory: datastore path of the directory of the VMX file; ``[local]`` is a root.
        missing_ok: give None for a file on an unknown datastore.
        subdirectories: take a relative path with a separator relative to `directory`.

    Raises:
        UnsupportedError: the file is on no datastore that is known.
    """
    if "/" not in name and "\\" not in name:
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
        if missing_ok and datastore and rest:
            return None
        known = ", ".join(map(repr, datastores)) or "none"
        raise bad_value(key, name, f"must be on a known datastore (known: {known})")
    if name.startswith("/"):
        return name
    if subdirectories and not re.match(r"[A-Za-z]:|\\", name):
        return _beside(directory, name)
    raise bad_value(key, name, "must be a bare file name or an absolute path on a datastore")


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
