"""Every public coroutine through a vCenter: one host of each product, and all hosts of one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.contract import Case
from support.contracts import CHECKS
from support.vcenter import PAIRS, Estate, quick

import aioesx
from aioesx.simulator.profile import PROFILES
from aioesx.simulator.site import Site

HOST = "eu/west/dc1/c1/esx1.example"
WAYS = [
    pytest.param(("vcenter-8.0", ""), id="vcenter-8.0-all"),
    *(
        pytest.param(
            (name, HOST),
            id=f"{name}-{HOST}",
            marks=() if name in ("vcenter-2.5", "vcenter-8.0") else pytest.mark.long,
        )
        for name in PAIRS
    ),
]


@pytest.fixture
def anyio_backend() -> str:
    """Products differ on the wire, not in the event loop: the client's own suite runs on both."""
    return "asyncio"


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> Iterator[tuple[Site, str]]:
    """A vCenter with hosts of its time, and the path that is connected to."""
    name, path = request.param
    profile, host_profile = PROFILES[name], PROFILES[PAIRS[name]]
    estate = Estate(profile=profile, host_profile=host_profile, options=quick(0.0))
    with estate.site(tls=False) as site:
        yield site, path


@pytest.mark.anyio
@pytest.mark.parametrize("name", sorted(CHECKS))
async def test_contract(way: tuple[Site, str], name: str) -> None:
    site, path = way
    assert site.vcenter is not None
    uri = f"vpx://root@{site.vcenter.address}:{site.vcenter.port}/{path}?transport=http"

    async with aioesx.connect(uri, password="secret") as esx:
        host = None if path == HOST else "esx1.example"
        await CHECKS[name].verify(Case(site.hosts["esx1"], esx, site.vcenter, host))

    assert site.vcenter.open_sessions == 0
