"""Devices of a configuration spec, written into VMX settings.

The reverse of `aioesx.simulator.properties.devices`. A device is found by its key; an
added one gets the next free place on its bus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.definition.targets import DISK_BUSES
from aioesx.simulator import faults
from aioesx.simulator.properties.backings import AUTO_DETECT, EMPTY
from aioesx.simulator.properties.devices import BUSES, CARDS, SCSI_CONTROLLERS, devices
from aioesx.simulator.state import paths
from aioesx.simulator.state.disks import Disk, make_uuid

if TYPE_CHECKING:
    from aioesx.simulator.methods.reconfigure import Changes
    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.machine import Machine

__all__ = ["plan"]

_OPERATION = vim.VirtualDeviceConfigSpecOperation
_FILES = vim.VirtualDeviceConfigSpecFileOperation

_SCSI_WORDS: Final = {cls: word for word, cls in SCSI_CONTROLLERS.items()}
_CARD_WORDS: Final = {cls: word for word, cls in CARDS.items()}

_NUMBERED: Final = (
    # first key, family, most
    (4000, "ethernet", 10),
    (8000, "floppy", 2),
    (9000, "serial", 4),
    (10000, "parallel", 3),
)


def plan(machine: Machine, specs: list[vim.VirtualDeviceConfigSpec], changes: Changes) -> None:
    """Add what device specs change to the planned changes.

    Raises:
        Refused: InvalidDeviceSpec, DeviceNotFound by its base, file and state faults.
    """
    keys: dict[int, str] = {}
    for index, spec in enumerate(specs):
        config = machine.config.with_settings(changes.settings)
        if spec.operation == _OPERATION.ADD:
            prefix = _free_place(spec.device, config, keys, index)
            keys[spec.device.key] = prefix
            changes.settings.update(_write(machine, prefix, spec.device, index))
            _create_file(machine, prefix, spec, changes, index)
        else:
            prefix = _prefix_of(machine, spec.device.key, index)
            if spec.operation == _OPERATION.REMOVE:
                _remove(machine, prefix, spec, changes)
            else:
                _edit(machine, prefix, spec.device, changes, index)


def _prefix_of(machine: Machine, key: int, index: int) -> str:
    """Return the settings' prefix of an existing device."""
    if not any(device.key == key for device in devices(machine)):
        raise faults.invalid_device(index)
    for kind, (controller, first, width, _) in BUSES.items():
        if first <= key < first + 4 * width and not 4000 <= key < 5000:
            return f"{kind}{(key - first) // width}:{(key - first) % width}"
        if controller <= key < controller + 4:
            return f"{kind}{key - controller}"
    for first, family, most in _NUMBERED:
        if first <= key < first + most:
            return f"{family}{key - first}"
    raise faults.invalid_device(index)


def _family(device: vim.VirtualDevice) -> str:
    """Return which settings a device is written in; empty for one that cannot be added."""
    table: tuple[tuple[Any, str], ...] = (
        (vim.VirtualSCSIController, "scsi"),
        (vim.VirtualAHCIController, "sata"),
        (vim.VirtualNVMEController, "nvme"),
        (vim.VirtualEthernetCard, "ethernet"),
        (vim.VirtualFloppy, "floppy"),
        (vim.VirtualSerialPort, "serial"),
        (vim.VirtualParallelPort, "parallel"),
        (vim.VirtualUSBController, "usb"),
    )
    return next((name for cls, name in table if isinstance(device, cls)), "")


def _free_place(device: vim.VirtualDevice, config: Config, keys: dict[int, str], index: int) -> str:
    """Return the settings' prefix for a device to be added."""
    if isinstance(device, vim.VirtualDisk | vim.VirtualCdrom):
        return _free_slot(device, config, keys, index)
    family = _family(device)
    if family == "usb":
        return "usb"
    most = next((most for _, name, most in _NUMBERED if name == family), 4)
    for number in range(most if family else 0):
        if not config.flag(f"{family}{number}.present"):
            return f"{family}{number}"
    raise faults.invalid_device(index)


def _free_slot(device: vim.VirtualDevice, config: Config, keys: dict[int, str], index: int) -> str:
    """Return a free place on the controller that a drive names."""
    key = device.controller_key
    bus = keys.get(key) if key is not None else None
    for kind, (controller, _, _, _) in BUSES.items():
        if bus is None and key is not None and controller <= key < controller + 4:
            bus = f"{kind}{key - controller}"
    if bus is None or (not bus.startswith("ide") and not config.flag(f"{bus}.present")):
        raise faults.missing_controller(index)
    kind = bus.rstrip("0123456789")
    wanted = device.unit_number
    units = range(BUSES[kind][2]) if wanted is None or wanted < 0 else [wanted]
    for unit in units:
        free = not config.flag(f"{bus}:{unit}.present")
        if free and unit != DISK_BUSES[kind].host and unit < BUSES[kind][2]:
            return f"{bus}:{unit}"
    raise faults.invalid_device(index)


