"""The order in which a machine tries its devices at start, as the API and as a VMX has it.

A VMX has kinds and cards in one list, and the disks in another:
``bios.bootOrder = "ethernet0,hdd"`` with ``bios.hddOrder = "scsi0:1,scsi0:0"``. So disks are tried
one after the other, whatever stood between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.state.numbers import whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from aioesx.simulator.state.config import Config

__all__ = ["read_order", "write_order"]

_ORDER: Final = "bios.bootOrder"
_DISKS: Final = "bios.hddOrder"
_FIRST_CARD: Final = 4000


def _words(config: Config, key: str) -> list[str]:
    return [word.strip() for word in config.get(key).split(",") if word.strip()]


def _card(word: str) -> int | None:
    """Return the number of a network card; None for another word."""
    return whole(word.removeprefix("ethernet"), 10) if word.startswith("ethernet") else None


def read_order(config: Config, key_of: Callable[[str], int]) -> list[Any]:
    """Return the order as the API shows it; what is no longer there is left out.

    Args:
        config: the configuration.
        key_of: gives the key of a disk by ``scsi0:1.``.
    """
    found: list[Any] = []
    for word in _words(config, _ORDER):
        if word == "hdd":
            disks = [d for d in _words(config, _DISKS) if config.flag(f"{d}.present")]
            found += [
                vim.VirtualMachineBootOptionsBootableDiskDevice(device_key=key_of(f"{disk}."))
                for disk in disks
            ]
        elif (number := _card(word)) is not None and config.flag(f"{word}.present"):
            key = _FIRST_CARD + number
            found.append(vim.VirtualMachineBootOptionsBootableEthernetDevice(device_key=key))
        elif word == "cdrom":
            found.append(vim.VirtualMachineBootOptionsBootableCdromDevice())
        elif word == "floppy":
            found.append(vim.VirtualMachineBootOptionsBootableFloppyDevice())
    return found


def write_order(
    order: list[Any], prefix_of: Callable[[int, type], str | None]
) -> dict[str, str | None] | int:
    """Return the settings for an order, or the number of the entry that there can be none for.

    Args:
        order: as the API has it; a device of the base class alone takes the order away.
        prefix_of: gives what the settings of the disk or card with a key begin with, None if there
            is none.
    """
    if len(order) == 1 and type(order[0]) is vim.VirtualMachineBootOptionsBootableDevice:
        return {_ORDER: None, _DISKS: None}
    words: list[str] = []
    disks: list[str] = []
    for at, entry in enumerate(order):
        word: str | None = None
        if isinstance(entry, vim.VirtualMachineBootOptionsBootableDiskDevice):
            disk = prefix_of(entry.device_key, vim.VirtualDisk)
            if disk is None or disk in disks:
                return at
            disks.append(disk)
            word = "hdd" if len(disks) == 1 else ""
        elif isinstance(entry, vim.VirtualMachineBootOptionsBootableEthernetDevice):
            word = prefix_of(entry.device_key, vim.VirtualEthernetCard)
        elif isinstance(entry, vim.VirtualMachineBootOptionsBootableCdromDevice):
            word = "cdrom"
        elif isinstance(entry, vim.VirtualMachineBootOptionsBootableFloppyDevice):
            word = "floppy"
        if word is None or word in words:
            return at
        words += [word] if word else []
    return {_ORDER: ",".join(words), _DISKS: ",".join(disks) or None}
