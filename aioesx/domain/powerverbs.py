"""The coroutines of `Domain` that switch it on and off."""

from __future__ import annotations

from typing import Unpack

from aioesx import vim
from aioesx._server.tasks.runner import TaskOptions
from aioesx.domain.base import DomainBase
from aioesx.domain.power import (
    DESTROY,
    RESET,
    RESUME,
    START,
    SUSPEND,
    Transition,
    wait_for_state,
)
from aioesx.domain.values import DomainState

__all__ = ["PowerVerbs"]


class PowerVerbs(DomainBase):
    """Power: each coroutine returns when it is true on the host."""

    __slots__ = ()

    async def start(self, **options: Unpack[TaskOptions]) -> None:
        """Power the domain on and wait until the host reports success.

        Raises:
            InvalidStateError: it is on or suspended already.
            QuestionPendingError: the policy leaves a question to a person.
            TaskError: the task failed, was cancelled, lost, or not done in time.

        Source: libvirt, esxDomainCreate; vSphere API, VirtualMachine.PowerOnVM_Task.
        """
        await self._move(START, options)

    async def destroy(self, **options: Unpack[TaskOptions]) -> None:
        """Power the domain off, as by pulling the plug; a suspended one loses its memory.

        Raises:
            InvalidStateError: it is off already.

        Source: vSphere API, VirtualMachine.PowerOffVM_Task.
        """
        await self._move(DESTROY, options)

    async def suspend(self, **options: Unpack[TaskOptions]) -> None:
        """Suspend the domain, its memory to disk, and wait until it is.

        Raises:
            InvalidStateError: it is not on.

        Source: vSphere API, VirtualMachine.SuspendVM_Task.
        """
        await self._move(SUSPEND, options)

    async def resume(self, **options: Unpack[TaskOptions]) -> None:
        """Wake a suspended domain and wait until it runs.

        Raises:
            InvalidStateError: it is not suspended.

        Source: libvirt, esxDomainResume; vSphere API, VirtualMachine.PowerOnVM_Task.
        """
        await self._move(RESUME, options)

    async def reset(self, **options: Unpack[TaskOptions]) -> None:
        """Reset the domain, as by its button, and wait until it was.

        Raises:
            InvalidStateError: it is not on.

        Source: vSphere API, VirtualMachine.ResetVM_Task.
        """
        await self._move(RESET, options)

    async def shutdown(self, *, timeout: float | None = None) -> None:
        """Ask the guest's operating system to shut down; returns when it was asked.

        Raises:
            ToolsUnavailableError: VMware Tools do not run in the guest.
            InvalidStateError: the domain is not on.

        Source: vSphere API, VirtualMachine.ShutdownGuest.
        """
        await self._server.session.call(vim.ShutdownGuest(this=self.ref), timeout=timeout)

    async def reboot(self, *, timeout: float | None = None) -> None:
        """Ask the guest's operating system to restart; returns when it was asked.

        Raises:
            ToolsUnavailableError: VMware Tools do not run in the guest.
            InvalidStateError: the domain is not on.

        Source: vSphere API, VirtualMachine.RebootGuest.
        """
        await self._server.session.call(vim.RebootGuest(this=self.ref), timeout=timeout)

    async def wait_for(self, state: DomainState, *, timeout: float | None = None) -> None:
        """Return as soon as the domain is in a state; at once if it is already.

        Args:
            state: such as ``DomainState.SHUTOFF``, after `shutdown`.
            timeout: seconds in all; None waits as long as it takes, until nothing is heard of
                the host for a minute (a connection that breaks is made anew meanwhile).

        Raises:
            TransportTimeout: it was not, in time; or the host fell silent.
            NotFoundError: the domain was unregistered.
        """
        await wait_for_state(self._server, self.ref, state, timeout)

    async def _move(self, transition: Transition, options: TaskOptions) -> None:
        await self._run(transition.task(self.ref), options, transition.check(self.name))
