"""Kinds of datastores: a row for each, with all that tells one from another.

A further kind is a further row. Knows file systems and how the API shows them; nothing of
files and machines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim

if TYPE_CHECKING:
    from collections.abc import Callable

    from aioesx.simulator.state.datastore import Datastore

__all__ = ["KINDS", "VolumeKind", "nas_kind"]

REMOTE_HOST: Final = "192.0.2.61"
"""Where exports of presets and of sites' files come from; nothing ever asks it."""

_SESPARSE: Final = 6
"""The first VMFS whose snapshots are seSparse."""


@dataclass(frozen=True, kw_only=True)
class VolumeKind:
    """A kind of file system.

    Attributes:
        word: what it is called in Python and in a site's file.
        type: what the API calls it.
        since: version of the API that brought it.
        exported: whether it is another machine's, known by host and path; else the host has
            it on a disk, and its name is in it, so that all hosts see the same one.
        listed: whether a host names it among the file systems that it knows.
        raw_mappings: whether it can hold mappings of raw disks.
        base: how disks' data lies there, a word of `aioesx.simulator.state.disks.LINKS`.
        child: how the data of one that stands on another lies.
        volume: the file system, as the API shows it.
        info: the data object about the datastore, given what all kinds tell.
    """

    word: str
    type: str
    since: str = ""
    exported: bool = False
    listed: bool = True
    raw_mappings: bool = False
    base: str = "flat"
    child: Callable[[Datastore], str] = lambda _: "delta"
    volume: Callable[[Datastore], vim.HostFileSystemVolume]
    info: Callable[[Datastore, dict[str, Any]], vim.DatastoreInfo]

    def remote(self, name: str) -> tuple[str, str]:
        """Return host and path of the export that presets and sites' files give a name."""
        return (REMOTE_HOST, f"/export/{name}") if self.exported else ("", "")


def nas_kind(word: str | None) -> VolumeKind | None:
    """Return the kind that a client means who mounts an export; None if there is none."""
    kind = KINDS.get(word or "NFS")
    return kind if kind is not None and kind.exported else None


def _vmfs(store: Datastore) -> vim.HostVmfsVolume:
    profile = store.host.profile
    own = store.vmfs_major == profile.vmfs_major
    return vim.HostVmfsVolume(
        type="VMFS",
        name=store.name,
        capacity=store.capacity,
        block_size_mb=1,
        max_blocks=63_963_136,
        major_version=store.vmfs_major,
        version=profile.vmfs_version if own else f"{store.vmfs_major}.0",
        uuid=store.uuid,
        extent=[vim.HostScsiDiskPartition(disk_name=store.disk_name, partition=1)],
        vmfs_upgradable=False,
    )


def _nas(store: Datastore) -> vim.HostNasVolume:
    host, path = store.remote
    return vim.HostNasVolume(
        type=KINDS[store.kind].type,
        name=store.name,
        capacity=store.capacity,
        remote_host=host,
        remote_path=path,
        remote_host_names=[host],
    )


def _vmfs_child(store: Datastore) -> str:
    return "sesparse" if store.vmfs_major >= _SESPARSE else "delta"


def _local(store: Datastore) -> vim.HostLocalFileSystemVolume:
    return vim.HostLocalFileSystemVolume(
        type="OTHER", name=store.name, capacity=store.capacity, device=store.mount
    )


def _local_info(store: Datastore, facts: dict[str, Any]) -> vim.DatastoreInfo:
    return vim.LocalDatastoreInfo(**facts, path=store.mount)


def _nas_info(store: Datastore, facts: dict[str, Any]) -> vim.DatastoreInfo:
    return vim.NasDatastoreInfo(**facts, nas=_nas(store))


def _vsan(store: Datastore) -> vim.HostFileSystemVolume:
    return vim.HostFileSystemVolume(type="vsan", name=store.name, capacity=store.capacity)


def _vsan_info(store: Datastore, facts: dict[str, Any]) -> vim.DatastoreInfo:
    return vim.VsanDatastoreInfo(**facts, membership_uuid=store.uuid)


def _vvol(store: Datastore) -> vim.HostVvolVolume:
    return vim.HostVvolVolume(
        type="VVOL", name=store.name, capacity=store.capacity, sc_id=f"vvol:{store.uuid}"
    )


def _vvol_info(store: Datastore, facts: dict[str, Any]) -> vim.DatastoreInfo:
    return vim.VvolDatastoreInfo(**facts, vvol_ds=_vvol(store))


KINDS: Final = {
    kind.word: kind
    for kind in (
        VolumeKind(
            word="VMFS",
            type="VMFS",
            raw_mappings=True,
            child=_vmfs_child,
            volume=_vmfs,
            info=lambda store, facts: vim.VmfsDatastoreInfo(**facts, vmfs=_vmfs(store)),
        ),
        VolumeKind(word="NFS", type="NFS", exported=True, volume=_nas, info=_nas_info),
        VolumeKind(
            word="NFS41", type="NFS41", since="6.0", exported=True, volume=_nas, info=_nas_info
        ),
        VolumeKind(
            word="vsan",
            type="vsan",
            since="5.5",
            base="vsan",
            child=lambda _: "vsansparse",
            volume=_vsan,
            info=_vsan_info,
        ),
        VolumeKind(
            word="vvol",
            type="VVOL",
            since="6.0",
            base="vvol",
            child=lambda _: "vvolsparse",
            volume=_vvol,
            info=_vvol_info,
        ),
        VolumeKind(
            word="local",
            type="OTHER",
            listed=False,
            volume=_local,
            info=_local_info,
        ),
    )
}
"""Every kind, by its word."""
