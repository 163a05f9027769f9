"""What a watch tells of a pool that is a datastore. No I/O."""

from __future__ import annotations

from typing import Final

from aioesx._server.collector import Properties
from aioesx._server.files.stores import ACCESSIBLE
from aioesx.storage.datastore import CAPACITY, FREE
from aioesx.storage.values import PoolState
from aioesx.watch.alarms import ALARMS
from aioesx.watch.aspects import Aspect, Kind

__all__ = ["POOLS"]

_NAME: Final = "summary.name"
_STATES: Final = {True: PoolState.RUNNING, False: PoolState.INACCESSIBLE, None: PoolState.UNKNOWN}


def _name(values: Properties) -> str:
    name: str = values.require(_NAME)
    return name


def _state(values: Properties) -> PoolState:
    return _STATES[values.get(ACCESSIBLE)]


def _capacity(values: Properties) -> int | None:
    capacity: int | None = values.get(CAPACITY)
    return capacity


def _available(values: Properties) -> int | None:
    free: int | None = values.get(FREE)
    return free


POOLS: Final = Kind(
    "pool",
    "Datastore",
    (
        Aspect("name", (_NAME,), _name),
        Aspect("state", (ACCESSIBLE,), _state),
        Aspect("capacity", (CAPACITY,), _capacity),
        Aspect("available", (FREE,), _available),
        ALARMS,
    ),
    naming="name",
)
"""The rows: a further property of a datastore is a further one. Capacity and room are bytes."""
