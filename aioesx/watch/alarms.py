"""`Alarms`: those that went off, with their names and the names of what set them off.

A host alone keeps none; a vCenter does. One read tells who set off what, and a second one the
names; as an aspect of a watch there are the alarms of an object without their names.
"""

from __future__ import annotations

import dataclasses
import enum
import itertools
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import ObjectProperties, Properties, read_types
from aioesx._server.face import operation
from aioesx._server.names import unescape
from aioesx._server.server import Server
from aioesx._server.thing import thing_of
from aioesx._server.traversal import object_spec
from aioesx._session.seconds import DEFAULT
from aioesx._session.session import Session
from aioesx.errors import NotFoundError
from aioesx.watch.aspects import Aspect

__all__ = ["ALARMS", "AlarmSign", "AlarmStatus", "Alarms", "TriggeredAlarm"]

Ref = vim.ManagedObjectReference

_Wanted = tuple[Sequence[vim.ObjectSpec], str, Sequence[str]]

_TRIGGERED: Final = "triggeredAlarmState"
_NAME: Final = "info.name"
_TEXT: Final = "info.description"
_ON_A_HOST: Final = ("VirtualMachine", "Datastore", "Network")
_ATTEMPTS: Final = 3


class AlarmStatus(enum.StrEnum):
    """How bad it is; ``"unknown"`` where the server does not tell."""

    UNKNOWN = "unknown"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


_STATUSES: Final = {each.value: each for each in AlarmStatus} | {"gray": AlarmStatus.UNKNOWN}


@dataclasses.dataclass(frozen=True, slots=True)
class AlarmSign:
    """An alarm that an object has set off, as a watch tells it: without its name.

    Attributes:
        alarm: the alarm's reference, which `TriggeredAlarm` has, too.
        status: how bad it is.
        since: when that came about.
        acknowledged: whether somebody has acknowledged it; None where that is not told (before
            API 4.0).
    """

    alarm: Ref
    status: AlarmStatus
    since: datetime
    acknowledged: bool | None


@dataclasses.dataclass(frozen=True, slots=True)
class TriggeredAlarm:
    """An alarm that went off.

    Attributes:
        name: of the alarm; None if it is gone meanwhile, or not shown.
        description: of the alarm, likewise.
        status: how bad it is: yellow or red.
        kind: of what has set it off: ``"domain"``, ``"host"``, ``"storage pool"``, ...
        entity: its name; None if it is gone meanwhile, or not shown.
        since: when it went off.
        acknowledged: whether somebody has acknowledged it; None where that is not told.
        acknowledged_by: who.
        acknowledged_at: when.
        ref: the reference of what has set it off.
        alarm: the alarm's reference.
    """

    name: str | None
    description: str | None
    status: AlarmStatus
    kind: str
    entity: str | None
    since: datetime
    acknowledged: bool | None
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    ref: Ref
    alarm: Ref


class Alarms:
    """The alarms of what a connection is over."""

    __slots__ = ("_server",)

    def __init__(self, server: Server) -> None:
        self._server = server

    def __repr__(self) -> str:
        return f"<Alarms of {self._server.scope.name}>"

    @operation("call")
    async def list(self, *, timeout: float | None = DEFAULT) -> list[TriggeredAlarm]:
        """Read which alarms went off and are not over, the worst first, then the newest.

        Through a vCenter, those of what the connection is over: a host with all that is on it, a
        folder, a datacenter, the whole. Two reads, however many there are.

        Args:
            timeout: seconds in all.

        Raises:
            NotSupportedError: the server keeps no alarms; a host alone does not.
            NotPermittedError: the server does not show them.

        Source: vSphere API, ManagedEntity.triggeredAlarmState, AlarmInfo.
        """
        server = self._server.require_vcenter("alarms are")
        found = await _read(server)
        rank = [AlarmStatus.RED, AlarmStatus.YELLOW, AlarmStatus.UNKNOWN, AlarmStatus.GREEN]
        return sorted(found, key=lambda each: (rank.index(each.status), -each.since.timestamp()))


async def _read(server: Server) -> Sequence[TriggeredAlarm]:
    """Read states, then names; what is gone between the two ends a read, and both begin anew."""
    for number in itertools.count(1):
        states = await _read_states(server)
        try:
            rows = await _read_names(server.session, states)
        except NotFoundError:
            if number == _ATTEMPTS:
                raise
        else:
            names = {row.ref: row.values for row in rows}
            return [_made(state, names) for state in states]
    raise AssertionError  # the last round returns or raises


async def _read_states(server: Server) -> Collection[vim.AlarmState]:
    """Read who has set off what; of a host with all that is on it, which it does not tell."""
    scope, session = server.scope, server.session
    top = scope.part or session.content.root_folder
    wanted: list[_Wanted] = [([object_spec(top)], top.type, [_TRIGGERED])]
    if top.type == "HostSystem":
        wanted += [(scope.objects(each), each, [_TRIGGERED]) for each in _ON_A_HOST]
    rows = await read_types(session, wanted)
    told = (state for row in rows for state in row.values.get(_TRIGGERED) or ())
    return {state.key: state for state in told}.values()


async def _read_names(
    session: Session, states: Collection[vim.AlarmState]
) -> Sequence[ObjectProperties]:
    """Read the names of alarms and of what has set them off."""
    alarms, entities = {each.alarm for each in states}, {each.entity for each in states}
    by_type: dict[str, list[vim.ObjectSpec]] = {}
    for ref in sorted(entities, key=str):
        by_type.setdefault(ref.type, []).append(object_spec(ref))
    wanted: list[_Wanted] = [(specs, type_, ["name"]) for type_, specs in by_type.items()]
    named = [object_spec(ref) for ref in sorted(alarms, key=str)]
    if named:
        wanted.append((named, "Alarm", [_NAME, _TEXT]))
    return await read_types(session, wanted) if wanted else []


def _made(state: vim.AlarmState, names: Mapping[Ref, Properties]) -> TriggeredAlarm:
    alarm = names.get(state.alarm)
    entity = names.get(state.entity)
    called = entity.if_shown("name") if entity is not None else None
    return TriggeredAlarm(
        name=alarm.if_shown(_NAME) if alarm is not None else None,
        description=alarm.if_shown(_TEXT) if alarm is not None else None,
        status=_status(state),
        kind=thing_of(state.entity).kind,
        entity=unescape(called) if isinstance(called, str) else None,
        since=state.time,
        acknowledged=state.acknowledged,
        acknowledged_by=state.acknowledged_by_user or None,
        acknowledged_at=state.acknowledged_time,
        ref=state.entity,
        alarm=state.alarm,
    )


def _status(state: vim.AlarmState) -> AlarmStatus:
    return _STATUSES.get(str(state.overall_status), AlarmStatus.UNKNOWN)


def _signs(values: Properties) -> Any:
    """Return the alarms that an object itself has set off, in one order."""
    states = [state for state in values.get(_TRIGGERED) or () if state.entity == values.ref]
    return tuple(
        AlarmSign(state.alarm, _status(state), state.time, state.acknowledged)
        for state in sorted(states, key=lambda each: str(each.key))
    )


ALARMS: Final = Aspect("alarms", (_TRIGGERED,), _signs, usual=False)
"""The aspect of every kind: told where it is named."""
