"""Heads of HTTP/1.1 messages: requests made ready for the wire, plain responses read at once.

Nearly every answer of a host is plain: ASCII, one Content-Length, the connection kept. Such a
head is read here by one expression. Whatever is anything else, or wrong, is h11's to judge.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import h11

__all__ = ["Headers", "RequestHead", "ResponseHead", "plain_head", "request_head"]

Headers = list[tuple[bytes, bytes]]

_TOKEN: Final = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_TEXT: Final = rb"[\t\x20-\x7e]*"
_PLAIN: Final = re.compile(
    rb"HTTP/1\.1 ([2-5][0-9][0-9])(?: (" + _TEXT + rb"))?\r\n"
    rb"((?:" + _TOKEN + rb":" + _TEXT + rb"\r\n)*)\r\n"
)
_LENGTH: Final = re.compile(rb"[0-9]{1,18}")
_BODILESS: Final = frozenset({204, 304})
_UNUSUAL: Final = frozenset({b"transfer-encoding", b"upgrade"})


class RequestHead(NamedTuple):
    """A request's head, and its bytes on the wire."""

    event: h11.Request
    data: bytes


class ResponseHead(NamedTuple):
    """A response's head.

    Attributes:
        status: the HTTP status.
        reason: the words beside it.
        headers: names in lower case, and values.
    """

    status: int
    reason: bytes
    headers: Headers


def request_head(method: bytes, target: bytes, headers: list[tuple[bytes, bytes]]) -> RequestHead:
    """Make a request's head.

    Raises:
        h11.LocalProtocolError: it would be none.
    """
    event = h11.Request(method=method, target=target, headers=headers)
    return RequestHead(event, h11.Connection(h11.CLIENT).send(event) or b"")


def plain_head(data: bytes) -> tuple[ResponseHead, int, int] | None:
    """Read the head that `data` begins with; returns it, the body's length, and where that begins.

    Returns None for what is not plain: incomplete, not HTTP/1.1, an informational answer, no
    body by its status, a length that is missing, told twice or no number, another coding, a
    connection that is not kept.
    """
    match = _PLAIN.match(data)
    if match is None:
        return None
    status = int(match[1])
    if status in _BODILESS:
        return None
    length: bytes | None = None
    headers: Headers = []
    for line in match[3].split(b"\r\n")[:-1]:
        name, _, value = line.partition(b":")
        name, value = name.lower(), value.strip(b" \t")
        headers.append((name, value))
        if name == b"content-length":
            if length is not None:
                return None
            length = value
        elif name in _UNUSUAL or (name == b"connection" and value.lower() != b"keep-alive"):
            return None
    if length is None or _LENGTH.fullmatch(length) is None:
        return None
    return ResponseHead(status, match[2] or b"", headers), int(length), match.end()
