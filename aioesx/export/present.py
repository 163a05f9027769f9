"""What of an export is here: the files that its record names, looked at and not read.

Images and packages have the size that they had when they were complete; libvirt's XML may have been
edited since. Of a half export there is what it goes on with: parts, and images that have their
names already.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from aioesx.export.record import SUFFIX, DiskRecord, Record

__all__ = ["note_sizes", "trouble_in"]

_EXTRA: Final = "sizes"
"""What a record calls the sizes of its files, in bytes."""
_PART: Final = ".part"


def note_sizes(directory: Path, record: Record, names: Sequence[str]) -> None:
    """Have a record know how long files of it are. Blocking."""
    record.extra[_EXTRA] = {name: (directory / name).stat().st_size for name in names}


def trouble_in(path: Path, record: Record) -> tuple[str, ...]:
    """Tell what is wrong with the files of an export, a clause each. Blocking.

    Args:
        path: where the record is.
        record: what it says.
    """
    found = _complete(path, record) if record.state == "done" else _half(path, record)
    return tuple(found)


def _complete(path: Path, record: Record) -> Iterator[str]:
    sizes = {disk.file: disk.capacity for disk in record.disks if record.format == "raw"}
    noted = record.extra.get(_EXTRA)
    if isinstance(noted, dict):
        sizes |= noted
    for name in record.files:
        yield from _looked_at(path.parent / name, sizes.get(name))


def _half(path: Path, record: Record) -> Iterator[str]:
    """Look at what is gone on with: disks of which something is safe."""
    for disk in record.disks:
        if disk.saved is not None:
            part = path.with_name(f"{_file(path, record, disk)}{_PART}")
            named = part.with_name(part.name.removesuffix(_PART))
            may_have_its_name = record.state == "finishing" or "inode" in disk.saved
            if may_have_its_name and not part.exists():  # in this order: it is renamed
                part = named
            exact = disk.capacity if record.format == "raw" else None
            yield from _looked_at(part, exact, least=_safe(record, disk))


def _file(path: Path, record: Record, disk: DiskRecord) -> str:
    """Return in which file a disk is at the end."""
    archive = f"{path.name.removesuffix(SUFFIX)}.ova"
    return archive if record.format == "ova" else disk.file


def _safe(record: Record, disk: DiskRecord) -> int:
    """Return how many bytes of a disk's file are safe; 0 where that is not told."""
    saved: Mapping[str, Any] = disk.saved or {}
    try:
        if record.format == "ovf":
            found = record.extra["package"]["files"][disk.file]["size"]
        elif record.format == "ova":
            files = record.extra["package"]["files"].values()
            found = max(one["at"] + one["size"] for one in files)
        else:
            found = saved.get("end", 0)
    except (AttributeError, KeyError, TypeError, ValueError):
        return 0
    return found if isinstance(found, int) else 0


def _looked_at(path: Path, exact: int | None, *, least: int = 0) -> Iterator[str]:
    """Yield what is wrong with a file.

    Args:
        path: where it is.
        exact: its size; None where that is not known.
        least: the size that it has at least.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        yield f"{path.name} is missing"
        return
    except OSError as error:
        yield f"{path.name} cannot be looked at: {error.strerror or error}"
        return
    if not stat.S_ISREG(found.st_mode):
        yield f"{path.name} is no file"
    elif exact is not None and found.st_size != exact:
        yield f"{path.name} has {found.st_size} bytes instead of {exact}"
    elif found.st_size < least:
        yield f"{path.name} has {found.st_size} bytes instead of {least} or more"
