"""Filters whose making was not heard of: they are found by their updates, and destroyed."""

from __future__ import annotations

import anyio
import httpx
import pytest
from support.cutting import CuttingTransport

from aioesx import connect
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio


async def test_a_filter_whose_making_was_not_heard_of_is_destroyed(plain: Simulator) -> None:
    line = CuttingTransport(httpx.ASGITransport(plain.asgi))
    async with connect(plain.uri, password=plain.password, transport=line) as esx:
        domain = await esx.domains.lookup("db01")
        line.arm("CreateFilter", "lose")
        await domain.start()
        assert line.seen["CreateFilter"] == 2
        assert plain.open_filters == 0


async def test_so_is_one_whose_maker_was_cancelled(plain: Simulator) -> None:
    """Cancelled after the host made it: the grace period brings its name, and its end."""
    line = CuttingTransport(httpx.ASGITransport(plain.asgi))
    async with connect(plain.uri, password=plain.password, transport=line) as esx:
        domain = await esx.domains.lookup("db01")
        line.arm("CreateFilter", "cancel-after")
        with anyio.CancelScope() as line.scope:
            await domain.start()
        assert line.scope.cancelled_caught
        assert plain.open_filters == 0


async def test_without_a_loss_there_is_no_further_call(plain: Simulator) -> None:
    async with connect(plain.uri, password=plain.password) as esx:
        domain = await esx.domains.lookup("db01")
        plain.forget_calls()
        await domain.start()
    assert plain.call_count["CreateFilter"] == plain.call_count["DestroyPropertyFilter"] == 1


async def test_many_waits_at_once_destroy_each_filter_once(plain: Simulator) -> None:
    async with connect(plain.uri, password=plain.password) as esx:
        stopped = await esx.domains.lookup("db01")
        running = [e.domain for e in await esx.domains.list() if e.state.name == "RUNNING"]
        plain.forget_calls()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(stopped.start)
            for domain in running:
                tasks.start_soon(domain.destroy)
        assert plain.open_filters == 0
    assert plain.call_count["CreateFilter"] == plain.call_count["DestroyPropertyFilter"] > 1
