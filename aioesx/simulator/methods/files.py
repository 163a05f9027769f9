"""Handlers: the file manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, checked, handles, start_task
from aioesx.simulator.state import paths
from aioesx.simulator.state.locks import require_readable
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.paths import DatastorePath
    from aioesx.simulator.state.tasks import Work

    Ways = tuple[Datastore, DatastorePath, Datastore, DatastorePath]

__all__ = ["place_of", "require_target"]


def place_of(call: Call, text: str) -> tuple[Datastore, DatastorePath]:
    """Return the datastore and the place that a datastore path names.

    Raises:
        Refused: it is none, names no file or folder, or the datastore cannot be reached.
    """
    place = paths.parse(text)
    if not place.path:
        raise faults.invalid_datastore_path(text)
    store = call.host.datastore(place.datastore)
    store.require_accessible()
    return store, place


def require_target(
    call: Call, store: Datastore, place: DatastorePath, source: DatastorePath, *, force: bool
) -> None:
    """Refuse a place to which something cannot be brought.

    Raises:
        Refused: it is there already and not to be replaced, or is in use, or in no folder.
    """
    if store.exists(place.path):
        if not force or place == source or place.path in store.folders:
            raise faults.file_already_exists(str(place))
        call.host.require_unused(place)
    store.require_folder(place.folder.path)


@handles("MakeDirectory")
def _make_directory(call: Call) -> None:
    store, place = place_of(call, call.method.name)
    store.make_folder(place.path, parents=bool(call.method.create_parent_directories))


@handles("DeleteDatastoreFile_Task")
def _delete_file(call: Call) -> Ref:
    def check() -> tuple[Datastore, DatastorePath]:
        store, place = place_of(call, call.method.name)
        _require_source(store, place)
        call.host.require_unused(place)
        return store, place

    def work() -> Work:
        store, place = yield from checked(check, 0.5)
        store.delete(place.path)

    return start_task(call, work())


@handles("MoveDatastoreFile_Task")
def _move_file(call: Call) -> Ref:
    method = call.method

    def check() -> Ways:
        source_store, source = place_of(call, method.source_name)
        target_store, target = place_of(call, method.destination_name)
        _require_source(source_store, source)
        call.host.require_unused(source)
        _require_apart(source, target)
        require_target(call, target_store, target, source, force=bool(method.force))
        return source_store, source, target_store, target

    def work() -> Work:
        source_store, source, target_store, target = yield from checked(check, 0.5)
        target_store.delete(target.path, missing_ok=True)
        if source_store.volume is target_store.volume:
            source_store.move(source.path, target.path)
            return
        for old, new in source_store.below(source.path, target.path):
            if old in source_store.folders:
                target_store.make_folder(new)
            else:
                file = source_store.give_up(old)
                target_store.put(new, file.content, disk=file.disk)
        if source.path in source_store.folders:
            source_store.delete(source.path)

    return start_task(call, work())


@handles("CopyDatastoreFile_Task")
def _copy_file(call: Call) -> Ref:
    method = call.method

    def check() -> tuple[Datastore, Datastore, list[tuple[str, str]]]:
        source_store, source = place_of(call, method.source_name)
        target_store, target = place_of(call, method.destination_name)
        _require_source(source_store, source)
        _require_apart(source, target)
        require_target(call, target_store, target, source, force=bool(method.force))
        pairs = list(source_store.below(source.path, target.path))
        files = [source_store.files[old] for old, _ in pairs if old in source_store.files]
        for file in files:
            require_readable(source_store, file.path)
        target_store.require_room(sum(file.content.stored for file in files))
        return source_store, target_store, pairs

    def work() -> Work:
        source_store, target_store, pairs = yield from checked(check)
        for old, new in pairs:
            if old in source_store.folders:
                target_store.make_folder(new)
            else:
                file = source_store.file(old)
                target_store.put(new, file.content.copy(), disk=file.disk)

    return start_task(call, work())


def _require_source(store: Datastore, place: DatastorePath) -> None:
    if place.path not in store.folders:
        store.file(place.path)


def _require_apart(source: DatastorePath, target: DatastorePath) -> None:
    """Refuse to bring a folder into itself."""
    if source.datastore == target.datastore and target.path.startswith(source.path + "/"):
        raise faults.invalid_datastore_path(str(target))
