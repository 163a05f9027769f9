"""Whoever wants to hear, what calls returned: one hook, for as long as it is set.

It belongs to the task that set it and to those that it starts. Without it, it costs the look at a
context variable for each call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from aioesx import vim

__all__ = ["HEARD", "Hear", "hearing"]

Hear = Callable[[vim.Method[Any], Any], object]
"""Is told a call and what it returned, decoded; returns quickly, and raises nothing."""

HEARD: Final[ContextVar[Hear | None]] = ContextVar("aioesx_heard", default=None)


@contextmanager
def hearing(hear: Hear) -> Iterator[None]:
    """Have `hear` told of every answer to a call of this task."""
    token = HEARD.set(hear)
    try:
        yield
    finally:
        HEARD.reset(token)
