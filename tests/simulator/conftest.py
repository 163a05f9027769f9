from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from support.soapcall import Caller

from aioesx.simulator import ManualClock, Options, Simulator, presets


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def simulator(clock: ManualClock) -> Simulator:
    """A host whose clock stands still, with an application and no socket."""
    options = Options(task_seconds=10.0, queue_seconds=1.0, tools_seconds=5.0)
    host = presets.small_host(options=options, clock=clock)
    return Simulator(host, password="secret", tls=False, read_only_users={"reader": "look"})


@pytest.fixture
async def caller(simulator: Simulator) -> AsyncIterator[Caller]:
    caller = Caller(simulator)
    yield caller
    await caller.aclose()
    simulator.stop()


@pytest.fixture
async def call(caller: Caller) -> Caller:
    await caller.login()
    return caller
