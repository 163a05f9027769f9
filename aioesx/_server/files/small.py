"""`DatastoreFiles`: small files of the datastores, over ``/folder``, in the session.

A file is read or written whole and in memory, within a bound; volumes go another way.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from aioesx._server.files.path import folder_target
from aioesx._server.files.statuses import FORBIDDEN, LOCKED, MISSING, locked, refuse
from aioesx._server.licence import reading_only
from aioesx._session.session import Session
from aioesx._transport import HttpAnswer
from aioesx.datastore_path import DatastorePath
from aioesx.errors import (
    HttpStatusError,
    ProtocolError,
    RestrictedLicenseError,
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


@dataclasses.dataclass(frozen=True, slots=True)
class DatastoreFiles:
    """The files of one datacenter; `datacenter` is its inventory path."""

    session: Session
    datacenter: str

    async def read(self, path: DatastorePath) -> bytes:
        """Return a file's bytes.

        Raises:
            NotFoundError: there is none.
            FileLockedError: it is in use.
            NotPermittedError: we may not, or it is in use.
            ProtocolError: it is larger than `MAX_FILE_BYTES`.
            TransportError: the line failed, or the server had another reason.
        """
        try:
            answer = await self._exchange("GET", path, limit=MAX_FILE_BYTES)
        except ProtocolError as error:
            raise ProtocolError(f"{path} cannot be read: {error}") from None
        if answer.status not in _READ:
            refuse("read", path, answer.status)
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
        if answer.status not in _READ and answer.status != MISSING:
            refuse("looked at", path, answer.status)
        return answer.status != MISSING

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
            if answer.status == FORBIDDEN and (licence := await reading_only(self.session)):
                raise RestrictedLicenseError(
                    "RestrictedVersion",
                    f"{path} could not be written: the host's licence ({licence}) allows"
                    " reading only",
                )
            refuse("written", path, answer.status)

    async def delete(self, path: DatastorePath) -> bool:
        """Delete a file; returns whether there was one.

        Raises:
            OutcomeUnknownError: the answer was lost.
            NotPermittedError, TransportError: as `read`.
        """
        answer = await self._exchange("DELETE", path, limit=_ANSWER_BYTES)
        if answer.status not in _GONE and answer.status != MISSING:
            refuse("deleted", path, answer.status)
        return answer.status != MISSING

    async def _exchange(
        self,
        verb: str,
        path: DatastorePath,
        body: bytes = b"",
        *,
        limit: int,
    ) -> HttpAnswer:
        target = folder_target(path, self.datacenter)
        name = f"{verb} {path}"
        try:
            return await self.session.exchange(verb, target, body, limit=limit, name=name)
        except HttpStatusError as error:
            if error.status == LOCKED:
                raise locked(f"{path} could not be read") from None
            raise


def _tells_its_end(answer: HttpAnswer) -> bool:
    """Tell whether the answer said how long it is, or ended by the last of its chunks."""
    return bool(answer.values(b"content-length") or answer.values(b"transfer-encoding"))
