"""What a machine's devices are backed by: files, drives of the host or the client, networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.state.numbers import INT, whole

if TYPE_CHECKING:
    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.machine import Machine

__all__ = [
    "AUTO_DETECT",
    "EMPTY",
    "cdrom_backing",
    "cdrom_summary",
    "connected_to",
    "file_backing",
    "host_device",
]

EMPTY: Final = "emptyBackingString"
"""What a VMX names where a drive has nothing in it; the API shows an empty name."""

AUTO_DETECT: Final = "auto detect"
"""What a VMX names where the host picks one of its drives."""


def file_backing(machine: Machine, name: str) -> dict[str, Any]:
    """Return name and datastore of a file backing."""
    if not name or "/dev/" in name:
        return {"file_name": name}
    place = machine.host.locate(name, machine.place)
    stores = [s for s in machine.host.datastores.values() if s.name == place.datastore]
    ref = machine.host.ref(stores[0]) if stores else None
    return {"file_name": str(place) if stores else name, "datastore": ref}


def cdrom_backing(machine: Machine, config: Config, prefix: str) -> Any:
    """Return what is in a CD drive: an image, a drive of the host's, or one of the client's."""
    kind, device = config.get(f"{prefix}.deviceType").lower(), host_device(config, prefix)
    if kind == "cdrom-image":
        return vim.VirtualCdromIsoBackingInfo(**file_backing(machine, device["device_name"]))
    emulated = kind == "atapi-cdrom"
    if config.flag(f"{prefix}.clientDevice") or not (
        device["device_name"] or device["use_auto_detect"]
    ):
        remote: dict[str, Any] = {"device_name": "", "use_auto_detect": False}
        if emulated:
            return vim.VirtualCdromRemoteAtapiBackingInfo(**remote)
        return vim.VirtualCdromRemotePassthroughBackingInfo(**remote, exclusive=False)
    if emulated:
        return vim.VirtualCdromAtapiBackingInfo(**device)
    return vim.VirtualCdromPassthroughBackingInfo(**device, exclusive=False)


def host_device(config: Config, prefix: str) -> dict[str, Any]:
    """Return name and choice of a drive of the host's, as a backing has them."""
    name = config.get(f"{prefix}.fileName")
    auto = config.flag(f"{prefix}.autodetect") or name.lower() == AUTO_DETECT
    return {"device_name": "" if auto or name == EMPTY else name, "use_auto_detect": auto}


def cdrom_summary(backing: Any) -> str:
    """Return in a few words what is in a CD drive."""
    if isinstance(backing, vim.VirtualCdromIsoBackingInfo):
        return f"ISO {backing.file_name}"
    if isinstance(backing, vim.VirtualDeviceRemoteDeviceBackingInfo):
        atapi = isinstance(backing, vim.VirtualCdromRemoteAtapiBackingInfo)
        return "Remote ATAPI" if atapi else "Remote device"
    word = "ATAPI" if isinstance(backing, vim.VirtualCdromAtapiBackingInfo) else "Passthrough"
    return f"{word} {backing.device_name or AUTO_DETECT}"


def connected_to(machine: Machine, config: Config, prefix: str) -> tuple[str, Any]:
    """Return what a network card is connected to, in a word and as its backing."""
    switch = config.get(f"{prefix}.dvs.switchId")
    if switch:
        port = vim.DistributedVirtualSwitchPortConnection(
            switch_uuid=switch,
            portgroup_key=config.get(f"{prefix}.dvs.portgroupId") or None,
            port_key=config.get(f"{prefix}.dvs.portId") or None,
            connection_cookie=whole(config.get(f"{prefix}.dvs.connectionId"), INT),
        )
        backing = vim.VirtualEthernetCardDistributedVirtualPortBackingInfo(port=port)
        return f"DVSwitch: {switch}", backing
    opaque = config.get(f"{prefix}.opaqueNetwork.id")
    if opaque:
        kind = config.get(f"{prefix}.opaqueNetwork.type")
        return opaque, vim.VirtualEthernetCardOpaqueNetworkBackingInfo(
            opaque_network_id=opaque, opaque_network_type=kind
        )
    name = config.get(f"{prefix}.networkName")
    group = next((g for g in machine.host.network.networks() if g.name == name), None)
    return name, vim.VirtualEthernetCardNetworkBackingInfo(
        device_name=name,
        use_auto_detect=False,
        network=machine.host.ref(group) if group is not None else None,
    )
