"""What ``deviceChange`` does: each entry in its order, on the machine as those before leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.methods.hardware import cards, disks, media, others, ports
from aioesx.simulator.methods.hardware.kinds import (
    KINDS,
    kind_of,
    require_operation,
    require_version,
)
from aioesx.simulator.methods.hardware.places import free_place, known_key, moved, occupants
from aioesx.simulator.methods.hardware.step import Step
from aioesx.simulator.properties.devices import devices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aioesx.simulator.methods.reconfigure import Changes
    from aioesx.simulator.state.machine import Machine

__all__ = ["plan"]

_OPERATION = vim.VirtualDeviceConfigSpecOperation
_FILES = vim.VirtualDeviceConfigSpecFileOperation

_FILE_OPERATIONS: Final[dict[Any, tuple[Any, ...]]] = {
    _OPERATION.ADD: (_FILES.CREATE, _FILES.REPLACE),
    _OPERATION.REMOVE: (_FILES.DESTROY,),
    _OPERATION.EDIT: (_FILES.REPLACE,),
}
"""What may become of a device's file with each operation."""

_WRITERS: Final[tuple[tuple[Any, Callable[[Step, str], dict[str, str | None]]], ...]] = (
    (vim.VirtualDisk, disks.settings),
    (vim.VirtualCdrom, media.cdrom),
    (vim.VirtualFloppy, media.floppy),
    (vim.VirtualEthernetCard, cards.settings),
    (vim.VirtualSerialPort, ports.settings),
    (vim.VirtualParallelPort, ports.settings),
    (vim.VirtualSCSIController, others.scsi),
    (vim.VirtualUSBController, others.usb_controller),
    (vim.VirtualUSB, others.usb),
    (vim.VirtualPCIPassthrough, others.pci),
    (vim.VirtualSoundCard, others.sound),
    (vim.VirtualWDT, others.watchdog),
    (vim.VirtualMachineVideoCard, others.video),
)


def plan(machine: Machine, specs: list[vim.VirtualDeviceConfigSpec], changes: Changes) -> None:
    """Add what device specs change to the planned changes.

    Raises:
        Refused: InvalidDeviceSpec and what extends it, InvalidPowerState, file faults.
    """
    if specs:
        machine.require_power("poweredOff", "poweredOn", requested="poweredOff")
    keys: dict[int, str] = {}
    for index, spec in enumerate(specs):
        config = machine.config.with_settings(changes.settings)
        step = Step(index, machine, config, spec, changes)
        if spec.device is None:
            raise step.invalid("device")
        if spec.operation not in _FILE_OPERATIONS:
            raise step.invalid("operation")
        _check_file_operation(step)
        _OPERATIONS[spec.operation](step, keys)


def _check_file_operation(step: Step) -> None:
    """Refuse to make or destroy a file where there is none, or at the wrong time."""
    wanted = step.spec.file_operation
    if wanted is None:
        return
    backing = step.device.backing
    has_file = isinstance(step.device, vim.VirtualDisk) or isinstance(
        backing, vim.VirtualDeviceFileBackingInfo
    )
    if not has_file or wanted not in _FILE_OPERATIONS[step.spec.operation]:
        raise step.bad_operation()


def _settings(step: Step, prefix: str) -> dict[str, str | None]:
    write = next((write for cls, write in _WRITERS if isinstance(step.device, cls)), None)
    found = {} if write is None else write(step, prefix)
    connectable = step.device.connectable
    if connectable is not None:
        for field, value in (
            ("startConnected", connectable.start_connected),
            ("allowGuestConnectionControl", connectable.allow_guest_control),
        ):
            found[f"{prefix}.{field}"] = "TRUE" if value else "FALSE"
    return found


