"""Datastore paths on the wire: their URLs, and names that fit into one. No I/O."""

from __future__ import annotations

import base64
import re
from typing import Final
from urllib.parse import quote

from aioesx.datastore_path import DatastorePath

__all__ = ["escape_item", "exact", "folder_target"]

_LONGEST: Final = 255  # bytes of a name, on every file system that hosts mount
_NO_PART: Final = frozenset({"", ".", ".."})
_UNSPEAKABLE: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def exact(path: str | DatastorePath, *, root: bool = False) -> DatastorePath:
    """Return a path that every server takes for the same file, or refuse it.

    One slash at the end is taken away.

    Args:
        path: ``[datastore] directory/file``.
        root: whether the datastore itself may be meant.

    Raises:
        ValueError: it is no such path, names the datastore itself, leads elsewhere (``..``), or
            has a name that cannot be said (NUL, over 255 bytes, a space before the first).
    """
    given = DatastorePath.parse(path) if isinstance(path, str) else path
    place = DatastorePath(given.datastore, given.path.removesuffix("/"))
    names = place.path.split("/")
    why = None
    if not place.path:
        why = None if root else "it names no file"
    elif _UNSPEAKABLE.search(place.path):
        why = "it has characters that no file name may have"
    elif not _NO_PART.isdisjoint(names):
        why = "it leads elsewhere than it says"
    elif max(len(name.encode()) for name in names) > _LONGEST:
        why = f"a name in it is longer than {_LONGEST} bytes"
    elif DatastorePath.parse(str(place)) != place:
        why = "hosts would read it otherwise"
    if why is not None:
        raise ValueError(f"{str(given)!r} cannot be used: {why}")
    return place


def folder_target(path: DatastorePath, datacenter: str) -> str:
    """Return the request target of a file, ``/folder/...?dcPath=...&dsName=...``.

    Every byte but letters, digits and ``-._~`` is percent-encoded, slashes too; the names of
    inventory objects twice, as a real host wants them.

    Source: libvirt since 12.0, esxVI_Context_DownloadFile.
    """
    file = quote(path.path, safe="")
    place, store = (quote(quote(name, safe=""), safe="") for name in (datacenter, path.datastore))
    return f"/folder/{file}?dcPath={place}&dsName={store}"


_FORBIDDEN: Final = str.maketrans(dict.fromkeys('"*<>:|?', "_"))
_PERCENT: Final = str.maketrans({"%": "%25", "/": "%2f", "\\": "%5c"})
_ODD: Final = re.compile(rb"[^A-Za-z0-9'(),. _-]+")


def escape_item(name: str) -> str:
    """Make a file name of any name, as libvirt does; there is no way back.

    >>> escape_item("K%U/H")
    'K+JQ-25U+JQ-2fH'

    Source: libvirt, esxUtil_EscapeDatastoreItem.
    """
    data = name.translate(_FORBIDDEN).translate(_PERCENT).encode("utf-8")

    def encoded(match: re.Match[bytes]) -> bytes:
        text = base64.b64encode(match[0], altchars=b"+,").rstrip(b"=")
        return b"+" + text + (b"" if match.end() == len(data) else b"-")

    return _ODD.sub(encoded, data).decode("ascii")