def _write(
    machine: Machine, prefix: str, device: vim.VirtualDevice, index: int
) -> dict[str, str | None]:
    """Return the settings of a device."""
    found: dict[str, str | None] = {f"{prefix}.present": "TRUE"}
    if device.connectable is not None:
        start = device.connectable.start_connected
        found[f"{prefix}.startConnected"] = "TRUE" if start else "FALSE"
    if isinstance(device, vim.VirtualSCSIController):
        found[f"{prefix}.virtualDev"] = _SCSI_WORDS.get(type(device), "lsilogic")
        sharing = str(device.shared_bus)
        found[f"{prefix}.sharedBus"] = (
            None if sharing == "noSharing" else sharing.removesuffix("Sharing")
        )
    elif isinstance(device, vim.VirtualEthernetCard):
        found.update(_card(machine, prefix, device))
    elif isinstance(device, vim.VirtualDisk):
        found.update(_disk(machine, prefix, device, index))
    elif isinstance(device, vim.VirtualCdrom):
        found.update(_cdrom(machine, prefix, device.backing))
    elif isinstance(device, vim.VirtualFloppy):
        found.update(_floppy(machine, prefix, device.backing))
    elif isinstance(device, vim.VirtualSerialPort | vim.VirtualParallelPort):
        found.update(_port(machine, prefix, device.backing))
    return found


def _card(machine: Machine, prefix: str, device: vim.VirtualEthernetCard) -> dict[str, str | None]:
    backing = device.backing
    found: dict[str, str | None] = {
        f"{prefix}.virtualDev": _CARD_WORDS.get(type(device), "e1000"),
    }
    found.update(_connection(machine, prefix, backing))
    if device.mac_address and device.address_type in {"manual", "Manual"}:
        found[f"{prefix}.addressType"] = "static"
        found[f"{prefix}.address"] = device.mac_address
    elif not machine.config.get(f"{prefix}.generatedAddress"):
        number = machine.host.next_number()
        found[f"{prefix}.addressType"] = "generated"
        found[f"{prefix}.generatedAddress"] = (
            f"00:0c:29:{number >> 8 & 255:02x}:{number & 255:02x}:aa"
        )
    return found


def _connection(machine: Machine, prefix: str, backing: Any) -> dict[str, str | None]:
    """Return what a card is connected to; a distributed port can be kept, as there is no switch."""
    if isinstance(backing, vim.VirtualEthernetCardDistributedVirtualPortBackingInfo):
        port, switch = backing.port, f"{prefix}.dvs.switchId"
        if machine.config.get(switch) != port.switch_uuid:
            raise faults.not_found(port.switch_uuid)
        cookie = port.connection_cookie
        return {
            f"{prefix}.dvs.portgroupId": port.portgroup_key,
            f"{prefix}.dvs.portId": port.port_key,
            f"{prefix}.dvs.connectionId": None if cookie is None else str(cookie),
        }
    if isinstance(backing, vim.VirtualEthernetCardOpaqueNetworkBackingInfo):
        if machine.config.get(f"{prefix}.opaqueNetwork.id") != backing.opaque_network_id:
            raise faults.not_found(backing.opaque_network_id)
        return {}
    if not isinstance(backing, vim.VirtualEthernetCardNetworkBackingInfo):
        return {}
    if backing.device_name not in machine.host.network.groups:
        raise faults.not_found(backing.device_name)
    others = [key for key in machine.config.settings if key.lower().startswith(_elsewhere(prefix))]
    return {**dict.fromkeys(others), f"{prefix}.networkName": backing.device_name}


def _elsewhere(prefix: str) -> tuple[str, ...]:
    """Return what the settings of a card begin with that is on no port group."""
    return (f"{prefix}.dvs.", f"{prefix}.opaquenetwork.")


def _file(machine: Machine, backing: Any) -> str:
    """Return how the VMX names the file of a backing."""
    if not backing.file_name.startswith("["):
        return str(backing.file_name)
    place = paths.parse(backing.file_name)
    machine.host.datastore(place.datastore)
    return machine.host.spell(place, machine.place)


def _disk(
    machine: Machine, prefix: str, device: vim.VirtualDisk, index: int
) -> dict[str, str | None]:
    backing = device.backing
    if not isinstance(backing, vim.VirtualDeviceFileBackingInfo):
        raise faults.invalid_device(index)
    kind = "scsi" if prefix.startswith("scsi") else prefix.rstrip("0123456789:")
    found: dict[str, str | None] = {f"{prefix}.deviceType": f"{kind}-hardDisk"}
    name = _file(machine, backing)
    if name and not name.endswith("/"):
        found[f"{prefix}.fileName"] = name
    mode = getattr(backing, "disk_mode", "persistent")
    found[f"{prefix}.mode"] = None if mode == "persistent" else mode.replace("_", "-")
    return found


