"""What the commands of machines that move take alike: options, and how their texts are read."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, Final

import click

import aioesx
from aioesx.cli.declare import Word
from aioesx.cli.sizes import parse_bytes

__all__ = [
    "ANSWERED_BY",
    "CONNECTIONS",
    "DATASTORE",
    "FORMATS",
    "HARDWARE",
    "LIMIT_RATE",
    "MOMENT_TO_COME",
    "NAME",
    "NFC_HOST",
    "PAIR",
    "PROOFS",
    "VERIFY",
    "WAYS",
    "limits_of",
    "pairs",
    "parse_moment_to_come",
]

PROOFS: Final = ("none", "read", "full")
FORMATS: Final = ("qcow2", "raw", "ovf", "ova")
WAYS: Final = ("folder", "lease", "snapshot")
HARDWARE: Final = ("keep", "virtio")
"""The words of `Domain.export`; a test holds them against its own."""

ANSWERED_BY: Final = {
    "name": "--name",
    "datastore": "--datastore",
    "networks": "--network",
    "properties": "--property",
    "thin": "going without --thick",
    "way": "--way",
}
"""What a person is told instead of the parameters that answer an `aioesx.Obstacle`."""

_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


class _Pair(click.ParamType):  # type: ignore[type-arg]  # generic in some versions only
    """A word ``NAME=VALUE``."""

    name = "pair"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Take the text apart at its first ``=``."""
        if isinstance(value, tuple):
            return value
        name, equals, rest = str(value).partition("=")
        if not (equals and name):
            self.fail(f"'{value}' should be NAME=VALUE", param, ctx)
        return name, rest


PAIR: Final = _Pair()


def pairs(name: str, text: str, metavar: str) -> Word:
    """Return an option that takes ``NAME=VALUE``, and may be given several times."""
    return Word(name, text, False, False, many=True, type=PAIR, metavar=metavar)


def parse_moment_to_come(text: str, now: datetime | None = None) -> datetime:
    """Read ``22:30``, the next time that a clock here shows it, or ``2026-11-29T22:30``.

    Raises:
        ValueError: it is neither.
    """
    current = (now or datetime.now()).astimezone()
    if match := _CLOCK.fullmatch(text):
        hour, minute = int(match[1]), int(match[2])
        wall = current.replace(hour=hour, minute=minute, second=0, microsecond=0, tzinfo=None)
        if wall <= current.replace(tzinfo=None):
            wall += timedelta(days=1)
        return wall.astimezone()
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise ValueError(
            f"'{text}' is neither a time, such as 22:30, nor a moment, such as 2026-11-29T22:30"
        ) from None


class _MomentToCome(click.ParamType):  # type: ignore[type-arg]  # likewise
    """A moment on the command line that is still to come."""

    name = "moment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read the text."""
        try:
            return value if isinstance(value, datetime) else parse_moment_to_come(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


MOMENT_TO_COME: Final = _MomentToCome()


class _Rate(click.ParamType):  # type: ignore[type-arg]  # likewise
    """Bytes a second on the command line."""

    name = "rate"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the text."""
        try:
            found = value if isinstance(value, int) else parse_bytes(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return found or self.fail("should be 1 byte a second at least", param, ctx)


VERIFY: Final = Word(
    "verify",
    "read: read back what was written; full: and the source once more; none. read without it.",
    False,
    False,
    type=click.Choice(PROOFS),
)
LIMIT_RATE: Final = Word(
    "limit-rate", "Bytes a second in all, such as 50M.", False, False, type=_Rate(), metavar="SIZE"
)
CONNECTIONS: Final = Word(
    "connections",
    "Connections to the host at once; 8 without it, 4 of them for one disk.",
    False,
    False,
    type=click.IntRange(min=1),
    metavar="NUMBER",
)
NFC_HOST: Final = pairs(
    "nfc-host",
    "Address of a host that a vCenter names and that cannot be reached by that name.",
    "NAME=ADDRESS",
)
NAME: Final = Word("name", "What it is called; as there without it.", False, False)
DATASTORE: Final = Word(
    "datastore", "Where its disks go; needed where there are several.", False, False
)


def limits_of(limit_rate: int | None, connections: int | None) -> aioesx.ExportLimits:
    """Return how much may be on its way at once."""
    usual = aioesx.ExportLimits()
    if connections is None:
        return aioesx.ExportLimits(bandwidth=limit_rate)
    return aioesx.ExportLimits(
        per_disk=connections,
        per_host=connections,
        total=max(connections, usual.total),
        bandwidth=limit_rate,
    )
