"""The namespaces of OVF descriptors."""

from __future__ import annotations

from typing import Final

__all__ = ["CIM", "OLD_OVF", "OVF", "OVFS", "PREFIXES", "RASD", "VMW", "VSSD", "XSI"]

OVF: Final = "http://schemas.dmtf.org/ovf/envelope/1"
OVFS: Final = (OVF, "http://schemas.dmtf.org/ovf/envelope/2")
OLD_OVF: Final = "http://www.vmware.com/schema/ovf/1/envelope"
"""Of OVF 0.9, which VirtualCenter 2.5 wrote."""
VMW: Final = "http://www.vmware.com/schema/ovf"
CIM: Final = "http://schemas.dmtf.org/wbem/wscim/1/"
"""What all of CIM's begin with: those of items of whatever kind."""
RASD: Final = f"{CIM}cim-schema/2/CIM_ResourceAllocationSettingData"
VSSD: Final = f"{CIM}cim-schema/2/CIM_VirtualSystemSettingData"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"

PREFIXES: Final = {
    "cim": f"{CIM}common",
    "ovf": OVF,
    "rasd": RASD,
    "vmw": VMW,
    "vssd": VSSD,
    "xsi": XSI,
}
"""How they are written here."""
