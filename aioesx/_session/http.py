"""`Http`: the HTTP conversation with one server; everything that goes to a host passes here.

SOAP calls, the list of versions, files up and down, pictures: one function owns the cookie, the
headers, the events and the outcome rule (`outcome`). It knows no SOAP, does not log in, and
repeats nothing.
"""

from __future__ import annotations

import dataclasses
import logging
import math
import re
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

import anyio
import anyio.lowlevel

from aioesx._session.cookie import session_cookie
from aioesx._session.events import EventHook, RequestSent, ResponseReceived, emit
from aioesx._session.operation import Change, at_work
from aioesx._session.outcome import UNDECIDED, is_undecided, unknown
from aioesx._session.overseer import OVERSEER, Moving
from aioesx._transport import Carrier, HttpAnswer, HttpCall, HttpStream, LaneKind, PendingAnswer
from aioesx.errors import EsxError, FaultError, HttpStatusError

__all__ = ["Http", "PendingExchange", "Read", "Request", "Steps", "told"]

R = TypeVar("R")
Headers = tuple[tuple[bytes, bytes], ...]
Steps = Generator[None, None, R]
Read = Callable[[HttpAnswer], Steps[R]]
"""Makes the result of an answer, or raises what it says instead; a long one in several steps."""

_log = logging.getLogger("aioesx.soap")
_REDIRECTS: Final = range(300, 400)
_WHOLE_SECONDS: Final = re.compile(rb"[0-9]{1,8}")
_SHOWN: Final = 200  # characters of what a server sent, in an error


@dataclasses.dataclass(slots=True, repr=False)
class Request:
    """What is asked of the server, and what for.

    Attributes:
        name: for events, log and errors: a method's wire name, or verb and target of a file.
        verb: ``b"POST"`` or another.
        target: path and query, percent-encoded.
        headers: besides those of every request.
        body: the whole, or its pieces.
        length: bytes of a body in pieces; None where it is not known.
        ref: the managed object, or None.
        changes: whether it changes the host.
        repeatable: whether it does no harm twice.
        logs_in: whether its answer brings the session that counts, whatever others bring meanwhile.
        lane: which kind of connection it takes.
        soap: whether it is an envelope: those are logged, and bring the session's cookie.
    """

    name: str
    verb: bytes
    target: bytes
    headers: Headers = ()
    body: bytes | AsyncIterable[bytes] = b""
    length: int | None = None
    ref: Any = None
    changes: bool = False
    repeatable: bool = True
    logs_in: bool = False
    lane: LaneKind = LaneKind.CALL
    soap: bool = False

    @property
    def size(self) -> int:
        """Bytes of the body, as far as they are known."""
        return len(self.body) if isinstance(self.body, bytes) else self.length or 0


