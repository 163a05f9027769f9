"""`Server`: what the rooms above need of an open connection, in one value."""

from __future__ import annotations

import dataclasses

from aioesx._server.place import Place
from aioesx._server.tasks.runner import TaskRunner
from aioesx._session.session import Session

__all__ = ["Server"]


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """A session, the tasks in it, and where things are on the host."""

    session: Session
    tasks: TaskRunner
    place: Place
