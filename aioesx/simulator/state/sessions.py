"""Who is logged in: sessions by cookie, their age, their limit.

Session ids are 160 random bits and are looked up by their digest, so that timing tells nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aioesx.simulator import faults

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.simulator.clock import Timeline
    from aioesx.simulator.collector.filters import Collector
    from aioesx.simulator.state.host import Options

__all__ = ["Session", "Sessions", "User"]


@dataclass(frozen=True, slots=True)
class User:
    """An account of the host.

    Attributes:
        read_only: may look at everything and change nothing.
        no_access: has no role, and is not even let in.
    """

    name: str
    password: str = field(repr=False)
    full_name: str = ""
    read_only: bool = False
    no_access: bool = False


@dataclass(eq=False)
class Session:
    """One login. `key` is public, `cookie` is the secret.

    Attributes:
        collectors: its property collectors, by reference.
        views: its views and event collectors, by reference.
        waiting: how many of its calls wait just now.
    """

    key: str
    cookie: str = field(repr=False)
    user: User
    login_time: datetime
    last_active: datetime
    last_seconds: float
    locale: str
    address: str
    agent: str
    collectors: dict[str, Collector] = field(default_factory=dict)
    views: dict[str, Any] = field(default_factory=dict)
    calls: int = 0
    waiting: int = 0
    alive: bool = True


class Sessions:
    """The host's session manager.

    Args:
        users: accounts by name.
        options: how long an unused session lives, and how many may exist at once.
    """

    def __init__(self, users: dict[str, User], timeline: Timeline, options: Options) -> None:
        self.users = users
        self._options = options
        self._timeline = timeline
        self._sessions: dict[bytes, Session] = {}

    def all(self) -> list[Session]:
        """Return the sessions that are alive, oldest first."""
        self._expire()
        return list(self._sessions.values())

    def check_password(self, name: str, password: str) -> User:
        """Return the account, or refuse; takes the same time whichever is wrong."""
        user = self.users.get(name)
        expected = user.password if user is not None else secrets.token_hex(8)
        same = hmac.compare_digest(expected.encode(), password.encode("utf-8", "replace"))
        if user is None or not same:
            raise faults.invalid_login()
        return user

    def login(self, name: str, password: str, *, locale: str, address: str, agent: str) -> Session:
        """Open a session.

        Raises:
            Refused: InvalidLogin, or a RuntimeFault when there are too many sessions.
        """
        user = self.check_password(name, password)
        return self.open(user, locale=locale, address=address, agent=agent)

    def open(self, user: User, *, locale: str, address: str, agent: str) -> Session:
        """Open a session for somebody who is known already.

        Raises:
            Refused: there are too many sessions.
        """
        self._expire()
        if len(self._sessions) >= self._options.session_limit:
            raise faults.too_many_sessions()
        now = self._timeline.now()
        session = Session(
            key=f"52{secrets.token_hex(15)}",
            cookie=secrets.token_hex(20),
            user=user,
            login_time=now,
            last_active=now,
            last_seconds=self._timeline.seconds(),
            locale=locale or "en",
            address=address,
            agent=agent,
        )
        self._sessions[_digest(session.cookie)] = session
        return session

    def find(self, cookie: str | None) -> Session | None:
        """Return the live session that the cookie names, and count it as used."""
        self._expire()
        if not cookie:
            return None
        # A table look-up by the digest of the cookie: how long it takes says nothing
        # about the cookies of others.
        found = self._sessions.get(_digest(cookie))
        if found is not None:
            found.last_active = self._timeline.now()
            found.last_seconds = self._timeline.seconds()
        return found

    def end(self, session: Session) -> None:
        """Close a session; its filters go with it."""
        session.alive = False
        session.collectors.clear()
        session.views.clear()
        self._sessions.pop(_digest(session.cookie), None)

    def end_all(self) -> None:
        """Close every session, as a reboot of the host's agent does."""
        for session in list(self._sessions.values()):
            self.end(session)

    def _expire(self) -> None:
        limit = self._timeline.seconds() - self._options.session_seconds
        for session in list(self._sessions.values()):
            if session.last_seconds < limit and not session.waiting:
                self.end(session)


def _digest(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode("utf-8", "replace")).digest()
