"""The datastores of a host: where it has mounted them, and what searches them. No I/O."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import ObjectProperties
from aioesx.errors import FaultError

__all__ = ["MOUNT_PATHS", "Mounts", "mounts_of"]

_log = logging.getLogger("aioesx.session")

MOUNT_PATHS: Final = ("summary.name", "summary.url", "host", "browser")
"""What has to be read of each datastore."""


@dataclasses.dataclass(frozen=True, slots=True)
class Mounts:
    """The datastores that are mounted on one host.

    Attributes:
        paths: mount path by name, in the host's order.
        browsers: what searches a datastore, by the datastore's name.
    """

    paths: Mapping[str, str]
    browsers: Mapping[str, vim.ManagedObjectReference]


def mounts_of(datastores: Iterable[ObjectProperties], host: vim.ManagedObjectReference) -> Mounts:
    """Make it of datastores with the properties `MOUNT_PATHS`.

    Those that are not mounted on this host are left out, and so are (the log tells them) those
    that the host does not show; of two with one name the first counts.

    Source: libvirt, esxVI_LookupDatastoreHostMount.
    """
    paths: dict[str, str] = {}
    browsers: dict[str, vim.ManagedObjectReference] = {}
    for entry in datastores:
        try:
            name, path = entry.values.get("summary.name"), _mount_path(entry.values, host)
        except FaultError as error:
            _log.info("a datastore is left out: %s", error)
            continue
        if name is not None and path:
            paths.setdefault(name, path)
            if "browser" in entry.values:
                browsers.setdefault(name, entry.values["browser"])
    return Mounts(paths, browsers)


def _mount_path(values: Mapping[str, Any], host: vim.ManagedObjectReference) -> str | None:
    """Return where this host has a datastore; a server may tell that in its URL only."""
    for mount in values.get("host") or ():
        if mount.key == host:
            path: str = mount.mount_info.path or values.get("summary.url") or ""
            return path.removeprefix("ds://")
    return None
