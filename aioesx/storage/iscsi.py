"""iSCSI targets as storage pools, and their LUNs as volumes. LUNs are the target's to change.

A pool is a static target of any adapter of any host; several that have it have the same one, for
an iSCSI name is one target's in the whole world.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from aioesx import vim
from aioesx._server.collector import ObjectProperties, read_many
from aioesx._server.server import Server
from aioesx.errors import NoSuchPoolError, NotSupportedError
from aioesx.storage.found import Found
from aioesx.storage.keys import md5_uuid
from aioesx.storage.values import PoolInfo, PoolKind, PoolMount, PoolState

if TYPE_CHECKING:  # documents are loaded by those who use them
    from aioesx.definition.pool import PoolDefinition

__all__ = [
    "NO_ROOM",
    "Target",
    "TargetBacking",
    "Targets",
    "host_name",
    "is_target_name",
    "read_luns",
    "read_targets",
]

_HOST: Final = "HostSystem"
_NAME: Final = "name"
_ADAPTERS: Final = "config.storageDevice.hostBusAdapter"
_LUNS: Final = "config.storageDevice.scsiLun"
_TOPOLOGY: Final = "config.storageDevice.scsiTopology.adapter"
_MANAGER: Final = "configManager.storageSystem"
NO_ROOM: Final = PoolInfo(PoolState.RUNNING, 0, 0, 0)


def is_target_name(text: str) -> bool:
    """Tell whether a text has the form of an iSCSI name."""
    return text.startswith(("iqn.", "eui.", "naa."))


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """A static target of one adapter.

    Attributes:
        name: its iSCSI name.
        address: where it is.
        port: None where the host does not say.
        adapter: the adapter's device, such as ``"vmhba64"``.
        host: what has the adapter: its properties.
    """

    name: str
    address: str
    port: int | None
    adapter: str
    host: ObjectProperties


@dataclasses.dataclass(frozen=True, slots=True)
class Targets:
    """The static targets of all hosts.

    Attributes:
        by_name: in the hosts' order.
        hosts: what was read of each host.
    """

    by_name: dict[str, list[Target]]
    hosts: Sequence[ObjectProperties]

    def require_shown(self) -> None:
        """Raise if a host hides its adapters: what there is not may be there.

        Raises:
            NotPermittedError: names host and privilege.
        """
        for host in self.hosts:
            host.values.get(_ADAPTERS)


async def read_targets(server: Server, paths: Sequence[str] = ()) -> Targets:
    """Read the static targets of every host of the scope, in one read.

    Args:
        server: whose scope is read.
        paths: further properties of HostSystem.

    A host without such an adapter, or one that hides them, has none here.
    """
    hosts = await read_many(
        server.session, server.scope.objects(_HOST), {_HOST: (_NAME, _ADAPTERS, *paths)}
    )
    found: dict[str, list[Target]] = {}
    for host in hosts:
        for target in _targets_of(host):
            found.setdefault(target.name, []).append(target)
    return Targets(found, hosts)


def _targets_of(host: ObjectProperties) -> Iterator[Target]:
    for adapter in host.values.if_shown(_ADAPTERS) or ():
        if isinstance(adapter, vim.HostInternetScsiHba):
            for each in adapter.configured_static_target:
                yield Target(each.i_scsi_name, each.address, each.port, adapter.device, host)


def host_name(host: ObjectProperties) -> str:
    """Return what the server calls a host; its reference where it hides that."""
    return host.values.if_shown(_NAME) or f"<{host.ref.value}>"


async def read_luns(server: Server, wanted: str | None = None) -> dict[str, list[Found]]:
    """Read the LUNs behind every iSCSI target, by the target's name, in one read.

    Args:
        server: whose scope is read.
        wanted: the target that is asked about.

    Raises:
        NotPermittedError: a host hides its LUNs, and the wanted target may have some there.
    """
    hosts = await read_many(
        server.session, server.scope.objects(_HOST), {_HOST: (_LUNS, _TOPOLOGY)}
    )
    found: dict[str, dict[str, Found]] = {}
    for host in hosts:
        for name, keys in _sessions(host.values.if_shown(_TOPOLOGY) or ()):
            luns = found.setdefault(name, {})
            for lun in host.values.if_shown(_LUNS) or ():
                if lun.key in keys:
                    luns.setdefault(lun.uuid, _found(lun))
    for host in hosts if wanted is not None and not found.get(wanted) else ():
        host.values.get(_LUNS)
        host.values.get(_TOPOLOGY)
    return {name: list(luns.values()) for name, luns in found.items()}


def _sessions(
    adapters: Iterable[vim.HostScsiTopologyInterface],
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each target that a host has a session with, and the keys of its LUNs."""
    for adapter in adapters:
        for target in adapter.target:
            if isinstance(target.transport, vim.HostInternetScsiTargetTransport):
                yield target.transport.i_scsi_name, frozenset(lun.scsi_lun for lun in target.lun)


