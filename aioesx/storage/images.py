"""Images of CD-ROMs and floppies: which there are, and which domains have them inserted. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from aioesx._server.collector import Properties
from aioesx._server.names import unescape
from aioesx.datastore_path import DatastorePath
from aioesx.storage.machine_files import media_of

__all__ = ["Image", "inserted"]


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


def inserted(machines: Iterable[Properties]) -> Mapping[str, list[str]]:
    """Return, by the paths of images, the names of the domains that have them in a drive."""
    found: dict[str, list[str]] = {}
    for values in machines:
        name = unescape(values.if_shown("name") or values.ref.value)
        for path in dict.fromkeys(media_of(values)):
            found.setdefault(path, []).append(name)
    return found
