"""Hosts without TLS, and lines in front of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aioesx.simulator import HostState, Options, Simulator, presets


@pytest.fixture
def simulated() -> HostState:
    """A host whose tasks are quick."""
    return presets.small_host(machines=6)


@pytest.fixture
def slow() -> Iterator[Simulator]:
    """A host whose tasks take longer than any test waits."""
    host = presets.small_host(machines=6, options=Options(task_seconds=30))
    with Simulator(host, tls=False) as simulator:
        yield simulator
