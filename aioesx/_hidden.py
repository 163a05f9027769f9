"""What names must not show: what belongs to a session has the session's key in its name.

Filters, collectors and views are called ``session[52b5...]52cd...``, and on some servers the key is
the value of the session's cookie. Hosts put such names into the messages of faults, too.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["without_session"]

_SESSION: Final = re.compile(r"session\[[^\]]*")


def without_session(text: str) -> str:
    """Return a name, or a text with names, as it may be shown: ``session[***]52cd...``."""
    return _SESSION.sub("session[***", text) if "session[" in text else text
