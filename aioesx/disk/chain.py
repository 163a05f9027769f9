"""A disk and all that it stands on: descriptors followed from child to parent. No I/O.

A child is good only for the parent whose content ID it names: with another one, bytes would come
from two different moments, and nothing would show it. So whatever does not fit ends the reading,
and the error tells every link that was looked at.

What kinds there are, and why some are not read, is said in two tables, `_EXTENTS` and `_REFUSED`.
"""

from __future__ import annotations

import dataclasses
import posixpath
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import islice, takewhile
from typing import Final, TypeAlias

from aioesx.datastore_path import DatastorePath
from aioesx.disk import cowd, plan, sesparse
from aioesx.disk._numbers import SECTOR, up
from aioesx.disk._sparse import SparseExtent
from aioesx.disk.descriptor import MAX_BYTES, NO_PARENT, Descriptor, Extent, parse_descriptor
from aioesx.disk.plan import Plan
from aioesx.errors import (
    ChainError,
    ChainLink,
    DiskFormatError,
    DiskKindError,
    EsxError,
    NotFoundError,
)

__all__ = ["MAX_LINKS", "Chain", "FlatExtent", "Link", "Locate", "Part", "nowhere", "open_chain",
           "read_descriptor"]  # fmt: skip

MAX_LINKS: Final = 128
"""How many links a chain may have; hosts take 32."""

_MAX_FILES: Final = 1024
_MAX_DIRECTORIES: Final = 512 * 2**20
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_ABSOLUTE: Final = re.compile(r"/|\\|[A-Za-z]:|\[")
_OBJECT: Final = re.compile(r"([a-z]+)://")

Locate: TypeAlias = Callable[[str, DatastorePath], DatastorePath]
"""From the absolute name of a file, and the descriptor that it stands in, to where the file is."""


def nowhere(name: str, path: DatastorePath) -> DatastorePath:
    """Refuse to locate a file by its absolute name: what is used if nobody knows the mounts.

    Raises:
        DiskFormatError: always.
    """
    raise DiskFormatError(f"{path} names {name!r}, and no one says what datastore that is")


# --- what a chain is -----------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, slots=True)
class FlatExtent:
    """An extent whose bytes lie in a file as they are.

    Attributes:
        file: which file.
        offset: where in the file it begins, in bytes.
    """

    file: DatastorePath
    offset: int


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """An extent in its place.

    Attributes:
        start: where on the disk it begins, in bytes.
        stop: where it ends.
        extent: where its bytes are; None for zeros.
    """

    start: int
    stop: int
    extent: FlatExtent | SparseExtent | None


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """A disk of a chain.

    Attributes:
        path: its descriptor.
        descriptor: what that says.
        parts: its extents, without gaps from the disk's beginning to its end.
    """

    path: DatastorePath
    descriptor: Descriptor
    parts: tuple[Part, ...]

    @property
    def capacity(self) -> int:
        """Size, in bytes."""
        return self.parts[-1].stop

    def parts_of(self, start: int, stop: int) -> Iterator[Part]:
        """Yield the parts that a range of the disk lies in."""
        first = bisect_right(self.parts, start, key=_stop_of)
        return takewhile(lambda part: part.start < stop, islice(self.parts, first, None))

    def told(self, problem: str | None = None) -> ChainLink:
        """Return what errors tell of it."""
        return _told(self.path, self.descriptor, problem)


def _stop_of(part: Part) -> int:
    return part.stop


@dataclasses.dataclass(frozen=True, slots=True)
class Chain:
    """A disk with all that it stands on.

    Attributes:
        links: the disk itself, its parent, the parent of that, and so on.
    """

    links: tuple[Link, ...]

    @property
    def capacity(self) -> int:
        """Size of the disk, in bytes: that of its newest link, whatever its parents have."""
        return self.links[0].capacity

    def broken(self, link: int, problem: str) -> ChainError:
        """Make the error that says what is wrong with a link; 0 is the newest."""
        sound = [each.told() for each in self.links[:link]]
        return ChainError([*sound, self.links[link].told(problem)])


def _told(path: DatastorePath, descriptor: Descriptor | None, problem: str | None) -> ChainLink:
    if descriptor is None:
        return ChainLink(str(path), problem=problem)
    parent = descriptor.parent_cid
    return ChainLink(
        str(path),
        kind_of_disk=descriptor.create_type,
        cid=f"{descriptor.cid:08x}",
        parent_cid=f"{parent:08x}" if parent != NO_PARENT else None,
        capacity=descriptor.capacity,
        problem=problem,
    )


# --- opening -------------------------------------------------------------------------------------


