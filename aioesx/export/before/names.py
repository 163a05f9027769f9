"""What files are called that are made of a machine. No I/O.

A domain's name may be anything; a file's may not. What cannot stand is replaced, and then a few
letters of a digest follow, so that two domains never share a file's name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from aioesx._server.moving import ExportFormat

__all__ = ["RECORD", "disk_files", "file_stem", "is_of_export", "other_files"]

RECORD: Final = ".export.json"
"""What stands behind the name, for the file that tells how an export went."""

_MOST_BYTES: Final = 200
"""Of a name: file systems allow 255, of which ``-disk100.qcow2.part`` and the like need some."""
_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u2028-\u202e\u2066-\u2069\ud800-\udfff]')
"""What no name may have here, or at a share, or what would show it otherwise than it is; ``:``
would be a protocol to QEMU."""
_FIRST: Final = re.compile(r"^[.\-~]+")
"""A name that begins so would be hidden, taken for an option, or for a home directory."""
_LAST: Final = re.compile(r"[. ]+$")
_DIGITS: Final = 8
_TOLD_APART: Final = re.compile(r"~[0-9a-f]{8}$")
"""What looks as if it had been told apart here is told apart itself."""


def file_stem(name: str) -> str:
    """Return what the files of a domain are called, without what tells them apart.

    >>> file_stem("web 01 (Zürich) #2")
    'web 01 (Zürich) #2'
    >>> file_stem("../etc/passwd")
    '___etc_passwd~7fef78f5'
    """
    fit = _UNFIT.sub("_", name)
    fit = _FIRST.sub(lambda found: "_" * len(found[0]), fit)
    fit = _LAST.sub(lambda found: "_" * len(found[0]), fit)
    fit = fit if fit.strip() else "domain"
    told_apart = _TOLD_APART.search(name) is not None
    if fit == name and not told_apart and len(fit.encode()) <= _MOST_BYTES:
        return fit
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    return f"{_cut(fit, _MOST_BYTES - _DIGITS - 1)}~{digest}"


def _cut(text: str, most: int) -> str:
    """Return as much of a text as fits in some bytes of UTF-8, whole characters only."""
    return text.encode()[:most].decode("utf-8", "ignore")


_SUFFIXES: Final[dict[ExportFormat, str]] = {
    "qcow2": ".qcow2",
    "raw": ".raw",
    "ovf": ".vmdk",
    "ova": ".vmdk",
}


def disk_files(stem: str, format: ExportFormat, disks: int) -> tuple[str, ...]:  # noqa: A002
    """Return the names of the disks' files: of one disk the domain's, else numbered.

    In a package they are numbered in any case, as others write them.
    """
    suffix = _SUFFIXES[format]
    if disks == 1 and format in ("qcow2", "raw"):
        return (f"{stem}{suffix}",)
    return tuple(f"{stem}-disk{number}{suffix}" for number in range(1, disks + 1))


def other_files(
    stem: str,
    format: ExportFormat,  # noqa: A002
    disks: Sequence[str],
    *,
    nvram: bool = False,
) -> tuple[str, ...]:
    """Return the names of all that is made, the disks among them.

    Args:
        stem: what they begin with.
        format: what is made.
        disks: the disks' names.
        nvram: whether the machine has a file with its firmware's variables, which goes along into a
            package.
    """
    if format == "ova":
        return (f"{stem}.ova", f"{stem}{RECORD}")
    if format == "ovf":
        variables = (f"{stem}.nvram",) if nvram else ()
        return (*disks, *variables, f"{stem}.ovf", f"{stem}.mf", f"{stem}{RECORD}")
    return (*disks, f"{stem}.xml", f"{stem}{RECORD}")


_OF_AN_EXPORT: Final = re.compile(r"(-disk[0-9]+)?\.[^./]+(\.part)?")
"""What stands behind an export's name, in the names of its files."""


def is_of_export(stem: str, name: str) -> bool:
    """Tell whether a file has the name of one of an export's.

    >>> is_of_export("web", "web-disk2.qcow2.part"), is_of_export("web", "web2.qcow2")
    (True, False)
    """
    return name.startswith(stem) and _OF_AN_EXPORT.fullmatch(name, len(stem)) is not None
