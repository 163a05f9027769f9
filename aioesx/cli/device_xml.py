"""The XML of a disk or a network card that virsh's options describe. No I/O.

Options are refused in virsh's order and words. Unlike virsh's all values are escaped, so that what
is made is XML whatever was typed; and a disk is a device of the host where its name says so,
since the files of the machine that the command runs on are not the host's.

Source: libvirt, cmdAttachDisk and cmdAttachInterface.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from aioesx.cli.declare import exclusive
from aioesx.cli.device_addresses import parse_address
from aioesx.definition._xml import XmlWriter

__all__ = ["disk_xml", "interface_xml"]

Given = Mapping[str, Any]
"""Options by the names that a command's function has for them."""

_SOURCES: Final = {"file": "file", "block": "dev", "network": "name"}
_MODES: Final = ("readonly", "shareable")
_FILES: Final = ("file", "tap")
_DEVICES: Final = ("/dev/", "/vmfs/devices/")
_WWN: Final = re.compile(r"[0-9a-fA-F]{16}", re.ASCII)

# By how a target begins, the kinds of addresses that its bus has, and how virsh says so.
_ADDRESSES: Final = {
    "vd": ({"pci", "ccw"}, "a pci:0000.00.00.00 or ccw:00.0.0000"),
    "sd": ({"scsi", "usb", "sata"}, "a scsi:00.00.00 or usb:00.00 or sata:00.00.00"),
    "hd": ({"ide"}, "an ide:00.00.00"),
}
_NEEDS: Final = (
    ("source_host_name", "source_protocol"),
    ("source_host_transport", "source_protocol"),
    ("source_host_socket", "source_protocol"),
    ("source_host_socket", "source_host_transport"),
)


def disk_xml(given: Given) -> str:
    """Return the disk that options of `attach-disk` describe.

    Raises:
        ValueError: they exclude each other, or a word is none of those that there are.
    """
    kind = _checked(given)
    xml = XmlWriter()
    with xml.element(
        "disk", type=kind, device=given["type"], rawio="yes" if given["rawio"] else None
    ):
        driver = {
            "name": given["driver"],
            "type": given["subdriver"],
            "iothread": given["iothread"],
            "cache": given["cache"],
            "io": given["io"],
        }
        if any(value is not None for value in driver.values()):
            xml.leaf("driver", **driver)
        _source(xml, kind, given)
        xml.leaf("target", dev=given["target"], bus=given["targetbus"])
        if given["mode"] is not None:
            xml.leaf(given["mode"])
        xml.maybe("serial", given["serial"])
        _alias(xml, given)
        xml.maybe("wwn", given["wwn"])
        if given["address"] is not None:
            _address(xml, given)
    return str(xml)


def _checked(given: Given) -> str:
    """Return the type of a disk whose options go together."""
    for option, needed in _NEEDS:
        if given[option] is not None and given[needed] is None:
            raise ValueError(f"Option {_dashed(needed)} is required by option {_dashed(option)}")
    hosts = ("source_host_name", "source_host_socket")
    exclusive(**{name: given[name] is not None for name in hosts})
    kind = given["sourcetype"]
    if kind is not None and kind not in _SOURCES:
        raise ValueError(f"Unknown source type: '{kind}'")
    if kind is None:
        kind = _kind_of(given)
    if (kind == "network") != (given["source_protocol"] is not None):
        raise ValueError("--source-protocol option requires --sourcetype network")
    mode, wwn = given["mode"], given["wwn"]
    if mode is not None and mode not in _MODES:
        raise ValueError(f"No support for {mode} in command 'attach-disk'")
    if wwn is not None and not _WWN.fullmatch(wwn):
        raise ValueError(f"Malformed wwn: {wwn}")
    return str(kind)


def _dashed(option: str) -> str:
    return f"--{option.replace('_', '-')}"


def _kind_of(given: Given) -> str:
    if given["source_protocol"] is not None:
        return "network"
    of_host = given["source"].startswith(_DEVICES) and given["driver"] not in _FILES
    return "block" if of_host else "file"


