"""The checks of storage: pools, volumes, and what is done to them."""

from __future__ import annotations

import io
import itertools
from typing import Final

from support.contract import Case, contract

import aioesx
from aioesx import errors

__all__: list[str] = []

MIB: Final = 1024**2
_numbers = itertools.count(1)


async def pool_of(case: Case) -> aioesx.Pool:
    """Return the pool of the host's first datastore; a vCenter may have it under another name."""
    store = next(iter(case.simulator.state.datastores.values()))
    for entry in await case.esx.pools.list():
        if any(mount.path == store.mount for mount in await entry.pool.mounts()):
            return entry.pool
    raise AssertionError(f"no pool is mounted at {store.mount}")


async def made(case: Case, kind: str = "thin") -> aioesx.Volume:
    """Make a disk of 4 MiB."""
    name = f"made{next(_numbers)}/disk.vmdk"
    return await (await pool_of(case)).volumes.create_disk(name, 4 * MIB, kind=kind)


async def kept(case: Case) -> aioesx.Volume:
    """Return the disk of a new machine."""
    domain = await case.domain()
    pool = await pool_of(case)
    return await pool.volumes.lookup(f"{domain.name}/{domain.name}.vmdk")


@contract("Pools.list")
async def pools_list(case: Case) -> None:
    entries = await case.esx.pools.list()
    assert await pool_of(case) in [entry.pool for entry in entries]
    assert all(entry.state == "running" and entry.problems == () for entry in entries)
    assert await case.esx.pools.list(active=False) == []


@contract("Pools.lookup")
async def pools_lookup(case: Case) -> None:
    pool = await pool_of(case)
    assert await case.esx.pools.lookup(pool.name) == pool
    assert await case.esx.pools.lookup(uuid=pool.uuid) == pool


@contract("Pool.info")
async def pool_info(case: Case) -> None:
    info = await (await pool_of(case)).info()
    store = next(iter(case.simulator.state.datastores.values()))
    assert (info.state, info.capacity) == (aioesx.PoolState.RUNNING, store.capacity)
    assert (info.allocation or 0) + (info.available or 0) == info.capacity


@contract("Pool.xml")
async def pool_xml(case: Case) -> None:
    pool = await pool_of(case)
    xml = await pool.xml()
    assert f"<name>{pool.name}</name>\n  <uuid>{pool.uuid}</uuid>" in xml


@contract("Pool.mounts")
async def pool_mounts(case: Case) -> None:
    mounts = await (await pool_of(case)).mounts()
    assert all(mount.writable for mount in mounts)


@contract("Pool.refresh", changes=True)
async def pool_refresh(case: Case) -> None:
    await (await pool_of(case)).refresh()


@contract("Pool.autostart")
async def pool_autostart(case: Case) -> None:
    assert await (await pool_of(case)).autostart()


@contract("Pool.set_autostart")
async def set_autostart(case: Case) -> None:
    pool = await pool_of(case)
    await pool.set_autostart(True)
    try:
        await pool.set_autostart(False)
    except errors.NotSupportedError as error:
        assert error.name == pool.name  # noqa: PT017 - no pytest here
    else:
        raise AssertionError("a pool cannot be kept from its host")


@contract("Volumes.list")
async def volumes_list(case: Case) -> None:
    volume = await kept(case)
    assert volume.path in [entry.path for entry in await volume.pool.volumes.list()]
    assert volume in [entry.volume for entry in await case.esx.volumes.list()]


@contract("Volumes.lookup")
async def volumes_lookup(case: Case) -> None:
    volume = await kept(case)
    assert await volume.pool.volumes.lookup(path=volume.path) == volume
    assert await volume.pool.volumes.lookup(key=await volume.key()) == volume


@contract("Volumes.create", changes=True)
async def volumes_create(case: Case) -> None:
    name = f"made{next(_numbers)}/a/disk.vmdk"
    xml = (
        f"<volume><name>{name}</name><capacity unit='MiB'>4</capacity>"
        "<allocation>0</allocation><target><format type='vmdk'/></target></volume>"
    )
    volume = await (await pool_of(case)).volumes.create(xml)
    assert volume.name == name
    assert (await volume.info()).capacity == 4 * MIB


@contract("Volumes.create_disk", changes=True)
async def create_disk(case: Case) -> None:
    volume = await made(case, "eager")
    info = await volume.info()
    assert info.allocation is not None
    assert info.allocation >= 4 * MIB


@contract("Volumes.create_from", changes=True)
async def create_from(case: Case) -> None:
    volume = await made(case)
    name = f"copy-of-{volume.name}"
    xml = (
        f"<volume><name>{name}</name><capacity>1</capacity>"
        "<target><format type='vmdk'/></target></volume>"
    )
    copy = await volume.pool.volumes.create_from(xml, volume)
    assert (await copy.info()).capacity == 4 * MIB


@contract("Volume.info")
async def volume_info(case: Case) -> None:
    info = await (await kept(case)).info()
    assert (info.type, info.capacity) == (aioesx.VolumeType.FILE, 1024 * MIB)


@contract("Volume.key")
async def volume_key(case: Case) -> None:
    volume = await kept(case)
    is_path = await volume.key() == volume.path
    assert is_path is (case.esx.product.line != "esx")


@contract("Volume.xml")
async def volume_xml(case: Case) -> None:
    volume = await kept(case)
    assert f"<path>{volume.path}</path>" in await volume.xml()


@contract("Volume.delete", changes=True)
async def delete(case: Case) -> None:
    volume = await made(case)
    await volume.delete()
    assert volume.name not in [entry.name for entry in await volume.pool.volumes.list()]


@contract("Volume.wipe", changes=True)
async def wipe(case: Case) -> None:
    volume = await made(case)
    await volume.wipe()
    assert ((await volume.info()).allocation or 0) >= 4 * MIB


@contract("Volume.resize", changes=True)
async def resize(case: Case) -> None:
    volume = await made(case)
    await volume.resize(6 * MIB)
    assert (await volume.info()).capacity == 6 * MIB


@contract("Volume.clone", changes=True)
async def clone(case: Case) -> None:
    volume = await made(case)
    copy = await volume.clone(f"copy-of-{volume.name}")
    assert (await copy.info()).capacity == (await volume.info()).capacity


@contract("Volume.rename", changes=True)
async def rename(case: Case) -> None:
    volume = await made(case)
    other = await volume.rename(f"now-{volume.name}")
    names = [entry.name for entry in await volume.pool.volumes.list()]
    assert other.name in names
    assert volume.name not in names


@contract("Volume.move", changes=True)
async def move(case: Case) -> None:
    volume = await made(case)
    moved = await volume.move(volume.pool, f"now-{volume.name}")
    assert await volume.pool.volumes.lookup(moved.name) == moved


async def image(case: Case) -> aioesx.Volume:
    """Lay down an image."""
    pool, name = await pool_of(case), f"image{next(_numbers)}/x.iso"
    case.on_host(lambda host: next(iter(host.datastores.values())).put_text(name, "x" * 1000))
    return await pool.volumes.lookup(name)


@contract("Volume.download")
async def download(case: Case) -> None:
    target = io.BytesIO()
    assert (await (await image(case)).download(target)).bytes == 1000
    assert target.getvalue() == b"x" * 1000


@contract("Volume.upload", changes=True)
async def upload(case: Case) -> None:
    volume = await image(case)
    await volume.upload(b"y" * 500)
    assert (await volume.info()).capacity == 500
