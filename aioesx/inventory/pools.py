"""`ResourcePools`: the resource pools of a vCenter, made, moved, removed by their paths."""

from __future__ import annotations

from typing import Unpack

from aioesx import vim
from aioesx._server.by_name import read_pools
from aioesx._server.face import operation
from aioesx._server.server import Server
from aioesx._server.tasks.runner import TaskOptions
from aioesx._server.tree import POOLS
from aioesx._session.seconds import DEFAULT
from aioesx.errors import InvalidStateError
from aioesx.inventory.at_path import find_at, parts_of

__all__ = ["ResourcePools"]

Ref = vim.ManagedObjectReference


class ResourcePools:
    """The resource pools of a vCenter; a path is ``"dc1/host/cluster1/Resources/gold"``.

    Every host that stands alone and every cluster has one pool, ``Resources``, which cannot be
    removed. Every coroutine raises NotSupportedError where there is no vCenter.
    """

    __slots__ = ("_server",)

    def __init__(self, server: Server) -> None:
        self._server = server

    def __repr__(self) -> str:
        return f"<ResourcePools of {self._server.session.where}>"

    @property
    def _vcenter(self) -> Server:
        return self._server.require_vcenter("resource pools")

    @operation("call")
    async def list(self, *, timeout: float | None = DEFAULT) -> list[str]:
        """List the paths of all pools that the user may see, in one read per page."""
        session = self._vcenter.session
        tree = await read_pools(session, session.content.root_folder)
        paths = (tree.inventory_path(each.ref) for each in tree if each.ref.type in POOLS)
        return sorted(path for path in paths if path)

    @operation("call")
    async def create(
        self,
        path: str,
        *,
        cpu_reservation: int = 0,
        cpu_limit: int | None = None,
        memory_reservation: int = 0,
        memory_limit: int | None = None,
        timeout: float | None = DEFAULT,
    ) -> None:
        """Make a pool in another one, with as many shares as any.

        Args:
            path: of the new pool.
            cpu_reservation: processor time kept ready, in MHz.
            cpu_limit: processor time at most, in MHz; None is no bound.
            memory_reservation: memory kept ready, in MiB.
            memory_limit: memory at most, in MiB; None is no bound.
            timeout: seconds in all.

        Raises:
            LookupFailedError: there is no pool above it.
            AlreadyExistsError: there is one.

        Source: vSphere API, ResourcePool.CreateResourcePool.
        """
        above, name = parts_of(path)
        parent = await find_at(self._server, above, "resource pool", POOLS)
        spec = vim.ResourceConfigSpec(
            cpu_allocation=_allocation(cpu_reservation, cpu_limit),
            memory_allocation=_allocation(memory_reservation, memory_limit),
        )
        session = self._vcenter.session
        await session.call(vim.CreateResourcePool(this=parent, name=name, spec=spec))

    @operation("call")
    async def rename(self, path: str, name: str, *, timeout: float | None = DEFAULT) -> None:
        """Give a pool another name.

        Raises:
            LookupFailedError: there is no such pool.
            AlreadyExistsError: something beside it has the name.

        Source: vSphere API, ResourcePool.UpdateConfig.
        """
        ref = await find_at(self._server, path, "resource pool", POOLS)
        session = self._vcenter.session
        await session.call(vim.UpdateConfig(this=ref, name=name))

    @operation("call")
    async def move(self, path: str, into: str, *, timeout: float | None = DEFAULT) -> None:
        """Put a pool with all that is in it into another one of the same host or cluster.

        Raises:
            LookupFailedError: there is no such pool.
            FaultError: it does not fit there.

        Source: vSphere API, ResourcePool.MoveIntoResourcePool.
        """
        ref = await find_at(self._server, path, "resource pool", POOLS)
        target = await find_at(self._server, into, "resource pool", POOLS)
        session = self._vcenter.session
        await session.call(vim.MoveIntoResourcePool(this=target, list=[ref]))

    @operation("task")
    async def remove(self, path: str, **options: Unpack[TaskOptions]) -> None:
        """Remove a pool; what is in it goes to the one above.

        Raises:
            LookupFailedError: there is no such pool.
            InvalidStateError: it is a vApp, whose domains would be deleted with it.

        Source: vSphere API, ManagedEntity.Destroy_Task.
        """
        ref = await find_at(self._server, path, "resource pool", POOLS)
        if ref.type == "VirtualApp":
            raise InvalidStateError("", f"'{path}' is a vApp: its domains would be deleted with it")
        tasks = self._vcenter.tasks
        await tasks.run(vim.Destroy_Task(this=ref), finish=lambda _: None, **options)


def _allocation(reservation: int, limit: int | None) -> vim.ResourceAllocationInfo:
    return vim.ResourceAllocationInfo(
        reservation=reservation,
        expandable_reservation=True,
        limit=-1 if limit is None else limit,
        shares=vim.SharesInfo(shares=0, level=vim.SharesLevel.NORMAL),
    )
