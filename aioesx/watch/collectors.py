"""Event history collectors on the host: made, read, and let go of even when cancelled."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import anyio

from aioesx import vim
from aioesx._concurrency import see_through
from aioesx._server.collector import read_one
from aioesx._session.session import Session
from aioesx.errors import EsxError, NotSupportedError

__all__ = ["LATEST", "PAGE", "destroy", "made", "make", "read_latest", "read_next", "read_previous"]

Ref = vim.ManagedObjectReference

PAGE: Final = 32
"""Events of the page that is told of with each new one."""

LATEST: Final = "latestPage"
_READ: Final = 500

_log = logging.getLogger("aioesx.session")


async def make(session: Session, spec: vim.EventFilterSpec, page: int) -> Ref:
    """Make a collector; it begins before the oldest event.

    Raises:
        NotSupportedError: the server has no events.
    """
    manager = session.content.event_manager
    if manager is None:
        raise NotSupportedError("", f"{session.where} keeps no events")
    ref = await session.call(vim.CreateCollectorForEvents(this=manager, filter=spec))
    try:
        await session.call(vim.SetCollectorPageSize(this=ref, max_count=page))
    except BaseException:
        await destroy(session, ref)
        raise
    return ref


async def destroy(session: Session, ref: Ref) -> None:
    """Let go of a collector, in bounded time; failures are no matter, it ends with its session."""
    with anyio.move_on_after(session.seconds.release, shield=True):
        try:
            await session.call(vim.DestroyCollector(this=ref))
        except EsxError as error:
            _log.debug("the collector %s was not released: %s", ref, error)


@asynccontextmanager
async def made(session: Session, spec: vim.EventFilterSpec, page: int) -> AsyncIterator[Ref]:
    """Hold a collector."""
    refs: list[Ref] = []

    async def work() -> None:
        refs.append(await make(session, spec, page))

    try:
        await see_through(work, session.seconds.grace)
        yield refs[0]
    finally:
        for ref in refs:
            await destroy(session, ref)


async def read_latest(session: Session, ref: Ref) -> list[vim.Event]:
    """Read the latest page, in no order."""
    page: list[vim.Event] | None = (await read_one(session, ref, (LATEST,))).get(LATEST)
    return page or []


async def read_next(session: Session, ref: Ref) -> list[vim.Event]:
    """Read on towards the newest; none at the end."""
    return await session.call(vim.ReadNextEvents(this=ref, max_count=_READ))


async def read_previous(session: Session, ref: Ref) -> list[vim.Event]:
    """Read on towards the oldest; none at the end."""
    return await session.call(vim.ReadPreviousEvents(this=ref, max_count=_READ))
