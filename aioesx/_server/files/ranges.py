"""What an answer to GET says of the bytes that it brings: which ones, of which file. No I/O.

A part is what ``206`` and its Content-Range say, whether or not a server speaks of
Accept-Ranges: some hosts serve ranges and do not say so. A ``200`` is the whole file, whatever
was asked for.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from aioesx._transport import HttpAnswer, HttpStream
from aioesx.errors import ProtocolError

__all__ = ["Identity", "Part", "identity_of", "part_of", "total_of"]

_PARTIAL: Final = 206
_UNSATISFIABLE: Final = 416
_PART: Final = re.compile(rb"bytes +([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)")
_LENGTH: Final = re.compile(rb"[0-9]{1,18}")
_NONE: Final = re.compile(rb"bytes +\*/([0-9]{1,18})")


@dataclasses.dataclass(frozen=True, slots=True)
class Identity:
    """What tells one state of a file from another; None where the server does not say.

    Attributes:
        size: in bytes.
        etag: the server's own word for it.
        modified: when it was changed, as the server writes that.
    """

    size: int | None = None
    etag: str | None = None
    modified: str | None = None

    def change(self, now: Identity) -> str | None:
        """Say in which way the file is another one now; None if it is the same, for all we know."""
        for name, word in (("size", "bytes"), ("etag", "ETag"), ("modified", "time")):
            before, after = getattr(self, name), getattr(now, name)
            if before is not None and after is not None and before != after:
                return f"{word} {before} before, {after} now"
        return None

    def completed(self, now: Identity) -> Identity:
        """Return both, the first of each."""
        return Identity(
            now.size if self.size is None else self.size,
            self.etag or now.etag,
            self.modified or now.modified,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """The bytes that an answer brings.

    Attributes:
        begin: the first one's place in the file.
        end: behind the last one; None if nobody says.
        identity: the file.
    """

    begin: int
    end: int | None
    identity: Identity


def part_of(answer: HttpStream, start: int, path: object) -> Part:
    """Read what a ``200`` or ``206`` brings.

    Args:
        answer: its head.
        start: the first byte that was asked for.
        path: the file, for errors.

    Raises:
        ProtocolError: it is another part than that, or contradicts itself.
    """
    length = _length(answer)
    if answer.status != _PARTIAL:
        return Part(0, length, _identity(answer, length))
    told = answer.values(b"content-range")
    match = _PART.fullmatch(told[0].strip()) if len(told) == 1 else None
    if match is None:
        raise ProtocolError(f"{path}: 206 without a proper Content-Range")
    begin, last = int(match[1]), int(match[2])
    total = None if match[3] == b"*" else int(match[3])
    wrong = begin != start or last < begin or (total is not None and last >= total)
    if wrong or (length is not None and length != last + 1 - begin):
        shown = match[0].decode("ascii")
        raise ProtocolError(f"{path}: asked for what begins at {start}, the answer has {shown!r}")
    return Part(begin, last + 1, _identity(answer, total))


def total_of(answer: HttpStream) -> int | None:
    """Return the file's size as a ``416`` tells it: the range was not in the file."""
    told = answer.values(b"content-range") if answer.status == _UNSATISFIABLE else []
    match = _NONE.fullmatch(told[0].strip()) if told else None
    return int(match[1]) if match is not None else None


def _length(answer: HttpStream | HttpAnswer) -> int | None:
    told = answer.values(b"content-length")
    return int(told[0]) if told and _LENGTH.fullmatch(told[0]) else None


def _identity(answer: HttpStream | HttpAnswer, size: int | None) -> Identity:
    return Identity(size, _first(answer, b"etag"), _first(answer, b"last-modified"))


def identity_of(answer: HttpAnswer) -> Identity:
    """Read what the answer to a HEAD says of the file."""
    return _identity(answer, _length(answer))


def _first(answer: HttpStream | HttpAnswer, name: bytes) -> str | None:
    told = answer.values(name)
    return told[0].decode("latin-1") if told else None
