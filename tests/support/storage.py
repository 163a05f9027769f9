"""A simulated host with storage of every kind, and what its datastores hold."""

from __future__ import annotations

from typing import Any, Final

from aioesx.simulator import HostState, Options, Simulator, presets
from aioesx.simulator.profile import Profile
from aioesx.simulator.state.datastore import Datastore
from aioesx.simulator.state.disks import Disk, make_uuid
from aioesx.simulator.state.storage import Adapter, Lun, Target

__all__ = [
    "IQN",
    "LUN",
    "add_disk",
    "add_store",
    "add_target",
    "files",
    "storage_simulator",
    "stored_host",
]

GIB: Final = 1024**3
IQN: Final = "iqn.2016-04.com.example:storage.lun1"
LUN: Final = "naa.6000eb39a6c4d6420000000000000011"


def stored_host(profile: Profile | None = None, **options: Any) -> HostState:
    """Return a host with machines, one with a snapshot, images, odd names, and datastores:

    ``datastore1`` (VMFS), ``nfs1``, ``Local disk``, and ``broken``, which nobody can get at.
    """
    how = Options(**{"task_seconds": 0.01, "queue_seconds": 0.0, "tools_seconds": 0.0, **options})
    host = presets.small_host(machines=4, options=how, profile=profile)
    host.find("db01").snapshots.take("s1", "", memory=False, quiesce=False)
    add_store(host, "Local disk", "local", "/vmfs/volumes/local disk")
    add_store(host, "broken", "VMFS", "/vmfs/volumes/0b10", accessible=False)
    store = next(iter(host.datastores.values()))
    store.put_text("iso/tools.iso", "x" * 1000)
    store.put_text("ISO/Tools 2.iso", "y" * 3000)
    store.put_text("floppy.flp", "z" * 10)
    store.put_text("iso/readme.txt", "no volume")
    add_disk(store, "Über uns/größe [1].vmdk")
    add_disk(store, "a/b/c.vmdk", thin=False)
    return host


def add_store(
    host: HostState, name: str, kind: str, mount: str = "/vmfs/volumes/more", **facts: Any
) -> None:
    """Mount one more datastore."""
    uuid = make_uuid(name)[:17].replace("-", "")
    host.datastores[uuid] = Datastore(
        moid=uuid, name=name, kind=kind, mount=mount, capacity=10 * GIB, host=host, uuid=uuid,
        disk_name="naa.1", **facts
    )  # fmt: skip


def add_disk(store: Datastore, path: str, *, thin: bool = True, kib: int = 4096) -> None:
    """Lay down a virtual disk, and its directories."""
    store.make_folder(path.rpartition("/")[0], parents=True, exist_ok=True)
    store.make_disk(path, Disk(kib, thin=thin, uuid=make_uuid(path)))


def add_target(host: HostState, name: str, lun: str) -> None:
    """Give a host a second iSCSI adapter's worth: one more target, with one LUN."""
    host.storage.adapters = [*host.storage.adapters, Adapter("vmhba65", "iscsi", "Other", "x")]
    host.storage.targets = [*host.storage.targets, Target(name, "192.0.2.77", 3261)]
    host.storage.luns = [*host.storage.luns, Lun(lun, f"02{lun}", 2048, target=name)]


def storage_simulator(profile: Profile | None = None) -> Simulator:
    """Return such a host behind a socket without TLS, not started."""
    return Simulator(stored_host(profile), username="root", password="secret", tls=False)


def files(simulator: Simulator) -> dict[str, Any]:
    """Return the files of every datastore, without what depends on the moment."""

    def look(host: HostState) -> dict[str, Any]:
        return {
            f"[{store.name}] {path}": (
                file.content.size,
                file.content.stored,
                file.disk and (file.disk.capacity_kb, file.disk.thin, file.disk.adapter),
            )
            for store in host.datastores.values()
            for path, file in store.files.items()
        } | {
            f"[{store.name}] {folder}/": None
            for store in host.datastores.values()
            for folder in store.folders
        }

    found: dict[str, Any] = simulator.change(look)
    return found
