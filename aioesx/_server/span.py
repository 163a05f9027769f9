"""Spans of time that somebody asks about. No I/O."""

from __future__ import annotations

from datetime import datetime

__all__ = ["require_span"]


def require_span(since: datetime | None, until: datetime | None) -> None:
    """Refuse a span whose ends are of no zone, or that ends before it begins.

    Raises:
        ValueError: so it is.
    """
    for moment in (since, until):
        if moment is not None and moment.tzinfo is None:
            raise ValueError(f"{moment} has no time zone: say datetime.now(UTC), for one")
    if since is not None and until is not None and until < since:
        raise ValueError(f"until={until} is before since={since}: nothing is between")
