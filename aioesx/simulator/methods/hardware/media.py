"""CD-ROM and floppy drives of a configuration spec: what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aioesx import vim
from aioesx.simulator.properties.backings import AUTO_DETECT, EMPTY

if TYPE_CHECKING:
    from aioesx.simulator.methods.hardware.step import Step

__all__ = ["cdrom", "floppy", "image"]


def cdrom(step: Step, prefix: str) -> dict[str, str | None]:
    """Return the settings of a CD-ROM drive."""
    backing = _backing(step)
    if backing is None:
        return {}
    if isinstance(backing, vim.VirtualCdromIsoBackingInfo):
        name = image(step, prefix) or EMPTY
        return {**_drive(prefix, name), f"{prefix}.deviceType": "cdrom-image"}
    emulated = isinstance(
        backing, vim.VirtualCdromAtapiBackingInfo | vim.VirtualCdromRemoteAtapiBackingInfo
    )
    kind = "atapi-cdrom" if emulated else "cdrom-raw"
    return {**_device(prefix, backing), f"{prefix}.deviceType": kind}


def floppy(step: Step, prefix: str) -> dict[str, str | None]:
    """Return the settings of a floppy drive."""
    backing = _backing(step)
    if backing is None:
        return {}
    if isinstance(backing, vim.VirtualFloppyImageBackingInfo):
        name = image(step, prefix) or EMPTY
        return {**_drive(prefix, name), f"{prefix}.fileType": "file"}
    return {**_device(prefix, backing), f"{prefix}.fileType": "device"}


def _backing(step: Step) -> Any:
    """Return the backing; None where a drive that is there keeps what it has."""
    backing = step.device.backing
    if backing is None and step.spec.operation == vim.VirtualDeviceConfigSpecOperation.ADD:
        raise step.invalid("device.backing")
    return backing


def image(step: Step, prefix: str) -> str:
    """Return how the VMX names the image of a backing, which must be there unless it was before.

    Raises:
        Refused: FileNotFound, InvalidDatastorePath.
    """
    name, host = step.device.backing.file_name, step.machine.host
    if not name or name == step.config.get(f"{prefix}.fileName"):
        return str(name)
    place = step.file(name)
    spelled = host.spell(place, step.machine.place)
    created = step.spec.file_operation is not None
    if spelled != step.config.get(f"{prefix}.fileName") and not created:
        step.store(place).file(place.path)
    return spelled


def _device(prefix: str, backing: Any) -> dict[str, str | None]:
    """Return the settings of a drive of the host's, or of the client's."""
    host = vim.VirtualDeviceDeviceBackingInfo
    if not isinstance(backing, host):
        return _drive(prefix, EMPTY, client=True)
    auto = bool(backing.use_auto_detect)
    return _drive(prefix, AUTO_DETECT if auto else backing.device_name or EMPTY, auto=auto)


def _drive(
    prefix: str, name: str, *, client: bool = False, auto: bool = False
) -> dict[str, str | None]:
    return {
        f"{prefix}.fileName": name,
        f"{prefix}.clientDevice": "TRUE" if client else None,
        f"{prefix}.autodetect": "TRUE" if auto else None,
    }
