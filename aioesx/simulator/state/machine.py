"""A virtual machine: its configuration, power state, question and guest."""

from __future__ import annotations

import dataclasses
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from aioesx.simulator import faults
from aioesx.simulator.state.numbers import whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from aioesx.simulator.inside.system import GuestSystem
    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.paths import DatastorePath
    from aioesx.simulator.state.questions import Question
    from aioesx.simulator.state.snapshots import Snapshots
    from aioesx.simulator.state.tasks import Task
    from aioesx.simulator.state.tracking import Tracking
    from aioesx.vim import ManagedObjectReference, VmConfigInfo

__all__ = ["Guest", "Machine", "Memory"]

_SMALL_MB = 3072
_MEMORY_STEP = 128
_TYPED_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Guest:
    """What VMware Tools tell of the guest; empty without them.

    Attributes:
        tools_installed: whether the guest has Tools at all.
        addresses: IP addresses with prefix length, ``192.0.2.10/24``.
        users: names and passwords of those who may log in; without any, ``root`` and ``user``, or
            ``Administrator`` of Windows, whose password is ``secret``.
        tokens: SAML tokens, and the users whom they stand for.
        deaf: whether its system takes what Tools hand on (to shut down, to restart) and does
            nothing about it, as one that hangs.
    """

    tools_installed: bool = True
    hostname: str = ""
    addresses: tuple[str, ...] = ()
    users: Mapping[str, str] = field(default_factory=dict, repr=False)
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)
    deaf: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """What a guest's memory holds of what the API shows, while the machine is suspended.

    Attributes:
        uptime: seconds that the guest had run.
        tools_in: seconds until its Tools would answer; 0 when they did, None without Tools.
    """

    uptime: float = 0.0
    tools_in: float | None = 0.0


