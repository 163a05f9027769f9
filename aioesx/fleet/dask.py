"""A run of a fleet on a Dask cluster: its workers do the hosts, shard by shard.

For workers at other sites, beside the hosts and their storage, and for more hosts than one machine
carries; see docs/fleet.md. Needs the extra ``dask``.

What goes to the cluster is hosts, options and the function; where a password is to be had goes, a
password never does. A shard whose worker is lost is run again by Dask, as a whole: only what is
`Repeatable` may go there.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections import deque
from collections.abc import (
    Awaitable,
    Callable,
    Collection,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypedDict, TypeVar, Unpack
from uuid import uuid4

import anyio
import anyio.to_thread

from aioesx import _extras
from aioesx.fleet.fleet import Fleet, RunArguments
from aioesx.fleet.program import event_loop
from aioesx.fleet.repeatable import Repeatable
from aioesx.fleet.run import FleetRun
from aioesx.fleet.shard_work import ShardWork
from aioesx.fleet.sharded import WorkerGone
from aioesx.fleet.shards import (
    Began,
    Done,
    Expanded,
    Shard,
    Told,
    carried,
    parts,
    refuse_values,
)

_extras.require("dask", "aioesx.fleet.dask")

from distributed import Client, Future, get_worker  # noqa: E402
from distributed.protocol.pickle import dumps, loads  # noqa: E402

if TYPE_CHECKING:
    from aioesx.fleet.entries import HostEntry

__all__ = ["run"]

R = TypeVar("R")
T = TypeVar("T")

_CLOSE: Final = 10.0
"""Seconds that a cluster has to hear that nobody wants a shard any more."""

_LOOK: Final = 0.5
"""Seconds between two looks of a worker whether anybody wants its shard still."""


class _Where(TypedDict, total=False):
    """Which workers may have a task; of `Client.submit`."""

    workers: Collection[str]
    resources: Mapping[str, float]


class ClusterArguments(RunArguments, _Where, total=False):
    """What `run` takes besides fleet, function and client."""


def run(
    fleet: Fleet,
    function: Repeatable[R],
    *,
    client: Client,
    shard: int = 100,
    **options: Unpack[ClusterArguments],
) -> FleetRun[R]:
    """Prepare to run a function at many hosts, by the workers of a cluster; enter it.

        async with aioesx.fleet.dask.run(fleet, Repeatable(count), client=client) as results:
            async for result in results: ...

    The result of each host comes when it is there. Errors are results, as with `Fleet.run`.

    Args:
        fleet: the hosts, and the options of `connect`; it is open.
        function: what is done; all changes are refused unless it says that it changes something.
        client: of the cluster; its owner closes it.
        shard: hosts of one task, about; those at one server stay together.
        **options: as for `Fleet.run`; ``concurrency`` and ``per_host`` are of each shard.
            ``workers`` and ``resources`` say which workers may have the shards, as with
            `Client.submit`.

    Raises:
        ShippingError: something cannot be sent, or must not: a password by value, ``auth=``.
        TypeError: the function does not say that it may be repeated.
        SelectorError, ValueError: as `Fleet.run`.
    """
    if not isinstance(function, Repeatable):
        raise TypeError(
            "a cluster may run it more than once: give a function that can bear that, as"
            " Repeatable(function)"
        )
    if isinstance(shard, bool) or not isinstance(shard, int) or shard < 1:
        raise ValueError(f"shard={shard!r} should be 1 at least")
    where: _Where = {}
    if "workers" in options:
        workers = options.pop("workers")
        where["workers"] = [workers] if isinstance(workers, str) else list(workers)
    if "resources" in options:
        where["resources"] = options.pop("resources")
    options["read_only"] = options.get("read_only", False) or not function.changes
    cluster = _Cluster(client, shard, where)
    return fleet._run_by(cluster, function.function, options)


class _Cluster:
    """The `Workers` of a cluster."""

    again = False
    together = False

    def __init__(self, client: Client, size: int, where: _Where) -> None:
        self._client = client
        self._size = size
        self._where = where
        self._at_work: set[Future[Any]] = set()

    def check(
        self,
        function: Callable[..., Any],
        options: Mapping[str, Any],
        entries: Sequence[HostEntry],
    ) -> None:
        refuse_values(entries, options)
        carried(function, options, dumps)

    def split(self, things: Sequence[T], entry_of: Callable[[T], HostEntry]) -> list[list[T]]:
        return parts(things, -(-len(things) // self._size), entry_of)

    async def work(self, shard: Shard, tell: Callable[[Told], None]) -> None:
        key = f"aioesx-{uuid4().hex}"
        client = self._client
        with _ends(), _Letters() as letters, _Desk.of(client).open(client, key, letters):
            order = dumps(shard)
            future = client.submit(
                _work, order, event_loop(), client.id, key, key=key, pure=False, **self._where
            )
            self._at_work.add(future)
            try:
                future.add_done_callback(lambda _: letters.put(None))
                while (letter := await letters.next()) is not None:
                    tell(loads(letter))
                if future.status != "finished":
                    raise WorkerGone(await self._end_of(future))
                for told in loads(await self._call(future.result)):
                    tell(told)
            finally:
                self._at_work.discard(future)
                await self._cancel([future])

    async def stop(self, why: str) -> None:
        """Tell the cluster; why it is, whoever waits for it knows."""
        await self._cancel(list(self._at_work))

    async def _cancel(self, futures: list[Future[Any]]) -> None:
        """Tell the cluster that nobody wants these, even when cancelled; a closed client has."""
        with anyio.move_on_after(_CLOSE, shield=True):
            try:
                await self._call(self._client.cancel, futures)
            except Exception:
                if self._client.status == "running":
                    raise

    async def _end_of(self, future: Future[Any]) -> str:
        if self._client.status != "running":
            return "was let go of: the client of the cluster was closed"
        if future.status == "cancelled":
            return "was told to stop"
        error = await self._call(future.exception)
        return f"ended: {type(error).__name__}: {error}"

    async def _call(self, function: Callable[..., Any], *args: Any) -> Any:
        """Call something of a client, whose event loop is ours or in a thread of its own."""
        if self._client.asynchronous:
            answer: Awaitable[Any] = function(*args)
            return await answer
        return await anyio.to_thread.run_sync(function, *args, abandon_on_cancel=True)


@contextmanager
def _ends() -> Iterator[None]:
    """Have an error of the cluster, or of its client, end the shard and not the run."""
    try:
        yield
    except WorkerGone:
        raise
    except Exception as error:
        raise WorkerGone(f"is not to be had: {type(error).__name__}: {error}") from error


# --- what comes from the workers -----------------------------------------------------------------


class _Letters:
    """What threads put in and a task takes out, of whichever event loop."""

    def __init__(self) -> None:
        self._waiting: deque[bytes | None] = deque()
        self._lock = threading.Lock()
        self._open = False
        self._ear = self._bell = -1

    def __enter__(self) -> _Letters:
        self._ear, self._bell = os.pipe()
        os.set_blocking(self._bell, False)
        self._open = True
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._open = False
            os.close(self._ear)
            os.close(self._bell)

    def put(self, letter: bytes | None) -> None:
        """Put one in, from any thread; None is the last."""
        with self._lock:
            if not self._open:
                return
            self._waiting.append(letter)
            try:
                os.write(self._bell, b"!")
            except BlockingIOError:
                return  # it rings already

    async def next(self) -> bytes | None:
        """Take the next one out; None is the last."""
        while not self._waiting:
            await anyio.wait_readable(self._ear)
            os.read(self._ear, 4096)
        return self._waiting.popleft()


class _Desk:
    """Where what workers tell a client arrives: one topic, since the cluster keeps its last events.

    It is called as the client is, and forgotten by the cluster with it.
    """

    _all: Final[weakref.WeakKeyDictionary[Client, _Desk]] = weakref.WeakKeyDictionary()

    def __init__(self) -> None:
        self._addressees: dict[str, _Letters] = {}

    @classmethod
    def of(cls, client: Client) -> _Desk:
        """Return the one of a client."""
        return cls._all.setdefault(client, cls())

    @contextmanager
    def open(self, client: Client, key: str, letters: _Letters) -> Iterator[None]:
        """Have what is told of a shard put among its letters."""
        if not self._addressees:
            client.subscribe_topic(client.id, self._take)
        self._addressees[key] = letters
        try:
            yield
        finally:
            del self._addressees[key]
            if not self._addressees and client.status == "running":
                client.unsubscribe_topic(client.id)

    def _take(self, event: tuple[float, Any]) -> None:
        match event[1]:
            case [str(key), bytes(letter)]:
                if (letters := self._addressees.get(key)) is not None:
                    letters.put(letter)
            case _:
                return  # what the cluster itself tells of the client


# --- in a worker ---------------------------------------------------------------------------------


def _work(order: bytes, loop: str, topic: str, key: str) -> bytes:
    """Do a shard in a worker of the cluster; returns what counts of what was told already."""
    counts: list[Told] = []
    worker = get_worker()

    def tell(told: Told) -> None:
        if isinstance(told, (Done, Expanded)):
            counts.append(told)
        if isinstance(told, (Began, Done, Expanded)):
            worker.log_event(topic, (key, dumps(told)))

    def is_wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state != "cancelled"

    anyio.run(_while_wanted, ShardWork(loads(order), tell), is_wanted, backend=loop)
    return bytes(dumps(counts))


async def _while_wanted(work: ShardWork, is_wanted: Callable[[], bool]) -> None:
    """Do a shard until it is done or nobody wants it: it was cancelled, or the client has gone."""

    async def look() -> None:
        while is_wanted():  # noqa: ASYNC110 - it is told to the cluster's worker, not to a task
            await anyio.sleep(_LOOK)
        group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        group.start_soon(look)
        await work.do()
        group.cancel_scope.cancel()
