"""Where a device that is added goes: a free number in its row, a free unit of its controller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.definition.targets import DISK_BUSES
from aioesx.simulator.methods.hardware.kinds import (
    NUMBERED,
    family_of,
    is_present,
    key_prefix,
    most_of,
)
from aioesx.simulator.properties.devices import BUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aioesx.simulator.methods.hardware.step import Step
    from aioesx.simulator.state.config import Config

__all__ = ["free_place", "known_key", "moved", "occupants"]

_CONTROLLERS: Final = 4
"""Controllers of each kind that a machine can have."""

_FIXED: Final = frozenset({100, 200, 201, 300, 400, 600, 700, 12000})
"""Keys of what every machine has: keyboard, PCI controller and the like."""

_DRIVES: Final = (vim.VirtualDisk, vim.VirtualCdrom)


def free_place(step: Step, keys: Mapping[int, str]) -> str:
    """Return what the settings of a device begin with that is to be added.

    Args:
        step: the entry that adds it.
        keys: devices that the entries before add, by the keys that the caller gave them.

    Raises:
        Refused: no room, or not where the caller wants it.
    """
    if isinstance(step.device, _DRIVES):
        return _free_unit(step, keys)
    family = family_of(step.device)
    if not family or family == "svga":
        raise step.bad_operation()
    if family in BUSES:
        return _free_controller(step, family)
    if family in NUMBERED:
        numbers = range(most_of(family, step.config))
        names = (f"{family}{number}" for number in numbers)
        found = next((name for name in names if not is_present(step.config, name)), "")
    else:
        found = "" if is_present(step.config, family) else family
    if not found:
        raise step.too_many()
    _check_hub(step, family, keys)
    return found


def _check_hub(step: Step, family: str, keys: Mapping[int, str]) -> None:
    """Refuse a USB device without a controller to put it on."""
    if family != "usb.autoConnect.device":
        return
    key = step.device.controller_key
    named = keys.get(key) or key_prefix(key or 0)
    hubs = [named] if key is not None else ["usb", "usb_xhci"]
    if not any(hub in {"usb", "usb_xhci"} and is_present(step.config, hub) for hub in hubs):
        raise step.missing_controller()


def _free_controller(step: Step, family: str) -> str:
    numbers = range(_CONTROLLERS)
    free = [n for n in numbers if not is_present(step.config, f"{family}{n}")]
    if not free:
        raise step.too_many()
    wanted = step.device.bus_number
    if wanted < 0:
        return f"{family}{free[0]}"
    if wanted not in free:
        raise step.invalid("device.busNumber")
    return f"{family}{wanted}"


def _free_unit(step: Step, keys: Mapping[int, str]) -> str:
    bus = _controller(step, keys)
    kind = bus.rstrip("0123456789")
    if kind == "nvme" and isinstance(step.device, vim.VirtualCdrom):
        raise step.bad_controller(step.device.controller_key or 0)
    wanted = step.device.unit_number
    units = [
        unit
        for unit in range(DISK_BUSES[kind].units)
        if unit != DISK_BUSES[kind].host and not is_present(step.config, f"{bus}:{unit}")
    ]
    if wanted is not None and wanted >= 0:
        units = [wanted] if wanted in units else []
    if not units:
        raise step.invalid("device.unitNumber")
    return f"{bus}:{units[0]}"


def _controller(step: Step, keys: Mapping[int, str]) -> str:
    key = step.device.controller_key
    if key is None:
        raise step.invalid("device.controllerKey")
    bus = keys.get(key) or key_prefix(key)
    if bus.rstrip("0123456789") not in BUSES:
        known = key in keys or key in _FIXED or (bus and is_present(step.config, bus))
        raise step.bad_controller(key) if known else step.missing_controller()
    if bus not in {"ide0", "ide1"} and not is_present(step.config, bus):
        raise step.missing_controller()
    return bus


def occupants(config: Config, bus: str) -> list[str]:
    """Return the devices on a controller, by what their settings begin with."""
    if bus in {"usb", "usb_xhci"}:
        other = "usb_xhci" if bus == "usb" else "usb"
        first = "usb.autoConnect.device"
        on_usb = [f"{first}{n}" for n in range(NUMBERED[first][1])]
        return [] if is_present(config, other) else [d for d in on_usb if is_present(config, d)]
    kind = bus.rstrip("0123456789")
    if kind not in BUSES:
        return []
    units = range(DISK_BUSES[kind].units)
    return [f"{bus}:{unit}" for unit in units if is_present(config, f"{bus}:{unit}")]


def moved(step: Step, prefix: str, keys: Mapping[int, str]) -> str:
    """Return where an edited drive is afterwards: where it was, unless the caller says otherwise.

    Raises:
        Refused: there is no room.
    """
    device: Any = step.device
    if not isinstance(device, _DRIVES) or device.controller_key is None:
        return prefix
    bus = keys.get(device.controller_key) or key_prefix(device.controller_key)
    unit = device.unit_number
    if f"{bus}:{unit}" == prefix or (bus == prefix.partition(":")[0] and unit is None):
        return prefix
    return _free_unit(step, keys)


def known_key(step: Step, key: int) -> str:
    """Return what the settings of an existing device begin with.

    Raises:
        Refused: InvalidDeviceSpec: there is none.
    """
    if key in _FIXED:
        raise step.bad_operation()
    prefix = key_prefix(key)
    if not prefix or not (prefix == "svga" or is_present(step.config, prefix)):
        raise step.invalid("device.key")
    return prefix
