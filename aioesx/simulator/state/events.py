"""What has happened on the host: the last events, as the event manager tells them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from aioesx import vim

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine

__all__ = ["Events"]

_KEPT = 1000

TEXTS = {
    "VmPoweredOnEvent": "{name} on  {host} in ha-datacenter is powered on",
    "VmPoweredOffEvent": "{name} on  {host} in ha-datacenter is powered off",
    "VmSuspendedEvent": "{name} on  {host} in ha-datacenter is suspended",
    "VmGuestShutdownEvent": "Guest OS shut down for {name} on {host} in ha-datacenter",
    "VmGuestRebootEvent": "Guest OS reboot for {name} on {host} in ha-datacenter",
    "VmResettingEvent": "{name} on {host} in ha-datacenter is reset",
    "VmRegisteredEvent": "Registered {name} on {host} in ha-datacenter",
    "VmRemovedEvent": "Removed {name} on {host} from ha-datacenter",
    "VmReconfiguredEvent": "Reconfigured {name} on {host} in ha-datacenter",
    "VmCreatedEvent": "Created virtual machine {name} on {host} in ha-datacenter",
}


class Events:
    """The event manager's memory."""

    def __init__(self, host: HostState) -> None:
        self._host = host
        self._count = 0
        self.kept: deque[vim.Event] = deque(maxlen=_KEPT)

    def post(self, kind: str, machine: Machine, *, user: str = "root", **facts: object) -> None:
        """Remember that something happened to a machine; unknown kinds are left out."""
        cls = vim.types_by_name(kind)
        if cls is None:
            return
        host, name = self._host, machine.name
        self._count += 1
        host_name = f"{host.network.host_name}.{host.network.domain_name}"
        self.kept.append(
            cls(
                key=self._count,
                chain_id=self._count,
                created_time=host.timeline.now(),
                user_name=user,
                vm=vim.VmEventArgument(name=name, vm=host.ref(machine)),
                host=vim.HostEventArgument(name=host_name, host=host.ref(host)),
                full_formatted_message=TEXTS[kind].format(name=name, host=host_name),
                template=machine.template,
                **facts,
            )
        )

    def post_session(self, kind: str, user: str, **facts: object) -> None:
        """Remember a login or logout."""
        cls = vim.types_by_name(kind)
        if cls is None:
            return
        self._count += 1
        text = f"User {user} logged {'in' if 'Login' in kind else 'out'}"
        self.kept.append(
            cls(
                key=self._count,
                chain_id=self._count,
                created_time=self._host.timeline.now(),
                user_name=user,
                full_formatted_message=text,
                **facts,
            )
        )
