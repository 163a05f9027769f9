"""A datastore: folders, files, and the room they take; and the volume that hosts may share.

Knows names, sizes and contents; nothing of machines. Whether a file is in use is
the host's business (`HostState.require_unused`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from aioesx.simulator import faults
from aioesx.simulator.state import disks
from aioesx.simulator.state.extents import FlatContent, LinkContent
from aioesx.simulator.state.files import MemoryContent, TextContent, ZeroContent
from aioesx.simulator.state.paths import DatastorePath
from aioesx.simulator.state.volume_kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from aioesx.simulator.state.disks import Disk
    from aioesx.simulator.state.files import Content
    from aioesx.simulator.state.host import HostState

__all__ = ["Datastore", "File", "Volume"]

_LARGEST_DELTA: Final = 2 * 1024**4
"""Bytes of a disk from which on links are seSparse everywhere: the older form ends there."""


def _described(path: str, disk: Disk) -> TextContent:
    """Return the descriptor at `path` as a content."""
    extent = disks.extent_name(path, disk)
    name = extent if disk.object else extent.rpartition("/")[2]
    return TextContent(disks.format_descriptor, disk, name)


@dataclass(slots=True)
class File:
    """One file of a datastore.

    Attributes:
        disk: what a disk's descriptor says.
        session: who has the disk open and has written to it.
    """

    path: str
    content: Content
    modified: datetime
    disk: Disk | None = None
    session: str = ""


@dataclass(eq=False)
class Volume:
    """What hosts mount: files, and the room that they have.

    Attributes:
        kind: a word of `aioesx.simulator.state.volume_kinds.KINDS`.
        capacity: size in bytes.
        foreign: bytes taken up by what the simulator does not show as files.
        stored: bytes that the files take up.
        remote: host and path of an NFS export.
        major: version of VMFS; that of new ones when 0.
        maintenance: as the API says it, ``normal``, ``enteringMaintenance``, ``inMaintenance``.
        objects: data of disks that are no files, by the name of the object.
        datastores: where it is mounted.
    """

    kind: str
    capacity: int
    foreign: int = 0
    remote: tuple[str, str] = ("", "")
    uuid: str = ""
    disk_name: str = ""
    stored: int = 0
    major: int = 0
    maintenance: str = "normal"
    objects: dict[str, File] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    folders: dict[str, datetime] = field(default_factory=dict)
    inside: dict[str, dict[str, None]] = field(default_factory=dict)
    datastores: list[Datastore] = field(default_factory=list)


class Datastore:
    """A volume as one host has it mounted.

    Args:
        volume: what is mounted; a new one of the further arguments when left out.
        facts: attributes of the new volume.

    Attributes:
        moid: value of its managed object reference.
        mount: absolute path in the host's own file system, without a slash at its end.
    """

    def __init__(
        self,
        *,
        moid: str,
        name: str,
        mount: str,
        host: HostState,
        accessible: bool = True,
        volume: Volume | None = None,
        **facts: Any,
    ) -> None:
        self.moid = moid
        self.name = name
        self.mount = mount
        self.host = host
        self.accessible = accessible
        self.volume = volume if volume is not None else Volume(**facts)
        self.volume.datastores.append(self)
        self.files = self.volume.files
        self.folders = self.volume.folders
        self._inside = self.volume.inside

    def __repr__(self) -> str:
        return f"<Datastore {self.name!r} {self.kind} with {len(self.files)} files>"

    def mounted_on(self, host: HostState, *, name: str = "") -> Datastore:
        """Mount the same volume on another host of the same world.

        Args:
            host: the other host.
            name: what it is called there; the same name when left out.

        Raises:
            ValueError: the host lives in a world of its own, or has the name or the volume.
        """
        name = name or self.name
        if host.world is not self.host.world:
            raise ValueError("hosts that share a datastore share a world: HostState(shared=...)")
        if any(s.name == name or s.volume is self.volume for s in host.datastores.values()):
            raise ValueError(f"the host has a datastore {name!r} already")
        if self.moid in host.datastores:
            raise ValueError(
                f"the host has a datastore with the UUID {self.moid}; number hosts apart"
            )
        store = Datastore(
            moid=self.moid, name=name, mount=self.mount, host=host, volume=self.volume
        )
        host.datastores[self.moid] = store
        return store

    def unmount(self) -> None:
        """Have the host forget it; the volume stays for others."""
        self.host.datastores.pop(self.moid, None)
        self.volume.datastores.remove(self)

    def mounts(self) -> list[tuple[HostState, str]]:
        """Return every host that has the volume, with the name that it has there."""
        return [(store.host, store.name) for store in self.volume.datastores]

    def on(self, host: HostState) -> Datastore | None:
        """Return the same volume as another host has it, or None."""
        return next((store for store in self.volume.datastores if store.host is host), None)

    @property
    def kind(self) -> str:
        """What kind of file system it is."""
        return self.volume.kind

    @property
    def remote(self) -> tuple[str, str]:
        """Host and path of an NFS export."""
        return self.volume.remote

    @property
    def uuid(self) -> str:
        """UUID of the file system."""
        return self.volume.uuid

    @property
    def disk_name(self) -> str:
        """The disk that holds it."""
        return self.volume.disk_name

    @property
    def capacity(self) -> int:
        """Size in bytes."""
        return self.volume.capacity

    @capacity.setter
    def capacity(self, size: int) -> None:
        self.volume.capacity = size

    @property
    def foreign(self) -> int:
        """Bytes taken up by what is not shown as files."""
        return self.volume.foreign

    @foreign.setter
    def foreign(self, size: int) -> None:
        self.volume.foreign = size

    @property
    def stored(self) -> int:
        """Bytes that the files take up."""
        return self.volume.stored

    @property
    def vmfs_major(self) -> int:
        """Version of VMFS."""
        return self.volume.major or self.host.profile.vmfs_major

    def path(self, relative: str) -> DatastorePath:
        """Return the place `relative` in this datastore."""
        return DatastorePath(self.name, relative)

    @property
    def free(self) -> int:
        """Bytes left."""
        return max(0, self.capacity - self.foreign - self.stored)

    def uncommitted(self) -> int:
        """Return the bytes that thin disks may still take up: those on which no other stands."""
        below = set[str]()
        for file in self.files.values():
            if file.disk is not None and file.disk.parent and "/" not in file.disk.parent:
                below.add(f"{file.path.rpartition('/')[0]}/{file.disk.parent}".lstrip("/"))
        return sum(
            max(0, file.disk.size - self.taken(file.path))
            for file in self.files.values()
            if file.disk is not None and file.disk.thin and file.path not in below
        )

    def change_content(self, file: File, content: Content) -> None:
        """Give a file of this datastore another content."""
        self.volume.stored += content.stored - file.content.stored
        file.content = content
        file.modified = self.host.timeline.now()

    def grown(self, file: File, before: int) -> None:
        """Take note that a file's content takes up other than `before` bytes."""
        self.volume.stored += file.content.stored - before
        file.modified = self.host.timeline.now()

    def require_room(self, size: int) -> None:
        """Refuse when `size` more bytes do not fit."""
        if size > self.free:
            raise faults.no_disk_space(self.name)

    def require_accessible(self) -> None:
        """Refuse when the host cannot get at the datastore."""
        if not self.accessible:
            raise faults.inaccessible_datastore(self.name, self.host.ref(self))

    def require_folder(self, path: str) -> None:
        """Refuse when there is no such folder: FileNotFound, or NotADirectory for a file."""
        if path in self.files:
            raise faults.not_a_directory(str(self.path(path)))
        if path and path not in self.folders:
            raise faults.file_not_found(str(self.path(path)))

    def file(self, path: str) -> File:
        """Return the file at `path`, or refuse with FileNotFound."""
        try:
            return self.files[path]
        except KeyError:
            raise faults.file_not_found(str(self.path(path))) from None

    def exists(self, path: str) -> bool:
        """Tell whether there is a file or folder at `path`."""
        return path == "" or path in self.files or path in self.folders

    def put(self, path: str, content: Content, *, disk: Disk | None = None) -> File:
        """Store `content` at `path`, over whatever file was there.

        Raises:
            Refused: the folder does not exist, the path is a folder, or no room is left.
        """
        if path in self.folders or not path:
            raise faults.file_already_exists(str(self.path(path)))
        self.require_folder(path.rpartition("/")[0])
        old = self.files.get(path)
        self.require_room(content.stored - (old.content.stored if old else 0))
        if disk is None and path.endswith(".vmdk"):
            disk = disks.read_descriptor(content)
        if old is not None:  # who reads it goes on in the new content
            before = old.content
            self.change_content(old, content)
            before.discard()
            old.disk = disk
            return old
        file = File(path, content, self.host.timeline.now(), disk)
        self.volume.stored += content.stored
        self._enter(file)
        return file

    def _enter(self, file: File) -> None:
        self.files[file.path] = file
        self._inside.setdefault(file.path.rpartition("/")[0], {})[file.path] = None

    def _leave(self, path: str) -> File:
        del self._inside[path.rpartition("/")[0]][path]
        return self.files.pop(path)

    def files_in(self, folder: str) -> list[File]:
        """Return the files directly in a folder."""
        return [self.files[path] for path in self._inside.get(folder, ())]

    def put_content(self, path: str, content: Content) -> File:
        """Store a content; its folder is made when missing, as ESX does for an upload."""
        self.make_folder(path.rpartition("/")[0], parents=True, exist_ok=True)
        return self.put(path, content)

    def put_text(self, path: str, text: str) -> File:
        """Store a small text; its folder is made when missing."""
        return self.put_content(path, MemoryContent(text.encode()))

    def make_disk(self, path: str, disk: Disk, *, content: Content | None = None) -> None:
        """Create a virtual disk: its descriptor at `path` and its data as the kind has it.

        Args:
            path: where the descriptor is.
            disk: what it says; how the data lies is the datastore's own choice.
            content: the data; without it as much room as the disk takes, and zeros.

        Raises:
            Refused: FileAlreadyExists, FileNotFound for the folder, NoDiskSpace.
        """
        if self.exists(path):
            raise faults.file_already_exists(str(self.path(path)))
        disk = self._fitting(path, disk)
        if content is None:
            content = ZeroContent(disk.size, 0 if disk.thin else disk.size)
        elif isinstance(content, LinkContent):
            content = content.shaped(disk.link)
        self.require_room(content.stored)
        extent = disks.extent_name(path, disk)
        if disk.object:
            self.volume.objects[extent] = File(extent, content, self.host.timeline.now())
            self.volume.stored += content.stored
        else:
            self.put(extent, content)
        self.put(path, _described(path, disk), disk=disk)

    def _fitting(self, path: str, disk: Disk) -> Disk:
        """Return a disk with its data as it lies in this datastore."""
        kind = KINDS[self.kind]
        link = kind.base
        if disk.parent:
            link = kind.child(self)
            if link == "delta" and disk.size >= _LARGEST_DELTA:
                link = "sesparse"
        scheme = disks.LINKS[link].scheme
        name = ""
        if scheme:
            own = disks.make_uuid(f"{self.uuid} {path} {disk.uuid}").replace(" ", "")
            name = f"{scheme}://{own.removeprefix('6000C29')}"
        return replace(disk, link=link, object=name)

    def disk(self, path: str) -> Disk:
        """Return the virtual disk at `path`, or refuse."""
        disk = self.file(path).disk
        if disk is None:
            raise faults.cannot_access_file(str(self.path(path)))
        return disk

    def extent(self, path: str) -> File:
        """Return the data of the virtual disk at `path`: a file, or what an object has.

        Raises:
            Refused: there is no such disk, or its data is missing.
        """
        name = disks.extent_name(path, self.disk(path))
        return self.volume.objects.get(name) or self.file(name)

    def has_data(self, path: str) -> bool:
        """Tell whether there is a virtual disk at `path`, and its data."""
        file = self.files.get(path)
        if file is None or file.disk is None:
            return False
        name = disks.extent_name(path, file.disk)
        return name in self.volume.objects or name in self.files

    def taken(self, path: str) -> int:
        """Return the bytes that the data of the virtual disk at `path` takes up; 0 without it."""
        return self.extent(path).content.stored if self.has_data(path) else 0

    def grow_disk(self, path: str, capacity_kb: int) -> None:
        """Make a virtual disk larger; what is added reads as zeros.

        Raises:
            Refused: it would become smaller, or there is no room.
        """
        disk = self.disk(path)
        if capacity_kb < disk.capacity_kb:
            raise faults.invalid_argument("newCapacityKb")
        extent = self.extent(path)
        self.require_room(0 if disk.thin else (capacity_kb - disk.capacity_kb) * 1024)
        size, content = capacity_kb * 1024, extent.content
        if isinstance(content, ZeroContent):
            content = ZeroContent(size, content.stored if disk.thin else size)
        elif isinstance(content, FlatContent):
            content.size = size
        else:
            content = FlatContent(content, size, thick=not disk.thin)
        self.change_content(extent, content)
        self.change_disk(path, replace(disk, capacity_kb=capacity_kb))

    def change_disk(self, path: str, disk: Disk) -> None:
        """Write the descriptor of a virtual disk anew."""
        file = self.file(path)
        file.disk = disk
        self.change_content(file, _described(path, disk))

    def renew(self, path: str, session: str = "") -> None:
        """Take note that a disk is written to: its content id changes.

        Args:
            path: where its descriptor is.
            session: who has it open; the id changes once for as long as one has. Without a
                word it was opened for this write only.
        """
        file = self.file(path)
        if file.disk is None or (session and file.session == session):
            return
        file.session = session
        cid = disks.make_cid(f"{file.disk.uuid} {path} {file.disk.cid}")
        self.change_disk(path, replace(file.disk, cid=cid))

    def delete_disk(self, path: str) -> None:
        """Delete a virtual disk with its data."""
        _, content = self._take(path)
        if content is not None:
            content.discard()

    def give_up_disk(self, path: str) -> tuple[Disk, Content]:
        """Take a virtual disk out of the datastore, to be made elsewhere.

        Raises:
            Refused: there is no such disk, or its data is missing.
        """
        self.extent(path)
        disk, content = self._take(path)
        assert content is not None  # noqa: S101  # it was there just now
        return disk, content

    def _take(self, path: str) -> tuple[Disk, Content | None]:
        disk = self.disk(path)
        name = disks.extent_name(path, disk)
        held = self.volume.objects.pop(name, None)
        if held is None and name in self.files:
            held = self._leave(name)
        self.delete(path)
        if held is None:
            return disk, None
        self.volume.stored -= held.content.stored
        content, held.content = held.content, MemoryContent(b"")  # its readers find its end
        return disk, content

    def delete(self, path: str, *, missing_ok: bool = False) -> None:
        """Delete a file, or a folder with everything in it."""
        if path in self.folders:
            for inner in [name for name in self.files if name.startswith(path + "/")]:
                self._drop(inner)
            for inner in [name for name in self.folders if name.startswith(path + "/")]:
                del self.folders[inner]
            del self.folders[path]
            return
        if missing_ok and path not in self.files:
            return
        self.file(path)
        self._drop(path)

    def _drop(self, path: str) -> None:
        file = self._leave(path)
        data = self.volume.objects.pop(file.disk.object, None) if file.disk is not None else None
        for gone in (file, *([data] if data is not None else [])):
            self.volume.stored -= gone.content.stored
            gone.content.discard()
            gone.content = MemoryContent(b"")  # who reads it finds its end

    def give_up(self, path: str) -> File:
        """Take a file out of the datastore, to be put elsewhere."""
        self.file(path)
        file = self._leave(path)
        self.volume.stored -= file.content.stored
        return file

    def move(self, source: str, target: str) -> None:
        """Rename a file or a folder."""
        if self.exists(target):
            raise faults.file_already_exists(str(self.path(target)))
        if source in self.folders:
            for inner in [n for n in self.folders if n == source or n.startswith(source + "/")]:
                self.folders[target + inner[len(source) :]] = self.folders.pop(inner)
            for inner in [name for name in self.files if name.startswith(source + "/")]:
                self._move_file(inner, target + inner[len(source) :])
            return
        self.file(source)
        self._move_file(source, target)

    def below(self, source: str, target: str) -> Iterator[tuple[str, str]]:
        """Yield a file, or a folder and all in it, with where each goes when it goes to `target`.

        Folders come before what is in them.
        """
        yield source, target
        inner = [*sorted(self.folders), *self.files]
        for path in [path for path in inner if path.startswith(source + "/")]:
            yield path, target + path[len(source) :]

    def _move_file(self, source: str, target: str) -> None:
        file = self._leave(source)
        file.path = target
        if file.disk is None and target.endswith(".vmdk"):  # it was uploaded by another name
            file.disk = disks.read_descriptor(file.content)
        self._enter(file)

    def make_folder(self, path: str, *, parents: bool = False, exist_ok: bool = False) -> None:
        """Create a folder.

        Raises:
            Refused: it exists, or its parent does not and `parents` is false.
        """
        if self.exists(path):
            if exist_ok and path not in self.files:
                return
            raise faults.file_already_exists(str(self.path(path)))
        parent = path.rpartition("/")[0]
        if parents and not self.exists(parent):
            self.make_folder(parent, parents=True)
        self.require_folder(parent)
        self.folders[path] = self.host.timeline.now()

    def children(self, folder: str) -> Iterator[File | str]:
        """Yield the names of folders and the files directly in `folder`, in order of name."""
        if folder and folder not in self.folders:
            raise faults.file_not_found(str(self.path(folder)))
        below = [name for name in self.folders if name.rpartition("/")[0] == folder]
        entries: dict[str, File | str] = {name: name for name in below}
        entries.update((file.path, file) for file in self.files_in(folder))
        for name in sorted(entries):
            yield entries[name]
