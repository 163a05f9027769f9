"""Connections and bytes are shared by all exports; a wait that is cancelled holds nothing."""

from __future__ import annotations

import anyio
import pytest

from aioesx._server.moving import ExportLimits
from aioesx.export.limits import Limiter, limiter

pytestmark = pytest.mark.anyio


async def test_never_more_at_once_than_allowed() -> None:
    shared, limits = Limiter(), ExportLimits(per_host=2, total=3)
    let_go = anyio.Event()

    async def hold(host: str) -> None:
        async with shared.connection(host, limits):
            await let_go.wait()

    async with anyio.create_task_group() as tasks:
        for host in "aaabbb":
            tasks.start_soon(hold, host)
        await anyio.wait_all_tasks_blocked()
        held, waiting = shared.in_use, shared.waiting
        let_go.set()

    assert (held, waiting) == (3, 3)
    assert shared.highest == {"a": 2, "b": 2}
    assert (shared.in_use, shared.waiting) == (0, 0)


async def test_a_busy_host_does_not_keep_another_waiting() -> None:
    shared, limits = Limiter(), ExportLimits(per_host=1)
    async with shared.connection("a", limits):
        with anyio.move_on_after(0):
            async with shared.connection("a", limits):
                raise AssertionError
        async with shared.connection("b", limits):
            assert shared.in_use == 2


async def test_a_wait_that_is_cancelled_holds_nothing() -> None:
    shared, limits = Limiter(), ExportLimits(per_host=1)
    async with anyio.create_task_group() as tasks, shared.connection("a", limits):

        async def wait() -> None:
            async with shared.connection("a", limits):
                raise AssertionError

        tasks.start_soon(wait)
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()
    assert (shared.in_use, shared.waiting) == (0, 0)


async def test_one_that_is_cancelled_as_its_turn_comes_gives_it_back() -> None:
    shared, limits = Limiter(), ExportLimits(per_host=1)
    scope = anyio.CancelScope()
    async with anyio.create_task_group() as tasks:

        async def wait() -> None:
            with scope:
                async with shared.connection("a", limits):
                    await anyio.sleep_forever()

        async with shared.connection("a", limits):
            tasks.start_soon(wait)
            await anyio.wait_all_tasks_blocked()
        scope.cancel()
    assert (shared.in_use, shared.waiting) == (0, 0)


async def test_all_exports_of_a_loop_share_one() -> None:
    assert limiter() is limiter()


async def test_bytes_are_kept_to_a_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("aioesx.export.limits.anyio.sleep", sleep)
    shared, limits = Limiter(), ExportLimits(bandwidth=1000)
    for _ in range(3):
        await shared.passed(500, limits)
    await shared.passed(10**9, ExportLimits())

    assert slept == [pytest.approx(0.4, abs=0.1), pytest.approx(0.9, abs=0.1),
                     pytest.approx(1.4, abs=0.1)]  # fmt: skip
