"""Network cards: ``ethernetN`` <-> `Interface`.

What a card is connected to is said by ``connectionType`` (`_CONNECTIONS`), or by ``dvs.switchId``
for a distributed switch. Which of two keys has the MAC address, ``addressType`` says; on writing,
the range of the address decides (`_RANGES`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from aioesx.definition import DistributedPort, Interface
from aioesx.vmx._context import Reading, Writing, refuse
from aioesx.vmx._keys import (
    MAC,
    PRESENT,
    UUID_PAIRS,
    Key,
    bad_value,
    integer,
    is_present,
    optional,
    text,
)
from aioesx.vmx.syntax import Settings

__all__ = ["decode_interfaces", "encode_interfaces", "interface_numbers"]

CONNECTION_TYPE: Final = text("connectionType")
ADDRESS_TYPE: Final = text("addressType")
GENERATED_ADDRESS: Final = optional("generatedAddress", MAC)
GENERATED_OFFSET: Final = text("generatedAddressOffset")
ADDRESS: Final = optional("address", MAC)
CHECK_MAC: Final = text("checkMACAddress")
VIRTUAL_DEV: Final = text("virtualDev")
FEATURES: Final = integer("features", 0)
NETWORK_NAME: Final = text("networkName")
VNET: Final = text("vnet")
SWITCH_ID: Final = optional("dvs.switchId", UUID_PAIRS)
PORT_ID: Final = integer("dvs.portId", 0)
PORTGROUP_ID: Final = text("dvs.portgroupId")
CONNECTION_ID: Final = integer("dvs.connectionId", 0)

_INDEX: Final = re.compile(r"ethernet(\d{1,10})\.")
_NO_MAC: Final = "00:00:00:00:00:00"
_MODELS: Final = ("vlance", "vmxnet", "vmxnet3", "e1000", "e1000e")
_VMXNET2_FEATURES: Final = 15
_WRITTEN_MODELS: Final = {model: model for model in _MODELS} | {"vmxnet2": "vmxnet"}


# --- reading -------------------------------------------------------------------------------------


def interface_numbers(settings: Settings) -> list[int]:
    """Return the numbers of the cards that have a key.

    Raises:
        UnsupportedError: a key begins with ``ethernet`` and goes on without a number.
    """
    found: set[int] = set()
    for key in settings.lower_keys():
        if key.startswith("ethernet"):
            match = _INDEX.match(key)
            if match is None or int(match[1]) >= 2**32:
                raise bad_value(key, settings[key], "must be ethernet with a number")
            found.add(int(match[1]))
    return sorted(found)


def decode_interfaces(reading: Reading) -> tuple[Interface, ...]:
    """Read every network card, in the order of their numbers."""
    devices = (f"ethernet{index}." for index in interface_numbers(reading.settings))
    return tuple(
        _decode(reading, device) for device in devices if is_present(reading.settings, device)
    )


def _decode(reading: Reading, device: str) -> Interface:
    settings = reading.settings
    check = CHECK_MAC.read(settings, device)
    return Interface(
        model=_decode_model(settings, device),
        mac_check=check == "true" if check is not None else None,
        **_decode_mac(settings, device),
        **_decode_connection(settings, device, latest=reading.latest),
    )


class _AddressKind(NamedTuple):
    """A row: which key has the address, and what XML calls that."""

    key: Key[str, None]
    mac_type: str | None


_ADDRESS_KINDS: Final = {
    None: _AddressKind(GENERATED_ADDRESS, None),
    "generated": _AddressKind(GENERATED_ADDRESS, "generated"),
    "vpx": _AddressKind(GENERATED_ADDRESS, "generated"),
    "static": _AddressKind(ADDRESS, "static"),
}


def _decode_mac(settings: Settings, device: str) -> dict[str, Any]:
    kind = ADDRESS_TYPE.read(settings, device)
    row = _ADDRESS_KINDS.get(kind.lower() if kind is not None else None)
    if row is None:
        key = device + ADDRESS_TYPE.name
        raise bad_value(key, kind, "must be 'generated', 'static' or 'vpx'")
    return {"mac": row.key.read(settings, device) or _NO_MAC, "mac_type": row.mac_type}


def _decode_model(settings: Settings, device: str) -> str | None:
    name = VIRTUAL_DEV.read(settings, device)
    if name is None:
        return None
    model = name.lower()
    if model not in _MODELS:
        key = device + VIRTUAL_DEV.name
        raise bad_value(key, name, f"must be one of {', '.join(_MODELS)}")
    if model == "vmxnet" and FEATURES.read(settings, device) == _VMXNET2_FEATURES:
        return "vmxnet2"
    return model


def _bridged(settings: Settings, device: str) -> dict[str, Any]:
    return {"type": "bridge", "source": NETWORK_NAME.need(settings, device)}


def _custom(settings: Settings, device: str) -> dict[str, Any]:
    return _bridged(settings, device) | {"target": VNET.need(settings, device)}


def _nat(_: Settings, __: str) -> dict[str, Any]:
    return {"type": "user"}


def _unnamed(settings: Settings, device: str) -> dict[str, Any]:
    """Read a card that does not say how it is connected."""
    name = NETWORK_NAME.read(settings, device)
    return {"type": "null"} if name is None else {"type": "bridge", "source": name}


_CONNECTIONS: Final[Mapping[str | None, Callable[[Settings, str], dict[str, Any]]]] = {
    None: _unnamed,
    "bridged": _bridged,
    "nat": _nat,
    "custom": _custom,
}


def _decode_connection(settings: Settings, device: str, *, latest: bool) -> dict[str, Any]:
    kind = CONNECTION_TYPE.read(settings, device)
    decode = _CONNECTIONS.get(kind.lower() if kind is not None else None)
    connection = decode(settings, device) if decode else {}
    switch = SWITCH_ID.read(settings, device)
    if switch is not None:
        group = PORTGROUP_ID.read if latest else PORTGROUP_ID.need
        port = DistributedPort(
            switch_id=switch,
            portgroup_id=group(settings, device),
            port_id=_given(PORT_ID, settings, device, latest=latest),
            connection_id=_given(CONNECTION_ID, settings, device, latest=latest),
        )
        return {"type": "vds", "port": port}
    if decode is None:
        key = device + CONNECTION_TYPE.name
        raise bad_value(key, kind, "must be 'bridged', 'nat' or 'custom'")
    return connection


def _given(key: Key[int, int], settings: Settings, device: str, *, latest: bool) -> int | None:
    """Return a number that may be absent; newer libvirt takes 0 for absent."""
    if device + key.name not in settings:
        return None
    number = key.read(settings, device)
    return None if latest and not number else number


# --- writing -------------------------------------------------------------------------------------


class _Range(NamedTuple):
    """A row: the addresses from `low` to `high`, and how they are written."""

    low: str
    high: str
    kind: str
    check: bool | None


# fmt: off
_RANGES: Final = (
    _Range("00:0c:29:00:00:00", "00:0c:29:ff:ff:ff", "generated", None),
    _Range("00:50:56:00:00:00", "00:50:56:3f:ff:ff", "static",    None),
    _Range("00:50:56:80:00:00", "00:50:56:bf:ff:ff", "vpx",       None),
    _Range("00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "static",    False),
)
# fmt: on


def encode_interfaces(writing: Writing) -> None:
    """Add the network cards, numbered from 0.

    Raises:
        UnsupportedError: there are too many, or one has a model or a kind of connection that
            VMware does not have.
    """
    most = 4 if writing.hardware_version < 7 else 10
    for number, interface in enumerate(writing.definition.interfaces, start=1):
        path = f"devices/interface[{number}]"
        if number > most:
            version = writing.hardware_version
            raise refuse(path, f"hardware version {version} has {most} network cards", number)
        device = f"ethernet{number - 1}."
        writing.add(PRESENT, True, device)
        _encode_model(writing, interface, path, device)
        encode = _KINDS.get(interface.type)
        if encode is None:
            reason = f"VMware has no interface of type {interface.type!r}"
            raise refuse(f"{path}/@type", reason, interface.type)
        encode(writing, interface, device)
        _encode_mac(writing, interface, device)


def _encode_model(writing: Writing, interface: Interface, path: str, device: str) -> None:
    if interface.model is None:
        return
    name = _WRITTEN_MODELS.get(interface.model.lower())
    if name is None:
        reason = f"the model must be one of {', '.join(_WRITTEN_MODELS)}"
        raise refuse(f"{path}/model/@type", reason, interface.model)
    writing.add(VIRTUAL_DEV, name, device)
    if interface.model.lower() == "vmxnet2":
        writing.add(FEATURES, _VMXNET2_FEATURES, device)


def _encode_bridge(writing: Writing, interface: Interface, device: str) -> None:
    writing.add(NETWORK_NAME, interface.source or "", device)
    writing.add(CONNECTION_TYPE, "bridged" if interface.target is None else "custom", device)
    writing.maybe(VNET, interface.target, device)


def _encode_nat(writing: Writing, _: Interface, device: str) -> None:
    writing.add(CONNECTION_TYPE, "nat", device)


def _encode_nothing(_: Writing, __: Interface, ___: str) -> None:
    """Write no connection."""


def _encode_port(writing: Writing, interface: Interface, device: str) -> None:
    port = interface.port
    if port is None:
        raise refuse("devices/interface/source", "a vds interface needs a port")
    writing.add(SWITCH_ID, port.switch_id, device)
    unset = 0 if writing.latest else None
    writing.maybe(PORT_ID, None if port.port_id == unset else port.port_id, device)
    writing.maybe(PORTGROUP_ID, port.portgroup_id, device)
    writing.maybe(
        CONNECTION_ID, None if port.connection_id == unset else port.connection_id, device
    )


_KINDS: Final[Mapping[str, Callable[[Writing, Interface, str], None]]] = {
    "bridge": _encode_bridge,
    "user": _encode_nat,
    "null": _encode_nothing,
    "vds": _encode_port,
}


def _encode_mac(writing: Writing, interface: Interface, device: str) -> None:
    row = next(row for row in _RANGES if row.low <= interface.mac <= row.high)
    kind, check = row.kind, row.check
    if interface.mac_type == "static":
        kind = "static"
    elif interface.mac_type == "generated":
        kind, check = "vpx" if row.kind == "vpx" else "generated", None
    if interface.mac_check is not None:
        check = interface.mac_check
    writing.add(ADDRESS_TYPE, kind, device)
    writing.add(ADDRESS if kind == "static" else GENERATED_ADDRESS, interface.mac, device)
    if kind == "generated":
        writing.add(GENERATED_OFFSET, "0", device)
    if check is not None:
        writing.add(CHECK_MAC, "true" if check else "false", device)
