"""Waiting for what another thread, process or host does: the one loop that looks again."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

import anyio

__all__ = ["until", "until_blocking"]

T = TypeVar("T")

_LOOK_AGAIN: Final = 0.005
_SECONDS: Final = 20.0


async def until(condition: Callable[[], Any], seconds: float = _SECONDS) -> Any:
    """Return what `condition` gives as soon as that counts as true; TimeoutError if it never does.

    Args:
        condition: a function, or a coroutine function.
        seconds: a bound for a machine that is busy, not a wait.
    """
    with anyio.fail_after(seconds):
        while True:
            found = condition()
            value = await found if inspect.isawaitable(found) else found
            if value:
                return value
            await anyio.sleep(_LOOK_AGAIN)


def until_blocking(condition: Callable[[], T], seconds: float = _SECONDS) -> T:
    """Do the same in a thread without an event loop."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(_LOOK_AGAIN)
    return value
