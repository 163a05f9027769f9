"""Where the room went, what is left over: few calls, and nothing said that nobody can know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.vcenter import Estate, quick, uri_of_host, uri_of_vcenter

import aioesx
from aioesx import errors
from aioesx.simulator import HostState, Simulator, presets
from aioesx.simulator.site import Site
from aioesx.simulator.state.disks import Disk
from aioesx.simulator.state.files import ZeroContent

pytestmark = pytest.mark.anyio

MIB = 1024 * 1024
OTHERS = (
    "other hosts may have the pool, too: ask their vCenter, or name the connections to all of them"
)


@pytest.fixture
def estate() -> Estate:
    return Estate(options=quick())


@pytest.fixture
def site(estate: Estate) -> Iterator[Site]:
    with estate.site(tls=False) as site:
        yield site


def leave_behind(host: HostState, store: str = "datastore1") -> None:
    """Put things into a datastore that no machine has."""
    held = next(each for each in host.datastores.values() if each.name == store)
    for folder in ("old", "fcd", ".vSphere-HA/x", "contentlib-1", "iso"):
        held.make_folder(folder, parents=True)
        held.make_disk(f"{folder}/disk.vmdk", Disk(capacity_kb=1024, uuid="u"))
    held.put_text("gone/gone.vmx", 'displayName = "gone"\n')
    held.put_text("gone/gone.nvram", "x")
    held.put_text("gone/notes.txt", "x")
    held.put_content("bare/left-flat.vmdk", ZeroContent(5 * MIB, 5 * MIB))


def changed(simulator: Simulator, change: Callable[[HostState], Any]) -> None:
    simulator.change(change)


def found(result: aioesx.Orphans) -> dict[str, tuple[str, str | None]]:
    return {each.path.path: (each.kind, each.domain) for each in result.unclaimed}


LEFT = {
    "bare/left-flat.vmdk": ("extent", None),
    "gone/gone.nvram": ("nvram", "gone.vmx"),
    "gone/gone.vmx": ("domain", "gone.vmx"),
    "iso/disk.vmdk": ("disk", None),
    "old/disk.vmdk": ("disk", None),
}


async def test_a_host_alone_cannot_tell_what_others_have(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    changed(simulator, leave_behind)

    (result,) = await esx.storage.orphans("datastore1")

    assert not result.certain
    assert result.files == ()
    assert result.reasons == (OTHERS,)
    assert found(result) == LEFT
    assert result.passed_over == [".vSphere-HA", "contentlib-1", "fcd"]


async def test_whoever_names_all_hosts_is_told(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    changed(simulator, leave_behind)
    web = await esx.domains.lookup("web01")
    await web.snapshots.create("before")

    (result,) = await esx.storage.orphans("datastore1", beside=[esx])

    assert result.certain
    assert found(result) == LEFT
    sizes = {each.path.path: each.size for each in result.files}
    assert sizes["old/disk.vmdk"] > MIB  # with its extent
    assert sizes["bare/left-flat.vmdk"] == 5 * MIB


async def test_machines_are_asked_behind_the_search(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    """Else one that is made in between has files, and nobody to claim them."""

    def make(event: aioesx.Event) -> None:
        is_search = getattr(event, "method", "") == "SearchDatastoreSubFolders_Task"
        if is_search and isinstance(event, aioesx.RequestSent):
            kind = presets.MachineKind("late01")
            simulator.change(lambda host: presets.add_machine(host, kind))

    uri = f"{simulator.uri}?cacert={simulator.ca_file}"
    async with aioesx.connect(uri, password="secret", on_event=make) as other:
        (result,) = await other.storage.orphans("datastore1", beside=[other])

    domain = await esx.domains.lookup("late01")
    assert domain.name == "late01"
    assert found(result) == {}


async def test_a_vcenter_knows_whom_to_ask(site: Site, estate: Estate) -> None:
    leave_behind(estate.esx1)

    async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
        results = {each.pool: each for each in await esx.storage.orphans()}
        shared = results["datastore1"]

    assert shared.certain, shared.reasons
    assert found(shared) == LEFT


async def test_a_host_that_is_not_asked_is_a_reason(site: Site) -> None:
    where = uri_of_vcenter(site, "eu/west/dc1/c1/esx1.example")
    async with aioesx.connect(where, password="secret") as esx:
        (result,) = await esx.storage.orphans("datastore1")

    assert not result.certain
    assert any("the connection is not over it" in reason for reason in result.reasons)


async def test_what_a_disconnected_host_told_may_be_old(site: Site, estate: Estate) -> None:
    assert site.vcenter is not None
    site.vcenter.change(lambda vcenter: vcenter.disconnect(estate.esx2))

    async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
        (result,) = [each for each in await esx.storage.orphans() if each.pool == "datastore1"]

    assert not result.certain
    assert any("esx2.example may be old" in reason for reason in result.reasons)


async def test_another_hosts_machines_claim_what_they_have(site: Site, estate: Estate) -> None:
    """Two hosts of one datastore, without their vCenter: each claims its own."""
    one = aioesx.connect(uri_of_host(site, "esx1", ""), password="secret")
    two = aioesx.connect(uri_of_host(site, "esx2", ""), password="secret")
    async with one as esx1, two as esx2:
        (alone,) = await esx2.storage.orphans("datastore1")
        (both,) = await esx2.storage.orphans("datastore1", beside=[esx1])

    assert not alone.certain
    assert {each.path.path.partition("/")[0] for each in alone.unclaimed} >= {"web01", "db01"}
    assert both.certain
    assert both.files == []


async def test_a_pool_that_there_is_not(esx: aioesx.Connection) -> None:
    with pytest.raises(errors.NoSuchPoolError, match="datastore1"):
        await esx.storage.orphans("datastoer1")


async def test_where_the_room_went(simulator: Simulator, esx: aioesx.Connection) -> None:
    await esx._server.scope.home()  # read once for a connection
    simulator.forget_calls()

    pools = {each.name: each for each in await esx.storage.space()}

    assert simulator.call_count == {"RetrievePropertiesEx": 2}
    pool = pools["datastore1"]
    assert pool.capacity is not None
    assert pool.used is not None
    assert pool.free == pool.capacity - pool.used
    assert {each.name for each in pool.domains} >= {"web01", "db01"}
    sizes = [each.used for each in pool.domains]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) <= pool.used


async def test_images_and_who_has_them(simulator: Simulator, esx: aioesx.Connection) -> None:
    def put(host: HostState) -> None:
        store = next(iter(host.datastores.values()))
        store.put_content("iso/debian.iso", ZeroContent(MIB, MIB))
        store.put_content("iso/tools.flp", ZeroContent(1440 * 1024, 1440 * 1024))

    changed(simulator, put)
    web = await esx.domains.lookup("web01")
    await web.insert_media("[datastore1] iso/debian.iso")

    images = {image.path.path: image for image in await esx.storage.images("datastore1")}

    assert images["iso/debian.iso"].domains == ["web01"]
    assert images["iso/debian.iso"].kind == "cdrom"
    assert images["iso/debian.iso"].size == MIB
    assert images["iso/tools.flp"].kind == "floppy"
    assert images["iso/tools.flp"].domains == []


async def test_an_image_that_is_gone_is_told(simulator: Simulator, esx: aioesx.Connection) -> None:
    def put(host: HostState) -> None:
        next(iter(host.datastores.values())).put_content("iso/debian.iso", ZeroContent(MIB, MIB))

    changed(simulator, put)
    web = await esx.domains.lookup("web01")
    await web.insert_media("[datastore1] iso/debian.iso")
    changed(simulator, lambda host: next(iter(host.datastores.values())).delete("iso/debian.iso"))

    (image,) = await esx.storage.images("datastore1")

    assert image.missing
    assert image.domains == ["web01"]


async def test_only_orphans_are_deleted_and_only_by_name(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    changed(simulator, leave_behind)
    disk, taken = "[datastore1] old/disk.vmdk", "[datastore1] web01/web01.vmdk"

    for paths, why in (
        ([disk], "nobody can tell"),
        ([disk, taken], "is no orphan"),
        (["[datastore1] nowhere.vmdk"], "is not there"),
        (["old/disk.vmdk"], "is not a datastore path"),
    ):
        with pytest.raises(ValueError, match=why):
            await esx.storage.remove_orphans(
                paths, beside=[] if why == "nobody can tell" else [esx]
            )
    before = await esx.storage.orphans("datastore1", beside=[esx])
    await esx.storage.remove_orphans([disk], beside=[esx])

    (result,) = await esx.storage.orphans("datastore1", beside=[esx])
    assert found(before[0]) == LEFT
    assert found(result) == {path: kind for path, kind in LEFT.items() if "old/" not in path}


async def test_another_host_may_be_named_by_its_uri(site: Site) -> None:
    one, two = (uri_of_host(site, name, "") for name in ("esx1", "esx2"))
    async with aioesx.connect(two, auth=lambda _: "secret") as esx:
        (result,) = await esx.storage.orphans("datastore1", beside=[one])

    assert result.certain


async def test_what_grew_since_a_snapshot_is_told(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup("db01")
    await domain.snapshots.create("first")
    simulator.write_disk("db01", "", 0, b"x" * (5 * MIB))
    await domain.snapshots.create("second")
    simulator.write_disk("db01", "", 0, b"y" * (2 * MIB))

    grown = {each.name: each.delta for each in await esx.storage.snapshots()}
    (pool,) = [each for each in await esx.storage.space() if each.name == "datastore1"]

    assert grown.keys() == {"first", "second"}
    assert 5 * MIB <= (grown["first"] or 0) < 7 * MIB
    assert 2 * MIB <= (grown["second"] or 0) < 4 * MIB
    (taken,) = [each for each in pool.domains if each.name == "db01"]
    assert 7 * MIB <= taken.snapshots < 11 * MIB
    assert pool.snapshots >= taken.snapshots
    assert pool.problems == []
