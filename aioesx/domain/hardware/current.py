"""`Hardware`: what a machine has when it is looked at, in one read. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final, TypeVar

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx.domain.devices import Drive, drives_among
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.values import DomainState

__all__ = ["BUS_CONTROLLERS", "HARDWARE_PATHS", "Hardware"]

D = TypeVar("D", bound=vim.VirtualDevice)

_CONFIG: Final = "config"
_SNAPSHOT: Final = "snapshot"
# The configuration is read whole: which of its parts there are depends on the API's version.
HARDWARE_PATHS: Final = (STATE_PATH, _CONFIG, _SNAPSHOT)

BUS_CONTROLLERS: Final[dict[str, type[vim.VirtualController]]] = {
    "scsi": vim.VirtualSCSIController,
    "sata": vim.VirtualSATAController,
    "ide": vim.VirtualIDEController,
    "nvme": vim.VirtualNVMEController,
    "fdc": vim.VirtualSIOController,
}
"""What a bus's controllers are, by libvirt's name of the bus."""


@dataclasses.dataclass(frozen=True, slots=True)
class Hardware:
    """A machine at one moment.

    Attributes:
        name: of the domain, for messages.
        state: its power state.
        config: its configuration.
        has_snapshots: whether it has any.
    """

    name: str
    state: DomainState
    config: vim.VirtualMachineConfigInfo
    has_snapshots: bool

    @classmethod
    def of(cls, name: str, values: Properties) -> Hardware:
        """Make it of the properties `HARDWARE_PATHS`.

        Raises:
            NotSupportedError: the host does not tell the configuration (of a lost machine, say), or
                whether it runs.
            NotPermittedError: it hides it.
        """
        values.require(STATE_PATH)
        return cls(
            name,
            domain_state(values),
            values.require(_CONFIG),
            values.get(_SNAPSHOT) is not None,
        )

    @property
    def devices(self) -> list[vim.VirtualDevice]:
        """All devices, in the host's order."""
        return list(self.config.hardware.device)

    @property
    def running(self) -> bool:
        """Whether it is powered on."""
        return self.state is DomainState.RUNNING

    @property
    def version(self) -> str:
        """What the host counts the configuration's changes by."""
        return self.config.change_version

    def drives(self) -> list[Drive]:
        """Return the disks and drives, with their names."""
        return drives_among(self.devices)

    def of_type(self, kind: type[D]) -> list[D]:
        """Return the devices of a class, by key."""
        found = [device for device in self.devices if isinstance(device, kind)]
        return sorted(found, key=lambda device: device.key)

    def controllers(self, bus: str) -> list[vim.VirtualController]:
        """Return the controllers of a bus, by number."""
        return sorted(self.of_type(BUS_CONTROLLERS[bus]), key=lambda device: device.bus_number)

    def by_key(self, key: int | None) -> vim.VirtualDevice | None:
        """Return the device of a key."""
        return next((device for device in self.devices if device.key == key), None)

    def units_in_use(self, controller: int) -> set[int]:
        """Return the units of a controller that have something on them."""
        return {
            device.unit_number
            for device in self.devices
            if device.controller_key == controller and device.unit_number is not None
        }

    def files(self, device: vim.VirtualDevice) -> Iterator[str]:
        """Give the files behind a device: its own, and those below it."""
        backing = device.backing
        while isinstance(backing, vim.VirtualDeviceFileBackingInfo):
            yield backing.file_name
            backing = getattr(backing, "parent", None)
