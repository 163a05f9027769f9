"""The host's capabilities as libvirt's XML. No I/O.

A VMware host virtualizes i686 always, and x86_64 where its processors have the long mode.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from aioesx._server.collector import Properties
from aioesx._server.hostfacts import CPU_FEATURES, has_long_mode

__all__ = ["CAPABILITY_PATHS", "format_capabilities"]

_UUID: Final = "hardware.systemInfo.uuid"
CAPABILITY_PATHS: Final = (CPU_FEATURES, _UUID)

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


def format_capabilities(values: Properties) -> str:
    """Write the document of the properties `CAPABILITY_PATHS`, as libvirt does.

    Processors without the level that tells of the long mode have none.

    Raises:
        ProtocolError: the host's CPUID text is malformed.
        NotSupportedError: the host tells nothing of its processors; libvirt cannot connect to it.

    Source: libvirt, esxCapsInit.
    """
    values.require(CPU_FEATURES)
    arches = [("i686", 32)] + ([("x86_64", 64)] if has_long_mode(values) else [])
    try:
        uuid = f"    <uuid>{UUID(values.get(_UUID) or '')}</uuid>\n"
    except ValueError:
        uuid = ""
    return _DOCUMENT.format(
        uuid=uuid,
        arch=arches[-1][0],
        guests="".join(_GUEST.format(arch=arch, bits=bits) for arch, bits in arches),
    )
