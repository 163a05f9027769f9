"""What a watch tells of a host. No I/O."""

from __future__ import annotations

from typing import Final

from aioesx._server.collector import Properties
from aioesx._server.names import unescape
from aioesx._server.reach import REACH, HostState, host_state
from aioesx.host.maintenance import MAINTENANCE
from aioesx.watch.alarms import ALARMS
from aioesx.watch.aspects import Aspect, Kind

__all__ = ["HOSTS"]

_NAME: Final = "name"


def _name(values: Properties) -> str:
    return unescape(values.require(_NAME))


def _state(values: Properties) -> HostState:
    return host_state(values.get(REACH))


def _maintenance(values: Properties) -> bool | None:
    maintenance: bool | None = values.get(MAINTENANCE)
    return maintenance


HOSTS: Final = Kind(
    "host",
    "HostSystem",
    (
        Aspect("name", (_NAME,), _name),
        Aspect("state", (REACH,), _state),
        Aspect("maintenance", (MAINTENANCE,), _maintenance),
        ALARMS,
    ),
    naming="name",
)
"""The rows: a further property of a host is a further one."""
