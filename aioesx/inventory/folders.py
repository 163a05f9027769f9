"""`Folders`: the folders of a vCenter, made, moved, removed by their paths."""

from __future__ import annotations

from typing import Final, Unpack

from aioesx import vim
from aioesx._server.collector import read_many, read_one
from aioesx._server.face import operation
from aioesx._server.server import Server
from aioesx._server.tasks.runner import TaskOptions
from aioesx._server.traversal import below, object_spec
from aioesx._server.tree import Tree
from aioesx._session.seconds import DEFAULT
from aioesx.errors import InvalidStateError
from aioesx.inventory.at_path import find_at, find_if_there, parts_of

__all__ = ["Folders"]

Ref = vim.ManagedObjectReference

_FOLDER: Final = ("Folder",)
_PATHS: Final = {"Folder": ("name", "parent"), "Datacenter": ("name", "parent")}


class Folders:
    """The folders of a vCenter; a path is ``"eu/dc1/vm/teams/web"``, from the root down.

    A datacenter has one folder for each kind of thing, which cannot be removed: ``vm``, ``host``,
    ``datastore``, ``network``. Names are written as the API does, with ``%2f`` for a slash.

    Every coroutine raises NotSupportedError where there is no vCenter.
    """

    __slots__ = ("_server",)

    def __init__(self, server: Server) -> None:
        self._server = server

    def __repr__(self) -> str:
        return f"<Folders of {self._server.session.where}>"

    @property
    def _vcenter(self) -> Server:
        return self._server.require_vcenter("folders")

    @operation("call")
    async def list(self, *, timeout: float | None = DEFAULT) -> list[str]:
        """List the paths of all folders that the user may see, in one read per page."""
        session = self._vcenter.session
        way = below("Folder", since_4=session.has_api(4, 0))
        root = object_spec(session.content.root_folder, way, itself=True)
        tree = Tree(await read_many(session, [root], _PATHS))
        paths = (tree.inventory_path(each.ref) for each in tree if each.ref.type == "Folder")
        return sorted(path for path in paths if path)

    @operation("call")
    async def create(
        self, path: str, *, parents: bool = False, timeout: float | None = DEFAULT
    ) -> None:
        """Make a folder.

        Args:
            path: its path.
            parents: make those above it that are missing, too.
            timeout: seconds in all.

        Raises:
            AlreadyExistsError: there is one.
            LookupFailedError: what is above it is missing, or no folder.

        Source: vSphere API, Folder.CreateFolder.
        """
        above, name = parts_of(path)
        parent = await self._parent(above, make=parents)
        await self._vcenter.session.call(vim.CreateFolder(this=parent, name=name))

    async def _parent(self, path: str, *, make: bool) -> Ref:
        """Return the folder at a path; make what is missing."""
        found = await find_if_there(self._server, path)
        if found is not None or not make:
            return await find_at(self._server, path, "folder", _FOLDER)
        above, name = parts_of(path)
        session = self._vcenter.session
        parent = await self._parent(above, make=True)
        return await session.call(vim.CreateFolder(this=parent, name=name))

    @operation("task")
    async def rename(self, path: str, name: str, **options: Unpack[TaskOptions]) -> None:
        """Give a folder another name.

        Raises:
            LookupFailedError: there is no such folder.
            AlreadyExistsError: something beside it has the name.

        Source: vSphere API, ManagedEntity.Rename_Task.
        """
        ref = await find_at(self._server, path, "folder", _FOLDER)
        await self._run(vim.Rename_Task(this=ref, new_name=name), options)

    @operation("task")
    async def move(self, path: str, into: str, **options: Unpack[TaskOptions]) -> None:
        """Put a folder with all that is in it into another one, of the same datacenter and kind.

        Raises:
            LookupFailedError: there is no such folder.
            FaultError: it does not fit there.

        Source: vSphere API, Folder.MoveIntoFolder_Task.
        """
        ref = await find_at(self._server, path, "folder", _FOLDER)
        target = await find_at(self._server, into, "folder", _FOLDER)
        await self._run(vim.MoveIntoFolder_Task(this=target, list=[ref]), options)

    @operation("task")
    async def remove(self, path: str, **options: Unpack[TaskOptions]) -> None:
        """Remove a folder that is empty: a vCenter deletes what is in it, disks and all.

        Raises:
            LookupFailedError: there is no such folder.
            InvalidStateError: it is not empty.

        Source: vSphere API, ManagedEntity.Destroy_Task.
        """
        ref = await find_at(self._server, path, "folder", _FOLDER)
        session = self._vcenter.session
        values = await read_one(session, ref, ("childEntity",))
        if children := values.get("childEntity"):
            raise InvalidStateError("", f"the folder '{path}' holds {len(children)} things")
        await self._run(vim.Destroy_Task(this=ref), options)

    async def _run(self, method: vim.Method[Ref], options: TaskOptions) -> None:
        tasks = self._vcenter.tasks
        await tasks.run(method, finish=lambda _: None, **options)
