"""Changes of a machine's devices and configuration, planned and done inside the simulator."""

from __future__ import annotations

from typing import Any

from support.device_table import make

from aioesx import vim
from aioesx.simulator.faults import Refused
from aioesx.simulator.methods import reconfigure
from aioesx.simulator.properties.devices import devices
from aioesx.simulator.state.machine import Machine

__all__ = ["build", "change", "changes", "find", "reconfigured", "refusal"]


def build(name: str, fields: dict[str, Any]) -> Any:
    """Make a value of our types from the API's names."""
    cls: Any = getattr(vim, name)
    python = {known.wire: attribute for attribute, known in cls.wire_fields.items()}
    usual = {"key": -1} if "key" in python else {}
    return cls(**{**usual, **{python[wire]: value for wire, value in fields.items()}})


def change(operation: str, device: Any, file: str | None = None) -> vim.VirtualDeviceConfigSpec:
    """Return an entry of ``deviceChange``; a device that is told by names is made."""
    operations, files = (
        vim.VirtualDeviceConfigSpecOperation,
        vim.VirtualDeviceConfigSpecFileOperation,
    )
    return vim.VirtualDeviceConfigSpec(
        operation=operations(operation),
        file_operation=None if file is None else files(file),
        device=make(device, build) if isinstance(device, dict) else device,
    )


def reconfigured(machine: Machine, **spec: Any) -> None:
    """Change a machine.

    Raises:
        Refused: it is refused.
    """
    reconfigure.plan(machine, vim.VirtualMachineConfigSpec(**spec)).apply()


def changes(machine: Machine, *entries: vim.VirtualDeviceConfigSpec) -> None:
    """Change a machine's devices.

    Raises:
        Refused: it is refused.
    """
    reconfigured(machine, device_change=list(entries))


def refusal(machine: Machine, *entries: vim.VirtualDeviceConfigSpec, **spec: Any) -> Any:
    """Return the fault with which a change is refused; nothing may have changed by it."""
    before = (machine.config, dict(machine.host.datastore("datastore1").files))
    try:
        reconfigured(machine, device_change=list(entries), **spec)
    except Refused as refused:
        assert (machine.config, machine.host.datastore("datastore1").files) == before
        return refused.fault
    return None


def find(machine: Machine, key: int) -> Any:
    """Return a device of a machine by its key; None if there is none."""
    return next((device for device in devices(machine) if device.key == key), None)
