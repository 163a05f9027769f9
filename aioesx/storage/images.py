"""Images of CD-ROMs and floppies: which there are, and which domains have them inserted. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx._server.files.stores import Store, meant_stores, stores_by_name
from aioesx._server.names import unescape
from aioesx.datastore_path import DatastorePath, split_datastore_path
from aioesx.storage.machine_files import DATASTORES, media_of

__all__ = ["DRIVE_PATHS", "Image", "Inserted", "inserted"]

DRIVE_PATHS: Final = ("name", "config.hardware.device", DATASTORES)
"""What is read of each machine."""


@dataclasses.dataclass(frozen=True, slots=True)
class Image:
    """An image of a CD-ROM or a floppy in a pool.

    Attributes:
        path: where it is.
        kind: ``"cdrom"`` or ``"floppy"``.
        size: bytes.
        modified: when it was last written to, or None.
        domains: names of the domains that have it in a drive.
        missing: whether a drive names it and it is not there.
    """

    path: DatastorePath
    kind: str
    size: int
    modified: datetime | None
    domains: Sequence[str]
    missing: bool = False


Inserted = Mapping[vim.ManagedObjectReference, Mapping[str, Sequence[str]]]
"""By datastore and path in it: names of the domains that have the image in a drive."""


def inserted(stores: Iterable[Store], machines: Iterable[Properties]) -> Inserted:
    """Tell which domains have which images in a drive.

    Args:
        stores: all datastores.
        machines: with the properties `DRIVE_PATHS`.

    Raises:
        NotPermittedError: the host hides the devices or datastores of one.
    """
    named = stores_by_name(stores)
    found: dict[vim.ManagedObjectReference, dict[str, list[str]]] = {}
    for values in machines:
        name = unescape(values.if_shown("name") or values.ref.value)
        used = values.get(DATASTORES) or ()
        for media in dict.fromkeys(media_of(values)):
            datastore, path = split_datastore_path(media) or ("", "")
            for store in meant_stores(named.get(datastore, ()), used):
                found.setdefault(store.ref, {}).setdefault(path, []).append(name)
    return found
