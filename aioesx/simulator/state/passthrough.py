"""Devices of the host that a machine can be given whole: on its PCI bus and its USB ports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["PCI_DEVICES", "USB_DEVICES", "PciDevice", "UsbDevice"]


@dataclass(frozen=True, slots=True)
class PciDevice:
    """A device on the host's PCI bus.

    Attributes:
        id: its address, ``0000:3b:00.0``.
        kind: its class, a number of the PCI standard.
        passthrough: whether the host has let go of it.
    """

    id: str
    vendor: int
    device: int
    kind: int
    vendor_name: str
    name: str
    passthrough: bool = False

    @property
    def numbers(self) -> tuple[int, int, int]:
        """Bus, slot and function."""
        _, bus, rest = self.id.split(":")
        slot, _, function = rest.partition(".")
        return int(bus, 16), int(slot, 16), int(function, 16)


@dataclass(frozen=True, slots=True)
class UsbDevice:
    """A device at one of the host's USB ports.

    Attributes:
        name: how a backing names it, ``path:1/0/3 version:2``.
        families: words of the API, such as ``storage``.
    """

    name: str
    vendor: int
    product: int
    description: str
    families: tuple[str, ...]
    speeds: tuple[str, ...] = ("high",)

    def is_meant(self, pattern: str) -> bool:
        """Tell whether a backing's name is this device's, or numbers by which the host knows it."""
        numbers = {f"vid:{self.vendor:#06x}", f"pid:{self.product:#06x}"}
        return pattern == self.name or numbers == set(pattern.lower().split())


PCI_DEVICES: Final = (
    PciDevice("0000:00:1f.2", 0x8086, 0x8D02, 0x0106, "Intel Corporation", "AHCI Controller"),
    PciDevice("0000:3b:00.0", 0x10DE, 0x1EB8, 0x0302, "NVIDIA Corporation", "Tesla T4", True),
    PciDevice("0000:3b:00.1", 0x10DE, 0x10F7, 0x0403, "NVIDIA Corporation", "Audio device", True),
    PciDevice("0000:5e:00.0", 0x8086, 0x10FB, 0x0200, "Intel Corporation", "82599ES 10 Gigabit"),
)
"""What a host has unless told otherwise: two devices that it keeps, two that it has let go of."""

USB_DEVICES: Final = (
    UsbDevice("path:1/0/3 version:2", 0x0529, 0x0001, "HASP licence key", ("vendorSpecific",)),
    UsbDevice("path:1/0/4 version:2", 0x0781, 0x5583, "Flash drive", ("storage",)),
)
"""What a host has unless told otherwise."""
