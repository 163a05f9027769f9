"""Which names a file of a package may have: such as lead nowhere else."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MAX_NAME", "why_not"]

MAX_NAME: Final = 1024
"""Bytes of the longest name, directories included."""
_MAX_PART: Final = 255
_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_STRANGE: Final = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")


def why_not(name: str) -> str | None:
    """Return why a file of a package cannot have this name; None if it can."""
    if not name:
        return "it is empty"
    if _STRANGE.search(name):
        return "it has a backslash, or a character that no name has"
    if _ELSEWHERE.match(name):
        return "it is at another place, from where nothing is fetched"
    parts = name.split("/")
    if name.startswith("/") or ".." in parts:
        return "it leads out of the package"
    if "" in parts or "." in parts:
        return "it is no plain path"
    longest = max(len(part.encode()) for part in parts)
    if longest > _MAX_PART or len(name.encode()) > MAX_NAME:
        return "it is too long"
    return None
