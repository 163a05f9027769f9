"""What a host is made of and can do, as far as more than one room asks: its processors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._session.session import Session
from aioesx.errors import NotSupportedError, ProtocolError

__all__ = ["CPU_FEATURES", "has_long_mode", "max_vcpus", "max_vcpus_if_told"]

Ref = vim.ManagedObjectReference

CPU_FEATURES: Final = "hardware.cpuFeature"
"""The property of a host that `has_long_mode` reads."""

_MAX_VCPUS: Final = "capability.maxSupportedVcpus"
_EXTENDED_LEVEL: Final = 0x80000001
_LONG_MODE_BIT: Final = 29
_REGISTER: Final = re.compile(r"(?:[01xX-]{4}:){7}[01xX-]{4}")


def has_long_mode(values: Mapping[str, Any]) -> bool | None:
    """Tell whether the processors run 64-bit guests, of the properties that hold `CPU_FEATURES`.

    That is bit 29 of register EDX at CPUID level 0x80000001: 32 bits as text, the highest first,
    ``:`` between groups of four. None where the host does not tell of this level; libvirt cannot
    connect to such a host.

    Raises:
        ProtocolError: the host's text is malformed.

    Source: libvirt, esxSupportsLongMode.
    """
    for feature in values.get(CPU_FEATURES) or ():
        # The level comes as a signed number of 32 bits.
        if isinstance(feature, vim.HostCpuIdInfo) and feature.level % 2**32 == _EXTENDED_LEVEL:
            text = feature.edx or ""
            if not _REGISTER.fullmatch(text):
                raise ProtocolError(f"CPUID register EDX has an unexpected form: '{text[:80]}'")
            return text.replace(":", "")[-1 - _LONG_MODE_BIT] == "1"
    return None


async def max_vcpus_if_told(session: Session, host: Ref) -> int | None:
    """Read how many virtual processors the host can give a domain; None if it does not tell."""
    values = await read_one(session, host, (_MAX_VCPUS,))
    number = values.get(_MAX_VCPUS)
    return number if isinstance(number, int) else None


async def max_vcpus(session: Session, host: Ref) -> int:
    """Read how many virtual processors the host can give a domain.

    Raises:
        NotSupportedError: the host does not tell.
    """
    number = await max_vcpus_if_told(session, host)
    if number is None:
        raise NotSupportedError("", "the host does not tell how many virtual CPUs it supports")
    return number
