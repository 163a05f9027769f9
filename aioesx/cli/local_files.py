"""Files here that commands fetch and send; ``-`` is standard output."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import click

from aioesx.cli.console import Console

__all__ = ["FETCHED", "SENT", "target_of"]

FETCHED: Final[Any] = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
"""Type of a word that names a file to be written."""
SENT: Final[Any] = click.Path(path_type=Path, dir_okay=False)
"""Type of a word that names a file to be read."""

_STANDARD_OUTPUT: Final = Path("-")


def target_of(
    console: Console, file: Path, **beside: bool
) -> Path | Callable[[bytes], Awaitable[None]]:
    """Return where the bytes of a file go.

    Args:
        console: whose standard output ``-`` is; it says nothing else then.
        file: what was named.
        **beside: options that would have something else said there.

    Raises:
        ValueError: standard output is a terminal, or such an option was given.
    """
    if file != _STANDARD_OUTPUT:
        return file
    write = console.hand_over()
    for option, given in beside.items():
        if given:
            raise ValueError(f"option --{option} cannot be had with '-', standard output")
    return write
