"""`Pools`: all datastores and iSCSI targets. One read for each of the two kinds."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from typing import Final
from uuid import UUID

from aioesx._server.bound import Bound, bound
from aioesx._server.face import operation
from aioesx._server.files.stores import ACCESSIBLE, Store, inventory_path, shown_stores
from aioesx._server.server import Server
from aioesx._session.seconds import DEFAULT
from aioesx._words import advice, listed, one_of, uuid_of
from aioesx.errors import AmbiguousNameError, Bearer, NoSuchPoolError
from aioesx.storage import datastore, iscsi
from aioesx.storage.pool import Pool
from aioesx.storage.values import PoolKind, PoolMaintenance, PoolState
from aioesx.storage.volume import Volume
from aioesx.storage.volumes import Volumes

__all__ = ["PoolSummary", "Pools"]

_MAINTENANCES: Final = {
    "normal": PoolMaintenance.NORMAL,
    "enteringMaintenance": PoolMaintenance.ENTERING,
    "inMaintenance": PoolMaintenance.IN_MAINTENANCE,
}


@dataclasses.dataclass(frozen=True, slots=True)
class PoolSummary(Bound):
    """One pool of a list: plain values, and beside them the pool to act on.

    Attributes:
        name: of the datastore, or the iSCSI name of the target.
        uuid: made of where the host has it mounted, or of the iSCSI name, as libvirt does.
        kind: libvirt's word for what it is made of.
        type: the host's word for that, such as ``"VMFS"``, ``"NFS41"`` or ``"vsan"``.
        state: at the moment of reading.
        capacity: bytes in all.
        allocation: bytes that are taken.
        available: bytes that are left.
        hosts: names of the hosts of the connection that have it.
        datacenter: folders and name of its datacenter, as ``"eu/west/dc1"``.
        maintenance: whether it is, or is being, cleared; None where no vCenter tells it.
        accessible: whether some host can get at it.
        problems: what could not be read and why, a sentence each.
    """

    name: str
    uuid: UUID | None
    kind: PoolKind
    type: str | None
    state: PoolState
    capacity: int | None
    allocation: int | None
    available: int | None
    hosts: tuple[str, ...] = ()
    datacenter: str | None = None
    maintenance: PoolMaintenance | None = None
    accessible: bool | None = None
    problems: tuple[str, ...] = ()

    @property
    def path(self) -> str | None:
        """Its inventory path, as ``"dc1/datastore/datastore1"``; None if that is not known.

        Folders of datastores are not in it.
        """
        return None if self.datacenter is None else inventory_path(self.datacenter, self.name)

    @property
    def pool(self) -> Pool:
        """The pool, to act on it.

        Raises:
            AttributeError: the value was unpickled or copied; `Pools.lookup` finds it again.
        """
        pool: Pool = self._beside("pool")
        return pool


Rows = list[PoolSummary]  # inside `Pools` the word `list` is the verb


class Pools:
    """The storage pools of the connected host, or of all hosts that the connection is over."""

    __slots__ = ("_server",)

    def __init__(self, server: Server) -> None:
        self._server = server

    def __repr__(self) -> str:
        return f"<Pools of {self._server.scope.name}>"

    @operation("call")
    async def list(
        self,
        *,
        active: bool | None = None,
        persistent: bool | None = None,
        autostart: bool | None = None,
        kinds: Collection[PoolKind | str] | PoolKind | str | None = None,
        timeout: float | None = DEFAULT,
    ) -> list[PoolSummary]:
        """List the datastores and then the iSCSI targets, in the server's order.

        One read for either, per page. Each criterion that is given must hold.

        Args:
            active: every pool of a VMware host is; False lists none.
            persistent: every one is; False lists none.
            autostart: every one is mounted when the host boots; False lists none.
            kinds: what they are made of, or one of it: a `PoolKind` or its word.
            timeout: seconds in all.

        Raises:
            ValueError: one of the kinds is none; nothing was sent.

        Source: libvirt, esxConnectListStoragePools.
        """
        wanted = frozenset(PoolKind)
        if kinds is not None:
            wanted = frozenset(one_of(word, PoolKind, what="kind") for word in listed(kinds))
        if False in (active, persistent, autostart):
            return []
        rows: Rows = []
        if wanted != {PoolKind.ISCSI}:
            rows += await _datastores(self._server)
        if PoolKind.ISCSI in wanted:
            rows += await _targets(self._server)
        return [row for row in rows if row.kind in wanted]

    async def __aiter__(self) -> AsyncIterator[PoolSummary]:
        """Give every pool of one list."""
        for entry in await self.list():
            yield entry

    @operation("call")
    async def lookup(
        self,
        name: str | None = None,
        *,
        uuid: UUID | str | None = None,
        volume: Volume | str | None = None,
        timeout: float | None = DEFAULT,
    ) -> Pool:
        """Find one pool by exactly one of name, UUID and volume, in one read or two.

        In place of a name its inventory path may stand, ``"dc1/datastore/datastore1"``.

        Args:
            name: of a datastore, or the iSCSI name of a target.
            uuid: as libvirt makes it.
            volume: one of its volumes, or that one's path.
            timeout: seconds in all.

        Raises:
            NoSuchPoolError: there is none; the text says which was probably meant.
            AmbiguousNameError: two datacenters have one each.
            ValueError: not exactly one of the three was given, the UUID is none, or the path none
                of a volume.

        Source: libvirt, esxStoragePoolLookupByName, ByUUID and ByVolume.
        """
        if [name, uuid, volume].count(None) != 2:
            raise ValueError("give exactly one of name, uuid and volume")
        if volume is not None:
            if not isinstance(volume, str):
                return volume.pool
            return (await Volumes(self._server).lookup(path=volume)).pool
        if uuid is not None:
            wanted = uuid_of(uuid)
            what = f"no pool with UUID {wanted}"
            return await _find(self._server, what, None, lambda row: row.uuid == wanted)
        return await _find(self._server, f"'{name}'", name, lambda row: row.name == name)


async def _find(
    server: Server, what: str, name: str | None, is_it: Callable[[PoolSummary], bool]
) -> Pool:
    rows = await _datastores(server)
    found = [row for row in rows if is_it(row)]
    if not found and name is not None and "/" in name:
        found = [row for row in rows if row.path == name.strip("/")]
    if not found:
        more = await iscsi.read_targets(server)
        rows += [_of_targets(server, targets) for targets in more.by_name.values()]
        found = [row for row in rows if is_it(row)]
        if not found and (name is None or iscsi.is_target_name(name)):
            more.require_shown()
    if not found:
        hint = advice(name, [row.name for row in rows]) if name is not None else ""
        sought = None if name is not None else what.rpartition(" ")[2]
        raise NoSuchPoolError(f"{what}{hint}", name=name, id=sought)
    if len(found) > 1:
        bearers = [Bearer(_reference(row), uuid=row.uuid, path=row.path) for row in found]
        raise AmbiguousNameError(
            name or str(found[0].uuid), kind="storage pool", name=name, bearers=bearers
        )
    return found[0].pool


def _reference(row: PoolSummary) -> str:
    return row.pool._backing.identity[1]


async def _datastores(server: Server) -> Rows:
    stores = await shown_stores(server, datastore.pool_paths(server.session))
    return [_of_store(store, datastore.backing_of(server, store)) for store in stores]


def _of_store(store: Store, backing: datastore.DatastoreBacking) -> PoolSummary:
    """Make it of a datastore that was read with `pool_paths`; never an error."""
    shown = dict(store.values)
    room = datastore.room_of(shown)
    place = store.place
    places = [mount.place for mount in store.mounts if mount.place is not None]
    if not places and store.home is not None:
        places = [store.home]
    summary = PoolSummary(
        name=store.name,
        uuid=backing.uuid,
        kind=backing.kind,
        type=shown.get(datastore.TYPE),
        state=room.state,
        capacity=room.capacity,
        allocation=room.allocation,
        available=room.available,
        hosts=tuple(each.host_name for each in places if each.host_name is not None),
        datacenter=place.datacenter_path if place is not None else None,
        maintenance=_MAINTENANCES.get(str(shown.get(datastore.MAINTENANCE))),
        accessible=shown.get(ACCESSIBLE),
        problems=store.values.problems(datastore.TOLD),
    )
    return bound(summary, Pool(backing.server, backing))


async def _targets(server: Server) -> Rows:
    found = await iscsi.read_targets(server)
    return [_of_targets(server, targets) for targets in found.by_name.values()]


def _of_targets(server: Server, targets: Sequence[iscsi.Target]) -> PoolSummary:
    """Make it of all that have one name; room is a LUN's, and no target's."""
    backing = iscsi.TargetBacking(server, targets[0].name)
    summary = PoolSummary(
        name=backing.name,
        uuid=backing.uuid,
        kind=backing.kind,
        type="iSCSI",
        state=PoolState.RUNNING,
        capacity=iscsi.NO_ROOM.capacity,
        allocation=iscsi.NO_ROOM.allocation,
        available=iscsi.NO_ROOM.available,
        hosts=tuple(dict.fromkeys(iscsi.host_name(each.host) for each in targets)),
        accessible=True,
    )
    return bound(summary, Pool(server, backing))
