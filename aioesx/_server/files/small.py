"""`DatastoreFiles`: small files of the datastores, over ``/folder``, in the session.

A file is read or written whole and in memory, within a bound; volumes go another way.
"""

from __future__ import annotations

import dataclasses
from typing import Final, NoReturn

from aioesx._server.files.path import folder_target
from aioesx._server.licence import reading_only
from aioesx._session.session import Session
from aioesx._transport import HttpAnswer
from aioesx.datastore_path import DatastorePath
from aioesx.errors import (
    HttpStatusError,
    NotAuthenticatedError,
    NotFoundError,
    NotPermittedError,
    ProtocolError,
    RestrictedLicenseError,
    TransferError,
    TransferIncompleteError,
)

__all__ = ["MAX_FILE_BYTES", "DatastoreFiles"]

MAX_FILE_BYTES: Final = 10 * 1024 * 1024
"""Largest file that is read; no VMX file comes near."""

_ANSWER_BYTES: Final = 64 * 1024  # what a server may say about a change
_ANY_SIZE: Final = 2**63 - 1  # HEAD tells a size and sends nothing
_READ: Final = frozenset({200})  # nobody asked for a part
_WRITTEN: Final = frozenset({200, 201, 204})
_GONE: Final = frozenset({200, 202, 204})
_FORBIDDEN: Final = 403
_MISSING: Final = 404


@dataclasses.dataclass(frozen=True, slots=True)
class DatastoreFiles:
    """The files of one datacenter; `datacenter` is its inventory path."""

    session: Session
    datacenter: str

    async def read(self, path: DatastorePath) -> bytes:
        """Return a file's bytes.

        Raises:
            NotFoundError: there is none.
            NotPermittedError: we may not, or it is locked.
            ProtocolError: it is larger than `MAX_FILE_BYTES`.
            TransportError: the line failed, or the server had another reason.
        """
        try:
            answer = await self._exchange("GET", path, limit=MAX_FILE_BYTES)
        except ProtocolError as error:
            raise ProtocolError(f"{path} cannot be read: {error}") from None
        if answer.status not in _READ:
            _refuse("read", path, answer)
        if not _tells_its_end(answer):
            await self._require_whole(path, len(answer.body))
        return answer.body

    async def _require_whole(self, path: DatastorePath, size: int) -> None:
        """Hold what came against the size that the host tells: the end of a line ends no file.

        Raises:
            TransferIncompleteError: there is more, or nobody knows.
        """
        answer = await self._exchange("HEAD", path, limit=_ANY_SIZE)
        told = answer.values(b"content-length")
        if told != [b"%d" % size]:
            known = told[0].decode("latin-1") if told else "an unknown number of"
            raise TransferIncompleteError(
                f"{path} came without its length: {size} bytes, and the host has {known}"
            )

    async def exists(self, path: DatastorePath) -> bool:
        """Tell whether there is a file.

        Raises:
            NotPermittedError, TransportError: as `read`.
        """
        answer = await self._exchange("HEAD", path, limit=_ANY_SIZE)
        if answer.status not in _READ and answer.status != _MISSING:
            _refuse("looked at", path, answer)
        return answer.status != _MISSING

    async def write(self, path: DatastorePath, data: bytes) -> None:
        """Write a file, over one that is there; a missing directory is made by the host.

        Raises:
            OutcomeUnknownError: the answer was lost.
            TransferError: no room.
            RestrictedLicenseError: the host's licence allows reading only.
            NotPermittedError, NotFoundError, TransportError: as `read`.
        """
        answer = await self._exchange("PUT", path, data, limit=_ANSWER_BYTES)
        if answer.status not in _WRITTEN:
            if answer.status == _FORBIDDEN and (licence := await reading_only(self.session)):
                raise RestrictedLicenseError(
                    "RestrictedVersion",
                    f"{path} could not be written: the host's licence ({licence}) allows"
                    " reading only",
                )
            _refuse("written", path, answer)

    async def delete(self, path: DatastorePath) -> bool:
        """Delete a file; returns whether there was one.

        Raises:
            OutcomeUnknownError: the answer was lost.
            NotPermittedError, TransportError: as `read`.
        """
        answer = await self._exchange("DELETE", path, limit=_ANSWER_BYTES)
        if answer.status not in _GONE and answer.status != _MISSING:
            _refuse("deleted", path, answer)
        return answer.status != _MISSING

    async def _exchange(
        self,
        verb: str,
        path: DatastorePath,
        body: bytes = b"",
        *,
        limit: int,
    ) -> HttpAnswer:
        target = folder_target(path, self.datacenter)
        return await self.session.exchange(verb, target, body, limit=limit, name=f"{verb} {path}")


def _tells_its_end(answer: HttpAnswer) -> bool:
    """Tell whether the answer said how long it is, or ended by the last of its chunks."""
    return bool(answer.values(b"content-length") or answer.values(b"transfer-encoding"))


def _refuse(done: str, path: DatastorePath, answer: HttpAnswer) -> NoReturn:
    """Raise the error that a status stands for."""
    message = f"{path} could not be {done}"
    match answer.status:
        case 401:
            raise NotAuthenticatedError("NotAuthenticated", f"{message}: there is no session")
        case 403:
            raise NotPermittedError("NoPermission", f"{message}: not permitted, or it is in use")
        case 404:
            raise NotFoundError("FileNotFound", f"{message}: there is no such file")
        case 507:
            raise TransferError(f"{message}: the datastore has no room left")
    raise HttpStatusError(
        f"{message}: the server answered with HTTP status {answer.status}", status=answer.status
    )
