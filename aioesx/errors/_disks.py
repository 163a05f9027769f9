"""The files of a virtual disk that cannot be read as what they stand for."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from aioesx.errors._base import EsxError

__all__ = ["ChainError", "ChainLink", "DiskChangedError", "DiskError", "DiskFormatError",
           "DiskKindError"]  # fmt: skip


class DiskError(EsxError):
    """The files of a virtual disk cannot be read as what they stand for."""


class DiskFormatError(DiskError):
    """A file of a disk is damaged, hostile, or of another format.

    Attributes:
        line: where it stands in a descriptor, counted from 1, or None.
        offset: where it stands in another file, in bytes, or None.
    """

    line: int | None = None
    offset: int | None = None

    def __init__(self, message: str, *, line: int | None = None, offset: int | None = None) -> None:
        super().__init__(f"line {line}: {message}" if line is not None else message)
        self.line, self.offset = line, offset


class DiskChangedError(DiskError):
    """A disk was written to while it was read: what was read is of no one moment."""


@dataclasses.dataclass(frozen=True, slots=True)
class ChainLink:
    """A disk of a chain: the newest, or one that another stands on.

    Attributes:
        path: its descriptor, as ``"[datastore1] web/web-000001.vmdk"``.
        kind_of_disk: its ``createType``, or None where that was not found out.
        cid: its content ID, eight hexadecimal digits, or None.
        parent_cid: the content ID that its parent should have; None if it has no parent, too.
        capacity: its size in bytes, or None.
        problem: what is wrong with it; None if nothing is.
    """

    path: str
    kind_of_disk: str | None = None
    cid: str | None = None
    parent_cid: str | None = None
    capacity: int | None = None
    problem: str | None = None

    def __str__(self) -> str:
        known = [
            self.kind_of_disk,
            f"CID {self.cid}" if self.cid is not None else None,
            f"its parent {self.parent_cid}" if self.parent_cid is not None else None,
        ]
        told = ", ".join(part for part in known if part is not None)
        return f"{self.path}: {'; '.join(part for part in (told, self.problem) if part)}"


class ChainError(DiskError):
    """A disk cannot be read, since a link of its chain is missing or wrong.

    The text tells every link that was looked at, the newest first; the last one is broken.

    Attributes:
        links: what was found out about each of them, in the same order.
    """

    def __init__(self, links: Sequence[ChainLink]) -> None:
        rows = [f"  {number} {link}" for number, link in enumerate(links, start=1)]
        where = f"link {len(links)} of the chain of {links[0].path} cannot be read:"
        super().__init__("\n".join([where, *rows]))
        self.links = tuple(links)

    @property
    def broken(self) -> ChainLink:
        """The link that is missing or wrong."""
        return self.links[-1]


class DiskKindError(ChainError):
    """A link of a chain is of a kind that is not read from files: a device, an object of vSAN.

    Attributes:
        kind_of_disk: its ``createType``, the kind of one of its extents, or the name of its store.
    """

    def __init__(self, links: Sequence[ChainLink], *, kind_of_disk: str) -> None:
        super().__init__(links)
        self.kind_of_disk = kind_of_disk
