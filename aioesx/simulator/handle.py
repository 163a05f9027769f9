"""Handles: what a test or a person does with a simulated agent while clients talk to it.

Concurrency: every public method and property takes the agent's lock, so any thread, on
any event loop or none, may use them at any time.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import quote

from aioesx.simulator import disk_bytes
from aioesx.simulator.rules import FaultRule, load_rules
from aioesx.simulator.state.agent import Agent
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.questions import Rule, Template
from aioesx.simulator.vcenter import VCenter
from aioesx.simulator.vcenter.tree import Datacenter, Folder

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence

    from aioesx.simulator.collector.filters import Collector
    from aioesx.simulator.disk_bytes import DiskBytes
    from aioesx.simulator.line import Line
    from aioesx.simulator.service import Door
    from aioesx.simulator.state.files import Content
    from aioesx.simulator.vcenter.tree import Entity

__all__ = ["Handle", "SimulatedHost", "SimulatedVCenter"]


AgentT = TypeVar("AgentT", bound=Agent)


class Handle(Generic[AgentT]):
    """One simulated agent: where it is, what was called, what is to go wrong.

    Attributes:
        name: what it is called; rules for many hosts mean it by this.
        door: where it is reached.
        username: account with every right.
        password: its password.
    """

    def __init__(
        self, agent: AgentT, door: Door, *, name: str, username: str, password: str
    ) -> None:
        self._agent = agent
        self.door = door
        self.name = name
        self.username = username
        self.password = password

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} of {self._agent.profile.name} at {self.uri}>"

    @property
    def state(self) -> AgentT:
        """The agent's state, for tests that look inside; hold its `looking` meanwhile."""
        return self._agent

    @property
    def address(self) -> str:
        """Where it listens."""
        return self.door.address

    @property
    def port(self) -> int:
        """The TCP port; 0 before one is picked."""
        return self.door.port

    @property
    def uri(self) -> str:
        """The connection URI, ``esx://root@127.0.0.1:PORT/``."""
        return self.door.uri(self._agent.profile.scheme, self.username)

    @property
    def url(self) -> str:
        """The URL of the web service, ``https://127.0.0.1:PORT/sdk``."""
        return self.door.url

    @property
    def ca_file(self) -> str:
        """PEM file of the authority that signed the certificate; empty without one."""
        return self.door.ca_file

    @property
    def thumbprint(self) -> str:
        """SHA-256 of the certificate, in hex; empty without one of the simulator's own."""
        return self.door.thumbprint

    @property
    def open_sessions(self) -> int:
        """Sessions that are logged in."""
        with self._agent.looking():
            return len(self._agent.sessions.all())

    @property
    def open_filters(self) -> int:
        """Property filters that exist, of all sessions."""
        return sum(len(collector.filters) for collector in self._collectors())

    @property
    def open_collectors(self) -> int:
        """Property collectors that clients have made, of all sessions; not the ones given."""
        return sum(collector.own for collector in self._collectors())

    @property
    def open_waits(self) -> int:
        """Calls that wait for updates just now, of all sessions."""
        with self._agent.looking():
            return sum(session.waiting for session in self._agent.sessions.all())

    def _collectors(self) -> list[Collector]:
        with self._agent.looking():
            sessions = self._agent.sessions.all()
            return [found for session in sessions for found in session.collectors.values()]

    @property
    def calls(self) -> list[tuple[str, str]]:
        """(method, object) of every call served, oldest first."""
        with self._agent.looking():
            return list(self._agent.calls)

    @property
    def call_count(self) -> Counter[str]:
        """How often each method was called."""
        with self._agent.looking():
            return self._agent.call_count.copy()

    def forget_calls(self) -> None:
        """Begin to count calls anew."""
        with self._agent.looking():
            self._agent.calls.clear()
            self._agent.call_count.clear()

    def fault_on(self, method: str, fault: str = "", **details: Any) -> FaultRule:
        """Have calls go wrong; returns the rule, whose `applied` counts.

        Args:
            method: wire name of a method, or ``GET``, ``PUT``, ... for files; may hold ``*``.
            fault: wire name of a fault.
            details: further attributes of `FaultRule`: `object`, `times`, `delay`, ...
        """
        rule = FaultRule(method=method, fault=fault, **details)
        with self._agent.looking():
            self._agent.rules.rules.append(rule)
        return rule

    def load_faults(self, path: str | Path) -> None:
        """Add those rules of a TOML file that are meant for this agent.

        Raises:
            ValueError: the file says what no rule can.
        """
        self.add_faults(load_rules(Path(path)))

    def add_faults(self, rules: Sequence[FaultRule]) -> None:
        """Add those of some rules that are meant for this agent; each gets its own count."""
        names = (self.name, self.address)
        mine = [rule.copy() for rule in rules if rule.is_for(names)]
        with self._agent.looking():
            self._agent.rules.rules.extend(mine)

    def expire_sessions(self) -> None:
        """End every session, as an idle timeout or a restart of the agent does."""
        with self._agent.looking(changing=True):
            self._agent.sessions.end_all()

    def change(self, action: Callable[[AgentT], Any]) -> Any:
        """Run `action` on the state under the lock, and announce a change."""
        with self._agent.looking(changing=True):
            return action(self._agent)


