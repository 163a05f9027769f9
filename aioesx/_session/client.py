"""One SOAP call over HTTP: encode, send, judge the status, decode.

Knows the session's cookie and the API version that is spoken; does not log in, and repeats
nothing.
"""

from __future__ import annotations

import logging
import math
import time
from contextlib import AbstractAsyncContextManager
from typing import Any, Final, TypeVar

import anyio

from aioesx import vim
from aioesx._session.cookie import session_cookie
from aioesx._session.events import EventHook, RequestSent, ResponseReceived, emit
from aioesx._session.redact import redacted
from aioesx._soap import decode_response, encode_request
from aioesx._transport import Carrier, HttpAnswer, HttpCall, HttpStream, LaneKind
from aioesx.errors import (
    ConnectionLostError,
    EsxError,
    FaultError,
    HttpStatusError,
    OutcomeUnknownError,
    ProtocolError,
    TransportError,
    TransportTimeout,
)

__all__ = ["READING", "SoapClient"]

R = TypeVar("R")

_log = logging.getLogger("aioesx.soap")
_OK: Final = 200
_FAULT: Final = 500
_REDIRECTS: Final = range(300, 400)
_SOAP_HEADERS: Final = frozenset({b"Accept", b"Content-Type", b"SOAPAction"})
READING: Final = frozenset({"GET", "HEAD"})
"""HTTP methods that change nothing."""

_SHOWN: Final = 200  # characters of what a server sent, in an error


