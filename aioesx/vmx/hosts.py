"""What a conversion must know of a host, from what the host says of itself."""

from __future__ import annotations

from typing import Final

from aioesx.vmx._controllers import MODELS, undetected_sources

__all__ = ["hardware_version_for", "scsi_model_for", "undetected_sources"]

# The hardware version that libvirt writes, by product and by its major and minor version: the
# last row that fits counts.
_GSX_VERSION: Final = 7
_DEFAULT_VERSION: Final = 8
_VERSIONS: Final = {
    "esx": {(3, 0): 4, (4, 0): 7, (5, 0): 9, (5, 5): 10, (6, 0): 10, (7, 0): _DEFAULT_VERSION},
    "vpx": {(2, 0): 4, (3, 0): 8, (4, 0): 7, (5, 0): 9, (5, 5): 10, (6, 0): 10, (7, 0): 8},
}

_CONTROLLERS: Final = {
    "virtualbuslogiccontroller": "buslogic",
    "virtuallsilogiccontroller": "lsilogic",
    "virtuallsilogicsascontroller": "lsisas1068",
    "paravirtualscsicontroller": "vmpvscsi",
}


def hardware_version_for(product: str, version: str) -> int:
    """Return the version of the virtual hardware that libvirt writes for a host.

    Args:
        product: ``"esx"`` (``"embeddedEsx"`` is one, too), ``"gsx"`` or ``"vpx"`` (vCenter).
        version: the product's version, such as ``"5.5.0"``.

    >>> hardware_version_for("esx", "5.5.0")
    10
    """
    if product == "gsx":
        return _GSX_VERSION
    numbers = [int(part) if part.isdecimal() else 0 for part in (*version.split("."), "0")[:2]]
    wanted = (numbers[0], numbers[1])
    rows = _VERSIONS["vpx" if product == "vpx" else "esx"]
    fitting = [hardware for since, hardware in rows.items() if since <= wanted]
    return fitting[-1] if fitting else _DEFAULT_VERSION


def scsi_model_for(controller_type: str) -> str | None:
    """Return libvirt's name of a SCSI controller, from the one in the host's disk details.

    Args:
        controller_type: ``VmDiskFileInfo.controllerType``, such as
            ``"ParaVirtualSCSIController"``.

    Returns:
        the model, such as ``"vmpvscsi"``; None for one that libvirt does not know.
    """
    model = _CONTROLLERS.get(controller_type.lower())
    return model if model in MODELS.values() else None
