"""Serial and parallel ports: ``serialN`` and ``parallelN`` <-> `CharacterDevice`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final, NamedTuple

from aioesx.definition import CharacterDevice
from aioesx.units import whole_number
from aioesx.vmx._context import LeftOut, Reading, Writing, refuse
from aioesx.vmx._keys import PRESENT, flag, text

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
_NOT_PORTS: Final = {
    "thinprint": "; it is the virtual printer of a Workstation, Fusion or Player",
}
_LEFT_OUT: Final = "the port is left out"
_SCHEMES: Final = {"raw": "tcp", "telnet": "telnet", "telnets": "telnets", "tls": "ssl"}
_MODES: Final = {None: "bind", "server": "bind", "client": "connect"}
_ENDS: Final = {"bind": "server", "connect": "client"}
_URI: Final = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.\-]*):)?//(?:[^@/?#\s]*@)?"
    r"(?:\[([^\[\]/?#\s]+)\]|([A-Za-z0-9._~!$&'()*+,;=%\-]+))"
    r":(\d{1,9}|[A-Za-z][A-Za-z0-9\-]{0,30})(?:[/?#][^\s]*)?",
    re.ASCII,
)

_NO_HOST: Final = re.compile(
    r"((?:[A-Za-z][A-Za-z0-9+.\-]*:)?//)(:\d{1,9}(?:[/?#][^\s]*)?)", re.ASCII
)
_EVERY_ADDRESS: Final = "0.0.0.0"  # noqa: S104 - what a server without a host in its URI listens on

_Decode = Callable[[Reading, str, str | None], dict[str, Any]]


# --- reading one port ----------------------------------------------------------------------------


def _decode_device(reading: Reading, device: str, name: str | None) -> dict[str, Any]:
    return {"type": "dev", "path": _named(reading, device, name)}


def _decode_file(reading: Reading, device: str, name: str | None) -> dict[str, Any]:
    name = _named(reading, device, name)
    path = reading.source(device + FILE_NAME.name, name) if name is not None else None
    return {"type": "file", "path": path}


def _decode_pipe(reading: Reading, device: str, name: str | None) -> dict[str, Any]:
    return {"type": "pipe", "path": _named(reading, device, name)}


def _named(reading: Reading, device: str, name: str | None) -> str | None:
    """Return what a port is connected to; without it no XML reader takes the port."""
    if not name and reading.journal.lenient:
        reading.lose(device + PRESENT.name, f"{device}{FILE_NAME.name} says nothing")
        raise LeftOut
    return name


def _decode_network(reading: Reading, device: str, name: str | None) -> dict[str, Any]:
    key = device + FILE_NAME.name
    mode = _mode(reading, device)
    uri = _URI.fullmatch(name or "")
    if uri is None or not _service(uri):
        if reading.latest:
            reading.remark(key, "no URI with a host and a port: the port leads nowhere")
            return {"type": "null"}
        uri = _mended_uri(reading, key, name or "", mode)
    protocol = _PROTOCOLS.get((uri[1] or "").lower())
    if protocol is None:
        schemes = ", ".join(filter(None, _PROTOCOLS))
        raise reading.leave_out(key, f"must have a scheme of {schemes}", _LEFT_OUT)
    return {
        "type": "tcp",
        "mode": mode,
        "host": uri[2] or uri[3],
        "service": _service(uri),
        "protocol": protocol,
    }


def _service(uri: re.Match[str]) -> str:
    """Return the number of the port, or the name of the service; empty for port 0."""
    port = whole_number(uri[4])
    return uri[4] if port is None else str(port or "")


def _mode(reading: Reading, device: str) -> str:
    end = reading.read(NETWORK_END, device)
    mode = _MODES.get(end.lower() if end is not None else None)
    if mode is None:
        name = device + NETWORK_END.name
        reading.refuse(name, "must be 'server' or 'client'", "taken as server")
        return "bind"
    return mode


def _mended_uri(reading: Reading, key: str, name: str, mode: str) -> re.Match[str]:
    """Read a URI without a host, which ESX takes for every address of a server."""
    without_host = _NO_HOST.fullmatch(name)
    uri = _URI.fullmatch(_NO_HOST.sub(rf"\g<1>{_EVERY_ADDRESS}\g<2>", name))
    if without_host is not None and uri is not None and _service(uri) and mode == "bind":
        helps = f"telnet://{_EVERY_ADDRESS}:PORT, for a server on every address"
        reading.refuse(key, "has a port and no host", f"taken as {_EVERY_ADDRESS}", helps)
        return uri
    reason = "must be a URI with a host and a port, telnet://192.0.2.1:2001"
    raise reading.leave_out(key, reason, _LEFT_OUT)


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


def _need_path(port: CharacterDevice, path: str) -> str:
    if not port.path:
        raise refuse(f"{path}/source/@path", f"a port of type {port.type!r} needs a path")
    return port.path


def _encode_device(writing: Writing, port: CharacterDevice, path: str, device: str) -> None:
    writing.add(FILE_TYPE, "device", device)
    writing.add(FILE_NAME, _need_path(port, path), device)


def _encode_file(writing: Writing, port: CharacterDevice, path: str, device: str) -> None:
    writing.add(FILE_TYPE, "file", device)
    name = writing.file_name(f"{path}/source/@path", _need_path(port, path))
    writing.add(FILE_NAME, name, device)


def _encode_pipe(writing: Writing, port: CharacterDevice, path: str, device: str) -> None:
    writing.add(FILE_TYPE, "pipe", device)
    writing.add(PIPE_END, "client", device)
    writing.add(NO_RX_LOSS, False, device)
    writing.add(FILE_NAME, _need_path(port, path), device)


def _encode_network(writing: Writing, port: CharacterDevice, path: str, device: str) -> None:
    host = port.host or ""
    host = f"[{host}]" if ":" in host else host
    scheme = _SCHEMES.get(port.protocol or "raw")
    if scheme is None:
        raise refuse(
            f"{path}/protocol/@type", f"must be one of {', '.join(_SCHEMES)}", port.protocol
        )
    uri = f"{scheme}://{host}:{port.service}"
    taken = _URI.fullmatch(uri)
    if taken is None or not _service(taken) or port.host != (taken[2] or taken[3]):
        raise refuse(f"{path}/source", "a network port needs a host and a port", uri)
    writing.add(FILE_TYPE, "network", device)
    writing.add(FILE_NAME, uri, device)
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
        if reading.is_present(device):
            with suppress(LeftOut):
                found.append(CharacterDevice(port=port, **_decode_port(reading, family, device)))
    return tuple(found)


def _decode_port(reading: Reading, family: _Family, device: str) -> dict[str, Any]:
    kind = reading.read(FILE_TYPE, device)
    file_name = reading.read(FILE_NAME, device)
    word = kind.lower() if kind is not None else None
    decode = family.kinds.get(word)
    if decode is None and kind is None and file_name is not None:
        name = device + FILE_TYPE.name
        reading.refuse(name, "must be 'device' or 'file'", "taken as a device")
        decode = _decode_device
    if decode is None:
        words = ", ".join(filter(None, family.kinds))
        what = _NOT_PORTS.get(word or "", "")
        name = device + FILE_TYPE.name
        raise reading.leave_out(name, f"must be one of {words}{what}", _LEFT_OUT)
    if file_name is None and None not in family.kinds:
        why = f"a {family.name} port needs a device or a file"
        raise reading.leave_out(device + FILE_NAME.name, why, _LEFT_OUT)
    return decode(reading, device, file_name)


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
