"""Every public coroutine on every ESX and GSX product: one check each, on asyncio."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.contract import Case, coroutines
from support.contracts import CHECKS
from support.hosts import connected

from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.profile import PROFILES

HOSTS = [profile for profile in PROFILES.values() if not profile.is_vcenter]


@pytest.fixture
def anyio_backend() -> str:
    """Products differ on the wire, not in the event loop: the client's own suite runs on both."""
    return "asyncio"


@pytest.fixture(scope="module", params=HOSTS, ids=lambda profile: profile.name)
def product(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """A host of one product; a check makes its own machines."""
    options = Options(task_seconds=0.0, queue_seconds=0.0, tools_seconds=0.0)
    host = presets.empty_host(profile=request.param, options=options)
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        yield simulator


def test_every_public_coroutine_has_a_check() -> None:
    assert set(CHECKS) == coroutines()


@pytest.mark.anyio
@pytest.mark.parametrize("name", sorted(CHECKS))
async def test_contract(product: Simulator, name: str) -> None:
    check = CHECKS[name]
    refusal = check.refusal(product.state.profile)

    async with connected(product) as esx:
        if refusal is None:
            await check.verify(Case(product, esx))
        else:
            with pytest.raises(refusal):
                await check.verify(Case(product, esx))
