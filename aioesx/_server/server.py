"""`Server`: what the rooms above need of an open connection, in one value."""

from __future__ import annotations

import dataclasses

from aioesx._server.poll import Poll
from aioesx._server.scope import Scope
from aioesx._server.tasks.questions import Policy
from aioesx._server.tasks.runner import TaskRunner
from aioesx._session.session import Session

__all__ = ["Server"]


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """A session, and what is done in it.

    Attributes:
        session: calls and transfers.
        scope: where objects are looked for.
        poll: waits for changes.
        tasks: starts tasks and waits for them.
    """

    session: Session
    scope: Scope
    poll: Poll
    tasks: TaskRunner

    @property
    def policy(self) -> Policy:
        """Answers questions where a call names no policy of its own."""
        return self.tasks.policy
