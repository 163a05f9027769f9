"""Heads of HTTP/1.1 messages: requests made ready for the wire, plain responses read at once.

Nearly every request of ours, and every answer of a host, is plain: ASCII, one Content-Length, the
connection kept. Such a head is judged here by one expression. Whatever is anything else, or wrong,
is h11's to judge.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from aioesx._transport.judge import h11

__all__ = ["Headers", "RequestHead", "ResponseHead", "plain_head", "request_head"]

Headers = list[tuple[bytes, bytes]]

_TOKEN: Final = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_TEXT: Final = rb"[\t\x20-\x7e]*"
_PLAIN: Final = re.compile(
    rb"HTTP/1\.1 ([2-5][0-9][0-9])(?: (" + _TEXT + rb"))?\r\n"
    rb"((?:" + _TOKEN + rb":" + _TEXT + rb"\r\n)*)\r\n"
)
_WORD: Final = rb"[\x21-\x7e]+(?:[\t ]+[\x21-\x7e]+)*"
_PLAIN_REQUEST: Final = re.compile(
    rb"[A-Z]+ [\x21-\x7e]+ HTTP/1\.1\r\nHost: [\x21-\x7e]+\r\n"
    rb"(?:" + _TOKEN + rb": " + _WORD + rb"\r\n)*\r\n"
)
_LENGTH: Final = re.compile(rb"[0-9]{1,18}")
_BODILESS: Final = frozenset({204, 304})
_FRAMING: Final = frozenset(
    {b"host", b"content-length", b"transfer-encoding", b"connection", b"expect", b"upgrade"}
)
_UNUSUAL: Final = frozenset({b"transfer-encoding", b"upgrade"})


class RequestHead:
    """A request's head.

    Attributes:
        method: such as ``b"POST"``.
        data: its bytes on the wire.
    """

    __slots__ = ("_event", "_parts", "data", "method")

    def __init__(
        self, method: bytes, target: bytes, headers: Headers, data: bytes | None = None
    ) -> None:
        self.method = method
        self._parts = target, headers
        self._event: h11.Request | None = None
        self.data = h11.Connection(h11.CLIENT).send(self.event) or b"" if data is None else data

    @property
    def event(self) -> h11.Request:
        """The same for h11, where that has to send or to read something."""
        if self._event is None:
            target, headers = self._parts
            self._event = h11.Request(method=self.method, target=target, headers=headers)
        return self._event


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


def request_head(method: bytes, target: bytes, headers: Headers) -> RequestHead:
    """Make a request's head: a plain one by one expression, any other by h11, which judges it.

    Raises:
        h11.LocalProtocolError: it would be none.
    """
    return RequestHead(method, target, headers, _plain_request(method, target, headers))


def _plain_request(method: bytes, target: bytes, headers: Headers) -> bytes | None:
    """Return a head's bytes as h11 would write them; None where h11 has to look at it."""
    lines = [b"%b %b HTTP/1.1\r\n" % (method, target)]
    lines += [b"%b: %b\r\n" % header for header in headers]
    lines.append(b"\r\n")
    data = b"".join(lines)
    if _PLAIN_REQUEST.fullmatch(data) is None or data.count(b"\n") != len(lines):
        return None
    lengths = 0
    for name, value in headers[1:]:
        name = name.lower()
        if name == b"content-length" and _LENGTH.fullmatch(value) is not None:
            lengths += 1
        elif name in _FRAMING:
            return None
    return data if lengths <= 1 else None


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
