"""What a run makes of what its workers tell, and of their end: workers that follow a script."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import pytest

from aioesx import Connection, Fleet, HostEntry, HostResult, errors
from aioesx.fleet.sharded import WorkerGone
from aioesx.fleet.shards import Began, Done, Expanded, Shard, Told, packed, parts

pytestmark = pytest.mark.anyio

T = TypeVar("T")
Script = Sequence[Told | Exception]


class Scripted:
    """Workers of which each tells its script, and ends by the error at its end, if there is one.

    Without scripts each does what it is told to.
    """

    together = True

    def __init__(self, *scripts: Script, number: int = 1, again: bool = True) -> None:
        self.again = again
        self.shards: list[Shard] = []
        self._scripts = deque(scripts)
        self._number = number

    def check(
        self,
        function: Callable[..., Any],
        options: Mapping[str, Any],
        entries: Sequence[HostEntry],
    ) -> None: ...

    def split(self, things: Sequence[T], entry_of: Callable[[T], HostEntry]) -> list[list[T]]:
        return parts(things, self._number, entry_of)

    async def work(self, shard: Shard, tell: Callable[[Told], None]) -> None:
        self.shards.append(shard)
        script = self._scripts.popleft() if self._scripts else map(_done_of, shard.entries)
        for told in script:
            if isinstance(told, Exception):
                raise told
            tell(told)

    async def stop(self, why: str) -> None: ...


async def nothing(esx: Connection) -> None: ...


def done(host: str, *, error: Exception | None = None, attempts: int = 1) -> Done:
    return Done(host, packed(HostResult(host, error=error, attempts=attempts), "nothing"))


def _done_of(entry: HostEntry) -> Done:
    return done(entry.name)


KILLED = WorkerGone("was ended by SIGKILL")


async def results_of(
    workers: Scripted, targets: Mapping[str, str], **options: Any
) -> dict[str, HostResult[None]]:
    async with (
        Fleet(targets) as fleet,
        fleet._run_by(workers, nothing, options) as results,  # type: ignore[arg-type]
    ):
        return {result.host: result for result in await results.all()}


async def test_hosts_below_a_vcenter_that_is_dead_at_the_second_time_say_so() -> None:
    workers = Scripted(
        [Expanded("vc", ("vc/a", "vc/b")), Began("vc/a"), KILLED],
        [done("vc", error=errors.ConnectError("no route"))],
    )

    found = await results_of(workers, {"vc": "vpx://vc.example.com/"})

    assert {host: str(result.error) for host, result in found.items()} == {
        host: f"the work at {host} is lost: its worker ended, and vc did not tell its hosts to"
        " another: no route; no change was sent"
        for host in ("vc/a", "vc/b")
    }


async def test_a_host_is_of_the_vcenter_that_has_told_it_whatever_the_others_are_called() -> None:
    workers = Scripted(
        [done("vc"), Expanded("vc/dc", ("vc/dc/a",)), KILLED],
        [Expanded("vc/dc", ("vc/dc/a",)), done("vc/dc/a")],
    )
    targets = {"vc": "vpx://vc.example.com/", "vc/dc": "vpx://vc.example.com/dc"}

    found = await results_of(workers, targets)

    assert [entry.name for entry in workers.shards[1].entries] == ["vc/dc"]
    assert found["vc/dc/a"].ok


async def test_attempts_of_all_workers_count() -> None:
    workers = Scripted([Began("a"), KILLED], [Began("a"), done("a", attempts=2)])

    found = await results_of(workers, {"a": "esx://a.example.com/"})

    assert found["a"].attempts == 3


async def test_a_worker_that_is_lost_for_want_of_another_is_told_from_none_at_all() -> None:
    none = errors.ShippingError("no room")
    begun = Scripted([Began("a"), KILLED], [none])
    targets = {"a": "esx://a.example.com/", "b": "esx://b.example.com/"}

    found = await results_of(begun, targets)

    assert isinstance(found["a"].error, errors.WorkerLostError)
    assert "its worker ended, and there is no other: no room" in str(found["a"].error)
    assert isinstance(found["b"].error, errors.ShippingError)
    assert str(found["b"].error) == "b was not begun: no room"


@pytest.mark.parametrize(
    ("again", "options", "kind"),
    [
        (True, {}, errors.HostStoppedError),
        (False, {"read_only": True}, errors.HostStoppedError),
        (False, {}, errors.WorkerLostError),
    ],
    ids=["tells of changes", "sends none", "may have sent some"],
)
async def test_only_where_no_change_is_undecided_a_host_was_stopped(
    again: bool, options: dict[str, Any], kind: type[errors.EsxError]
) -> None:
    failed = done("a", error=ValueError("x"))
    workers = Scripted(
        [Began("a"), Began("b"), failed, WorkerGone("was told to stop")], again=again
    )
    targets = {name: f"esx://{name}.example.com/" for name in "abc"}

    found = await results_of(workers, targets, fail_fast=True, **options)

    assert type(found["b"].error) is kind
    assert isinstance(found["c"].error, errors.HostSkippedError)


async def test_workers_share_what_the_run_may_have_at_once() -> None:
    targets = {name: f"esx://{name}.example.com/" for name in "abc"}
    workers = Scripted(number=3)
    async with (
        Fleet(targets, transfers_in_all=5, concurrency=7) as fleet,
        fleet._run_by(workers, nothing, {}) as results,
    ):
        await results.all()

    assert sorted(shard.transfers for shard in workers.shards) == [1, 2, 2]
    assert sorted(shard.run.concurrency for shard in workers.shards) == [2, 2, 3]
