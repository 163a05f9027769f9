"""A simulated host with guests to run programs in, and what a test sees inside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from aioesx.simulator import HostState, Options, Simulator, presets
from aioesx.simulator.clock import Clock
from aioesx.simulator.inside.system import GuestSystem, system_of

__all__ = ["LINUX", "PASSWORD", "TOKEN", "WINDOWS", "Inside", "guest_host"]

LINUX: Final = "lin01"
WINDOWS: Final = "win01"
PASSWORD: Final = "canary-password-of-a-guest"
TOKEN: Final = "canary-password-saml-token"

_USERS: Final = {"root": PASSWORD, "user": PASSWORD}


def guest_host(clock: Clock | None = None) -> HostState:
    """Return a host with two machines that run, with Tools and users of their own."""
    options = Options(task_seconds=0.0, queue_seconds=0.0, tools_seconds=0.0, guest_seconds=0.0)
    host = presets.empty_host(options=options, clock=clock)
    for name, guest_os, users in (
        (LINUX, "debian10-64", _USERS),
        (WINDOWS, "windows9Server-64", {"Administrator": PASSWORD, "worker": PASSWORD}),
    ):
        kind = presets.MachineKind(name, "poweredOn", guest_os, 256, disk_gib=1)
        machine = presets.add_machine(host, kind)
        machine.guest = replace(machine.guest, users=users, tokens={TOKEN: next(iter(users))})
    return host


class Inside:
    """What is inside a guest, looked at from the host's side."""

    def __init__(self, simulator: Simulator, name: str) -> None:
        self._simulator = simulator
        self._name = name

    @property
    def system(self) -> GuestSystem:
        """The guest."""
        host = self._simulator.state
        with host.looking():
            return system_of(host.find(self._name))

    @property
    def files(self) -> dict[str, bytes]:
        """Contents of its files, by path; of a directory nothing."""
        system = self.system
        with self._simulator.state.looking():
            return {
                node.path: node.content.read(0, min(node.content.size, 1 << 20))
                for node in system.files
            }

    @property
    def running(self) -> list[str]:
        """Command lines of what the API has started and that runs."""
        system = self.system
        with self._simulator.state.looking():
            return [process.command for process in system.running()]
