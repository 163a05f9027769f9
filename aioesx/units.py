"""Numbers and units, read and converted in one named place each."""

from __future__ import annotations

from typing import Final

__all__ = [
    "HIGHEST_RATE",
    "bits_to_kilobytes",
    "bytes_in_unit",
    "bytes_to_kib",
    "hertz_to_mhz",
    "is_within",
    "kib_to_bytes",
    "kilobytes_to_bits",
    "mib_to_bytes",
    "mib_to_kib",
    "whole_number",
]

HIGHEST_RATE: Final = 2**50
"""In kilobytes a second, or KiB of a burst: in bits it is below what a host can be told."""

# libvirt's names of units, in lower case: k and KiB are 1024, KB is 1000.
_BYTES: Final[dict[str, int]] = dict.fromkeys(("b", "byte", "bytes"), 1) | {
    letter + suffix: int(base ** (power + 1))
    for power, letter in enumerate("kmgtpe")
    for suffix, base in (("", 1024), ("ib", 1024), ("b", 1000))
}


_MOST_DIGITS: Final = 18


def whole_number(text: str) -> int | None:
    """Return the number that ASCII digits make, or None: Python takes those of every script."""
    return int(text) if len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit() else None


def is_within(number: object, highest: int) -> bool:
    """Tell whether something is a whole number from 0 to `highest`: True and 1.0 are none."""
    return type(number) is int and 0 <= number <= highest


def bytes_in_unit(unit: str) -> int | None:
    """Return how many bytes a unit is, ``KiB`` or ``gb`` say; None for one that libvirt has not.

    Source: libvirt, virScaleInteger.
    """
    return _BYTES.get(unit.lower())


def mib_to_kib(mib: int) -> int:
    """Convert mebibytes to kibibytes."""
    return mib * 1024


def mib_to_bytes(mib: int) -> int:
    """Convert mebibytes to bytes."""
    return mib * 1024 * 1024


def bytes_to_kib(number: int) -> int:
    """Convert bytes to whole kibibytes, rounding down."""
    return number // 1024


def kib_to_bytes(kib: int) -> int:
    """Convert kibibytes to bytes: the burst that libvirt's XML allows to the host's."""
    return kib * 1024


def kilobytes_to_bits(kilobytes: int) -> int:
    """Convert kilobytes of 1000 bytes to bits: a rate of libvirt's XML to the host's.

    Source: libvirt, esxBandwidthToShapingPolicy.
    """
    return kilobytes * 8 * 1000


def bits_to_kilobytes(bits: int) -> int:
    """Convert bits to whole kilobytes of 1000 bytes, rounding down.

    Source: libvirt, esxShapingPolicyToBandwidth.
    """
    return bits // 8 // 1000


def hertz_to_mhz(hertz: int) -> int:
    """Convert hertz to whole megahertz, rounding down."""
    return hertz // 1_000_000
