"""UUIDs and MAC addresses as libvirt reads them."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

__all__ = ["parse_mac", "parse_uuid"]

_UUID_PAIRS: Final = re.compile(r"\s*(?:[0-9a-f]{2}[ -]*){15}[0-9a-f]{2}\s*", re.IGNORECASE)
_MAC: Final = re.compile(r"\s*((?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2})", re.IGNORECASE)


def parse_uuid(text: str) -> UUID:
    """Read sixteen pairs of hex digits, with blanks or ``-`` between pairs where one likes.

    Raises:
        ValueError: it is something else.
    """
    if not _UUID_PAIRS.fullmatch(text):
        raise ValueError(text)
    return UUID(hex=re.sub(r"[\s-]", "", text))


def parse_mac(text: str) -> str:
    """Read a MAC address; return it in lower case with two digits a byte.

    Raises:
        ValueError: it is something else.
    """
    match = _MAC.match(text)
    if match is None or text[match.end() : match.end() + 1] > " ":
        raise ValueError(text)
    return ":".join(f"{int(byte, 16):02x}" for byte in match[1].split(":"))
