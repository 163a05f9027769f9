"""README.md, as far as it is made: the table of the URI's parameters, from their rows."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from aioesx.uri import PARAMETERS

__all__ = ["page"]

_README: Final = Path(__file__).resolve().parents[2] / "README.md"
_HEAD: Final = "| Parameter | Value |\n|---|---|\n"


def page() -> str:
    """Return the whole page."""
    before, _, rest = _README.read_text("utf-8").partition(_HEAD)
    table = "".join(f"| `{each.name}` | {each.meaning} |\n" for each in PARAMETERS)
    behind = rest.partition("\n\n")[2]
    return f"{before}{_HEAD}{table}\n{behind}"
