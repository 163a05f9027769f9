"""What a host knows of the vCenter that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aioesx import vim
    from aioesx.simulator.changes import Changes
    from aioesx.simulator.clock import Timeline
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.leases import Lease
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.tasks import Task

__all__ = ["Manager"]


class Manager(Protocol):
    """The vCenter, as its hosts see it."""

    @property
    def changes(self) -> Changes:
        """What the vCenter's long polls wait for."""
        ...

    @property
    def timeline(self) -> Timeline:
        """What is due at the vCenter."""
        ...

    def export(self, remote: tuple[str, str]) -> Datastore | None:
        """Return an NFS export, by host and path, as some host has it mounted."""
        ...

    def hear(self, host: HostState, event: vim.Event) -> None:
        """Take note of what has happened on a host."""
        ...

    def host_away(self, host: HostState, *, away: bool) -> None:
        """Take note that a host goes off, or is there again."""
        ...

    def machine_gone(self, machine: Machine) -> None:
        """Forget a machine that is registered nowhere any more."""
        ...

    def lease_gone(self, lease: Lease) -> None:
        """Forget a lease that its host has forgotten."""
        ...

    def forget_task(self, host: HostState, task: Task) -> None:
        """Forget a task that its host has forgotten."""
        ...
