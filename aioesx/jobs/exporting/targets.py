"""Targets: where a machine's files go, by a pattern such as ``/srv/{host}/{domain}``. No I/O."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Final

from aioesx._words import advice
from aioesx.export.before.names import file_stem

__all__ = ["check_pattern", "expand"]

PLACES: Final = ("host", "domain", "uuid", "group")
"""What may stand between braces."""


def check_pattern(pattern: str) -> str:
    """Return a pattern that can be used.

    Raises:
        ValueError: something else stands between its braces.
    """
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError as error:
        raise ValueError(f"'{pattern}' cannot be read: {error}") from None
    for _, name, form, conversion in parts:
        if name is None:
            continue
        if name not in PLACES or form or conversion:
            known = ", ".join(f"{{{each}}}" for each in PLACES)
            hint = advice(name, PLACES)
            raise ValueError(f"there is no {{{name}}}: there are {known}{hint}")
    return pattern


def expand(pattern: str, base: Path, **values: str) -> Path:
    """Return where a machine's files go.

    Args:
        pattern: one that `check_pattern` has let pass.
        base: where a relative one begins.
        **values: what stands for each of `PLACES`; each becomes one part of a path.
    """
    named = {name: file_stem(value) for name, value in values.items()}
    return base / pattern.format(**named)
