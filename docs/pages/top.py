"""top.md: what `aioesx top` shows and takes, with the screen that a test compares."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["page"]

_HERE: Final = Path(__file__).resolve().parent
_SCREEN: Final = _HERE.parents[1] / "tests" / "data" / "top" / "screen.txt"


def page() -> str:
    """Return the whole page."""
    text = (_HERE / "top.md").read_text("utf-8")
    return text.replace("SCREEN```", f"{_SCREEN.read_text('utf-8')}```")
