"""The coroutines of `Domain` that change its configuration."""

from __future__ import annotations

from typing import Unpack

from aioesx import vim
from aioesx._server import hostfacts
from aioesx._server.tasks.runner import Check, TaskOptions
from aioesx.domain import devices, media, resources, scheduler
from aioesx.domain.base import DomainBase
from aioesx.domain.identity import STATE_PATH
from aioesx.domain.power import require
from aioesx.domain.values import DomainState

__all__ = ["ResourceVerbs"]


class ResourceVerbs(DomainBase):
    """Memory, processors, drives."""

    __slots__ = ()

    async def set_memory(self, kib: int | None, **options: Unpack[TaskOptions]) -> None:
        """Bound the memory that the host gives; in KiB, rounded up to 1 MiB, None is no bound.

        Source: libvirt, esxDomainSetMemory; this is no target of a balloon.
        """
        await self._configure(resources.memory_spec(kib), options)

    async def set_max_memory(self, kib: int, **options: Unpack[TaskOptions]) -> None:
        """Set the memory that the guest sees; in KiB, rounded up to 4 MiB.

        Raises:
            InvalidStateError: the domain is not off.

        Source: libvirt, esxDomainSetMaxMemory.
        """
        off = require(self.name, [DomainState.SHUTOFF], "not powered off")
        await self._configure(resources.max_memory_spec(kib), options, off)

    async def memory_guarantee(self, *, timeout: float | None = None) -> int:
        """Read how much memory the host keeps ready, in KiB: libvirt's ``min_guarantee``.

        Source: libvirt, esxDomainGetMemoryParameters.
        """
        return resources.memory_guarantee(await self._read(resources.MEMORY_PATHS, timeout))

    async def set_memory_guarantee(self, kib: int, **options: Unpack[TaskOptions]) -> None:
        """Let the host keep memory ready; in KiB, rounded up to 1 MiB.

        Source: libvirt, esxDomainSetMemoryParameters.
        """
        await self._configure(resources.memory_guarantee_spec(kib), options)

    async def max_vcpus(self, *, timeout: float | None = None) -> int:
        """Read how many virtual processors the host can give a domain.

        Raises:
            NotSupportedError: the host does not tell.

        Source: libvirt, esxDomainGetMaxVcpus.
        """
        return await hostfacts.max_vcpus(self._server, timeout=timeout)

    async def set_vcpus(self, count: int, **options: Unpack[TaskOptions]) -> None:
        """Set the number of virtual processors: any that the host takes.

        Raises:
            ValueError: below 1 or above `max_vcpus`.

        Source: libvirt, esxDomainSetVcpus.
        """
        most = await hostfacts.max_vcpus_if_told(self._server, timeout=options.get("timeout"))
        await self._configure(resources.vcpus_spec(count, most), options)

    async def scheduler(self, *, timeout: float | None = None) -> scheduler.SchedulerParameters:
        """Read reservation, limit and shares.

        Source: libvirt, esxDomainGetSchedulerParameters.
        """
        values = await self._read(scheduler.SCHEDULER_PATHS, timeout)
        return scheduler.scheduler_parameters(values)

    async def set_scheduler(
        self,
        *,
        reservation: int | None = None,
        limit: int | None = None,
        shares: int | None = None,
        **options: Unpack[TaskOptions],
    ) -> None:
        """Set reservation, limit and shares; what is not given stays as it is.

        Args:
            reservation: guaranteed processor rate, in MHz; 0 or more.
            limit: highest rate, in MHz, not below the reservation; -1 is no limit.
            shares: weight, 0 or more; -1, -2 and -3 are the levels low, normal and high.
            **options: see `TaskOptions`.

        Raises:
            ValueError: one of these rules is broken, also together with what is set already.

        Source: libvirt, esxDomainSetSchedulerParameters.
        """
        wanted = scheduler.checked(scheduler.SchedulerParameters(reservation, limit, shares))
        await self._configure(
            scheduler.scheduler_spec(wanted), options, scheduler.check_against(wanted)
        )

    async def insert_media(
        self, path: str, *, target: str | None = None, **options: Unpack[TaskOptions]
    ) -> None:
        """Put an ISO image of a datastore into a CD-ROM drive.

        Args:
            path: such as ``"[datastore1] iso/debian.iso"``.
            target: the drive, such as ``"hdc"``; None for the only one.
            **options: see `TaskOptions`.

        Raises:
            LookupFailedError: there is no such drive.
        """
        values = await self._read((STATE_PATH, *devices.DEVICE_PATHS), options.get("timeout"))
        await self._configure(media.insert_spec(values, path, target), options)

    async def eject_media(
        self, *, target: str | None = None, **options: Unpack[TaskOptions]
    ) -> None:
        """Empty a CD-ROM drive.

        Raises:
            LookupFailedError: there is no such drive.
        """
        values = await self._read(devices.DEVICE_PATHS, options.get("timeout"))
        await self._configure(media.eject_spec(values, target), options)

    async def _configure(
        self, spec: vim.VirtualMachineConfigSpec, options: TaskOptions, check: Check | None = None
    ) -> None:
        await self._run(vim.ReconfigVM_Task(this=self.ref, spec=spec), options, check)
