"""`Link`: the connection that the commands of a line, or of a shell, have in common."""

from __future__ import annotations

import dataclasses
import traceback

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.ongoing import Ongoing
from aioesx.cli.opening import open_connection
from aioesx.cli.settings import Settings
from aioesx.cli.target import resolved

__all__ = ["Link"]


class Link:
    """Opens the connection when the first command needs it; whoever made it closes it.

    Attributes:
        settings: how to connect.
        console: where commands write.
        interactive: whether a person types one command after the other.
        greeting: where it is about to connect to; None once somebody there has let it in.
        ongoing: what the host goes on with.
        asks: whether a person may be asked for a password.
    """

    def __init__(
        self,
        settings: Settings,
        console: Console,
        *,
        asks: bool = True,
        esx: aioesx.Connection | None = None,
    ) -> None:
        """Take what is needed.

        Args:
            settings: see above.
            console: see above.
            asks: whether a person may be asked for a password.
            esx: a connection that is open already.
        """
        self.settings = settings
        self.console = console
        self.interactive = False
        self.asks = asks
        self.greeting: str | None = None
        self.ongoing = Ongoing()
        self._esx = esx
        self._refused: errors.EsxError | None = None

    async def connection(self, transfers: int | None = None) -> aioesx.Connection:
        """Return the connection; open it if it is not.

        Args:
            transfers: files on their way at once, where it is opened now; None for the usual.

        Raises:
            UriError: it is not said where to, or not well.
            TransportError, LoginError: it cannot be opened.
        """
        if self._refused is not None and not self.interactive:
            raise self._refused  # asked again and again, hosts lock the account
        if self._esx is None:
            try:
                self._esx = await self._open(transfers)
            except (errors.LoginError, errors.AuthenticationError) as error:
                self._refused = error
                raise
        return self._esx

    @property
    def opened(self) -> aioesx.Connection | None:
        """The connection, if it is open."""
        return self._esx

    async def reconnect(self, uri: str | None, *, read_only: bool) -> None:
        """Close the connection, and open another.

        Args:
            uri: where to; None for where it was.
            read_only: whether changes are refused.
        """
        await self.aclose()
        self._refused = None
        self.ongoing.clear()
        self.settings = dataclasses.replace(
            self.settings, uri=uri or self.settings.uri, read_only=read_only
        )
        await self.connection()

    async def aclose(self) -> None:
        """Close the connection, if it is open."""
        esx, self._esx = self._esx, None
        if esx is not None:
            await esx.aclose()

    async def _open(self, transfers: int | None) -> aioesx.Connection:
        settings = self.settings
        target = resolved(settings.uri)
        self.greeting = target.uri
        return await open_connection(
            target,
            settings,
            self.console,
            asks=self.asks,
            note=self._note,
            transfers=transfers,
        )

    def trace(self, error: Exception) -> None:
        """Show where an error happened, if somebody wants to know."""
        if self.settings.debug:
            self.console.record("".join(traceback.format_exception(error)))

    def _note(self, event: aioesx.Event) -> None:
        """Hear what the connection tells."""
        self.ongoing.note(event)
        if isinstance(event, aioesx.LoggedIn):
            self.greeting = None
