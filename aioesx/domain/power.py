"""Power: which task brings a domain where a verb says, from which states, and waiting for a state.

A verb that the domain's state forbids is refused in our words, by a check that rides on the
read which looks for a pending question. Between that read and the task the state may change:
then the host refuses.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from aioesx import vim
from aioesx._server.server import Server
from aioesx._server.tasks.runner import Check
from aioesx._server.traversal import object_spec, property_spec
from aioesx._server.watch import Watch
from aioesx._session.operation import at_work
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.values import DomainState
from aioesx.errors import InvalidStateError, NotFoundError, WaitTimeoutError

__all__ = [
    "DESTROY",
    "RESET",
    "RESUME",
    "START",
    "SUSPEND",
    "Transition",
    "require",
    "wait_for_state",
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


async def wait_for_state(server: Server, ref: Ref, state: DomainState) -> None:
    """Return as soon as the host says that the domain is in a state.

    Raises:
        WaitTimeoutError: it was not, in the operation's time.
        TransportTimeout: the operation has no time, and the host fell silent.
        NotFoundError: the domain was unregistered.
    """

    def feed(update: vim.ObjectUpdate) -> Iterator[DomainState | None]:
        if update.kind == vim.ObjectUpdateKind.LEAVE:
            yield None
        for change in update.change_set:
            if change.name == STATE_PATH:
                yield domain_state({STATE_PATH: change.val})

    if (operation := at_work()) is not None:
        operation.explain = lambda seconds: WaitTimeoutError(
            f"{ref} was not {state.value} in {seconds:g} s"
        )
    spec = vim.PropertyFilterSpec(
        prop_set=[property_spec("VirtualMachine", [STATE_PATH])], object_set=[object_spec(ref)]
    )
    watch = Watch(spec, feed)
    async with server.poll.watch(watch):
        while (now := await server.poll.next(watch)) is not state:
            if now is None:
                raise NotFoundError("ManagedObjectNotFound", f"{ref} was unregistered")
