"""Settings of a VMX file for which the API has fields and devices of its own.

They are not among ``extraConfig``, and cannot be set by it: hosts leave such entries out without a
word (vSphere API, ``VirtualMachineConfigSpec.extraConfig``).
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["has_field"]

_KNOWN: Final = re.compile(
    r"displayname|annotation|memsize|numvcpus|guestos|guestosaltname|uuid\.bios|vc\.uuid|firmware"
    r"|\.encoding|config\.version|virtualhw\.version|cpuid\.corespersocket"
    r"|bios\.(?:bootorder|hddorder|bootdelay|forcesetuponce|bootretry\..*)"
    r"|uefi\.secureboot\.enabled|toolscripts\..*|tools\.(?:upgrade\.policy|synctime)|powertype\..*"
    r"|sched\.(?:cpu|mem)\.(?:min|minsize|max|shares|affinity|pin)"
    r"|sched\.(?:scsi|ide|sata|nvme)[0-9]+:[0-9]+\..*"
    r"|(?:scsi|ide|sata|nvme|ethernet|floppy|serial|parallel|usb|usb_xhci|pcipassthru|sound|vwdt)"
    r"[0-9]*(?::[0-9]+)?\.(?:"
    r"present|filename|filetype|devicetype|virtualdev|sharedbus|mode|sharing|writethrough"
    r"|startconnected|allowguestconnectioncontrol|clientdevice|autodetect|exclusive|redo"
    r"|networkname|connectiontype|addresstype|address|generatedaddress|generatedaddressoffset"
    r"|wakeonpcktrcv|dvs\..*|opaquenetwork\..*|yieldonmsrread|trynorxloss|vspc"
    r"|(?:pipe|network)\.endpoint|id|deviceid|vendorid|systemid|runonboot|generic\.autoconnect"
    r"|autoconnect\.device[0-9]+)",
    re.IGNORECASE,
)


def has_field(key: str) -> bool:
    """Tell whether the API shows a setting elsewhere."""
    return _KNOWN.fullmatch(key) is not None
