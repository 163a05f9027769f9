"""`Scratch`: a directory in a guest that is gone afterwards, whatever happens meanwhile.

Its name begins with a word that nothing else has. So it is found again where the answer to the call
that made it was lost: another one is made, which tells where such directories are, and what
bears the word there is ours.
"""

from __future__ import annotations

from typing import Final

import anyio

from aioesx import vim
from aioesx._concurrency import see_through
from aioesx.domain.inside.access import GuestAccess, token
from aioesx.domain.inside.listing import entries
from aioesx.errors import (
    EsxError,
    GuestLoginError,
    InvalidStateError,
    NotFoundError,
    OutcomeUnknownError,
    ToolsUnavailableError,
)

__all__ = ["Scratch"]

_HOPELESS: Final = (GuestLoginError, InvalidStateError, ToolsUnavailableError)
"""What does not pass in a moment: nobody gets in any more."""


class Scratch:
    """A temporary directory.

    Attributes:
        word: what its name begins with.
        path: the directory; empty before it is made.
    """

    def __init__(self, access: GuestAccess) -> None:
        self.word = token()
        self.path = ""
        self._access = access
        self._asked = False
        self._lost = False

    def file(self, name: str) -> str:
        """Return the path of a file in it."""
        return self._access.system.join(self.path, name)

    async def make(self) -> None:
        """Make it; even if cancelled meanwhile, what came of that is waited for shortly.

        Raises:
            OutcomeUnknownError: the answer was lost, and it was not found.
            EsxError: the guest refuses.
        """
        self._asked = True
        try:
            await see_through(self._make, self._access.server.session.seconds.grace)
        except OutcomeUnknownError:
            self._lost = True
            await self._make()  # it is known by its word, and one more does no harm
            self._access.forget(self._access.managers.files)
        except EsxError:
            self._asked = False  # refused, or not sent
            raise

    async def _make(self) -> None:
        access = self._access
        self.path = await access.call(
            vim.CreateTemporaryDirectoryInGuest(
                this=access.managers.files,
                vm=access.ref,
                auth=access.auth,
                prefix=f"{self.word}-",
                suffix="",
            )
        )

    async def remove(self) -> str | None:
        """Remove it, shielded and in bounded time; returns what may be left, or None."""
        if not self._asked:
            return None
        self._access = self._access.tidying()
        seconds = self._access.server.session.seconds
        clean = False
        with anyio.move_on_after(seconds.undo, shield=True):
            for delay in seconds.looks:
                await anyio.sleep(delay)
                try:
                    await self._remove_all()
                except _HOPELESS:
                    break
                except EsxError:  # a line that was just lost; a program that has not let go yet
                    clean = False
                    continue
                clean = True
                if not self._lost:  # else what was lost may be on its way yet
                    break
        if not clean:
            return self._left()
        self._access.forget(self._access.managers.files)
        return None

    def _left(self) -> str:
        return self.path or f"a temporary directory whose name begins with {self.word}"

    async def _remove_all(self) -> None:
        """Remove it, and whatever else bears its word where an answer was lost."""
        if not self.path:
            self._lost = True
            await self._make()
        if self._lost:
            parent = self._access.system.split(self.path)[0]
            found = await entries(self._access, parent, f"^{self.word}-")
            for entry in found:
                await self._delete(self._access.system.join(parent, entry.name))
            return
        await self._delete(self.path)

    async def _delete(self, path: str) -> None:
        access = self._access
        try:
            await access.call(
                vim.DeleteDirectoryInGuest(
                    this=access.managers.files,
                    vm=access.ref,
                    auth=access.auth,
                    directory_path=path,
                    recursive=True,
                )
            )
        except NotFoundError:
            return
