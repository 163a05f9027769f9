"""The ways to a server that a fault is tried on, and an eye on sockets left over."""

from __future__ import annotations

import functools
import gc
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import anyio.lowlevel
import pytest
from support.calls import Reach, direct, reach_by
from support.hosts import PASSWORD
from support.lookups import looked_up

from aioesx.simulator import Simulator, presets

__all__ = ["looked_up"]


@pytest.fixture(params=["direct", "socks5", "http"])
def reach(request: pytest.FixtureRequest, ca_file: Path) -> Reach:
    """`async with reach(server) as client`: directly, by SOCKS5, by an HTTP proxy."""
    way = direct if request.param == "direct" else reach_by(request.param)
    return functools.partial(way, ca_file=ca_file)


@pytest.fixture
def host() -> Iterator[Simulator]:
    """A simulated host without TLS."""
    with Simulator(presets.small_host(), password=PASSWORD, tls=False) as simulator:
        yield simulator


@pytest.fixture
def straight(ca_file: Path) -> Reach:
    """`async with straight(server) as client`: directly; for faults that no proxy changes."""
    return functools.partial(direct, ca_file=ca_file)


def open_sockets() -> set[tuple[str, str]]:
    """Return this process's sockets as (descriptor, inode)."""
    found = set()
    for entry in Path("/proc/self/fd").iterdir():
        try:
            target = str(entry.readlink())
        except OSError:
            continue
        if target.startswith("socket:"):
            found.add((entry.name, target))
    return found


@pytest.fixture
def sockets() -> Iterator[object]:
    """A function that tells how many sockets there are more than at first; gc is off meanwhile."""
    gc.collect()
    gc.disable()
    before = open_sockets()
    try:
        with warnings.catch_warnings():
            yield lambda: len(open_sockets() - before)
    finally:
        gc.enable()


@pytest.fixture
async def settled() -> AsyncIterator[None]:
    """Let the event loop run once more at the end."""
    yield
    await anyio.lowlevel.checkpoint()