class SoapClient:
    """Sends methods to one server's ``/sdk``.

    Args:
        carrier: brings requests to the server.
        authority: ``host:port`` of the server, IPv6 in brackets.
        body_limit: largest answer in bytes.
        user_agent: what we call ourselves.
        on_event: told of every request and response.

    Attributes:
        last_used: when the last call began, by the event loop's clock.
    """

    def __init__(
        self,
        carrier: Carrier,
        authority: str,
        *,
        body_limit: int,
        user_agent: str,
        on_event: EventHook | None = None,
    ) -> None:
        self._carrier = carrier
        self._authority = authority
        self._body_limit = body_limit
        self._user_agent = user_agent
        self._on_event = on_event
        self._cookie: str | None = None
        self._action = ""
        self._number = 0
        self.last_used = -math.inf
        self._headers = self._make_headers()

    @property
    def where(self) -> str:
        """``host:port`` of the server."""
        return self._authority

    @property
    def user_agent(self) -> str:
        """What we call ourselves; no other connection does."""
        return self._user_agent

    @property
    def has_cookie(self) -> bool:
        """Whether the server gave us a session to speak of."""
        return self._cookie is not None

    @property
    def on_event(self) -> EventHook | None:
        """The event hook, if there is one."""
        return self._on_event

    def interrupt(self) -> None:
        """Let every call in flight fail with ClosedError; further ones may follow."""
        self._carrier.interrupt()

    def speak(self, api_version: str) -> None:
        """Say with every request which version of the API it is written in."""
        self._action = f'"urn:vim25/{api_version}"'
        self._headers = self._make_headers()

    def forget_session(self) -> None:
        """Drop the cookie."""
        self._cookie = None
        self._headers = self._make_headers()

    def _make_headers(self) -> tuple[tuple[bytes, bytes], ...]:
        headers = {
            "Host": self._authority,
            "User-Agent": self._user_agent,
            "Accept": "text/xml",
            "Accept-Encoding": "identity",
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": self._action,
            "Cookie": self._cookie or "",
        }
        return tuple((k.encode("ascii"), v.encode("ascii")) for k, v in headers.items() if v)

    async def call(self, method: vim.Method[R], *, timeout: float, poll: bool = False) -> R:
        """Call a method once and return its decoded result.

        Raises:
            FaultError: the host answered with a fault.
            ProtocolError: the answer is not one.
            OutcomeUnknownError: the method changes the host, and its answer was lost.
            TransportError: the line failed; TransportTimeout after `timeout` seconds.
        """
        body = encode_request(method)
        lane = LaneKind.POLL if poll else LaneKind.CALL
        repeatable = _is_repeatable(method)
        call = HttpCall(b"POST", b"/sdk", self._headers, body, lane=lane, repeatable=repeatable)
        if self._on_event is not None:
            return await self._observed(method, call, timeout, self._on_event)
        return self._decoded(method, await self._exchange(method, call, timeout))

    async def _observed(
        self, method: vim.Method[R], call: HttpCall, timeout: float, hook: EventHook
    ) -> R:
        self._number += 1
        number, begin, size = self._number, time.perf_counter(), 0
        error: BaseException | None = None
        ref = getattr(method, "this", None)
        emit(hook, RequestSent(self.where, number, method.wire_name, ref, len(_body(call))))
        try:
            answer = await self._exchange(method, call, timeout)
            size = len(answer.body)
            return self._decoded(method, answer)
        except BaseException as failure:
            error = failure
            raise
        finally:
            event = ResponseReceived(
                self.where,
                number,
                method.wire_name,
                time.perf_counter() - begin,
                size,
                type(error).__name__ if error is not None else None,
                error.fault_type if isinstance(error, FaultError) else None,
            )
            error = None
            emit(hook, event)

    async def _exchange(
        self, method: vim.Method[Any], call: HttpCall, timeout: float
    ) -> HttpAnswer:
        debugging = _log.isEnabledFor(logging.DEBUG)
        if debugging:
            _log.debug("-> %s %s: %s", self.where, method.wire_name, redacted(_body(call)))
        self.last_used = now = anyio.current_time()
        answer: HttpAnswer | None = None
        try:
            # What anyio.fail_after does, which costs half as much again.
            with anyio.CancelScope(deadline=now + timeout):
                answer = await self._carrier.carry(call, self._body_limit)
        except (TimeoutError, ConnectionLostError, ProtocolError) as error:
            raise self._outcome(method, call, error, timeout) from None
        if answer is None:
            raise self._outcome(method, call, TimeoutError(), timeout)
        if debugging:
            text = redacted(answer.body)
            _log.debug("<- %s %s: %s %s", self.where, method.wire_name, answer.status, text)
        self._take_cookie(call, answer, always=isinstance(method, vim.Login))
        return answer

    def _outcome(
        self, method: vim.Method[Any], call: HttpCall, error: Exception, timeout: float
    ) -> Exception:
        """Choose what is raised: a change that was sent may have happened."""
        if not isinstance(error, EsxError):
            error = TransportTimeout(
                f"{self.where}: no answer to {method.wire_name} within {timeout:g} s"
            )
        if not call.sent or not method.changes:
            return error
        ref = getattr(method, "this", None)
        return OutcomeUnknownError(
            f"{method.wire_name} on {ref} was sent, but its answer was lost ({error});"
            " it may have happened, and was not sent again",
            method=method.wire_name,
            ref=ref,
        )

    def _decoded(self, method: vim.Method[R], answer: HttpAnswer) -> R:
        try:
            self._judge(method.wire_name, answer)
            return decode_response(answer.body, type(method))
        except ProtocolError:
            answer.distrust()  # it may have been the answer to another call
            raise

    async def get(self, path: str, *, timeout: float) -> tuple[int, bytes]:
        """Fetch a small document of the server's; returns status and body.

        Args:
            path: path and query.
            timeout: seconds.

        Raises:
            TransportError: the line failed.
        """
        headers = tuple(h for h in self._headers if h[0] not in (b"Content-Type", b"SOAPAction"))
        call = HttpCall(b"GET", path.encode("ascii"), headers, repeatable=True)
        try:
            with anyio.fail_after(timeout):
                answer = await self._carrier.carry(call, self._body_limit)
        except TimeoutError as error:
            if isinstance(error, TransportError):
                raise
            raise TransportTimeout(f"{self.where}: no answer within {timeout:g} s") from None
        return answer.status, answer.body

    def stream(self, path: str, *, authorization: str) -> AbstractAsyncContextManager[HttpStream]:
        """Hold a GET of a document of the server's open, however large it is.

        Args:
            path: path and query.
            authorization: value of that header, where the session's cookie is not enough.

        Raises:
            TransportError, ProtocolError: the line failed, then or while reading.
        """
        headers = tuple(h for h in self._headers if h[0] not in (b"Content-Type", b"SOAPAction"))
        headers += ((b"Authorization", authorization.encode("ascii")),)
        return self._carrier.stream(
            HttpCall(b"GET", path.encode("ascii"), headers, repeatable=True)
        )

    async def exchange(
        self, verb: str, target: str, body: bytes = b"", *, limit: int, timeout: float
    ) -> HttpAnswer:
        """Do one exchange beside the SOAP calls: a small file, in the same session.

        Args:
            verb: ``"GET"``, ``"HEAD"``, ``"PUT"`` or ``"DELETE"``.
            target: path and query, percent-encoded.
            body: sent with a PUT.
            limit: largest answer in bytes.
            timeout: seconds.

        Raises:
            OutcomeUnknownError: a PUT or DELETE was sent, and its answer was lost.
            TransportError: the line failed; TransportTimeout after `timeout` seconds.
            ProtocolError: the answer is not one, or too large.
        """
        headers = tuple(h for h in self._headers if h[0] not in _SOAP_HEADERS)
        if body:
            headers += ((b"Content-Type", b"application/octet-stream"),)
        call = HttpCall(
            verb.encode("ascii"), target.encode("ascii"), headers, body, repeatable=verb in READING
        )
        try:
            with anyio.fail_after(timeout):
                return await self._carrier.carry(call, limit)
        except (TimeoutError, ConnectionLostError, ProtocolError) as error:
            failure: Exception = error
            if not isinstance(error, EsxError):
                failure = TransportTimeout(f"{self.where}: no answer within {timeout:g} s")
            if not call.sent or verb in READING:
                raise failure from None
            raise OutcomeUnknownError(
                f"{verb} of {target} was sent, but its answer was lost ({failure});"
                " it may have happened, and was not sent again",
                method=verb,
                ref=None,
            ) from None

    def _take_cookie(self, call: HttpCall, answer: HttpAnswer, *, always: bool) -> None:
        """Take the session's cookie over, but not from a call that began in another session."""
        cookie = session_cookie([v.decode("latin-1") for v in answer.values(b"set-cookie")])
        if cookie is None or cookie == self._cookie:
            return
        if always or call.headers is self._headers:
            self._cookie = cookie
            self._headers = self._make_headers()

    def _judge(self, name: str, answer: HttpAnswer) -> None:
        """Let through what may hold an envelope."""
        if answer.status not in (_OK, _FAULT):
            raise HttpStatusError(
                f"{self.where}: HTTP status {answer.status} in answer to {name}{_whither(answer)}",
                status=answer.status,
            )
        for value in answer.values(b"content-type"):
            if b"xml" not in value.lower():
                raise ProtocolError(
                    f"{self.where}: the answer to {name} is"
                    f" {value[:_SHOWN].decode('latin-1')}, not XML;"
                    " is this a VMware host, or a portal in between?"
                )


def _body(call: HttpCall) -> bytes:
    """Return the envelope of a call, which is never in pieces."""
    return call.body if isinstance(call.body, bytes) else b""


def _is_repeatable(method: vim.Method[Any]) -> bool:
    """Tell whether a call does no harm twice; a login makes a session each time."""
    return not (method.changes or isinstance(method, vim.Login))


def _whither(answer: HttpAnswer) -> str:
    locations = answer.values(b"location") if answer.status in _REDIRECTS else []
    if not locations:
        return ""
    return f"; it redirects to {locations[0][:_SHOWN].decode('latin-1')!r}, which is not followed"
