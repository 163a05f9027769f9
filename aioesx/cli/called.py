"""What a person types to call this program again: its name, or where it is."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import Final

__all__ = ["called"]

_NAME: Final = "aioesx"


def called() -> str:
    """Return the command's name where the shell finds it, else its path, else its module."""
    if shutil.which(_NAME) is not None:
        return _NAME
    script = Path(sys.argv[0])
    if script.name == _NAME and script.is_file():
        return shlex.quote(_nearby(script))
    return f"{shlex.quote(_nearby(Path(sys.executable)))} -m {_NAME}"


def _nearby(path: Path) -> str:
    """Return a path from here, if it leads down; links are not followed: they say which Python."""
    whole = path.absolute()
    here = Path.cwd()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(whole)
