"""The tasks of a vCenter: what concerns two hosts or none, and what it lets hosts do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.tasks import Task, Tasks
from aioesx.simulator.vcenter.tree import Entity

if TYPE_CHECKING:
    from aioesx.simulator.vcenter.state import VCenter
    from aioesx.vim import ManagedObjectReference as Ref

__all__ = ["VCenterTasks"]


class VCenterTasks(Tasks):
    """The vCenter's tasks: its own, and those of its hosts."""

    def __init__(self, vcenter: VCenter) -> None:
        super().__init__(vcenter)
        self._vcenter = vcenter

    def recent(self, entity: Any = None) -> list[Task]:
        """Return the tasks still remembered, of one entity or of all, oldest first."""
        own = super().recent(entity)
        if isinstance(entity, Entity):
            return [*own, *self._of_hosts_about(self._vcenter.ref(entity))]
        host = entity if isinstance(entity, HostState) else getattr(entity, "host", None)
        hosts = [host] if host is not None else list(self._vcenter.members)
        theirs = [
            task for host in hosts for task in host.tasks.recent(entity) if isinstance(task, Task)
        ]
        return sorted([*own, *theirs], key=lambda task: task.queue_time) if own else theirs

    def _of_hosts_about(self, ref: Ref) -> list[Task]:
        """Return the tasks of hosts about an object of theirs that is an entity here: a folder."""
        return [
            task
            for host in self._vcenter.members
            for task in host.tasks.by_moid.values()
            if isinstance(task, Task)
            and task.entity_ref is not None
            and self._vcenter.outward(host, task.entity_ref) == ref
        ]
