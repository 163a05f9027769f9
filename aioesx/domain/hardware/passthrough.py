"""Devices of the host that a machine gets for itself: USB and PCI. No I/O."""

from __future__ import annotations

from typing import Final

from aioesx import vim
from aioesx.definition import HostDevice
from aioesx.domain.hardware.current import Hardware
from aioesx.domain.hardware.places import DEVICE_KEY
from aioesx.domain.hardware.plan import ADD, Plan, added, change_of
from aioesx.domain.hardware.refusals import require_pluggable, taken
from aioesx.domain.hardware.select import pci_id
from aioesx.errors import NotSupportedError

__all__ = ["pci_plan", "usb_plan"]

_CONTROLLER_KEY: Final = -2
_ANY_SYSTEM: Final = "BYPASS"
"""Instead of the host's id: the machine may have the device of this address on whatever host."""


def usb_plan(hardware: Hardware, wanted: HostDevice) -> Plan:
    """Return the change that gives a machine a USB device of the host, and a controller if needed.

    The host is told by which numbers to know the device, and connects it when it is plugged in.

    Raises:
        NotSupportedError: it is named by its place on the host's bus.
        AlreadyExistsError: the machine has it.
    """
    if wanted.vendor is None or wanted.product is None:
        raise NotSupportedError(
            "NotSupported", "a USB device is attached by vendor and product, not by bus and device"
        )
    known = hardware.of_type(vim.VirtualUSB)
    numbers = wanted.vendor, wanted.product
    if numbers in [(device.vendor, device.product) for device in known]:
        raise taken(hardware, f"the USB device {wanted.vendor:#06x}:{wanted.product:#06x}")
    hubs = [
        *hardware.of_type(vim.VirtualUSBController),
        *hardware.of_type(vim.VirtualUSBXHCIController),
    ]
    name = f"vid:{wanted.vendor:#06x} pid:{wanted.product:#06x}"
    device = vim.VirtualUSB(
        key=DEVICE_KEY,
        controller_key=hubs[0].key if hubs else _CONTROLLER_KEY,
        backing=vim.VirtualUSBUSBBackingInfo(device_name=name),
        connected=hardware.running,
        vendor=wanted.vendor,
        product=wanted.product,
    )
    hub = vim.VirtualUSBController(
        key=_CONTROLLER_KEY, bus_number=0, auto_connect_devices=False, ehci_enabled=True
    )
    before = () if hubs else (change_of(ADD, hub),)
    return added(hardware, device, f"the USB device '{name}' was attached", before)


def pci_plan(hardware: Hardware, wanted: HostDevice, told: vim.HostPciDevice) -> Plan:
    """Return the change that gives a machine a PCI device of the host.

    Args:
        hardware: the machine.
        wanted: the device.
        told: what the host tells of it.

    Raises:
        InvalidStateError: the machine runs.
        AlreadyExistsError: it has it.
    """
    require_pluggable(hardware, "pci", None, leaving=False)
    name = pci_id(wanted)
    known = hardware.of_type(vim.VirtualPCIPassthrough)
    if name in [getattr(device.backing, "id", None) for device in known]:
        raise taken(hardware, f"the PCI device {name}")
    device = vim.VirtualPCIPassthrough(
        key=DEVICE_KEY,
        backing=vim.VirtualPCIPassthroughDeviceBackingInfo(
            device_name=told.device_name,
            id=told.id,
            device_id=f"{told.device_id & 0xFFFF:x}",
            system_id=_ANY_SYSTEM,
            vendor_id=told.vendor_id,
        ),
    )
    return added(hardware, device, f"the PCI device {name} was attached")
