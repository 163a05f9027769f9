"""Descriptors, ``NAME.vmdk``: the text that says what files a disk consists of. No I/O.

A descriptor is some 500 bytes of ``key=value`` lines, extent lines, and the disk database
(``ddb.name = "value"``). Keys are compared without case, and of two equal ones the first counts.

Source: VMware, Virtual Disk Format 5.0; descriptors of hosts.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from aioesx.disk._numbers import SECTOR
from aioesx.errors import DiskFormatError

__all__ = ["MAX_BYTES", "NO_PARENT", "Descriptor", "Extent", "format_descriptor",
           "parse_descriptor"]  # fmt: skip

MAX_BYTES: Final = 64 * 1024
"""Size of the largest descriptor that is read, in bytes."""
NO_PARENT: Final = 0xFFFFFFFF
"""The ``parentCID`` of a disk that has no parent."""

_MAX_SECTORS: Final = 2**54  # bytes stay within 63 bits
_MAX_EXTENTS: Final = 1024
_EXTENT: Final = re.compile(
    r"(RW|RDONLY|NOACCESS)[ \t]+([0-9]{1,20})[ \t]+([A-Za-z0-9_]{1,64})"
    r"(?:[ \t]+\"([^\"]*)\"(?:[ \t]+([0-9]{1,20}))?.*)?"
)
_SETTING: Final = re.compile(r"([\w.:#-]+)[ \t]*=[ \t]*(.*)")
_CID: Final = re.compile(r"[0-9a-fA-F]{1,8}")
_ENCODING: Final = re.compile(rb"^[ \t]*encoding[ \t]*=[ \t]*\"?([\w-]{1,32})", re.I | re.M)
_ENCODINGS: Final = re.compile(
    r"utf-8|us-ascii|iso-8859-15?|windows-125[0-7]|gbk|gb2312|gb18030|big5|shift_jis|euc-jp|euc-kr"
)
_OTHER_FILES: Final = {
    b"KDMV": "a sparse disk with its descriptor inside",
    b"COWD": "the extent of a snapshot (COWD)",
    b"\xbe\xba\xfe\xca": "the extent of a snapshot (seSparse)",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Extent:
    """A part of a disk, and the file that it lies in.

    Attributes:
        access: ``"RW"``, ``"RDONLY"`` or ``"NOACCESS"``.
        sectors: size, in sectors of 512 bytes.
        kind: ``"VMFS"``, ``"VMFSSPARSE"``, ``"SESPARSE"``, ``"FLAT"``, ...
        file: name of the file as the descriptor has it; empty for kinds that have none.
        offset: where in the file the part begins, in sectors; 0 but for ``FLAT``.
    """

    access: str
    sectors: int
    kind: str
    file: str = ""
    offset: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Descriptor:
    """What a descriptor says.

    Attributes:
        cid: content ID, 32 bits; another one with the first write after an opening.
        create_type: ``"vmfs"``, ``"vmfsSparse"``, ``"seSparse"``, ...
        extents: the parts of the disk, in its order.
        parent_cid: content ID of the parent, or `NO_PARENT`.
        parent_hint: file name of the parent, as the descriptor has it, or None.
        ddb: the disk database, keys without ``ddb.``, in the order of the file.
        settings: what else is set, such as ``isNativeSnapshot``, in the order of the file.
    """

    cid: int
    create_type: str
    extents: tuple[Extent, ...]
    parent_cid: int = NO_PARENT
    parent_hint: str | None = None
    ddb: Mapping[str, str] = dataclasses.field(default_factory=dict)
    settings: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def sectors(self) -> int:
        """Size of the disk, in sectors of 512 bytes."""
        return sum(extent.sectors for extent in self.extents)

    @property
    def capacity(self) -> int:
        """Size of the disk, in bytes."""
        return self.sectors * SECTOR


# --- reading -------------------------------------------------------------------------------------


def parse_descriptor(text: str | bytes) -> Descriptor:
    """Read a descriptor. Padding with NUL characters at its end is passed over.

    Raises:
        DiskFormatError: it is none, or larger than `MAX_BYTES`; the error names the line.
    """
    lines = _Lines(text)
    found: dict[str, str] = {}
    ddb: dict[str, str] = {}
    settings: dict[str, str] = {}
    extents: list[Extent] = []
    for line in lines:
        if (extent := _EXTENT.fullmatch(line)) is not None:
            extents.append(_extent(extent, lines))
        elif (setting := _SETTING.fullmatch(line)) is not None:
            key, value = setting[1], _unquoted(setting[2])
            if key.lower().startswith("ddb."):
                ddb.setdefault(key[4:], value)
            elif key.lower() in _KNOWN:
                found.setdefault(key.lower(), lines.checked(key, value))
            else:
                settings.setdefault(key, value)
        else:
            raise lines.wrong(f"expected a setting or an extent, got {line[:80]!r}")
    for key in ("version", "cid", "createtype"):
        if key not in found:
            raise DiskFormatError(f"the descriptor does not say {_KNOWN[key][0]}")
    if not 0 < len(extents) <= _MAX_EXTENTS:
        raise DiskFormatError(f"the descriptor has {len(extents)} extents, not 1 to {_MAX_EXTENTS}")
    return Descriptor(
        cid=int(found["cid"], 16),
        create_type=found["createtype"],
        extents=tuple(extents),
        parent_cid=int(found.get("parentcid", f"{NO_PARENT:x}"), 16),
        parent_hint=found.get("parentfilenamehint") or None,
        ddb=ddb,
        settings=settings,
    )


_KNOWN: Final[dict[str, tuple[str, Callable[[str], object]]]] = {
    # in lower case      as it is written      what it must be
    "version":            ("version",            re.compile(r"[123]").fullmatch),
    "encoding":           ("encoding",           lambda _: True),
    "cid":                ("CID",                _CID.fullmatch),
    "parentcid":          ("parentCID",          _CID.fullmatch),
    "createtype":         ("createType",         re.compile(r"[A-Za-z0-9_]{1,64}").fullmatch),
    "parentfilenamehint": ("parentFileNameHint", lambda _: True),
}  # fmt: skip


class _Lines:
    """The lines of a descriptor that say something, and which of them is being read."""

    def __init__(self, text: str | bytes) -> None:
        self.number = 0
        if len(text) > MAX_BYTES:
            raise DiskFormatError(
                f"a descriptor may have {MAX_BYTES} bytes, this file has {len(text)}: "
                f"{_other_file(text) or 'it is none'}"
            )
        if (other := _other_file(text)) is not None:
            raise DiskFormatError(f"this is no descriptor, but {other}")
        text = (text if isinstance(text, str) else _decode(text)).rstrip("\0")
        if "\0" in text:
            raise DiskFormatError("NUL characters stand in the descriptor")
        self._lines = re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))

    def __iter__(self) -> Iterator[str]:
        for number, line in enumerate(self._lines, start=1):
            self.number = number
            if (said := line.strip(" \t")) and not said.startswith("#"):
                yield said

    def wrong(self, message: str) -> DiskFormatError:
        return DiskFormatError(message, line=self.number)

    def checked(self, key: str, value: str) -> str:
        name, is_right = _KNOWN[key.lower()]
        if not is_right(value):
            raise self.wrong(f"{name} cannot be {value[:80]!r}")
        return value


def _extent(match: re.Match[str], lines: _Lines) -> Extent:
    access, sectors, kind, file, offset = match.groups()
    extent = Extent(access, int(sectors), kind, file or "", int(offset or 0))
    if not 0 < extent.sectors <= _MAX_SECTORS or extent.offset > _MAX_SECTORS:
        raise lines.wrong(f"an extent of {sectors} sectors at {extent.offset} cannot be")
    return extent


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value


def _other_file(text: str | bytes) -> str | None:
    head = text[:4].encode("latin-1", "replace") if isinstance(text, str) else bytes(text[:4])
    return _OTHER_FILES.get(head)


def _decode(data: bytes) -> str:
    """Return the text of a descriptor: UTF-8, or else in the encoding that it names."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        named = _ENCODING.search(data)
        encoding = named[1].decode("ascii", "replace").lower() if named is not None else "none"
    if _ENCODINGS.fullmatch(encoding) is None:
        raise DiskFormatError(f"the descriptor is not in UTF-8, and names {encoding!r}")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise DiskFormatError(f"the descriptor is not in {encoding}, as it says") from None


