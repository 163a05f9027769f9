"""A large answer is read in steps: others have their turn between, and cancelling loses nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio
import anyio.lowlevel
import pytest
from support.calls import CURRENT_TIME, NOON, POWER_ON
from support.scripted import ScriptedServer, soap

from aioesx import vim
from aioesx._session import client as client_module
from aioesx._session.client import SoapClient
from aioesx._session.http import Http
from aioesx._session.operation import Operation, begin_work, end_work
from aioesx._soap import decode_steps, encode_response
from aioesx._transport import HostTransport, Route

pytestmark = pytest.mark.anyio

COLLECTOR: Final = vim.ManagedObjectReference("PropertyCollector", "ha-property-collector")
MACHINE: Final = vim.ManagedObjectReference("VirtualMachine", "16")
SPEC: Final = vim.PropertyFilterSpec(
    prop_set=[vim.PropertySpec(type="VirtualMachine", path_set=["list"])],
    object_set=[vim.ObjectSpec(obj=MACHINE)],
)
READ: Final = vim.RetrieveProperties(this=COLLECTOR, spec_set=[SPEC])
TASK: Final = vim.ManagedObjectReference("Task", "t" * 1_000_000)


class Turns:
    """Counts the turns that a task beside the decoder gets, and notes where decoding was.

    Args:
        seconds: how long a step lasts; None for what is usual, 0 for a turn after every chunk.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, seconds: float | None = None) -> None:
        self.count = 0
        self.began: list[int] = []
        self.ended: list[int] = []
        self._more = {} if seconds is None else {"seconds": seconds}
        monkeypatch.setattr(client_module, "decode_steps", self._noted)

    def _noted(self, body: bytes, method: Any) -> Generator[None, None, Any]:
        self.began.append(self.count)
        result = yield from decode_steps(body, method, **self._more)
        self.ended.append(self.count)
        return result

    async def take(self) -> None:
        """Take a turn whenever there is one."""
        while True:
            self.count += 1
            await anyio.lowlevel.checkpoint()

    async def cancel_after(self, scope: anyio.CancelScope, turns: int) -> None:
        """Cancel when decoding has gone on for so many turns."""
        while not self.began or self.count < self.began[-1] + turns:
            self.count += 1
            await anyio.lowlevel.checkpoint()
        scope.cancel()


def rows(count: int) -> list[vim.ObjectContent]:
    """Return objects with a list each: no plain rows, but what the parser has to read."""
    value = vim.Array("xsd:int", [1, 2, 3])
    row = vim.ObjectContent(obj=MACHINE, prop_set=[vim.DynamicProperty(name="list", val=value)])
    return [row] * count


@asynccontextmanager
async def serving(answer: bytes) -> AsyncIterator[SoapClient]:
    """Give a client of a server that always gives the same answer."""
    with ScriptedServer(lambda peer: peer.serve(lambda _: soap(answer))) as server:
        route = Route("127.0.0.1", server.port, None)
        transport = HostTransport(route)
        try:
            http = Http(transport, route.authority, user_agent="test")
            yield SoapClient(http, body_limit=64 << 20)
        finally:
            transport.discard()


async def test_others_have_their_turns_while_a_large_answer_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns = Turns(monkeypatch)
    answer = encode_response(vim.RetrieveProperties, rows(60_000))
    async with serving(answer) as client, anyio.create_task_group() as group:
        group.start_soon(turns.take)
        found = await client.call(READ)
        group.cancel_scope.cancel()

    assert len(found) == 60_000
    assert turns.ended[0] - turns.began[0] >= 3


async def test_a_small_answer_is_read_in_one_step(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Turns(monkeypatch)
    answer = encode_response(vim.CurrentTime, NOON)
    async with serving(answer) as client, anyio.create_task_group() as group:
        group.start_soon(turns.take)
        found = await client.call(CURRENT_TIME)
        group.cancel_scope.cancel()

    assert found == NOON
    assert turns.ended == turns.began


async def test_a_read_that_is_cancelled_while_its_answer_is_read_ends_and_the_next_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns = Turns(monkeypatch, seconds=0)
    async with serving(encode_response(vim.RetrieveProperties, rows(5_000))) as client:
        async with anyio.create_task_group() as group:
            with anyio.CancelScope() as scope:
                group.start_soon(turns.cancel_after, scope, 3)
                await client.call(READ)

        assert scope.cancelled_caught
        assert turns.ended == []
        assert len(await client.call(READ)) == 5_000


async def test_a_wait_that_is_cancelled_while_its_answer_is_read_is_taken_up_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns = Turns(monkeypatch, seconds=0)
    async with serving(encode_response(vim.RetrieveProperties, rows(5_000))) as client:
        pending = await client.begin(READ)
        async with anyio.create_task_group() as group:
            with anyio.CancelScope() as scope:
                group.start_soon(turns.cancel_after, scope, 3)
                await pending.result()

        assert scope.cancelled_caught
        assert pending.resumable
        assert len(await pending.result()) == 5_000
        assert len(turns.began) == 1


async def test_the_answer_to_a_change_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has come: whoever is cancelled meanwhile knows what became of the change."""
    turns = Turns(monkeypatch, seconds=0)
    operation = Operation("start", None)
    token = begin_work(operation)
    found = None
    answer = encode_response(vim.PowerOnVM_Task, TASK)
    scope = anyio.CancelScope()
    try:
        async with serving(answer) as client, anyio.create_task_group() as group:
            with scope:
                group.start_soon(turns.cancel_after, scope, 3)
                found = await client.call(POWER_ON)
    finally:
        end_work(token)

    assert scope.cancel_called
    assert found == TASK
    assert not operation.is_open("PowerOnVM_Task")
