"""`Webhook`: each thing that happens is posted to a URL as JSON, in order.

httpx's client writes the whole URL to its log, and secrets stand in URLs of webhooks: so what is
below it is used, and of the URL only the host is ever told.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import anyio
import httpx

from aioesx._version import VERSION
from aioesx.jobs.reactions.reaction import WAITING, ActionError, OnTrouble, Reaction

if TYPE_CHECKING:
    import ssl

__all__ = ["Webhook"]

_BACKOFF: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_REST: Final = 60.0
_SECONDS: Final = re.compile(r"\d{1,6}", re.ASCII)
_ENOUGH: Final = 65536  # bytes of an answer that nobody reads


class Webhook(Reaction):
    """Posts what happens.

        async with jobs.Webhook(os.environ["HOOK"]) as webhook, esx.watch() as changes:
            await jobs.react(changes, webhook)

    The body is a JSON object: ``time``, ``event``, ``kind``, ``name``, ``property``, ``value``,
    ``before``, ...; see docs/watch.md. One is posted at a time, in order. An answer of 2xx is
    success; after 408, 425, 429, 5xx, or none, it is tried again with growing pauses (or as long as
    Retry-After says, up to a minute), then given up; any other answer gives it up at once.
    """

    def __init__(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float = 10.0,
        backoff: tuple[float, ...] = _BACKOFF,
        waiting: int = WAITING,
        on_trouble: OnTrouble | None = None,
        ssl_context: ssl.SSLContext | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Prepare it; nothing is opened.

        Args:
            url: http or https; user and password in it are sent as Basic authentication. It is
                never shown: messages have its host only.
            headers: sent besides, such as ``{"Authorization": "Bearer ..."}``; never shown.
            timeout: seconds for each attempt.
            backoff: seconds before each further attempt.
            waiting: how many wait at most.
            on_trouble: is told in a sentence what was given up or dropped.
            ssl_context: for https; the system's authorities by default.
            transport: in place of httpx's own.

        Raises:
            ValueError: it is no such URL; what is wrong is told without it.
        """
        super().__init__(1, waiting, on_trouble)
        self._url, self._headers = _parsed(url, headers or {})
        self._timeout = timeout
        self._backoff = backoff
        self._transport = transport
        self._ssl_context = ssl_context

    def __repr__(self) -> str:
        return f"<Webhook at {self._url.scheme}://{self._url.netloc.decode()}>"

    async def _act(self, record: dict[str, Any]) -> None:
        body = json.dumps(record).encode()
        for pause in (*self._backoff, None):
            why, rest = await self._attempt(body)
            if why is None:
                return
            if rest is None or pause is None:
                raise ActionError(f"{self!r} did not take a change: {why}")
            await anyio.sleep(max(rest, pause * random.uniform(0.8, 1.2)))  # noqa: S311
        raise AssertionError  # the last round returns or raises

    async def _attempt(self, body: bytes) -> tuple[str | None, float | None]:
        """Post once; return why that was no success, and the seconds to wait if it may be later."""
        with anyio.move_on_after(self._timeout):
            try:
                response = await self._opened().handle_async_request(self._request(body))
                try:
                    return _judged(response)
                finally:
                    await _finished(response)
            except httpx.HTTPError as error:
                return type(error).__name__, 0.0  # their texts may have the URL
            except OSError as error:
                return error.strerror or type(error).__name__, 0.0
        return f"no answer in {self._timeout:g} s", 0.0

    def _request(self, body: bytes) -> httpx.Request:
        times = dict.fromkeys(("connect", "read", "write", "pool"), self._timeout)
        return httpx.Request(
            "POST", self._url, headers=self._headers, content=body, extensions={"timeout": times}
        )

    def _opened(self) -> httpx.AsyncBaseTransport:
        if self._transport is None:
            verify = True if self._ssl_context is None else self._ssl_context
            self._transport = httpx.AsyncHTTPTransport(verify=verify, trust_env=False)
        return self._transport

    async def _close(self) -> None:
        if self._transport is not None:
            await self._transport.aclose()


def _parsed(url: str, headers: Mapping[str, str]) -> tuple[httpx.URL, dict[str, str]]:
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, TypeError, ValueError):
        raise ValueError("the webhook's URL cannot be read; it is not shown") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ValueError("the webhook's URL should be http://host/... or https://host/...")
    sent = {"Content-Type": "application/json", "User-Agent": f"aioesx/{VERSION}", **headers}
    if parsed.userinfo:
        auth = httpx.BasicAuth(parsed.username, parsed.password)
        sent["Authorization"] = next(auth.auth_flow(httpx.Request("POST", parsed))).headers[
            "Authorization"
        ]
    return parsed.copy_with(userinfo=b""), sent


def _judged(response: httpx.Response) -> tuple[str | None, float | None]:
    status = response.status_code
    if 200 <= status < 300:
        return None, None
    if status not in _AGAIN:
        return f"HTTP status {status}", None
    wanted = response.headers.get("Retry-After", "")
    rest = float(wanted) if _SECONDS.fullmatch(wanted) else 0.0
    return f"HTTP status {status}", min(rest, _LONGEST_REST)


async def _finished(response: httpx.Response) -> None:
    """Read the answer to its end, if that is near, so that the connection can be used again."""
    read = 0
    try:
        async for piece in response.aiter_raw():
            read += len(piece)
            if read > _ENOUGH:
                break
    finally:
        with anyio.CancelScope(shield=True):
            await response.aclose()
