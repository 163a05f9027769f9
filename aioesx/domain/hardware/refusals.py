"""What a machine cannot do as it is, told before anything is sent. No I/O."""

from __future__ import annotations

from typing import Final

from aioesx import vim
from aioesx.domain import effects
from aioesx.domain.hardware.current import Hardware
from aioesx.domain.values import DomainState
from aioesx.errors import AlreadyExistsError, InvalidStateError

__all__ = [
    "is_hot",
    "not_while_running",
    "require_changeable",
    "require_effect",
    "require_hot",
    "require_live",
    "require_pluggable",
    "taken",
]

_COLD_BUSES: Final = {"ide": "an IDE bus", "fdc": "the floppy controller"}
_COLD_KINDS: Final = {
    "serial": "a serial port",
    "parallel": "a parallel port",
    "pci": "a PCI device",
    "floppy": "a floppy drive",
}


def require_effect(hardware: Hardware, *, live: bool, config: bool) -> None:
    """Refuse what libvirt's flags ask for and the machine cannot have; see `effects`."""
    effects.require_effect(hardware.name, hardware.state, live=live, config=config)


def require_live(hardware: Hardware, *, live: bool) -> None:
    """Refuse libvirt's flag for what runs, of a domain that is off; see `effects`."""
    effects.require_live(hardware.name, hardware.state, live=live)


def require_changeable(hardware: Hardware) -> None:
    """Refuse a change of the devices of a template or of a suspended machine.

    Raises:
        InvalidStateError: it is one.
    """
    if hardware.config.template:
        raise InvalidStateError("InvalidState", f"'{hardware.name}' is a template")
    if hardware.state is DomainState.PAUSED:
        raise InvalidStateError(
            "InvalidPowerState",
            f"domain '{hardware.name}' is suspended: its devices can be changed while it runs"
            " or is off",
        )


def require_pluggable(hardware: Hardware, kind: str, bus: str | None, *, leaving: bool) -> None:
    """Refuse to plug in, or pull out, while it runs, what no machine can then.

    Args:
        hardware: the machine.
        kind: a word of `DomainDevice.kind`.
        bus: of a drive or controller.
        leaving: whether it is to be pulled out.

    Raises:
        InvalidStateError: the domain has to be off for this.
    """
    if not hardware.running:
        return
    what = _COLD_KINDS.get(kind) or _COLD_BUSES.get(bus or "")
    if what is None:
        return
    if kind in ("disk", "cdrom") and bus == "ide":
        what = f"a {'CD-ROM drive' if kind == 'cdrom' else 'disk'} on {what}"
    how = "detached" if leaving else "attached"
    raise not_while_running(hardware, f"{what} can only be {how}")


def is_hot(hardware: Hardware, controller: vim.VirtualDevice | None) -> bool:
    """Tell whether a controller takes and gives drives as the machine is."""
    return not hardware.running or getattr(controller, "hot_add_remove", None) is not False


def require_hot(hardware: Hardware, controller: vim.VirtualDevice | None, *, leaving: bool) -> None:
    """Refuse a drive on a controller that takes none, and gives none, while the machine runs.

    Raises:
        InvalidStateError: it is one.
    """
    if not is_hot(hardware, controller):
        how = "detached from" if leaving else "attached to"
        label = getattr(getattr(controller, "device_info", None), "label", "the controller")
        raise not_while_running(hardware, f"a drive can only be {how} {label}")


def not_while_running(hardware: Hardware, what: str) -> InvalidStateError:
    """Make the error of what can be done only while the machine is off."""
    return InvalidStateError(
        "InvalidPowerState", f"domain '{hardware.name}' runs: {what} while it is off"
    )


def taken(hardware: Hardware, what: str) -> AlreadyExistsError:
    """Make the error of a place, address or file that the machine has in use already."""
    return AlreadyExistsError("AlreadyExists", f"domain '{hardware.name}': {what} already exists")
