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
from aioesx.definition.scalars import parse_mac
from aioesx.vmx._context import Reading, Writing, need_range, refuse
from aioesx.vmx._journal import quoted
from aioesx.vmx._keys import (
    MAC,
    PRESENT,
    UUID_PAIRS,
    Key,
    integer,
    optional,
    text,
)

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

# Of cards on networks of NSX, for which libvirt has no word.
_OPAQUE: Final = ("opaqueNetwork.id", "opaqueNetwork.type", "externalId")
_NOWHERE: Final = "the card is connected to nothing"
_HOSTED_DEFAULT: Final = "bridged"
_INDEX: Final = re.compile(r"ethernet(\d{1,10})\.", re.ASCII)
_NO_MAC: Final = "00:00:00:00:00:00"
_MODELS: Final = ("vlance", "vmxnet", "vmxnet3", "e1000", "e1000e")
_VMXNET2_FEATURES: Final = 15
_WRITTEN_MODELS: Final = {model: model for model in _MODELS} | {"vmxnet2": "vmxnet"}


# --- reading -------------------------------------------------------------------------------------


def interface_numbers(reading: Reading) -> list[int]:
    """Return the numbers of the cards that have a key."""
    found: set[int] = set()
    for key in reading.settings.lower_keys():
        if key.startswith("ethernet"):
            match = _INDEX.match(key)
            if match is None or int(match[1]) >= 2**32:
                name = reading.settings.spelled(key)
                reading.refuse(name, "must be ethernet with a number", "left out")
                reading.gone.add(key.partition(".")[0])
            else:
                found.add(int(match[1]))
    return sorted(found)


def decode_interfaces(reading: Reading, numbers: list[int]) -> tuple[Interface, ...]:
    """Read the network cards of these numbers."""
    devices = (f"ethernet{index}." for index in numbers)
    return tuple(_decode(reading, device) for device in devices if reading.is_present(device))


