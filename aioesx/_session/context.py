"""`HostContext`: what the rooms above need of an open connection, in one value."""

from __future__ import annotations

import dataclasses

from aioesx._session.inventory import Inventory
from aioesx._session.session import Session
from aioesx._session.tasks import TaskRunner

__all__ = ["HostContext"]


@dataclasses.dataclass(frozen=True, slots=True)
class HostContext:
    """A session, the tasks in it, and where things are on the host."""

    session: Session
    tasks: TaskRunner
    inventory: Inventory