def _found(lun: vim.ScsiLun) -> Found:
    size, device = None, None
    if isinstance(lun, vim.HostScsiDisk):
        size, device = lun.capacity.block * lun.capacity.block_size, lun.device_path
    return Found(
        name=lun.device_name,
        format=None,
        capacity=size,
        allocation=size,
        key=str(md5_uuid(lun.uuid)),
        device=device,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class TargetBacking:
    """An iSCSI target, known by its name.

    Attributes:
        server: where it is.
        name: its iSCSI name.
    """

    server: Server
    name: str

    @property
    def kind(self) -> PoolKind:
        """Libvirt's word for it."""
        return PoolKind.ISCSI

    @property
    def uuid(self) -> UUID | None:
        """The MD5 sum of its name, as libvirt has it."""
        return md5_uuid(self.name)

    @property
    def identity(self) -> tuple[str, str]:
        """The name, which is one target's in the whole world."""
        return "iSCSI", self.name

    async def _read(self, *paths: str) -> list[Target]:
        targets = (await read_targets(self.server, paths)).by_name.get(self.name)
        if targets is None:
            raise NoSuchPoolError(f"'{self.name}'", name=self.name)
        return targets

    async def info(self) -> PoolInfo:
        """Return that it runs and has no room of its own, as libvirt does; no call."""
        return NO_ROOM

    async def definition(self) -> PoolDefinition:
        """Read where it is, in one call.

        Source: libvirt, esxStoragePoolGetXMLDesc of the iSCSI backend, which has the target's
        name stand for the initiator's.
        """
        from aioesx.definition.pool import PoolDefinition, PoolHost

        target = (await self._read())[0]
        return PoolDefinition(
            type=PoolKind.ISCSI,
            name=self.name,
            uuid=self.uuid,
            capacity=0,
            allocation=0,
            available=0,
            hosts=(PoolHost(target.address, target.port),),
            initiator=self.name,
            mode="00",
            owner=0,
            group=0,
        )

    async def mounts(self) -> list[PoolMount]:
        """Read which hosts have it, in one call."""
        names = dict.fromkeys(host_name(each.host) for each in await self._read())
        return [PoolMount(name, None, None, True) for name in names]

    async def refresh(self) -> None:
        """Have every adapter that has it look again, in one call and one for each.

        Source: vSphere API, HostStorageSystem.RescanHba.
        """
        adapters = {
            (each.host.values.require(_MANAGER), each.adapter)
            for each in await self._read(_MANAGER)
        }
        for manager, adapter in sorted(adapters, key=lambda pair: (pair[0].value, pair[1])):
            await self.server.session.call(vim.RescanHba(this=manager, hba_device=adapter))

    def path(self, name: str) -> str:
        """Return the name again, as libvirt does."""
        return name

    async def list_volumes(self) -> Sequence[Found]:
        """Read its LUNs, in one call; none where no host has a session with it."""
        return (await read_luns(self.server, self.name)).get(self.name, [])

    async def find_volume(self, name: str) -> Found | None:
        """Read one of its LUNs, in one call."""
        luns = await self.list_volumes()
        return next((lun for lun in luns if lun.name == name), None)

    async def key(self, found: Found) -> str:
        """Return the MD5 sum of the LUN's UUID; no call."""
        if found.key is None:
            raise NotSupportedError("", f"'{found.name}' is no LUN")
        return found.key
