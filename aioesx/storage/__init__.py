"""Storage: the files of the datastores."""

from __future__ import annotations

from aioesx.storage.entries import FileEntry, FileKind
from aioesx.storage.files import Files, OpenFile, Transferred

__all__ = ["FileEntry", "FileKind", "Files", "OpenFile", "Transferred"]
