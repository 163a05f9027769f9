"""Contents over HTTP: ranges, pace, a cut where a file has become shorter.

Knows responses and bytes; which file is asked for, and who may have it, is
`aioesx.simulator.folder`'s business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

import anyio
from starlette.responses import Response, StreamingResponse

from aioesx.simulator.server import CutShort
from aioesx.simulator.spoiling import damaged

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from aioesx.simulator.rules import FaultRule
    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.files import Content

__all__ = ["Counted", "Pace", "Served", "respond"]

_CHUNK: Final = 256 * 1024
_RANGE: Final = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_MOMENTS: Final = 20  # pieces of a second in which a slow transfer goes


@dataclass(frozen=True, slots=True)
class Served:
    """What a response is made of.

    Attributes:
        content: tells what the file holds now; it may be another when it is next asked.
        media_type: what the bytes are.
        modified: when the file was changed last.
    """

    content: Callable[[], Content]
    media_type: str
    modified: datetime | None = None


class Pace:
    """Keeps a transfer at the speed that an agent's options tell, as they are at each step."""

    def __init__(self, agent: Agent) -> None:
        self._options = agent.options
        self._begun = anyio.current_time()
        self._passed = 0

    @property
    def piece(self) -> int:
        """How many bytes to pass on at once."""
        rate = self._options.bytes_per_second
        return _CHUNK if rate is None else max(1, min(_CHUNK, int(rate / _MOMENTS)))

    async def passed(self, size: int) -> None:
        """Take note of bytes that were passed on; return when more may be."""
        self._passed += size
        rate, wait = self._options.bytes_per_second, 0.0
        if rate is not None:
            wait = self._begun + self._passed / rate - anyio.current_time()
        await anyio.sleep(max(0.0, wait))  # others have a turn, and a client that went is noticed


class Counted(Response):
    """A response after whose end, whichever it is, something is done."""

    def __init__(self, inner: Response, done: Callable[[], None]) -> None:
        super().__init__(status_code=inner.status_code)
        self._inner = inner
        self._done = done

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; not a byte more when the client has gone."""
        try:
            await self._inner(scope, receive, send)
        finally:
            self._done()


def respond(
    agent: Agent, request: Request, served: Served, rule: FaultRule | None = None
) -> Response:
    """Answer with a content or, if asked for, one range of it; spoiled as a rule says."""
    size = served.content().size
    start, end, status = 0, size, 200
    headers = _headers(agent, served)
    match = _RANGE.fullmatch(request.headers.get("range", "").strip())
    if match is not None and (match[1] or match[2]):
        if match[1]:
            start, end = int(match[1]), min(size, int(match[2]) + 1 if match[2] else size)
        else:
            start = max(0, size - int(match[2]))
        if start >= size or start >= end:
            headers["content-range"] = f"bytes */{size}"
            return Response(status_code=416, headers=headers)
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
        status = 206
    headers["content-length"] = str(end - start)
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=served.media_type)
    body = damaged(_pieces(agent, served.content, start, end), rule)
    return StreamingResponse(
        body, status_code=status, headers=headers, media_type=served.media_type
    )


def _headers(agent: Agent, served: Served) -> dict[str, str]:
    chosen = agent.options.accept_ranges
    headers: dict[str, str] = {}
    if agent.profile.accept_ranges if chosen is None else chosen:
        headers["accept-ranges"] = "bytes"
    if served.modified is not None:
        headers["last-modified"] = format_datetime(served.modified, usegmt=True)
    return headers


async def _pieces(
    agent: Agent, content: Callable[[], Content], start: int, end: int
) -> AsyncIterator[bytes]:
    """Yield the bytes as they are when they are read; cut short where there are no more."""
    pace = Pace(agent)
    while start < end:
        with agent.lock:
            piece = content().read(start, min(pace.piece, end - start))
        if not piece:
            raise CutShort
        start += len(piece)
        yield piece
        await pace.passed(len(piece))
