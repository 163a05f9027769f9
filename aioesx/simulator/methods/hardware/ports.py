"""Serial and parallel ports of a configuration spec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import vim

if TYPE_CHECKING:
    from aioesx.simulator.methods.hardware.step import Step

__all__ = ["settings"]

_ENDS = {"client", "server"}


def settings(step: Step, prefix: str) -> dict[str, str | None]:
    """Return the settings of a port."""
    backing = step.device.backing
    found: dict[str, str | None] = {}
    yields = getattr(step.device, "yield_on_poll", None)
    if yields is not None:
        found[f"{prefix}.yieldOnMsrRead"] = "TRUE" if yields else None
    if backing is None:
        if step.spec.operation == vim.VirtualDeviceConfigSpecOperation.ADD:
            raise step.invalid("device.backing")
        return found
    if isinstance(backing, vim.VirtualDeviceFileBackingInfo):
        kind, name = "file", _file(step, prefix)
    elif isinstance(backing, vim.VirtualDevicePipeBackingInfo):
        kind, name = "pipe", backing.pipe_name
        lossless = getattr(backing, "no_rx_loss", None)
        found[f"{prefix}.pipe.endPoint"] = _end(step, getattr(backing, "endpoint", "client"))
        found[f"{prefix}.tryNoRxLoss"] = "TRUE" if lossless else None
    elif isinstance(backing, vim.VirtualDeviceURIBackingInfo):
        kind, name = "network", backing.service_uri
        found[f"{prefix}.network.endPoint"] = _end(step, backing.direction)
        found[f"{prefix}.vspc"] = backing.proxy_uri or None
    elif isinstance(backing, vim.VirtualDeviceDeviceBackingInfo):
        kind, name = "device", backing.device_name
    else:
        raise step.bad_backing()
    return {**found, f"{prefix}.fileType": kind, f"{prefix}.fileName": name}


def _end(step: Step, word: str) -> str:
    if word not in _ENDS:
        raise step.invalid("device.backing.endpoint")
    return word


def _file(step: Step, prefix: str) -> str:
    """Return how the VMX names the file of a port; it is made when the machine starts."""
    name, machine = step.device.backing.file_name, step.machine
    if not name:
        raise step.invalid("device.backing.fileName")
    if name == step.config.get(f"{prefix}.fileName"):
        return str(name)
    return machine.host.spell(step.file(name), machine.place)
