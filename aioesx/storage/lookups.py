"""Finding what is in pools by its path or its key, in as few calls as can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from aioesx import vim
from aioesx._server.files.stores import ACCESSIBLE, find_store, shown_stores
from aioesx._server.machines import read_machines
from aioesx._server.server import Server
from aioesx.datastore_path import split_datastore_path
from aioesx.errors import NoSuchVolumeError, NotFoundError
from aioesx.storage import iscsi
from aioesx.storage.backing import Backing
from aioesx.storage.datastore import DatastoreBacking, backing_of, pool_paths
from aioesx.storage.found import Found
from aioesx.storage.keys import disk_key, read_uuid
from aioesx.storage.names import file_path
from aioesx.storage.values import VolumeFormat

__all__ = ["by_key", "by_path", "find_in", "reachable"]

_DEVICES: Final = "config.hardware.device"

Hit = tuple[Backing, Found]


async def reachable(server: Server) -> list[Backing]:
    """Return every datastore that somebody can get at, and every iSCSI target; one read each."""
    targets = await iscsi.read_targets(server)
    found: list[Backing] = list(await _datastores(server))
    return found + [iscsi.TargetBacking(server, name) for name in targets.by_name]


async def _datastores(server: Server) -> list[DatastoreBacking]:
    stores = await shown_stores(server, pool_paths(server.session))
    return [
        backing_of(server, store)
        for store in stores
        if store.values.if_shown(ACCESSIBLE) is not False
    ]


async def find_in(backing: Backing, name: str) -> Found | None:
    """Find what bears a name in a pool; none does what can be no name there."""
    if isinstance(backing, DatastoreBacking):
        try:
            name = file_path(backing.name, name).path
        except ValueError:
            return None
    return await backing.find_volume(name)


async def by_path(server: Server, path: str, backing: Backing | None = None) -> Hit:
    """Find the one of a path; see `Volumes.lookup`.

    Args:
        server: whose scope is looked at.
        path: of a file or a LUN.
        backing: the pool that it is probably in.
    """
    if not path.startswith("["):
        return await _lun(server, path, lambda lun: path in (lun.name, lun.device))
    parts = split_datastore_path(path)
    if parts is None:
        raise ValueError(f"{path!r} is no path of a volume, '[datastore] directory/file'")
    name = file_path(parts[0], path).path
    if backing is None or backing.name != parts[0]:
        store = await find_store(server, parts[0], pool_paths(server.session))
        backing = backing_of(server, store)
    found = await backing.find_volume(name)
    if found is None:
        raise NoSuchVolumeError(f"'{path}'", id=path)
    return backing, found


async def by_key(server: Server, key: str, backing: Backing | None = None) -> Hit:
    """Find the one of a key; see `Volumes.lookup`."""
    if key.startswith("["):
        return await by_path(server, key, backing)
    uuid = read_uuid(key)
    if uuid is None:
        raise NoSuchVolumeError(f"'{key}' is no key of a volume", id=key)
    wanted = str(uuid)
    if server.session.product.line == "esx":
        hit = await _disk(server, wanted)
        if hit is not None:
            return hit
    return await _lun(server, key, lambda lun: lun.key == wanted)


async def _lun(server: Server, sought: str, is_it: Any) -> Hit:
    for name, luns in (await iscsi.read_luns(server)).items():
        for lun in luns:
            if is_it(lun):
                return iscsi.TargetBacking(server, name), lun
    raise NoSuchVolumeError(f"'{sought}'", id=sought)


async def _disk(server: Server, key: str) -> Hit | None:
    """Find the disk of a key: among those that domains have first, for they tell of themselves."""
    backings = await _datastores(server)
    by_name = {backing.name: backing for backing in backings}
    tried: set[str] = set()
    for path in await _told(server, key):
        backing = by_name.get((split_datastore_path(path) or ("",))[0])
        if backing is not None and await _is(backing, path, key):
            name = file_path(backing.name, path).path
            return backing, Found(name, VolumeFormat.VMDK, None, None)
        tried.add(path)
    for backing in backings:
        for found in await backing.list_volumes():
            path = backing.path(found.name)
            if found.format is VolumeFormat.VMDK and path not in tried:
                tried.add(path)
                if await _is(backing, path, key):
                    return backing, found
    return None


async def _is(backing: DatastoreBacking, path: str, key: str) -> bool:
    """Ask the host for a disk's UUID; a disk that went away is not meant."""
    try:
        return await disk_key(backing.server.session, path, backing.datacenter) == key
    except NotFoundError:
        return False


async def _told(server: Server, key: str) -> Sequence[str]:
    """Return the files of disks with a UUID, as the domains tell of them, in one read."""
    machines = await read_machines(server, [_DEVICES])
    devices = [device for each in machines for device in each.values.if_shown(_DEVICES) or ()]
    return list(dict.fromkeys(_files(devices, key)))


def _files(devices: Iterable[object], key: str) -> Iterator[str]:
    for device in devices:
        backing: Any = device.backing if isinstance(device, vim.VirtualDisk) else None
        while backing is not None:
            name, uuid = getattr(backing, "file_name", None), getattr(backing, "uuid", None)
            if name and uuid and str(read_uuid(uuid)) == key:
                yield name
            backing = getattr(backing, "parent", None)
