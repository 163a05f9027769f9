"""`Program`: what a worker process has of the program that started it, on both sides of the pipe.

Where its modules are, its arguments, its directory, and itself where the function that goes is one
of its own; `multiprocessing` knows how. And its event loop.
"""

from __future__ import annotations

import multiprocessing.spawn
from typing import Any, Final

from anyio.lowlevel import current_token

__all__ = ["Program", "event_loop", "importing", "take_over"]

_MAIN: Final = "init_main"
_importing = False


class Program:
    """This program, as others are told of it."""

    def __init__(self) -> None:
        self._told = multiprocessing.spawn.get_preparation_data("aioesx")
        self._told.pop("authkey", None)  # of multiprocessing's own lines; there are none

    @property
    def is_importable(self) -> bool:
        """Whether it stands in a file, from which another process can import it."""
        return any(key.startswith(_MAIN) for key in self._told)

    @staticmethod
    def is_needed(pickled: bytes) -> bool:
        """Tell whether something of the program itself is in there, and not only of its modules."""
        return b"__main__" in pickled

    def told(self, pickled: bytes) -> dict[str, Any]:
        """Return what whoever is to unpickle this has to know."""
        whole = self.is_needed(pickled)
        return {key: told for key, told in self._told.items() if whole or _MAIN not in key}


def take_over(told: dict[str, Any]) -> None:
    """Be the program that started us, as far as its modules go."""
    global _importing
    _importing = True
    try:
        multiprocessing.spawn.prepare(told)
    finally:
        _importing = False


def importing() -> bool:
    """Tell whether this process is a worker that imports its program: no work is to begin then."""
    return _importing


def event_loop() -> str:
    """Return the event loop's name, for a worker to have the same."""
    token = type(current_token().native_token)
    return "trio" if token.__module__.partition(".")[0] == "trio" else "asyncio"
