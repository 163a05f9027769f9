"""Files that no machine claims, and whether that can be told at all. No I/O.

A file is an orphan where every host that has the datastore says, of all its machines and their
snapshots, that it is none of theirs. Where one host cannot be asked, or one machine does not tell
all, nobody can tell; what is unclaimed so far is kept apart then.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from aioesx import vim
from aioesx._server.files.stores import ACCESSIBLE, Store, meant_stores, stores_by_name
from aioesx.datastore_path import DatastorePath, split_datastore_path
from aioesx.storage.machine_files import MachineFiles

__all__ = [
    "ORPHAN_PATHS",
    "Claims",
    "Found",
    "Orphan",
    "Orphans",
    "is_shared",
    "judge",
    "volume_of",
]

_INFO: Final = "info"
ORPHAN_PATHS: Final = (_INFO, ACCESSIBLE)
"""What is read of each datastore."""

_KINDS: Final = (
    # how a file's name ends, what it is
    (re.compile(r"-(flat|delta|sesparse|rdmp?|ctk)\.vmdk"), "extent"),
    (re.compile(r"\.vmdk"), "disk"),
    (re.compile(r"\.vmx"), "domain"),
    (re.compile(r"\.vmtx"), "template"),
    (re.compile(r"\.(vmsn|vmem)"), "snapshot"),
    (re.compile(r"\.vmsd"), "snapshot list"),
    (re.compile(r"\.vmss"), "suspended state"),
    (re.compile(r"\.vswp"), "swap"),
    (re.compile(r"\.nvram"), "nvram"),
    (re.compile(r"\.vmxf"), "configuration"),
)
"""Kinds of files that belong to machines; others (images, logs, whatever) are never orphans."""
_TOLD_BY_ALL: Final = frozenset({"extent", "disk", "domain", "template"})
"""Kinds of which hosts of every age tell."""
_RESERVED: Final = re.compile(r"\.|fcd$|catalog$|contentlib-|vmkdump$|locker$|vCLS", re.ASCII)
"""Directories that others than machines keep: the host, HA, content libraries, disks of their own
right, storage arrays' snapshots."""


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A file that a search found."""

    path: DatastorePath
    size: int
    modified: datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class Orphan:
    """A file that no machine claims.

    Attributes:
        path: where it is.
        kind: ``"disk"``, ``"extent"`` (of a disk without a descriptor), ``"domain"`` (a .vmx file
            that no host has registered), ``"template"``, ``"snapshot"``, ``"snapshot list"``,
            ``"suspended state"``, ``"swap"``, ``"nvram"`` or ``"configuration"``.
        size: bytes; of a disk those of its extent, too.
        modified: when it was last written to, or None.
        domain: name of a .vmx file in its directory that no host has registered, or None: then it
            is part of a machine that may be registered again.
    """

    path: DatastorePath
    kind: str
    size: int
    modified: datetime | None
    domain: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Orphans:
    """What was found out about the files of one pool.

    Attributes:
        pool: name of the pool.
        unclaimed: the files of machines' kinds that no machine claims, as far as is known.
        reasons: why that cannot be told; a sentence each.
        passed_over: directories that were not looked at, since others than machines keep them.
    """

    pool: str
    unclaimed: Sequence[Orphan]
    reasons: Sequence[str]
    passed_over: Sequence[str]

    @property
    def certain(self) -> bool:
        """Whether it can be told which files are orphans."""
        return not self.reasons

    @property
    def why(self) -> str:
        """The reasons, as one text; empty where it can be told."""
        return "; ".join(self.reasons)

    @property
    def files(self) -> Sequence[Orphan]:
        """The orphans; none where that cannot be told."""
        return self.unclaimed if self.certain else ()


class Claims:
    """What the machines of some hosts claim, on whatever name a host has for a datastore."""

    def __init__(self) -> None:
        self._paths: dict[object, set[str]] = {}
        self._directories: dict[object, set[str]] = {}
        self._problems: list[str] = []

    def add(self, stores: Iterable[Store], machines: Iterable[MachineFiles]) -> None:
        """Take what one server tells.

        Args:
            stores: its datastores, with the properties `ORPHAN_PATHS`.
            machines: its machines.
        """
        named = stores_by_name(stores)
        for store in stores:
            if store.values.if_shown(_INFO) is None:
                why = "; ".join(store.values.problems((_INFO,)))
                told = f"the host does not tell what the pool '{store.name}' is"
                self._problems.append(f"{told}: {why}" if why else told)
        for machine in machines:
            self._problems += machine.problems
            for names, paths in (
                (machine.sizes, self._paths),
                (machine.directories, self._directories),
            ):
                for name in names:
                    datastore, path = split_datastore_path(name) or ("", "")
                    for store in meant_stores(named.get(datastore, ()), machine.datastores):
                        paths.setdefault(volume_of(store), set()).add(path)

    def on(self, store: Store) -> Callable[[str, str], bool]:
        """Return what tells of a path in a datastore, and its kind, whether it is claimed."""
        paths = self._paths.get(volume_of(store), frozenset[str]())
        directories = self._directories.get(volume_of(store), frozenset[str]())

        def is_claimed(path: str, kind: str) -> bool:
            beside = kind not in _TOLD_BY_ALL and _directory(path) in directories
            return beside or path in paths

        return is_claimed

    @property
    def problems(self) -> Sequence[str]:
        """Why machines may have more files than they tell."""
        return self._problems


def volume_of(store: Store) -> object:
    """Return what tells a datastore from all others, on whichever host it is asked for.

    Each host has a name of its own for an NFS server, so that does not count: what a machine
    claims of an export, it claims of all that are called alike.
    """
    info = store.values.if_shown(_INFO)
    if isinstance(info, vim.VmfsDatastoreInfo) and info.vmfs is not None:
        return ("vmfs", info.vmfs.uuid)
    if isinstance(info, vim.NasDatastoreInfo) and info.nas is not None:
        return ("nas", info.nas.remote_path.rstrip("/"))
    return ("other", getattr(info, "url", None) or store.ref)


def is_shared(store: Store) -> bool:
    """Tell whether another host could have a datastore mounted, of which this one knows nothing."""
    info = store.values.if_shown(_INFO)
    if isinstance(info, vim.LocalDatastoreInfo):
        return False
    vmfs = info.vmfs if isinstance(info, vim.VmfsDatastoreInfo) else None
    return vmfs is None or vmfs.local is not True


def judge(store: Store, found: Iterable[Found], claims: Claims, reasons: Iterable[str]) -> Orphans:
    """Tell which files of a datastore no machine claims.

    Args:
        store: the datastore.
        found: all its files.
        claims: of the machines of all hosts that could be asked.
        reasons: why there may be others.
    """
    there = {file.path.path: file for file in found}
    kinds = {path: kind for path in there if (kind := _kind(path)) is not None}
    reserved = {path: top for path in kinds if (top := _reserved(path)) is not None}
    is_claimed = claims.on(store)
    loose = {
        path: kind
        for path, kind in kinds.items()
        if not is_claimed(path, kind) and path not in reserved and not _belongs(path, kind, there)
    }
    domains = {_directory(path): path for path, kind in loose.items() if kind == "domain"}
    extents = _extents(there.values())
    unclaimed = [_orphan(there[path], loose[path], extents, domains) for path in sorted(loose)]
    why = tuple(dict.fromkeys((*reasons, *claims.problems)))
    return Orphans(store.name, unclaimed, why, sorted(set(reserved.values())))


def _kind(path: str) -> str | None:
    name = path.rpartition("/")[2].lower()
    for pattern, kind in _KINDS:
        if any(match.end() == len(name) for match in pattern.finditer(name)):
            return kind
    return None


def _reserved(path: str) -> str | None:
    """Return the directory that others keep, if a path leads through one."""
    parts = path.split("/")[:-1]
    for number, part in enumerate(parts, start=1):
        if _RESERVED.match(part):
            return "/".join(parts[:number])
    return None


def _belongs(path: str, kind: str, there: Mapping[str, object]) -> bool:
    """Tell whether a file is the extent of a disk whose descriptor is there: it shares its fate."""
    return kind == "extent" and _descriptor(path) in there


def _descriptor(extent: str) -> str:
    return re.sub(r"-[a-z]+\.vmdk$", ".vmdk", extent, flags=re.IGNORECASE)


def _directory(path: str) -> str:
    return path.rpartition("/")[0]


def _extents(files: Iterable[Found]) -> dict[str, int]:
    """Return the bytes of all extents by their descriptors."""
    sizes: dict[str, int] = {}
    for file in files:
        path = file.path.path
        if _kind(path) == "extent":
            sizes[_descriptor(path)] = sizes.get(_descriptor(path), 0) + file.size
    return sizes


def _orphan(
    file: Found, kind: str, extents: Mapping[str, int], domains: Mapping[str, str]
) -> Orphan:
    domain = domains.get(_directory(file.path.path))
    return Orphan(
        path=file.path,
        kind=kind,
        # Hosts tell a disk's size with its extent's, and hide the extent; some show it besides.
        size=max(file.size, extents.get(file.path.path, 0)),
        modified=file.modified,
        domain=domain.rpartition("/")[2] if domain is not None else None,
    )