def _source(xml: XmlWriter, kind: str, given: Given) -> None:
    where = {"protocol": given["source_protocol"], _SOURCES[kind]: given["source"]}
    with xml.element("source", **where):
        name, colon, port = (given["source_host_name"] or "").partition(":")
        host = {
            "transport": given["source_host_transport"],
            "socket": given["source_host_socket"],
            "name": name if given["source_host_name"] is not None else None,
            "port": port if colon else None,
        }
        if any(value is not None for value in host.values()):
            xml.leaf("host", **host)


def _alias(xml: XmlWriter, given: Given) -> None:
    if given["alias"] is not None:
        xml.leaf("alias", name=given["alias"])


def _address(xml: XmlWriter, given: Given) -> None:
    address = parse_address(given["address"])
    if address is None:
        raise ValueError("Invalid address.")
    kinds, expected = _ADDRESSES.get(given["target"][:2], ({address.kind}, ""))
    if address.kind not in kinds:
        raise ValueError(f"expecting {expected} address.")
    many = "on" if given["multifunction"] and address.type == "pci" else None
    xml.leaf("address", type=address.type, **address.attributes, multifunction=many)


# --- network cards -------------------------------------------------------------------------------

_PLUGGED: Final = {"network": "network", "bridge": "bridge", "direct": "dev"}
_ENDS: Final = ("server", "client")
_RATES: Final = ("average", "peak", "burst", "floor")
_RATE: Final = re.compile(r"\s*\+?(\d+)", re.ASCII)
_FASTEST: Final = 2**64 - 1


def interface_xml(given: Given) -> str:
    """Return the network card that options of `attach-interface` describe.

    Raises:
        ValueError: a word is none of those that there are.
    """
    kind, end = given["type"], given["source_mode"]
    if kind not in (*_PLUGGED, "hostdev", "vhostuser"):
        raise ValueError(f"No support for {kind} in command 'attach-interface'")
    if end is not None and end not in _ENDS:
        raise ValueError(f"Invalid source mode: {end}")
    rates = _rates(given["inbound"], given["outbound"])
    xml = XmlWriter()
    with xml.element("interface", type=kind, managed="yes" if given["managed"] else None):
        _plug(xml, given)
        for element, attribute, option in (
            ("target", "dev", "target"),
            ("mac", "address", "mac"),
            ("script", "path", "script"),
            ("model", "type", "model"),
        ):
            if given[option] is not None:
                xml.leaf(element, **{attribute: given[option]})
        _alias(xml, given)
        if rates:
            with xml.element("bandwidth"):
                for direction, rate in rates.items():
                    xml.leaf(direction, **{name: rate.get(name) for name in _RATES})
    return str(xml)


def _plug(xml: XmlWriter, given: Given) -> None:
    kind, source = given["type"], given["source"]
    if kind in _PLUGGED:
        xml.leaf("source", **{_PLUGGED[kind]: source})
    elif kind == "vhostuser":
        if given["source_mode"] is None:
            raise ValueError("source-mode is mandatory")
        xml.leaf("source", type="unix", path=source, mode=given["source_mode"])
    else:
        address = parse_address(f"pci:{source}")
        if address is None:
            raise ValueError(f"cannot parse pci address '{source}' for network interface")
        with xml.element("source"):
            xml.leaf("address", type=address.type, **address.attributes)


def _rates(inbound: str | None, outbound: str | None) -> dict[str, dict[str, int]]:
    """Read ``average,peak,burst,floor`` of both directions; what is zero is left out."""
    rates: dict[str, dict[str, int]] = {}
    if inbound is not None:
        rates["inbound"] = _rate(inbound)
        if not rates["inbound"].keys() & {"average", "floor"}:
            raise ValueError("either inbound average or floor is mandatory")
    if outbound is not None:
        rates["outbound"] = _rate(outbound)
        if "average" not in rates["outbound"]:
            raise ValueError("outbound average is mandatory")
        if "floor" in rates["outbound"]:
            raise ValueError("outbound floor is unsupported yet")
    return rates


def _rate(text: str) -> dict[str, int]:
    words = text.split(",")
    if len(words) > len(_RATES):
        raise ValueError(f"Rate string '{text}' has too many fields")
    found: dict[str, int] = {}
    for name, word in zip(_RATES, words, strict=False):
        match = _RATE.fullmatch(word)
        number = int(match[1]) if match is not None else 0
        if word and (match is None or number > _FASTEST):
            raise ValueError(f"field '{name}' is malformed")
        if number:
            found[name] = number
    return found
