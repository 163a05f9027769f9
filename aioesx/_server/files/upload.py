"""One file from here to a datastore: whole under its name, or not at all.

    the name is free (or may be written over, and is no directory)
    PUT to a hidden name beside it        an answer that comes early is listened to
    the host's size of that is ours       whatever the answer was, or if it was lost
    MoveDatastoreFile_Task                the host gives it its name, in one step
    else: the hidden file is deleted, or the error says that it may be left

Hosts take no ranges for what is sent, so an upload that broke off starts again from its
beginning. What is moved is one file: a virtual disk's descriptor and its extent are two.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Final

import anyio

from aioesx import vim
from aioesx._server.files.browse import find_entry
from aioesx._server.files.path import folder_target
from aioesx._server.files.persistence import Persistence
from aioesx._server.files.progress import Progress
from aioesx._server.files.source import Source
from aioesx._server.files.statuses import BUSY, FORBIDDEN, refuse
from aioesx._server.files.stores import Store, require_place
from aioesx._server.files.stream import RemoteFile
from aioesx._server.files.target import Digest
from aioesx._server.licence import reading_only
from aioesx._server.server import Server
from aioesx._session.operation import add_fate, at_work, tell_left
from aioesx.datastore_path import DatastorePath
from aioesx.errors import (
    AlreadyExistsError,
    DryRunError,
    EsxError,
    HttpStatusError,
    InvalidArgumentError,
    NotFoundError,
    NotSupportedError,
    OutcomeUnknownError,
    ReadOnlyError,
    RestrictedLicenseError,
    TransferIncompleteError,
)

__all__ = ["Upload", "file_manager"]

_NOT_SENT: Final = (DryRunError, ReadOnlyError)
_WRITTEN: Final = frozenset({200, 201, 204})
_UNAUTHORIZED: Final = 401


def file_manager(server: Server) -> vim.ManagedObjectReference:
    """Return what moves and deletes files.

    Raises:
        NotSupportedError: the server has no such thing.
    """
    manager = server.session.content.file_manager
    if manager is None:
        raise NotSupportedError("", "the server has no file manager")
    return manager


class Upload:
    """One upload.

    Args:
        server: the connection.
        store: the datastore.
        path: the file.
        source: its bytes.
        overwrite: whether a file of this name may be there before.
        make_digest: gives what is to be given all bytes, for each attempt; or None.

    Attributes:
        sent: bytes that were sent.
        digest: of the last attempt.
    """

    def __init__(
        self,
        server: Server,
        store: Store,
        path: DatastorePath,
        source: Source,
        *,
        overwrite: bool,
        make_digest: Callable[[], Digest] | None,
    ) -> None:
        self._server = server
        self._store = store
        self._place = require_place(store)
        self._path = path
        self._hidden = path.beside(f".aioesx-{secrets.token_hex(8)}.part")
        self._source = source
        self._overwrite = overwrite
        self._make_digest = make_digest
        self._begun = False
        self._answered = False
        self._whole = False
        self.sent = 0
        self.digest: Digest | None = None

    async def run(self, progress: Progress) -> None:
        """Do it; returns when the file has its name.

        Raises:
            AlreadyExistsError: there is a file of this name, before or at the end.
            InvalidArgumentError: there is a directory of this name.
            TransferIncompleteError: it broke off, or the source is not as long as it says.
            NotPermittedError, RestrictedLicenseError, TransferError, HttpStatusError: as the
                host's status says.
            OutcomeUnknownError: the answer to the last step was lost.
            EsxError: the line; the source.
        """
        self._server.session.require_changes(f"PUT {self._path}")
        await self._require_free()
        try:
            await self._send_until_taken(progress)
            await self._require_whole()
            await self._name()
        except BaseException as error:
            await self._clean_up(error)
            raise
        await progress.end()

    def _remote(self, path: DatastorePath) -> RemoteFile:
        return RemoteFile(self._server, self._store, path)

    async def _require_free(self) -> None:
        """Refuse a name that is taken, before the first byte."""
        if not self._overwrite:
            if await self._remote(self._path).exists():
                raise self._taken()
            return
        entry = await find_entry(self._server, self._store.browser, self._path)
        if isinstance(entry, vim.FolderFileInfo):
            raise InvalidArgumentError("InvalidArgument", f"{self._path} is a directory")

    def _taken(self) -> AlreadyExistsError:
        return AlreadyExistsError(
            "FileAlreadyExists", f"{self._path} exists already (overwrite=True, --overwrite)"
        )

    async def _send_until_taken(self, progress: Progress) -> None:
        """Send the bytes: once, or again from the beginning where the host took none of them."""
        session = self._server.session
        persistence = Persistence(session, f"PUT {self._path}")
        renewed = False
        while True:
            generation = session.generation
            try:
                status = await self._send(progress)
            except OutcomeUnknownError as error:
                if error.status == BUSY and self._source.again:
                    await persistence.bear(HttpStatusError(str(error), status=BUSY))
                    continue
                if await self._has_arrived():
                    self._answered = True
                    return
                raise TransferIncompleteError(
                    f"{self._path}: the upload broke off after {self.sent} bytes: {error}"
                ) from None
            if status in _WRITTEN:
                return
            if status == _UNAUTHORIZED and self._source.again and not renewed:
                renewed = await session.renew(generation)
                continue
            await self._refuse(status)

    async def _send(self, progress: Progress) -> int:
        """Send the bytes from their beginning; returns the status of the answer."""
        self.sent, self._whole, progress.done = 0, False, 0
        self.digest = self._make_digest() if self._make_digest is not None else None
        self._begun, self._answered = True, False
        target = folder_target(self._hidden, self._place.datacenter_path)
        async with (
            aclosing(self._body(progress)) as body,
            self._server.session.stream(
                "PUT",
                target,
                body=body,
                length=self._source.size,
                name=f"PUT {self._path}",
                ref=self._hidden,
            ) as stream,
        ):
            self._answered = True
            return stream.status

    async def _body(self, progress: Progress) -> AsyncGenerator[bytes, None]:
        async with aclosing(self._source.pieces(self.digest)) as pieces:
            async for piece in pieces:
                yield piece
                self.sent += len(piece)
                await progress.moved(len(piece))
        self._whole = True

    async def _refuse(self, status: int) -> None:
        """Raise what a status of a refusal says."""
        session = self._server.session
        if status == FORBIDDEN and (licence := await reading_only(session)):
            raise RestrictedLicenseError(
                "RestrictedVersion",
                f"{self._path} could not be written: the host's licence ({licence}) allows"
                " reading only",
            )
        refuse("written", self._path, status)

    @property
    def _is_given(self) -> bool:
        """Whether the host was given all bytes, as far as can be told here."""
        return self._whole or self.sent == self._source.size

    async def _has_arrived(self) -> bool:
        """Tell whether all is there although the answer was lost."""
        if not self._is_given:
            return False
        for delay in self._server.session.seconds.looks:
            await anyio.sleep(delay)
            try:
                if await self._remote(self._hidden).size() == self.sent:
                    return True
            except EsxError:  # it is the loss that will be told
                continue
        return False

    async def _require_whole(self) -> None:
        """Hold what the host has against what was sent."""
        size = await self._remote(self._hidden).size()
        if size != self.sent:
            raise TransferIncompleteError(
                f"{self._path}: {self.sent} bytes were sent, and the host has {size}"
            )

    async def _name(self) -> None:
        """Have the host give the file its name."""
        datacenter = self._place.datacenter
        move = vim.MoveDatastoreFile_Task(
            this=file_manager(self._server),
            source_name=str(self._hidden),
            source_datacenter=datacenter,
            destination_name=str(self._path),
            destination_datacenter=datacenter,
            force=self._overwrite,
        )
        try:
            await self._server.tasks.run(move)
        except OutcomeUnknownError:
            if not await self._has_moved():
                raise
        except AlreadyExistsError:
            raise self._taken() from None
        self._found()

    async def _has_moved(self) -> bool:
        """Tell whether the file has its name although the answer was lost."""
        for delay in self._server.session.seconds.looks:
            await anyio.sleep(delay)
            try:
                await self._remote(self._hidden).look()
            except NotFoundError:
                return await self._remote(self._path).size() == self.sent
            except EsxError:
                continue
        return False

    async def _clean_up(self, error: BaseException) -> None:
        """Delete the hidden file, shielded and in bounded time, or say that it may be left."""
        if not self._begun or isinstance(error, _NOT_SENT):
            return
        if not isinstance(error, OutcomeUnknownError) and await self._remove():
            self._found()
            return
        left = f"{self._hidden} may be left on the host"
        if isinstance(error, EsxError):
            add_fate(error, left)
        else:
            tell_left(f"the upload of {self._path} ended early", left)

    async def _remove(self) -> bool:
        """Delete the hidden file; returns whether it is gone.

        A host may be about to make it of what it has just received, as long as it has not
        answered: then it has to be missing twice. If all bytes are on their way it will make it,
        whenever it comes to the last of them: then nothing but its deletion says that it is gone.
        """
        seconds = self._server.session.seconds
        missing, enough = 0, 1 if self._answered else 2
        will_come = self._is_given and not self._answered
        delete = vim.DeleteDatastoreFile_Task(
            this=file_manager(self._server),
            name=str(self._hidden),
            datacenter=self._place.datacenter,
        )
        with anyio.move_on_after(seconds.undo, shield=True):
            for delay in seconds.looks:
                await anyio.sleep(delay)
                try:
                    await self._server.tasks.run(delete)
                except NotFoundError:
                    missing += 1
                    if missing == enough and not will_come:
                        return True
                    continue
                except EsxError:  # a host that has just lost the line may still hold the file
                    continue
                return True
        return False

    def _found(self) -> None:
        """Have nobody told that it may have happened: what became of it is known."""
        if (operation := at_work()) is not None:
            operation.found(self._hidden)
