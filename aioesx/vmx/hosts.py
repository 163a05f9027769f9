"""What a conversion must know of a host, from what the host says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aioesx.definition import DomainDefinition
from aioesx.units import whole_number
from aioesx.vmx._controllers import MODELS, undetected_sources
from aioesx.vmx._slots import BUS_BY_NAME, BUSES

__all__ = [
    "fitting_hardware_version",
    "hardware_version_for",
    "newest_hardware_version",
    "scsi_model_for",
    "undetected_sources",
    "unwritable_buses",
    "writable_hardware_version",
]

# The hardware version that libvirt writes, by product and by its major and minor version: the
# last row that fits counts.
_GSX_VERSION: Final = 7
_DEFAULT_VERSION: Final = 8
_VERSIONS: Final = {
    "esx": {(3, 0): 4, (4, 0): 7, (5, 0): 9, (5, 5): 10, (6, 0): 10, (7, 0): _DEFAULT_VERSION},
    "vpx": {(2, 0): 4, (3, 0): 8, (4, 0): 7, (5, 0): 9, (5, 5): 10, (6, 0): 10, (7, 0): 8},
}

# The newest version that a release of ESX runs, from its version on.
# Source: VMware, "Virtual machine hardware versions" (KB 1003746), "... and vCPUs" (KB 2007240).
_NEWEST: Final = {
    (3, 0, 0): 4, (4, 0, 0): 7, (5, 0, 0): 8, (5, 1, 0): 9, (5, 5, 0): 10, (6, 0, 0): 11,
    (6, 5, 0): 13, (6, 7, 0): 14, (7, 0, 0): 17, (7, 0, 1): 18, (7, 0, 2): 19, (8, 0, 0): 20,
    (8, 0, 2): 21,
}  # fmt: skip

_KNOWN_UNTIL: Final = (9, 0, 0)  # what later releases run is not known here

# The most of something that a machine has, and the version that allows it.
_PROCESSORS: Final = {4: 4, 8: 7, 32: 8, 64: 9, 128: 11, 768: 18}
_CARDS: Final = {4: 4, 10: 7}

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
    wanted = _numbers(version)[:2]
    rows = _VERSIONS["vpx" if product == "vpx" else "esx"]
    fitting = [hardware for since, hardware in rows.items() if since <= wanted]
    return fitting[-1] if fitting else _DEFAULT_VERSION


def _numbers(version: str) -> tuple[int, ...]:
    parts = (*version.split("."), "0", "0")[:3]
    return tuple(whole_number(part) or 0 for part in parts)


def newest_hardware_version(version: str) -> int | None:
    """Return the newest version of the virtual hardware that a release of ESX runs.

    Args:
        version: of ESX, such as ``"6.5.0"``; None is returned for one that is not known here.

    >>> newest_hardware_version("6.5.0")
    13
    """
    wanted = _numbers(version)
    fitting = [hardware for since, hardware in _NEWEST.items() if since <= wanted]
    return fitting[-1] if fitting and wanted < _KNOWN_UNTIL else None


def writable_hardware_version(definition: DomainDefinition, product: str, version: str) -> int:
    """Return the version to write a domain with: libvirt's, or a newer one that its disks need.

    libvirt does not write SATA and NVMe disks at all.

    Args:
        definition: the domain.
        product: as of `hardware_version_for`.
        version: likewise.
    """
    return max(hardware_version_for(product, version), _needed_by_disks(definition))


def fitting_hardware_version(definition: DomainDefinition, product: str, version: str) -> int:
    """Return the version to write for a domain on a host that is to run it.

    It is the one that libvirt writes, but no newer than the host has, which libvirt's is on ESX
    5.0; and as new as the domain needs: since libvirt writes version 8 from ESX 7.0 on, that has
    neither SATA disks nor more than 32 processors.

    Args:
        definition: the domain.
        product: as of `hardware_version_for`.
        version: likewise.
    """
    libvirts = hardware_version_for(product, version)
    if product == "gsx":
        return libvirts
    fitting = [hardware for since, hardware in _NEWEST.items() if since <= _numbers(version)]
    newest = fitting[-1] if fitting else libvirts
    needed = (
        _needed_by_disks(definition),
        _needed_by_count(_PROCESSORS, definition.vcpus),
        _needed_by_count(_CARDS, len(definition.interfaces)),
    )
    return min(newest, max(libvirts, *needed))


def _needed_by_disks(definition: DomainDefinition) -> int:
    buses = (BUS_BY_NAME.get(disk.bus) for disk in definition.disks)
    return max((bus.oldest_hardware for bus in buses if bus is not None), default=0)


def _needed_by_count(most: Mapping[int, int], count: int) -> int:
    return next((version for limit, version in most.items() if count <= limit), 0)


def unwritable_buses(hardware_version: int) -> frozenset[str]:
    """Return libvirt's names of the disk buses that a machine of this version does not have."""
    return frozenset(bus.libvirt for bus in BUSES if hardware_version < bus.oldest_hardware)


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
