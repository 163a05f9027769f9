"""Memory and virtual processors: how much a domain has, and may have. No I/O.

Memory is in KiB here and in whole MiB on the host: every size is rounded up to what the host
can take.
"""

from __future__ import annotations

from typing import Final

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx._server.tasks.runner import Check
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.values import DomainState
from aioesx.errors import InvalidStateError
from aioesx.units import mib_to_kib

__all__ = [
    "MEMORY_PATHS",
    "hot_memory",
    "hot_vcpus",
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


# Which of its parts a configuration has depends on the API's version: so it is read whole.
_CONFIG: Final = "config"


def hot_memory(name: str, kib: int) -> Check:
    """Return the check that a domain can have this much memory as it is.

    One that runs can have more where its hot-add is on, by whole steps and up to a bound; one that
    is suspended stays as it is.
    """
    wanted = max_memory_spec(kib).memory_mb or 0

    def judge(values: Properties) -> None:
        config = _configured(name, values)
        if config is None or wanted == config.hardware.memory_mb:
            return
        now, most = config.hardware.memory_mb, config.hot_plug_memory_limit
        step = config.hot_plug_memory_increment_size or 1
        if not config.memory_hot_add_enabled:
            raise _refused(name, "not powered off, and its memory hot-add is off")
        if wanted < now:
            raise _refused(name, f"not powered off: its memory of {now} MiB can only grow")
        if most and wanted > most:
            raise _refused(name, f"not powered off: its memory can grow to {most} MiB until then")
        if (wanted - now) % step:
            after = now + -(-(wanted - now) // step) * step
            raise _refused(
                name,
                f"not powered off: its memory of {now} MiB grows by {step} MiB,"
                f" to {after} MiB say, not to {wanted} MiB",
            )

    return Check((STATE_PATH, _CONFIG), judge)


def hot_vcpus(name: str, count: int) -> Check:
    """Return the check that a domain can have this many processors as it is."""

    def judge(values: Properties) -> None:
        config = _configured(name, values)
        if config is None or count == config.hardware.num_cpu:
            return
        now = config.hardware.num_cpu
        if count > now and not config.cpu_hot_add_enabled:
            raise _refused(name, "not powered off, and its CPU hot-add is off")
        if count < now and not config.cpu_hot_remove_enabled:
            raise _refused(name, f"not powered off: its {now} virtual CPUs can only become more")

    return Check((STATE_PATH, _CONFIG), judge)


def _configured(name: str, values: Properties) -> vim.VirtualMachineConfigInfo | None:
    """Return the configuration of a domain that runs; None where the host decides.

    Raises:
        InvalidStateError: it is suspended.
    """
    state = domain_state(values)
    if state is DomainState.PAUSED:
        raise _refused(name, "not powered off, but suspended")
    config = values.if_shown(_CONFIG)
    running = state is DomainState.RUNNING
    return config if running and isinstance(config, vim.VirtualMachineConfigInfo) else None


def _refused(name: str, why: str) -> InvalidStateError:
    return InvalidStateError("InvalidPowerState", f"domain '{name}' is {why}")


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
