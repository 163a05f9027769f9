"""SOAP over the conversation: encode a call, judge the status, decode the answer.

Knows the API version that is spoken; does not log in, and repeats nothing.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Final, Generic, TypeVar

from aioesx import vim
from aioesx._session.hearing import HEARD
from aioesx._session.http import Http, PendingExchange, Read, Request, Steps, told
from aioesx._session.outcome import FAULT, ONCE
from aioesx._soap import decode_steps, encode_request
from aioesx._transport import HttpAnswer, LaneKind
from aioesx.errors import ProtocolError

__all__ = ["PendingCall", "SoapClient"]

R = TypeVar("R")

_OK: Final = 200
_SHOWN: Final = 200  # characters of what a server sent, in an error


class SoapClient:
    """Calls methods of one server's ``/sdk``.

    Args:
        http: the conversation.
        body_limit: largest answer in bytes.
    """

    def __init__(self, http: Http, *, body_limit: int) -> None:
        self.http = http
        self.body_limit = body_limit
        self._headers: tuple[tuple[bytes, bytes], ...] = ()
        self.speak("")

    def speak(self, api_version: str) -> None:
        """Say with every request which version of the API it is written in."""
        action = f'"urn:vim25/{api_version}"' if api_version else ""
        headers = {
            "Accept": "text/xml",
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": action,
        }
        self._headers = tuple((k.encode(), v.encode("ascii")) for k, v in headers.items() if v)

    def call(self, method: vim.Method[R]) -> Coroutine[Any, Any, R]:
        """Call a method once and return its decoded result.

        Raises:
            FaultError: the host answered with a fault.
            ProtocolError: the answer is not one.
            OutcomeUnknownError: the method changes the host, and what came does not tell its fate.
            TransportError: the line failed.
        """
        request = self._request(method, LaneKind.CALL)
        return self.http.exchange(request, self._reader(method), limit=self.body_limit)

    async def begin(self, method: vim.Method[R]) -> PendingCall[R]:
        """Send a call that waits on the host, over the connection that is kept for such."""
        pending = await self.http.begin(self._request(method, LaneKind.POLL))
        return PendingCall(pending, self._reader(method), self.body_limit)

    def _request(self, method: vim.Method[Any], lane: LaneKind) -> Request:
        return Request(
            method.wire_name,
            b"POST",
            b"/sdk",
            self._headers,
            encode_request(method),
            ref=getattr(method, "this", None),
            changes=method.changes,
            repeatable=method.wire_name not in ONCE,
            logs_in=isinstance(method, vim.Login),
            lane=lane,
            soap=True,
        )

    def _reader(self, method: vim.Method[R]) -> Read[R]:
        def read(answer: HttpAnswer) -> Steps[R]:
            try:
                self._judge(method.wire_name, answer)
                result = yield from decode_steps(answer.body, type(method))
            except ProtocolError as error:
                answer.distrust()  # it may have been the answer to another call
                if answer.status != FAULT:
                    raise
                raise told(
                    self.http.where, method.wire_name, FAULT, answer, f", and no fault: {error}"
                ) from None
            if (hear := HEARD.get()) is not None:
                hear(method, result)
            return result

        return read

    def _judge(self, name: str, answer: HttpAnswer) -> None:
        """Let through what may hold an envelope."""
        if answer.status not in (_OK, FAULT):
            raise told(self.http.where, name, answer.status, answer)
        for value in answer.values(b"content-type"):
            if b"xml" not in value.lower():
                raise ProtocolError(
                    f"{self.http.where}: the answer to {name} is"
                    f" {value[:_SHOWN].decode('latin-1')}, not XML;"
                    " is this a VMware host, or a portal in between?"
                )


class PendingCall(Generic[R]):
    """A call that was sent; its answer may be waited for by several, one after the other."""

    def __init__(self, exchange: PendingExchange, read: Read[R], limit: int) -> None:
        self._exchange = exchange
        self._read = read
        self._limit = limit

    @property
    def resumable(self) -> bool:
        """Whether a cancelled wait may be taken up again."""
        return self._exchange.resumable

    async def result(self) -> R:
        """Wait for the answer; a wait that is cancelled while it is decoded loses nothing.

        Raises:
            FaultError, ProtocolError, TransportError: as `SoapClient.call`; it has ended then.
        """
        return await self._exchange.result(self._read, limit=self._limit)

    def abandon(self) -> None:
        """Let the answer go, and the connection with it. Idempotent."""
        self._exchange.abandon()
