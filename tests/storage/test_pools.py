"""Pools: datastores of every kind and the targets of every adapter, found, told and refreshed."""

from __future__ import annotations

import pickle
import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from support.hosts import connected
from support.meddler import Meddler
from support.storage import IQN, add_target, stored_host
from support.vcenter import Estate, quick, uri_of_vcenter

import aioesx
from aioesx import PoolKind, PoolState, errors, vim
from aioesx.simulator import HostState, Simulator
from aioesx.simulator.site import Site
from aioesx.storage import datastore
from aioesx.storage.keys import md5_uuid

pytestmark = pytest.mark.anyio

OTHER = "iqn.1998-01.org.example:other"


async def test_a_list_is_of_datastores_and_targets(storage: aioesx.Connection) -> None:
    entries = await storage.pools.list()

    assert {entry.name: entry.kind for entry in entries} == {
        "datastore1": PoolKind.FS,
        "nfs1": PoolKind.NETFS,
        "Local disk": PoolKind.DIR,
        "broken": PoolKind.FS,
        IQN: PoolKind.ISCSI,
    }
    assert all(entry.hosts and entry.problems == () for entry in entries)
    assert [entry.name async for entry in storage.pools] == [entry.name for entry in entries]


async def test_a_list_is_one_read_for_each_of_the_two_kinds(
    stored: Simulator, storage: aioesx.Connection
) -> None:
    await storage._server.scope.home()  # read once for a connection
    stored.forget_calls()

    await storage.pools.list()

    assert stored.call_count == {"RetrievePropertiesEx": 2}


@pytest.mark.parametrize("criterion", ["active", "persistent", "autostart"])
async def test_every_pool_is_active_persistent_and_started(
    storage: aioesx.Connection, criterion: str
) -> None:
    no: dict[str, Any] = {criterion: False}
    yes: dict[str, Any] = {criterion: True}

    assert await storage.pools.list(**no) == []
    assert len(await storage.pools.list(**yes)) == 5


@pytest.mark.parametrize(
    ("kinds", "names"),
    [
        ("iscsi", {IQN}),
        (["fs", PoolKind.NETFS], {"datastore1", "broken", "nfs1"}),
        ([], set()),
    ],
)
async def test_a_list_of_some_kinds(
    storage: aioesx.Connection, kinds: Any, names: set[str]
) -> None:
    assert {entry.name for entry in await storage.pools.list(kinds=kinds)} == names


async def test_a_kind_that_there_is_not(stored: Simulator, storage: aioesx.Connection) -> None:
    stored.forget_calls()

    with pytest.raises(ValueError, match="did you mean 'netfs'"):
        await storage.pools.list(kinds="nefs")

    assert stored.call_count == {}


async def test_a_pool_is_found_by_name_uuid_and_volume(storage: aioesx.Connection) -> None:
    path = "[datastore1] a/b/c.vmdk"
    pool = await storage.pools.lookup("datastore1")

    assert pool.uuid is not None
    assert await storage.pools.lookup(uuid=str(pool.uuid)) == pool
    assert await storage.pools.lookup(volume=path) == pool
    assert await storage.pools.lookup(volume=await storage.volumes.lookup(path=path)) == pool
    assert await storage.pools.lookup("ha-datacenter/datastore/datastore1") == pool
    target = await storage.pools.lookup(IQN)
    assert await storage.pools.lookup(uuid=target.uuid) == target


@pytest.mark.parametrize("given", [{}, {"name": "a", "uuid": UUID(int=1)}, {"uuid": "xx"}])
async def test_what_names_no_pool_is_no_question(
    storage: aioesx.Connection, given: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"exactly one|is no UUID"):
        await storage.pools.lookup(**given)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"name": "datastore2"}, "did you mean 'datastore1'"),
        ({"name": "iqn.nope"}, "iqn.nope"),
        ({"uuid": UUID(int=7)}, "00000000-0000-0000-0000-000000000007"),
    ],
)
async def test_a_pool_that_there_is_not(
    storage: aioesx.Connection, given: dict[str, Any], text: str
) -> None:
    with pytest.raises(errors.NoSuchPoolError, match=text) as caught:
        await storage.pools.lookup(**given)

    assert caught.value.kind == "storage pool"


async def test_a_pool_without_a_mount_hides_no_other() -> None:
    """libvirt's search by UUID ends at the first datastore that its host has not mounted."""
    host = stored_host()
    first = next(iter(host.datastores.values()))
    first.mount = ""
    with Simulator(host, tls=False) as simulator:
        async with connected(simulator) as esx:
            by_name = await esx.pools.lookup("nfs1")

            assert await esx.pools.lookup(uuid=by_name.uuid) == by_name
            entry = next(e for e in await esx.pools.list() if e.name == "datastore1")
            assert (await entry.pool.info()).state is PoolState.RUNNING


