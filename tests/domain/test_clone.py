"""Copies, templates, and where a domain is kept in a vCenter's tree."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from support.vcenter import Estate, quick, uri_of_host, uri_of_vcenter

import aioesx
from aioesx import errors
from aioesx.simulator.site import Site

pytestmark = pytest.mark.anyio

MACHINES = "eu/west/dc1/vm"


@pytest.fixture
def site() -> Iterator[Site]:
    with Estate(options=quick()).site(tls=False) as site:
        yield site


@pytest.fixture
async def esx(site: Site) -> AsyncIterator[aioesx.Connection]:
    """The whole vCenter."""
    async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
        yield esx


@asynccontextmanager
async def at_host(site: Site, more: str) -> AsyncIterator[aioesx.Connection]:
    uri = uri_of_host(site, more=more)
    async with aioesx.connect(uri, auth=lambda _: "secret") as esx:
        yield esx


async def entry_of(esx: aioesx.Connection, name: str) -> aioesx.DomainSummary:
    return next(entry for entry in await esx.domains.list() if entry.name == name)


async def test_a_copy_is_like_the_original_and_another(esx: aioesx.Connection) -> None:
    original = await esx.domains.lookup("db01")

    copy = await original.clone("db02")

    entry = await entry_of(esx, "db02")
    assert entry.domain == copy
    assert (entry.vcpus, entry.max_memory) == (4, 8 * 1024 * 1024)
    assert copy.uuid not in (None, original.uuid)
    assert (entry.host, entry.folder, entry.pool) == ("esx1.example", "", "Resources")
    assert (await copy.disks())[0].source == "[datastore1] db02/db02.vmdk"


async def test_a_copy_goes_where_it_is_told(esx: aioesx.Connection) -> None:
    await esx.folders.create(f"{MACHINES}/teams/web", parents=True)
    await esx.resource_pools.create("eu/west/dc1/host/c1/Resources/gold")
    original = await esx.domains.lookup("db01")

    await original.clone("db02", host="esx2.example", folder="teams/web", pool="gold", start=True)
    await original.clone("db03", host="esx3.example", datastore="datastore1 (esx3.example)")

    second, third = await entry_of(esx, "db02"), await entry_of(esx, "db03")
    assert (second.host, second.path) == ("esx2.example", f"{MACHINES}/teams/web/db02")
    assert (second.pool, second.state) == ("Resources/gold", "running")
    assert (third.host, third.pool) == ("esx3.example", "Resources")


async def test_a_linked_copy_stands_on_a_snapshot(esx: aioesx.Connection) -> None:
    original = await esx.domains.lookup("db01")
    with pytest.raises(errors.InvalidStateError, match="create one first"):
        await original.clone("db02", linked=True)
    snapshot = await original.snapshots.create("base")
    with pytest.raises(errors.NoSuchSnapshotError, match="'bose'"):
        await original.clone("db02", linked=True, snapshot="bose")

    for name, state in (("db02", None), ("db03", "base"), ("db04", snapshot)):
        copy = await original.clone(name, linked=True, snapshot=state)
        assert copy.name == name

    assert await (await esx.domains.lookup("db02")).snapshots.list() == []


async def test_a_template_makes_domains_and_becomes_one(esx: aioesx.Connection) -> None:
    golden = await (await esx.domains.lookup("db01")).clone("golden", template=True)
    assert (await entry_of(esx, "golden")).template
    with pytest.raises(errors.EsxError):
        await golden.start()

    made = await golden.clone("db02")
    await made.start()
    await golden.mark_as_domain(host="esx2.example")

    assert not (await entry_of(esx, "golden")).template
    assert (await entry_of(esx, "golden")).host == "esx2.example"
    assert await made.state() == "running"
    running = await esx.domains.lookup("web01")
    with pytest.raises(errors.InvalidStateError):
        await running.mark_as_template()


async def test_a_name_that_is_taken_is_refused(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("db01")
    with pytest.raises(errors.AlreadyExistsError):
        await domain.clone("web01")
    with pytest.raises(errors.LookupFailedError, match="folder 'nowhere'"):
        await domain.clone("db02", folder="nowhere")
    with pytest.raises(errors.LookupFailedError, match="datastore 'datastore9'"):
        await domain.clone("db02", datastore="datastore9")


async def test_odd_names_are_escaped(esx: aioesx.Connection) -> None:
    copy = await (await esx.domains.lookup("db01")).clone("a/b 100%")

    entry = await entry_of(esx, "a/b 100%")
    assert entry.path == f"{MACHINES}/a%2fb 100%25"
    assert await esx.domains.lookup("a/b 100%") == copy
    assert await esx.domains.lookup(f"{MACHINES}/a%2fb 100%25") == copy


async def test_a_host_alone_makes_no_copies_and_its_vcenter_does(site: Site) -> None:
    async with at_host(site, "") as alone:
        with pytest.raises(errors.NotSupportedError, match=r"cloning not possible .* vcenter=\*"):
            await (await alone.domains.lookup("db01")).clone("db02")
    async with at_host(site, "&vcenter=*") as esx:
        copy = await (await esx.domains.lookup("db01")).clone("db02")
        await copy.start()
        assert (await entry_of(esx, "db02")).state == "running"


async def test_a_folder_that_holds_something_is_not_removed(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("db01")
    await esx.folders.create(f"{MACHINES}/old/ones", parents=True)
    await domain.move_to_folder("old/ones")

    with pytest.raises(errors.InvalidStateError, match="holds 1 things"):
        await esx.folders.remove(f"{MACHINES}/old/ones")
    await domain.move_to_folder("")
    await esx.folders.remove(f"{MACHINES}/old/ones")

    assert f"{MACHINES}/old/ones" not in await esx.folders.list()
    assert (await entry_of(esx, "db01")).folder == ""
    for path in ("nowhere", "eu/west/dc1", f"{MACHINES}/db01"):
        with pytest.raises(errors.LookupFailedError, match="folder"):
            await esx.folders.remove(path)


async def test_a_pool_that_goes_leaves_its_domains(esx: aioesx.Connection) -> None:
    pools = "eu/west/dc1/host/c1/Resources"
    await esx.resource_pools.create(f"{pools}/gold")
    await esx.resource_pools.create(f"{pools}/gold/inner")
    domain = await esx.domains.lookup("web01")
    await domain.move_to_pool("inner")
    assert (await entry_of(esx, "web01")).pool == "Resources/gold/inner"

    await esx.resource_pools.rename(f"{pools}/gold", "silver")
    await esx.resource_pools.remove(f"{pools}/silver/inner")

    assert (await entry_of(esx, "web01")).pool == "Resources/silver"
    with pytest.raises(errors.AlreadyExistsError):
        await esx.resource_pools.create(f"{pools}/silver")
    with pytest.raises(errors.LookupFailedError, match="resource pool"):
        await esx.resource_pools.create("eu/west/dc1/vm/x")
