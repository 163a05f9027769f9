"""CD-ROM media: an image of a datastore in, and out again. No I/O."""

from __future__ import annotations

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx.domain.devices import Drive, drives_of
from aioesx.domain.identity import domain_state
from aioesx.domain.values import DomainState
from aioesx.errors import LookupFailedError

__all__ = ["eject_spec", "insert_spec"]


def insert_spec(values: Properties, path: str, target: str | None) -> vim.VirtualMachineConfigSpec:
    """Return the change that puts an ISO image into a CD-ROM drive.

    Args:
        values: the properties `devices.DEVICE_PATHS` and the power state.
        path: datastore path, such as ``"[datastore1] iso/debian.iso"``.
        target: the drive, such as ``"hdc"``; None for the only one.

    Raises:
        LookupFailedError: there is no such drive.
        ValueError: the path is none of a datastore, or there are several drives to choose from.
    """
    if not path.startswith("[") or "]" not in path:
        raise ValueError(f"'{path}' is no path in a datastore; '[datastore1] x.iso' is one")
    on = domain_state(values) is DomainState.RUNNING
    return _edit(
        _drive(values, target),
        vim.VirtualCdromIsoBackingInfo(file_name=path),
        start_connected=True,
        connected=on,
    )


def eject_spec(values: Properties, target: str | None) -> vim.VirtualMachineConfigSpec:
    """Return the change that empties a CD-ROM drive.

    Raises:
        LookupFailedError: there is no such drive.
        ValueError: there are several drives to choose from.
    """
    return _edit(
        _drive(values, target),
        vim.VirtualCdromRemotePassthroughBackingInfo(device_name="", exclusive=False),
        start_connected=False,
        connected=False,
    )


def _drive(values: Properties, target: str | None) -> Drive:
    drives = [drive for drive in drives_of(values) if drive.kind == "cdrom"]
    names = ", ".join(drive.target for drive in drives)
    if target is None:
        if len(drives) > 1:
            raise ValueError(f"say which of the CD-ROM drives {names} is meant")
        if not drives:
            raise LookupFailedError("a CD-ROM drive; the domain has none", kind="drive")
        return drives[0]
    for drive in drives:
        if drive.target == target:
            return drive
    what = f"CD-ROM drive '{target}'; the domain has {names or 'none'}"
    raise LookupFailedError(what, kind="drive", name=target)


def _edit(
    drive: Drive,
    backing: vim.VirtualDeviceBackingInfo,
    *,
    start_connected: bool,
    connected: bool,
) -> vim.VirtualMachineConfigSpec:
    """Return the change of a drive's medium; whatever else the drive is, it stays."""
    plug = drive.device.connectable
    if plug is None:
        plug = vim.VirtualDeviceConnectInfo(
            start_connected=start_connected, connected=connected, allow_guest_control=True
        )
    connectable = plug.__replace__(start_connected=start_connected, connected=connected)
    device = drive.device.__replace__(backing=backing, connectable=connectable)
    change = vim.VirtualDeviceConfigSpec(
        operation=vim.VirtualDeviceConfigSpecOperation.EDIT, device=device
    )
    return vim.VirtualMachineConfigSpec(device_change=[change])
