"""Pools and volumes of servers that are not ours: govmomi's vcsim, as a host and as a vCenter.

It keeps files in a directory of this machine, and of a disk its descriptor only. It tells one host
of those that have a datastore, and cannot do RefreshDatastore, which is virsh's to judge.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from support.vcsim import Vcsim, host_of, vcsim

import aioesx
from aioesx import Connection, PoolState, VolumeFormat, errors

pytestmark = [pytest.mark.peer("vcsim"), pytest.mark.anyio]

MIB = 1024**2
MODELS = {"esx": None, "vpx": "/DC0/DC0_H0", "vpx, whole": "/"}
"""Each model's path to the host."""


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Vcsim]]:
    with vcsim(model="esx", tls=False, vms=2) as esx, vcsim(model="vpx", tls=False, vms=4) as vpx:
        yield {"esx": esx, "vpx": vpx, "vpx, whole": vpx}


@pytest.fixture(params=MODELS)
async def esx(
    request: pytest.FixtureRequest, servers: dict[str, Vcsim]
) -> AsyncIterator[Connection]:
    async with host_of(servers[request.param], MODELS[request.param]) as esx:
        yield esx


@pytest.fixture
async def pool(esx: Connection) -> aioesx.Pool:
    return next(e.pool for e in await esx.pools.list() if e.kind is not aioesx.PoolKind.ISCSI)


@pytest.fixture
def place(request: pytest.FixtureRequest) -> str:
    """A directory that no other test touches."""
    return "".join(char if char.isalnum() else "_" for char in request.node.name)


async def test_pools(esx: Connection, pool: aioesx.Pool) -> None:
    entries = await esx.pools.list()

    assert pool.name == "LocalDS_0"
    assert await esx.pools.lookup(pool.name) == pool
    assert pool.uuid is not None
    assert await esx.pools.lookup(uuid=pool.uuid) == pool
    assert all(entry.datacenter for entry in entries)
    info = await pool.info()
    assert info.state is PoolState.RUNNING
    assert (info.allocation or 0) + (info.available or 0) == info.capacity
    assert f"<name>{pool.name}</name>" in await pool.xml()
    assert all(mount.accessible for mount in await pool.mounts())


async def test_the_disks_of_machines_are_volumes(esx: Connection, pool: aioesx.Pool) -> None:
    entries = await pool.volumes.list()
    disks = [entry for entry in entries if entry.format is VolumeFormat.VMDK]

    assert disks
    first = disks[0]
    assert await pool.volumes.lookup(first.name) == first.volume
    assert await esx.volumes.lookup(path=first.path) == first.volume
    assert first.path in [entry.path for entry in await esx.volumes.list()]
    assert f"<path>{first.path}</path>" in await first.volume.xml()


async def test_create_clone_move_and_delete(pool: aioesx.Pool, place: str) -> None:
    made = await pool.volumes.create_disk(f"{place}/deep/disk.vmdk", 4 * MIB)
    assert await pool.volumes.lookup(made.name) == made
    with pytest.raises(errors.AlreadyExistsError):
        await pool.volumes.create_disk(made.name, MIB)

    copy = await made.clone(f"{place}/copy.vmdk")
    moved = await copy.rename(f"{place}/moved.vmdk")

    names = {entry.name for entry in await pool.volumes.list()}
    assert {made.name, moved.name} <= names
    assert copy.name not in names
    for volume in (made, moved):
        await volume.delete()
        with pytest.raises(errors.NoSuchVolumeError):
            await pool.volumes.lookup(volume.name)


async def test_by_a_document(pool: aioesx.Pool, place: str) -> None:
    xml = (
        f"<volume><name>{place}/disk.vmdk</name><capacity unit='MiB'>4</capacity>"
        "<allocation>0</allocation><target><format type='vmdk'/></target></volume>"
    )

    made = await pool.volumes.create(xml)
    copy = await pool.volumes.create_from(xml.replace("disk.vmdk", "copy.vmdk"), made)

    assert {made.name, copy.name} <= {entry.name for entry in await pool.volumes.list()}


async def test_keys(esx: Connection, pool: aioesx.Pool, place: str) -> None:
    made = await pool.volumes.create_disk(f"{place}/disk.vmdk", MIB)

    key = await made.key()

    assert (key == made.path) is (esx.product.line != "esx")
    assert (await esx.volumes.lookup(key=key)).pool == pool


async def test_what_is_not_there(esx: Connection, pool: aioesx.Pool) -> None:
    with pytest.raises(errors.NoSuchPoolError, match="did you mean"):
        await esx.pools.lookup("LocalDS_00")
    for path in ("nope/nope.vmdk", "nope.vmdk"):
        with pytest.raises(errors.NoSuchVolumeError):
            await pool.volumes.lookup(path)
