"""The host's PCI devices, and which of them a machine can be given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import vim

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState

__all__ = ["passthrough_info", "pci_devices", "short"]


def short(number: int) -> int:
    """Return a number of 16 bits as the API has it, which counts them with a sign."""
    return number - 0x1_0000 if number > 0x7FFF else number


def pci_devices(host: HostState) -> list[vim.HostPciDevice]:
    """Return what ``hardware.pciDevice`` shows."""
    found = []
    for device in host.pci_devices:
        bus, slot, function = device.numbers
        found.append(
            vim.HostPciDevice(
                id=device.id,
                class_id=short(device.kind),
                bus=bus - 0x100 if bus > 0x7F else bus,
                slot=slot,
                function=function,
                vendor_id=short(device.vendor),
                sub_vendor_id=short(device.vendor),
                vendor_name=device.vendor_name,
                device_id=short(device.device),
                sub_device_id=0,
                device_name=device.name,
            )
        )
    return found


def passthrough_info(host: HostState) -> list[vim.HostPciPassthruInfo]:
    """Return what ``config.pciPassthruInfo`` shows."""
    return [
        vim.HostPciPassthruInfo(
            id=device.id,
            dependent_device=device.id,
            passthru_enabled=device.passthrough,
            passthru_capable=not device.id.startswith("0000:00:"),
            passthru_active=device.passthrough,
        )
        for device in host.pci_devices
    ]