def _cdrom(machine: Machine, prefix: str, backing: Any) -> dict[str, str | None]:
    if isinstance(backing, vim.VirtualCdromIsoBackingInfo):
        name = _file(machine, backing) or EMPTY
        return {**_drive(prefix, name), f"{prefix}.deviceType": "cdrom-image"}
    emulated = isinstance(
        backing, vim.VirtualCdromAtapiBackingInfo | vim.VirtualCdromRemoteAtapiBackingInfo
    )
    kind = "atapi-cdrom" if emulated else "cdrom-raw"
    return {**_device(prefix, backing), f"{prefix}.deviceType": kind}


def _device(prefix: str, backing: Any) -> dict[str, str | None]:
    """Return the settings of a drive of the host's, or of the client's."""
    host = vim.VirtualDeviceDeviceBackingInfo
    if not isinstance(backing, host):
        return _drive(prefix, EMPTY, client=True)
    auto = bool(backing.use_auto_detect)
    return _drive(prefix, AUTO_DETECT if auto else backing.device_name or EMPTY, auto=auto)


def _drive(
    prefix: str, name: str, *, client: bool = False, auto: bool = False
) -> dict[str, str | None]:
    return {
        f"{prefix}.fileName": name,
        f"{prefix}.clientDevice": "TRUE" if client else None,
        f"{prefix}.autodetect": "TRUE" if auto else None,
    }


def _floppy(machine: Machine, prefix: str, backing: Any) -> dict[str, str | None]:
    if isinstance(backing, vim.VirtualFloppyImageBackingInfo):
        name = _file(machine, backing) or EMPTY
        return {**_drive(prefix, name), f"{prefix}.fileType": "file"}
    return {**_device(prefix, backing), f"{prefix}.fileType": "device"}


def _port(machine: Machine, prefix: str, backing: Any) -> dict[str, str | None]:
    if isinstance(backing, vim.VirtualDeviceFileBackingInfo):
        kind, name = "file", _file(machine, backing)
    elif isinstance(backing, vim.VirtualDevicePipeBackingInfo):
        kind, name = "pipe", backing.pipe_name
    elif isinstance(backing, vim.VirtualDeviceURIBackingInfo):
        kind, name = "network", backing.service_uri
    else:
        kind, name = "device", getattr(backing, "device_name", "")
    return {f"{prefix}.fileType": kind, f"{prefix}.fileName": name}


def _create_file(
    machine: Machine,
    prefix: str,
    spec: vim.VirtualDeviceConfigSpec,
    changes: Changes,
    index: int,
) -> None:
    """Plan the file of a disk that is to be created, or require that it is there."""
    device = spec.device
    if not isinstance(device, vim.VirtualDisk):
        return
    host = machine.host
    name = changes.settings.get(f"{prefix}.fileName")
    if name is None:
        if spec.file_operation != _FILES.CREATE:
            raise faults.invalid_device(index)
        name = _free_name(machine)
        changes.settings[f"{prefix}.fileName"] = name
    place = host.locate(name, machine.place)
    store = host.datastore(place.datastore)
    if spec.file_operation != _FILES.CREATE:
        store.disk(place.path)
        return
    if device.capacity_in_kb <= 0:
        raise faults.invalid_device(index)
    thin = bool(getattr(device.backing, "thin_provisioned", False))
    store.require_room(0 if thin else device.capacity_in_kb * 1024)
    if store.exists(place.path):
        raise faults.file_already_exists(str(place))
    disk = Disk(device.capacity_in_kb, thin=thin, uuid=make_uuid(f"{place} {prefix}"))
    changes.actions.append(lambda: store.make_disk(place.path, disk))


def _free_name(machine: Machine) -> str:
    store = machine.host.datastore(machine.place.datastore)
    stem, number = machine.stem.rpartition("/")[2], 0
    while True:
        name = f"{stem}.vmdk" if number == 0 else f"{stem}_{number}.vmdk"
        if not store.exists(machine.place.beside(name).path):
            return name
        number += 1


def _remove(
    machine: Machine, prefix: str, spec: vim.VirtualDeviceConfigSpec, changes: Changes
) -> None:
    """Plan the removal of a device, and of its file if that is asked for."""
    for key in machine.config.settings:
        if key.lower().startswith(f"{prefix}."):
            changes.settings[key] = None
    if spec.file_operation == _FILES.DESTROY and isinstance(spec.device, vim.VirtualDisk):
        place = machine.host.locate(machine.config.get(f"{prefix}.fileName"), machine.place)
        store = machine.host.datastore(place.datastore)
        store.disk(place.path)
        changes.actions.append(lambda: store.delete_disk(place.path))


def _edit(
    machine: Machine, prefix: str, device: vim.VirtualDevice, changes: Changes, index: int
) -> None:
    """Plan the change of a device; a disk may grow, and only grow."""
    changes.settings.update(_write(machine, prefix, device, index))
    if not isinstance(device, vim.VirtualDisk):
        return
    place = machine.host.locate(machine.config.get(f"{prefix}.fileName"), machine.place)
    store = machine.host.datastore(place.datastore)
    now = store.disk(place.path).capacity_kb
    if device.capacity_in_kb < now:
        raise faults.invalid_device(index)
    if device.capacity_in_kb > now:
        changes.actions.append(lambda: store.grow_disk(place.path, device.capacity_in_kb))
