"""What a watch tells of a domain. No I/O."""

from __future__ import annotations

import enum
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx._server.tasks.answers import QUESTION
from aioesx._server.tasks.questions import Question
from aioesx.domain.guest import ADDRESSES, GuestInterface, addresses_of
from aioesx.domain.identity import NAME_PATH, STATE_PATH, domain_name, domain_state
from aioesx.domain.snapshottree import SNAPSHOT_PATHS, SnapshotTree
from aioesx.watch.alarms import ALARMS
from aioesx.watch.aspects import Aspect, Kind

__all__ = ["DOMAINS", "TOOLS_STATES", "ToolsState"]

_TOOLS: Final = "guest.toolsStatus"


class ToolsState(enum.StrEnum):
    """Whether VMware Tools run in the guest; ``"unknown"`` where the host does not tell."""

    UNKNOWN = "unknown"
    NOT_INSTALLED = "not installed"
    NOT_RUNNING = "not running"
    OLD = "old"
    RUNNING = "running"


TOOLS_STATES: Final = {  # by the host's word
    "toolsNotInstalled": ToolsState.NOT_INSTALLED,
    "toolsNotRunning": ToolsState.NOT_RUNNING,
    "toolsOld": ToolsState.OLD,
    "toolsOk": ToolsState.RUNNING,
}


def _state(values: Properties) -> Any:
    return domain_state(values)


def _question(values: Properties) -> Question | None:
    info = values.get(QUESTION)
    if not isinstance(info, vim.VirtualMachineQuestionInfo):
        return None
    return Question.of(info, values.ref)


def _tools(values: Properties) -> ToolsState:
    return TOOLS_STATES.get(str(values.get(_TOOLS)), ToolsState.UNKNOWN)


def _addresses(values: Properties) -> tuple[GuestInterface, ...]:
    """Return the network cards of the guest that have addresses; none where no Tools tell."""
    return tuple(
        GuestInterface(card.network or "", card.mac_address, tuple(addresses_of(card)))
        for card in values.get(ADDRESSES) or ()
    )


DOMAINS: Final = Kind(
    "domain",
    "VirtualMachine",
    (
        Aspect("name", (NAME_PATH,), domain_name),
        Aspect("state", (STATE_PATH,), _state),
        Aspect("question", (QUESTION,), _question),
        Aspect("snapshots", SNAPSHOT_PATHS, SnapshotTree.of),
        Aspect("tools", (_TOOLS,), _tools),
        Aspect("addresses", (ADDRESSES,), _addresses),
        ALARMS,
    ),
    naming="name",
)
"""The rows: a further property of a domain is a further one."""
