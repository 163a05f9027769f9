"""`Storage`: what people script. Where the room went, what is left over, which images there are.

Each is a few reads and one search a pool, however many domains and files there are.
"""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final

from aioesx import vim
from aioesx._server.collector import Properties, read_many
from aioesx._server.face import operation
from aioesx._server.files.browse import search
from aioesx._server.files.stores import ACCESSIBLE, Store, read_stores, store_at
from aioesx._server.machines import read_machines
from aioesx._server.server import Opened, Server
from aioesx._server.traversal import object_spec
from aioesx._session.seconds import DEFAULT
from aioesx.datastore_path import DatastorePath
from aioesx.storage import changes
from aioesx.storage.images import DRIVE_PATHS, Image, inserted
from aioesx.storage.machine_files import (
    SNAPSHOT_PATHS,
    MachineFiles,
    SnapshotGrowth,
    machine_files,
    machine_paths,
    snapshot_refs,
)
from aioesx.storage.orphans import (
    ORPHAN_PATHS,
    Claims,
    Found,
    Orphan,
    Orphans,
    is_shared,
    judge,
)
from aioesx.storage.space import SPACE_PATHS, USAGE_PATH, PoolSpace, pool_spaces

__all__ = [
    "FilesOfAll",
    "Storage",
    "everything_on",
    "out_of_reach",
    "read_files",
    "reasons_of",
]

_HOST: Final = "HostSystem"
_STATE: Final = "runtime.connectionState"
_CONNECTED: Final = "connected"
_SNAPSHOT: Final = "VirtualMachineSnapshot"
_IMAGES: Final = (vim.IsoImageFileQuery(), vim.FloppyImageFileQuery())
_IMAGE_KINDS: Final = {vim.IsoImageFileInfo: "cdrom", vim.FloppyImageFileInfo: "floppy"}
_FLOPPIES: Final = (".flp", ".img")


@dataclasses.dataclass(frozen=True, slots=True)
class FilesOfAll:
    """Machines of a server: what was read of each, and its files."""

    values: Sequence[Properties]
    files: Sequence[MachineFiles]


