"""Handlers: the autostart manager."""

from __future__ import annotations

from typing import Final

from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, handles

__all__: list[str] = []

_ACTIONS: Final = frozenset({"none", "systemdefault", "poweron"})
_STOP_ACTIONS: Final = frozenset({"none", "systemdefault", "poweroff", "suspend", "guestshutdown"})


@handles("ReconfigureAutostart")
def _reconfigure(call: Call) -> None:
    spec, autostart = call.method.spec, call.host.autostart
    for entry in spec.power_info:
        call.inventory.get(entry.key)
        if entry.start_action.lower() not in _ACTIONS:
            raise faults.invalid_argument("spec.powerInfo.startAction")
        if entry.stop_action.lower() not in _STOP_ACTIONS:
            raise faults.invalid_argument("spec.powerInfo.stopAction")
    if spec.defaults is not None:
        autostart.change_defaults(spec.defaults)
    for entry in spec.power_info:
        autostart.entries[entry.key.value] = entry


def _chosen(call: Call) -> list[str]:
    """Return the machines that start with the host, in their order."""
    entries = [
        entry
        for entry in call.host.autostart.entries.values()
        if entry.start_action.lower() == "poweron"
    ]
    entries.sort(key=lambda entry: (entry.start_order < 0, entry.start_order))
    return [entry.key.value for entry in entries]


@handles("AutoStartPowerOn")
def _power_on(call: Call) -> None:
    for moid in _chosen(call):
        machine = call.host.machines.get(moid)
        if machine is not None and machine.power == "poweredOff":
            machine.set_power("poweredOn")


@handles("AutoStartPowerOff")
def _power_off(call: Call) -> None:
    for moid in reversed(_chosen(call)):
        machine = call.host.machines.get(moid)
        if machine is not None and machine.is_on:
            machine.set_power("poweredOff")
