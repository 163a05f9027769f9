"""The table of handlers, and what a handler is given."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from aioesx import vim
from aioesx.simulator.state.leases import require_enabled
from aioesx.simulator.state.machine import Machine
from aioesx.simulator.state.task_names import description_of
from aioesx.simulator.state.tasks import Spend

if TYPE_CHECKING:
    from aioesx.simulator.inventory import Inventory
    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.sessions import Session
    from aioesx.simulator.state.tasks import Work

__all__ = [
    "HANDLERS",
    "Call",
    "Handler",
    "Steps",
    "checked",
    "handles",
    "require_call_enabled",
    "start_task",
]

Handler = Callable[["Call"], Any]
"""Does what a method says and returns its result; or yields between pieces of work that takes
long, and returns the result then: between two pieces others are served."""

T = TypeVar("T")
Steps = Generator[None, None, T]
"""What a handler is that can be interrupted."""

HANDLERS: Final[dict[str, Handler]] = {}


@dataclass(slots=True)
class Call:
    """One call: who calls what on which object.

    Attributes:
        method: the decoded request.
        subject: state object that ``_this`` names.
        host: who is called; a vCenter, too, for what it does as a host does it.
        session: None before login.
        via: the vCenter that was called, when it has the host do it.
    """

    method: Any
    subject: Any
    host: HostState
    inventory: Inventory
    session: Session | None
    address: str = ""
    agent: str = ""
    via: Agent | None = None

    @property
    def user(self) -> str:
        """Name of the user who calls."""
        return self.session.user.name if self.session is not None else ""


def handles(*names: str) -> Callable[[Handler], Handler]:
    """Enter a function into the table under the wire names of its methods."""

    def enter(function: Handler) -> Handler:
        for name in names:
            HANDLERS[name] = function
        return function

    return enter


def require_call_enabled(call: Call) -> None:
    """Refuse what a lease for the machine, or for one of its snapshots, forbids.

    Raises:
        Refused: MethodDisabled.
    """
    machine = getattr(call.subject, "machine", call.subject)
    if isinstance(machine, Machine):
        require_enabled(call.method.wire_name, machine)


def checked(check: Callable[[], T], time: float = 1.0) -> Generator[Spend, str, T]:
    """Check, let the time pass that a work takes, and check again: others may have come meanwhile.

    Args:
        check: refuses what cannot be done; changes nothing.
        time: how long the work takes, as of `Spend`.

    Returns:
        what the last check has returned.
    """
    check()
    yield Spend(time)
    return check()


def start_task(
    call: Call,
    work: Work,
    *,
    machine: Machine | None = None,
    cancelable: bool = True,
    share: float = 1.0,
    entity: Any = None,
    concerns: tuple[HostState, ...] = (),
) -> vim.ManagedObjectReference:
    """Queue a task for a call and return its reference.

    It is about the machine or the entity given, else about the object that the call is made
    on, and about the host where that is no entity: a file manager, say.
    """
    about, this = machine if entity is None else entity, call.method.this
    on_entity = about is None and "ManagedEntity" in vim.managed_bases(this.type)
    task = call.host.tasks.start(
        call.method.wire_name,
        description_of(call.method.wire_name, this.type),
        call.host if about is None else about,
        work,
        entity_ref=this if on_entity else None,
        entity_name=_name(call) if on_entity else "",
        machine=machine,
        cancelable=cancelable,
        user=call.user,
        share=share,
        via=call.via,
        concerns=concerns,
    )
    return call.host.ref(task)


def _name(call: Call) -> str:
    """Return the name of the object that a call is made on."""
    return str(getattr(call.inventory.read(call.method.this, call.subject, "name"), "value", ""))
