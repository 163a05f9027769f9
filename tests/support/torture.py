"""Fail, or cancel, at the n-th step that a connection takes with its sockets; n = 1, 2, ...

The story opens a connection, calls, reads in bulk, starts a task and waits for it, and closes.
After the fault nothing may be left: no socket, no task, no session; and if the connection was
open already, it has to work again.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Final

import anyio
import anyio.lowlevel
import pytest
from support.calls import CURRENT_TIME
from support.waiting import until

from aioesx import Connection, connect
from aioesx._session import seconds
from aioesx._transport import Network, lane
from aioesx._transport import transport as transport_module
from aioesx._transport.line import Line
from aioesx._transport.network import Address
from aioesx.errors import EsxError
from aioesx.simulator import Simulator

__all__ = ["Torture", "run_story", "without_gc", "without_pauses"]

MACHINE: Final = "db01"
PATIENCE: Final = 5.0
_HASTY: Final = seconds.current(
    repeats=(0.0, 0.01, 0.02),
    looks=(0.0, 0.02, 0.02, 0.05),
    backoff=(0.005, 0.01, 0.02, 0.05),
    pace=0.01,
)


def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut the library's pauses short: they are no steps, and take most of the time."""
    monkeypatch.setattr(lane, "_LAST_WORDS_SECONDS", 0.01)
    monkeypatch.setattr(seconds, "USUAL", _HASTY)


class Torture(Network):
    """A network that counts steps and spoils one.

    Args:
        at: the step that is spoilt; 0 spoils none.
        mode: ``"fail"`` or ``"cancel"``.

    Attributes:
        steps: how many there were.
        scope: what ``"cancel"`` cancels.
        struck: whether the step came.
    """

    def __init__(self, at: int, mode: str) -> None:
        self.at = at
        self.mode = mode
        self.steps = 0
        self.scope: anyio.CancelScope | None = None
        self.struck = False
        self.sockets: list[socket.socket] = []
        self.lines: list[Line] = []

    async def step(self) -> None:
        self.steps += 1
        if self.steps != self.at:
            return
        self.struck = True
        if self.mode == "fail":
            raise OSError(errno.ECONNRESET, "torture")
        if self.scope is not None:
            self.scope.cancel()
        await anyio.lowlevel.checkpoint()

    async def resolve(self, host: str, port: int) -> list[Address]:
        await self.step()
        return await super().resolve(host, port)

    def line(self, sock: socket.socket) -> Line:
        self.sockets.append(sock)
        line = TorturedLine(sock, self)
        self.lines.append(line)
        return line

    @property
    def open_sockets(self) -> int:
        """How many sockets were not closed."""
        descriptors = [*self.sockets, *(line._socket for line in self.lines)]
        return sum(sock.fileno() >= 0 for sock in descriptors)


class TorturedLine(Line):
    """A line that asks before and after each step."""

    def __init__(self, sock: socket.socket, torture: Torture) -> None:
        super().__init__(sock)
        self._torture = torture

    async def connect(self, address: tuple[str | int, ...]) -> None:
        await self._torture.step()
        await super().connect(address)
        await self._torture.step()

    async def send(self, data: bytes) -> None:
        await self._torture.step()
        await super().send(data)
        await self._torture.step()

    async def _readable(self) -> None:
        await self._torture.step()
        await super()._readable()
        await self._torture.step()

    async def _writable(self) -> None:
        await self._torture.step()
        await super()._writable()
        await self._torture.step()


async def _everything(esx: Connection) -> None:
    await esx.call(CURRENT_TIME)
    assert await esx.domains.list()
    domain = await esx.domains.lookup(MACHINE)
    with contextlib.suppress(EsxError):
        await domain.start()
    with contextlib.suppress(EsxError):
        await domain.destroy()


@contextlib.contextmanager
def without_gc() -> Iterator[None]:
    """Leave nothing to the garbage collector; collecting costs as much as a whole story."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextlib.asynccontextmanager
async def _opened(torture: Torture, uri: str, options: dict[str, Any]) -> AsyncIterator[Connection]:
    setattr(transport_module, "Network", lambda: torture)  # noqa: B010  # put back below
    try:
        connecting = connect(uri, **options)
    finally:
        setattr(transport_module, "Network", Network)  # noqa: B010
    async with connecting as esx:
        yield esx


async def run_story(torture: Torture, host: Simulator, uri: str, options: dict[str, Any]) -> None:
    """Tell the story once, and check what is left."""
    before = len(anyio.get_running_tasks())
    with anyio.fail_after(20):
        with anyio.CancelScope() as whole:
            torture.scope = whole
            try:
                async with _opened(torture, uri, options) as esx:
                    with anyio.CancelScope() as middle:
                        torture.scope = middle
                        with contextlib.suppress(EsxError):
                            await _everything(esx)
                    torture.scope = None
                    struck_before = torture.struck
                    if struck_before:
                        assert await esx.call(CURRENT_TIME)
                        assert await esx.domains.list()
                    torture.scope = whole
            except EsxError:
                assert torture.struck, "an error without a fault"
        where = f"after step {torture.at} ({torture.mode})"
        await _until(lambda: torture.open_sockets == 0, f"sockets left {where}")
        await _until(lambda: host.open_sessions == 0, f"sessions left {where}")
        await _until(lambda: len(anyio.get_running_tasks()) <= before, f"tasks left {where}")


async def _until(condition: Callable[[], bool], complaint: str) -> None:
    try:
        await until(condition, PATIENCE)
    except TimeoutError:
        raise AssertionError(complaint) from None
