"""Envelopes as they may be logged: without passwords, session keys and tickets.

What is secret is known by its field: an element of a certain name, a field that ``wsdl/`` marks, of
a type that is named or of an element that holds one, the value of an option of a certain key
(``config.extraConfig`` holds VNC passwords and what clouds tell a guest), the result of certain
methods; and by its look: the key of a session in the name of what belongs to it. The rule hides too
much rather than too little, and reads what the log shows only: a secret that is cut in two by its
end has no end of its own, and is hidden all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from aioesx._session._secrets import HOLDERS, SECRETS

__all__ = [
    "is_secret_field", "is_secret_key", "is_secret_path", "is_secret_result", "redacted",
    "secret_fields",
]  # fmt: skip

_FIELDS: Final = (
    r"\w*[pP]assword", r"\w*[sS]ecret", r"\w*[tT]icket", r"\w*[tT]oken",
    r"\w*[cC]ookie", r"[sS]ession(?:ID|Id)", "cfgFile",
    r"\w*[pP]rivateKey", r"sslKey\w*", r"\w*[cC]redentials?", "authenticationData",
)  # fmt: skip
_KEYS: Final = r"[^<]*(?:passw|secret|credential|token|ticket|private|vnc\.key|guestinfo\.)[^<]*"
_METHODS: Final = (r"Acquire\w*", r"Login\w*", "CloneSession", r"InitiateFileTransfer\w*")

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
        r"(session\[)[^\]<]*",  # filters, views: see `aioesx._hidden`
    )
)
_LIMIT: Final = 20_000

_FIELD: Final = re.compile("|".join(_FIELDS))
_KEY: Final = re.compile(_KEYS, re.IGNORECASE)
_METHOD: Final = re.compile("|".join(_METHODS))
_STEP: Final = re.compile(r"""(?P<name>[^.\[\]]+)(?:\[(?P<key>"[^"]*"|[^\]]*)\])?""")

# What a name alone does not tell: type -> its secret fields; element -> those that it holds.
_UNNAMED: Final = {
    kind: rest
    for kind, names in SECRETS.items()
    if (rest := [name for name in names.split() if not _FIELD.fullmatch(name)])
}
_HELD: Final[dict[str, list[str]]] = {}
for _kind, _names in _UNNAMED.items():
    for _holder in HOLDERS[_kind].split():
        _HELD.setdefault(_holder, []).extend(_names)


def _holding() -> Iterator[tuple[re.Pattern[bytes], re.Pattern[bytes]]]:
    """Yield patterns: of an element with an unnamed secret, by name or by type, and of the secret.

    An element may be cut by the log's end as a secret may.
    """
    for kind, names in _UNNAMED.items():
        field = rf"(<((?:[\w.-]+:)?(?:{'|'.join(names)}))(?:\s[^<>]*)?>).*?(?=</\2\s*>|\Z)"
        named = rf"((?:[\w.-]+:)?(?:{'|'.join(HOLDERS[kind].split())}))(?:\s[^<>]*)?"
        typed = rf"([\w.:-]+)\s[^<>]*type=[\"'](?:[\w.-]+:)?{kind}[\"'][^<>]*"
        for begin in (named, typed):
            whole = rf"<{begin}(?<!/)>.*?(?:</\1\s*>|\Z)"
            yield re.compile(whole.encode(), re.DOTALL), re.compile(field.encode(), re.DOTALL)


_HOLDING: Final = tuple(_holding())


def is_secret_field(name: str) -> bool:
    """Tell whether an element of this name holds a secret."""
    return _FIELD.fullmatch(name) is not None


def is_secret_key(key: str) -> bool:
    """Tell whether an option of this key has a secret value."""
    return _KEY.fullmatch(key) is not None


def is_secret_result(method: str) -> bool:
    """Tell whether what a method of this name returns is a secret."""
    return _METHOD.fullmatch(method) is not None


def secret_fields(type_name: str) -> Iterator[str]:
    """Yield the fields of a type that ``wsdl/`` marks as secret."""
    yield from SECRETS.get(type_name, "").split()


def is_secret_path(path: str) -> bool:
    """Tell whether a property path leads to a secret, or into one.

    A path has a key in brackets behind an element of a list:
    ``config.extraConfig["RemoteDisplay.vnc.password"].value``.
    """
    before, hidden = "", False
    for step in _STEP.finditer(path):
        name = step["name"]
        if hidden and name != "key":
            return True
        if is_secret_field(name) or name in _HELD.get(before, ()):
            return True
        hidden = is_secret_key((step["key"] or "").strip('"'))
        before = name
    return False


def _without(field: re.Pattern[bytes], holder: re.Match[bytes]) -> bytes:
    return field.sub(rb"\1***", holder[0])


def redacted(envelope: bytes) -> str:
    """Return an envelope for a log: secrets replaced by ``***``, cut at 20,000 bytes."""
    text = envelope[:_LIMIT]
    for secret in _SECRETS:
        text = secret.sub(rb"\1***", text)
    for holder, field in _HOLDING:
        text = holder.sub(partial(_without, field), text)
    more = len(envelope) - _LIMIT
    return text.decode("utf-8", "replace") + (f"... ({more} bytes more)" if more > 0 else "")
