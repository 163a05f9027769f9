"""Addresses of devices as virsh's words have them: ``scsi:0.0.1``, ``pci:0000.00.0x0a.1``. No I/O.

Source: libvirt, virshAddressParse and virshAddressFormat.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Final

__all__ = ["Address", "parse_address"]

_UNSIGNED: Final = 2**32 - 1
_LONG: Final = 2**64 - 1


@dataclasses.dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of address: what it is in XML, and its numbers with how they are written there."""

    type: str
    numbers: Mapping[str, str]
    base: int
    widest: int = _UNSIGNED


_DRIVE: Final = _Kind("drive", {"controller": "{}", "bus": "{}", "unit": "{}"}, 10, _LONG)
_KINDS: Final = {
    "pci": _Kind(
        "pci",
        {"domain": "{:#06x}", "bus": "{:#04x}", "slot": "{:#04x}", "function": "{:#x}"},
        16,
    ),
    "scsi": _DRIVE,
    "ide": _DRIVE,
    "sata": _DRIVE,
    "ccw": _Kind("ccw", {"cssid": "{:#04x}", "ssid": "{:#03x}", "devno": "{:#06x}"}, 16),
    "usb": _Kind("usb", {"bus": "{}", "port": "{}"}, 10),
}
_NUMBER: Final = {
    10: re.compile(r"\s*\+?(\d+)", re.ASCII),
    16: re.compile(r"\s*\+?((?:0x)?[0-9a-f]+)", re.ASCII | re.IGNORECASE),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Address:
    """Where a device is to be plugged in.

    Attributes:
        kind: the word before the colon.
        type: what libvirt's XML calls it.
        attributes: the others of the element ``<address>``.
    """

    kind: str
    type: str
    attributes: Mapping[str, str]


def parse_address(text: str) -> Address | None:
    """Read an address; None where it is none. What stands behind its last number is ignored."""
    word, colon, rest = text.partition(":")
    kind = _KINDS.get(word)
    if kind is None or not colon:
        return None
    values: dict[str, str] = {}
    last = len(kind.numbers) - 1
    for place, (name, written) in enumerate(kind.numbers.items()):
        found = _NUMBER[kind.base].match(rest)
        most = kind.widest if place == last else _UNSIGNED
        if found is None or (number := int(found[1], kind.base)) > most:
            return None
        values[name] = written.format(number)
        rest = rest[found.end() + 1 :]  # whatever parts it from the next
    return Address(word, kind.type, values)
