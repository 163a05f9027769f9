"""What every simulated product keeps of the client's promises: one check for each coroutine.

A check gets a `Case`, makes machines of its own on it and says what a coroutine does there. The
checks stand in `contract_domain` and `contract_more`, the table that they fill in `CHECKS`.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import aioesx
from aioesx import errors
from aioesx.simulator import presets
from aioesx.simulator.handle import SimulatedHost, SimulatedVCenter
from aioesx.simulator.profile import Profile
from aioesx.simulator.state.questions import QUESTIONS

__all__ = ["CHECKS", "Case", "Check", "contract", "coroutines"]

_numbers = itertools.count(1)


@dataclass
class Case:
    """A connection to a simulated host, and machines to try things on.

    Attributes:
        simulator: the host.
        esx: the connection.
        vcenter: the vCenter that is spoken to, if it is one.
        name: of the host, where the connection is over several.
    """

    simulator: SimulatedHost
    esx: aioesx.Connection
    vcenter: SimulatedVCenter | None = None
    name: str | None = None

    @property
    def server(self) -> SimulatedHost | SimulatedVCenter:
        """Who is spoken to."""
        return self.simulator if self.vcenter is None else self.vcenter

    async def host(self) -> aioesx.Host:
        """Return the host."""
        return self.esx.host if self.name is None else await self.esx.hosts.lookup(self.name)

    @property
    def profile(self) -> Profile:
        """The product."""
        return self.simulator.state.profile

    @property
    def datastore(self) -> str:
        """Name of the host's first datastore."""
        return next(store.name for store in self.simulator.state.datastores.values())

    def on_host(self, action: Callable[[Any], Any]) -> Any:
        """Change the host behind the client's back."""
        return self.simulator.change(action)

    async def domain(self, power: str = "poweredOff", **kind: Any) -> aioesx.Domain:
        """Make a machine and return its domain."""
        name = f"m{next(_numbers)}"
        wanted = presets.MachineKind(name, power, memory_mb=256, disk_gib=1, **kind)
        self.on_host(lambda host: presets.add_machine(host, wanted))
        return await self.esx.domains.lookup(name)

    async def snapshots(self, *names: str) -> tuple[aioesx.Domain, list[aioesx.Snapshot]]:
        """Make a machine with a chain of snapshots."""
        domain = await self.domain()

        def take(host: Any) -> None:
            for name in names:
                host.find(domain.name).snapshots.take(name, "text", memory=False, quiesce=False)

        self.on_host(take)
        return domain, [await domain.snapshots.lookup(name) for name in names]

    async def asking(self) -> aioesx.Domain:
        """Make a machine that has put a question."""
        domain = await self.domain()
        question = QUESTIONS["moved-or-copied"].ask()
        self.on_host(lambda host: host.find(domain.name).ask(question))
        return domain

    def power(self, domain: aioesx.Domain) -> str:
        """Return the power state that the host itself knows."""
        return self.simulator.domain_state(domain.name)


Verify = Callable[[Case], Awaitable[None]]


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes:
        changes: it asks the host for a change, which a free licence forbids.
        forbidden: the error that tells so.
    """

    verify: Verify
    changes: bool = False
    forbidden: type[Exception] = errors.RestrictedLicenseError

    def refusal(self, profile: Profile) -> type[Exception] | None:
        """Return the error that a product answers with, or None."""
        return self.forbidden if self.changes and profile.read_only else None


CHECKS: Final[dict[str, Check]] = {}


def contract(name: str, **facts: Any) -> Callable[[Verify], Verify]:
    """Enter a check into the table, under ``Class.coroutine``."""

    def enter(verify: Verify) -> Verify:
        assert name not in CHECKS, f"{name} has two checks"
        CHECKS[name] = Check(verify, **facts)
        return verify

    return enter


def coroutines() -> set[str]:
    """Return every public coroutine of the classes that `aioesx` shows, as ``Class.coroutine``."""
    shown = (getattr(aioesx, name) for name in aioesx.__all__)
    return {
        f"{cls.__name__}.{name}"
        for cls in shown
        if inspect.isclass(cls) and not getattr(cls, "_is_protocol", False)
        for name, member in inspect.getmembers(cls)
        if not name.startswith("_")
        and (inspect.iscoroutinefunction(member) or inspect.isasyncgenfunction(member))
    }
