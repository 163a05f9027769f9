"""Hosts without TLS, and lines in front of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.line import Line


@pytest.fixture
def plain() -> Iterator[Simulator]:
    """A host whose tasks are quick."""
    host = presets.small_host(machines=6, options=Options(task_seconds=0.05))
    with Simulator(host, tls=False) as simulator:
        yield simulator


@pytest.fixture
def slow() -> Iterator[Simulator]:
    """A host whose tasks take longer than any test waits."""
    host = presets.small_host(machines=6, options=Options(task_seconds=30))
    with Simulator(host, tls=False) as simulator:
        yield simulator


@pytest.fixture
def line(plain: Simulator) -> Iterator[Line]:
    """What can be cut in front of `plain`."""
    with Line("127.0.0.1", plain.port) as line:
        yield line
