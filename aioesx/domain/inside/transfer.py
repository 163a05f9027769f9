"""Bytes from a guest and into it, over the URLs that the host gives for each transfer.

Such a URL is good for one transfer and holds the right to it (`lines`). What broke off is
asked for anew, read over as far as it had come, and given out only while it is the same file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any, Final

from aioesx import vim
from aioesx._server.files.persistence import Persistence
from aioesx._server.files.progress import Progress
from aioesx._server.files.source import Source
from aioesx._server.files.statuses import BUSY
from aioesx._session.http import told
from aioesx.domain.inside.access import GuestAccess
from aioesx.domain.inside.lines import exchange
from aioesx.domain.inside.listing import stat
from aioesx.errors import (
    EsxError,
    FileChangedError,
    OutcomeUnknownError,
    TransferIncompleteError,
)

__all__ = ["fetched", "pieces", "require_size", "send"]

_READ: Final = frozenset({200})
_WRITTEN: Final = frozenset({200, 201, 204})
_ENDPOINT: Final = "/guestFile"


@dataclasses.dataclass(frozen=True, slots=True)
class _State:
    """What tells one state of a file from another."""

    size: int
    modified: Any


async def pieces(access: GuestAccess, path: str, progress: Progress) -> AsyncGenerator[bytes, None]:
    """Yield the bytes of a file of the guest.

    Raises:
        NotFoundError, GuestPermissionError, FaultError: there is none, or none for this user.
        TransferIncompleteError: it broke off too often, or ends too early.
        FileChangedError: it broke off, and the file is another one now.
    """
    session = access.server.session
    persistence = Persistence(session, _name("GET", path))
    before: _State | None = None
    at = 0
    while True:
        info = await access.call(
            vim.InitiateFileTransferFromGuest(
                this=access.managers.files, vm=access.ref, auth=access.auth, guest_file_path=path
            )
        )
        now = _State(info.size, info.attributes.modification_time)
        if before is not None and at and before != now:
            raise FileChangedError(f"{path} in the guest changed while it was fetched")
        before = now
        progress.total = now.size
        if not now.size:
            await progress.end()
            return
        try:
            async with aclosing(_once(access, info.url, path, at)) as stream:
                async for piece in stream:
                    at += len(piece)
                    persistence.moved(len(piece))
                    yield piece
                    await progress.moved(len(piece))
        except EsxError as error:
            try:
                await persistence.bear(error)
            except EsxError:
                if not at:
                    raise
                text = f"{path} in the guest broke off after {at} of {now.size} bytes: {error}"
                raise TransferIncompleteError(text) from None
            continue
        if at < now.size:  # more than that is of a file that grows, as logs do
            raise TransferIncompleteError(
                f"{path} in the guest came to {at} bytes, {now.size} were announced"
            )
        await progress.end()
        return


async def _once(access: GuestAccess, url: str, path: str, skip: int) -> AsyncGenerator[bytes, None]:
    """Yield what one transfer brings, without what was there before."""
    session, name = access.server.session, _name("GET", path)
    async with exchange(access, "GET", url, name) as stream:
        if stream.status not in _READ:
            raise told(session.where, name, stream.status)
        left = skip
        async for piece in stream.pieces:
            rest = piece[left:]
            left = max(0, left - len(piece))
            if rest:
                yield rest


def _name(verb: str, path: str) -> str:
    return f"{verb} {_ENDPOINT} ({path!r})"


@asynccontextmanager
async def fetched(
    access: GuestAccess, path: str, progress: Progress
) -> AsyncIterator[AsyncIterator[bytes]]:
    """Hold a transfer open; gives its pieces."""
    async with aclosing(pieces(access, path, progress)) as stream:
        yield stream


async def send(
    access: GuestAccess,
    source: Source,
    path: str,
    attributes: vim.GuestFileAttributes,
    progress: Progress,
) -> None:
    """Write a file of the guest, over one that is there.

    Raises:
        TransferIncompleteError: it broke off, or the source is not as long as it says.
        EsxError: the guest refuses; the line.
    """
    session = access.server.session
    size = require_size(source)
    persistence = Persistence(session, _name("PUT", path))
    while True:
        progress.done = 0
        url = await _place(access, path, attributes, size)
        try:
            await _put(access, url, source, size, path, progress)
        except OutcomeUnknownError as error:
            if error.status == BUSY and source.again:
                await persistence.bear(told(session.where, _name("PUT", path), BUSY))
            elif await _arrived(access, path, size, progress):
                break
            else:
                raise TransferIncompleteError(
                    f"{path} in the guest broke off after {progress.done} of {size} bytes: {error}"
                ) from None
        else:
            break
    access.forget(path)
    await progress.end()


def require_size(source: Source) -> int:
    """Return how many bytes there are.

    Raises:
        TransferIncompleteError: nobody knows; nothing was sent.
    """
    if source.size is None:
        raise TransferIncompleteError(
            f"the size of {source.name} is not known, and the host wants to know it before: size="
        )
    return source.size


async def _place(
    access: GuestAccess, path: str, attributes: vim.GuestFileAttributes, size: int
) -> str:
    """Return where a file's bytes are to be sent; nothing of it is there before they are."""
    for last in (False, True):
        try:
            return await access.call(
                vim.InitiateFileTransferToGuest(
                    this=access.managers.files,
                    vm=access.ref,
                    auth=access.auth,
                    guest_file_path=path,
                    file_attributes=attributes,
                    file_size=size,
                    overwrite=True,
                )
            )
        except OutcomeUnknownError:  # it gives a right that nobody has used
            access.forget(access.managers.files)
            if last:
                raise
    raise AssertionError


async def _put(
    access: GuestAccess, url: str, source: Source, size: int, path: str, progress: Progress
) -> None:
    name = _name("PUT", path)
    async with (
        aclosing(_body(source, progress)) as body,
        exchange(access, "PUT", url, name, body=body, length=size, ref=path) as stream,
    ):
        if stream.status not in _WRITTEN:
            raise told(access.server.session.where, name, stream.status)


async def _body(source: Source, progress: Progress) -> AsyncGenerator[bytes, None]:
    async with aclosing(source.pieces(None)) as stream:
        async for piece in stream:
            yield piece
            await progress.moved(len(piece))


async def _arrived(access: GuestAccess, path: str, size: int, progress: Progress) -> bool:
    """Tell whether all is there although the answer was lost."""
    if progress.done != size:
        return False
    found = await stat(access, path)
    return found is not None and found.size == size
