"""Sizes as virsh reads and writes them: a number and a unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import click

from aioesx.cli.text import known
from aioesx.units import bytes_in_unit

__all__ = [
    "BYTES",
    "KIB",
    "SCALED",
    "UNITS",
    "parse_bytes",
    "parse_size",
    "pretty_size",
    "shown_size",
]

UNITS: Final = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")
_LARGEST: Final = 2**64 - 1
_SIZE: Final = re.compile(r"(\d{1,18})\s*([a-z]*)", re.ASCII | re.IGNORECASE)


def parse_size(text: str) -> int:
    """Return a size in KiB, rounded up; a number alone is KiB.

    Units are ``b`` or ``bytes``; ``k``, ``KiB`` and so on to ``E``, ``EiB`` by 1024; ``KB`` and so
    on to ``EB`` by 1000.

    Raises:
        ValueError: it is no number, or the unit is unknown.
    """
    return -(-_parse(text, "KiB") // 1024)


def parse_bytes(text: str) -> int:
    """Return a size in bytes; a number alone is bytes. Units are those of `parse_size`.

    Raises:
        ValueError: it is no number, or the unit is unknown.
    """
    return _parse(text, "bytes")


def _parse(text: str, unit: str) -> int:
    match = _SIZE.fullmatch(text.strip())
    factor = bytes_in_unit(match[2] or unit) if match is not None else None
    if match is None or factor is None or int(match[1]) * factor > _LARGEST:
        raise ValueError(f"Scaled numeric value '{text}' is malformed or out of range")
    return int(match[1]) * factor


def pretty_size(size: int) -> str:
    """Write bytes in the largest unit that they fill, with two places.

    Source: libvirt, vshPrettyCapacity.
    """
    unit = min(max(size.bit_length() - 1, 0) // 10, len(UNITS) - 1)
    return f"{size / 1024**unit:.2f} {UNITS[unit]}"


def shown_size(size: int | None, exact: bool = False) -> str:
    """Write bytes as virsh does, or as a number alone; ``-`` where they are not told."""
    return known(size) if size is None or exact else pretty_size(size)


def _parse_scaled(text: str) -> int:
    return _parse(text, "KiB")


class _Size(click.ParamType):  # type: ignore[type-arg]  # generic in some versions only
    """A size on the command line."""

    name = "size"

    def __init__(self, parse: Callable[[str], int]) -> None:
        self._parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the text."""
        try:
            return value if isinstance(value, int) else self._parse(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


BYTES: Final = _Size(parse_bytes)
"""In bytes; a number alone is bytes."""
KIB: Final = _Size(parse_size)
"""In KiB; a number alone is KiB."""
SCALED: Final = _Size(_parse_scaled)
"""In bytes; a number alone is KiB."""
