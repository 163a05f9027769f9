"""A virtual machine: its configuration, power state, question and guest."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from aioesx.simulator import faults

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.paths import DatastorePath
    from aioesx.simulator.state.questions import Question
    from aioesx.simulator.state.snapshots import Snapshots
    from aioesx.simulator.state.tasks import Task
    from aioesx.vim import ManagedObjectReference

__all__ = ["Guest", "Machine"]


@dataclass(frozen=True, slots=True)
class Guest:
    """What VMware Tools tell of the guest; empty without them.

    Attributes:
        tools_installed: whether the guest has Tools at all.
        addresses: IP addresses with prefix length, ``192.0.2.10/24``.
    """

    tools_installed: bool = True
    hostname: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(eq=False)
class Machine:
    """One registered virtual machine.

    Attributes:
        place: where its VMX file is.
        power: wire word of `VirtualMachinePowerState`.
        status: wire word of `ManagedEntityStatus`, what ``configStatus`` shows.
        task: the task that is at work on the machine.
    """

    moid: str
    host: HostState = field(repr=False)
    place: DatastorePath
    config: Config = field(repr=False)
    guest: Guest = field(default_factory=Guest)
    power: str = "poweredOff"
    status: str = "green"
    template: bool = False
    tools_running: bool = False
    boot_time: datetime | None = None
    boot_seconds: float = 0.0
    suspend_time: datetime | None = None
    modified: datetime | None = None
    change_version: int = 1
    question: Question | None = None
    task: Task | None = None
    snapshots: Snapshots = field(repr=False, default=None)  # type: ignore[assignment]  # set by the host
    custom_values: dict[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name as the API shows it (percent-escaped)."""
        return self.config.name

    @property
    def plain_name(self) -> str:
        """The name as people know it."""
        return unquote(self.config.name)

    @property
    def is_on(self) -> bool:
        """Whether it is powered on."""
        return self.power == "poweredOn"

    def require_power(self, *states: str, requested: str | None = None) -> None:
        """Refuse unless the machine is in one of `states`."""
        if self.power not in states:
            raise faults.invalid_power_state(self.power, requested)

    def require_tools(self) -> None:
        """Refuse unless the machine is on and VMware Tools answer."""
        self.require_power("poweredOn")
        if not self.tools_running:
            raise faults.tools_unavailable()

    def ask(self, question: Question) -> None:
        """Put a question; it stands until it is answered or its task ends."""
        self.host.question_count += 1
        number = self.host.question_count
        self.question = dataclasses.replace(question, id=str(number))

    def answer(self, question_id: str, choice: str) -> None:
        """Answer the pending question; `choice` is the key of a choice.

        Raises:
            Refused: there is no such question, or no such choice.
        """
        question, task = self.question, self.task
        if question is None or question.id != question_id:
            raise faults.concurrent_answer()
        if not choice.isdecimal() or int(choice) >= len(question.choices):
            raise faults.invalid_argument("answerChoice")
        label = question.choices[int(choice)]
        self.question = None
        self.host.answers.append((self.plain_name, label))
        if task is not None and not task.ended:
            self.host.tasks.answer(task, label)

    def set_power(self, power: str) -> None:
        """Change the power state and what depends on it."""
        timeline, self.power = self.host.timeline, power
        if power == "poweredOn":
            self.boot_time, self.boot_seconds = timeline.now(), timeline.seconds()
            self.suspend_time = None
            self.tools_running = False
            if self.guest.tools_installed:
                delay = self.host.options.tools_seconds
                timeline.schedule(delay, self._start_tools)
        else:
            self.tools_running = False
            self.boot_time = None
            self.suspend_time = timeline.now() if power == "suspended" else None

    def _start_tools(self) -> None:
        if self.is_on:
            self.tools_running = True

    def change(self, changes: dict[str, str | None]) -> None:
        """Change settings and write the VMX file anew."""
        self.config = self.config.with_settings(changes)
        self.change_version += 1
        self.modified = self.host.timeline.now()
        self.host.write_vmx(self)

    def uptime(self) -> int:
        """Return the seconds since power-on; 0 when off."""
        return int(self.host.timeline.seconds() - self.boot_seconds) if self.is_on else 0

    def cards(self) -> list[tuple[str, str]]:
        """Return network and MAC address of each network card."""
        found = []
        for number in range(10):
            prefix = f"ethernet{number}"
            if self.config.flag(f"{prefix}.present"):
                static = self.config.get(f"{prefix}.addressType").lower() == "static"
                key = "address" if static else "generatedAddress"
                network = self.config.get(f"{prefix}.networkName")
                found.append((network, self.config.get(f"{prefix}.{key}")))
        return found

    def networks(self) -> list[str]:
        """Return the names of the networks that the machine is connected to."""
        return [network for network, _ in self.cards()]

    def disk_names(self) -> list[str]:
        """Return the file names of the machine's virtual disks, as its VMX spells them."""
        found = []
        for key, value in self.config.settings.items():
            prefix, _, field_name = key.lower().rpartition(".")
            if field_name == "filename" and ":" in prefix and value.lower().endswith(".vmdk"):
                found.append(value)
        return found

    def datastore_refs(self) -> list[ManagedObjectReference]:
        """Return the datastores that hold the machine's files, each once."""
        host = self.host
        places = [self.place, *(host.locate(name, self.place) for name in self.disk_names())]
        names = {place.datastore for place in places}
        return [host.ref(store) for store in host.datastores.values() if store.name in names]

    def network_refs(self) -> list[ManagedObjectReference]:
        """Return the networks that the machine is connected to, each once."""
        names = set(self.networks())
        return [self.host.ref(g) for g in self.host.network.networks() if g.name in names]