async def test_what_is_told_of_a_pool_that_nobody_can_get_at(storage: aioesx.Connection) -> None:
    entry = next(entry for entry in await storage.pools.list() if entry.name == "broken")

    assert (entry.state, entry.accessible) == (PoolState.INACCESSIBLE, False)
    assert (entry.capacity, entry.allocation, entry.available) == (None, None, None)
    assert (await entry.pool.info()).state is PoolState.INACCESSIBLE
    assert "<capacity unit='bytes'>0</capacity>" in await entry.pool.xml()


async def test_the_targets_of_every_adapter_are_pools() -> None:
    """libvirt knows those of the first adapter only."""
    host = stored_host()
    add_target(host, OTHER, "naa.77")
    with Simulator(host, tls=False) as simulator:
        async with connected(simulator) as esx:
            pool = await esx.pools.lookup(OTHER)

            assert "<host name='192.0.2.77' port='3261'/>" in await pool.xml()
            assert [entry.name for entry in await pool.volumes.list()] == ["naa.77"]
            assert (await esx.volumes.lookup(path="naa.77")).pool == pool


async def test_a_target_without_a_session_has_no_volumes(stored: Simulator) -> None:
    def add(host: HostState) -> None:
        add_target(host, OTHER, "naa.77")
        host.storage.luns = host.storage.luns[:1]

    stored.change(add)
    async with connected(stored) as esx:
        assert await (await esx.pools.lookup(OTHER)).volumes.list() == []


async def test_refresh_has_the_host_look_again(
    stored: Simulator, storage: aioesx.Connection, pool: aioesx.Pool
) -> None:
    await pool.refresh()
    await (await storage.pools.lookup(IQN)).refresh()

    assert stored.call_count["RefreshDatastore"] == 1
    assert stored.change(lambda host: host.storage.rescans) == {"vmhba64": 1}


async def test_no_pool_can_be_kept_from_its_host(
    stored: Simulator, storage: aioesx.Connection, pool: aioesx.Pool
) -> None:
    stored.forget_calls()

    await pool.set_autostart(True)
    with pytest.raises(errors.NotSupportedError, match="every storage pool") as caught:
        await pool.set_autostart(False)

    assert await pool.autostart()
    assert (caught.value.kind, caught.value.name) == ("storage pool", "datastore1")
    assert stored.call_count == {}


async def test_a_summary_is_a_plain_value(storage: aioesx.Connection) -> None:
    entry = (await storage.pools.list())[0]

    copy = pickle.loads(pickle.dumps(entry))

    assert copy == entry
    assert aioesx.to_dict(copy)["kind"] == "fs"
    with pytest.raises(AttributeError, match="look its pool up"):
        _ = copy.pool


KINDS: dict[type[vim.DatastoreInfo], PoolKind] = {
    vim.VmfsDatastoreInfo: PoolKind.FS,
    vim.NasDatastoreInfo: PoolKind.NETFS,
    vim.LocalDatastoreInfo: PoolKind.DIR,
    vim.VsanDatastoreInfo: PoolKind.DIR,
    vim.VvolDatastoreInfo: PoolKind.DIR,
    vim.PMemDatastoreInfo: PoolKind.DIR,
}


@pytest.mark.parametrize("cls", KINDS)
def test_a_kind_without_a_word_is_a_directory(cls: type[vim.DatastoreInfo]) -> None:
    facts: dict[str, Any] = {name: 0 for name, f in cls.wire_fields.items() if f.required}

    assert datastore._kind(cls(**facts)) is KINDS[cls]


def test_a_kind_that_nobody_knows_is_a_directory() -> None:
    assert datastore._kind(None) is PoolKind.DIR
    assert datastore._kind(object()) is PoolKind.DIR


def test_uuids_are_those_of_libvirt() -> None:
    """Seen in virsh, on the same simulated host."""
    path = "/vmfs/volumes/5e8f0100-4f565931-0010-000c29a1b2c1"

    assert str(md5_uuid(path)) == "dacb566e-71d0-a2be-edce-1ecd42044b16"
    assert str(md5_uuid(IQN)) == "d1e9461a-cac9-ceaf-cb2a-96a8f6c34ad2"


# --- what is hidden ------------------------------------------------------------------------------


