"""`Plan`: one change of a machine's devices, and how to see that it was made. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

from aioesx import vim
from aioesx.domain.hardware.current import Hardware
from aioesx.domain.hardware.describe import is_as_asked

__all__ = ["ADD", "EDIT", "REMOVE", "Done", "Plan", "added", "change_of"]

_OPERATION: Final = vim.VirtualDeviceConfigSpecOperation
ADD: Final = _OPERATION.ADD
EDIT: Final = _OPERATION.EDIT
REMOVE: Final = _OPERATION.REMOVE

Done = Callable[[Hardware], bool]
"""Tells of a machine whether a change was made."""


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """A change.

    Attributes:
        what: what was done, for a message: ``"the disk 'sdb' was attached"``.
        changes: of the devices.
        done: tells of the machine, looked at again, whether it was made.
        key: of the device that it is about, once it was made; None if that is gone then.
        settings: what else is changed.
    """

    what: str
    changes: tuple[vim.VirtualDeviceConfigSpec, ...]
    done: Done
    key: Callable[[Hardware], int | None] = lambda _: None
    settings: vim.VirtualMachineConfigSpec | None = None

    def subjects(self, hardware: Hardware) -> dict[int, object]:
        """Return what is altered or taken away, as far as no change makes it another thing, by key.

        Args:
            hardware: the machine that the plan was made of.
        """
        keys = [change.device.key for change in self.changes if change.operation is not ADD]
        return {key: _identity(hardware, hardware.by_key(key)) for key in keys}

    def spec(self, hardware: Hardware) -> vim.VirtualMachineConfigSpec:
        """Return the call's argument; the host refuses it if somebody was faster."""
        settings = self.settings or vim.VirtualMachineConfigSpec()
        spec: vim.VirtualMachineConfigSpec = settings.__replace__(
            change_version=hardware.version or None, device_change=list(self.changes)
        )
        return spec


def _identity(hardware: Hardware, device: vim.VirtualDevice | None) -> object:
    """Return what a device is, whatever is changed of it: a snapshot puts files above a disk's."""
    if isinstance(device, vim.VirtualDisk):
        return [*hardware.files(device)][-1:]
    return type(device), getattr(device, "mac_address", None)


def change_of(
    operation: vim.VirtualDeviceConfigSpecOperation,
    device: vim.VirtualDevice,
    file_operation: vim.VirtualDeviceConfigSpecFileOperation | None = None,
) -> vim.VirtualDeviceConfigSpec:
    """Return the change of one device."""
    return vim.VirtualDeviceConfigSpec(
        operation=operation, file_operation=file_operation, device=device
    )


def added(
    hardware: Hardware,
    device: vim.VirtualDevice,
    what: str,
    before: tuple[vim.VirtualDeviceConfigSpec, ...] = (),
) -> Plan:
    """Return the change that adds a device whose place is the host's to choose.

    The machine's version in the call lets nobody else add one between: what is new is ours, if it
    is what was asked for.

    Args:
        hardware: the machine.
        device: the new one.
        what: see `Plan`.
        before: changes that it needs, of a controller, say.
    """
    known = {each.key for each in hardware.devices}

    def new(now: Hardware) -> list[vim.VirtualDevice]:
        return [found for found in now.of_type(type(device)) if found.key not in known]

    def key(now: Hardware) -> int | None:
        found = sorted(new(now), key=lambda each: not is_as_asked(now, each, device))
        return found[0].key if found else None

    changes = (*before, change_of(ADD, device))
    return Plan(
        what,
        changes,
        lambda now: any(is_as_asked(now, found, device) for found in new(now)),
        key,
    )
