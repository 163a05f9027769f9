"""A line that breaks at one chosen call: before the host sees it or after, once or for good."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, Literal

import anyio
import httpx

__all__ = ["CuttingTransport", "Mode"]

Mode = Literal["refuse", "lose", "cancel-before", "cancel-after", "die"]

_METHOD: Final = re.compile(rb'<(?:\w+:)?(\w+) xmlns="urn:')


class CuttingTransport(httpx.AsyncBaseTransport):
    """Passes requests on, but for one that it is told of by `arm`.

    Attributes:
        seen: how often each call came by since then: wire names of methods, and HTTP verbs of
            files.
        scope: what is cancelled, when it is told to cancel.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self._call = ""
        self._turn = 1
        self._mode: Mode = "refuse"
        self._dead = False
        self.seen: Counter[str] = Counter()
        self.scope = anyio.CancelScope()

    def arm(self, call: str, mode: Mode, turn: int = 1) -> None:
        """Choose the call that goes wrong: the `turn`-th of this name from now."""
        self._call, self._mode, self._turn = call, mode, turn
        self.seen.clear()

    def disarm(self) -> None:
        """Let everything pass from now on."""
        self._call, self._dead = "", False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        name = request.method
        if name == "POST" and (match := _METHOD.search(body)) is not None:
            name = match[1].decode()
        self.seen[name] += 1
        mine = name == self._call and self.seen[name] == self._turn
        if self._dead or (mine and self._mode in ("refuse", "die")):
            self._dead = self._dead or self._mode == "die"
            raise httpx.ReadError("cut")
        if mine and self._mode == "cancel-before":
            self.scope.cancel()
            await anyio.lowlevel.checkpoint()
        response = await self._inner.handle_async_request(request)
        await response.aread()
        if mine and self._mode == "lose":
            raise httpx.ReadError("cut")
        if mine and self._mode == "cancel-after":
            self.scope.cancel()
            await anyio.lowlevel.checkpoint()
        return httpx.Response(
            response.status_code, headers=response.headers, content=response.content
        )
