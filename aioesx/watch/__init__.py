"""Changes and events as they come: streams over the one poll of a connection.

`values` is what a watch tells, `aspects` what is watched, `ledger` what was told and what is to be
told, `changes` the stream of it; `events` is what the host writes down, `alarms` what went off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import _lazy

if TYPE_CHECKING:
    from aioesx.watch.alarms import Alarms, AlarmSign, AlarmStatus, TriggeredAlarm
    from aioesx.watch.changes import Changes
    from aioesx.watch.events import Events, EventStream
    from aioesx.watch.sequence import EventGap, HostEvent
    from aioesx.watch.values import Appeared, Change, Changed, Folded, Hidden, Vanished

__all__ = [
    "AlarmSign",
    "AlarmStatus",
    "Alarms",
    "Appeared",
    "Change",
    "Changed",
    "Changes",
    "EventGap",
    "EventStream",
    "Events",
    "Folded",
    "Hidden",
    "HostEvent",
    "TriggeredAlarm",
    "Vanished",
]

if not TYPE_CHECKING:  # else every misspelt name would be Any
    __getattr__, __dir__ = _lazy.loader(
        __name__,
        {
            "aioesx.watch.alarms": "AlarmSign AlarmStatus Alarms TriggeredAlarm",
            "aioesx.watch.changes": "Changes",
            "aioesx.watch.events": "EventStream Events",
            "aioesx.watch.sequence": "EventGap HostEvent",
            "aioesx.watch.values": "Appeared Change Changed Folded Hidden Vanished",
        },
    )
