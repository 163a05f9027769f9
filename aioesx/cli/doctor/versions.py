"""`aioesx doctor`: what this program is built on, for a report of a fault.

It talks to no host. The parsers of XML are libraries of C that come with Python and with lxml, and
a distribution mends them without a new version of either: so theirs are told, too.
"""

from __future__ import annotations

import platform
import ssl
from collections.abc import Iterator
from importlib import metadata
from typing import Final
from xml.parsers import expat

from aioesx._version import VERSION

__all__ = ["versions"]

_PARTS: Final = ("anyio", "httpx", "h11", "lxml", "python-socks", "click")


def versions() -> Iterator[str]:
    """Yield a line for each part: name and version."""
    from lxml import etree  # takes long to load

    yield f"aioesx {VERSION}"
    yield f"Python {platform.python_version()} on {platform.platform()}"
    for part in _PARTS:
        yield f"{part} {metadata.version(part)}"
    yield f"expat {expat.EXPAT_VERSION.removeprefix('expat_')} (answers of hosts)"
    yield f"libxml2 {'.'.join(map(str, etree.LIBXML_VERSION))} (domains and other documents)"
    yield ssl.OPENSSL_VERSION