class Http:
    """Sends requests to one server.

    Args:
        carrier: brings requests to the server.
        authority: ``host:port`` of the server, IPv6 in brackets.
        user_agent: what we call ourselves; no other connection does.
        on_event: told of every request and response.
        silence: seconds after which the carrier ends what stands still; an operation that ends
            before needs no second look at the clock.

    Attributes:
        last_used: when the last request began, by `time.monotonic`.
    """

    def __init__(
        self,
        carrier: Carrier,
        authority: str,
        *,
        user_agent: str,
        on_event: EventHook | None = None,
        silence: float = math.inf,
    ) -> None:
        self._carrier = carrier
        self._silence = silence
        self._cookie: str | None = None
        self._number = 0
        self.where = authority
        self.user_agent = user_agent
        self.on_event = on_event
        self.last_used = -math.inf
        self._headers = self._make_headers()

    def __repr__(self) -> str:
        return f"<Http {self.where}>"

    @property
    def has_cookie(self) -> bool:
        """Whether the server gave us a session to speak of."""
        return self._cookie is not None

    def forget_cookie(self) -> None:
        """Drop the session."""
        self._cookie = None
        self._headers = self._make_headers()

    def _make_headers(self) -> Headers:
        headers = {
            "Host": self.where,
            "User-Agent": self.user_agent,
            "Accept-Encoding": "identity",
            "Cookie": self._cookie or "",
        }
        return tuple((k.encode("ascii"), v.encode("ascii")) for k, v in headers.items() if v)

    def interrupt(self) -> None:
        """Let every exchange in flight fail with ClosedError; further ones may follow."""
        self._carrier.interrupt()

    def discard(self) -> None:
        """Close every connection that is ours, at once and without a word. Idempotent."""
        self._carrier.discard()

    async def exchange(self, request: Request, read: Read[R], *, limit: int) -> R:
        """Do one exchange; the answer is taken whole.

        Args:
            request: what is asked.
            read: makes the result of the answer; between its steps others have their turn.
            limit: largest answer in bytes.

        Raises:
            OutcomeUnknownError: it changes the host, was sent, and what came does not tell its
                fate.
            TransportError, ProtocolError, FaultError: of the line, or of `read`.
        """
        exchange = _Exchange(self, request)
        try:
            answer = await self._carrier.carry(exchange.call, limit)
            return await _finish(exchange.take(answer, read), shielded=request.changes)
        except BaseException as error:
            exchange.fail(error)
            raise
        finally:
            if self.on_event is not None or exchange.overseer is not None:
                exchange.end()

    @asynccontextmanager
    async def stream(self, request: Request) -> AsyncIterator[HttpStream]:
        """Hold an exchange open whose answer is read piece by piece, however large it is.

        Raises:
            OutcomeUnknownError, TransportError, ProtocolError: as `exchange`, then or while
                reading.
        """
        overseer = OVERSEER.get()
        if overseer is None:
            async with self._stream(request) as stream:
                yield stream
            return
        if not isinstance(request.body, bytes):
            request.body = Moving(request.body, overseer)
        async with overseer.transfer(), self._stream(request) as stream:
            stream.pieces = Moving(stream.pieces, overseer)
            yield stream

    @asynccontextmanager
    async def _stream(self, request: Request) -> AsyncIterator[HttpStream]:
        exchange = _Exchange(self, request)
        try:
            async with self._carrier.stream(exchange.call) as stream:
                exchange.decide(stream)
                yield stream
        except BaseException as error:
            exchange.fail(error)
            raise
        finally:
            exchange.end()

    async def begin(self, request: Request) -> PendingExchange:
        """Send a request whose answer may be long in coming; see `PendingExchange`.

        Raises:
            TransportError: it could not be sent, or not wholly.
        """
        exchange = _Exchange(self, request)
        try:
            pending = await self._carrier.begin(exchange.call)
        except BaseException as error:
            exchange.fail(error)
            exchange.end()
            raise
        return PendingExchange(exchange, pending)

    def _take_cookie(self, headers: Headers, answer: HttpAnswer, *, always: bool) -> None:
        """Take the session's cookie over, but not from a call that began in another session."""
        cookie = session_cookie([v.decode("latin-1") for v in answer.values(b"set-cookie")])
        if cookie is None or cookie == self._cookie:
            return
        if always or headers is self._headers:
            self._cookie = cookie
            self._headers = self._make_headers()


class _Exchange:
    """One exchange from its request to its end: its events, its log, its outcome."""

    __slots__ = (
        "_begin", "_change", "_debugging", "_error", "_headers", "_http", "_number", "_request",
        "_size", "call", "overseer",
    )  # fmt: skip

    def __init__(self, http: Http, request: Request) -> None:
        overseer = OVERSEER.get()
        if overseer is not None and request.changes:
            overseer.require(request.name, request.ref)
        self._http = http
        self._request = request
        self._headers = http._headers
        self._debugging = _log.isEnabledFor(logging.DEBUG)
        self._error: BaseException | None = None
        self._size = 0
        self._change: Change | None = None
        self.call = HttpCall(
            request.verb,
            request.target,
            self._headers + request.headers,
            request.body,
            length=request.length,
            lane=request.lane,
            repeatable=request.repeatable and not request.changes,
        )
        operation = at_work()
        if operation is not None:
            if request.changes:
                self._change = operation.sending(request.name, request.ref, self.call)
            if operation.seconds is not None and operation.seconds <= http._silence:
                self.call.silence = math.inf  # the operation ends before silence would
        http.last_used = time.monotonic()
        self.overseer = overseer if request.lane is not LaneKind.POLL else None
        if self.overseer is not None:
            self.overseer.began()
        if http.on_event is not None:
            http._number += 1
            self._number = http._number
            self._begin = time.perf_counter()
            event = RequestSent(http.where, self._number, request.name, request.ref, request.size)
            emit(http.on_event, event)
        if self._debugging:
            shown = _shown(request.soap, request.body)
            _log.debug("-> %s %s: %s", http.where, request.name, shown)

    def take(self, answer: HttpAnswer, read: Read[R]) -> Steps[R]:
        """Make the result of an answer."""
        self._size = len(answer.body)
        if self._debugging:
            where, name = self._http.where, self._request.name
            shown = _shown(self._request.soap, answer.body)
            _log.debug("<- %s %s: %s %s", where, name, answer.status, shown)
        if self._request.soap:
            self._http._take_cookie(self._headers, answer, always=self._request.logs_in)
        result = yield from read(answer)
        if self._change is not None:
            self._change.decided = True
        return result

    def decide(self, stream: HttpStream) -> None:
        """Judge an answer by its head alone: its body is still to come."""
        if stream.status in UNDECIDED:
            raise told(self._http.where, self._request.name, stream.status, stream)
        self._settle()

    def _settle(self) -> None:
        if self._change is not None:
            self._change.decided = True

    def fail(self, error: BaseException) -> None:
        """Note how it failed; what becomes of a change that nobody answered is another error.

        Raises:
            OutcomeUnknownError: it was sent, and may have happened.
        """
        self._error = error
        if not isinstance(error, EsxError):
            if not self.call.sent:
                self._settle()
            return  # a cancellation: what was sent stays undecided
        if self._request.changes and self.call.sent and is_undecided(error):
            self._error = unknown(self._request.name, self._request.ref, error)
            raise self._error from None
        self._settle()

    def end(self) -> None:
        """Tell the event hook how it went, and the overseer that it is over."""
        if self.overseer is not None:
            self.overseer.ended()
            self.overseer = None
        hook, error = self._http.on_event, self._error
        self._error = None
        if hook is None:
            return
        event = ResponseReceived(
            self._http.where,
            self._number,
            self._request.name,
            time.perf_counter() - self._begin,
            self._size,
            type(error).__name__ if error is not None else None,
            error.fault_type if isinstance(error, FaultError) else None,
        )
        emit(hook, event)


