"""What is in the way of a machine that is to leave, and what is to be known before. No I/O.

All of it at once, a sentence for each: the tables are `refused` and `warned`.
"""

from __future__ import annotations

from aioesx._server.moving import Obstacle
from aioesx.export.before.intent import Intent, found
from aioesx.export.before.refused import REFUSALS
from aioesx.export.before.warned import WARNINGS

__all__ = ["Intent", "refusals", "warnings"]


def refusals(intent: Intent) -> tuple[Obstacle, ...]:
    """Return all that forbids it."""
    return found(REFUSALS, intent)


def warnings(intent: Intent) -> tuple[Obstacle, ...]:
    """Return all that is to be known before it."""
    return found(WARNINGS, intent)
