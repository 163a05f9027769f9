"""Controllers, passed-through devices and the rest of a configuration spec's devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx.simulator.properties.devices import SCSI_CONTROLLERS
from aioesx.simulator.properties.extras import SOUND_CARDS

if TYPE_CHECKING:
    from aioesx.simulator.methods.hardware.step import Step

__all__ = ["pci", "scsi", "sound", "usb", "usb_controller", "video", "watchdog"]

_SCSI_WORDS: Final = {cls: word for word, cls in SCSI_CONTROLLERS.items()}
_SOUND_WORDS: Final = {cls: word for word, cls in SOUND_CARDS.items()}


def _flag(value: bool | None) -> str | None:
    return "TRUE" if value else None


def scsi(step: Step, prefix: str) -> dict[str, str | None]:
    """Return the settings of a SCSI controller."""
    sharing = str(step.device.shared_bus)
    return {
        f"{prefix}.virtualDev": _SCSI_WORDS.get(type(step.device), "lsilogic"),
        f"{prefix}.sharedBus": None if sharing == "noSharing" else sharing.removesuffix("Sharing"),
    }


def usb_controller(step: Step, prefix: str) -> dict[str, str | None]:
    """Return the settings of a controller for USB 1 and 2."""
    return {
        f"{prefix}.generic.autoconnect": _flag(step.device.auto_connect_devices),
        "ehci.present": _flag(step.device.ehci_enabled),
    }


def usb(step: Step, prefix: str) -> dict[str, str | None]:
    """Return the setting of a USB device: one of the host's, or of a client's."""
    backing = step.device.backing
    if isinstance(backing, vim.VirtualUSBRemoteClientBackingInfo):
        return {prefix: f"{backing.device_name} host:{backing.hostname}"}
    if not isinstance(backing, vim.VirtualUSBUSBBackingInfo):
        raise step.bad_backing()
    host = step.machine.host
    found = next((d for d in host.usb_devices if d.is_meant(backing.device_name)), None)
    own = {key: value for key, value in step.config.settings.items() if key != prefix}
    others = (m.config.settings for m in host.machines.values() if m is not step.machine)
    taken = (
        value == backing.device_name and key.lower().startswith("usb.autoconnect.")
        for settings in (own, *others)
        for key, value in settings.items()
    )
    if found is None or any(taken):
        raise step.bad_backing("device.backing.deviceName")
    return {prefix: backing.device_name}


def pci(step: Step, prefix: str) -> dict[str, str | None]:
    """Return the settings of a PCI device of the host's that the machine is given whole."""
    backing = step.device.backing
    if not isinstance(backing, vim.VirtualPCIPassthroughDeviceBackingInfo):
        raise step.bad_backing()
    host = step.machine.host
    found = next((d for d in host.pci_devices if d.id == backing.id and d.passthrough), None)
    numbers = range(16)
    taken = [step.config.get(f"pciPassthru{n}.id") for n in numbers if prefix[11:] != str(n)]
    if found is None or backing.id in taken:
        raise step.bad_backing("device.backing.id")
    return {
        f"{prefix}.id": found.id,
        f"{prefix}.deviceId": f"0x{found.device:x}",
        f"{prefix}.vendorId": f"0x{found.vendor:x}",
        f"{prefix}.systemId": backing.system_id or host.hardware.uuid,
    }


def sound(step: Step, prefix: str) -> dict[str, str | None]:
    """Return the settings of a sound card."""
    return {
        f"{prefix}.virtualDev": _SOUND_WORDS.get(type(step.device), "es1371"),
        f"{prefix}.autodetect": "TRUE",
        f"{prefix}.fileName": "-1",
    }


def watchdog(step: Step, prefix: str) -> dict[str, str | None]:
    """Return the settings of a watchdog timer."""
    return {f"{prefix}.runOnBoot": _flag(step.device.run_on_boot)}


def video(step: Step, prefix: str) -> dict[str, str | None]:
    """Return the settings of the video card; what is not given stays."""
    device, found = step.device, dict[str, str | None]()
    if device.video_ram_size_in_kb is not None:
        found[f"{prefix}.vramSize"] = str(device.video_ram_size_in_kb * 1024)
    if device.num_displays is not None:
        if not 1 <= device.num_displays <= 10:
            raise step.invalid("device.numDisplays")
        found[f"{prefix}.numDisplays"] = str(device.num_displays)
    if device.use_auto_detect is not None:
        found[f"{prefix}.autodetect"] = _flag(device.use_auto_detect)
    if device.enable3_d_support is not None:
        found["mks.enable3d"] = _flag(device.enable3_d_support)
    return found
