"""What is asked of a machine's host before a device is attached: its networks, a file's users."""

from __future__ import annotations

from typing import Final

from aioesx import vim
from aioesx._server.collector import ObjectProperties, read_many, read_one
from aioesx._server.names import unescape
from aioesx._server.server import Server
from aioesx._server.traversal import object_spec
from aioesx.datastore_path import DatastorePath
from aioesx.definition import Device, Disk, HostDevice, Interface
from aioesx.domain.hardware.attaching import Networks
from aioesx.domain.hardware.select import pci_id
from aioesx.errors import (
    AmbiguousNameError,
    Bearer,
    FileLockedError,
    LookupFailedError,
    NoSuchNetworkError,
    NotSupportedError,
)

__all__ = ["network_backing", "networks_for", "pci_device", "require_unlocked"]

Ref = vim.ManagedObjectReference

_TO_NETWORKS: Final = vim.TraversalSpec(
    name="network", type="HostSystem", path="network", skip=False
)
_TO_DATASTORES: Final = vim.TraversalSpec(
    name="datastore", type="HostSystem", path="datastore", skip=False
)
_TO_MACHINES: Final = vim.TraversalSpec(name="vm", type="Datastore", path="vm", skip=False)
_TO_SWITCHES: Final = vim.TraversalSpec(
    name="networkFolder",
    type="Datacenter",
    path="networkFolder",
    skip=False,
    select_set=[
        vim.TraversalSpec(
            name="childEntity",
            type="Folder",
            path="childEntity",
            skip=False,
            select_set=[vim.SelectionSpec(name="childEntity")],
        )
    ],
)
_SWITCH: Final = "DistributedVirtualSwitch"
_NAMED: Final = ("bridge", "network")
_ON: Final = "poweredOn"


async def networks_for(server: Server, ref: Ref, wanted: Device) -> Networks:
    """Look up the network that a card names, on the host that its machine is on.

    Raises:
        NoSuchNetworkError: the host has no network of this name; AmbiguousNameError: several.
    """
    if not isinstance(wanted, Interface) or wanted.type not in _NAMED or not wanted.source:
        return {}
    place = await server.scope.place_of(ref)
    start = object_spec(place.host, [_TO_NETWORKS])
    found = await read_many(server.session, [start], {"Network": ("name",)})
    names = [(unescape(str(entry.values.require("name"))), entry.ref) for entry in found]
    networks = [network for name, network in names if name == wanted.source]
    if not networks:
        known = ", ".join(sorted({name for name, _ in names})) or "none"
        what = f"'{wanted.source}'; the host has {known}"
        raise NoSuchNetworkError(what, kind="network", name=wanted.source)
    if len(networks) > 1:
        bearers = [Bearer(str(network)) for network in networks]
        raise AmbiguousNameError(wanted.source, kind="network", name=wanted.source, bearers=bearers)
    return {
        wanted.source: await network_backing(server, networks[0], wanted.source, place.datacenter)
    }


async def network_backing(
    server: Server, network: Ref, name: str, datacenter: Ref
) -> vim.VirtualDeviceBackingInfo:
    """Return what a card is plugged into that is on a network.

    Raises:
        NotSupportedError: the host does not tell what the network is.
        LookupFailedError: it is a port group of a switch that is not shown.
    """
    if network.type == "OpaqueNetwork":
        summary = (await read_one(server.session, network, ["summary"])).require("summary")
        if not isinstance(summary, vim.OpaqueNetworkSummary):
            raise NotSupportedError("NotSupported", f"the host does not tell what '{name}' is")
        return vim.VirtualEthernetCardOpaqueNetworkBackingInfo(
            opaque_network_id=summary.opaque_network_id,
            opaque_network_type=summary.opaque_network_type,
        )
    if network.type != "DistributedVirtualPortgroup":
        return vim.VirtualEthernetCardNetworkBackingInfo(device_name=name, network=network)
    key = (await read_one(server.session, network, ["key"])).require("key")
    switches = await read_many(
        server.session,
        [object_spec(datacenter, [_TO_SWITCHES])],
        {_SWITCH: ("uuid", "portgroup")},
    )
    for switch in switches:
        if network in (switch.values.if_shown("portgroup") or ()):
            return vim.VirtualEthernetCardDistributedVirtualPortBackingInfo(
                port=vim.DistributedVirtualSwitchPortConnection(
                    switch_uuid=switch.values.require("uuid"), portgroup_key=key
                )
            )
    raise LookupFailedError(f"the switch of the port group '{name}'", kind="network", name=name)


