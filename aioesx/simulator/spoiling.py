"""What a fault rule does to HTTP: a delay, another answer, a wrong byte, a cut, a lost answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

import anyio
from starlette.responses import Response

from aioesx.simulator.server import CutShort

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from aioesx.simulator.rules import FaultRule

__all__ = ["Losing", "cut", "damaged", "lose_answer", "spoiled", "with_a_wrong_byte"]

_LOST: Final = "aioesx.lost"


async def spoiled(request: Request, rule: FaultRule | None) -> Response | None:
    """Do to a request for a file what a rule says; return the answer that it gives, if any."""
    if rule is None:
        return None
    await anyio.sleep(rule.delay)
    if rule.body is not None or rule.fault:
        return Response(rule.body or rule.fault, status_code=rule.status)
    if rule.lost:
        lose_answer(request)
    return None


def lose_answer(request: Request) -> None:
    """Have what is asked be done, and nobody hear of it."""
    request.scope[_LOST] = True


def cut(scope: Scope) -> NoReturn:
    """Cut the connection: no answer comes."""
    abort = scope.get("aioesx.abort")
    if abort is not None:
        abort()
    raise CutShort


class Losing:
    """Cuts the connection instead of the answers that are to be lost."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; cut it off instead of the first word of a lost answer."""

        async def answer(message: Message) -> None:
            if _LOST in scope:
                cut(scope)
            await send(message)

        await self._app(scope, receive, answer)


async def damaged(pieces: AsyncIterator[bytes], rule: FaultRule | None) -> AsyncIterator[bytes]:
    """Yield what is served, as a rule wants it spoiled; places are bytes of this answer."""
    start = 0
    async for piece in pieces:
        end = start + len(piece)
        if rule is not None:
            piece = with_a_wrong_byte(piece, start, rule)
            for limit, stalls in ((rule.cut_after, False), (rule.stall_after, True)):
                if limit is not None and limit < end:
                    yield piece[: max(0, limit - start)]
                    if stalls:
                        await anyio.sleep_forever()  # until the client goes
                    raise CutShort
        yield piece
        start = end


def with_a_wrong_byte(piece: bytes, start: int, rule: FaultRule) -> bytes:
    """Return a piece that begins at `start`, with the byte changed that a rule names."""
    at = -1 if rule.wrong_at is None else rule.wrong_at - start
    if not 0 <= at < len(piece):
        return piece
    return piece[:at] + bytes([piece[at] ^ 0xFF]) + piece[at + 1 :]
