"""Units, converted in one named place each."""

from __future__ import annotations

__all__ = ["bytes_to_kib", "hertz_to_mhz", "mib_to_bytes", "mib_to_kib"]


def mib_to_kib(mib: int) -> int:
    """Convert mebibytes to kibibytes."""
    return mib * 1024


def mib_to_bytes(mib: int) -> int:
    """Convert mebibytes to bytes."""
    return mib * 1024 * 1024


def bytes_to_kib(number: int) -> int:
    """Convert bytes to whole kibibytes, rounding down."""
    return number // 1024


def hertz_to_mhz(hertz: int) -> int:
    """Convert hertz to whole megahertz, rounding down."""
    return hertz // 1_000_000