def _add(step: Step, keys: dict[int, str]) -> None:
    require_version(step)
    key = step.device.key
    if key < 0 and key in keys and step.machine.host.manager is not None:  # rancher#27732
        raise faults.invalid_argument(f"deviceChange[{step.index}].device.key")
    prefix = free_place(step, keys)
    require_operation(step, prefix, "add")
    present = {} if prefix.startswith("usb.auto") else {f"{prefix}.present": "TRUE"}
    step.put({**present, **_settings(step, prefix)})
    if isinstance(step.device, vim.VirtualDisk):
        disks.add(step, prefix)
    _connect(step, prefix)
    if key:
        keys[key] = prefix


def _connect(step: Step, prefix: str) -> None:
    """Take note of whether the device is connected now; only a running machine's can be."""
    connectable = step.device.connectable
    if connectable is not None and step.machine.is_on:
        step.changes.links[prefix] = connectable.connected


def _existing(step: Step) -> str:
    """Return what the settings of a device begin with that must be there, of the same kind."""
    prefix = known_key(step, step.device.key)
    now = next(d for d in devices(step.machine, step.config) if d.key == step.device.key)
    if type(now) is not type(step.device):
        raise step.invalid("device")
    return prefix


def _own(step: Step, prefix: str) -> Iterator[str]:
    """Yield the settings of a device."""
    beginnings = (f"{prefix}.".lower(), f"sched.{prefix}.".lower())
    for key in step.config.settings:
        if key.lower() == prefix.lower() or key.lower().startswith(beginnings):
            yield key


def _remove(step: Step, keys: dict[int, str]) -> None:
    del keys
    prefix = _existing(step)
    if prefix == "svga" or occupants(step.config, prefix):
        raise step.bad_operation()
    require_operation(step, prefix, "remove")
    if isinstance(step.device, vim.VirtualDisk):
        disks.remove(step, prefix)
    step.put(dict.fromkeys(_own(step, prefix)))
    if prefix == "usb":
        step.put({"ehci.present": None})
    step.changes.links[prefix] = None


def _edit(step: Step, keys: dict[int, str]) -> None:
    prefix = _existing(step)
    require_operation(step, prefix, "edit")
    changed = {
        key: value
        for key, value in _settings(step, prefix).items()
        if _differs(step.config.get(key), value, key)
    }
    place = moved(step, prefix, keys)
    if step.machine.is_on:
        fields = KINDS[kind_of(step.device, prefix)].fields
        cold = [key for key in changed if not key.lower().endswith(_ends(fields))]
        if cold or place != prefix:
            raise faults.invalid_power_state(step.machine.power, "poweredOff")
    if isinstance(step.device, vim.VirtualDisk):
        disks.edit(step, prefix)
    step.put(changed)
    _connect(step, prefix)
    if place != prefix:
        _move(step, prefix, place, changed)


def _differs(now: str, wanted: str | None, key: str) -> bool:
    """Tell whether a setting changes: some say the same as if they were not there."""
    if key.endswith((".startConnected", ".allowGuestConnectionControl")):
        return (now or "TRUE").lower() != (wanted or "TRUE").lower()
    if key.endswith(".virtualDev"):  # what a device is stays
        return False
    nothing = {"", "false", "none", "persistent", "normal"}
    return now.lower() not in nothing if wanted is None else now.lower() != wanted.lower()


def _ends(fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f".{field}".lower() for field in fields)


def _move(step: Step, prefix: str, place: str, changed: dict[str, str | None]) -> None:
    """Give a drive that is edited another unit."""
    kept = {key: step.config.get(key) for key in _own(step, prefix)}
    step.put(dict.fromkeys([*kept, *changed]))
    if isinstance(step.device, vim.VirtualDisk):
        changed = {**changed, **disks.bus_word(step, prefix, place)}
    for key, value in {**kept, **changed}.items():
        at = key.lower().index(prefix.lower())
        step.put({f"{key[:at]}{place}{key[at + len(prefix) :]}": value})


_OPERATIONS: Final[dict[Any, Callable[[Step, dict[int, str]], None]]] = {
    _OPERATION.ADD: _add,
    _OPERATION.REMOVE: _remove,
    _OPERATION.EDIT: _edit,
}