async def _finish(steps: Steps[R], *, shielded: bool = False) -> R:
    """Take steps to their end, with a turn for others after each.

    What one step is enough for has no await, as nearly every answer. A change's answer is read to
    its end even if the caller is cancelled meanwhile: it has come, so its outcome is known.
    """
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]  # R, as the generator returns
        with anyio.CancelScope(shield=shielded):
            await anyio.lowlevel.checkpoint()


class PendingExchange:
    """A request that was sent, and whose answer may be waited for by several, one after the other.

    A wait that is cancelled loses nothing where the transport is our own, or once the answer is
    there: whoever comes next goes on where it stopped, be it in the middle of reading.
    """

    def __init__(self, exchange: _Exchange, pending: PendingAnswer) -> None:
        self._exchange = exchange
        self._pending = pending
        self._steps: Steps[Any] | None = None
        self._ended = False

    @property
    def resumable(self) -> bool:
        """Whether a cancelled wait may be taken up again."""
        return self._steps is not None or self._pending.resumable

    async def result(self, read: Read[R], *, limit: int) -> R:
        """Wait for the answer and make the result of it.

        Raises:
            TransportError, ProtocolError, FaultError: as `Http.exchange`; it has ended then.
        """
        if self._steps is None:
            answer = await self._received(limit)
            self._steps = self._exchange.take(answer, read)
        # After the last step there is no await: an answer is delivered, or was not received.
        try:
            result: R = await _finish(self._steps)
        except EsxError as error:
            self._exchange.fail(error)
            self._end()
            raise
        except Exception:
            self._end()
            raise
        self._end()
        return result

    async def _received(self, limit: int) -> HttpAnswer:
        try:
            return await self._pending.answer(limit)
        except EsxError as error:
            self._exchange.fail(error)
            self._end()
            raise
        except BaseException:
            if not self._pending.resumable:
                self.abandon()
            raise

    def abandon(self) -> None:
        """Let the answer go, and the connection with it. Idempotent."""
        self._pending.abandon()
        self._end()

    def _end(self) -> None:
        self._steps = None
        if not self._ended:
            self._ended = True
            self._exchange.end()


def _shown(soap: bool, body: object) -> str:
    """Return what the log may show of a body: envelopes without secrets, of files the size."""
    if not isinstance(body, bytes):
        return "a stream"
    if not soap:
        return f"{len(body)} bytes"
    from aioesx._session.redact import redacted  # its patterns cost whoever logs nothing

    return redacted(body)


def told(
    where: str,
    name: str,
    status: int,
    answer: HttpAnswer | HttpStream | None = None,
    why: str = "",
) -> HttpStatusError:
    """Make the error of an HTTP status that is neither an answer nor a fault."""
    locations = answer.values(b"location") if answer and status in _REDIRECTS else []
    if locations:
        place = locations[0][:_SHOWN].decode("latin-1")
        why = f"; it redirects to {place!r}, which is not followed"
    text = f"{where}: HTTP status {status} in answer to {name}{why}"
    return HttpStatusError(text, status=status, retry_after=_retry_after(answer))


def _retry_after(answer: HttpAnswer | HttpStream | None) -> float | None:
    """Return how long a server wants to be left alone; a date is nobody's word for that here."""
    values = answer.values(b"retry-after") if answer is not None else []
    return float(values[0]) if values and _WHOLE_SECONDS.fullmatch(values[0]) else None
