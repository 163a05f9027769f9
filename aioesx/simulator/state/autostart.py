"""Which machines start and stop with the host, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import vim

if TYPE_CHECKING:
    from aioesx.simulator.state.machine import Machine

__all__ = ["Autostart"]


class Autostart:
    """The autostart manager: defaults, and one entry per machine that has been set."""

    def __init__(self) -> None:
        self.defaults = vim.AutoStartDefaults(
            enabled=False,
            start_delay=120,
            stop_delay=120,
            wait_for_heartbeat=False,
            stop_action="PowerOff",
        )
        self.entries: dict[str, vim.AutoStartPowerInfo] = {}

    def change_defaults(self, change: vim.AutoStartDefaults) -> None:
        """Take over what `change` sets; the rest stays."""
        for name in vim.AutoStartDefaults.wire_fields:
            value = getattr(change, name)
            if value is not None:
                setattr(self.defaults, name, value)

    def forget(self, machine: Machine) -> None:
        """Drop the entry of a machine that is gone."""
        self.entries.pop(machine.moid, None)
