"""Envelopes as they may be logged: without passwords, session keys and tickets.

What is secret is known by its field: an element of a certain name, the value of an option of a
certain key (``config.extraConfig`` holds VNC passwords and what clouds tell a guest), the result
of certain methods. The rule hides too much rather than too little, and reads what the log shows
only: a secret that is cut in two by its end has no end of its own, and is hidden all the same.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["redacted"]

_FIELDS: Final = (
    r"\w*[pP]assword", r"\w*[sS]ecret", r"\w*[tT]icket", r"\w*[tT]oken",
    r"\w*[cC]ookie", r"[sS]ession(?:ID|Id)", "cfgFile",
    r"\w*[pP]rivateKey", r"sslKey\w*", r"\w*[cC]redentials?", "authenticationData",
)  # fmt: skip
_KEYS: Final = r"[^<]*(?:passw|secret|credential|token|ticket|private|vnc\.key|guestinfo\.)[^<]*"
_METHODS: Final = (r"Acquire\w*", r"Login\w*", "CloneSession")

# Each has what goes before the secret, and then the secret: to the end of its element, or of all.
_SECRETS: Final = tuple(
    re.compile(pattern.encode(), re.DOTALL)
    for pattern in (
        rf"(<((?:[\w.-]+:)?(?:{'|'.join(_FIELDS)}))(?:\s[^<>]*)?>).*?(?=</\2\s*>|\Z)",
        (
            rf"(<((?:[\w.-]+:)?)key(?:\s[^<>]*)?>(?i:{_KEYS})</\2key\s*>\s*"
            r"<\2value(?:\s[^<>]*)?>).*?(?=</\2value\s*>|\Z)"
        ),
        rf"(<((?:[\w.-]+:)?(?:{'|'.join(_METHODS)})Response)(?:\s[^<>]*)?>).*?(?=</\2\s*>|\Z)",
        # The key of a UserSession is the session cookie's value on some servers.
        r"(UserSession[\"']?[^<>]*>\s*<((?:[\w.-]+:)?key)(?:\s[^<>]*)?>).*?(?=</\2\s*>|\Z)",
    )
)
_LIMIT: Final = 20_000


def redacted(envelope: bytes) -> str:
    """Return an envelope for a log: secrets replaced by ``***``, cut at 20,000 bytes."""
    text = envelope[:_LIMIT]
    for secret in _SECRETS:
        text = secret.sub(rb"\1***", text)
    more = len(envelope) - _LIMIT
    return text.decode("utf-8", "replace") + (f"... ({more} bytes more)" if more > 0 else "")
