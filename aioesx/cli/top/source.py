"""`Source`: one URI of ``top``: connected, read again and again, tried again when it is dead.

Each has a task of its own, so none waits for another. It calls nobody's screen: who wants to know
is called back.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import anyio

import aioesx
from aioesx import errors
from aioesx.cli.top.figures import Reading, Ref
from aioesx.cli.top.reading import Reader

__all__ = ["DEADLINE", "Access", "Ask", "Source"]

DEADLINE: Final = 15.0
"""How long a refresh, or opening the connection, may take, in seconds, where nobody says."""

_BACK_OFF: Final = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
_ANEW: Final = 3
"""After so many failed refreshes in a row the connection is opened anew."""

# Asking again would lock the account, or cannot help.
_FINAL: Final = (errors.LoginError, errors.AuthenticationError, errors.UriError)


Ask = Callable[["aioesx.AuthRequest"], Awaitable["str | None"]]
"""Asks a person for a password; None is no answer."""


@dataclasses.dataclass(frozen=True, slots=True)
class Access:
    """How a host is connected to.

    Attributes:
        keywords: of `aioesx.connect`. Without a password, or with None, it is what libvirt's auth
            file says, else what `ask` answers.
        ask: asks for what is still missing.
    """

    keywords: Mapping[str, Any] = dataclasses.field(default_factory=dict, repr=False)
    ask: Ask | None = None


class Source:
    """What a URI leads to, and how that is just now.

    Attributes:
        uri: as it was given.
        label: host and port of the URI: it may name a user.
        reading: what the latest refresh that went well brought; None before the first.
        error: why the latest one did not go well; None if it did.
        again: when it is tried again, by `anyio.current_time`; None where that waits for a person.
        tasks: what the host goes on with though nobody waits for it any more.
        changed: called whenever one of these is another.
        ask: asks for a missing password.
    """

    def __init__(self, uri: str, access: Access, interval: float) -> None:
        """Take a URI; nothing is sent.

        Args:
            uri: of a host or a vCenter.
            access: how it is connected to.
            interval: seconds between two refreshes.

        Raises:
            UriError: it cannot be used.
        """
        self.uri = uri
        self.label = urlsplit(uri).netloc.rpartition("@")[2] or uri
        self.reading: Reading | None = None
        self.error: str | None = None
        self.again: float | None = None
        self.tasks: list[str] = []
        self.changed: Callable[[], None] = lambda: None
        self.ask = access.ask
        self._access = access
        self._interval = interval
        self._failures = 0
        self._answer: str | None = None
        self._request: aioesx.AuthRequest | None = None
        self._nudge = anyio.Event()
        self._esx: aioesx.Connection | None = None
        self._prepare()

    def __repr__(self) -> str:
        return f"<Source {self.label}>"

    @property
    def is_up(self) -> bool:
        """Whether what `reading` tells is of now."""
        return self.error is None and self.reading is not None

    async def run(self) -> None:
        """Keep it read until this is cancelled; the session is logged out then."""
        while True:
            try:
                async with self._prepare() as esx:
                    await self._follow(esx)
            except errors.EsxError as error:
                if await self._is_answered(error):
                    continue
                self._failed(error)
                await self._pause(final=isinstance(error, _FINAL))

    async def read_once(self) -> errors.EsxError | None:
        """Connect, read, log out; return why that did not go well."""
        while True:
            try:
                async with self._prepare() as esx:
                    await self._read(Reader(esx, anyio.current_time))
            except errors.EsxError as error:
                if await self._is_answered(error):
                    continue
                self._failed(error)
                return error
            return None

    def refresh(self) -> None:
        """Have it read now, whatever it waits for."""
        self._nudge.set()

    async def domain(self, ref: Ref) -> aioesx.Domain:
        """Return a domain to act on.

        Raises:
            ConnectionError: there is no connection just now.
            EsxError: the domain cannot be read.
        """
        if self._esx is None:
            raise ConnectionError(f"{self.label} is not connected")
        return await self._esx.domains.of(ref)

    def _prepare(self) -> aioesx.Connecting:
        self._request = None
        keywords = {"timeout": DEADLINE, **self._access.keywords}
        if self._answer is not None:
            keywords["password"] = self._answer
        return aioesx.connect(
            self.uri, auth=self._note_request, on_event=self._note_event, **keywords
        )

    async def _follow(self, esx: aioesx.Connection) -> None:
        """Refresh again and again; return when the connection had better be opened anew."""
        reader = Reader(esx, anyio.current_time)
        self._esx = esx
        try:
            while True:
                try:
                    await self._read(reader)
                except errors.EsxError as error:
                    self._failed(error)
                await self._pause()
                if self._failures and self._failures % _ANEW == 0:
                    return
        finally:
            self._esx = None

    async def _read(self, reader: Reader) -> None:
        seconds = self._access.keywords.get("timeout", DEADLINE)
        with anyio.move_on_after(seconds):
            self.reading = await reader.read()
            self.error, self.again, self._failures = None, None, 0
            self.changed()
            return
        raise errors.TransportTimeout(f"{self.label}: no answer within {seconds:g} s")

    def _failed(self, error: errors.EsxError) -> None:
        self.error = str(error)
        self._failures += 1

    async def _pause(self, *, final: bool = False) -> None:
        """Wait until it is time for the next attempt, or somebody wants it now."""
        seconds: float | None = self._interval
        if self.error is not None:
            place = min(self._failures, len(_BACK_OFF)) - 1
            seconds = None if final else _BACK_OFF[place]
            self.again = None if seconds is None else anyio.current_time() + seconds
            self.changed()
        with anyio.move_on_after(seconds):
            await self._nudge.wait()
        self._nudge = anyio.Event()

    # --- passwords and events ---------------------------------------------------------------------

    def _note_request(self, request: aioesx.AuthRequest) -> None:
        """Remember what is asked for: a person takes longer than a connection may."""
        self._request = request

    async def _is_answered(self, error: errors.EsxError) -> bool:
        """Ask for the password that was missing; tell whether there is one now."""
        if isinstance(error, errors.LoginError):
            self._answer = None
        asked = self._request
        if self.ask is None or asked is None or asked.asked != "password":
            return False
        if not isinstance(error, errors.AuthenticationError):
            return False
        self._answer = await self.ask(asked)
        return self._answer is not None

    def _note_event(self, event: aioesx.Event) -> None:
        if isinstance(event, aioesx.TaskAbandoned):
            self.tasks.append(event.task.value)
