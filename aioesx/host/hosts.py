"""`Hosts`: all hosts that a connection is over. One read for a list, one for a look-up."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from typing import Final

from aioesx import vim
from aioesx._server.bound import Bound, bound
from aioesx._server.collector import Properties, read_many
from aioesx._server.face import operation
from aioesx._server.names import called
from aioesx._server.reach import REACH, HostState, host_state
from aioesx._server.server import Server
from aioesx._server.traversal import UP
from aioesx._server.tree import TREE_PATHS, Tree
from aioesx._session.seconds import DEFAULT
from aioesx.host.host import Host
from aioesx.host.values import if_told
from aioesx.units import bytes_to_kib, mib_to_kib

__all__ = ["HostSummary", "Hosts"]

_HOST: Final = "HostSystem"
_MAINTENANCE: Final = "runtime.inMaintenanceMode"
_CORES: Final = "summary.hardware.numCpuCores"
_MHZ: Final = "summary.hardware.cpuMhz"
_MEMORY: Final = "summary.hardware.memorySize"
_USED: Final = "summary.quickStats.overallMemoryUsage"
_VERSION: Final = "summary.config.product.version"
_PATHS: Final = (
    "name",
    "parent",
    REACH,
    _MAINTENANCE,
    _CORES,
    _MHZ,
    _MEMORY,
    _USED,
    _VERSION,
)


@dataclasses.dataclass(frozen=True, slots=True)
class HostSummary(Bound):
    """One host of a list: plain values, and beside them the host; None is what is not known.

    Attributes:
        name: what the server calls it; its reference, as ``"<host-9>"``, where that is hidden.
        state: whether a vCenter reaches it; what else is told of one that it does not is old.
        maintenance: whether it is in maintenance mode.
        datacenter: folders and name of its datacenter, as ``"eu/west/dc1"``.
        cluster: name of its cluster; None for one that stands alone.
        version: its product's, such as ``"8.0.3"``.
        cpus: cores in all.
        mhz: the processors' rate.
        memory: in KiB.
        memory_used: in KiB.
        problems: what could not be read and why, a sentence each.
    """

    name: str
    state: HostState
    maintenance: bool | None
    datacenter: str | None
    cluster: str | None
    version: str | None
    cpus: int | None
    mhz: int | None
    memory: int | None
    memory_used: int | None
    problems: tuple[str, ...] = ()

    @property
    def host(self) -> Host:
        """The host, to ask it more.

        Raises:
            AttributeError: the value was unpickled or copied; `Hosts.lookup` finds it again.
        """
        host: Host = self._beside("host")
        return host


class Hosts:
    """All hosts that a connection is over: the one of ``esx://``, any number at a vCenter."""

    __slots__ = ("_server",)

    def __init__(self, server: Server) -> None:
        self._server = server

    def __repr__(self) -> str:
        return f"<Hosts of {self._server.scope.name}>"

    @operation("call")
    async def list(self, *, timeout: float | None = DEFAULT) -> list[HostSummary]:
        """List the hosts, in one read per page; those that are disconnected, too."""
        objects = [
            spec.__replace__(select_set=[*spec.select_set, *UP], skip=False)
            for spec in self._server.scope.objects(_HOST)
        ]
        found = await read_many(self._server.session, objects, {**TREE_PATHS, _HOST: _PATHS})
        tree = Tree(found)
        hosts = [entry for entry in tree if entry.ref.type == _HOST]
        return [
            bound(_summary(tree, entry.values), Host(self._server, entry.ref)) for entry in hosts
        ]

    async def __aiter__(self) -> AsyncIterator[HostSummary]:
        """Give every host of one list."""
        for entry in await self.list():
            yield entry

    @operation("call")
    async def lookup(self, name: str, *, timeout: float | None = DEFAULT) -> Host:
        """Find a host by its name or its inventory path, in one read.

        Raises:
            LookupFailedError: there is none; the text says which there are.
            AmbiguousNameError: there are several.
        """
        place = await self._server.scope.place_at(name)
        return Host(self._server, place.host)

    @operation("call")
    async def of(self, ref: vim.ManagedObjectReference, *, timeout: float | None = DEFAULT) -> Host:
        """Return the host of a reference, without a call.

        Raises:
            ValueError: it is none of a host.
        """
        if ref.type != _HOST:
            raise ValueError(f"{ref} is no HostSystem")
        return Host(self._server, ref)


def _summary(tree: Tree, values: Properties) -> HostSummary:
    """Make it of the properties `_PATHS`; never an error."""
    tell = values.if_shown
    datacenter = tree.above(values.ref, ("Datacenter",))
    cluster = tree.above(values.ref, ("ClusterComputeResource",))
    return HostSummary(
        name=called(values),
        state=host_state(tell(REACH)),
        maintenance=tell(_MAINTENANCE),
        datacenter=tree.inventory_path(datacenter.ref) if datacenter is not None else None,
        cluster=called(cluster.values) if cluster is not None else None,
        version=tell(_VERSION),
        cpus=tell(_CORES),
        mhz=tell(_MHZ),
        memory=if_told(bytes_to_kib, tell(_MEMORY)),
        memory_used=if_told(mib_to_kib, tell(_USED)),
        problems=values.problems(_PATHS),
    )
