"""A device that is there: the change that takes it away, alters it or lets it grow. No I/O."""

from __future__ import annotations

from typing import Final

from aioesx import vim
from aioesx.definition import CharacterDevice, Device, Disk, Interface
from aioesx.domain.devices import card_model
from aioesx.domain.hardware.attaching import Networks
from aioesx.domain.hardware.backings import (
    card_backing,
    cdrom_backing,
    disk_kib,
    disk_mode,
    floppy_backing,
    port_backing,
)
from aioesx.domain.hardware.current import Hardware
from aioesx.domain.hardware.describe import device_value
from aioesx.domain.hardware.plan import EDIT, REMOVE, Plan, change_of
from aioesx.domain.hardware.refusals import (
    not_while_running,
    require_changeable,
    require_hot,
    require_live,
    require_pluggable,
)
from aioesx.domain.hardware.select import Wanted, find
from aioesx.errors import InvalidStateError, LookupFailedError, NotSupportedError, UnsupportedError

__all__ = ["detach_plan", "grow_plan", "link_plan", "update_plan"]

_INDEPENDENT: Final = "independent_persistent"
_DESTROY: Final = vim.VirtualDeviceConfigSpecFileOperation.DESTROY


def _name(hardware: Hardware, device: vim.VirtualDevice) -> str:
    value = device_value(hardware, device)
    word = value.target or value.mac or (str(value.number) if value.number is not None else None)
    return f"the {value.kind} '{word or value.label or value.key}'"


def _no_such(hardware: Hardware, device: vim.VirtualDevice, kind: str) -> LookupFailedError:
    name = _name(hardware, device)
    return LookupFailedError(
        f"{name} of domain '{hardware.name}' is no {kind}", kind=kind, name=name
    )


# --- detach --------------------------------------------------------------------------------------


def detach_plan(hardware: Hardware, wanted: Wanted, *, delete_files: bool) -> Plan:
    """Return the change that takes a device away.

    Raises:
        LookupFailedError: the machine has no such device.
        InvalidStateError: not while the machine is as it is.
        NotSupportedError: no machine is without it.
        ValueError: `delete_files` of something that is no disk.
    """
    device = find(hardware, wanted)
    require_changeable(hardware)
    _require_same_file(hardware, wanted, device)
    value = device_value(hardware, device)
    require_pluggable(hardware, value.kind, value.bus, leaving=True)
    require_hot(hardware, hardware.by_key(device.controller_key), leaving=True)
    if isinstance(device, vim.VirtualController):
        _require_empty(hardware, device)
    if delete_files:
        _require_deletable(hardware, device)
    key = device.key
    kept = " and its file deleted" if delete_files else ""
    return Plan(
        f"{_name(hardware, device)} was detached{kept}",
        (change_of(REMOVE, device, _DESTROY if delete_files else None),),
        lambda now: now.by_key(key) is None,
    )


def _require_same_file(hardware: Hardware, wanted: Wanted, device: vim.VirtualDevice) -> None:
    """Refuse a disk of which a definition says another file than the machine has there."""
    if not isinstance(wanted, Disk) or not isinstance(device, vim.VirtualDisk):
        return
    files = list(hardware.files(device))
    if wanted.source is not None and files and wanted.source not in files:
        name = f"{_name(hardware, device)} of '{wanted.source}': its file is '{files[0]}'"
        raise LookupFailedError(name, kind="disk", name=wanted.target)


def _require_empty(hardware: Hardware, device: vim.VirtualController) -> None:
    value = device_value(hardware, device)
    if value.bus in ("ide", "fdc") or isinstance(
        device, vim.VirtualPCIController | vim.VirtualPS2Controller
    ):
        raise NotSupportedError("NotSupported", f"no machine is without {value.label}")
    if hardware.units_in_use(device.key):
        raise InvalidStateError(
            "ResourceInUse", f"domain '{hardware.name}': {value.label} has devices on it"
        )


def _require_deletable(hardware: Hardware, device: vim.VirtualDevice) -> None:
    if not isinstance(device, vim.VirtualDisk):
        raise ValueError(f"{_name(hardware, device)} has no file to be deleted")  # noqa: TRY004
    if hardware.has_snapshots:
        raise InvalidStateError(
            "InvalidState",
            f"domain '{hardware.name}' has snapshots: the file of {_name(hardware, device)}"
            " cannot be deleted while they need it",
        )


