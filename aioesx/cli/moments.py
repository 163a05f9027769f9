"""Moments as people write them: an age, such as ``7d``, or a date."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import click

__all__ = ["MOMENT", "parse_moment", "require_order"]

_UNITS: Final = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_AGE: Final = re.compile(rf"(?:\d{{1,6}}[{''.join(_UNITS)}])+", re.ASCII)
_PART: Final = re.compile(r"(\d+)(\D)", re.ASCII)


def parse_moment(text: str) -> datetime:
    """Read how long ago something was, or when: ``7d``, ``1w12h``, ``2026-01-31T12:00``.

    Units are s, m, h, d and w. A moment is ISO 8601; without a zone it is local time.

    Raises:
        ValueError: it is neither.
    """
    try:
        if _AGE.fullmatch(text):
            age = sum((int(n) * _UNITS[unit] for n, unit in _PART.findall(text)), timedelta())
            return datetime.now(UTC) - age
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise ValueError(
            f"'{text}' is neither an age, such as 7d or 12h, nor a moment, such as 2026-01-31T12:00"
        ) from None


def require_order(since: datetime | None, until: datetime | None) -> None:
    """Refuse a span that ends before it begins.

    Raises:
        ValueError: it does.
    """
    if since is not None and until is not None and since >= until:
        raise ValueError(f"--until is not after --since: {until} and {since}")


class _Moment(click.ParamType):  # type: ignore[type-arg]  # generic in some versions only
    """A moment on the command line."""

    name = "moment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read the text."""
        try:
            return value if isinstance(value, datetime) else parse_moment(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


MOMENT: Final = _Moment()