class SimulatedHost(Handle[HostState]):
    """A simulated ESX host; `Simulator` is one with a socket of its own.

    Attributes:
        line: what stands between clients and the host, where a site has put something there.
    """

    line: Line | None = None

    def power_on(self) -> None:
        """Turn a host on that was shut down; one that is on stays as it is."""
        with self._agent.looking(changing=True):
            self._agent.come_up()

    @property
    def answers(self) -> list[tuple[str, str]]:
        """(domain, choice) of every question answered, oldest first."""
        with self._agent.looking():
            return list(self._agent.answers)

    def typed(self, name: str) -> str:
        """Return what a domain's keyboard was sent: letters, and ``<ctrl-alt-delete>``."""
        with self._agent.looking():
            return "".join(self._agent.find(name).typed)

    def open_consoles(self, name: str) -> int:
        """Return how many look at a domain's console just now."""
        with self._agent.looking():
            return self._agent.find(name).consoles

    def domain_state(self, name: str) -> str:
        """Return ``poweredOn``, ``poweredOff`` or ``suspended``."""
        with self._agent.looking():
            return self._agent.find(name).power

    def ask_on(
        self,
        method: str,
        name: str,
        *,
        text: str = "The simulator asks: how shall it go on?",
        choices: Sequence[str] = ("Yes", "No"),
        default: int | None = 0,
        times: int | None = 1,
        message_id: str = "msg.simulator.question",
    ) -> None:
        """Ask a question when `method` is next called on a domain.

        Args:
            method: wire name of a method that starts a task, such as ``PowerOnVM_Task``.
            name: name of the domain, or ``*``.
            text: the question.
            choices: labels. ``Cancel``, ``No`` and ``Abort`` make the task fail.
            default: position of the default choice, or None.
            times: how often it is asked; None is always.
            message_id: what stands before the text, as ESX's own questions have it.
        """
        plain = text.replace("{", "{{").replace("}", "}}")
        template = Template(message_id, plain, tuple(choices), default)
        with self._agent.looking():
            self._agent.question_rules.append(Rule(method, name, template, times))

    def read_disk(self, name: str, disk: str = "") -> DiskBytes:
        """Return the bytes of a disk as they really are, through all that it stands on.

        Args:
            name: name of a domain, or a datastore path: that of a disk below a snapshot gives
                what the snapshot has kept.
            disk: where the domain has the disk, ``scsi0:0``, say; its first one when left out.

        Raises:
            LookupError: there is no such domain or disk.
        """
        with self._agent.looking():
            store, path, _ = disk_bytes.find(self._agent, name, disk)
            return disk_bytes.DiskBytes(self._agent, store, path)

    def write_disk(self, name: str, disk: str, offset: int, data: bytes) -> None:
        """Write to a disk, as the guest of a running domain does, or a program that opens it.

        The disk's content id changes with the first write after the domain was started or
        a snapshot taken; while it is off, with each. Only the path of a disk that others stand
        on breaks its chain: a domain's own disk is always the top of it.

        Args:
            name: name of a domain; anything if `disk` is a path.
            disk: where the domain has the disk, ``scsi0:0``, say (empty is its first one), or
                a datastore path.
            offset: where on the disk the bytes go.
            data: the bytes.

        Raises:
            LookupError: there is no such domain or disk, or a link of it is missing.
            ValueError: the disk is not as large.
        """
        with self._agent.looking(changing=True):
            disk_bytes.write(self._agent, name, disk, offset, data)

    def fill_disk(self, name: str, disk: str, content: Callable[[int], Content]) -> None:
        """Give a disk another content, as if it had had it from the beginning.

        Args:
            name: as `write_disk` takes it.
            disk: likewise; a disk that stands on no other.
            content: makes the content from the disk's size in bytes: `Pattern`, or
                ``lambda size: FileContent(path, size)``.

        Raises:
            LookupError: there is no such disk, or it stands on another.
        """
        with self._agent.looking(changing=True):
            disk_bytes.fill(self._agent, name, disk, content)

    def leave_journal(self, name: str, disk: str = "") -> None:
        """Have a seSparse link say that its journal is to be replayed, as after a crash.

        Readers of the file cannot use it; the host reads the disk as before. The next write to
        the disk, for which a host opens it, makes it clean.

        Args:
            name: as `write_disk` takes it.
            disk: likewise; the newest link of a disk with snapshots, or the path of another.

        Raises:
            LookupError: there is no such disk, or it has no journal.
        """
        with self._agent.looking(changing=True):
            disk_bytes.leave_journal(self._agent, name, disk)

    @property
    def open_leases(self) -> int:
        """Leases that have not ended, for machines that leave or arrive."""
        with self._agent.looking():
            return len(self._agent.leases.alive())

    def reset_tracking(self, name: str) -> None:
        """Have a domain forget which blocks have changed, as hosts do after a failure."""
        with self._agent.looking(changing=True):
            self._agent.find(name).tracking.reset()

    def answer(self, name: str, label: str) -> None:
        """Answer a domain's pending question, as another client would.

        Raises:
            LookupError: no such domain, no question, or no such choice.
        """
        with self._agent.looking(changing=True):
            machine = self._agent.find(name)
            question = machine.question
            if question is None or label not in question.choices:
                raise LookupError(f"{name} asks no question with the choice {label!r}")
            machine.answer(question.id, str(question.choices.index(label)))


