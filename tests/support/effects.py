"""What the simulated host holds after commands, without what depends on the moment."""

from __future__ import annotations

from typing import Any

from aioesx.simulator import Simulator

__all__ = ["effects"]


def effects(simulator: Simulator) -> dict[str, Any]:
    """Return the state of every machine: power, settings, snapshots, autostart."""
    state: dict[str, Any] = simulator.change(_look)
    return state


def _look(host: Any) -> dict[str, Any]:
    return {
        machine.plain_name: {
            "power": machine.power,
            "settings": dict(machine.config.settings),
            "snapshots": [_snapshot(snapshot) for snapshot in machine.snapshots.all()],
            "current": machine.snapshots.current and machine.snapshots.current.name,
            "autostart": _autostart(host.autostart.entries.get(machine.moid)),
        }
        for machine in host.machines.values()
    } | {"autostart": host.autostart.defaults.enabled}


def _snapshot(snapshot: Any) -> tuple[Any, ...]:
    return (
        snapshot.name,
        snapshot.description,
        snapshot.power,
        snapshot.quiesced,
        snapshot.parent and snapshot.parent.name,
    )


def _autostart(entry: Any) -> tuple[Any, ...] | None:
    return entry and (entry.start_action, entry.start_order, entry.start_delay, entry.stop_action)
