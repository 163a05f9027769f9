"""How long a connection lives: any task may open it, any may close it, in any order."""

from __future__ import annotations

import ast
import gc
import inspect
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack

import anyio
import anyio.lowlevel
import pytest
from support.source import modules
from support.waiting import until

import aioesx
from aioesx import errors, vim
from aioesx.simulator import Options, Simulator, presets

pytestmark = pytest.mark.anyio

NOW = vim.CurrentTime(this=vim.ManagedObjectReference("ServiceInstance", "ServiceInstance"))


@pytest.fixture
def host() -> Iterator[Simulator]:
    """A host; at its end nobody may have left anything on it."""
    with Simulator(presets.small_host(options=Options(task_seconds=0.05)), tls=False) as simulator:
        yield simulator
        assert simulator.open_sessions == 0
        assert simulator.open_filters == 0


def connecting(host: Simulator) -> aioesx.connection.Connecting:
    return aioesx.connect(host.uri, password=host.password)


async def test_async_with(host: Simulator) -> None:
    async with connecting(host) as esx:
        assert await esx.call(NOW)
    with pytest.raises(errors.ClosedError):
        await esx.call(NOW)


async def test_await_and_aclose(host: Simulator) -> None:
    esx = await connecting(host)
    assert await esx.domains.list()
    await esx.aclose()
    await esx.aclose()


async def test_one_task_opens_and_another_closes(host: Simulator) -> None:
    opened: list[aioesx.Connection] = []

    async def open_it() -> None:
        opened.append(await connecting(host))

    async def close_it() -> None:
        domain = await opened[0].domains.lookup("db01")
        await domain.start()
        await opened[0].aclose()

    for step in (open_it, close_it):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(step)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_two_of_one_task_close_in_any_order(host: Simulator, order: tuple[int, int]) -> None:
    both = [await connecting(host), await connecting(host)]
    for number in order:
        await both[number].aclose()
        if number == order[0]:
            assert await both[order[1]].call(NOW)


async def test_many_open_at_once_into_a_stack(host: Simulator) -> None:
    async with AsyncExitStack() as stack:
        opened: list[aioesx.Connection] = []

        async def open_one() -> None:
            opened.append(await stack.enter_async_context(connecting(host)))

        async with anyio.create_task_group() as tasks:
            for _ in range(5):
                tasks.start_soon(open_one)
        for esx in opened:
            assert await esx.call(NOW)
        assert host.open_sessions == 5


def test_a_console_with_one_loop_and_a_task_for_each_line(host: Simulator) -> None:
    """As a notebook does it: each cell is a task of its own, nothing encloses them."""
    import asyncio

    loop = asyncio.new_event_loop()
    try:
        esx = loop.run_until_complete(_opened(host))
        assert loop.run_until_complete(esx.domains.list())
        loop.run_until_complete(esx.aclose())
    finally:
        loop.close()


async def _opened(host: Simulator) -> aioesx.Connection:
    return await connecting(host)


async def test_closing_ends_every_wait_at_once(host: Simulator) -> None:
    host.change(lambda agent: setattr(agent.options, "task_seconds", 60))
    esx = await connecting(host)
    outcomes: list[type[BaseException]] = []

    async def wait(work: object) -> None:
        assert inspect.isawaitable(work)
        try:
            await work
        except errors.EsxError as error:
            outcomes.append(type(error))

    names = [entry.name for entry in await esx.domains.list()]
    domains = [await esx.domains.lookup(name) for name in names]
    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            for domain in domains:
                state = await domain.state()
                other = next(s for s in aioesx.DomainState if s is not state)
                tasks.start_soon(wait, domain.wait_for(other))
            await until(lambda: host.open_filters == len(domains))
            await esx.aclose()
    assert outcomes == [errors.ClosedError] * len(domains)


async def test_a_second_caller_waits_for_the_first(host: Simulator) -> None:
    esx = await connecting(host)
    host.fault_on("Logout", delay=0.3)
    ended: list[int] = []

    async def close() -> None:
        await esx.aclose()
        ended.append(host.open_sessions)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(close)
        tasks.start_soon(close)
    assert ended == [0, 0]


async def test_a_cancelled_close_has_closed(host: Simulator) -> None:
    esx = await connecting(host)
    with anyio.CancelScope() as scope:
        scope.cancel()
        await esx.aclose()
    assert host.open_sessions == 0


async def test_a_cancelled_opening_leaves_nothing(host: Simulator) -> None:
    host.fault_on("Login", delay=0.5, times=1)
    with anyio.move_on_after(0.2) as scope:
        await connecting(host)
    assert scope.cancelled_caught


async def test_what_is_forgotten_warns(host: Simulator) -> None:
    esx = await connecting(host)
    with pytest.warns(ResourceWarning, match="was never closed"):  # noqa: PT031
        del esx
        gc.collect()
    host.expire_sessions()


async def test_another_thread_is_told_where_to_close(host: Simulator) -> None:
    esx = await connecting(host)
    raised: list[BaseException] = []

    def elsewhere() -> None:
        try:
            anyio.run(esx.aclose)
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    await anyio.to_thread.run_sync(thread.join)
    assert "another event loop" in str(raised[0])
    await esx.aclose()


async def test_it_opens_once_only(host: Simulator) -> None:
    opening = connecting(host)
    async with opening:
        pass
    with pytest.raises(RuntimeError, match="connect"):
        await opening


async def test_keep_alive_returns_when_the_connection_is_closed(host: Simulator) -> None:
    esx = await connecting(host)
    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(esx.keep_alive, 0.05)
            host.forget_calls()
            await until(lambda: host.call_count["CurrentTime"])
            await esx.aclose()


def test_no_group_of_tasks_is_held_open_but_by_what_takes_errors_out_of_groups() -> None:
    """Elsewhere an error of the caller's block would come in a group of one."""
    held = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if module.name != "aioesx._concurrency"
        for node in _groups_held_open(module.tree)
    ]
    assert not held


def _groups_held_open(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield where a task group is made that outlives the function, or holds a yield."""
    inside = {
        id(item.context_expr)
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncWith)
        and not any(isinstance(each, ast.Yield) for each in ast.walk(node))
        for item in node.items
    }
    yield from (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("create_task_group")
        and id(node) not in inside
    )
