"""Datastore paths, ``[datastore1] web/web.vmx``: their form and their parts. No I/O.

What lies in the root of a datastore has no directory, where libvirt takes the file's own name
for one.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Final

__all__ = ["DatastorePath", "split_datastore_path"]

_FORM: Final = re.compile(r"\[([^\[\]]+)\] *(.*)", re.DOTALL)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def split_datastore_path(text: str) -> tuple[str, str] | None:
    """Split ``[datastore] path`` in two, whatever the path may be; None for another form.

    >>> split_datastore_path("[local] web/web.vmx")
    ('local', 'web/web.vmx')
    """
    match = _FORM.fullmatch(text)
    return (match[1], match[2]) if match is not None else None


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
        parts = split_datastore_path(text)
        if parts is None:
            raise ValueError(f"{text!r} is not a datastore path, '[datastore] directory/file'")
        datastore, path = parts
        if ".." in path.split("/") or path.startswith("/") or _CONTROL.search(path):
            raise ValueError(f"{text!r} does not name a file in the datastore")
        return cls(datastore, path)

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
        return self.directory.below(name)

    def below(self, name: str) -> DatastorePath:
        """Return the path of what a directory holds."""
        return DatastorePath(self.datastore, f"{self.path}/{name}" if self.path else name)
