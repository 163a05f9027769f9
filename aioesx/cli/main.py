"""The entry point: this process's streams, arguments and exit status around the command."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from aioesx.cli.console import Console

__all__ = ["main", "run"]

# How a closed descriptor is held, lest a socket gets its number: none lets itself be used.
_HELD: Final = {0: os.O_WRONLY, 1: os.O_RDONLY, 2: os.O_RDONLY}
_INTERRUPTED: Final = 130
# New objects after which the collector looks for garbage. What a command loads is none of it, and
# looking through it after every 700 takes a twentieth of a short command's time.
_COLLECTED_AFTER: Final = 20_000


def main() -> None:
    """Run the command line of this process, and end with its status."""
    gc.set_threshold(_COLLECTED_AFTER, *gc.get_threshold()[1:])
    try:
        _hold_closed_descriptors()
        from aioesx.cli.console import Console  # takes so long that somebody may press Ctrl-C

        console = Console.of_process()
        status = console.settle(run(sys.argv[1:], console))
    except KeyboardInterrupt:
        status = _INTERRUPTED
    sys.exit(status)


def run(words: Sequence[str], console: Console) -> int:
    """Run a command line; return its exit status."""
    from aioesx.cli.command_line import invoke  # likewise

    return invoke(words, console)


def _hold_closed_descriptors() -> None:
    for descriptor, mode in _HELD.items():
        try:
            os.fstat(descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                os.open(os.devnull, mode)  # the lowest that is free: this one
