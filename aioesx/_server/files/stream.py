"""`RemoteFile`: one file of a datastore, read in ranges or as a stream, over ``/folder``.

What comes is judged by its own words (`ranges`), trouble is borne as `persistence` says, and a
stream that was cut goes on at its byte as long as the file is the same. Nothing is kept in memory
but the piece at hand.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from secrets import token_hex
from typing import Final

import anyio

from aioesx import vim
from aioesx._server.files.browse import find_entry
from aioesx._server.files.path import folder_target
from aioesx._server.files.persistence import Persistence
from aioesx._server.files.ranges import Identity, Part, identity_of, part_of, total_of
from aioesx._server.files.statuses import LOCKED, MISSING, locked, refuse
from aioesx._server.files.stores import Store, require_place
from aioesx._server.server import Server
from aioesx._transport import HttpAnswer, HttpStream
from aioesx.datastore_path import DatastorePath
from aioesx.errors import (
    ConnectError,
    ConnectionLostError,
    EsxError,
    FileChangedError,
    HttpStatusError,
    InvalidArgumentError,
    NotFoundError,
    NotSupportedError,
    ProtocolError,
    TransferIncompleteError,
    TransportTimeout,
)

__all__ = ["RemoteFile"]

_OK: Final = frozenset({200, 206})
_NO_HEAD: Final = frozenset({405, 501})
_REDIRECTS: Final = range(300, 400)
_PAGE: Final = b"text/html"
_ANY_SIZE: Final = 2**63 - 1  # HEAD tells a size and sends nothing
_AT_ONCE: Final = 2  # so that one file does not take all connections that there are
_SKIPPED: Final = 16 << 20  # bytes that are read over for the sake of one range, at most


class RemoteFile:
    """A file of a datastore.

    What it is like (size, ETag, time) is remembered from the first answer on: bytes of two states
    of a file are never given out as one. Two at a time may read it by default, others wait.

    Args:
        server: the connection.
        store: the datastore.
        path: the file.
        at_once: how many may read it at once.
        busy: pauses after each "too busy" in a row, where not those of the connection.

    Attributes:
        path: the file.
        identity: what is known of it.

    Raises:
        NoSuchPoolError: no host that the connection is over has the datastore.
    """

    def __init__(
        self,
        server: Server,
        store: Store,
        path: DatastorePath,
        *,
        at_once: int = _AT_ONCE,
        busy: tuple[float, ...] | None = None,
    ) -> None:
        self.path = path
        self._at_once, self._busy = at_once, busy
        self.identity = Identity()
        self._server = server
        self._session = server.session
        self._store = store
        self._target = folder_target(path, require_place(store).datacenter_path)
        self._is_file = False
        self._turns = anyio.Semaphore(at_once)
        self._moved = 0.0

    def __repr__(self) -> str:
        return f"<RemoteFile {self.path}>"

    async def size(self) -> int:
        """Return how many bytes it has: by HEAD, or by the range of one byte.

        Raises:
            EsxError: as `pieces`.
        """
        if self.identity.size is None:
            await self.look()
        if self.identity.size is None:
            async with self.pieces(0, 1) as pieces:
                async for _ in pieces:
                    pass
        if self.identity.size is None:
            raise TransferIncompleteError(f"{self.path}: the host tells no size")
        return self.identity.size

    @property
    def where(self) -> str:
        """``host:port`` of the server."""
        return self._session.where

    async def state(self) -> dict[str, str | int | None]:
        """Return what tells this state of the file from another, for one who comes back later.

        Where the server names neither ETag nor time, the datastore's browser is asked for the
        time. A file of which nobody tells either (a disk's extent, on many hosts) is as if it
        changed every time.

        Raises:
            EsxError: as `pieces`.
        """
        size, known = await self.size(), self.identity
        modified = known.modified
        if known.etag is None and modified is None:
            entry = await find_entry(self._server, self._store.browser, self.path)
            if entry is not None and entry.modification is not None:
                modified = entry.modification.isoformat()
        unknown = token_hex(16) if known.etag is None and modified is None else None
        return {"size": size, "etag": known.etag, "modified": modified, "unknown": unknown}

    async def exists(self) -> bool:
        """Tell whether there is a file or a directory of this name.

        Raises:
            EsxError: as `pieces`.
        """
        status = (await self._head()).status
        if status in _REDIRECTS:  # some servers want a directory's name to end with a slash
            return await find_entry(self._server, self._store.browser, self.path) is not None
        if status not in _OK and status != MISSING:
            refuse("looked at", self.path, status)
        return status != MISSING

    async def look(self) -> None:
        """Ask by HEAD what the file is like.

        Raises:
            FileChangedError: otherwise than before.
            EsxError: as `pieces`.
        """
        answer = await self._head()
        if answer.status in _OK:
            await self._require_file(answer, identity_of(answer))
        elif answer.status not in _NO_HEAD:
            refuse("looked at", self.path, answer.status)

    async def _head(self) -> HttpAnswer:
        persistence = Persistence(self._session, f"HEAD {self.path}", self._busy)
        while True:
            try:
                return await self._session.exchange(
                    "HEAD", self._target, limit=_ANY_SIZE, name=f"HEAD {self.path}"
                )
            except EsxError as error:
                await persistence.bear(self._told(error))

    async def read(self, start: int, length: int) -> bytes:
        """Return exactly `length` bytes from `start`.

        Raises:
            NotSupportedError: the server knows no ranges, and too much comes before this one.
            EsxError: as `pieces`.
        """
        if not length:
            return b""
        async with self._closed(self._pieces(start, start + length, _SKIPPED)) as pieces:
            return b"".join([piece async for piece in pieces])

    async def read_into(self, start: int, view: memoryview) -> None:
        """Fill a buffer with what begins at `start`.

        What is made and thrown away by the megabyte costs as much as all the rest: the system
        gives fresh memory each time.

        Raises:
            NotSupportedError: the server knows no ranges, and too much comes before this one.
            EsxError: as `pieces`.
        """
        at = 0
        async with self._closed(self._pieces(start, start + len(view), _SKIPPED)) as pieces:
            async for piece in pieces:
                view[at : at + len(piece)] = piece
                at += len(piece)

    def pieces(
        self, start: int = 0, stop: int | None = None
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Hold a stream of the file's bytes open: ``async with ... as pieces``.

        A server that answers with the whole file where a part was asked for has what comes
        before it read over.

        Args:
            start: the first byte.
            stop: behind the last byte; None for the file's end.

        Raises, while it is read:
            TransferIncompleteError: it broke off too often, ends before `stop`, or its end is
                not the file's.
            FileChangedError: it broke off, and the file is another one now.
            FileLockedError: the host does not give it out: it is in use.
            NotFoundError, NotPermittedError: there is none, or none for us.
            ProtocolError: another part came than was asked for, or more than was announced.
            TransportError: the line failed, or the server had another reason.
        """
        return self._closed(self._pieces(start, stop, None))

    @asynccontextmanager
    async def _closed(
        self, pieces: AsyncGenerator[bytes, None]
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        async with aclosing(pieces):
            yield pieces

    async def _pieces(
        self, start: int, stop: int | None, most_skipped: int | None
    ) -> AsyncGenerator[bytes, None]:
        at = start
        answered = False
        persistence = Persistence(self._session, f"GET {self.path}", self._busy)
        while not self._is_end(at, stop):
            before = at
            try:
                async with self._answer(at, stop) as stream:
                    if (part := await self._part(stream, at)) is None:
                        break
                    answered = True
                    self._require_near(part, at, most_skipped)
                    async with aclosing(_cut_out(stream, part, at, stop, self.path)) as pieces:
                        async for piece in pieces:
                            at += len(piece)
                            persistence.moved(len(piece))
                            self._moved = anyio.current_time()
                            yield piece
                if stop is None and self.identity.size is None:
                    await self.look()  # the end of a line ends no file
                if at == before or (stop is None and self.identity.size is None):
                    break
            except EsxError as error:
                await self._bear(persistence, self._told(error), at, answered=answered)
        self._require_end(at, stop)

    async def _bear(
        self, persistence: Persistence, error: EsxError, at: int, *, answered: bool
    ) -> None:
        """Wait until a read may go on at its byte.

        Raises:
            EsxError: `error`, or what it means after a part has come.
        """
        try:
            await persistence.bear(error)
        except (ConnectionLostError, ConnectError) as cut:
            if not answered:
                raise
            of = "" if self.identity.size is None else f" of {self.identity.size}"
            raise TransferIncompleteError(
                f"{self.path} broke off after {at}{of} bytes: {cut}"
            ) from None

    def _told(self, error: EsxError) -> EsxError:
        """Say of a status that is an error already what it means for a file."""
        if isinstance(error, HttpStatusError) and error.status == LOCKED:
            return locked(f"{self.path} could not be read")
        return error

    def _is_end(self, at: int, stop: int | None) -> bool:
        end = self.identity.size if stop is None else stop
        return end is not None and at >= end

    def _require_end(self, at: int, stop: int | None) -> None:
        """Hold what came against what was wanted.

        Raises:
            TransferIncompleteError: it is less, or the file's size is not known.
        """
        size = self.identity.size
        if at != (size if stop is None else stop):
            known = "an unknown number of bytes" if size is None else f"{size} bytes"
            wanted = "" if stop is None else f", {stop} are wanted"
            raise TransferIncompleteError(
                f"{self.path} came to {at} bytes; the host has {known}{wanted}"
            )

    @asynccontextmanager
    async def _answer(self, start: int, stop: int | None) -> AsyncIterator[HttpStream]:
        """Ask for a part, or for the whole, which needs no range."""
        headers: tuple[tuple[bytes, bytes], ...] = ()
        if start or stop is not None:
            last = b"" if stop is None else b"%d" % (stop - 1)
            headers = ((b"Range", b"bytes=%d-%b" % (start, last)),)
        await self._take_turn()
        try:
            async with self._session.stream(
                "GET", self._target, headers=headers, name=f"GET {self.path}"
            ) as stream:
                yield stream
        finally:
            self._turns.release()

    async def _take_turn(self) -> None:
        """Wait until not too many read this file at once: as long as one of those gets on.

        Raises:
            TransportTimeout: they stand still; perhaps it is the waiter who holds them.
        """
        silence = self._session.seconds.silence
        self._moved = max(self._moved, anyio.current_time())
        while True:
            with anyio.CancelScope(deadline=self._moved + silence):
                await self._turns.acquire()
                return
            if anyio.current_time() >= self._moved + silence:
                raise TransportTimeout(
                    f"{self.path}: {self._at_once} at once read it, and none got on for"
                    f" {silence:g} s"
                )

    async def _part(self, stream: HttpStream, start: int) -> Part | None:
        """Judge an answer's head; None if the file ends before what was asked for.

        Raises:
            EsxError: as `pieces`.
        """
        if (total := total_of(stream)) is not None:
            self._take(Identity(total))
            return None
        if stream.status not in _OK:
            refuse("read", self.path, stream.status)
        part = part_of(stream, start, self.path)
        await self._require_file(stream, part.identity)
        return part

    def _take(self, now: Identity) -> None:
        """Note what the file is like.

        Raises:
            FileChangedError: otherwise than before.
        """
        if change := self.identity.change(now):
            raise FileChangedError(f"{self.path} changed meanwhile: {change}")
        self.identity = self.identity.completed(now)

    async def _require_file(self, answer: HttpAnswer | HttpStream, now: Identity) -> None:
        """Note what the file is like, and that it is one.

        A page is doubted: hosts list a directory as one, and a portal speaks of itself.

        Raises:
            FileChangedError: it is otherwise than before.
            InvalidArgumentError: it is a directory.
            NotFoundError: the host shows no such file.
            ProtocolError: the file has another size.
        """
        if not self._is_file and any(_PAGE in v.lower() for v in answer.values(b"content-type")):
            entry = await find_entry(self._server, self._store.browser, self.path)
            if isinstance(entry, vim.FolderFileInfo):
                raise InvalidArgumentError("InvalidArgument", f"{self.path} is a directory")
            if entry is None:
                raise NotFoundError("FileNotFound", f"{self.path}: there is no such file")
            if None not in (now.size, entry.file_size) and now.size != entry.file_size:
                raise ProtocolError(
                    f"{self.path} has {entry.file_size} bytes, and a page of {now.size} came;"
                    " is this a VMware host, or a portal in between?"
                )
        self._is_file = True
        self._take(now)

    def _require_near(self, part: Part, start: int, most: int | None) -> None:
        """Refuse to read a file from its beginning for a range far behind.

        Raises:
            NotSupportedError: the server knows no ranges.
        """
        if most is not None and start - part.begin > most:
            raise NotSupportedError(
                "",
                f"{self.path}: the server knows no ranges; it sent the whole file for what begins"
                f" at {start}",
            )


async def _cut_out(
    stream: HttpStream, part: Part, start: int, stop: int | None, path: DatastorePath
) -> AsyncGenerator[bytes, None]:
    """Yield of what comes the bytes from `start` to `stop`, all that is announced at most.

    Raises:
        ProtocolError: more came than was announced.
    """
    at = part.begin
    end = part.end if stop is None or part.end is None else min(part.end, stop)
    async for piece in stream.pieces:
        first, at = at, at + len(piece)
        if part.end is not None and at > part.end:
            raise ProtocolError(f"{path}: more than the announced {part.end} bytes came")
        if first < start or (stop is not None and at > stop):
            piece = piece[max(0, start - first) : None if stop is None else max(0, stop - first)]
        if piece:
            yield piece
        if stop is not None and at >= stop and part.end != stop:
            return  # of the whole file, where a part was wanted
    if end is not None and at < end:
        raise ConnectionLostError(f"{path}: the answer ended before all that was announced")
