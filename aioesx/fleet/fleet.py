"""`Fleet`: many hosts as easily as one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, TypedDict, TypeVar, Unpack, overload

from aioesx._concurrency import Group
from aioesx._session import seconds
from aioesx.connection import EVERYTHING, Connection
from aioesx.fleet.dry import DryRun
from aioesx.fleet.gate import Gate, Turns
from aioesx.fleet.inventory import Inventory, Targets
from aioesx.fleet.keeper import Keeper
from aioesx.fleet.rest import REST, HostRest, Rests
from aioesx.fleet.results import FleetResults
from aioesx.fleet.run import FleetRun
from aioesx.fleet.terms import RunOptions, Shared

if TYPE_CHECKING:
    import ssl
    from datetime import datetime
    from pathlib import Path
    from typing import Self

    import httpx

    from aioesx._server.collector import ObjectProperties
    from aioesx._server.tasks.questions import Policy
    from aioesx._session.events import EventHook
    from aioesx._watching import Wanted
    from aioesx.auth import Auth
    from aioesx.domain import DomainSummary
    from aioesx.fleet.selectors import Selection
    from aioesx.fleet.sharded import Workers
    from aioesx.fleet.stream import FleetStream, Listener
    from aioesx.fleet.views import FleetView
    from aioesx.watch import Change, HostEvent
    from aioesx.watch.event_filter import Kinds

__all__ = ["ConnectOptions", "Fleet"]

R = TypeVar("R")


class ConnectOptions(TypedDict, total=False):
    """What `connect` takes besides the URI; see there. What an inventory says comes before."""

    username: str | None
    password: str | None
    auth: Auth | None
    on_question: Policy | None
    read_only: bool
    timeout: float | None
    task_timeout: float | None
    cacert: str | Path | None
    ssl_context: ssl.SSLContext | None
    proxy_username: str | None
    proxy_password: str | None
    vcenter_username: str | None
    vcenter_password: str | None
    transport: httpx.AsyncBaseTransport | None
    body_limit: int
    transfers: int
    on_event: EventHook | None


class Fleet:
    """Many hosts, of an inventory or of URIs; enter it by ``async with``.

        async with aioesx.Fleet("inventory.toml") as fleet:
            async with fleet.run(count_domains, select="tag:prod") as results:
                async for result in results:
                    print(result.host, result.value or result.error)

    It belongs to its event loop. The tasks of a run belong to whoever entered that; the fleet's own
    only clean up behind hosts that hang, and when it is left, nothing is left behind.
    """

    def __init__(
        self,
        targets: Targets,
        *,
        concurrency: int = 64,
        per_host: int = 4,
        transfers_in_all: int = 16,
        keep: int = 256,
        rest: Sequence[float] = REST,
        **options: Unpack[ConnectOptions],
    ) -> None:
        """Prepare a fleet; nothing is opened.

        Args:
            targets: an `Inventory`, the path of its file, a URI, URIs by name, or any number of
                URIs, of names with URIs and of `HostEntry`.
            concurrency: hosts at work at once, where a run does not say. A host that does not
                answer does not count for as long as that lasts, within the limit of open files.
            per_host: how many may be at work at one server at once: runs that go on beside each
                other, and the hosts of one vCenter.
            transfers_in_all: files on their way at once, all hosts together; further ones wait.
                ``transfers=`` is the same for each connection.
            keep: connections that are kept open between uses, the latest used of them; with 0 each
                is closed after its use. Each takes a file descriptor, or two.
            rest: seconds that a dead host is left alone, after it was found dead once, twice in a
                row, ...; empty for not at all.
            **options: of `connect`, for all hosts; what the inventory says of one comes before.

        Raises:
            InventoryError, UriError: the targets cannot be used.
            ValueError: a number is too small.
        """
        _at_least(1, concurrency=concurrency, per_host=per_host, transfers_in_all=transfers_in_all)
        _at_least(0, keep=keep)
        self._inventory = Inventory.of(targets)
        self._usual: dict[str, Any] = {"concurrency": concurrency, "per_host": per_host}
        self._keep = keep
        self._transfers = transfers_in_all
        self._rest = tuple(rest)
        _above_zero(**{f"rest[{number}]": each for number, each in enumerate(self._rest)})
        self._options = options
        self._shared: Shared | None = None

    def __repr__(self) -> str:
        state = "open" if self.is_open else "not open"
        return f"<Fleet of {len(self._inventory)} hosts, {state}>"

    @property
    def inventory(self) -> Inventory:
        """The hosts."""
        return self._inventory

    @property
    def is_open(self) -> bool:
        """Whether runs can be begun."""
        return self._shared is not None

    @property
    def resting(self) -> tuple[HostRest, ...]:
        """The dead hosts that are left alone just now."""
        return self._shared.rests.all() if self._shared is not None else ()

    async def __aenter__(self) -> Self:
        if self._shared is not None:
            raise RuntimeError("this fleet is open already")
        keeper = Keeper(self._keep, self._options)
        times = seconds.current()
        turns = Turns(self._transfers, times.patience)
        self._shared = Shared(keeper, Gate(), turns, Rests(self._rest), Group(), times)
        await self._shared.aside.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        shared, self._shared = self._shared, None
        if shared is None:
            return None
        try:
            return await shared.aside.__aexit__(exc_type, exc, traceback)
        finally:
            await shared.keeper.close()

    @overload
    def run(
        self,
        function: Callable[[Connection], Awaitable[R]],
        *,
        dry_run: Literal[False] = False,
        processes: int | None = None,
        **options: Unpack[RunArguments],
    ) -> FleetRun[R]: ...

    @overload
    def run(
        self,
        function: Callable[[Connection], Awaitable[R]],
        *,
        dry_run: Literal[True],
        processes: int | None = None,
        **options: Unpack[RunArguments],
    ) -> FleetRun[DryRun[R]]: ...

    @overload
    def run(
        self,
        function: Callable[[Connection], Awaitable[R]],
        *,
        dry_run: bool,
        processes: int | None = None,
        **options: Unpack[RunArguments],
    ) -> FleetRun[Any]: ...

    def run(
        self,
        function: Callable[[Connection], Awaitable[R]],
        *,
        select: str | Iterable[str] | Selection | None = None,
        limit: int | None = None,
        canary: int = 0,
        fail_fast: bool = False,
        concurrency: int | None = None,
        per_host: int | None = None,
        timeout: float | None = None,
        deadline: float | None = None,
        retries: int = 2,
        read_only: bool = False,
        dry_run: bool = False,
        insist: bool = False,
        whole: bool = False,
        processes: int | None = None,
    ) -> FleetRun[Any]:
        """Prepare to run a coroutine function at many hosts; enter it by ``async with``.

        The result of each host comes when it is there, whatever the others do. Errors are results:
        nothing is raised out of the iteration.

        Args:
            function: is given a connection to the host, and returns what the result has.
            select: which hosts: names, globs, ``tag:``, ``group:``, ``and``, ``or``, ``not``; see
                docs/fleet.md. All by default.
            limit: how many hosts at most, the first of those.
            canary: so many hosts are done first, and the rest only if all of them succeed.
            fail_fast: after the first error nothing more is begun, and what is at work is stopped.
            concurrency: hosts at work at once; else the fleet's.
            per_host: how many may be at work at one server at once; else the fleet's.
            timeout: seconds for each host, all attempts together. Without, each call has its own
                time, as ever.
            deadline: seconds for the whole run.
            retries: how often a host is tried again after an error of the line that may pass, with
                a pause that grows and is a little random. Not where a change was sent, whatever
                became of it: it would be done twice.
            read_only: changes are refused before anything is sent.
            dry_run: changes are noted instead of sent; the value of a result is a `DryRun`.
            insist: try dead hosts, too, instead of leaving them alone for a while.
            whole: a vCenter counts as one host: the function is given the connection over all of
                its hosts, where one bulk read tells of all.
            processes: so many processes share the hosts, each with its part of ``concurrency``;
                see docs/fleet.md. Without, all is done here. The function is imported there, so
                it has to be at the top of a module; it, what it returns, and the options of
                `connect` have to be of what pickle takes.

        Raises:
            SelectorError: the selection cannot be read, or names nobody.
            ShippingError: something cannot go to another process.
            ValueError: a number is too small; ``limit=`` or ``canary=`` of a vCenter's hosts, with
                ``processes=``.
            RuntimeError: the fleet is not open.
        """
        options: RunArguments = {
            "select": select,
            "limit": limit,
            "canary": canary,
            "fail_fast": fail_fast,
            "concurrency": concurrency,
            "per_host": per_host,
            "timeout": timeout,
            "deadline": deadline,
            "retries": retries,
            "read_only": read_only,
            "insist": insist,
            "whole": whole,
        }
        if processes is None:
            return self._run_by(None, function, options, dry_run=dry_run)
        _at_least(1, processes=processes)
        from aioesx.fleet.processes import Processes

        number = min(processes, concurrency or self._usual["concurrency"])
        return self._run_by(Processes(number), function, options, dry_run=dry_run)

    def _run_by(
        self,
        workers: Workers | None,
        function: Callable[[Connection], Awaitable[R]],
        given: RunArguments,
        *,
        dry_run: bool = False,
    ) -> FleetRun[R]:
        """Prepare a run by workers; by None it is done here."""
        shared = self._opened()
        if not callable(function):
            raise TypeError(f"{function!r} is no coroutine function")
        usual = {key: value for key, value in self._usual.items() if given.get(key) is None}
        named: dict[str, Any] = {**given, **usual, "dry_run": dry_run}
        selection = self._inventory.selection(named.pop("select", None))
        options = RunOptions(**named)
        _above_zero(timeout=options.timeout, deadline=options.deadline)
        _at_least(0, retries=options.retries, canary=options.canary)
        _at_least(1, concurrency=options.concurrency, per_host=options.per_host)
        if options.limit is not None:
            _at_least(1, limit=options.limit)
        entries = self._inventory.select(selection)
        if workers is None:
            return FleetRun(function, entries, selection, shared, options)
        from aioesx.fleet.sharded import sharded

        return sharded(
            workers, function, entries, selection, shared, options, self._options, self._transfers
        )

    @overload
    async def gather(
        self,
        function: Callable[[Connection], Awaitable[R]],
        *,
        dry_run: Literal[False] = False,
        processes: int | None = None,
        **options: Unpack[RunArguments],
    ) -> FleetResults[R]: ...

    @overload
    async def gather(
        self,
        function: Callable[[Connection], Awaitable[R]],
        *,
        dry_run: Literal[True],
        processes: int | None = None,
        **options: Unpack[RunArguments],
    ) -> FleetResults[DryRun[R]]: ...

    @overload
    async def gather(
        self,
        function: Callable[[Connection], Awaitable[R]],
        *,
        dry_run: bool,
        processes: int | None = None,
        **options: Unpack[RunArguments],
    ) -> FleetResults[Any]: ...

    async def gather(
        self,
        function: Callable[[Connection], Awaitable[Any]],
        *,
        dry_run: bool = False,
        processes: int | None = None,
        **options: Unpack[RunArguments],
    ) -> FleetResults[Any]:
        """Run a coroutine function at many hosts, and wait for all of them.

        Args:
            function: as for `run`.
            dry_run: as for `run`.
            processes: as for `run`.
            **options: as for `run`.

        Returns:
            the results in the order of the inventory, with `values`, `failed` and
            `raise_for_errors()`.
        """
        async with self.run(function, dry_run=dry_run, processes=processes, **options) as results:
            return await results.all()

    def domains(self, **options: Unpack[RunArguments]) -> FleetView[DomainSummary]:
        """List the domains of all hosts.

            async for entry in fleet.domains():
                print(entry.host, entry.value.name)

        Args:
            **options: as for `run`.

        Returns:
            what can be iterated over; see `FleetView`. Each is one read of each host.
        """
        from aioesx.fleet.views import FleetView, list_domains

        return FleetView(lambda: self.run(list_domains, **options))

    def search(
        self,
        name: str | None = None,
        *,
        uuid: str | None = None,
        ip: str | None = None,
        mac: str | None = None,
        **options: Unpack[RunArguments],
    ) -> FleetView[DomainSummary]:
        """Find domains, on whichever host they are; all criteria that are given must hold.

        Args:
            name: the name; may hold ``*``, ``?`` and ``[...]``; case does not count.
            uuid: the BIOS UUID.
            ip: an address that the guest's tools have told.
            mac: the address of a network card, whether the domain is running or not.
            **options: as for `run`.

        Raises:
            ValueError: there is no criterion, or one that cannot be read.
        """
        from aioesx.fleet.views import FleetView, searching

        look = searching(name, uuid, ip, mac)
        return FleetView(lambda: self.run(look, **options))

    def read(
        self,
        type_: str | Mapping[str, str | Sequence[str]],
        paths: str | Sequence[str] = (),
        **options: Unpack[RunArguments],
    ) -> FleetView[ObjectProperties]:
        """Read properties of all objects of a type, of all hosts; as `Connection.read` does.

        Args:
            type_: such as ``"Datastore"``; or property paths by type.
            paths: property paths of that type, or one.
            **options: as for `run`.

        Raises:
            ValueError: paths are named twice, or not at all.
        """
        from aioesx.fleet.views import FleetView, reading

        read = reading(type_, paths)
        return FleetView(lambda: self.run(read, **options))

    def watch(
        self,
        what: Wanted = EVERYTHING,
        properties: str | Iterable[str] = (),
        *,
        select: str | Iterable[str] | Selection | None = None,
        concurrency: int | None = None,
        timeout: float | None = None,
    ) -> FleetStream[Change]:
        """Watch the objects of all hosts: first what there is, then each change.

            async with fleet.watch("domain", ["state"]) as changes:
                async for entry in changes:
                    print(entry.host, entry.value)

        A value is an `Appeared`, a `Changed`, a `Vanished`; besides there are a `HostUp` before the
        first of a host, and a `HostDown` where it is lost, or was never there. Each host is one
        connection with one long poll, and one that is lost comes back by itself: what is another
        then is told. A vCenter is one host here.

        Args:
            what: as for `Connection.watch`.
            properties: likewise.
            select: which hosts, as for `run`. All by default.
            concurrency: hosts that are connected to at once; else the fleet's.
            timeout: seconds in all, after which `WaitTimeoutError` comes; there is no end without.

        Raises:
            ValueError: there is no such kind, type or property; a number is too small.
            SelectorError: the selection cannot be read, or names nobody, or a part of a vCenter.
            RuntimeError: the fleet is not open.
        """
        from aioesx._watching import kinds_of
        from aioesx.fleet.listeners import ChangesListener

        kinds = kinds_of(what, properties)
        words = ", ".join(kind.word for kind in kinds)
        listener = partial(ChangesListener, kinds)
        return self._listening(f"changes of {words}", listener, select, concurrency, timeout)

    def events(
        self,
        kinds: Kinds = (),
        *,
        user: str | Iterable[str] = (),
        since: datetime | None = None,
        select: str | Iterable[str] | Selection | None = None,
        concurrency: int | None = None,
        timeout: float | None = None,
    ) -> FleetStream[HostEvent]:
        """Listen to the events of all hosts, as `Connection.events` does to those of one.

        Values are a host's events and `EventGap`, and `HostUp` and `HostDown` as for `watch`. What
        happened while a host was lost is told when it comes back, as far as it has kept it.

        Args:
            kinds: as for `Connection.events`.
            user: likewise.
            since: likewise.
            select: which hosts, as for `run`. All by default.
            concurrency: hosts that are connected to at once; else the fleet's.
            timeout: seconds in all, after which `WaitTimeoutError` comes; there is no end without.

        Raises:
            ValueError: there is no such type; a moment has no time zone; a number is too small.
            SelectorError: the selection cannot be read, or names nobody, or a part of a vCenter.
            RuntimeError: the fleet is not open.
        """
        from aioesx.fleet.listeners import EventsListener
        from aioesx.watch.event_filter import event_filter

        event_filter(kinds=kinds, user=user, since=since)
        listener = partial(EventsListener, kinds, user, since)
        return self._listening("events", listener, select, concurrency, timeout)

    def _listening(
        self,
        what: str,
        listener: Callable[[], Listener[R]],
        select: str | Iterable[str] | Selection | None,
        concurrency: int | None,
        timeout: float | None,
    ) -> FleetStream[R]:
        from aioesx.fleet.stream import FleetStream, whole

        shared = self._opened()
        most = self._usual["concurrency"] if concurrency is None else concurrency
        _at_least(1, concurrency=most)
        _above_zero(timeout=timeout)
        selection = self._inventory.selection(select)
        return FleetStream(
            what,
            whole(self._inventory.select(selection), selection),
            listener,
            shared,
            rest=self._rest,
            concurrency=most,
            timeout=timeout,
        )

    def _opened(self) -> Shared:
        if self._shared is None:
            raise RuntimeError("open the fleet first: async with aioesx.Fleet(...) as fleet")
        return self._shared


class RunArguments(TypedDict, total=False):
    """What `Fleet.run` takes besides the function and ``dry_run=``; see there."""

    select: str | Iterable[str] | Selection | None
    limit: int | None
    canary: int
    fail_fast: bool
    concurrency: int | None
    per_host: int | None
    timeout: float | None
    deadline: float | None
    retries: int
    read_only: bool
    insist: bool
    whole: bool


def _at_least(least: int, **numbers: int) -> None:
    for name, number in numbers.items():
        if isinstance(number, bool) or not isinstance(number, int) or number < least:
            raise ValueError(f"{name}={number!r} should be {least} at least")


def _above_zero(**seconds: float | None) -> None:
    for name, number in seconds.items():
        if number is not None and (
            not isinstance(number, (int, float)) or not number > 0 or number is True
        ):
            raise ValueError(f"{name}={number!r} should be seconds above 0")