# --- grow ----------------------------------------------------------------------------------------


def grow_plan(hardware: Hardware, wanted: Wanted, size: int) -> Plan | None:
    """Return the change that lets a disk grow; None if it has this size already.

    Raises:
        LookupFailedError: the machine has no such disk.
        InvalidStateError: it has snapshots, or the disk cannot grow while it runs.
        ValueError: the size is none, or below what the disk has.
    """
    device = find(hardware, wanted)
    if not isinstance(device, vim.VirtualDisk):
        raise _no_such(hardware, device, "disk")
    require_changeable(hardware)
    name = _name(hardware, device)
    now, kib = device.capacity_in_kb, disk_kib(size)
    if kib < now:
        raise ValueError(f"{name} has {now} KiB already; a disk cannot shrink to {kib} KiB")
    if kib == now:
        return None
    if hardware.has_snapshots or getattr(device.backing, "parent", None) is not None:
        raise InvalidStateError(
            "InvalidState",
            f"domain '{hardware.name}' has snapshots: {name} cannot grow on top of them",
        )
    if hardware.running and device_value(hardware, device).bus == "ide":
        raise not_while_running(hardware, f"{name} on an IDE bus can only grow")
    key = device.key
    grown = device.__replace__(
        capacity_in_kb=kib,
        capacity_in_bytes=None if device.capacity_in_bytes is None else kib * 1024,
    )
    return Plan(
        f"{name} has grown to {kib} KiB",
        (change_of(EDIT, grown),),
        lambda after: getattr(after.by_key(key), "capacity_in_kb", 0) >= kib,
        lambda _: key,
    )


# --- update --------------------------------------------------------------------------------------


def link_plan(
    hardware: Hardware, wanted: Wanted, *, up: bool, live: bool, config: bool
) -> Plan | None:
    """Return the change that plugs a card's cable in or out; None if it is so already.

    Args:
        hardware: the machine.
        wanted: the card.
        up: whether the cable is in.
        live: now.
        config: at the next start; neither is: as the machine is now.
    """
    card = find(hardware, wanted)
    if not isinstance(card, vim.VirtualEthernetCard):
        raise _no_such(hardware, card, "interface")
    require_changeable(hardware)
    require_live(hardware, live=live)
    now = hardware.running and (live or not config)
    later = config or not hardware.running
    plug = _plug_of(card)
    wanted_plug = plug.__replace__(
        connected=up if now else plug.connected,
        start_connected=up if later else plug.start_connected,
    )
    if wanted_plug == plug:
        return None
    plugged = card.__replace__(connectable=wanted_plug)
    return _edit(plugged, f"the link is {'up' if up else 'down'}")


def _plug_of(device: vim.VirtualDevice) -> vim.VirtualDeviceConnectInfo:
    return device.connectable or vim.VirtualDeviceConnectInfo(
        start_connected=True, allow_guest_control=True, connected=False
    )


def update_plan(hardware: Hardware, wanted: Device, networks: Networks) -> Plan | None:
    """Return the change that makes a device what its definition says; None if it is so already.

    Raises:
        LookupFailedError: the machine has no such device.
        InvalidStateError: not while the machine is as it is.
        NotSupportedError: it can only be detached, and another one attached.
    """
    require_changeable(hardware)
    device = find(hardware, wanted)
    match wanted:
        case Disk(device="disk" | "lun"):
            after = _disk(hardware, wanted, device)
        case Disk():
            after = _drive(hardware, wanted, device)
        case Interface():
            after = _card(hardware, wanted, device, networks)
        case CharacterDevice():
            after = device.__replace__(backing=port_backing(wanted))
        case _:
            raise NotSupportedError(
                "NotSupported", f"nothing of {_name(hardware, device)} can be changed"
            )
    if _same(device, after):
        return None
    return _edit(after, f"{_name(hardware, device)} was changed")


