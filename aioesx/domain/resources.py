"""Memory and virtual processors: how much a domain has, and may have. No I/O.

Memory is in KiB here and in whole MiB on the host: every size is rounded up to what the host
can take.
"""

from __future__ import annotations

from typing import Final

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx.units import mib_to_kib

__all__ = [
    "MEMORY_PATHS",
    "max_memory_spec",
    "memory_guarantee",
    "memory_guarantee_spec",
    "memory_spec",
    "vcpus_spec",
]

_STEP_KIB: Final = 4096
_RESERVATION: Final = "config.memoryAllocation.reservation"
MEMORY_PATHS: Final = (_RESERVATION,)
UNLIMITED: Final = -1


def max_memory_spec(kib: int) -> vim.VirtualMachineConfigSpec:
    """Return the change of what the guest sees, rounded up to 4 MiB.

    Raises:
        ValueError: the size is not positive.

    Source: libvirt, esxDomainSetMaxMemory.
    """
    if kib < 1:
        raise ValueError(f"the maximum memory must be positive, not {kib} KiB")
    return vim.VirtualMachineConfigSpec(memory_mb=-(-kib // _STEP_KIB) * (_STEP_KIB // 1024))


def memory_spec(kib: int | None) -> vim.VirtualMachineConfigSpec:
    """Return the change of what the host gives at most, rounded up to 1 MiB; None is no limit.

    Raises:
        ValueError: the size is negative.

    Source: libvirt, esxDomainSetMemoryFlags.
    """
    limit = UNLIMITED if kib is None else _mib(kib, "memory")
    return _allocation(vim.ResourceAllocationInfo(limit=limit))


def memory_guarantee_spec(kib: int) -> vim.VirtualMachineConfigSpec:
    """Return the change of what the host keeps ready, rounded up to 1 MiB.

    Raises:
        ValueError: the size is negative.

    Source: libvirt, esxDomainSetMemoryParameters.
    """
    return _allocation(vim.ResourceAllocationInfo(reservation=_mib(kib, "guaranteed memory")))


def _allocation(info: vim.ResourceAllocationInfo) -> vim.VirtualMachineConfigSpec:
    return vim.VirtualMachineConfigSpec(memory_allocation=info)


def _mib(kib: int, what: str) -> int:
    if kib < 0:
        raise ValueError(f"the {what} must not be negative, as {kib} KiB is")
    return -(-kib // 1024)


def memory_guarantee(values: Properties) -> int:
    """Return what the host keeps ready, in KiB, of the properties `MEMORY_PATHS`."""
    return mib_to_kib(values.require(_RESERVATION))


def vcpus_spec(count: int, most: int | None) -> vim.VirtualMachineConfigSpec:
    """Return the change of the number of virtual processors; `most` is None if unknown.

    Raises:
        ValueError: the number is not positive, or above what the host can give.

    Source: libvirt, esxDomainSetVcpusFlags.
    """
    if count < 1:
        raise ValueError(f"requested number of virtual CPUs must be at least 1, not {count}")
    if most is not None and count > most:
        raise ValueError(
            "requested number of virtual CPUs is greater than max allowable number of virtual"
            f" CPUs for the domain: {count} > {most}"
        )
    return vim.VirtualMachineConfigSpec(num_cpus=count)
