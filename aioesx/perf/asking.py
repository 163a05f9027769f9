"""`Asker`: the performance manager of one server: its table, its limits, its answers.

The table belongs to a session: a server that comes back as another build has other keys. How many
counters one call may name is learnt: a vCenter says it, and one that refuses is asked for less.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final
from weakref import WeakKeyDictionary

import anyio

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.server import Server
from aioesx._server.thing import thing_of
from aioesx._session.session import Session
from aioesx.errors import (
    FaultError,
    InvalidArgumentError,
    NotFoundError,
    NotSupportedError,
)
from aioesx.perf.entities import Target
from aioesx.perf.query import Batch, Question, Row, batches, rows_of
from aioesx.perf.table import REALTIME, CounterTable, table_of
from aioesx.perf.values import MetricProvider

__all__ = ["Asker"]

Ref = vim.ManagedObjectReference

_COUNTERS: Final = "perfCounter"
_INTERVALS: Final = "historicalInterval"
_LIMIT: Final = "config.vpxd.stats.maxQueryMetrics"
_USUAL_LIMIT: Final = 64
"""Counters of one question to a vCenter's database, where it does not say otherwise."""

_MOST_NUMBERS: Final = 400_000
"""Numbers that one answer may hold: some megabytes."""

_KEPT: Final = 180  # real-time samples that a host keeps
_REALTIME_TYPES: Final = frozenset({"VirtualMachine", "HostSystem"})
"""What every server has real-time samples of; of others it is asked."""


@dataclasses.dataclass(slots=True)
class _Known:
    """What is known of a session's server.

    Attributes:
        lock: whoever has it reads what all need.
        table: the counters; None before they are read.
        generation: the session that they were read in.
        most: counters of one question of samples that are kept for long; None before it is known.
        refused: the fewest counters that were too many.
        providers: by type of object.
    """

    lock: anyio.Lock = dataclasses.field(default_factory=anyio.Lock)
    table: CounterTable | None = None
    generation: int = -1
    most: int | None = None
    refused: int | None = None
    providers: dict[str, MetricProvider] = dataclasses.field(default_factory=dict)


_known: WeakKeyDictionary[Session, _Known] = WeakKeyDictionary()


class Asker:
    """Asks one server."""

    __slots__ = ("_server",)

    def __init__(self, server: Server) -> None:
        self._server = server

    @property
    def _session(self) -> Session:
        return self._server.session

    @property
    def _known(self) -> _Known:
        return _known.setdefault(self._session, _Known())

    @property
    def manager(self) -> Ref:
        """The performance manager.

        Raises:
            NotSupportedError: the server has none.
        """
        manager = self._session.content.perf_manager
        if manager is None:
            raise NotSupportedError("", f"{self._session.where} counts nothing")
        return manager

    async def table(self) -> CounterTable:
        """Return the server's table; read once in a session.

        Raises:
            NotPermittedError: the server hides it.
            NotSupportedError: it has none.
        """
        known, session = self._known, self._session
        if known.table is None or known.generation != session.generation:
            async with known.lock:
                if known.table is None or known.generation != session.generation:
                    manager = self.manager
                    told = await read_one(session, manager, (_COUNTERS, _INTERVALS))
                    known.table = table_of(told.require(_COUNTERS), told.get(_INTERVALS) or ())
                    known.generation = session.generation
        return known.table

    async def provider(self, ref: Ref) -> MetricProvider:
        """Ask what can be had of a thing."""
        told = await self._session.call(vim.QueryPerfProviderSummary(this=self.manager, entity=ref))
        interval = told.refresh_rate if told.current_supported else None
        found = MetricProvider(told.current_supported, told.summary_supported, interval)
        self._known.providers[ref.type] = found
        return found

    async def usual_interval(self, targets: Sequence[Target]) -> int:
        """Return the shortest interval that all of some things have samples of."""
        for ref in {target.ref.type: target.ref for target in targets}.values():
            if ref.type in _REALTIME_TYPES:
                continue
            provider = self._known.providers.get(ref.type) or await self.provider(ref)
            if not provider.realtime:
                kept = (await self.table()).intervals
                return kept[0].seconds if kept else REALTIME
        return REALTIME

    async def now(self) -> datetime:
        """Ask the server for its time."""
        session = self._session
        service = vim.ManagedObjectReference("ServiceInstance", "ServiceInstance")
        return await session.call(vim.CurrentTime(this=service))

    async def ask(
        self,
        targets: Sequence[Target],
        question: Question,
        *,
        since: Callable[[Ref], datetime | None] | None = None,
        leave_gone: bool = False,
    ) -> list[Row]:
        """Put a question, in as many calls as it takes.

        Args:
            targets: whom it is about.
            question: what is asked of each.
            since: for each of them, instead of the question's.
            leave_gone: leave out what is gone meanwhile, instead of raising.

        Raises:
            NotFoundError: a thing is gone.
            FaultError: a thing has no counters, or the server hides them.
        """
        ids, rows = question.ids(), list[Row]()
        left = list(targets)
        while left:
            most = await self._most(question, len(left) * len(ids))
            for batch in batches(left, ids, most):
                specs = [
                    question.spec(ref, batch.ids, since(ref) if since else question.since)
                    for ref, _ in batch.targets
                ]
                try:
                    answer = await self._session.call(
                        vim.QueryPerf(this=self.manager, query_spec=specs)
                    )
                except FaultError as error:
                    left = self._without(error, left, batch, leave_gone=leave_gone)
                    rows.clear()
                    break
                rows += rows_of(answer)
            else:
                return rows
        return rows

    def _without(
        self, error: FaultError, left: Iterable[Target], batch: Batch, *, leave_gone: bool
    ) -> list[Target]:
        """Return whom to ask again after a refusal; raise it if nobody is."""
        if _is_too_much(error):
            counters = len(batch.targets) * len(batch.ids)
            if counters > 1:
                self._known.refused = counters
                return list(left)
        gone = getattr(error.fault, "obj", None)
        if isinstance(error, NotFoundError) and isinstance(gone, vim.ManagedObjectReference):
            if leave_gone and any(target.ref == gone for target in left):
                return [target for target in left if target.ref != gone]
            error.about(*thing_of(gone, next((n for r, n in left if r == gone), None)))
        raise error

    async def _most(self, question: Question, wanted: int) -> int:
        """Return how many counters one call may name."""
        known, samples = self._known, question.last or _KEPT
        most = max(1, _MOST_NUMBERS // max(1, samples))
        if question.interval != REALTIME and self._session.product.line == "vpx":
            if known.most is None and wanted > 1:
                known.most = await self._limit()
            most = min(most, known.most or most)
        if known.refused is not None:
            most = min(most, max(1, known.refused // 2))
        return most

    async def _limit(self) -> int:
        """Ask a vCenter how many counters it takes in one question; -1 stands for any number."""
        setting = self._session.content.setting
        if setting is None:
            return _USUAL_LIMIT
        try:
            options = await self._session.call(vim.QueryOptions(this=setting, name=_LIMIT))
        except FaultError:
            return _USUAL_LIMIT
        told = [option.value for option in options if option.key == _LIMIT]
        value = getattr(told[0], "value", told[0]) if told else None  # a value may say its type
        if not isinstance(value, int):
            return _USUAL_LIMIT
        return value if value > 0 else _MOST_NUMBERS


def _is_too_much(error: FaultError) -> bool:
    """Tell whether a vCenter says that one question names too many counters."""
    if isinstance(error, InvalidArgumentError):
        about = getattr(error.fault, "invalid_property", None) or ""
        return about == "querySpec.size"
    return error.fault_type == "RestrictedByAdministrator"
