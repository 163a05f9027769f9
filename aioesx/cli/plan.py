"""`Plan`: a command that was read, and is to be carried out."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aioesx.cli.link import Link
    from aioesx.cli.status import ExitStatus

__all__ = ["Plan", "Work"]

Work = Callable[["Link"], Awaitable["ExitStatus"]]
"""Does something, by a connection that may be opened on the way."""


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """A command that was read, and is to be carried out.

    Attributes:
        name: of the command.
        work: does it.
        ends: whether no other command is carried out after it.
        blank: whether a blank line ends what it says.
        failure: the status of all that goes wrong with it; None if that is by kind.
    """

    name: str
    work: Work
    ends: bool = False
    blank: bool = True
    failure: ExitStatus | None = None
