"""A simulated host that is slow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aioesx.simulator import Options, Simulator, presets


@pytest.fixture
def plain() -> Iterator[Simulator]:
    """A host without TLS, whose tasks take a while."""
    host = presets.small_host(machines=6, options=Options(task_seconds=0.3))
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        yield simulator
