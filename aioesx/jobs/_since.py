"""Since when there is a property that jobs read, where some server is too old for it. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

__all__ = ["SINCE", "known"]

SINCE: Final[Mapping[str, tuple[int, int]]] = {
    "config.changeTrackingEnabled": (4, 0),
    "config.cpuHotAddEnabled": (4, 0),
    "config.cpuHotRemoveEnabled": (4, 0),
    "config.createDate": (6, 7),
    "config.firmware": (5, 0),
    "config.hardware.numCoresPerSocket": (5, 0),
    "config.instanceUuid": (4, 0),
    "config.latencySensitivity": (5, 1),
    "config.memoryHotAddEnabled": (4, 0),
    "config.memoryReservationLockedToMax": (5, 0),
    "evaluation": (4, 0),
    "guest.toolsRunningStatus": (4, 0),
    "guest.toolsVersionStatus2": (5, 0),
    "layoutEx": (4, 0),
    "licenses": (4, 0),
    "runtime.consolidationNeeded": (5, 0),
    "runtime.standbyMode": (4, 1),
    "summary.currentEVCModeKey": (4, 0),
    "summary.maxEVCModeKey": (4, 0),
    "summary.storage": (4, 0),
}
"""What a server before that version of the API would refuse the whole read for."""


def known(has_api: Callable[..., bool], paths: Iterable[str]) -> tuple[str, ...]:
    """Return those of some properties that a server knows, each once.

    Args:
        has_api: tells whether the server speaks a version of the API, or a later one.
        paths: the properties.
    """
    return tuple(path for path in dict.fromkeys(paths) if has_api(*SINCE.get(path, (2, 0))))