# --- writing -------------------------------------------------------------------------------------


def format_descriptor(descriptor: Descriptor) -> str:
    """Write a descriptor as hosts do, in UTF-8; `parse_descriptor` reads the same of it.

    Raises:
        ValueError: a value has a line end, a NUL or a quote, which the format cannot say.
    """
    head = [
        "# Disk DescriptorFile",
        "version=1",
        'encoding="UTF-8"',
        f"CID={descriptor.cid:08x}",
        f"parentCID={descriptor.parent_cid:08x}",
        *_quoted(descriptor.settings, '{}="{}"'),
        f'createType="{_sayable(descriptor.create_type)}"',
    ]
    if descriptor.parent_hint is not None:
        head.append(f'parentFileNameHint="{_sayable(descriptor.parent_hint)}"')
    extents = ["# Extent description", *map(_extent_line, descriptor.extents)]
    ddb = ["# The Disk Data Base", "#DDB", "", *_quoted(descriptor.ddb, 'ddb.{} = "{}"')]
    return "\n".join([*head, "", *extents, "", *ddb, ""])


def _extent_line(extent: Extent) -> str:
    line = f"{extent.access} {extent.sectors} {extent.kind}"
    if extent.file:
        line += f' "{_sayable(extent.file)}"'
    return f"{line} {extent.offset}" if extent.kind == "FLAT" else line


def _quoted(settings: Mapping[str, str], form: str) -> Iterator[str]:
    return (form.format(_sayable(key), _sayable(value)) for key, value in settings.items())


def _sayable(text: str) -> str:
    if re.search(r'[\0\r\n"]', text):
        raise ValueError(f"a descriptor cannot say {text!r}")
    return text
