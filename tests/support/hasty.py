"""What the fixture `hasty` is: bounds and pauses for the connections that a test opens."""

from __future__ import annotations

from typing import Any, Protocol

__all__ = ["Hasty"]


class Hasty(Protocol):
    """Changes some of `aioesx._session.seconds.Seconds` until the test ends."""

    def __call__(self, **changes: Any) -> None: ...
