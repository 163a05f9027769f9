"""Disk images for tests: a model of a disk, and our reader of qcow2 on a file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from aioesx.datastore_path import DatastorePath
from aioesx.disk import Qcow2Reader, Read, Size, drive

__all__ = ["FORMATS", "Format", "content_of", "read_qcow2"]

Format = Literal["qcow2", "raw"]
FORMATS: list[Format] = ["qcow2", "raw"]


def read_qcow2(data: bytes) -> bytes:
    """Read an image, by our own reader."""

    def answer(wanted: Read | Size) -> bytes | int:
        if isinstance(wanted, Size):
            return len(data)
        return data[wanted.start : wanted.start + wanted.length]

    reader = drive(Qcow2Reader.open(DatastorePath("local", "disk.qcow2")), answer)
    disk = bytearray(reader.capacity)
    for run in drive(reader.runs(0, reader.capacity), answer):
        disk[run.start : run.stop] = data[run.offset : run.offset + run.length]
    return bytes(disk)


def content_of(path: Path, kind: Format) -> bytes:
    """Read a complete image."""
    data = path.read_bytes()
    return data if kind == "raw" else read_qcow2(data)
