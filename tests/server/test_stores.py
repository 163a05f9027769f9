"""The datastores of a scope: one read, wherever they are and whoever has them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.vcenter import Estate, quick, uri_of_vcenter

import aioesx
from aioesx import errors
from aioesx._server.files.stores import find_store, read_stores
from aioesx.simulator import Simulator
from aioesx.simulator.site import Site

pytestmark = pytest.mark.anyio


@pytest.fixture
def site() -> Iterator[Site]:
    with Estate(options=quick()).site(tls=False) as site:
        yield site


async def test_a_hosts_datastores_are_one_read(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    await esx._server.scope.home()  # read once for a connection
    simulator.forget_calls()

    stores = await read_stores(esx._server)

    assert simulator.call_count == {"RetrievePropertiesEx": 1}
    home = await esx._server.scope.home()
    assert {store.name: store.place for store in stores} == {"datastore1": home, "nfs1": home}
    assert all(store.mounts[0].writable and store.mounts[0].accessible for store in stores)


async def test_a_datastore_that_there_is_not_is_told_with_those_that_there_are(
    esx: aioesx.Connection,
) -> None:
    with pytest.raises(errors.NoSuchPoolError, match="datastore1"):
        await find_store(esx._server, "datastoer1")


@pytest.mark.parametrize(
    ("path", "stores"),
    [("", 4), ("eu/west/dc1/c1", 2), ("eu/west/dc1/esx3.example", 2), ("dc2", 0)],
)
async def test_below_a_vcenter_they_know_their_datacenter_and_hosts(
    site: Site, path: str, stores: int
) -> None:
    async with aioesx.connect(uri_of_vcenter(site, path), password="secret") as esx:
        assert site.vcenter is not None
        site.vcenter.forget_calls()

        found = await read_stores(esx._server)

        assert site.vcenter.call_count == {"RetrievePropertiesEx": 1}
        assert len({store.ref for store in found}) == len(found) == stores
        for store in found:
            assert store.place is not None
            assert store.place.datacenter_path == "eu/west/dc1"
