"""A picture of a domain's console: one HTTP download of the host's own making."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import quote

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.files.target import Target, Write, writing
from aioesx._server.server import Server
from aioesx._transport import HttpStream
from aioesx.domain.running import require_running
from aioesx.errors import (
    HttpStatusError,
    NotSupportedError,
    ProtocolError,
    TransferIncompleteError,
)

__all__ = ["fetch_screenshot", "save_screenshot"]

_SUPPORTED: Final = "capability.screenshotSupported"
_OK: Final = 200
_MAGIC: Final = b"\x89PNG\r\n\x1a\n"
_END: Final = b"IEND\xaeB`\x82"
_MOST_BYTES: Final = 64 * 1024 * 1024  # of one that is kept in memory


async def fetch_screenshot(server: Server, ref: vim.ManagedObjectReference, name: str) -> bytes:
    """Return the console's picture as PNG, in three exchanges.

    Raises:
        NotSupportedError: the host cannot.
        InvalidStateError: the domain is not on.
        HttpStatusError: the host refused the download.
        TransferIncompleteError: it ended too early.
        ProtocolError: it does not end.
    """
    picture = bytearray()

    async def write(piece: bytes) -> None:
        picture.extend(piece)
        if len(picture) > _MOST_BYTES:
            raise ProtocolError(f"the screenshot of '{name}' is over {_MOST_BYTES} bytes")

    async with _picture(server, ref, name) as stream:
        await _copy(stream, write, name)
    return bytes(picture)


async def save_screenshot(
    server: Server,
    ref: vim.ManagedObjectReference,
    name: str,
    target: Target,
) -> None:
    """Write the console's picture to a file as it comes.

    Raises:
        TransferError: the file cannot be written.
        EsxError: as `fetch_screenshot`.
    """
    async with _picture(server, ref, name) as stream, writing(target) as write:
        await _copy(stream, write, name)


@asynccontextmanager
async def _picture(
    server: Server, ref: vim.ManagedObjectReference, name: str
) -> AsyncIterator[HttpStream]:
    """Have the host make the picture; what it answers is one."""
    session = server.session
    host = (await server.scope.place_of(ref)).host
    able = await read_one(session, host, (_SUPPORTED,))
    if not able.require(_SUPPORTED):
        raise NotSupportedError("NotSupported", "the host cannot make screenshots")
    await require_running(session, ref, name)
    async with session.stream(
        "GET", f"/screen?id={quote(ref.value, safe='')}", as_user=True
    ) as stream:
        if stream.status != _OK:
            raise HttpStatusError(
                f"HTTP status {stream.status} instead of a screenshot of '{name}'",
                status=stream.status,
            )
        yield stream


async def _copy(stream: HttpStream, write: Write, name: str) -> None:
    """Pass a picture on, and see that it is one, from beginning to end."""
    first, last = b"", b""
    async for piece in stream.pieces:
        if len(first) < len(_MAGIC):
            first += piece
            if not (_MAGIC.startswith(first) or first.startswith(_MAGIC)):
                break
        last = (last + piece)[-len(_END) :]
        await write(piece)
    if not first.startswith(_MAGIC) or last != _END:
        raise TransferIncompleteError(f"the screenshot of '{name}' is no complete PNG picture")
