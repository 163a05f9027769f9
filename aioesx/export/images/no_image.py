"""What is no image of a disk, though it was named as one: by beginning, end, name, size. No I/O.

A raw image has no mark by which it is known: whatever has another one, and whatever is no whole
sectors, would become a disk of nonsense. Who has such a disk all the same says that it is one: by
libvirt's XML (``<driver type='raw'/>``), or by a qcow2 of it.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final, NamedTuple

from aioesx.errors import DiskFormatError

__all__ = ["HEAD", "SECTOR", "require_raw", "require_sectors"]

SECTOR: Final = 512
HEAD: Final = 36 * 1024
"""Bytes of the beginning that are looked at: CDs call themselves so behind 32 KiB."""
_LAST: Final = -1  # the last sector, as a place
_TEXT: Final = 4096
_CONTROLS: Final = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b") | {0x7F}
_VHD: Final = b"conectix"
_BOOTS: Final = (510, b"\x55\xaa")

_UNPACK: Final = "unpack it first"
_CONVERT: Final = "qemu-img convert -O qcow2 makes what is read here"
_NAME_IT: Final = "name the descriptor that it belongs to"
_TAR: Final = "one that is a package is named .ova; else unpack it first"
_WRONG: Final = "it is damaged, or wrongly named"
_SAYS_SO: Final = "if it is a disk, qemu-img convert -f raw -O qcow2 makes an image that says so"
_TAKEN: Final = "a qcow2, a VMDK, or a raw image is taken"


class _Kind(NamedTuple):
    """A kind of file that is none of ours.

    Attributes:
        what: it is, for a sentence.
        then: what can be done.
        endings: of names.
        signs: bytes, and where they stand: from the beginning, or that of the last sector.
    """

    what: str
    then: str
    endings: tuple[str, ...]
    signs: tuple[tuple[int, bytes], ...]


_CD: Final = _Kind(
    "the image of a CD (ISO 9660)", _SAYS_SO, (".iso",), ((0x8001, b"CD001"), (0x8001, b"BEA01"))
)
_WRITTEN: Final = _Kind(
    "text", _SAYS_SO, (".txt", ".md", ".log", ".csv", ".json", ".yaml", ".toml", ".vmx"), ()
)
_VMDK: Final = _Kind("named as a VMDK, and does not begin as one", _WRONG, (), ())
# fmt: off
_KINDS: Final = (
    #     what it is             then      endings            signs
    _Kind("packed by gzip",      _UNPACK,  (".gz", ".tgz"),   ((0, b"\x1f\x8b"),)),
    _Kind("packed by xz",        _UNPACK,  (".xz", ".txz"),   ((0, b"\xfd7zXZ\0"),)),
    _Kind("packed by bzip2",     _UNPACK,  (".bz2",),         ((0, b"BZh"),)),
    _Kind("packed by zstd",      _UNPACK,  (".zst",),         ((0, b"\x28\xb5\x2f\xfd"),)),
    _Kind("packed by lz4",       _UNPACK,  (".lz4",),         ((0, b"\x04\x22\x4d\x18"),)),
    _Kind("a zip archive",       _UNPACK,  (".zip",),         ((0, b"PK\3\4"), (0, b"PK\5\6"))),
    _Kind("a 7-Zip archive",     _UNPACK,  (".7z",),          ((0, b"7z\xbc\xaf\x27\x1c"),)),
    _Kind("a RAR archive",       _UNPACK,  (".rar",),         ((0, b"Rar!\x1a\7"),)),
    _Kind("a tar archive",       _TAR,     (".tar",),         ((257, b"ustar"),)),
    _Kind("a VHDX (Hyper-V)",    _CONVERT, (".vhdx",),        ((0, b"vhdxfile"),)),
    _Kind("a VHD (Hyper-V)",     _CONVERT, (".vhd", ".vpc"),  ((0, _VHD), (_LAST, _VHD))),
    _Kind("a VDI (VirtualBox)",  _CONVERT, (".vdi",),         ((64, b"\x7f\x10\xda\xbe"),)),
    _Kind("a QED (QEMU)",        _CONVERT, (".qed",),         ((0, b"QED\0"),)),
    _Kind("a disk of Parallels", _CONVERT, (".hdd", ".hds"),
          ((0, b"WithoutFreeSpace"), (0, b"WithouFreSpacExt"))),
    _Kind("a DMG (macOS)",       _CONVERT, (".dmg",),         ((_LAST, b"koly"),)),
    _Kind("one file of a VMDK",  _NAME_IT, (),
          ((0, b"COWD"), (0, b"\xbe\xba\xfe\xca\0\0\0\0"))),
    _Kind("a PDF",               _SAYS_SO, (".pdf",),         ((0, b"%PDF-"),)),
    _Kind("a program (ELF)",     _SAYS_SO, (".elf", ".so"),   ((0, b"\x7fELF"),)),
    _Kind("a WIM (Windows)",     _SAYS_SO, (".wim", ".esd"),  ((0, b"MSWIM\0\0\0"),)),
    _Kind("an SQLite database",  _SAYS_SO, (".sqlite",),      ((0, b"SQLite format 3\0"),)),
    _Kind("a picture",           _SAYS_SO, (".png", ".jpg"),
          ((0, b"\x89PNG\r\n"), (0, b"\xff\xd8\xff"))),
    _Kind("named as a qcow2, and does not begin as one", _WRONG, (".qcow2", ".qcow"), ()),
    _CD,
    _WRITTEN,
)
# fmt: on
_EXTENT: Final = re.compile(r"-(flat|f\d{3})\.vmdk", re.ASCII)
"""Names of files that hold a disk as it is, beside a descriptor."""


def require_raw(path: PurePath, head: bytes, tail: bytes) -> None:
    """See that a file may be a raw image, as far as its bytes and its name tell.

    Args:
        path: of it.
        head: its first `HEAD` bytes, or all of it.
        tail: its last `SECTOR` bytes, or all of it.

    Raises:
        DiskFormatError: it is something else.
    """
    kind = _of_bytes(head, tail) or _of_name(path)
    if kind is not None:
        raise DiskFormatError(
            f"{path} is no image of a disk: it is {kind.what}; {_TAKEN}; {kind.then}"
        )


def require_sectors(path: PurePath, size: int) -> None:
    """See that a raw image has sectors, and whole ones.

    Raises:
        DiskFormatError: it has not.
    """
    if not size:
        raise DiskFormatError(f"{path} is empty")
    if size % SECTOR:
        raise DiskFormatError(
            f"{path} is no image of a disk: its {size} bytes are no whole sectors of {SECTOR}"
        )


def _of_bytes(head: bytes, tail: bytes) -> _Kind | None:
    for kind in _KINDS:
        if kind is _CD and _begins(head, *_BOOTS):  # made to be written to a stick: perhaps it was
            continue
        if any(_begins(tail if at == _LAST else head, max(at, 0), sign) for at, sign in kind.signs):
            return kind
    return _WRITTEN if _is_text(head[:_TEXT]) else None


def _begins(data: bytes, at: int, magic: bytes) -> bool:
    return data[at : at + len(magic)] == magic


def _is_text(data: bytes) -> bool:
    """Tell whether bytes are UTF-8 and have no controls; a letter may be cut at their end."""
    if not data or _CONTROLS.intersection(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end == len(data) == _TEXT
    return True


def _of_name(path: PurePath) -> _Kind | None:
    name = path.name.lower()
    if name.endswith(".vmdk"):
        return None if _EXTENT.search(name) else _VMDK
    return next((kind for kind in _KINDS if name.endswith(kind.endings)), None)
