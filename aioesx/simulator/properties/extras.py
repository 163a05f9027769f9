"""A machine's rarer devices, from its VMX settings: passed-through ones, sound, a watchdog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.properties.passthrough import short
from aioesx.simulator.state.numbers import hexadecimal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.machine import Machine

__all__ = ["SOUND_CARDS", "extras"]

SOUND_CARDS: Final[dict[str, Any]] = {
    "es1371": vim.VirtualEnsoniq1371,
    "sb16": vim.VirtualSoundBlaster16,
    "hdaudio": vim.VirtualHdAudioCard,
}

_USB_DEVICES: Final = 20
_PCI_DEVICES: Final = 16


def _about(label: str, summary: str = "") -> vim.Description:
    return vim.Description(label=label, summary=summary or label)


def extras(machine: Machine, config: Config) -> Iterator[vim.VirtualDevice]:
    """Yield the devices."""
    yield from _sound(config)
    yield from _usb(machine, config)
    yield from _pci(config)
    if config.flag("vwdt.present"):
        on_boot = config.flag("vwdt.runOnBoot")
        yield vim.VirtualWDT(
            key=18000,
            device_info=_about("Watchdog timer"),
            controller_key=100,
            unit_number=19,
            run_on_boot=on_boot,
            running=on_boot and machine.is_on,
        )


def _sound(config: Config) -> Iterator[vim.VirtualDevice]:
    if not config.flag("sound.present"):
        return
    word = config.get("sound.virtualDev", "es1371").lower()
    yield SOUND_CARDS.get(word, vim.VirtualEnsoniq1371)(
        key=5000,
        device_info=_about("Sound card"),
        backing=vim.VirtualSoundCardDeviceBackingInfo(
            device_name="", use_auto_detect=config.flag("sound.autodetect")
        ),
        controller_key=100,
        unit_number=16,
    )


def _usb(machine: Machine, config: Config) -> Iterator[vim.VirtualDevice]:
    hub = 14000 if config.flag("usb_xhci.present") else 7000
    for number in range(_USB_DEVICES):
        name = config.get(f"usb.autoConnect.device{number}")
        if not name:
            continue
        plain, of_client, client = name.partition(" host:")
        known = next((d for d in machine.host.usb_devices if d.is_meant(name)), None)
        backing: vim.VirtualDeviceBackingInfo = vim.VirtualUSBUSBBackingInfo(
            device_name=name, use_auto_detect=False
        )
        if of_client:
            backing = vim.VirtualUSBRemoteClientBackingInfo(
                device_name=plain, use_auto_detect=False, hostname=client
            )
        yield vim.VirtualUSB(
            key=20000 + number,
            device_info=_about(f"USB {number + 1}", known.description if known else name),
            backing=backing,
            controller_key=hub,
            unit_number=number,
            connected=machine.is_on,
            vendor=known.vendor if known else None,
            product=known.product if known else None,
            family=list(known.families) if known else [],
            speed=list(known.speeds) if known else [],
        )


def _pci(config: Config) -> Iterator[vim.VirtualDevice]:
    for number in range(_PCI_DEVICES):
        prefix = f"pciPassthru{number}"
        if not config.flag(f"{prefix}.present"):
            continue
        yield vim.VirtualPCIPassthrough(
            key=13000 + number,
            device_info=_about(f"PCI device {number}", config.get(f"{prefix}.id")),
            backing=vim.VirtualPCIPassthroughDeviceBackingInfo(
                device_name="",
                use_auto_detect=False,
                id=config.get(f"{prefix}.id"),
                device_id=config.get(f"{prefix}.deviceId").removeprefix("0x"),
                system_id=config.get(f"{prefix}.systemId"),
                vendor_id=short(hexadecimal(config.get(f"{prefix}.vendorId"))),
            ),
            controller_key=100,
            unit_number=20 + number,
        )