_PCI_DEVICES: Final = "hardware.pciDevice"
_PCI_GIVEN: Final = "config.pciPassthruInfo"


async def pci_device(server: Server, ref: Ref, wanted: Device) -> vim.HostPciDevice | None:
    """Look up a PCI device on the host of a machine; None for any other device.

    Raises:
        LookupFailedError: the host has no such device.
        NotSupportedError: it keeps the device for itself.
    """
    if not isinstance(wanted, HostDevice) or wanted.type != "pci":
        return None
    name = pci_id(wanted)
    host = (await server.scope.place_of(ref)).host
    values = await read_one(server.session, host, (_PCI_DEVICES, _PCI_GIVEN))
    found = [device for device in values.require(_PCI_DEVICES) if device.id == name]
    if not found:
        raise LookupFailedError(f"'{name}' on the host", kind="PCI device", name=name)
    given = {each.id for each in values.get(_PCI_GIVEN) or () if each.passthru_enabled}
    if name not in given:
        raise NotSupportedError(
            "NotSupported",
            f"the host keeps the PCI device {name} for itself; it can give away"
            f" {', '.join(sorted(given)) or 'none'}",
        )
    one: vim.HostPciDevice = found[0]
    return one


_POWER: Final = "runtime.powerState"
_DEVICE_PATHS: Final = ("name", "config.hardware.device")


async def require_unlocked(server: Server, ref: Ref, wanted: Disk) -> None:
    """Refuse a disk's file that another machine, which runs, has locked.

    Raises:
        FileLockedError: names the machine.
        LookupFailedError: the host has no such datastore.
    """
    if wanted.device != "disk" or wanted.source is None:
        return
    try:
        path = DatastorePath.parse(wanted.source)
    except ValueError:
        return  # whoever plans the change says it in better words
    datastore = await _datastore(server, ref, path.datastore)
    start = object_spec(datastore, [_TO_MACHINES])
    # Only who runs has locked anything, and a machine's devices are many times its power state.
    states = await read_many(server.session, [start], {"VirtualMachine": (_POWER,)})
    running = [
        object_spec(entry.ref)
        for entry in states
        if entry.ref != ref and entry.values.if_shown(_POWER) == _ON
    ]
    if not running:
        return
    for entry in await read_many(server.session, running, {"VirtualMachine": _DEVICE_PATHS}):
        if _has(entry, str(path)):
            name = unescape(str(entry.values.if_shown("name") or entry.ref.value))
            message = f"the disk '{path}' is in use by domain '{name}', which runs"
            raise FileLockedError("FileLocked", message)


async def _datastore(server: Server, ref: Ref, name: str) -> Ref:
    place = await server.scope.place_of(ref)
    start = object_spec(place.host, [_TO_DATASTORES])
    found = await read_many(server.session, [start], {"Datastore": ("summary.name",)})
    names = {unescape(str(entry.values.if_shown("summary.name"))): entry.ref for entry in found}
    if name not in names:
        known = ", ".join(sorted(names)) or "none"
        raise LookupFailedError(f"datastore '{name}'; the host has {known}", kind="pool", name=name)
    return names[name]


def _has(entry: ObjectProperties, path: str) -> bool:
    for device in entry.values.if_shown("config.hardware.device") or ():
        backing = device.backing if isinstance(device, vim.VirtualDisk) else None
        while isinstance(backing, vim.VirtualDeviceFileBackingInfo):
            if backing.file_name == path:
                return True
            backing = getattr(backing, "parent", None)
    return False
