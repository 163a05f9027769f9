"""Where a person's files are: home, and the directories of the XDG specification below it.

Whoever has no home (a user id without an entry, and no ``HOME``) has no files there, either.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

__all__ = ["SETTINGS", "STATE", "expanded", "home", "place"]

SETTINGS: Final = ("XDG_CONFIG_HOME", ".config")
STATE: Final = ("XDG_STATE_HOME", ".local/state")


def home() -> Path | None:
    """Return the home directory; None if there is none."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def place(kind: tuple[str, str], environ: Mapping[str, str] | None = None) -> Path | None:
    """Return the directory for files of a kind.

    Args:
        kind: `SETTINGS` or `STATE`.
        environ: the environment; this process's by default.

    Returns:
        what the variable names; below home where it is not set or, as the specification has it,
        relative; None without a home.
    """
    variable, below = kind
    named = (os.environ if environ is None else environ).get(variable, "")
    if named.startswith("/"):
        return Path(named)
    at_home = home()
    return None if at_home is None else at_home / below


def expanded(path: str) -> Path:
    """Return a path, with ``~`` and ``~user`` in its place where there is such a home."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)
