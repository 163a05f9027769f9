"""What `watch` and `events` hand over, when it happens; and `alarms`."""

from __future__ import annotations

from typing import Final

from aioesx.cli.shapes import Field, lines, records

__all__ = ["ALARMS", "CHANGES", "EVENTS"]

CHANGES: Final = lines(
    1,
    "Something that happened: first each object that there is, then each change.",
    Field("time", "moment", "When it was told, by the clock of this machine."),
    Field("host", "string?", "The host's name in the inventory; null without one."),
    Field("event", "string", "appeared, changed, vanished; down and up of a host of several."),
    Field("kind", "string?", "domain, host, pool, or the type that was named."),
    Field("ref", "string?", "The object's reference, such as VirtualMachine:12."),
    Field("name", "string?", "Its name now."),
    Field("property", "string?", "The property that has changed."),
    Field("value", "any", "What it is now; null if it is not set."),
    Field("before", "any", "What was told of it last."),
    Field("values", "any", "Of what appeared, all properties by their names."),
    Field("initial", "boolean?", "Of what appeared, whether it was there at the beginning."),
    Field("folded", "any", "How many changes it stands for besides itself; true for unknown."),
    Field("error", "string?", "Why a host is down."),
)

EVENTS: Final = lines(
    2,
    "An event of the host, the oldest first; or a gap, where it has forgotten some.",
    Field("time", "moment", "When it happened, by the host's clock."),
    Field("source", "string?", "The host's name in the inventory; null without one."),
    Field("key", "integer?", "Its number; of a gap that of the next one; null of a host's state."),
    Field(
        "type",
        "string",
        "Its type, such as VmPoweredOnEvent; EventGap for a gap; HostDown and HostUp of several.",
    ),
    Field("user", "string?", "Who did it; null for the host itself."),
    Field("domain", "string?", "Name of the domain that it is about."),
    Field("host", "string?", "Name of the host that it is about."),
    Field("message", "string", "What the host says of it."),
)

ALARMS: Final = records(
    1,
    "An alarm that went off and is not over, the worst first, then the newest.",
    Field("name", "string?", "Name of the alarm; null if it is gone, or not shown."),
    Field("description", "string?", "What it says."),
    Field("status", "string", "red or yellow; unknown where that is not told."),
    Field("kind", "string", "Of what has set it off: domain, host, storage pool, or its type."),
    Field("entity", "string?", "Its name."),
    Field("since", "moment", "When it went off."),
    Field("acknowledged", "boolean?", "Whether somebody has acknowledged it."),
    Field("acknowledged_by", "string?", "Who has."),
    Field("acknowledged_at", "moment?", "When."),
)
