"""What is made on a host's datastores from a moment on, so that it can be taken away again.

Everything between two looks is somebody's own doing: both are taken under the host's lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.host import HostState

__all__ = ["Traces"]


class Traces:
    """Files and folders of a host's datastores that were not there before.

    Args:
        host: whose datastores are looked at.
    """

    def __init__(self, host: HostState) -> None:
        stores = host.datastores.values()
        self._before = {store: (set(store.files), set(store.folders)) for store in stores}
        self._files: dict[tuple[Datastore, str], None] = {}
        self._folders: dict[tuple[Datastore, str], None] = {}

    def look(self) -> None:
        """Take note of what has come since the beginning; it is not looked for again."""
        for store, (files, folders) in self._before.items():
            self._files |= dict.fromkeys((store, path) for path in store.files.keys() - files)
            self._folders |= dict.fromkeys((store, path) for path in store.folders.keys() - folders)
        self._before = {}

    def note(self, store: Datastore, path: str) -> None:
        """Take note of a file that has come later."""
        self._files[store, path] = None

    def has(self, store: Datastore, path: str) -> bool:
        """Tell whether a file was made."""
        return (store, path) in self._files

    def remove(self) -> None:
        """Delete what is still there of it: files, then those folders that are empty."""
        for store, path in self._files:
            store.delete(path, missing_ok=True)
        for store, path in sorted(self._folders, key=lambda place: place[1], reverse=True):
            if path in store.folders and not any(store.children(path)):
                store.delete(path)
