"""The answer to one request, as its bytes come: a plain one is counted off, h11 reads the rest.

No I/O: a reply is fed what came and says what it still wants. So whoever waits for more may be
cancelled at any time, and another may go on: all that came is here.

If the first bytes are a plain response's head, the body is counted off; anything else goes to
h11, request included, as if it had had the connection from the beginning.
"""

from __future__ import annotations

from typing import Final

from aioesx._transport.config import Limits
from aioesx._transport.heads import RequestHead, ResponseHead, plain_head
from aioesx._transport.judge import h11
from aioesx._transport.line import READ_SIZE
from aioesx.errors import ConnectionLostError, ProtocolError, ProxyError, TlsError

__all__ = ["Reply"]

_BULK_SIZE: Final = 262_144
_LARGE_SIZE: Final = 1 << 20  # read at once of a body that has more than that
_HTTP: Final = b"HTTP/"
_TLS_ALERT: Final = b"\x15\x03"
_HEAD: Final = b"HEAD"
_PROXY_LOGIN: Final = 407


class Reply:
    """What one request is answered, so far.

    Args:
        request: its head.
        body: its body, where that is sent at once.
        where: ``host:port``, for errors.
        limits: bounds on the head.
        proxy: a proxy that reads our requests, and so may answer for itself.

    Attributes:
        head: None until all of it has come.
        heard: whether a byte has come.
        complete: whether the body was taken to its end.
        read_size: how many bytes are worth reading at once.
        room: where the next bytes want to be, for `filled`; None if `feed` is to take them.
    """

    head: ResponseHead | None = None
    heard = False
    complete = False
    read_size = READ_SIZE
    room: memoryview | None = None

    # Most replies need few of these: so the defaults are the class's.
    _http: h11.Connection | None = None  # None while the answer is plain
    _informational = 0
    _ended = False
    _length: int | None = None  # as the head tells it
    _left = 0  # bytes of a plain body that were not taken
    _rest = b""  # those of them that came
    _spoilt = False  # more came than the answer is long
    _size = 0  # of the pieces
    _large: bytearray | None = None  # a plain body of known length, as is,
    _unfilled = memoryview(b"")  # and as much of it as has not come

    def __init__(
        self, request: RequestHead, body: bytes, where: str, limits: Limits, proxy: str | None
    ) -> None:
        self._request = request
        self._body = body
        self._where = where
        self._limits = limits
        self._proxy = proxy
        self._pieces: list[bytes] = []  # of a body that is wanted whole

    def by_h11(self) -> h11.Connection:
        """Let h11 frame the request and read the answer; returns what is to send the request."""
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=self._limits.head_bytes)
        return self._http

    @property
    def spoilt(self) -> bool:
        """Whether bytes came behind the answer's end, which nobody asked for."""
        return self._spoilt or (self._http is not None and bool(self._http.trailing_data[0]))

    def leaves_clean(self) -> bool:
        """Tell whether both sides have said all, and the server no byte more."""
        if not self.complete or self._spoilt:
            return False
        http = self._http
        return http is None or (
            http.our_state is h11.DONE
            and http.their_state is h11.DONE
            and not http.trailing_data[0]
        )

    def feed(self, data: bytes) -> None:
        """Take what came; empty for the stream's end.

        Raises:
            ConnectionLostError: it ended before the answer did.
            ProtocolError, TlsError, ProxyError: it is no answer that we take.
        """
        http = self._http
        if http is None:
            if self.head is not None:
                if not data:
                    raise self._ended_early("in the middle of the answer")
                return self._fill(data)
            plain = plain_head(data) if self._request.method != _HEAD else None
            if plain is not None:
                self.heard = True
                head, self._left, begin = plain
                self._begin_body(head)
                return self._fill(data[begin:])
            http = self._hand_over()
        self.heard = self.heard or bool(data)
        self._ended = not data
        if self.head is None:
            self._refuse_strangers((http.trailing_data[0] + data)[: len(_HTTP)])
        http.receive_data(data)
        if self.head is None:
            self._look_for_head(http)
        return None

    def _hand_over(self) -> h11.Connection:
        """Let h11 read the answer to a request that was sent without it."""
        http = self.by_h11()
        http.send(self._request.event)
        if self._body:
            http.send(h11.Data(data=self._body))
        http.send(h11.EndOfMessage())
        return http

    def _fill(self, data: bytes) -> None:
        self._rest = data[: self._left]
        self._spoilt = len(data) > self._left

    def _refuse_strangers(self, first: bytes) -> None:
        """Tell at its first bytes what is no HTTP, instead of waiting for the end of its head."""
        if _HTTP.startswith(first):
            return
        if first.startswith(_TLS_ALERT):
            raise TlsError(
                f"{self._where}: the server speaks TLS on this port; leave transport=http out"
            )
        raise ProtocolError(f"{self._where}: the server does not speak HTTP on this port")

    def _look_for_head(self, http: h11.Connection) -> None:
        while (event := self._next_event(http)) is not h11.NEED_DATA:
            if isinstance(event, h11.Response):
                headers = [(name.lower(), value) for name, value in event.headers.raw_items()]
                return self._begin_body(ResponseHead(event.status_code, event.reason, headers))
            self._informational += 1
            if (
                not isinstance(event, h11.InformationalResponse)
                or self._informational > self._limits.informational
            ):
                raise ProtocolError(f"{self._where}: the server sent no HTTP response")
        return None

    def _begin_body(self, head: ResponseHead) -> None:
        """Take the head, unless there is something in it that we do not want to read on for."""
        self._check_fields(head)
        # A proxy that reads our requests answers for itself by this status only.
        if self._proxy is not None and head.status == _PROXY_LOGIN:
            raise ProxyError(f"proxy {self._proxy}: it wants a user name and password")
        self.head = head
        self.read_size = _LARGE_SIZE if (self._length or 0) > _LARGE_SIZE else _BULK_SIZE

    def _check_fields(self, head: ResponseHead) -> None:
        size, chunked = 0, False
        for name, value in head.headers:
            size += len(name) + len(value)
            if name == b"content-length":
                self._length = int(value)
            elif name == b"transfer-encoding":
                chunked = True
            elif name == b"content-encoding" and value.lower() != b"identity":
                shown = value[:40].decode("latin-1")
                raise ProtocolError(f"{self._where}: the response is encoded as {shown!r}")
        if len(head.headers) > self._limits.headers or size > self._limits.head_bytes:
            raise ProtocolError(f"{self._where}: the response's head is too large")
        if self._length is not None and chunked:
            raise ProtocolError(
                f"{self._where}: the response has both Content-Length and Transfer-Encoding"
            )
        if self._request.method == _HEAD:
            self._length = 0

    def take(self) -> bytes | None:
        """Return the next piece of the body, empty at its end; None if more has to come first.

        Raises:
            ConnectionLostError: the stream ended in the middle.
            ProtocolError: chunking or length are wrong.
        """
        if self.complete:
            return b""
        if self.head is None:
            return None
        piece = self._next_plain() if self._http is None else self._next_by_h11(self._http)
        self.complete = piece == b""
        return piece

    def _next_plain(self) -> bytes | None:
        piece, self._rest = self._rest, b""
        self._left -= len(piece)
        return None if self._left and not piece else piece

    def _next_by_h11(self, http: h11.Connection) -> bytes | None:
        while (event := self._next_event(http)) is not h11.NEED_DATA:
            if isinstance(event, h11.EndOfMessage):
                return b""
            if not isinstance(event, h11.Data):
                raise ProtocolError(f"{self._where}: the server broke off its response")
            if event.data:
                return bytes(event.data)
        return None

    def _next_event(self, http: h11.Connection) -> object:
        waiting = http.their_state is h11.SEND_RESPONSE
        try:
            return http.next_event()
        except h11.RemoteProtocolError as error:
            if self._ended:
                when = "without an answer" if waiting else "in the middle of the answer"
                raise self._ended_early(when) from None
            raise ProtocolError(f"{self._where}: not valid HTTP: {error}") from None

    def _ended_early(self, when: str) -> ConnectionLostError:
        return ConnectionLostError(f"{self._where}: the connection ended {when}")

    def whole(self, limit: int) -> bytes | None:
        """Return the whole body; None if more has to come first.

        Raises:
            ConnectionLostError, ProtocolError: as `take`, or it is over `limit` bytes.
        """
        if self.head is None:
            return None
        if self._length is not None and self._length > limit:
            raise ProtocolError(
                f"{self._where}: the answer of {self._length} bytes is over {limit}"
            )
        if self._http is None:
            if len(self._rest) == self._left and not self._pieces:  # all of it came at once
                self._left, self.complete = 0, True
                return self._rest
            if self._large is not None or self._left > _BULK_SIZE:
                return self._whole_large()
        while piece := self.take():
            self._size += len(piece)
            if self._size > limit:
                raise ProtocolError(f"{self._where}: the answer is over {limit} bytes")
            self._pieces.append(piece)
        return None if piece is None else b"".join(self._pieces)

    def _whole_large(self) -> bytes | None:
        """Collect a plain body of known length; its bytes are copied as seldom as can be."""
        if self._large is None:
            came = len(self._rest)
            self._large = bytearray(self._left)
            self._large[:came], self._rest = self._rest, b""
            self._make_room(memoryview(self._large)[came:])
        if self._unfilled:
            return None
        self._left, self.complete = 0, True
        return bytes(self._large)

    def _make_room(self, unfilled: memoryview) -> None:
        self._unfilled = unfilled
        self.room = unfilled[:_LARGE_SIZE]

    def filled(self, count: int) -> None:
        """Note how many bytes came into `room`; none at the stream's end.

        Raises:
            ConnectionLostError: it ended before the answer did.
        """
        if not count:
            raise self._ended_early("in the middle of the answer")
        self._make_room(self._unfilled[count:])