class _RefusedError(DiskFormatError):
    """A kind of disk that is not read from files."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(f"{kind} {reason}")
        self.kind_of_disk = kind


def open_chain(path: DatastorePath, locate: Locate = nowhere) -> Plan[Chain]:
    """Read the descriptors from a disk down to its base, and what their extents begin with.

    Args:
        path: the descriptor of the disk.
        locate: where the file is that a descriptor names absolutely,
            ``/vmfs/volumes/datastore1/web/web.vmdk``. What it raises is a reason why the link is
            broken.

    Raises:
        ChainError: a link is missing, damaged, or does not belong to its child; it tells each.
        DiskKindError: one is of a kind that is not read from files; a ChainError, too.
    """
    opening = _Opening(locate)
    wanted: DatastorePath | None = path
    while wanted is not None:
        wanted = yield from opening.follow(wanted)
    return Chain(tuple(opening.links))


def read_descriptor(path: DatastorePath) -> Plan[Descriptor]:
    """Read a descriptor, of which no more than `MAX_BYTES` are taken."""
    size = yield from plan.size(path)
    data = yield from plan.read(path, 0, min(size, MAX_BYTES + 1))
    return parse_descriptor(data)


class _Opening:
    """The links of a chain as they are found."""

    def __init__(self, locate: Locate) -> None:
        self._locate = locate
        self.links: list[Link] = []
        self._files = 0
        self._directories = 0

    def follow(self, path: DatastorePath) -> Plan[DatastorePath | None]:
        """Add a link; returns its parent, or None for the base."""
        descriptor: Descriptor | None = None
        try:
            self._check_new(path)
            descriptor = yield from read_descriptor(path)
            self._check_child(descriptor)
            parts = yield from self._parts(path, descriptor)
            parent = self._parent(path, descriptor)
        except (DiskFormatError, NotFoundError, FileNotFoundError) as error:
            links = [*(link.told() for link in self.links), _told(path, descriptor, _said(error))]
            if isinstance(error, _RefusedError):
                raise DiskKindError(links, kind_of_disk=error.kind_of_disk) from None
            raise ChainError(links) from error
        except EsxError as error:
            top = self.links[0].path if self.links else path
            error.add_note(
                f"it was met at {path}, link {len(self.links) + 1} of the chain of {top}"
            )
            raise
        self.links.append(Link(path, descriptor, parts))
        return parent

    def _check_new(self, path: DatastorePath) -> None:
        if any(link.path == path for link in self.links):
            raise DiskFormatError("the chain leads back to it")
        if len(self.links) >= MAX_LINKS:
            raise DiskFormatError(f"the chain has more than {MAX_LINKS} links")

    def _check_child(self, descriptor: Descriptor) -> None:
        """See that the link is the one that its child was made on, and a kind that is read."""
        if self.links and self.links[-1].descriptor.parent_cid != descriptor.cid:
            wanted = self.links[-1].descriptor.parent_cid
            raise DiskFormatError(
                f"its child was made on CID {wanted:08x}: it was written to since, or is another"
            )
        if (reason := _REFUSED.get(descriptor.create_type)) is not None:
            raise _RefusedError(descriptor.create_type, reason)
        if descriptor.create_type not in _READ:
            raise _RefusedError(descriptor.create_type, "is a kind of disk that is not known")

    def _parent(self, path: DatastorePath, descriptor: Descriptor) -> DatastorePath | None:
        hint, cid = descriptor.parent_hint, descriptor.parent_cid
        if hint is None and cid == NO_PARENT:
            return None
        if hint is None:
            raise DiskFormatError(f"it has a parent with CID {cid:08x}, and does not say which")
        if cid == NO_PARENT:
            raise DiskFormatError(f"it says that it has no parent, and that {hint!r} is that")
        return self._find(hint, path)

    def _parts(self, path: DatastorePath, descriptor: Descriptor) -> Plan[tuple[Part, ...]]:
        parts: list[Part] = []
        start = 0
        self._files += len(descriptor.extents)
        if self._files > _MAX_FILES:
            raise DiskFormatError(f"the chain has more than {_MAX_FILES} extents")
        for extent in descriptor.extents:
            opener = _opener(extent)
            stop = start + extent.sectors * SECTOR
            file = self._find(extent.file, path) if extent.file else path
            try:
                opened = yield from opener(file, extent)
            except (NotFoundError, FileNotFoundError):
                raise DiskFormatError(f"there is no {file}") from None
            if isinstance(opened, SparseExtent):
                self._count(opened.directory.itemsize * len(opened.directory))
            parts.append(Part(start, stop, opened))
            start = stop
        return tuple(parts)

    def _count(self, directory: int) -> None:
        self._directories += directory
        if self._directories > _MAX_DIRECTORIES:
            raise DiskFormatError(f"the chain has over {_MAX_DIRECTORIES} bytes of directories")

    def _find(self, name: str, path: DatastorePath) -> DatastorePath:
        """Return where a file is that a descriptor names."""
        if (scheme := _OBJECT.match(name)) is not None:
            raise _RefusedError(scheme[1], "is a store of objects, which have no files")
        if _ABSOLUTE.match(name):
            try:
                found = self._locate(name, path)
            except (EsxError, LookupError, ValueError) as error:
                raise DiskFormatError(f"{name!r} cannot be found: {_said(error)}") from error
        else:
            joint = posixpath.normpath(posixpath.join(path.directory.path, name))
            found = DatastorePath(path.datastore, joint)
        parts = found.path.split("/")
        if _CONTROL.search(found.path) or ".." in parts or parts in ([""], ["."]):
            raise DiskFormatError(f"{name!r} does not name a file in the datastore")
        return found


def _said(error: Exception) -> str:
    if isinstance(error, NotFoundError | FileNotFoundError):
        return "there is no such file"
    return str(error)


# --- kinds ---------------------------------------------------------------------------------------


Opener: TypeAlias = Callable[[DatastorePath, Extent], Plan[FlatExtent | SparseExtent | None]]


def _open_flat(file: DatastorePath, extent: Extent) -> Plan[FlatExtent | SparseExtent | None]:
    size = yield from plan.size(file)
    offset, length = extent.offset * SECTOR, extent.sectors * SECTOR
    if offset + length > size:
        raise DiskFormatError(f"{file} has {size} bytes, and should have {offset + length}")
    return FlatExtent(file, offset)


def _open_zeros(_: DatastorePath, __: Extent) -> Plan[FlatExtent | SparseExtent | None]:
    return None
    yield


def _open_cowd(file: DatastorePath, extent: Extent) -> Plan[FlatExtent | SparseExtent | None]:
    return _as_said((yield from cowd.open_extent(file)), extent)


def _open_sesparse(file: DatastorePath, extent: Extent) -> Plan[FlatExtent | SparseExtent | None]:
    return _as_said((yield from sesparse.open_extent(file)), extent)


def _as_said(opened: SparseExtent, extent: Extent) -> SparseExtent:
    """See that header and descriptor agree on the size, but for what is left of a grain."""
    unit = opened.grain // SECTOR
    if up(opened.sectors, unit) != up(extent.sectors, unit):
        raise DiskFormatError(
            f"{opened.file} says that it has {opened.sectors} sectors, "
            f"its descriptor {extent.sectors}"
        )
    return opened


def _opener(extent: Extent) -> Opener:
    if extent.access == "NOACCESS":
        raise _RefusedError(extent.access, "is an extent that nobody may read")
    if (reason := _REFUSED.get(extent.kind)) is not None:
        raise _RefusedError(extent.kind, reason)
    if extent.kind not in _EXTENTS:
        raise _RefusedError(extent.kind, "is a kind of extent that is not known")
    return _EXTENTS[extent.kind]


_READ: Final = frozenset({"vmfs", "vmfsSparse", "seSparse", "monolithicFlat"})

_EXTENTS: Final[dict[str, Opener]] = {
    "FLAT": _open_flat,
    "SESPARSE": _open_sesparse,
    "VMFS": _open_flat,
    "VMFSSPARSE": _open_cowd,
    "ZERO": _open_zeros,
}

_DEVICE: Final = "is a device of the host, whose bytes are in no file"
_OBJECTS: Final = "is kept in a store of objects, which have no files"
_FOREIGN: Final = "is a format that hosts do not run, and is not read"
_REFUSED: Final = {
    "vmfsRawDeviceMap": _DEVICE,
    "vmfsPassthroughRawDeviceMap": _DEVICE,
    "vmfsRaw": _DEVICE,
    "fullDevice": _DEVICE,
    "partitionedDevice": _DEVICE,
    "VMFSRDM": _DEVICE,
    "VMFSRAW": _DEVICE,
    "vsanSparse": _OBJECTS,
    "VSANSPARSE": _OBJECTS,
    "vvol": _OBJECTS,
    "streamOptimized": "is a format for transport, and is not read in any order",
    "monolithicSparse": _FOREIGN,
    "twoGbMaxExtentSparse": _FOREIGN,
    "twoGbMaxExtentFlat": _FOREIGN,
    "custom": _FOREIGN,
    "SPARSE": _FOREIGN,
}