class Storage:
    """The storage of all hosts that a connection is over."""

    __slots__ = ("_server",)

    def __init__(self, server: Server) -> None:
        self._server = server

    def __repr__(self) -> str:
        return f"<Storage of {self._server.scope.name}>"

    @operation("call")
    async def space(
        self, pool: str | None = None, *, timeout: float | None = DEFAULT
    ) -> list[PoolSpace]:
        """Tell where the room of every pool went, domain by domain, in three calls at most.

        Args:
            pool: name or inventory path of the only pool to tell of.
            timeout: seconds in all.

        Raises:
            NoSuchPoolError, AmbiguousNameError: of the name.

        Source: vSphere API, Datastore.summary, VirtualMachine.storage and layoutEx.
        """
        since_4 = self._server.session.has_api(4, 0)
        stores = await read_stores(self._server, SPACE_PATHS)
        wanted = stores if pool is None else [store_at(stores, pool)]
        machines = await read_files(self._server, (USAGE_PATH,) if since_4 else ())
        return pool_spaces(wanted, list(zip(machines.values, machines.files, strict=True)))

    @operation("call")
    async def snapshots(self, *, timeout: float | None = DEFAULT) -> list[SnapshotGrowth]:
        """Tell what every snapshot of every domain takes up, in two calls at most.

        Raises:
            NotPermittedError: the host hides snapshots of a domain, or its files.

        Source: vSphere API, VirtualMachine.layoutEx.
        """
        machines = await read_files(self._server)
        for values in machines.values:
            values.get("snapshot.rootSnapshotList")
            values.get("layoutEx")
        return [growth for files in machines.files for growth in files.snapshots]

    @operation("task")
    async def images(
        self, pool: str | None = None, *, timeout: float | None = DEFAULT
    ) -> list[Image]:
        """List the images of CD-ROMs and floppies, with the domains that have them inserted.

        An image that a drive names and that is not there is listed, too. Pools that no host can
        get at are left out, unless one is named.

        Args:
            pool: name or inventory path of the only pool to look at.
            timeout: seconds in all.

        Raises:
            NoSuchPoolError, AmbiguousNameError: of the name.
            TaskError: a pool cannot be searched.
        """
        stores = await read_stores(self._server, (ACCESSIBLE,))
        wanted = [each for each in stores if each.values.require(ACCESSIBLE)]
        if pool is not None:
            wanted = [store_at(stores, pool)]
        machines = await read_machines(self._server, DRIVE_PATHS)
        holders = inserted(stores, [entry.values for entry in machines])
        images: list[Image] = []
        for store in wanted:
            here = holders.get(store.ref, {})
            root = DatastorePath(store.name, "")
            there = await search(self._server, store.browser, root, kinds=_IMAGES, recursive=True)
            images += [_image(path, info, here) for path, info in there]
            images += _missing(store, {path.path for path, _ in there}, here)
        return sorted(images, key=lambda image: str(image.path))

    @operation("task")
    async def orphans(
        self,
        pool: str | None = None,
        *,
        beside: Sequence[Opened | str] = (),
        timeout: float | None = DEFAULT,
    ) -> list[Orphans]:
        """Look for files that no machine of any host claims; one search a pool.

        A vCenter knows which hosts have a pool mounted, a host alone does not: over a host, of a
        pool that others could have mounted, nobody can tell, unless the connections to all of
        them are named. Nothing is deleted. Machines are asked behind the search, so that what is
        registered meanwhile is claimed; files of a machine that is being made, copied or moved
        at the moment are nobody's yet: `Orphan.modified` tells.

        Args:
            pool: name or inventory path of the only pool to look at.
            beside: connections to all other hosts that have the pools mounted, or their URIs,
                which are opened with the options of this connection.
            timeout: seconds in all.

        Returns:
            a result for each pool, those that cannot be told about among them; see `Orphans`.

        Raises:
            NoSuchPoolError, AmbiguousNameError: of the name.
            TaskError: a pool cannot be searched.
        """
        server = self._server
        stores = await read_stores(server, ORPHAN_PATHS)
        wanted = stores if pool is None else [store_at(stores, pool)]
        found = [await everything_on(server, store) for store in wanted]
        claims = Claims()
        claims.add(stores, (await read_files(server)).files)
        for connection in beside:
            async with _opened(server, connection) as other:
                known = await read_stores(other, ORPHAN_PATHS)
                claims.add(known, (await read_files(other)).files)
        old = await out_of_reach(server)
        return [
            judge(store, files, claims, [*reasons_of(server, store, told=bool(beside)), *old])
            for store, files in zip(wanted, found, strict=True)
        ]

    @operation("task")
    async def remove_orphans(
        self,
        paths: Sequence[str | DatastorePath],
        *,
        beside: Sequence[Opened | str] = (),
        timeout: float | None = DEFAULT,
    ) -> None:
        """Delete files that are orphans at this moment; if one of them is none, none is touched.

        A disk goes with its extent. They are deleted one after the other: what the host refuses
        ends it, and those before are gone.

        Args:
            paths: such as ``"[datastore1] old/old.vmdk"``.
            beside: as for `orphans`.
            timeout: seconds in all.

        Raises:
            ValueError: no such path; or one is no orphan, or nobody can tell: says which, and why.
            NoSuchPoolError, TaskError: as for `orphans`.

        Source: vSphere API, DeleteVirtualDisk_Task and DeleteDatastoreFile_Task.
        """
        wanted = [DatastorePath.parse(str(path)) for path in paths]
        loose: dict[DatastorePath, Orphan] = {}
        for pool in dict.fromkeys(path.datastore for path in wanted):
            (result,) = await self.orphans(pool, beside=beside)
            if not result.certain:
                raise ValueError(f"nobody can tell what is left over in '{pool}': {result.why}")
            loose.update((orphan.path, orphan) for orphan in result.files)
        for path in wanted:
            if path not in loose:
                raise ValueError(f"'{path}' is not there, or is no orphan")
        stores = {store.name: store for store in await read_stores(self._server)}
        for path in wanted:
            place = stores[path.datastore].place
            datacenter = place.datacenter if place is not None else None
            is_disk = loose[path].kind == "disk"
            task = changes.deletion(self._server, datacenter, str(path), is_disk=is_disk)
            await self._server.tasks.run(task)


