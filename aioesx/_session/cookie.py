"""The session cookie: the one cookie that we take, and the only server that we give it to.

The value goes back as it came, quotes and all. No jar: a jar binds cookies to a host, not to a
port, and takes whatever else a server (or a portal in between) sends.
"""

from __future__ import annotations

import re
from typing import Final

from aioesx.errors import ProtocolError

__all__ = ["session_cookie"]

_NAME: Final = "vmware_soap_session"
_LIMIT: Final = 4096
_VALUE = re.compile(r'[\x21\x23-\x2b\x2d-\x3a\x3c-\x7e"]*')


def session_cookie(set_cookie: list[str]) -> str | None:
    """Return ``name=value`` of the session cookie among Set-Cookie headers, or None.

    Raises:
        ProtocolError: the cookie is longer than 4 KiB or holds characters that cookies cannot.
    """
    for header in set_cookie:
        name, equals, value = header.split(";", 1)[0].strip().partition("=")
        if name != _NAME or not equals:
            continue
        if len(value) > _LIMIT or _VALUE.fullmatch(value) is None:
            raise ProtocolError("the session cookie is not one")
        return f"{_NAME}={value}"
    return None
