"""Finding a task again whose reference was lost on the way: a call was sent, its answer never came.

A task is taken for ours only when it is the only one of this method, this object and this
user that the object did not have before the call. Anything else stays unknown: to send the
call again could do twice what was asked once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

import anyio

from aioesx import vim
from aioesx._server import traversal
from aioesx._server.collector import read_one, read_specs
from aioesx._session.session import Session
from aioesx.errors import EsxError

__all__ = ["RECENT", "find_task", "is_running", "matching", "recent_tasks"]

Ref = vim.ManagedObjectReference

RECENT: Final = "recentTask"
"""The property that holds the references of an object's latest tasks."""

_UNDER_WAY: Final = frozenset({"queued", "running"})


async def find_task(
    session: Session,
    method: vim.Method[Ref],
    entity: Ref,
    known: Collection[Ref],
) -> Ref | None:
    """Return the one task that a lost call began, or None where that cannot be said.

    Args:
        session: where the call was sent.
        method: the call.
        entity: the object whose tasks are looked through.
        known: tasks that the object had before the call.
    """
    try:
        user = await _user(session)
        before: list[Ref] = []
        # The call may arrive on the host after our look, and be the second: two looks must agree.
        for delay in session.seconds.looks:
            await anyio.sleep(delay)
            infos = await _recent(session, entity)
            found = matching(infos, method, entity, known, user)
            if len(found) > 1 or (found and found == before):
                return found[0] if len(found) == 1 else None
            before = found
    except EsxError:
        return None
    return None


async def recent_tasks(session: Session, entity: Ref) -> list[Ref]:
    """Return the tasks that an object had lately, to tell a new one from them."""
    return list((await read_one(session, entity, [RECENT])).if_shown(RECENT) or ())


async def is_running(
    session: Session, method: vim.Method[Ref], entity: Ref, known: Collection[Ref]
) -> bool:
    """Tell whether a task that a lost call may have begun is under way; args are `find_task`'s."""
    user, infos = await _user(session), await _recent(session, entity)
    found = matching(infos, method, entity, known, user)
    return any(info.task in found and str(info.state) in _UNDER_WAY for info in infos)


def matching(
    infos: Iterable[vim.TaskInfo],
    method: vim.Method[Any],
    entity: Ref,
    known: Collection[Ref],
    user: str | None,
) -> list[Ref]:
    """Return the tasks that can have come of the call."""
    objects = (entity, getattr(method, "this", entity))
    return [
        info.task
        for info in infos
        if info.task not in known
        and info.entity in objects
        and _plain(info.name or "") == _plain(method.wire_name)
        and isinstance(info.reason, vim.TaskReasonUser)
        and info.reason.user_name == user
    ]


def _plain(name: str) -> str:
    """Return a method's name as tasks have it: hosts differ in whether ``_Task`` belongs to it."""
    return name.removesuffix("_Task")


async def _recent(session: Session, entity: Ref) -> list[vim.TaskInfo]:
    """Read all recent tasks of an object, in one call."""
    step = vim.TraversalSpec(type=entity.type, path=RECENT, skip=False)
    spec = vim.PropertyFilterSpec(
        prop_set=[traversal.property_spec("Task", ["info"])],
        object_set=[traversal.object_spec(entity, [step])],
    )
    found = await read_specs(session, [spec])
    values = [entry.val for content in found for entry in content.prop_set]
    return [value for value in values if isinstance(value, vim.TaskInfo)]


async def _user(session: Session) -> str | None:
    """Return our user's name as the host writes it in a task's reason."""
    manager = session.content.session_manager
    if manager is None:
        return None
    values = await read_one(session, manager, ["currentSession"])
    current = values.get("currentSession")
    return current.user_name if isinstance(current, vim.UserSession) else None
