"""Datastore paths, ``[datastore1] web/web.vmx``: their parts, their URLs, names that fit. No I/O.

What lies in the root of a datastore has no directory, where libvirt takes the file's own name
for one.
"""

from __future__ import annotations

import base64
import dataclasses
import re
from typing import Final
from urllib.parse import quote

__all__ = ["DatastorePath", "escape_item", "folder_target"]

_FORM: Final = re.compile(r"\[([^\[\]]+)\] *(.*)", re.DOTALL)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


@dataclasses.dataclass(frozen=True, slots=True)
class DatastorePath:
    """A file or directory in a datastore.

    Attributes:
        datastore: name of the datastore.
        path: where it is, without a slash at the beginning; empty for the root.
    """

    datastore: str
    path: str

    @classmethod
    def parse(cls, text: str) -> DatastorePath:
        """Split ``[datastore] directory/file``.

        Raises:
            ValueError: it is none, or it would lead out of its datastore.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a datastore path, '[datastore] directory/file'")
        if ".." in match[2].split("/") or match[2].startswith("/") or _CONTROL.search(match[2]):
            raise ValueError(f"{text!r} does not name a file in the datastore")
        return cls(match[1], match[2])

    def __str__(self) -> str:
        return f"[{self.datastore}] {self.path}" if self.path else f"[{self.datastore}]"

    @property
    def name(self) -> str:
        """What stands behind the last slash."""
        return self.path.rpartition("/")[2]

    @property
    def directory(self) -> DatastorePath:
        """What holds it; the root holds itself."""
        return DatastorePath(self.datastore, self.path.rpartition("/")[0])

    def beside(self, name: str) -> DatastorePath:
        """Return the path of another file in the same directory."""
        directory = self.directory.path
        return DatastorePath(self.datastore, f"{directory}/{name}" if directory else name)


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
