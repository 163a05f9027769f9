"""`Repeatable`: a function that says of itself that it may be run more than once. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from aioesx.connection import Connection

__all__ = ["Repeatable"]

R = TypeVar("R")


@dataclasses.dataclass(frozen=True)
class Repeatable(Generic[R]):
    """A function that does no harm when it is run at a host twice, or twice at the same time.

    A cluster runs a task again whose worker it has lost, and cannot know how far that had come: a
    task is done at least once. What only reads may go there, and what changes where the second
    time changes nothing more ("is powered off", not "toggle").

    Attributes:
        function: what is done at each host.
        changes: whether it changes anything; without, every change is refused, so that what says
            it only reads does only read.
    """

    function: Callable[[Connection], Awaitable[R]]
    changes: bool = False
