"""The host's capabilities as libvirt's XML. No I/O.

A VMware host virtualizes i686 always, and x86_64 where its processors have the long mode, which
bit 29 of CPUID level 0x80000001, register EDX, says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from aioesx import vim
from aioesx.errors import ProtocolError

__all__ = ["CAPABILITY_PATHS", "format_capabilities"]

_FEATURES: Final = "hardware.cpuFeature"
_UUID: Final = "hardware.systemInfo.uuid"
CAPABILITY_PATHS: Final = (_FEATURES, _UUID)

_LEVEL: Final = 0x80000001
_BIT: Final = 29
_REGISTER = re.compile(r"(?:[01xX-]{4}:){7}[01xX-]{4}")

_DOCUMENT: Final = """\
<capabilities>

  <host>
{uuid}    <cpu>
      <arch>{arch}</arch>
    </cpu>
    <power_management/>
    <iommu support='no'/>
    <migration_features>
      <live/>
      <uri_transports>
        <uri_transport>vpxmigr</uri_transport>
      </uri_transports>
    </migration_features>
  </host>
{guests}
</capabilities>
"""
_GUEST: Final = """
  <guest>
    <os_type>hvm</os_type>
    <arch name='{arch}'>
      <wordsize>{bits}</wordsize>
      <domain type='vmware'/>
    </arch>
  </guest>
"""


def format_capabilities(values: Mapping[str, Any]) -> str:
    """Write the document of the properties `CAPABILITY_PATHS`, as libvirt does.

    Raises:
        ProtocolError: the host's CPUID text is malformed.

    Source: libvirt, esxCapsInit.
    """
    long_mode = _has_long_mode(values.get(_FEATURES) or ())
    arches = [("i686", 32)] + ([("x86_64", 64)] if long_mode else [])
    try:
        uuid = f"    <uuid>{UUID(values.get(_UUID) or '')}</uuid>\n"
    except ValueError:
        uuid = ""
    return _DOCUMENT.format(
        uuid=uuid,
        arch=arches[-1][0],
        guests="".join(_GUEST.format(arch=arch, bits=bits) for arch, bits in arches),
    )


def _has_long_mode(features: Any) -> bool:
    """Look at the bit; a host without that level (libvirt fails there) has no long mode."""
    for feature in features:
        if isinstance(feature, vim.HostCpuIdInfo) and feature.level & 0xFFFFFFFF == _LEVEL:
            text = feature.edx or ""
            if not _REGISTER.fullmatch(text):
                raise ProtocolError(f"CPUID register EDX has an unexpected form: '{text[:80]}'")
            return text.replace(":", "")[31 - _BIT] == "1"
    return False
