"""Sessions of ours that nobody holds: their login's answer was lost on the way.

Hosts tell such a session from others by the user agent, which is different for every connection
of ours. Whoever lacks the right to end sessions leaves them to the host's own time limit.
"""

from __future__ import annotations

import logging
from typing import Any

from aioesx import vim
from aioesx._session.client import SoapClient
from aioesx.errors import EsxError

__all__ = ["end_lost_sessions"]

_log = logging.getLogger("aioesx.session")


async def end_lost_sessions(client: SoapClient, content: vim.ServiceContent, key: str) -> None:
    """End every session with our user agent but the one with this key; failures are no matter."""
    manager = content.session_manager
    if manager is None:
        return
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="SessionManager", path_set=["sessionList"])],
        object_set=[vim.ObjectSpec(obj=manager)],
    )
    read = vim.RetrieveProperties(this=content.property_collector, spec_set=[spec])
    http = client.http
    try:
        found = await client.call(read)
        lists: list[Any] = [entry.val for each in found for entry in each.prop_set]
        lost = [
            session.key
            for sessions in lists
            for session in sessions
            if session.user_agent == http.user_agent and session.key != key
        ]
        if lost:
            _log.info("ending %d lost session(s) on %s", len(lost), http.where)
            await client.call(vim.TerminateSession(this=manager, session_id=lost))
    except EsxError as error:
        _log.debug("lost sessions on %s were not ended: %s", http.where, error)
