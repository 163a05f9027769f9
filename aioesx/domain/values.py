"""What is told about a domain: plain frozen values."""

from __future__ import annotations

import dataclasses
import enum
from datetime import datetime

from aioesx._server.tasks.questions import Question

__all__ = ["DomainInfo", "DomainState", "DomainStatus", "StateReason"]


class DomainState(enum.StrEnum):
    """The state of a domain: a word, virsh's; ``"no state"`` where the host does not tell."""

    NOSTATE = "no state"
    RUNNING = "running"
    PAUSED = "paused"
    SHUTOFF = "shut off"

    @property
    def is_active(self) -> bool:
        """Whether virsh lists the domain without ``--all``: suspended ones count."""
        return self is not DomainState.SHUTOFF


@dataclasses.dataclass(frozen=True, slots=True)
class DomainInfo:
    """State and size of a domain; None is what the host does not tell.

    Attributes:
        state: at the moment of reading.
        max_memory: memory that the guest sees, in KiB.
        memory: memory that the host may give it at most, in KiB.
        vcpus: number of virtual CPUs.
    """

    state: DomainState
    max_memory: int | None
    memory: int | None
    vcpus: int | None


class StateReason(enum.StrEnum):
    """Why a domain is in its state: what a person reads."""

    UNKNOWN = "unknown"
    QUESTION = "waiting for an answer"
    DISCONNECTED = "its host is disconnected"
    ORPHANED = "its host does not know it any more"
    INACCESSIBLE = "its files cannot be read"
    INVALID = "its configuration is invalid"


@dataclasses.dataclass(frozen=True, slots=True)
class DomainStatus:
    """The state of a domain and what the host tells beside it.

    Attributes:
        state: at the moment of reading.
        reason: why, as far as the host tells; it does not tell who switched a domain on or off.
        question: what the domain waits for a person to answer, or None.
        booted: when it was last powered on, or None.
    """

    state: DomainState
    reason: StateReason
    question: Question | None
    booted: datetime | None
