"""Envelopes as they may be logged: without passwords, session keys and tickets."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["redacted"]

_SECRETS: Final = (
    "password", "chapSecret", "mutualChapSecret", "ticket", "sessionID", "sessionId", "cfgFile",
    "token", "adminPassword", "newPassword",
)  # fmt: skip
_SECRET = re.compile(
    rb"(<(?:\w+:)?(?:" + "|".join(_SECRETS).encode() + rb")\b[^>]*>)[^<]*(?=<)", re.DOTALL
)
# UserSession.key is the session cookie's value on some servers.
_SESSION_KEY = re.compile(
    rb"(UserSession\"[^>]*>\s*<key\b[^>]*>|<LoginResponse\b.*?<key\b[^>]*>)[^<]*", re.DOTALL
)
_LIMIT: Final = 20_000


def redacted(envelope: bytes) -> str:
    """Return an envelope for a log: secrets replaced by ``***``, cut at 20,000 bytes."""
    text = _SESSION_KEY.sub(rb"\1***", _SECRET.sub(rb"\1***", envelope[:_LIMIT]))
    more = len(envelope) - _LIMIT
    return text.decode("utf-8", "replace") + (f"... ({more} bytes more)" if more > 0 else "")
