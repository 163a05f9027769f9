"""Volumes: listed by one search, found by name, path and key, told."""

from __future__ import annotations

from typing import Any

import pytest
from support.hosts import connected
from support.storage import IQN, LUN, add_disk, stored_host

import aioesx
from aioesx import VolumeFormat, VolumeInfo, VolumeType, errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

SEARCH = {"SearchDatastoreSubFolders_Task": 1, "CreateFilter": 1, "DestroyPropertyFilter": 1}
MIB = 1024**2


def calls(simulator: Simulator) -> dict[str, int]:
    """Return what was called, without the waits, whose number is chance."""
    return {name: n for name, n in simulator.call_count.items() if not name.startswith("WaitFor")}


@pytest.mark.parametrize("number", [50, 500])
async def test_a_list_is_one_search_whatever_its_length(number: int) -> None:
    host = stored_host()
    nfs = next(store for store in host.datastores.values() if store.name == "nfs1")
    for n in range(number):
        add_disk(nfs, f"vm{n}/disk.vmdk")
    with Simulator(host, tls=False) as simulator:
        async with connected(simulator) as esx:
            pool = await esx.pools.lookup("nfs1")
            assert await pool.volumes.list()
            every = sum(simulator.call_count.values())
            simulator.forget_calls()
            entries = await pool.volumes.list()
            assert calls(simulator) == SEARCH

    assert len(entries) == number
    assert every <= 11, "with logging in; logging out is one more"


async def test_what_is_told_of_each_kind(pool: aioesx.Pool, storage: aioesx.Connection) -> None:
    entries = {entry.name: entry for entry in await pool.volumes.list()}
    wanted = {
        "a/b/c.vmdk": (VolumeFormat.VMDK, 4 * MIB, False),
        "Über uns/größe [1].vmdk": (VolumeFormat.VMDK, 4 * MIB, True),
        "iso/tools.iso": (VolumeFormat.ISO, 1000, None),
        "floppy.flp": (VolumeFormat.RAW, 10, None),
    }

    told = {name: (e.format, e.capacity, e.thin) for name, e in entries.items() if name in wanted}

    assert told == wanted
    assert "iso/readme.txt" not in entries
    assert all(entry.modified is not None for entry in entries.values())
    for name in wanted:
        info = await entries[name].volume.info()
        assert info == VolumeInfo(VolumeType.FILE, entries[name].capacity, entries[name].allocation)
    luns = await (await storage.pools.lookup(IQN)).volumes.list()
    assert [(lun.type, lun.format) for lun in luns] == [(VolumeType.BLOCK, None)] * 2


async def test_a_disk_with_snapshots_has_a_volume_for_each(pool: aioesx.Pool) -> None:
    names = [entry.name for entry in await pool.volumes.list()]

    assert {"db01/db01.vmdk", "db01/db01-000001.vmdk"} <= set(names)


async def test_all_pools_are_listed_but_those_that_nobody_can_get_at(
    storage: aioesx.Connection,
) -> None:
    pools = {entry.pool for entry in await storage.volumes.list()}

    assert pools == {"datastore1", IQN}
    assert len([entry async for entry in storage.volumes]) == len(await storage.volumes.list())


async def test_a_volume_is_found_by_name_path_and_key(
    pool: aioesx.Pool, storage: aioesx.Connection
) -> None:
    target = await storage.pools.lookup(IQN)
    for where, name in ((pool, "a/b/c.vmdk"), (pool, "iso/tools.iso"), (target, LUN)):
        volume = await where.volumes.lookup(name)

        assert await storage.volumes.lookup(path=volume.path) == volume
        assert await storage.volumes.lookup(key=await volume.key()) == volume
        assert await where.volumes.lookup(path=volume.path) == volume
        assert volume.pool == where
    device = f"/vmfs/devices/disks/{LUN}"
    assert (await storage.volumes.lookup(path=device)).name == LUN


async def test_the_key_of_a_domains_disk_costs_no_search(
    stored: Simulator, storage: aioesx.Connection, pool: aioesx.Pool
) -> None:
    volume = await pool.volumes.lookup("web01/web01.vmdk")
    key = await volume.key()
    stored.forget_calls()

    assert await storage.volumes.lookup(key=key) == volume

    assert stored.call_count == {"RetrievePropertiesEx": 2, "QueryVirtualDiskUuid": 1}


ODD = [
    "Über uns/größe [1].vmdk",
    "a b/c#d%20?.vmdk",
    "x+y&z/[ab].vmdk",
    "文/件.vmdk",
    "a*c/d?.vmdk",
]


@pytest.mark.parametrize("name", ODD)
async def test_odd_names_are_found_exactly(stored: Simulator, pool: aioesx.Pool, name: str) -> None:
    def add(host: Any) -> None:
        store = next(iter(host.datastores.values()))
        for each in (name, name.replace("?", "X").replace("*", "Y").replace("[1]", "1")):
            if each not in store.files:
                add_disk(store, each)

    stored.change(add)

    found = await pool.volumes.lookup(name)

    assert found.name == name
    assert (await found.info()).capacity == 4 * MIB
    assert name in [entry.name for entry in await pool.volumes.list()]


@pytest.mark.parametrize(
    "given",
    [
        {"name": "web01/web0?.vmdk"},
        {"name": "WEB01/web01.vmdk"},
        {"name": "web01/*"},
        {"name": "nope/nope.vmdk"},
        {"name": "../x"},
        {"name": "web01"},
        {"name": "iso/readme.txt"},
        {"name": ""},
        {"path": "[datastore1] nope.vmdk"},
        {"path": "/dev/nope"},
        {"key": "[datastore1] nope.iso"},
        {"key": "00000000-0000-0000-0000-000000000001"},
        {"key": "nonsense"},
    ],
)
async def test_a_volume_that_there_is_not(pool: aioesx.Pool, given: dict[str, Any]) -> None:
    with pytest.raises(errors.NoSuchVolumeError) as caught:
        await pool.volumes.lookup(**given)

    assert caught.value.kind == "storage volume"


async def test_a_volume_of_another_pool(storage: aioesx.Connection) -> None:
    nfs = await storage.pools.lookup("nfs1")

    with pytest.raises(errors.NoSuchVolumeError, match="not in the storage pool 'nfs1'"):
        await nfs.volumes.lookup(path="[datastore1] a/b/c.vmdk")


@pytest.mark.parametrize("given", [{}, {"name": "a", "key": "b"}, {"path": "[x"}, {"name": "a"}])
async def test_what_names_no_volume_is_no_question(
    storage: aioesx.Connection, given: dict[str, Any]
) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - a sentence for each
        await storage.volumes.lookup(**given)


async def test_a_volume_that_went_away_says_so(pool: aioesx.Pool) -> None:
    volume = await pool.volumes.lookup("a/b/c.vmdk")
    await volume.delete()

    for ask in (volume.info, volume.xml, volume.key, volume.wipe):
        with pytest.raises((errors.NoSuchVolumeError, errors.NotFoundError)) as caught:
            await ask()
        assert (caught.value.kind, caught.value.name) == ("storage volume", "a/b/c.vmdk")
