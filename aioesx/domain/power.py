"""Power: which task brings a domain where a verb says, and from which states.

A verb that the domain's state forbids is refused in our words, by a check that rides on the
read which looks for a pending question. Between that read and the task the state may change:
then the host refuses.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from aioesx import vim
from aioesx._server.tasks.runner import Check
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.values import DomainState
from aioesx.errors import InvalidStateError

__all__ = [
    "DESTROY",
    "RESET",
    "RESUME",
    "START",
    "SUSPEND",
    "Transition",
    "require",
]

Ref = vim.ManagedObjectReference


@dataclasses.dataclass(frozen=True, slots=True)
class Transition:
    """One way from power state to power state.

    Attributes:
        task: makes the call for a machine.
        states: where it can begin.
        complaint: what a domain in another state is told to be.
    """

    task: Callable[[Ref], vim.Method[Ref]]
    states: frozenset[DomainState]
    complaint: str

    def check(self, name: str) -> Check:
        """Return the check for the domain of this name."""
        return require(name, self.states, self.complaint)


_ON: Final = frozenset({DomainState.RUNNING})
_OFF: Final = frozenset({DomainState.SHUTOFF})
_SUSPENDED: Final = frozenset({DomainState.PAUSED})

# fmt: off
START: Final = Transition(lambda ref: vim.PowerOnVM_Task(this=ref), _OFF, "already active")
DESTROY: Final = Transition(
    lambda ref: vim.PowerOffVM_Task(this=ref), _ON | _SUSPENDED, "not powered on")
SUSPEND: Final = Transition(lambda ref: vim.SuspendVM_Task(this=ref), _ON, "not powered on")
RESUME: Final = Transition(lambda ref: vim.PowerOnVM_Task(this=ref), _SUSPENDED, "not suspended")
RESET: Final = Transition(lambda ref: vim.ResetVM_Task(this=ref), _ON, "not powered on")
# fmt: on


def require(name: str, states: Iterable[DomainState], complaint: str) -> Check:
    """Return the check that a domain is in one of some states, or not to be told from it."""
    allowed = {*states, DomainState.NOSTATE}

    def judge(values: Mapping[str, Any]) -> None:
        if domain_state(values) not in allowed:
            raise InvalidStateError("InvalidPowerState", f"domain '{name}' is {complaint}")

    return Check((STATE_PATH,), judge)
