"""Serial and parallel ports: ``serialN`` and ``parallelN`` <-> `CharacterDevice`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from aioesx.definition import CharacterDevice
from aioesx.vmx._context import Reading, Writing, refuse
from aioesx.vmx._keys import PRESENT, bad_value, flag, is_present, text

__all__ = ["decode_parallels", "decode_serials", "encode_parallels", "encode_serials"]

FILE_TYPE: Final = text("fileType")
FILE_NAME: Final = text("fileName")
PIPE_END: Final = text("pipe.endPoint")
NO_RX_LOSS: Final = flag("tryNoRxLoss")
NETWORK_END: Final = text("network.endPoint")
YIELD_ON_READ: Final = flag("yieldOnMsrRead")

# URIs of network ports: libvirt's protocol by scheme, and the scheme that is written.
_PROTOCOLS: Final = {
    "": "raw", "tcp": "raw", "tcp4": "raw", "tcp6": "raw", "telnet": "telnet",
    "telnets": "telnets", "ssl": "tls", "tcp+ssl": "tls", "tcp4+ssl": "tls", "tcp6+ssl": "tls",
}  # fmt: skip
_SCHEMES: Final = {"raw": "tcp", "telnet": "telnet", "telnets": "telnets", "tls": "ssl"}
_MODES: Final = {None: "bind", "server": "bind", "client": "connect"}
_ENDS: Final = {"bind": "server", "connect": "client"}
_URI: Final = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.\-]*):)?//(?:[^@/?#\s]*@)?"
    r"(?:\[([^\[\]/?#\s]+)\]|([A-Za-z0-9._~!$&'()*+,;=%\-]+)):(\d{1,9})(?:[/?#][^\s]*)?",
    re.ASCII,
)

_Decode = Callable[[Reading, str, str | None], dict[str, Any]]


# --- reading one port ----------------------------------------------------------------------------


def _decode_device(_: Reading, __: str, name: str | None) -> dict[str, Any]:
    return {"type": "dev", "path": name}


def _decode_file(reading: Reading, device: str, name: str | None) -> dict[str, Any]:
    path = reading.source(device + FILE_NAME.name, name) if name is not None else None
    return {"type": "file", "path": path}


def _decode_pipe(_: Reading, __: str, name: str | None) -> dict[str, Any]:
    return {"type": "pipe", "path": name}


def _decode_network(reading: Reading, device: str, name: str | None) -> dict[str, Any]:
    key = device + FILE_NAME.name
    match = _URI.fullmatch(name or "")
    if match is None or not int(match[4]):
        if reading.latest:
            return {"type": "null"}
        raise bad_value(key, name, "must be a URI with a port")
    protocol = _PROTOCOLS.get((match[1] or "").lower())
    if protocol is None:
        raise bad_value(key, name, f"must have a scheme of {', '.join(filter(None, _PROTOCOLS))}")
    end = NETWORK_END.read(reading.settings, device)
    mode = _MODES.get(end.lower() if end is not None else None)
    if mode is None:
        raise bad_value(device + NETWORK_END.name, end, "must be 'server' or 'client'")
    return {
        "type": "tcp",
        "mode": mode,
        "host": match[2] or match[3],
        "service": str(int(match[4])),
        "protocol": protocol,
    }


_SERIAL_KINDS: Final[Mapping[str | None, _Decode]] = {
    None: _decode_device,
    "device": _decode_device,
    "file": _decode_file,
    "pipe": _decode_pipe,
    "network": _decode_network,
}
_PARALLEL_KINDS: Final[Mapping[str | None, _Decode]] = {
    "device": _decode_device,
    "file": _decode_file,
}


# --- writing one port ----------------------------------------------------------------------------

_Encode = Callable[[Writing, CharacterDevice, str, str], None]


def _encode_device(writing: Writing, port: CharacterDevice, _: str, device: str) -> None:
    writing.add(FILE_TYPE, "device", device)
    writing.maybe(FILE_NAME, port.path, device)


def _encode_file(writing: Writing, port: CharacterDevice, path: str, device: str) -> None:
    writing.add(FILE_TYPE, "file", device)
    if port.path is not None:
        name = writing.file_name(f"{path}/source/@path", port.path)
        writing.add(FILE_NAME, name, device)


def _encode_pipe(writing: Writing, port: CharacterDevice, _: str, device: str) -> None:
    writing.add(FILE_TYPE, "pipe", device)
    writing.add(PIPE_END, "client", device)
    writing.add(NO_RX_LOSS, False, device)
    writing.maybe(FILE_NAME, port.path, device)


def _encode_network(writing: Writing, port: CharacterDevice, _: str, device: str) -> None:
    host = port.host or ""
    host = f"[{host}]" if ":" in host else host
    scheme = _SCHEMES[port.protocol or "raw"]
    writing.add(FILE_TYPE, "network", device)
    writing.add(FILE_NAME, f"{scheme}://{host}:{port.service}", device)
    writing.add(NETWORK_END, _ENDS[port.mode or "connect"], device)


_SERIAL_TYPES: Final[Mapping[str, _Encode]] = {
    "dev": _encode_device,
    "file": _encode_file,
    "pipe": _encode_pipe,
    "tcp": _encode_network,
}
_PARALLEL_TYPES: Final[Mapping[str, _Encode]] = {"dev": _encode_device, "file": _encode_file}


# --- both, for all ports of a family -------------------------------------------------------------


class _Family(NamedTuple):
    """A row: serial or parallel ports.

    Attributes:
        name: what their keys, and their elements, begin with.
        most: how many there may be.
        kinds: how each ``fileType`` is read; None is an absent one.
        types: how each type in XML is written.
        yields: does a line close each port that makes the guest yield when it reads?
    """

    name: str
    most: int
    kinds: Mapping[str | None, _Decode]
    types: Mapping[str, _Encode]
    yields: bool


_SERIAL: Final = _Family("serial", 4, _SERIAL_KINDS, _SERIAL_TYPES, yields=True)
_PARALLEL: Final = _Family("parallel", 3, _PARALLEL_KINDS, _PARALLEL_TYPES, yields=False)


def decode_serials(reading: Reading) -> tuple[CharacterDevice, ...]:
    """Read the serial ports."""
    return _decode_ports(reading, _SERIAL)


def decode_parallels(reading: Reading) -> tuple[CharacterDevice, ...]:
    """Read the parallel ports, which must say what they are."""
    return _decode_ports(reading, _PARALLEL)


def _decode_ports(reading: Reading, family: _Family) -> tuple[CharacterDevice, ...]:
    found: list[CharacterDevice] = []
    for port in range(family.most):
        device = f"{family.name}{port}."
        if not is_present(reading.settings, device):
            continue
        kind = FILE_TYPE.read(reading.settings, device)
        decode = family.kinds.get(kind.lower() if kind is not None else None)
        if decode is None:
            words = ", ".join(filter(None, family.kinds))
            raise bad_value(device + FILE_TYPE.name, kind, f"must be one of {words}")
        file_name = FILE_NAME.read(reading.settings, device)
        if file_name is None and None not in family.kinds:
            raise bad_value(device + FILE_NAME.name, None, "is needed")
        found.append(CharacterDevice(port=port, **decode(reading, device, file_name)))
    return tuple(found)


def encode_serials(writing: Writing) -> None:
    """Add the serial ports."""
    _encode_ports(writing, _SERIAL, writing.definition.serials)


def encode_parallels(writing: Writing) -> None:
    """Add the parallel ports."""
    _encode_ports(writing, _PARALLEL, writing.definition.parallels)


def _encode_ports(writing: Writing, family: _Family, ports: tuple[CharacterDevice, ...]) -> None:
    taken: set[int] = set()
    for number, port in enumerate(ports, start=1):
        path = f"devices/{family.name}[{number}]"
        if port.port >= family.most or port.port in taken:
            reason = f"there are {family.most} {family.name} ports, each once"
            raise refuse(f"{path}/target/@port", reason, port.port)
        taken.add(port.port)
        encode = family.types.get(port.type)
        if encode is None:
            reason = f"VMware has no {family.name} port of type {port.type!r}"
            raise refuse(f"{path}/@type", reason, port.type)
        device = f"{family.name}{port.port}."
        writing.add(PRESENT, True, device)
        encode(writing, port, path, device)
        if family.yields:
            writing.add(YIELD_ON_READ, True, device)