@dataclass(eq=False, slots=True, weakref_slot=True)
class Machine:
    """One registered virtual machine.

    Attributes:
        place: where its VMX file is.
        power: wire word of `VirtualMachinePowerState`.
        status: wire word of `ManagedEntityStatus`, what ``configStatus`` shows.
        boot_time: when it was powered on or reset; a resumed one was not.
        measured_since: when the samples of its counters begin, while it is on.
        boot_seconds: the clock's seconds since which the guest would have run without a break.
        tools_at: the clock's seconds at which Tools answer; None without Tools.
        memory: what a suspended machine comes back with.
        task: the task that is at work on the machine.
        starts: how often it has opened its disks so far.
        links: which devices were connected or disconnected since it was started, by what their
            settings begin with; the others are as they start.
        started_mb: memory that it was started with, in MiB; 0 while it is off.
        tracking: which parts of its disks were written to.
        system: what is inside the guest; None before anybody asked (`inside.system.system_of`).
        typed: what its keyboard was sent last, a letter or a name for each key.
        consoles: how many look at its console just now.
        vapp: what is known of the software in it: products, properties, licenses.
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
    measured_since: datetime | None = None
    boot_seconds: float = 0.0
    tools_at: float | None = None
    memory: Memory | None = None
    suspend_time: datetime | None = None
    modified: datetime | None = None
    change_version: int = 1
    question: Question | None = None
    task: Task | None = None
    snapshots: Snapshots = field(repr=False, default=None)  # type: ignore[assignment]  # set by the host
    tracking: Tracking = field(repr=False, default=None)  # type: ignore[assignment]  # likewise
    custom_values: dict[int, str] = field(default_factory=dict)
    starts: int = 0
    links: dict[str, bool] = field(default_factory=dict)
    started_mb: int = 0
    system: GuestSystem | None = field(default=None, repr=False)
    typed: deque[str] = field(default_factory=lambda: deque(maxlen=_TYPED_KEPT), repr=False)
    consoles: int = 0
    vapp: VmConfigInfo | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The name as the API shows it (percent-escaped)."""
        return self.config.name

    @property
    def plain_name(self) -> str:
        """The name as people know it."""
        return unquote(self.config.name)

    @property
    def stem(self) -> str:
        """The path of its file without the ending, ``.vmx`` or ``.vmtx``."""
        return self.place.path.removesuffix(".vmx").removesuffix(".vmtx")

    @property
    def is_on(self) -> bool:
        """Whether it is powered on."""
        return self.power == "poweredOn"

    @property
    def session(self) -> str:
        """What says for how long the machine has its disks open; empty when it is not on."""
        return f"{self.moid}/{self.starts}" if self.is_on else ""

    @property
    def hot_memory(self) -> tuple[int, int]:
        """Up to which memory it can grow while it is on, and by steps of what, in MiB.

        Sixteen times what it was started with, and 3 GiB at most for a small one, whose guest
        cannot address more (vSphere API, ``hotPlugMemoryLimit``).
        """
        start = self.started_mb or self.config.memory_mb
        return (start * 16 if start >= _SMALL_MB else _SMALL_MB), _MEMORY_STEP

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
        number = whole(choice)
        if number is None or not 0 <= number < len(question.choices):
            raise faults.invalid_argument("answerChoice")
        label = question.choices[number]
        self.question = None
        self.host.answers.append((self.plain_name, label))
        if task is not None and not task.ended:
            task.host.tasks.answer(task, label)

    def set_power(self, power: str, memory: Memory | None = None) -> None:
        """Change the power state and what depends on it.

        The guest goes on where `memory` was taken; without one a suspended guest goes on
        where it was, and any other boots.
        """
        kept = memory or (self.remember() if "suspended" in (power, self.power) else None)
        timeline, self.power = self.host.timeline, power
        self.tools_running, self.tools_at = False, None
        self.suspend_time = timeline.now() if power == "suspended" else None
        self.memory = kept if power == "suspended" else None
        if power == "poweredOff":
            self.boot_time, self.started_mb = None, 0
            self.links.clear()
        if power == "poweredOn":
            self.starts += 1
            self._run(kept)

    def _run(self, memory: Memory | None) -> None:
        timeline = self.host.timeline
        self.tracking.refresh()
        self.measured_since = timeline.now()
        if memory is None or self.boot_time is None:
            self.boot_time = timeline.now()
        if memory is None:
            tools = self.guest.tools_installed
            memory = Memory(0.0, self.host.options.tools_seconds if tools else None)
        if not self.started_mb:
            self.started_mb = self.config.memory_mb
            if self.config.flag("bios.forceSetupOnce"):  # once, as its name says
                self.change({"bios.forceSetupOnce": None})
        self.boot_seconds = timeline.seconds() - memory.uptime
        if memory.tools_in is not None:
            self.tools_at = timeline.seconds() + memory.tools_in
            timeline.schedule(memory.tools_in, self._start_tools)
            self._start_tools()

    def _start_tools(self) -> None:
        """Let Tools answer, unless the machine was switched since this was scheduled."""
        if self.tools_at is not None and self.host.timeline.seconds() >= self.tools_at:
            self.tools_running = True

    def resume_timers(self) -> None:
        """Have what was due on another host happen on the one where the machine is now."""
        if self.tools_at is not None and not self.tools_running:
            timeline = self.host.timeline
            timeline.schedule(self.tools_at - timeline.seconds(), self._start_tools)

    def remember(self) -> Memory | None:
        """Return what the memory holds now; None of a machine that is off."""
        if not self.is_on:
            return self.memory
        now, wait = self.host.timeline.seconds(), None
        if self.tools_running:
            wait = 0.0
        elif self.tools_at is not None and self.tools_at > now:
            wait = self.tools_at - now
        return Memory(now - self.boot_seconds, wait)

    def change(self, changes: dict[str, str | None]) -> None:
        """Change settings and write the VMX file anew."""
        self.config = self.config.with_settings(changes)
        self.change_version += 1
        self.modified = self.host.timeline.now()
        self.host.write_vmx(self)

    def uptime(self) -> int:
        """Return the seconds that the guest has run; 0 when it does not."""
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
            if value[-5:].lower() != ".vmdk":
                continue
            prefix, _, field_name = key.lower().rpartition(".")
            if field_name == "filename" and ":" in prefix:
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
