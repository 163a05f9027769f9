"""What stands behind a device on the host: files, devices, networks, pipes, URIs. No I/O."""

from __future__ import annotations

from typing import Any, Final, get_args

from aioesx import vim
from aioesx.datastore_path import DatastorePath, split_datastore_path
from aioesx.definition import CharacterDevice, Disk, Interface
from aioesx.domain.hardware.values import NewDisk, Provisioning
from aioesx.errors import UnsupportedError

__all__ = [
    "card_backing",
    "cdrom_backing",
    "disk_backing",
    "disk_kib",
    "disk_mode",
    "floppy_backing",
    "new_disk",
    "port_backing",
]

_FILE_TYPES: Final = ("file", "block")
_MOST_KIB: Final = 64 * 2**30  # the API's number for a disk of 64 TiB


def _refuse(message: str, path: str, value: str | None) -> UnsupportedError:
    return UnsupportedError(f"{path}: {message}", key=path, value=value)


def _datastore_file(source: str) -> str:
    try:
        return str(DatastorePath.parse(source))
    except ValueError as error:
        raise _refuse(str(error), "source", source) from None


# --- disks ---------------------------------------------------------------------------------------


def disk_kib(size: int) -> int:
    """Return the size of a disk in the API's unit, rounded up.

    Args:
        size: in bytes.

    Raises:
        ValueError: no disk has this size.
    """
    if isinstance(size, bool) or not isinstance(size, int) or not 0 < size <= _MOST_KIB * 1024:
        raise ValueError(f"a disk of {size!r} bytes: 1 byte to 64 TiB is possible")
    return -(-size // 1024)


def new_disk(create: int | NewDisk) -> NewDisk:
    """Return what a new disk is to be, checked.

    Raises:
        ValueError: there is no such size, or way to provide it.
    """
    wanted = create if isinstance(create, NewDisk) else NewDisk(size=create)
    disk_kib(wanted.size)
    ways = get_args(Provisioning)
    if wanted.provisioning not in ways:
        raise ValueError(f"provisioning {wanted.provisioning!r} is none of {', '.join(ways)}")
    return wanted


def disk_mode(wanted: Disk) -> str:
    """Return the mode of a disk, in the API's word."""
    if wanted.transient:
        return "independent_nonpersistent"
    return "independent_persistent" if wanted.snapshot == "no" else "persistent"


def disk_backing(wanted: Disk, create: NewDisk | None) -> vim.VirtualDiskFlatVer2BackingInfo:
    """Return the file behind a disk to be attached.

    Raises:
        UnsupportedError: the source is no file of a datastore.
        ValueError: there is no source, and nothing to be made; or two datastores are named.
    """
    if wanted.readonly:
        reason = "a VMware machine can write to all of its disks: none is 'readonly'"
        raise _refuse(reason, "readonly", "yes")
    if wanted.device != "disk" or wanted.type != "file":
        reason = f"a {wanted.device} of type {wanted.type!r} cannot be attached to a VMware machine"
        raise _refuse(reason, "type", wanted.type)
    backing = vim.VirtualDiskFlatVer2BackingInfo(
        file_name=_disk_file(wanted.source, create), disk_mode=disk_mode(wanted)
    )
    if create is not None:
        backing.thin_provisioned = create.provisioning == "thin"
        if create.provisioning == "eager":
            backing.eagerly_scrub = True
    if wanted.cache == "writethrough":
        backing.write_through = True
    return backing


def _disk_file(source: str | None, create: NewDisk | None) -> str:
    if create is None:
        if source is None:
            raise ValueError("say which file is the disk (its source), or of what size to make one")
        return _vmdk(source)
    if source is None:
        return f"[{create.datastore}]" if create.datastore else ""
    parts = split_datastore_path(source)
    if parts is not None and create.datastore not in (None, parts[0]):
        raise ValueError(f"the disk {source!r} is not to be in {create.datastore!r}")
    return _vmdk(source)


def _vmdk(source: str) -> str:
    path = _datastore_file(source)
    if not path.lower().endswith(".vmdk"):
        raise _refuse(f"{source!r} is no '.vmdk' file", "source", source)
    return path


# --- drives --------------------------------------------------------------------------------------


def cdrom_backing(wanted: Disk) -> vim.VirtualDeviceBackingInfo:
    """Return what is in a CD-ROM drive: an image, a drive of the host, or nothing."""
    if wanted.source is None:
        return vim.VirtualCdromRemotePassthroughBackingInfo(device_name="", exclusive=False)
    if _type_of(wanted) == "file":
        return vim.VirtualCdromIsoBackingInfo(file_name=_datastore_file(wanted.source))
    return vim.VirtualCdromAtapiBackingInfo(device_name=wanted.source, use_auto_detect=False)


def floppy_backing(wanted: Disk) -> vim.VirtualDeviceBackingInfo:
    """Return what is in a floppy drive."""
    if wanted.source is None:
        return vim.VirtualFloppyRemoteDeviceBackingInfo(device_name="", use_auto_detect=False)
    if _type_of(wanted) == "file":
        return vim.VirtualFloppyImageBackingInfo(file_name=_datastore_file(wanted.source))
    return vim.VirtualFloppyDeviceBackingInfo(device_name=wanted.source, use_auto_detect=False)


def _type_of(wanted: Disk) -> str:
    if wanted.type not in _FILE_TYPES:
        raise _refuse(f"a {wanted.device} of type {wanted.type!r}", "type", wanted.type)
    return wanted.type


# --- cards and ports -----------------------------------------------------------------------------


def card_backing(wanted: Interface) -> vim.VirtualDeviceBackingInfo:
    """Return what a card is plugged into, by itself: a port group of a host, or a port.

    Raises:
        UnsupportedError: no card of a VMware machine can be plugged into this.
    """
    if wanted.type in ("bridge", "network") and wanted.source:
        return vim.VirtualEthernetCardNetworkBackingInfo(device_name=wanted.source)
    if wanted.type == "vds" and (port := wanted.port) is not None:
        connection = vim.DistributedVirtualSwitchPortConnection(
            switch_uuid=_switch_id(port.switch_id.hex),
            portgroup_key=port.portgroup_id,
            port_key=str(port.port_id) if port.port_id not in (None, -1) else None,
            connection_cookie=port.connection_id,
        )
        return vim.VirtualEthernetCardDistributedVirtualPortBackingInfo(port=connection)
    raise _refuse(
        f"an interface of type {wanted.type!r}"
        + ("" if wanted.source else " without a source")
        + " cannot be plugged in on a VMware host: 'bridge', 'network' and 'vds' can",
        "type",
        wanted.type,
    )


def _switch_id(digits: str) -> str:
    """Write a switch's UUID as hosts do: ``"50 1d ... 12-f0 ..."``."""
    pairs = [digits[at : at + 2] for at in range(0, 32, 2)]
    return f"{' '.join(pairs[:8])}-{' '.join(pairs[8:])}"


def port_backing(wanted: CharacterDevice) -> vim.VirtualDeviceBackingInfo:
    """Return what a serial or parallel port is connected to.

    Raises:
        UnsupportedError: a VMware machine's cannot be connected to this.
    """
    make = _PORTS.get((wanted.device, wanted.type))
    if make is None or (wanted.type != "tcp" and not wanted.path):
        reason = f"a {wanted.device} port of type {wanted.type!r} cannot be had on a VMware host"
        raise _refuse(reason, "type", wanted.type)
    backing: vim.VirtualDeviceBackingInfo = make(wanted)
    return backing


def _pipe(wanted: CharacterDevice) -> vim.VirtualDeviceBackingInfo:
    endpoint = "server" if wanted.mode == "bind" else "client"
    return vim.VirtualSerialPortPipeBackingInfo(
        pipe_name=wanted.path or "", endpoint=endpoint, no_rx_loss=False
    )


def _network(wanted: CharacterDevice) -> vim.VirtualDeviceBackingInfo:
    scheme = {"raw": "tcp", "tls": "ssl", None: "tcp"}.get(wanted.protocol, wanted.protocol)
    host = wanted.host or ""
    host = f"[{host}]" if ":" in host else host
    if not wanted.service:
        raise _refuse("a tcp port needs a service", "source/@service", None)
    return vim.VirtualSerialPortURIBackingInfo(
        service_uri=f"{scheme}://{host}:{wanted.service}",
        direction="server" if wanted.mode == "bind" else "client",
        proxy_uri=wanted.proxy,
    )


_PORTS: Final[dict[tuple[str, str], Any]] = {
    ("serial", "file"): lambda port: vim.VirtualSerialPortFileBackingInfo(
        file_name=_datastore_file(port.path)
    ),
    ("serial", "dev"): lambda port: vim.VirtualSerialPortDeviceBackingInfo(
        device_name=port.path, use_auto_detect=False
    ),
    ("serial", "pipe"): _pipe,
    ("serial", "tcp"): _network,
    ("parallel", "file"): lambda port: vim.VirtualParallelPortFileBackingInfo(
        file_name=_datastore_file(port.path)
    ),
    ("parallel", "dev"): lambda port: vim.VirtualParallelPortDeviceBackingInfo(
        device_name=port.path, use_auto_detect=False
    ),
}
