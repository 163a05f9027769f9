"""VMX files <-> libvirt's domain definitions; no I/O.

    datastores = {"local": "/vmfs/volumes/498076b2"}
    definition = parse_domain(vmx, datastores=datastores, directory="[local] web")
    xml = aioesx.definition.format_domain_xml(definition)

    vmx = format_domain(definition, hardware_version=10, datastores=datastores)

What the conversion must know of a host is passed in; `parse_vmx` and `format_vmx` do the text
alone, without knowing any key.
"""

from __future__ import annotations

from aioesx.vmx._context import DIALECTS, Dialect
from aioesx.vmx._journal import OnWarning, VmxWarning
from aioesx.vmx.convert import ARCHITECTURES, UNKNOWN_DIRECTORY, format_domain, parse_domain
from aioesx.vmx.hosts import (
    fitting_hardware_version,
    hardware_version_for,
    scsi_model_for,
    undetected_sources,
    unwritable_buses,
    writable_hardware_version,
)
from aioesx.vmx.syntax import MAX_VMX_BYTES, Settings, format_vmx, parse_vmx

__all__ = [
    "ARCHITECTURES",
    "DIALECTS",
    "MAX_VMX_BYTES",
    "UNKNOWN_DIRECTORY",
    "Dialect",
    "OnWarning",
    "Settings",
    "VmxWarning",
    "fitting_hardware_version",
    "format_domain",
    "format_vmx",
    "hardware_version_for",
    "parse_domain",
    "parse_vmx",
    "scsi_model_for",
    "undetected_sources",
    "unwritable_buses",
    "writable_hardware_version",
]
