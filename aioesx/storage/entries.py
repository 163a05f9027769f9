"""What a datastore's directory holds, entry by entry. Values only."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from enum import StrEnum
from typing import Final

from aioesx import vim
from aioesx.datastore_path import DatastorePath

__all__ = ["FileEntry", "FileKind", "entry_of"]


class FileKind(StrEnum):
    """What a host takes a file for."""

    DIRECTORY = "directory"
    DISK = "disk"
    ISO = "iso"
    FLOPPY = "floppy"
    MACHINE = "machine"
    TEMPLATE = "template"
    LOG = "log"
    NVRAM = "nvram"
    SNAPSHOT = "snapshot"
    FILE = "file"


_KINDS: Final = (
    # a type before those that it is made of
    (vim.FolderFileInfo, FileKind.DIRECTORY),
    (vim.VmDiskFileInfo, FileKind.DISK),
    (vim.IsoImageFileInfo, FileKind.ISO),
    (vim.FloppyImageFileInfo, FileKind.FLOPPY),
    (vim.TemplateConfigFileInfo, FileKind.TEMPLATE),
    (vim.VmConfigFileInfo, FileKind.MACHINE),
    (vim.VmLogFileInfo, FileKind.LOG),
    (vim.VmNvramFileInfo, FileKind.NVRAM),
    (vim.VmSnapshotFileInfo, FileKind.SNAPSHOT),
)


@dataclasses.dataclass(frozen=True, slots=True)
class FileEntry:
    """A file or directory of a datastore.

    Attributes:
        path: where it is.
        kind: what the host takes it for, mostly by its name.
        size: bytes; of a disk's descriptor what the whole disk takes up. None if untold.
        modified: when it was changed, aware; None if untold.
        owner: a user of the host; None if untold (before API 4.0, say).
    """

    path: DatastorePath
    kind: FileKind
    size: int | None = None
    modified: datetime | None = None
    owner: str | None = None

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.name


def entry_of(path: DatastorePath, file: vim.FileInfo) -> FileEntry:
    """Make an entry of what a host's browser tells."""
    kind = next((kind for cls, kind in _KINDS if isinstance(file, cls)), FileKind.FILE)
    return FileEntry(path, kind, file.file_size, file.modification, file.owner)