@pytest.fixture
async def meddled() -> AsyncIterator[tuple[aioesx.Connection, Meddler]]:
    with Simulator(stored_host(), tls=False) as simulator:
        meddler = Meddler(simulator.asgi)
        async with connected(simulator, transport=meddler) as esx:
            yield esx, meddler
            meddler.path = ""


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("info", {"kind": PoolKind.DIR, "state": PoolState.RUNNING}),
        ("summary.type", {"type": None, "kind": PoolKind.FS}),
        ("summary.accessible", {"state": PoolState.UNKNOWN, "capacity": None}),
        ("summary.capacity", {"capacity": None, "allocation": None}),
        ("summary.freeSpace", {"allocation": None, "available": None}),
    ],
)
async def test_what_is_hidden_of_a_pool_is_told(
    meddled: tuple[aioesx.Connection, Meddler], path: str, told: dict[str, Any]
) -> None:
    esx, meddler = meddled
    meddler.path, meddler.hidden = path, True

    entry = next(e for e in await esx.pools.list() if e.name == "datastore1")

    assert {name: getattr(entry, name) for name in told} == told
    assert len(entry.problems) == 1
    assert path in entry.problems[0]


@pytest.mark.parametrize("path", ["summary.accessible", "summary.capacity", "summary.freeSpace"])
async def test_the_room_of_a_pool_is_not_guessed(
    meddled: tuple[aioesx.Connection, Meddler], path: str
) -> None:
    esx, meddler = meddled
    pool = await esx.pools.lookup("datastore1")
    meddler.path, meddler.hidden = path, True

    for ask in (pool.info, pool.xml):
        with pytest.raises(errors.NotPermittedError, match=re.escape(path)):
            await ask()


@pytest.mark.parametrize("path", ["host", "browser", "summary.name"])
async def test_who_has_a_pool_is_not_guessed(
    meddled: tuple[aioesx.Connection, Meddler], path: str
) -> None:
    esx, meddler = meddled
    pool = await esx.pools.lookup("datastore1")
    meddler.path, meddler.hidden = path, True

    with pytest.raises(errors.NotPermittedError, match=re.escape(path)):
        await pool.mounts()


async def test_a_datastore_without_a_name_hides_no_target(
    meddled: tuple[aioesx.Connection, Meddler],
) -> None:
    esx, meddler = meddled
    meddler.path, meddler.hidden = "summary.name", True

    assert [entry.name for entry in await esx.pools.list()] == [IQN]


async def test_hidden_adapters_may_have_what_is_looked_for(
    meddled: tuple[aioesx.Connection, Meddler],
) -> None:
    esx, meddler = meddled
    target = await esx.pools.lookup(IQN)
    meddler.path, meddler.hidden = "config.storageDevice.hostBusAdapter", True

    with pytest.raises(errors.NotPermittedError, match="hostBusAdapter"):
        await esx.pools.lookup(IQN)
    with pytest.raises(errors.NoSuchPoolError):
        await esx.pools.lookup("nope")
    meddler.path = "config.storageDevice.scsiLun"
    with pytest.raises(errors.NotPermittedError, match="scsiLun"):
        await target.volumes.list()


# --- a whole vCenter -----------------------------------------------------------------------------


async def test_a_vcenters_pools_say_which_hosts_have_them() -> None:
    with Estate(options=quick()).site(tls=False) as site:
        async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
            entries = {entry.name: entry for entry in await esx.pools.list()}
            mounts = await entries["datastore1"].pool.mounts()

    assert entries["datastore1"].hosts == ("esx1.example", "esx2.example")
    assert entries["datastore1"].datacenter == "eu/west/dc1"
    assert entries["datastore1"].path == "eu/west/dc1/datastore/datastore1"
    assert [mount.host for mount in mounts] == ["esx1.example", "esx2.example"]
    assert set(entries[IQN].hosts) == {"esx1.example", "esx2.example", "esx3.example"}


async def test_a_name_in_two_datacenters_is_told_apart_by_its_path() -> None:
    estate = Estate(options=quick())
    more = estate.more(4, "127.0.0.14")
    estate.vcenter.add_host(more, estate.dc2, name="esx4.example", address="127.0.0.14")
    hosts = {f"esx{n}": getattr(estate, f"esx{n}") for n in (1, 2, 3)} | {"esx4": more}
    addresses = {name: f"127.0.0.1{name[-1]}" for name in hosts}
    with Site(
        hosts, vcenter=estate.vcenter, password="secret", addresses=addresses, tls=False
    ) as site:
        async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
            with pytest.raises(errors.AmbiguousNameError, match="dc2/datastore/datastore1"):
                await esx.pools.lookup("datastore1")
            pool = await esx.pools.lookup("dc2/datastore/datastore1")
            assert [mount.host for mount in await pool.mounts()] == ["esx4.example"]
            made = await pool.volumes.create_disk("there/disk.vmdk", 4096)
            assert (await made.info()).capacity == 4096
            with pytest.raises(errors.AmbiguousNameError):
                await esx.volumes.lookup(path=made.path)
