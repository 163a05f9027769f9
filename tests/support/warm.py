"""A host with small machines that run, and the warm moves of one of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from support.small_disks import MIB, scatter, shrink

import aioesx
from aioesx._server.moving import Exported, WarmOptions
from aioesx.simulator import HostState, Simulator, presets

__all__ = [
    "BLOCK",
    "CHUNK",
    "MACHINE",
    "host_of_small_machines",
    "left",
    "move",
    "record_of",
    "snapshots_of",
    "state_of",
]

MACHINE: Final = "web01"
BLOCK: Final = 65_536
CHUNK: Final = MIB
SIZE: Final = 4 * MIB + 512 * 1024
"""Bytes of a disk: not whole chunks."""


def host_of_small_machines() -> HostState:
    """Return a host whose machines have small disks; `MACHINE` runs."""
    host = presets.small_host(machines=3)
    shrink(host, MACHINE, SIZE)
    host.options.task_seconds = 0.01
    return host


def fill(simulator: Simulator) -> None:
    """Have the machine hold something."""
    scatter(simulator, MACHINE, 0, MIB - 1000, 3 * MIB, SIZE - 100_000)


async def move(
    esx: aioesx.Connection,
    target: Path,
    *,
    cut_over: Callable[[], Any] | None = None,
    warm: WarmOptions | None = None,
    **options: Any,
) -> Exported:
    """Move `MACHINE`."""
    web = await esx.domains.lookup(MACHINE)
    chosen = warm or WarmOptions(cut_over=cut_over, shutdown_seconds=10)
    return await web.export(
        target, **{"format": "raw", "chunk_bytes": CHUNK, "warm": chosen, **options}
    )


def snapshots_of(simulator: Simulator) -> list[str]:
    """Return the names of the machine's snapshots."""
    found: list[str] = simulator.change(
        lambda host: [one.name for one in host.find(MACHINE).snapshots.all()]
    )
    return found


def left(simulator: Simulator) -> dict[str, Any]:
    """Return what a move may have left at a host."""
    return {
        "leases": simulator.open_leases,
        "snapshots": snapshots_of(simulator),
        "tracking": simulator.change(lambda host: host.find(MACHINE).config.flag("ctkEnabled")),
        "power": simulator.domain_state(MACHINE),
    }


def record_of(target: Path) -> dict[str, Any]:
    """Return the record of a move."""
    found: dict[str, Any] = json.loads((target / f"{MACHINE}.export.json").read_text())
    return found


def state_of(target: Path) -> dict[str, Any]:
    """Return how far a move is, as its record has it."""
    found: dict[str, Any] = record_of(target)["extra"]["warm"]
    return found
