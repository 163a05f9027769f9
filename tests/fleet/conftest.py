"""A farm that the tests of a module share, and change nothing of but what they put back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.held import PASSWORD

from aioesx.simulator import Site, make_farm

COUNT = 6


@pytest.fixture(scope="module")
def farm() -> Iterator[Site]:
    """Six hosts with two machines each, without TLS."""
    with make_farm(COUNT, machines=2, password=PASSWORD, tls=False) as site:
        yield site


@pytest.fixture(autouse=True)
def _nobody_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hold every test of a fleet against what it must not leave: sessions."""
    yield
    if "farm" in request.fixturenames:
        site: Site = request.getfixturevalue("farm")
        left = {name: host.open_sessions for name, host in site.hosts.items()}
        assert not any(left.values()), f"sessions are left: {left}"
