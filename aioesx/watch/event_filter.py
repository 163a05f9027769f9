"""Which events are asked for, as the API says it. No I/O."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol

from aioesx import vim
from aioesx._server.span import require_span
from aioesx._words import advice, listed
from aioesx.watch.event_types import families

__all__ = ["Entity", "Kinds", "event_filter", "from_moment"]

Kinds = str | type[vim.Event] | Iterable[str | type[vim.Event]]
"""Types of events: classes, their wire names, or what an ``EventEx`` calls its own type, such as
``"esx.problem.net.vmnic.linkstate.down"``."""

_NAME: Final = re.compile(r"[A-Z]\w*Event\w*")
"""What one that a newer API has may be called."""


class Referring(Protocol):
    """A domain, or what else has a reference."""

    @property
    def ref(self) -> vim.ManagedObjectReference: ...


Entity = vim.ManagedObjectReference | Referring


def event_filter(
    *,
    kinds: Kinds = (),
    user: str | Iterable[str] = (),
    entity: Entity | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    ids: bool = True,
) -> vim.EventFilterSpec:
    """Make the API's filter.

    Args:
        kinds: types; one that others are derived of stands for them.
        user: who did it.
        entity: what it happened to; what is in it counts.
        since: not before.
        until: not after.
        ids: whether the server knows ``eventTypeId`` (API 4.0).

    Raises:
        ValueError: there is no such type; a moment has no time zone; `until` is before `since`.
        TypeError: a kind is no type of events; an entity has no reference.
    """
    require_span(since, until)
    wanted = [_family(kind) for kind in _each(kinds)]
    if any(family[0] == vim.Event.wire_name for family in wanted):
        wanted = []  # that is all, those of newer types, too
    names = list(dict.fromkeys(name for family in wanted for name in family))
    users = list(listed(user))
    spec = vim.EventFilterSpec()
    if ids:
        spec.event_type_id = names
    else:  # classes there, and none that it does not know
        spec.type = list(dict.fromkeys(family[0] for family in wanted))
    if users:
        spec.user_name = vim.EventFilterSpecByUsername(system_user=False, user_list=users)
    if entity is not None:
        recursion = vim.EventFilterSpecRecursionOption.ALL
        spec.entity = vim.EventFilterSpecByEntity(entity=_ref_of(entity), recursion=recursion)
    if since is not None or until is not None:
        spec.time = vim.EventFilterSpecByTime(begin_time=since, end_time=until)
    return spec


def from_moment(spec: vim.EventFilterSpec, begin: datetime | None) -> vim.EventFilterSpec:
    """Return a filter that begins at a moment, or as it does if that is later."""
    if begin is None:
        return spec
    times = spec.time or vim.EventFilterSpecByTime()
    earliest = max(begin, times.begin_time) if times.begin_time else begin
    narrowed: vim.EventFilterSpec = spec.__replace__(time=times.__replace__(begin_time=earliest))
    return narrowed


def _each(kinds: Kinds) -> Iterable[str | type[vim.Event]]:
    return (kinds,) if isinstance(kinds, str | type) else kinds


def _family(kind: str | type[vim.Event]) -> list[str]:
    """Return a type and all that are derived of it; a host may compare names only."""
    if isinstance(kind, type):
        if not issubclass(kind, vim.Event):
            raise TypeError(f"{kind.__name__} is no type of events")
        kind = kind.wire_name
    if not isinstance(kind, str):
        raise TypeError(f"{kind!r} is no type of events")
    kind = kind.removeprefix("vim.event.")  # as the API's reference and pyVmomi call it
    if "." in kind:  # what the kind `EventEx` calls itself
        return [kind]
    known = families()
    if kind in known:
        return known[kind]
    hint = advice(kind, known)
    if hint or not _NAME.fullmatch(kind):
        raise ValueError(f"there is no type of events '{kind}'{hint}")
    return [kind]


def _ref_of(entity: Entity) -> vim.ManagedObjectReference:
    ref = entity if isinstance(entity, vim.ManagedObjectReference) else getattr(entity, "ref", None)
    if not isinstance(ref, vim.ManagedObjectReference):
        raise TypeError(f"{entity!r} is no thing with a reference")
    return ref
