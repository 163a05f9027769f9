"""What a session does beside the rows of its own: refusals, closing, other loops, dead lines."""

from __future__ import annotations

import anyio
import pytest
from support.calls import CURRENT_TIME
from support.hosts import PASSWORD, seen
from support.proxy import Proxy

from aioesx import Connection, answer_default, connect, vim
from aioesx.errors import (
    ClosedError,
    EsxError,
    OutcomeUnknownError,
    ReadOnlyError,
    RestrictedLicenseError,
)
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio
row = pytest.mark.fault


async def test_read_only_refuses_before_the_wire(host: Simulator) -> None:
    async with connect(host.uri, password=PASSWORD, read_only=True) as esx:
        domain = next(e for e in await esx.domains.list() if e.state.name == "SHUTOFF").domain
        host.forget_calls()
        with pytest.raises(ReadOnlyError):
            await domain.start()
        with pytest.raises(ReadOnlyError):
            await esx.call(vim.PowerOnVM_Task(this=domain.ref))
        assert not any("PowerOn" in name for name, _ in host.calls)


async def test_a_restricted_license_is_told_in_plain_words(host: Simulator) -> None:
    host.fault_on("PowerOnVM_Task", "RestrictedVersion")
    async with connect(host.uri, password=PASSWORD) as esx:
        domain = (await esx.domains.list())[0].domain
        with pytest.raises(RestrictedLicenseError):
            await esx.call(vim.PowerOnVM_Task(this=domain.ref))


async def test_an_unknown_outcome_names_method_and_object(host: Simulator) -> None:
    with Proxy("relay", {("", 0): ("127.0.0.1", host.port)}) as proxy:
        uri = f"esx://root@127.0.0.1:{proxy.port}/?transport=http"
        async with connect(uri, password=PASSWORD) as esx:
            domain = (await esx.domains.list())[0].domain
            proxy.rules = lambda data: "swallow" if b"<RebootGuest " in data else None
            with pytest.raises(OutcomeUnknownError) as caught:
                await esx.call(vim.RebootGuest(this=domain.ref))
    assert (caught.value.method, caught.value.ref) == ("RebootGuest", domain.ref)
    assert host.call_count["RebootGuest"] == 1


@row("N10")
async def test_n10_a_dead_line_that_comes_back_starts_nothing_twice(host: Simulator) -> None:
    with Proxy("relay", {("", 0): ("127.0.0.1", host.port)}) as proxy:
        uri = f"esx://root@127.0.0.1:{proxy.port}/?transport=http"
        async with connect(uri, password=PASSWORD) as esx:
            domain = next(e for e in await esx.domains.list() if e.state.name == "SHUTOFF").domain
            host.change(lambda state: setattr(state.options, "task_seconds", 0.6))

            async def trouble() -> None:
                await anyio.sleep(0.2)
                proxy.passing.clear()
                await anyio.sleep(0.2)
                proxy.cut()
                proxy.passing.set()

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(trouble)
                await domain.start()
            assert (await domain.state()).name == "RUNNING"
    assert host.call_count["PowerOnVM_Task"] == 1


async def test_a_session_is_kept_alive_when_asked_for(host: Simulator) -> None:
    async with (
        connect(host.uri, password=PASSWORD) as esx,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(esx.keep_alive, 0.05)
        host.forget_calls()
        await seen(host, "CurrentTime", 3)
        await esx.aclose()
    assert host.open_sessions == 0


async def test_warnings_are_logged(host: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    async with connect(host.uri + "&nonsense=1", password=PASSWORD):
        pass
    assert "ignoring unexpected query parameter 'nonsense'" in caplog.text


@row("C4")
async def test_c4_closing_twice_and_with_calls_in_flight(host: Simulator) -> None:
    host.fault_on("CurrentTime", delay=5.0)
    outcomes: list[type[BaseException]] = []

    async def caller(esx: Connection) -> None:
        try:
            await esx.call(CURRENT_TIME)
        except EsxError as error:
            outcomes.append(type(error))

    async with anyio.create_task_group() as tasks:
        connecting = connect(host.uri, password=PASSWORD)
        async with connecting as esx:
            for _ in range(8):  # more than there are lanes
                tasks.start_soon(caller, esx)
            await anyio.sleep(0.2)
        with pytest.raises(ClosedError):
            await esx.call(CURRENT_TIME)
        await connecting.__aexit__(None, None, None)
    assert outcomes == [ClosedError] * 8


@row("C6")
async def test_c6_long_polls_do_not_block_calls(host: Simulator) -> None:
    """Tasks that wait share one long poll, on a lane of its own."""
    host.change(lambda state: setattr(state.options, "task_seconds", 3600.0))
    async with connect(host.uri, password=PASSWORD, on_question=answer_default) as esx:
        off = [e.domain for e in await esx.domains.list() if e.state.name == "SHUTOFF"]
        async with anyio.create_task_group() as tasks:
            for domain in off:
                tasks.start_soon(domain.start)
            await seen(host, "WaitForUpdatesEx")
            host.forget_calls()
            with anyio.fail_after(20):  # less than one long poll takes
                for _ in range(20):
                    await esx.call(CURRENT_TIME)
            tasks.cancel_scope.cancel()
    assert host.call_count["CurrentTime"] == 20


@row("C7")
@pytest.mark.parametrize("theirs", ["asyncio", "trio"])
async def test_c7_another_event_loop_is_told(host: Simulator, theirs: str) -> None:
    async with connect(host.uri, password=PASSWORD) as esx:

        async def use() -> None:
            await esx.call(CURRENT_TIME)

        with pytest.raises(RuntimeError, match="another event loop"):
            await anyio.to_thread.run_sync(lambda: anyio.run(use, backend=theirs))
        await use()
    assert host.open_sessions == 0
