"""Archives, OVA: a package in one file, descriptor, manifest, then the rest, as ustar. No I/O.

| part | bytes |
|---|---|
| header of a file | 512 |
| its bytes | as it has, then zeros to the next 512 |
| the end | 1024 zeros |

A size beyond 8 GiB stands in its field as a binary number, as GNU tar writes it, so that a header
has one length whatever comes: it can be written anew when the size is known. What is read may have
pax' long names and sizes, and GNU's, too. Links, devices and files with holes are refused, and so
is a name that leads out of the package.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Final

from aioesx.errors import OvfError
from aioesx.ovf._reader import shown
from aioesx.ovf.names import MAX_NAME, why_not

__all__ = [
    "ARCHIVE_END",
    "BLOCK",
    "ArchiveEntry",
    "ArchiveReader",
    "archive_header",
    "archive_padding",
]

BLOCK: Final = 512
ARCHIVE_END: Final = bytes(2 * BLOCK)
"""What ends an archive."""

_NAME, _SIZE, _SUM, _PREFIX = slice(0, 100), slice(124, 136), slice(148, 156), slice(345, 500)
_KIND: Final = 156
_USTAR: Final = b"ustar\x0000"
_OCTAL_END: Final = 8**11
_MAX_SIZE: Final = 2**62
_MAX_ENTRIES: Final = 10_000
_MAX_EXTENSION: Final = 64 * 1024
_BINARY: Final = 0x80
_OCTAL: Final = re.compile(rb"[ \0]*([0-7]{0,12})[ \0]*")
_PAX_NUMBER: Final = re.compile(r"[0-9]{1,19}")
_PAX_LENGTH: Final = re.compile(rb"([0-9]{1,6}) ")
_FILES: Final = (b"0", b"\0", b"7")
_DIRECTORY, _LONG_NAME, _PAX, _PAX_GLOBAL = b"5", b"L", b"x", b"g"
_REFUSED: Final = {
    b"1": "a link", b"2": "a link", b"K": "a link", b"3": "a device", b"4": "a device",
    b"6": "a pipe", b"S": "a file with holes", b"M": "a part of a file", b"V": "a label",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """A file of an archive.

    Attributes:
        name: of it.
        size: in bytes.
    """

    name: str
    size: int


def archive_padding(size: int) -> int:
    """Return how many zeros follow so many bytes."""
    return -size % BLOCK


# --- writing -------------------------------------------------------------------------------------


def archive_header(name: str, size: int, *, mtime: int = 0) -> bytes:
    """Return what stands before a file's bytes; its length depends on the name only.

    Args:
        name: of the file.
        size: in bytes.
        mtime: seconds since 1970.

    Raises:
        OvfError: no file of a package can have this name.
    """
    if (why := why_not(name)) is not None:
        raise OvfError(f"no file of a package is called {shown(name)}: {why}")
    encoded = name.encode()
    if len(encoded) <= _NAME.stop:
        return _header(encoded, size, b"0", mtime)
    record = _pax_record(b"path", encoded)
    head = _header(b"PaxHeaders/" + encoded[:80], len(record), _PAX, mtime)
    return (
        head
        + record
        + bytes(archive_padding(len(record)))
        + _header(encoded[:100], size, b"0", mtime)
    )


def _header(name: bytes, size: int, kind: bytes, mtime: int) -> bytes:
    block = bytearray(BLOCK)
    block[0 : len(name)] = name
    block[100:124] = b"0000644\x000000000\x000000000\x00"
    block[_SIZE] = _number(size)
    block[136:148] = _number(mtime)
    block[_SUM] = b" " * 8
    block[_KIND : _KIND + 1] = kind
    block[257:265] = _USTAR
    block[_SUM] = b"%06o\0 " % sum(block)
    return bytes(block)


def _number(value: int) -> bytes:
    if value < _OCTAL_END:
        return b"%011o\0" % value
    return bytes([_BINARY]) + value.to_bytes(11, "big")


def _pax_record(key: bytes, value: bytes) -> bytes:
    """Return a record, which begins with its own length."""
    rest = b" %s=%s\n" % (key, value)
    length = len(rest)
    while length != len(b"%d" % length) + len(rest):
        length = len(b"%d" % length) + len(rest)
    return b"%d%s" % (length, rest)


# --- reading -------------------------------------------------------------------------------------


class ArchiveReader:
    """Makes files of an archive's bytes, however they are cut.

    Attributes:
        ended: whether the end of the archive was seen.
    """

    def __init__(self) -> None:
        self.ended = False
        self._block = bytearray()
        self._left = 0  # of the bytes of a file or an extension
        self._padding = 0
        self._extension: bytes | None = None  # kind of that whose bytes come
        self._collected = bytearray()
        self._name: str | None = None  # as extensions tell them
        self._size: int | None = None
        self._names: set[str] = set()
        self._directories = 0

    def feed(self, data: bytes | memoryview) -> Iterator[ArchiveEntry | memoryview]:
        """Take bytes; yields an `ArchiveEntry`, then pieces of its bytes, which are `data`'s own.

        Raises:
            OvfError: it is no archive, or one with something in it that no package has.
        """
        view = memoryview(data)
        while view and not self.ended:
            if self._left:
                piece, view = view[: self._left], view[self._left :]
                self._left -= len(piece)
                if self._extension is None:
                    yield piece
                else:
                    self._collected += piece
            elif self._padding:
                count = min(self._padding, len(view))
                self._padding -= count
                view = view[count:]
            else:
                count = BLOCK - len(self._block)
                self._block += view[:count]
                view = view[count:]
                if len(self._block) == BLOCK and (entry := self._next()) is not None:
                    yield entry

    def skip(self) -> int:
        """Return how many bytes are to come of this file, and go on as if they had come."""
        count = self._left + self._padding if self._extension is None else 0
        if count:
            self._left = self._padding = 0
        return count

    def finish(self) -> None:
        """Take note that there are no more bytes.

        Raises:
            OvfError: some are missing.
        """
        if not self.ended and (self._names or self._block or self._extension is not None):
            raise OvfError("the archive is cut off: its end is missing")
        if not self._names:
            raise OvfError("the archive has no files in it")

    def _next(self) -> ArchiveEntry | None:
        """Take a header."""
        block, self._block = bytes(self._block), bytearray()
        if self._extension is not None:
            self._extend(self._extension, bytes(self._collected))
            self._extension, self._collected = None, bytearray()
        if not any(block):
            self.ended = True
            return None
        _check_sum(block)
        kind = block[_KIND : _KIND + 1]
        size = _number_of(block[_SIZE])
        if kind in (_LONG_NAME, _PAX, _PAX_GLOBAL):
            self._begin_extension(kind, size)
            return None
        return self._file(block, kind, size)

    def _begin_extension(self, kind: bytes, size: int) -> None:
        if size > _MAX_EXTENSION:
            raise OvfError(f"the archive has a long name, or more of the kind, of {size} bytes")
        self._extension = kind
        self._left, self._padding = size, archive_padding(size)

    def _extend(self, kind: bytes, data: bytes) -> None:
        """Take what is told of the next file."""
        if kind == _LONG_NAME:
            self._name = _decoded(data.rstrip(b"\0"))
            return
        for key, value in _pax_records(data):
            if key.startswith("GNU.sparse") or key == "linkpath":
                raise OvfError(f"the archive has in it what no package has: {shown(key)}")
            if key in ("path", "size") and kind == _PAX_GLOBAL:
                raise OvfError(f"the archive tells one {key} of all its files")
            if key == "path":
                self._name = value
            elif key == "size":
                if not _PAX_NUMBER.fullmatch(value) or int(value) > _MAX_SIZE:
                    raise OvfError(f"the archive tells a size that is none: {shown(value)}")
                self._size = int(value)

    def _file(self, block: bytes, kind: bytes, size: int) -> ArchiveEntry | None:
        name = self._name if self._name is not None else _name_of(block)
        size = self._size if self._size is not None else size
        self._name = self._size = None
        if kind not in (*_FILES, _DIRECTORY):
            what = _REFUSED.get(kind, f"something of the kind {kind!r}")
            raise OvfError(f"{shown(name)} in the archive is {what}, which no package has")
        if kind == _DIRECTORY:
            self._pass_directory(name, size)
            return None
        name = name.removeprefix("./")
        if (why := why_not(name)) is not None:
            raise OvfError(f"no file of a package is called {shown(name)}: {why}")
        if name in self._names:
            raise OvfError(f"the archive has {shown(name)} twice")
        self._names.add(name)
        if len(self._names) > _MAX_ENTRIES:
            raise OvfError(f"the archive has more than {_MAX_ENTRIES} files")
        self._left, self._padding = size, archive_padding(size)
        return ArchiveEntry(name, size)

    def _pass_directory(self, name: str, size: int) -> None:
        """Pass a directory over, as those that were made by hand have them: ``./``."""
        self._directories += 1
        if size or self._directories > _MAX_ENTRIES:
            raise OvfError(f"{shown(name)} in the archive is no directory as there are")


def _check_sum(block: bytes) -> None:
    """Hold a header against the sum that it tells, of bytes with a sign or without.

    Raises:
        OvfError: it is another one.
    """
    told = _OCTAL.fullmatch(block[_SUM])
    rest = block[: _SUM.start] + b" " * 8 + block[_SUM.stop :]
    unsigned = sum(rest)
    signed = unsigned - 256 * sum(byte >= 128 for byte in rest)
    if told is None or not told[1] or int(told[1], 8) not in (unsigned, signed):
        raise OvfError("this is no archive, or a damaged one: the sum of a header is wrong")


def _number_of(field: bytes) -> int:
    """Return a number: octal, or binary where its first bit says so."""
    if field[0] == _BINARY:
        value = int.from_bytes(field[1:], "big")
    else:
        match = _OCTAL.fullmatch(field)
        value = int(match[1] or b"0", 8) if match is not None else _MAX_SIZE + 1
    if value > _MAX_SIZE:
        raise OvfError("the archive tells a size that is none")
    return value


def _name_of(block: bytes) -> str:
    name = block[_NAME].partition(b"\0")[0]
    if block[257:263] == _USTAR[:6] and (prefix := block[_PREFIX].partition(b"\0")[0]):
        name = prefix + b"/" + name
    return _decoded(name)


def _decoded(name: bytes) -> str:
    if len(name) > MAX_NAME:
        raise OvfError("the archive has a file with too long a name")
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        raise OvfError(f"the archive has a name that is not UTF-8: {name[:80]!r}") from None


def _pax_records(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the records of a pax header: ``LENGTH KEY=VALUE``, each with a line's end."""
    at = 0
    while at < len(data):
        match = _PAX_LENGTH.match(data, at)
        stop = at + int(match[1]) if match is not None else 0
        if match is None or not match.end() < stop <= len(data) or data[stop - 1] != ord("\n"):
            raise OvfError("the archive has a record of pax that is none")
        key, equals, value = data[match.end() : stop - 1].partition(b"=")
        if not equals:
            raise OvfError("the archive has a record of pax that is none")
        yield (
            key.decode("utf-8", "replace"),
            _decoded(value) if key == b"path" else value.decode("utf-8", "replace"),
        )
        at = stop