class SimulatedVCenter(Handle[VCenter]):
    """A simulated vCenter of a site."""

    def trigger_alarm(self, name: str, thing: Any, *, status: str = "red") -> None:
        """Have an alarm go off, which is declared if it is not.

        Args:
            name: of the alarm.
            thing: name of a domain, or a state object: a host, a datastore, a cluster.
            status: ``"red"`` or ``"yellow"``.

        Raises:
            LookupError: there is no such domain.
            ValueError: there is no such status.
        """
        with self._agent.looking(changing=True):
            self._agent.alarms.trigger(name, self._thing(thing), status)

    def acknowledge_alarm(self, name: str, thing: Any, *, user: str = "root") -> None:
        """Have somebody acknowledge an alarm that went off.

        Raises:
            LookupError: it did not go off there.
        """
        with self._agent.looking(changing=True):
            self._agent.alarms.acknowledge(name, self._thing(thing), user)

    def clear_alarm(self, name: str, thing: Any) -> None:
        """Have an alarm be over.

        Raises:
            LookupError: it did not go off there.
        """
        with self._agent.looking(changing=True):
            self._agent.alarms.clear(name, self._thing(thing))

    def _thing(self, thing: Any) -> Any:
        return self._agent.find(thing) if isinstance(thing, str) else thing

    def path_of(self, host: HostState) -> str:
        """Return a host's path as ``vpx://`` URIs have it; empty when it is not managed here."""
        with self._agent.looking():
            member = self._agent.members.get(host)
            if member is None:
                return ""
            parts = [member.name] if member.compute.clustered else []
            here: Entity | None = member.compute
            while here is not None and here.parent is not None:
                if not (isinstance(here, Folder) and isinstance(here.parent, Datacenter)):
                    parts.append(here.name)
                here = here.parent
        return "/".join(quote(part) for part in reversed(parts))
