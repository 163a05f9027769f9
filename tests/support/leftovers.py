"""What a run has to have taken away when it has ended in order."""

from __future__ import annotations

from pathlib import Path

__all__ = ["locks_in"]


def locks_in(directory: Path) -> list[str]:
    """Return the lock files below a directory; a document of that name has something in it."""
    found = (path for path in directory.rglob("*.lock") if not path.stat().st_size)
    return sorted(path.name for path in found)
