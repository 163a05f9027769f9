"""What only a domain that runs can give: the state is read, and the error is in our words."""

from __future__ import annotations

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._session.session import Session
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.values import DomainState
from aioesx.errors import InvalidStateError

__all__ = ["require_running"]


async def require_running(session: Session, ref: vim.ManagedObjectReference, name: str) -> None:
    """Read the state.

    Raises:
        InvalidStateError: the domain is not on.
    """
    if domain_state(await read_one(session, ref, (STATE_PATH,))) is not DomainState.RUNNING:
        raise InvalidStateError("InvalidPowerState", f"domain '{name}' is not powered on")
