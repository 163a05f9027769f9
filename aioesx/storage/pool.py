"""`Pool`: a datastore, or an iSCSI target, of a host or of many."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from aioesx._server.face import operation
from aioesx._server.server import Server
from aioesx._server.thing import Thing
from aioesx._session.seconds import DEFAULT
from aioesx.errors import NotSupportedError
from aioesx.storage.backing import Backing
from aioesx.storage.values import PoolInfo, PoolKind, PoolMount

if TYPE_CHECKING:  # a pool knows its volumes, a volume its pool
    from aioesx.storage.volumes import Volumes

__all__ = ["Pool"]


class Pool:
    """A storage pool: a datastore, or an iSCSI target whose LUNs are volumes.

    A pool names a remote object and holds none of its state: whatever can change is read by a
    coroutine. Every coroutine may raise `TransportError` and `ProtocolError`, and `NotFoundError`
    or `NoSuchPoolError` once there is no such pool.

    Attributes:
        name: of the datastore when it was looked up, or the iSCSI name.
        uuid: made of where the host has it mounted, or of the iSCSI name, as libvirt does; None
            where the host does not tell it.
        kind: libvirt's word for what it is made of.
    """

    __slots__ = ("_backing", "_server", "kind", "name", "uuid")

    def __init__(self, server: Server, backing: Backing) -> None:
        self._server = server
        self._backing = backing
        self.name: str = backing.name
        self.uuid: UUID | None = backing.uuid
        self.kind: PoolKind = backing.kind

    def __repr__(self) -> str:
        return f"<Pool {self.name!r} {self.kind}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pool):
            return NotImplemented
        return self._backing.identity == other._backing.identity and self._server is other._server

    def __hash__(self) -> int:
        return hash(self._backing.identity)

    @property
    def _thing(self) -> Thing:
        return Thing("storage pool", self.name, self._backing.identity[1])

    @property
    def volumes(self) -> Volumes:
        """What is in it."""
        from aioesx.storage.volumes import Volumes

        return Volumes(self._server, self)

    @operation("call")
    async def info(self, *, timeout: float | None = DEFAULT) -> PoolInfo:
        """Read state and room, in one call at most.

        Source: libvirt, esxStoragePoolGetInfo.
        """
        return await self._backing.info()

    @operation("call")
    async def xml(self, *, timeout: float | None = DEFAULT) -> str:
        """Describe it as libvirt's ``<pool>`` document, in one call.

        Source: libvirt, esxStoragePoolGetXMLDesc.
        """
        from aioesx.definition.pool import format_pool_xml

        return format_pool_xml(await self._backing.definition())

    @operation("call")
    async def mounts(self, *, timeout: float | None = DEFAULT) -> list[PoolMount]:
        """Read which hosts have it, those of the connection first, in one call."""
        return await self._backing.mounts()

    @operation("call")
    async def refresh(self, *, timeout: float | None = DEFAULT) -> None:
        """Have the host look again: at size and free room, or for LUNs behind its adapters.

        Source: libvirt, esxStoragePoolRefresh; vSphere API, Datastore.RefreshDatastore and
        HostStorageSystem.RescanHba.
        """
        await self._backing.refresh()

    @operation("call")
    async def autostart(self, *, timeout: float | None = DEFAULT) -> bool:
        """Tell that the host mounts it when it boots: it does so with every pool. No call."""
        return True

    @operation("call")
    async def set_autostart(self, autostart: bool, *, timeout: float | None = DEFAULT) -> None:
        """Have the host mount it when it boots, as it does anyway. No call.

        Raises:
            NotSupportedError: it shall not be.

        Source: libvirt, esxStoragePoolSetAutostart.
        """
        if not autostart:
            raise NotSupportedError("", "a VMware host mounts every storage pool when it boots")
