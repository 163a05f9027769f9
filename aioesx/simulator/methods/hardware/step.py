"""One entry of ``deviceChange``: what it asks for, of which machine, and how it is refused.

A property of a fault is spelled as hosts spell it: ``virtualDeviceSpec.device.unitNumber``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aioesx import vim
from aioesx.simulator.faults import Refused
from aioesx.simulator.state import paths
from aioesx.simulator.state.paths import DatastorePath

if TYPE_CHECKING:
    from aioesx.simulator.methods.reconfigure import Changes
    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.machine import Machine

__all__ = ["Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """An entry of the list, in the machine as the entries before have made it.

    Attributes:
        index: place in the list, which faults tell.
        config: the configuration after the entries before.
    """

    index: int
    machine: Machine
    config: Config
    spec: vim.VirtualDeviceConfigSpec
    changes: Changes

    @property
    def device(self) -> Any:
        """The device as the caller describes it."""
        return self.spec.device

    def put(self, settings: dict[str, str | None]) -> None:
        """Plan settings."""
        self.changes.settings.update(settings)

    def file(self, name: str, folder: DatastorePath | None = None) -> DatastorePath:
        """Return where a file is that a backing names: by datastore path, or as a VMX does.

        Raises:
            Refused: InvalidDatastorePath; InvalidDatastorePath for an unknown datastore.
        """
        host = self.machine.host
        if name.startswith("/"):
            return host.locate(name, folder or self.machine.place)
        place = paths.parse(name)
        host.datastore(place.datastore)
        return place

    def store(self, place: DatastorePath) -> Datastore:
        """Return the datastore of a place, which must be at hand."""
        store = self.machine.host.datastore(place.datastore)
        store.require_accessible()
        return store

    # --- how it is refused ------------------------------------------------------------------------

    def _of(self, field: str) -> dict[str, Any]:
        name = f"virtualDeviceSpec.{field}" if field else "virtualDeviceSpec"
        return {"property": name, "device_index": self.index}

    def invalid(self, field: str = "device") -> Refused:
        """A value of the device that the host does not take."""
        fault = vim.InvalidDeviceSpec(**self._of(field))
        return Refused(fault, f"Invalid configuration for device '{self.index}'.")

    def bad_backing(self, field: str = "device.backing") -> Refused:
        """What the device is to stand on is not there, or no such device can stand on it."""
        fault = vim.InvalidDeviceBacking(**self._of(field))
        return Refused(fault, f"Incompatible device backing specified for device '{self.index}'.")

    def bad_operation(self, why: str = "") -> Refused:
        """What is to be done cannot be done with this device."""
        fault = vim.InvalidDeviceOperation(
            **self._of("device"),
            bad_op=self.spec.operation,
            bad_file_op=self.spec.file_operation,
        )
        return Refused(fault, f"Invalid operation for device '{self.index}'. {why}".rstrip())

    def bad_controller(self, key: int) -> Refused:
        """The controller cannot have such a device."""
        fault = vim.InvalidController(**self._of("device.controllerKey"), controller_key=key)
        return Refused(fault, f"Invalid controller specified for device '{self.index}'.")

    def missing_controller(self) -> Refused:
        """There is no such controller."""
        fault = vim.MissingController(**self._of("device.controllerKey"))
        return Refused(fault, "The device is referring to a nonexisting controller.")

    def too_many(self) -> Refused:
        """The machine has as many of these as it can have."""
        fault = vim.TooManyDevices(property="virtualDeviceSpec.device")
        return Refused(fault, "There are too many devices of this kind.")

    def no_hot_plug(self) -> Refused:
        """The machine takes no devices while it runs."""
        fault = vim.DeviceHotPlugNotSupported(**self._of("device"))
        return Refused(fault, "Hot-plug is not supported for this virtual machine.")

    def old_hardware(self, needed: int) -> Refused:
        """The machine's virtual hardware is older than the device."""
        fault = vim.DeviceUnsupportedForVmVersion(
            **self._of("device"),
            current_version=f"vmx-{self.config.hardware_version:02}",
            expected_version=f"vmx-{needed:02}",
        )
        return Refused(fault, "The device is not supported by the virtual machine's version.")
