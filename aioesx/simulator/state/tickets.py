"""Tickets: secrets that admit their bearer once, and what the host keeps of each."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from aioesx.simulator.clock import Timeline

__all__ = ["Reached", "Tickets"]

_MOST: Final = 1000  # that are good at once; the oldest give way

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reached:
    """Where clients reach an agent, and the certificate that they see there.

    Attributes:
        address: IP address or name.
        secure: whether it speaks TLS.
        der: the certificate; empty where it is not the simulator's own.
    """

    address: str
    port: int
    secure: bool = True
    der: bytes = b""


@dataclass(eq=False)
class Tickets(Generic[T]):
    """Tickets of one kind.

    Attributes:
        seconds: how long one is good that nobody uses; None is until it is used.
    """

    timeline: Timeline
    seconds: float | None = None
    _given: dict[str, tuple[T, float]] = field(default_factory=dict, repr=False)

    def give(self, meaning: T, *, prefix: str = "", size: int = 20) -> str:
        """Return a new ticket of `size` random bytes."""
        ticket = prefix + secrets.token_hex(size)
        self._given[ticket] = (meaning, self.timeline.seconds())
        while len(self._given) > _MOST:
            del self._given[next(iter(self._given))]
        return ticket

    def redeem(self, ticket: str) -> T | None:
        """Return what a ticket means, once; None if it was never given, used, or is too old."""
        meaning, given = self._given.pop(ticket, (None, 0.0))
        if self.seconds is not None and self.timeline.seconds() - given > self.seconds:
            return None
        return meaning
