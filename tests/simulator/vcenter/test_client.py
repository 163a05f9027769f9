"""aioesx itself, at hosts below a vCenter and at the vCenter."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from support.vcenter import ADDRESSES, VCENTER, Estate, quick

import aioesx
from aioesx.errors import EsxError, UriError
from aioesx.simulator.site import Site

pytestmark = pytest.mark.anyio


@pytest.fixture
async def served() -> AsyncIterator[Site]:
    async with Estate(options=quick()).site() as site:
        yield site


def uri(site: Site, query: str, address: str = ADDRESSES["esx1"]) -> str:
    return f"esx://root@{address}:{site.port}/?no_verify=1{query}"


@pytest.mark.parametrize("vcenter", ["*", VCENTER])
async def test_the_vcenter_that_a_host_tells_is_the_one_asked_for(
    served: Site, vcenter: str
) -> None:
    async with aioesx.connect(
        uri(served, f"&vcenter={vcenter}"), password="secret", vcenter_password="secret"
    ) as esx:
        assert len(await esx.domains.list()) == 5


async def test_another_vcenter_is_refused(served: Site) -> None:
    connecting = aioesx.connect(uri(served, "&vcenter=127.0.0.99"), password="secret")

    with pytest.raises(UriError, match=r"managed by a vCenter with IP 127\.0\.0\.10"):
        async with connecting:
            pass


async def test_a_vcenter_is_no_host(served: Site) -> None:
    connecting = aioesx.connect(uri(served, "", VCENTER), password="secret")

    with pytest.raises(EsxError, match="found a vCenter"):
        async with connecting:
            pass


async def test_a_domain_started_at_its_host_runs_at_the_vcenter(served: Site) -> None:
    async with aioesx.connect(uri(served, ""), password="secret") as esx:
        domain = await esx.domains.lookup("db01")
        await domain.start()

    assert served.vcenter is not None
    machine = served.vcenter.change(lambda vcenter: vcenter.find("db01"))
    assert machine.is_on
    assert served.hosts["esx1"].open_filters == 0
