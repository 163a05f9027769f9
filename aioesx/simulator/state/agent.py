"""What answers calls: a host or a vCenter, as far as they are alike.

Concurrency: `Agent.lock` guards all state. A request's handler runs under it from
beginning to end, and so does every public method of the simulator; `looking` takes
it, runs what has become due, and afterwards announces changes to the long polls.
Nobody awaits or sleeps while holding it, so it is held for microseconds. Agents that
know each other share the lock (`aioesx.simulator.state.world`).
"""

from __future__ import annotations

import contextlib
from collections import Counter, deque
from typing import TYPE_CHECKING, Any

from aioesx.simulator.changes import Changes
from aioesx.simulator.clock import ManualClock, Timeline
from aioesx.simulator.rules import Rules
from aioesx.simulator.state.privileges import role_of
from aioesx.simulator.state.sessions import Sessions
from aioesx.simulator.state.tickets import Tickets
from aioesx.simulator.state.transfers import Transfers
from aioesx.simulator.state.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from aioesx import vim
    from aioesx.simulator.clock import Clock
    from aioesx.simulator.inside.tickets import Transfer
    from aioesx.simulator.profile import Profile
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.events import Events
    from aioesx.simulator.state.host import Options
    from aioesx.simulator.state.leases import Lease, LeaseFile
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.perf import Perf
    from aioesx.simulator.state.questions import Rule
    from aioesx.simulator.state.sessions import User
    from aioesx.simulator.state.tasks import Task, Tasks
    from aioesx.simulator.state.tickets import Reached

__all__ = ["Agent"]

_CONSOLE_SECONDS = 30 * 60.0


class Agent:
    """A host or a vCenter.

    Attributes:
        world: what it shares with other agents.
        timeline: what is due here, and when.
        changes: what its long polls wait for.
        reached_at: address and port of its door; empty before it is open.
        away: whether nobody hears of it: it is off, or restarts.
        on_away: called when it goes off, under the lock; ends its clients' connections.
        calls: (method, object) of the last calls served, oldest first.
        reached: where clients reach it, once it listens.
        console_tickets: for a machine's console, by the value of its reference, and the kind.
        clone_tickets: for one more session of the same user, by the key of the first.
    """

    reached_at: str = ""
    away: bool = False
    reached: Reached | None = None
    profile: Profile
    clock: Clock
    options: Options
    users: dict[str, User]
    tasks: Tasks
    events: Events
    perf: Perf

    def _live(self, shared: World | None) -> None:
        """Begin; in the world of others, or in one of its own."""
        self.world = shared if shared is not None else World(self.clock)
        self.clock, self.lock = self.world.clock, self.world.lock
        self.spool = self.world.spool
        self.changes = Changes()
        self.timeline = Timeline(self.clock, self.world.agenda, self.announce)
        self.sessions = Sessions(self.users, self.timeline, self.options)
        self.question_rules: list[Rule] = []
        self.rules = Rules()
        self.transfers = Transfers()
        self.console_tickets: Tickets[tuple[str, str]] = Tickets(self.timeline, _CONSOLE_SECONDS)
        self.clone_tickets: Tickets[str] = Tickets(self.timeline)
        self.calls: deque[tuple[str, str]] = deque(maxlen=self.options.calls_kept)
        self.call_count: Counter[str] = Counter()
        self.on_away: list[Callable[[], object]] = []
        self._numbers = 0
        self.clock.on_jump(self._jumped)

    def _jumped(self) -> None:
        with self.looking():
            pass

    @contextlib.contextmanager
    def looking(self, *, changing: bool = False) -> Iterator[None]:
        """Hold the lock, with everything that is due done; announce changes at the end."""
        with self.lock:
            changed = self.timeline.run_due() or changing
            try:
                yield
            finally:
                if changed:
                    self.announce()

    def announce(self) -> None:
        """Wake the long polls that may see a change of this agent's state."""
        self.changes.announce()

    def next_due(self) -> float | None:
        """Return when something becomes due, in the clock's seconds, or None."""
        return self.timeline.next_due()

    def until_due(self) -> float | None:
        """Return the seconds until something becomes due; None when nothing will by itself."""
        due = self.next_due()
        if due is None or isinstance(self.clock, ManualClock):
            return None
        return max(0.0, due - self.clock.seconds())

    def is_away(self) -> bool:
        """Tell whether nobody hears of it just now."""
        with self.looking():
            return self.away

    def next_number(self) -> int:
        """Return a fresh number for references."""
        self._numbers += 1
        return self._numbers

    def ref(self, thing: Any) -> vim.ManagedObjectReference:
        """Return the reference of a state object, as clients of this agent know it."""
        raise NotImplementedError

    def names_of(self, ref: vim.ManagedObjectReference) -> tuple[str, ...]:
        """Return the names by which rules may mean an object."""
        raise NotImplementedError

    def task_moid(
        self, number: int, entity: vim.ManagedObjectReference | None, description_id: str
    ) -> str:
        """Return the value of a new task's reference."""
        raise NotImplementedError

    def machine(self, moid: str) -> Machine | None:
        """Return a machine by the value of its reference."""
        raise NotImplementedError

    def datastores_at(self, path: str) -> tuple[str, list[Datastore]] | None:
        """Return a datacenter's path and its datastores; None where there is no datacenter.

        Args:
            path: its names from the root down, ``eu/west/dc1``; empty for the only one.
        """
        raise NotImplementedError

    def guest_transfer(self, number: int, token: str) -> Transfer | None:
        """Return a transfer of a guest's file by what its URL says, once."""
        raise NotImplementedError

    def lease_file(self, token: str, name: str) -> tuple[Lease, LeaseFile] | None:
        """Return a lease and one of its files by what a URL says: hosts serve them alone."""
        del token, name
        return None

    def limits(self, user: User | None) -> bool:
        """Tell whether an account has privileges on chosen objects only: on a host, none has."""
        del user
        return False

    def privileges_on(self, user: User | None, thing: Any) -> Collection[str]:
        """Return the privileges of an account on something; on a host, the same on everything."""
        del thing
        return role_of(user).privileges

    def everywhere(self) -> list[User]:
        """Return the accounts that have their role on everything."""
        return list(self.users.values())

    def task_gone(self, task: Task) -> None:
        """Take note that a task is forgotten."""

    def close(self) -> None:
        """Give up what is kept on this machine's disk."""
        self.world.close()