@asynccontextmanager
async def _opened(server: Server, other: Opened | str) -> AsyncIterator[Server]:
    if isinstance(other, str):
        async with server.open_other(other) as connection:
            yield connection._server
    else:
        yield other._server


def reasons_of(server: Server, store: Store, *, told: bool) -> Iterator[str]:
    """Say why hosts may have machines in a datastore that nobody asks.

    Args:
        server: the connection.
        store: the datastore.
        told: whether the caller has named the connections to all other hosts.
    """
    if store.values.if_shown(ACCESSIBLE) is not True:
        yield "no host can get at the pool"
    yield from store.values.problems((ACCESSIBLE,))
    if told:
        return
    if server.vcenter is server:
        for mount in store.mounts:
            if mount.place is None:
                yield f"{mount.host.value} has the pool, too, and the connection is not over it"
    elif is_shared(store):
        yield (
            "other hosts may have the pool, too: ask their vCenter, or name the connections to"
            " all of them"
        )


async def out_of_reach(server: Server) -> list[str]:
    """Say of which hosts a vCenter tells what it knew when it last reached them."""
    objects = server.scope.objects(_HOST)
    hosts = await read_many(server.session, objects, {_HOST: ("name", _STATE)})
    states = [(entry, entry.values.if_shown(_STATE)) for entry in hosts]
    return [
        f"what is told of the host {entry.values.if_shown('name') or entry.ref.value} may be old:"
        f" it is {state or 'in an unknown state'}"
        for entry, state in states
        if state != _CONNECTED
    ]


async def read_files(server: Server, more: Sequence[str] = ()) -> FilesOfAll:
    """Read all machines with their files, and their snapshots: a read for each of the two."""
    session = server.session
    since_4 = session.has_api(4, 0)
    paths = (*machine_paths(since_4=since_4), *more)
    values = [entry.values for entry in await read_machines(server, paths)]
    refs = snapshot_refs(values)
    kept: dict[vim.ManagedObjectReference, Properties] = {}
    if refs:
        objects = [object_spec(ref) for ref in refs]
        snapshots = await read_many(session, objects, {_SNAPSHOT: SNAPSHOT_PATHS})
        kept = {entry.ref: entry.values for entry in snapshots}
    files = [machine_files(each, kept, since_4=since_4) for each in values]
    return FilesOfAll(values, files)


async def everything_on(server: Server, store: Store) -> list[Found]:
    """Search all of a datastore; nothing is found in one that no host can get at."""
    if store.values.if_shown(ACCESSIBLE) is False:
        return []
    root = DatastorePath(store.name, "")
    found = await search(server, store.browser, root, recursive=True)
    return [
        Found(path, info.file_size or 0, info.modification)
        for path, info in found
        if not isinstance(info, vim.FolderFileInfo)
    ]


def _image(path: DatastorePath, info: vim.FileInfo, holders: Mapping[str, Sequence[str]]) -> Image:
    kind = next((kind for cls, kind in _IMAGE_KINDS.items() if isinstance(info, cls)), "cdrom")
    size = info.file_size or 0
    return Image(path, kind, size, info.modification, holders.get(path.path, []))


def _missing(
    store: Store, there: Collection[str], holders: Mapping[str, Sequence[str]]
) -> Iterator[Image]:
    """Yield the images in a datastore that drives name and that are not there."""
    for path, domains in holders.items():
        if path not in there:
            kind = "floppy" if path.lower().endswith(_FLOPPIES) else "cdrom"
            yield Image(DatastorePath(store.name, path), kind, 0, None, domains, missing=True)
