"""The files of virtual disks in datastores, as what a `DiskReader` reads from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aioesx import vim
from aioesx._server.files.stores import (
    ACCESSIBLE,
    Store,
    require_accessible,
    require_place,
    shown_stores,
    store_known,
)
from aioesx._server.files.stream import RemoteFile
from aioesx._server.server import Server
from aioesx.datastore_path import DatastorePath
from aioesx.disk.chain import nowhere
from aioesx.errors import NoSuchPoolError

__all__ = ["DiskFiles", "disk_files"]


class DiskFiles:
    """The files of some datastores; of one that was looked at, the state that it had then.

    Args:
        server: the connection.
        stores: the datastores that a chain may lie in.
        at_once: how many may read one file at once.
        busy: pauses after each "too busy" in a row, where not those of the connection.
    """

    def __init__(
        self,
        server: Server,
        stores: Iterable[Store],
        *,
        at_once: int = 2,
        busy: tuple[float, ...] | None = None,
    ) -> None:
        self._server = server
        self._at_once, self._busy = at_once, busy
        self._stores = {store.name: store for store in stores}
        self._files: dict[DatastorePath, RemoteFile] = {}

    async def size(self, path: DatastorePath) -> int:
        """Return the size of a file, in bytes.

        Raises:
            NoSuchPoolError: no host that the connection is over has the datastore.
            NotFoundError, FileLockedError, FileChangedError, TransferError: as for `Files.open`.
        """
        return await self._file(path).size()

    async def read(self, path: DatastorePath, start: int, length: int) -> bytes:
        """Return a range of a file.

        Raises:
            EsxError: as `size`.
        """
        return await self._file(path).read(start, length)

    async def read_into(self, path: DatastorePath, start: int, view: memoryview) -> None:
        """Fill a buffer with a range of a file.

        Raises:
            EsxError: as `size`.
        """
        await self._file(path).read_into(start, view)

    def _file(self, path: DatastorePath) -> RemoteFile:
        if path not in self._files:
            if path.datastore not in self._stores:
                raise NoSuchPoolError(f"'{path.datastore}' of {path}", name=path.datastore)
            store = self._stores[path.datastore]
            self._files[path] = RemoteFile(
                self._server, store, path, at_once=self._at_once, busy=self._busy
            )
        return self._files[path]

    def locate(self, name: str, path: DatastorePath) -> DatastorePath:
        """Tell where a file is that a descriptor names absolutely, as a host sees it.

        Hosts write ``/vmfs/volumes/`` with the datastore's name or with its identifier.

        Args:
            name: such as ``"/vmfs/volumes/datastore1/base/base.vmdk"``.
            path: the descriptor.

        Raises:
            DiskFormatError: no datastore is mounted there.
        """
        for store in self._stores.values():
            for mount in _mounted(store):
                if name.startswith(f"{mount}/"):
                    return DatastorePath(store.name, name.removeprefix(f"{mount}/"))
        return nowhere(name, path)


def _mounted(store: Store) -> Iterator[str]:
    """Yield where hosts see a datastore: where they tell, and the same place by its name."""
    for mount in store.mounts:
        if mount.path:
            path = mount.path.rstrip("/")
            yield path
            yield f"{path.rpartition('/')[0]}/{store.name}"


async def disk_files(server: Server, datastore: vim.ManagedObjectReference, name: str) -> DiskFiles:
    """Read the datastores that the chain of a disk may lie in: those of its datacenter.

    Args:
        server: the connection.
        datastore: the disk's.
        name: its name.

    Raises:
        NoSuchPoolError, FaultError: as of `store_known` and `require_accessible`.
    """
    stores = await shown_stores(server, (ACCESSIBLE,))
    here = store_known(stores, datastore, name)
    require_accessible(here)
    center = require_place(here).datacenter
    return DiskFiles(server, [s for s in stores if s.place and s.place.datacenter == center])
