"""Network cards of a configuration spec: model, MAC address and what they are connected to.

A MAC address of the caller's is taken as it is, of whatever vendor and even twice: a host checks
it when the machine starts, a vCenter warns by an alarm.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.properties.devices import CARDS

if TYPE_CHECKING:
    from aioesx.simulator.methods.hardware.step import Step

__all__ = ["settings"]

_WORDS: Final = {cls: word for word, cls in CARDS.items()}
_MAC: Final = re.compile(r"[0-9a-f][02468ace](?::[0-9a-f]{2}){5}")
"""Of one card: the lowest bit of the first byte would mean a group."""


def settings(step: Step, prefix: str) -> dict[str, str | None]:
    """Return the settings of a card."""
    device = step.device
    found: dict[str, str | None] = {f"{prefix}.virtualDev": _WORDS.get(type(device), "e1000")}
    if device.backing is not None:
        found.update(_connection(step, prefix, device.backing))
    elif step.spec.operation == vim.VirtualDeviceConfigSpecOperation.ADD:
        raise step.invalid("device.backing")
    if device.wake_on_lan_enabled is not None:
        key = f"{prefix}.wakeOnPcktRcv"
        found[key] = "TRUE" if device.wake_on_lan_enabled else "FALSE"
        if device.wake_on_lan_enabled and not step.config.has(key):
            del found[key]
    return {**found, **_address(step, prefix)}


def _address(step: Step, prefix: str) -> dict[str, str | None]:
    device, known = step.device, step.config.get(f"{prefix}.addressType", "generated").lower()
    managed = step.machine.host.manager is not None
    is_new = not step.config.flag(f"{prefix}.present")
    kind = (device.address_type or ("assigned" if managed and is_new else "")).lower()
    mac = (device.mac_address or "").lower().replace("-", ":")
    if kind == "manual":
        if not _MAC.fullmatch(mac) or mac == "00:00:00:00:00:00":
            raise step.invalid("device.macAddress")
        return {f"{prefix}.addressType": "static", f"{prefix}.address": mac}
    word = {"assigned": "vpx", "generated": "generated"}.get(kind)
    if word is None and kind:
        raise step.invalid("device.addressType")
    if not is_new and (word is None or word == known):
        return {}
    return {
        f"{prefix}.addressType": word or "generated",
        f"{prefix}.generatedAddress": _generated(step, word or "generated", mac),
        f"{prefix}.address": None,
    }


def _generated(step: Step, word: str, mac: str) -> str:
    """Return an address that no other card has; the caller's where a vCenter gave it."""
    if word == "vpx" and mac.startswith("00:50:56:") and _MAC.fullmatch(mac):
        return mac
    host = step.machine.host
    taken = {mac for machine in host.machines.values() for _, mac in machine.cards()}
    while True:
        number = host.next_number()
        low = f"{number >> 8 & 255:02x}:{number & 255:02x}"
        found = f"00:50:56:a0:{low}" if word == "vpx" else f"00:0c:29:{low}:aa"
        if found not in taken:
            return found


def _connection(step: Step, prefix: str, backing: Any) -> dict[str, str | None]:
    """Return what a card is connected to; a distributed port can be kept, as there is no switch."""
    config, host = step.config, step.machine.host
    if isinstance(backing, vim.VirtualEthernetCardDistributedVirtualPortBackingInfo):
        port, switch = backing.port, f"{prefix}.dvs.switchId"
        if config.get(switch) != port.switch_uuid:
            raise step.bad_backing("device.backing.port.switchUuid")
        cookie = port.connection_cookie
        return {
            f"{prefix}.dvs.portgroupId": port.portgroup_key,
            f"{prefix}.dvs.portId": port.port_key,
            f"{prefix}.dvs.connectionId": None if cookie is None else str(cookie),
        }
    if isinstance(backing, vim.VirtualEthernetCardOpaqueNetworkBackingInfo):
        if config.get(f"{prefix}.opaqueNetwork.id") != backing.opaque_network_id:
            raise step.bad_backing("device.backing.opaqueNetworkId")
        return {}
    if not isinstance(backing, vim.VirtualEthernetCardNetworkBackingInfo):
        raise step.bad_backing()
    name = backing.device_name
    same = name == config.get(f"{prefix}.networkName") and config.flag(f"{prefix}.present")
    if not same and name not in {group.name for group in host.network.networks()}:
        raise step.bad_backing("device.backing.deviceName")
    others = [key for key in config.settings if key.lower().startswith(_elsewhere(prefix))]
    return {**dict.fromkeys(others), f"{prefix}.networkName": name}


def _elsewhere(prefix: str) -> tuple[str, ...]:
    """Return what the settings of a card begin with that is on no port group."""
    return (f"{prefix}.dvs.", f"{prefix}.opaquenetwork.")
