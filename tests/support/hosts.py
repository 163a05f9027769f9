"""A simulated host behind a line that can be cut, and a connection through it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from support.waiting import until

import aioesx
from aioesx.simulator import Simulator
from aioesx.simulator.line import Line

__all__ = ["PASSWORD", "connected", "logins", "seen", "tasks_of", "through"]

PASSWORD = "canary-password"
"""What the canary looks for, too: no test may show it."""


@asynccontextmanager
async def connected(simulator: Simulator, **options: Any) -> AsyncIterator[aioesx.Connection]:
    """Connect to a simulator over TLS, or without; a transport of the test's verifies by itself."""
    verified = simulator.ca_file and options.get("transport") is None
    uri = f"{simulator.uri}?cacert={simulator.ca_file}" if verified else simulator.uri
    async with aioesx.connect(uri, password=simulator.password, **options) as esx:
        yield esx


@asynccontextmanager
async def through(
    line: Line, simulator: Simulator, **options: Any
) -> AsyncIterator[aioesx.Connection]:
    """Connect to a simulator without TLS, through a line in front of it."""
    uri = f"esx://root@127.0.0.1:{line.port}/?transport=http"
    async with aioesx.connect(uri, password=simulator.password, **options) as esx:
        yield esx


async def seen(simulator: Simulator, method: str, times: int = 1) -> None:
    """Return when the simulator has served a method so often."""
    await until(lambda: simulator.call_count[method] >= times)


def tasks_of(simulator: Simulator, method: str) -> list[Any]:
    """Return the host's tasks that a method began."""
    found: list[Any] = simulator.change(
        lambda host: [t for t in host.tasks.by_moid.values() if t.method == method]
    )
    return found


def logins(simulator: Simulator) -> int:
    """Return how often somebody has tried to log in."""
    return simulator.call_count["Login"]
