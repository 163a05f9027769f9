"""`BasicAuth`: lets through who knows a user's password; the passwords are known by hash only."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import anyio
import anyio.to_thread
import bcrypt
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["BasicAuth"]

_AT_ONCE: Final = 2
"""Passwords that are judged at the same time: each takes a processor for a tenth of a second."""


class BasicAuth:
    """An ASGI application before another one."""

    def __init__(self, app: ASGIApp, users: Mapping[str, str]) -> None:
        """Take the application and its users.

        Args:
            app: what is guarded.
            users: bcrypt hashes of their passwords, by name; one at least.
        """
        self._app = app
        self._users = {name.encode(): hashed.encode() for name, hashed in users.items()}
        self._nobody = next(iter(self._users.values()))  # an unknown name takes as long as another
        self._key = secrets.token_bytes(32)
        self._known: dict[bytes, bytes] = {}
        self._turns: anyio.CapacityLimiter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] == "lifespan" or await self._is_let_in(scope):
            await self._app(scope, receive, send)
            return
        headers = {"WWW-Authenticate": 'Basic realm="aioesx exporter", charset="UTF-8"'}
        await PlainTextResponse("Unauthorized\n", 401, headers)(scope, receive, send)

    async def _is_let_in(self, scope: Scope) -> bool:
        """Judge a request; a password that was right once is not hashed again."""
        stated = _stated(dict(scope["headers"]).get(b"authorization", b""))
        if stated is None:
            return False
        user, password = stated
        seen = hmac.new(self._key, len(user).to_bytes(4, "big") + user + password, hashlib.sha256)
        if hmac.compare_digest(self._known.get(user, b""), seen.digest()):
            return True
        if self._turns is None:
            self._turns = anyio.CapacityLimiter(_AT_ONCE)
        hashed = self._users.get(user)
        fits = await anyio.to_thread.run_sync(
            _fits, password, hashed or self._nobody, limiter=self._turns
        )
        if not fits or hashed is None:
            return False
        self._known[user] = seen.digest()
        return True


def _stated(header: bytes) -> tuple[bytes, bytes] | None:
    """Return user and password of a header; None if it has none."""
    scheme, _, text = header.partition(b" ")
    if scheme.lower() != b"basic":
        return None
    try:
        decoded = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        return None
    user, colon, password = decoded.partition(b":")
    return (user, password) if colon else None


def _fits(password: bytes, hashed: bytes) -> bool:
    try:
        return bcrypt.checkpw(password, hashed)
    except ValueError:  # too long, or with a zero in it: nobody's
        return False
