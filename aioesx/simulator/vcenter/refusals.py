"""What a vCenter says when two hosts do not fit: the faults of migration, relocation and clones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.vcenter.state import VCenter
    from aioesx.vim import ManagedObjectReference as Ref

__all__ = [
    "device_attached",
    "host_in_maintenance",
    "host_not_connected",
    "invalid_datastore",
    "invalid_folder",
    "no_access_to_config",
    "no_access_to_device",
    "no_access_to_disk",
    "no_access_to_network",
    "no_host",
    "not_connected",
    "old_hardware",
    "require_able",
]


def host_in_maintenance(host: Ref) -> Refused:
    """The target takes no machines just now."""
    text = "The operation is not allowed in the current state of the host."
    return Refused(vim.InvalidHostState(host=host), text)


def not_connected(connection: str) -> Refused:
    """What is asked needs a host that the vCenter cannot talk to just now."""
    if connection == "disconnected":
        text = "Unable to communicate with the remote host, since it is disconnected."
        return Refused(vim.HostNotConnected(), text)
    return Refused(vim.HostNotReachable(), "Unable to communicate with the remote host.")


def host_not_connected(host: Ref) -> Refused:
    """The target of a machine is not connected."""
    text = "The operation is not allowed in the current connection state of the host."
    return Refused(vim.InvalidHostConnectionState(host=host), text)


def no_host(name: str) -> Refused:
    """A host does not answer who wants to connect to it."""
    return Refused(vim.NoHost(name=name), "Unable to communicate with the specified host.")


def require_able(vcenter: VCenter, target: HostState) -> None:
    """Refuse a host that can take no machine: not connected, or in maintenance."""
    if not vcenter.members[target].is_connected:
        raise host_not_connected(vcenter.ref(target))
    if target.maintenance:
        raise host_in_maintenance(vcenter.ref(target))


def _inaccessible(name: str) -> vim.LocalizedMethodFault:
    return faults.invalid_datastore(name).localized()


def no_access_to_config(datastore: str) -> Refused:
    """The target does not see the machine's configuration file."""
    fault = vim.CannotAccessVmConfig(reason=_inaccessible(datastore))
    return Refused(fault, "Unable to access the virtual machine configuration.")


def no_access_to_disk(device: str, backing: str, datastore: str) -> Refused:
    """The target does not see a disk."""
    fault = vim.CannotAccessVmDisk(
        device=device, backing=backing, connected=True, fault=_inaccessible(datastore)
    )
    return Refused(fault, f"Unable to access the virtual disk {device}: {backing}.")


def no_access_to_device(device: str, backing: str) -> Refused:
    """The target does not see the image in a drive."""
    fault = vim.CannotAccessVmDevice(device=device, backing=backing, connected=True)
    return Refused(fault, f"Device '{device}' is not accessible on the host: {backing}.")


def no_access_to_network(device: str, name: str, network: Ref | None) -> Refused:
    """The target does not have a network."""
    fault = vim.CannotAccessNetwork(device=device, backing=name, connected=True, network=network)
    return Refused(
        fault, f"Network interface '{device}' uses network '{name}', which is not accessible."
    )


def device_attached(device: str) -> Refused:
    """A drive of the source host itself is connected."""
    inner = Refused(
        vim.RemoteDeviceNotSupported(device=device),
        f"Device '{device}' is a device of the host.",
    )
    fault = vim.DisallowedMigrationDeviceAttached(fault=inner.localized())
    return Refused(fault, f"The machine is connected to a device of the host: {device}.")


def old_hardware(version: int, host: Ref, name: str) -> Refused:
    """The target does not know the machine's virtual hardware."""
    fault = vim.VirtualHardwareVersionNotSupported(host_name=name, host=host)
    text = f"The virtual hardware version {version} is not supported by the host '{name}'."
    return Refused(fault, text)


def invalid_folder(target: Ref) -> Refused:
    """A folder is to go into itself."""
    return Refused(vim.InvalidFolder(target=target), "The target folder is not valid.")


def invalid_datastore(datastore: Ref | None, name: str) -> Refused:
    """The host does not have the datastore."""
    fault = vim.InvalidDatastore(datastore=datastore, name=name)
    return Refused(fault, f"The host does not have the datastore '{name}'.")
