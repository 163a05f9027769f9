"""A site of simulated hosts, a plan for it, and what the hosts have seen of a run."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from support.leftovers import locks_in

import aioesx
from aioesx.jobs.plan import Plan
from aioesx.simulator import HostState, Site, make_farm

__all__ = ["PASSWORD", "PLAN", "Estate", "estate"]

PASSWORD: Final = "of many keys"

PLAN: Final = """
[hosts]
off = true
seconds = 5
forcing = 5
patience = 30
within = 60

[stages.db]
machines = ["*-db01", "*-mail01"]
shutdown = 10
ready = ["tools"]

[stages.web]
machines = ["*-web01"]
needs = ["db"]
shutdown = 10
"""
"""For machines of a farm; its Windows has no Tools, and is in no stage."""

_SHUTS_DOWN: Final = {"ShutdownGuest": "asked", "PowerOffVM_Task": "forced"}


@dataclasses.dataclass
class Estate:
    """A site and its plan.

    Attributes:
        site: the hosts.
        file: the plan.
        state: where the state file is.
    """

    site: Site
    file: Path
    state: Path

    @property
    def plan(self) -> Plan:
        return Plan.read(self.file)

    def says(self, text: str) -> None:
        """Have the plan say something else."""
        self.file.write_text(text, "utf-8")

    def fleet(self, **targets: str) -> aioesx.Fleet:
        uris: dict[str, str] = {**self.site.uris, **targets}
        return aioesx.Fleet(uris, password=PASSWORD)

    def deafen(self, *names: str) -> None:
        """Have guests hang when they are asked to shut down."""
        for host, name in self._found(names):
            self.site.hosts[host].change(partial(_deafen, name))

    def power(self, name: str) -> str:
        [(host, _)] = self._found([name])
        return self.site.hosts[host].domain_state(name)

    def on(self) -> list[str]:
        """Return the names of all machines that run, sorted."""
        found = []
        for host in self.site.hosts.values():
            with host.state.looking():
                there = host.state.machines.values()
                found += [each.name for each in there if each.power == "poweredOn"]
        return sorted(found)

    def turn_on(self, *names: str) -> None:
        """Have machines run, as somebody else would start them."""
        for host, name in self._found(names):
            self.site.hosts[host].change(partial(_turn_on, name))

    def back(self) -> None:
        """Turn all hosts on again."""
        for host in self.site.hosts.values():
            host.power_on()

    def calls(self, host: str, *methods: str) -> list[tuple[str, str]]:
        """Return which of these a host was called, with the machine's name, oldest first."""
        found = self.site.hosts[host]
        with found.state.looking():
            names = {each.moid: each.name for each in found.state.machines.values()}
        wanted = methods or tuple(_SHUTS_DOWN)
        return [
            (_SHUTS_DOWN.get(method, method), names.get(ref.partition(":")[2], ref))
            for method, ref in found.calls
            if method in wanted
        ]

    def journal(self, *kinds: str) -> list[str]:
        """Return the machines that something happened to, at all hosts, oldest first."""
        events: list[Any] = []
        for host in self.site.hosts.values():
            with host.state.looking():
                events += [each for each in host.state.events.kept if type(each).__name__ in kinds]
        return [each.vm.name for each in sorted(events, key=lambda each: each.created_time)]

    def _found(self, names: Sequence[str]) -> list[tuple[str, str]]:
        return [(name.partition("-")[0], name) for name in names]


def _turn_on(name: str, state: HostState) -> None:
    state.find(name).set_power("poweredOn")


def _deafen(name: str, state: HostState) -> None:
    machine = state.find(name)
    machine.guest = dataclasses.replace(machine.guest, deaf=True)


@contextmanager
def estate(directory: Path, hosts: int = 2, machines: int = 6, **site: Any) -> Iterator[Estate]:
    """Serve a farm, with `PLAN` beside it; whatever ended the runs of it, no lock is left."""
    site.setdefault("tls", False)
    with make_farm(hosts, machines=machines, password=PASSWORD, **site) as made:
        found = Estate(made, directory / "plan.toml", directory / "plan.state")
        found.says(PLAN)
        yield found
    assert locks_in(directory) == []
