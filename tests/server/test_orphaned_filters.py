"""Filters whose making was not heard of: they are found by their updates, and destroyed."""

from __future__ import annotations

from collections.abc import Iterator

import anyio
import httpx
import pytest
from support.cutting import CuttingTransport

from aioesx import connect
from aioesx.simulator import Simulator, presets

pytestmark = pytest.mark.anyio
PASSWORD = "canary-password"


@pytest.fixture
def host() -> Iterator[Simulator]:
    with Simulator(presets.small_host(), password=PASSWORD, tls=False) as simulator:
        simulator.change(lambda state: setattr(state.options, "task_seconds", 0.1))
        yield simulator


async def test_a_filter_whose_making_was_not_heard_of_is_destroyed(host: Simulator) -> None:
    line = CuttingTransport(httpx.ASGITransport(host.asgi))
    async with connect(host.uri, password=PASSWORD, transport=line) as esx:
        domain = await esx.domains.lookup("db01")
        line.arm("CreateFilter", "lose")
        await domain.start()
        assert line.seen["CreateFilter"] == 2
        assert host.open_filters == 0


async def test_so_is_one_whose_maker_was_cancelled(host: Simulator) -> None:
    """Cancelled after the host made it: the grace period brings its name, and its end."""
    line = CuttingTransport(httpx.ASGITransport(host.asgi))
    async with connect(host.uri, password=PASSWORD, transport=line) as esx:
        domain = await esx.domains.lookup("db01")
        line.arm("CreateFilter", "cancel-after")
        with anyio.CancelScope() as line.scope:
            await domain.start()
        assert line.scope.cancelled_caught
        assert host.open_filters == 0


async def test_without_a_loss_there_is_no_further_call(host: Simulator) -> None:
    async with connect(host.uri, password=PASSWORD) as esx:
        domain = await esx.domains.lookup("db01")
        host.forget_calls()
        await domain.start()
    assert host.call_count["CreateFilter"] == host.call_count["DestroyPropertyFilter"] == 1


async def test_many_waits_at_once_destroy_each_filter_once(host: Simulator) -> None:
    async with connect(host.uri, password=PASSWORD) as esx:
        stopped = await esx.domains.lookup("db01")
        running = [e.domain for e in await esx.domains.list() if e.state.name == "RUNNING"]
        host.forget_calls()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(stopped.start)
            for domain in running:
                tasks.start_soon(domain.destroy)
        assert host.open_filters == 0
    assert host.call_count["CreateFilter"] == host.call_count["DestroyPropertyFilter"] > 1
