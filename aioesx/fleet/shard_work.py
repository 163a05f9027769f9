"""The work at the hosts of a `Shard`, in whatever process it has come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aioesx.fleet.entries import HostEntry
from aioesx.fleet.fleet import Fleet
from aioesx.fleet.inventory import Inventory
from aioesx.fleet.job import Job, shown
from aioesx.fleet.run import FleetRun
from aioesx.fleet.selectors import Selection, parse_selection
from aioesx.fleet.shards import Began, Changing, Done, Expanded, Shard, Told, packed
from aioesx.fleet.watch import Watch

if TYPE_CHECKING:
    from aioesx.connection import Connection
    from aioesx.fleet.terms import Shared

__all__ = ["ShardWork"]


class ShardWork:
    """A shard at work.

    Args:
        shard: the hosts.
        tell: is told what happens; when it returns from hearing of a change, whoever sent the
            shard knows of that, too.
    """

    def __init__(self, shard: Shard, tell: Callable[[Told], None]) -> None:
        self._shard = shard
        self._tell = tell
        self._run: _ToldRun | None = None
        self._why: str | None = None

    async def do(self) -> None:
        """Do the work, and tell of each host what became of it."""
        shard = self._shard
        options: dict[str, Any] = {**shard.connect, "transfers_in_all": shard.transfers, "keep": 0}
        what = shown(shard.function)
        async with Fleet(Inventory(shard.entries), **options) as fleet:
            self._run = _ToldRun(shard, fleet._opened(), self._tell)
            if self._why is not None:
                self._run.stop(self._why)
            async with self._run as results:
                async for result in results:
                    dead = not result.ok and any(r.host == result.host for r in fleet.resting)
                    self._tell(Done(result.host, packed(result, what), dead))

    def stop(self, why: str) -> None:
        """Begin nothing more, and stop what is at work; each host has its result."""
        self._why = why
        if self._run is not None:
            self._run.stop(why)


class _ToldRun(FleetRun[Any]):
    """A run that tells what happens."""

    def __init__(self, shard: Shard, shared: Shared, tell: Callable[[Told], None]) -> None:
        self._tell_of = tell
        selection = _without(parse_selection(shard.selection), shard.without)
        super().__init__(shard.function, shard.entries, selection, shared, shard.run)

    def stop(self, why: str) -> None:
        self._stop(why)

    def _job(self, entry: HostEntry, part: Connection | None = None) -> Job:
        job = super()._job(entry, part)
        watch = job.watch
        job.watch = _ToldWatch(
            self._shared.turns,
            self._shared.seconds.patience,
            read_only=watch.read_only,
            log=watch.log,
        )
        job.watch.on_change = lambda name, ref: self._tell_of(Changing(job.name, name, ref))
        return job

    async def _host(self, job: Job) -> None:
        self._tell_of(Began(job.name))
        await super()._host(job)

    async def _expanded(self, job: Job) -> None:
        before = set(self._jobs)
        await super()._expanded(job)
        found = tuple(each.name for each in self._jobs if each not in before)
        self._tell_of(Expanded(job.name, found))


class _ToldWatch(Watch):
    """An overseer that tells of changes before they are sent."""

    on_change: Callable[[str, Any], None]

    def require(self, name: str, ref: Any) -> None:
        super().require(name, ref)
        self.on_change(name, ref)


def _without(selection: Selection, names: frozenset[str]) -> Selection:
    """Return a selection that does not mean these."""
    if not names:
        return selection

    def test(entry: HostEntry, others: Any) -> bool | None:
        return False if entry.name in names else selection._test(entry, others)

    return Selection(selection.text, selection.words, test)