def _decode(reading: Reading, device: str) -> Interface:
    check = reading.read(CHECK_MAC, device)
    return Interface(
        model=_decode_model(reading, device),
        mac_check=check == "true" if check is not None else None,
        **_decode_mac(reading, device),
        **_decode_connection(reading, device),
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


def _decode_mac(reading: Reading, device: str) -> dict[str, Any]:
    kind = reading.read(ADDRESS_TYPE, device)
    row = _ADDRESS_KINDS.get(kind.lower() if kind is not None else None)
    if row is None:
        name = device + ADDRESS_TYPE.name
        reading.refuse(name, "must be 'generated', 'static' or 'vpx'", "taken as absent")
        has_static = reading.find(device + GENERATED_ADDRESS.name) is None
        row = _AddressKind(ADDRESS if has_static else GENERATED_ADDRESS, None)
    mac = reading.read(row.key, device)
    if mac is None and reading.find(device + row.key.name) is None:
        message = f"the card has no {row.key.name}: it is said to have {_NO_MAC}"
        reading.remark(device + PRESENT.name, message, minor=True)
    return {"mac": mac or _NO_MAC, "mac_type": row.mac_type}


def _decode_model(reading: Reading, device: str) -> str | None:
    name = reading.read(VIRTUAL_DEV, device)
    if name is None:
        return None
    model = name.lower()
    if model not in _MODELS:
        known = model.strip() if model.strip() in _WRITTEN_MODELS else None
        instead = f"taken as {known}" if known else "left out: the host chooses one"
        must = f"must be one of {', '.join(_MODELS)}"
        reading.refuse(device + VIRTUAL_DEV.name, must, instead)
        return known
    if model == "vmxnet" and reading.read(FEATURES, device) == _VMXNET2_FEATURES:
        return "vmxnet2"
    return model


def _bridged(reading: Reading, device: str) -> dict[str, Any]:
    return {"type": "bridge", "source": _network(reading, device)}


def _network(reading: Reading, device: str, default: str | None = None) -> str:
    """Return the name of a card's network; one of a hosted product has none.

    Then it is named by its kind, as VMware's own OVF Tool does.
    """
    name = device + CONNECTION_TYPE.name
    kind = reading.find(name) or ""
    line = reading.settings.line(name)
    said = f"{CONNECTION_TYPE.name} = {quoted(kind)}" + (f" in line {line}" if line else "")
    named = default or kind.lower()
    found = reading.need(
        NETWORK_NAME,
        device,
        why=f"a card with {said} needs the name of its network; a hosted product (Workstation,"
        " Fusion, Player) wrote the file, whose networks have none",
        instead=f"the network is called {named}",
        helps="the name of a port group",
    )
    return named if found is None else found


def _custom(reading: Reading, device: str) -> dict[str, Any]:
    """Read a card on a network of the person's own: ``VMnet3``."""
    vnet = reading.need(
        VNET,
        device,
        why='a card with connectionType = "custom" needs the name of its switch',
        instead="taken as a network without a switch of its own",
    )
    return {"type": "bridge", "source": _network(reading, device, vnet), "target": vnet}


def _nat(_: Reading, __: str) -> dict[str, Any]:
    return {"type": "user"}


def _unnamed(reading: Reading, device: str) -> dict[str, Any]:
    """Read a card that does not say how it is connected."""
    name = reading.read(NETWORK_NAME, device)
    if name is not None:
        return {"type": "bridge", "source": name}
    if reading.find(device + SWITCH_ID.name) is not None:
        return {"type": "null"}
    message = "nothing says what this card is connected to"
    if reading.journal.lenient and not any(device + key in reading.settings for key in _OPAQUE):
        message += f"; hosted products take that for {_HOSTED_DEFAULT}: the network is called so"
        reading.remark(device + PRESENT.name, message)
        return {"type": "bridge", "source": _HOSTED_DEFAULT}
    reading.remark(device + PRESENT.name, f"{message}: to nothing", minor=True)
    return {"type": "null"}


_CONNECTIONS: Final[Mapping[str | None, Callable[[Reading, str], dict[str, Any]]]] = {
    None: _unnamed,
    "bridged": _bridged,
    "nat": _nat,
    "custom": _custom,
}


def _decode_connection(reading: Reading, device: str) -> dict[str, Any]:
    kind = reading.read(CONNECTION_TYPE, device)
    decode = _CONNECTIONS.get(kind.lower() if kind is not None else None)
    connection = decode(reading, device) if decode else {}
    if reading.find(device + SWITCH_ID.name) is not None:
        port = _decode_port(reading, device)
        if port is not None:
            if kind is not None:
                said = "left out: the card is on a distributed switch"
                reading.remark(device + CONNECTION_TYPE.name, said, minor=True)
            return {"type": "vds", "port": port}
    if decode is None:
        return _unknown_connection(reading, device, kind or "")
    return connection


def _unknown_connection(reading: Reading, device: str, kind: str) -> dict[str, Any]:
    """Read a card of a kind that libvirt has no word for: ``hostonly``, ``pvn``."""
    name = reading.find(device + NETWORK_NAME.name) or kind.strip().lower()
    instead = f"the network is called {name}" if name else _NOWHERE
    reason = "must be 'bridged', 'nat' or 'custom'"
    helps = "'bridged' and the networkName of a port group"
    reading.refuse(device + CONNECTION_TYPE.name, reason, instead, helps)
    return {"type": "bridge", "source": name} if name else {"type": "null"}


def _decode_port(reading: Reading, device: str) -> DistributedPort | None:
    switch = reading.read(SWITCH_ID, device)
    if switch is None:
        return None
    if reading.latest:
        group = reading.read(PORTGROUP_ID, device)
    else:
        why = "a port of a distributed switch needs the id of its port group"
        group = reading.need(PORTGROUP_ID, device, why=why, instead=_NOWHERE)
        if group is None:
            return None
    return DistributedPort(
        switch_id=switch,
        portgroup_id=group,
        port_id=_given(PORT_ID, reading, device),
        connection_id=_given(CONNECTION_ID, reading, device),
    )


def _given(key: Key[int, int], reading: Reading, device: str) -> int | None:
    """Return a number that may be absent; newer libvirt takes 0 for absent."""
    if reading.find(device + key.name) is None:
        return None
    number = reading.read(key, device)
    return None if reading.latest and not number else number


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
        encode(writing, interface, path, device)
        _encode_mac(writing, interface, path, device)


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


def _encode_bridge(writing: Writing, interface: Interface, _: str, device: str) -> None:
    writing.add(NETWORK_NAME, interface.source or "", device)
    writing.add(CONNECTION_TYPE, "bridged" if interface.target is None else "custom", device)
    writing.maybe(VNET, interface.target, device)


def _encode_nat(writing: Writing, _: Interface, __: str, device: str) -> None:
    writing.add(CONNECTION_TYPE, "nat", device)


def _encode_nothing(_: Writing, __: Interface, ___: str, ____: str) -> None:
    """Write no connection."""


def _encode_port(writing: Writing, interface: Interface, path: str, device: str) -> None:
    port = interface.port
    if port is None:
        raise refuse(f"{path}/source", "a vds interface needs a port")
    if port.portgroup_id is None and not writing.latest:
        why = "a port of a distributed switch needs the id of its port group"
        raise refuse(f"{path}/source/@portgroupid", why)
    for attribute, number in (("portid", port.port_id), ("connectionid", port.connection_id)):
        need_range(f"{path}/source/@{attribute}", number or 0, -(2**63), 2**63 - 1)
    writing.add(SWITCH_ID, port.switch_id, device)
    unset = 0 if writing.latest else None
    writing.maybe(PORT_ID, None if port.port_id == unset else port.port_id, device)
    writing.maybe(PORTGROUP_ID, port.portgroup_id, device)
    writing.maybe(
        CONNECTION_ID, None if port.connection_id == unset else port.connection_id, device
    )


_KINDS: Final[Mapping[str, Callable[[Writing, Interface, str, str], None]]] = {
    "bridge": _encode_bridge,
    "user": _encode_nat,
    "null": _encode_nothing,
    "vds": _encode_port,
}


def _encode_mac(writing: Writing, interface: Interface, path: str, device: str) -> None:
    try:
        mac = parse_mac(interface.mac)
    except ValueError:
        raise refuse(f"{path}/mac/@address", "must be a MAC address", interface.mac) from None
    row = next(row for row in _RANGES if row.low <= mac <= row.high)
    kind, check = row.kind, row.check
    if interface.mac_type == "static":
        kind = "static"
    elif interface.mac_type == "generated":
        kind, check = "vpx" if row.kind == "vpx" else "generated", None
    if interface.mac_check is not None:
        check = interface.mac_check
    writing.add(ADDRESS_TYPE, kind, device)
    writing.add(ADDRESS if kind == "static" else GENERATED_ADDRESS, mac, device)
    if kind == "generated":
        writing.add(GENERATED_OFFSET, "0", device)
    if check is not None:
        writing.add(CHECK_MAC, "true" if check else "false", device)