def _edit(after: vim.VirtualDevice, what: str) -> Plan:
    key = after.key

    def done(now: Hardware) -> bool:
        found = now.by_key(key)
        return found is not None and _looks_like(now, found, after)

    return Plan(what, (change_of(EDIT, after),), done, lambda _: key)


def _same(one: vim.VirtualDevice, other: vim.VirtualDevice) -> bool:
    """Tell whether two states of a device are the same, as far as we change it.

    A backing that we make says less than the host's of the same thing.
    """
    return _plugged(one) == _plugged(other) and _told(one.backing, other.backing)


def _looks_like(hardware: Hardware, found: vim.VirtualDevice, wanted: vim.VirtualDevice) -> bool:
    """Tell whether a device is what was asked for: hosts write a backing in their own way."""
    one, other = device_value(hardware, found), device_value(hardware, wanted)
    return (one.source, one.mode, _plugged(found)) == (other.source, other.mode, _plugged(wanted))


def _plugged(device: vim.VirtualDevice) -> tuple[bool, bool] | None:
    plug = device.connectable
    return None if plug is None else (plug.connected, plug.start_connected)


def _told(
    full: vim.VirtualDeviceBackingInfo | None, said: vim.VirtualDeviceBackingInfo | None
) -> bool:
    if said is None or type(full) is not type(said):
        return full is said
    return all(
        getattr(said, name) in (None, getattr(full, name)) for name in type(said).wire_fields
    )


def _disk(hardware: Hardware, wanted: Disk, device: vim.VirtualDevice) -> vim.VirtualDevice:
    if not isinstance(device, vim.VirtualDisk):
        raise _other_kind(hardware, device, "disk")
    files = list(hardware.files(device))
    if wanted.source is not None and files and wanted.source not in files:
        raise NotSupportedError(
            "NotSupported",
            f"{_name(hardware, device)} cannot become another file: detach it, and attach that",
        )
    mode, now = disk_mode(wanted), getattr(device.backing, "disk_mode", None)
    if mode == now or device.backing is None or now is None:
        return device
    # A domain's XML has no word for it: whoever hands that back means the disk as it is.
    if now == _INDEPENDENT and wanted.snapshot is None and not wanted.transient:
        return device
    if hardware.running:
        raise not_while_running(hardware, f"the mode of {_name(hardware, device)} can be changed")
    if hardware.has_snapshots:
        raise InvalidStateError(
            "InvalidState",
            f"domain '{hardware.name}' has snapshots: the mode of {_name(hardware, device)}"
            " cannot be changed",
        )
    changed: vim.VirtualDisk = device.__replace__(
        backing=device.backing.__replace__(disk_mode=mode)
    )
    return changed


def _drive(hardware: Hardware, wanted: Disk, device: vim.VirtualDevice) -> vim.VirtualDevice:
    floppy = wanted.device == "floppy"
    if not isinstance(device, vim.VirtualFloppy if floppy else vim.VirtualCdrom):
        raise _other_kind(hardware, device, wanted.device)
    there = wanted.source is not None
    plug = _plug_of(device).__replace__(start_connected=there, connected=there and hardware.running)
    backing = floppy_backing(wanted) if floppy else cdrom_backing(wanted)
    changed: vim.VirtualDevice = device.__replace__(backing=backing, connectable=plug)
    return changed


def _card(
    hardware: Hardware, wanted: Interface, device: vim.VirtualDevice, networks: Networks
) -> vim.VirtualDevice:
    model = card_model(device)
    if wanted.model is not None and wanted.model != model:
        raise NotSupportedError(
            "NotSupported", f"the model of {_name(hardware, device)} is {model} and stays so"
        )
    after = device
    if wanted.source or wanted.port is not None:
        after = after.__replace__(backing=networks.get(wanted.source or "") or card_backing(wanted))
    if wanted.link_up is not None:
        plug = _plug_of(device)
        after = after.__replace__(
            connectable=plug.__replace__(
                start_connected=wanted.link_up, connected=wanted.link_up and hardware.running
            )
        )
    return after


def _other_kind(hardware: Hardware, device: vim.VirtualDevice, wanted: str) -> UnsupportedError:
    name = _name(hardware, device)
    return UnsupportedError(f"device: {name} is no {wanted}", key="device", value=wanted)
