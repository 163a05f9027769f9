"""What has happened on the host: the last events, as the event manager tells them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from aioesx import vim

if TYPE_CHECKING:
    from aioesx.simulator.state.agent import Agent
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
    "VmAcquiredTicketEvent": "A ticket for {name} on {host} in ha-datacenter has been acquired",
    "VmAcquiredMksTicketEvent": "A ticket for {name} on {host} in ha-datacenter has been acquired",
    "VmRemoteConsoleConnectedEvent": "Remote console to {name} on {host} has been opened",
    "VmRemoteConsoleDisconnectedEvent": "Remote console to {name} on {host} has been closed",
    "VmBeingCreatedEvent": "Creating {name} on host {host} in ha-datacenter",
    "VmCreatedEvent": "Created virtual machine {name} on {host} in ha-datacenter",
}


class Events:
    """The event manager's memory, of a host or a vCenter."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._count = 0
        self.kept: deque[vim.Event] = deque(maxlen=_KEPT)

    def keep(self, kind: str, user: str, text: str, **facts: object) -> vim.Event | None:
        """Remember an event, with a key of its own; an unknown kind is left out."""
        cls = vim.types_by_name(kind)
        if cls is None:
            return None
        self._count += 1
        event: vim.Event = cls(
            key=self._count,
            chain_id=self._count,
            created_time=self._agent.timeline.now(),
            user_name=user,
            full_formatted_message=text,
            **facts,
        )
        self.kept.append(event)
        self._agent.announce()
        return event

    def repeat(self, event: vim.Event) -> None:
        """Remember what another agent has told, with a key of its own."""
        self._count += 1
        event.key = event.chain_id = self._count
        self.kept.append(event)
        self._agent.announce()

    def post(self, kind: str, machine: Machine, *, user: str = "root", **facts: object) -> None:
        """Remember that something happened to a machine of this host; its vCenter hears of it."""
        host, name = machine.host, machine.name
        host_name = f"{host.network.host_name}.{host.network.domain_name}"
        event = self.keep(
            kind,
            user,
            TEXTS[kind].format(name=name, host=host_name),
            vm=vim.VmEventArgument(name=name, vm=host.ref(machine)),
            host=vim.HostEventArgument(name=host_name, host=host.ref(host)),
            template=machine.template,
            **facts,
        )
        if event is not None and host.manager is not None:
            host.manager.hear(host, event)

    def post_session(self, kind: str, user: str, **facts: object) -> None:
        """Remember a login or logout."""
        text = f"User {user} logged {'in' if 'Login' in kind else 'out'}"
        self.keep(kind, user, text, **facts)
