"""What a vCenter has of its own: folders, datacenters, clusters, pools, datastores, networks.

Plain state, without the API. Machines and hosts are no entries here: they live on hosts,
and `VCenter` knows which folder or compute resource they are in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.datastore import Datastore, Volume
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.network import PortGroup
    from aioesx.simulator.vcenter.state import VCenter
    from aioesx.vim import ResourceConfigSpec

__all__ = [
    "HOLDS",
    "Compute",
    "Datacenter",
    "Entity",
    "Folder",
    "Net",
    "Pool",
    "Store",
    "VApp",
    "escaped",
]

HOLDS: Final = {
    "datacenter": ("Folder", "Datacenter"),
    "vm": ("Folder", "VirtualMachine", "VirtualApp"),
    "host": ("Folder", "ComputeResource"),
    "datastore": ("Folder", "Datastore", "StoragePod"),
    "network": ("Folder", "Network", "DistributedVirtualSwitch"),
}
"""Kinds of folders: what each may hold."""


def escaped(name: str) -> str:
    """Return a name as the API has it: with ``%25 %2f %5c`` for % / and backslash."""
    return name.replace("%", "%25").replace("/", "%2f").replace("\\", "%5c")


@dataclass(eq=False)
class Entity:
    """Something in the tree.

    Attributes:
        host: the vCenter; called so since tables of properties ask for that.
    """

    managed_type: ClassVar[str] = "ManagedEntity"

    moid: str
    name: str
    host: VCenter = field(repr=False)
    parent: Entity | None = field(repr=False, default=None)

    @property
    def path(self) -> str:
        """The names from the root, which is left out, down to it."""
        if self.parent is None:
            return ""
        above = self.parent.path
        return f"{above}/{self.name}" if above else self.name

    @property
    def is_there(self) -> bool:
        """Whether it still exists; what hosts have may be gone."""
        return True

    @property
    def datacenter(self) -> Datacenter | None:
        """The datacenter that it is, or is in."""
        here: Entity | None = self
        while here is not None and not isinstance(here, Datacenter):
            here = here.parent
        return here


@dataclass(eq=False)
class Folder(Entity):
    """A folder; `kind` is a key of `HOLDS`."""

    managed_type = "Folder"

    kind: str = "vm"
    children: list[Entity] = field(repr=False, default_factory=list)

    def child(self, name: str) -> Entity | None:
        """Return the folder, datacenter, compute resource or vApp of that name in it."""
        return next((entity for entity in self.children if entity.name == name), None)

    def is_below(self, other: Entity) -> bool:
        """Tell whether it is `other`, or somewhere in it."""
        here: Entity | None = self
        while here is not None and here is not other:
            here = here.parent
        return here is not None


@dataclass(eq=False)
class Pool(Entity):
    """A resource pool: the root one of a compute resource, or one in another pool.

    Attributes:
        pools: the pools and vApps directly in it.
        config: shares and limits as a client has given them; None for those of all there is.
        version: counts the changes of `config`.
    """

    managed_type = "ResourcePool"

    pools: list[Pool] = field(repr=False, default_factory=list)
    config: ResourceConfigSpec | None = field(repr=False, default=None)
    version: int = 1

    @property
    def compute(self) -> Compute:
        """The cluster or standalone host that it divides."""
        here: Entity | None = self
        while isinstance(here, Pool):
            here = here.parent
        assert isinstance(here, Compute)  # noqa: S101  # pools are made in these only
        return here

    @property
    def is_root(self) -> bool:
        """Whether it is the one that a compute resource comes with."""
        return not isinstance(self.parent, Pool)

    @property
    def hosts(self) -> list[HostState]:
        """The hosts whose resources it has."""
        return self.compute.hosts

    def below(self) -> Iterator[Pool]:
        """Yield it and every pool in it, those further up first."""
        yield self
        for pool in self.pools:
            yield from pool.below()

    def child(self, name: str) -> Pool | None:
        """Return the pool or vApp of that name directly in it."""
        return next((pool for pool in self.pools if pool.name == name), None)


@dataclass(eq=False)
class VApp(Pool):
    """A vApp: a resource pool that is in a folder of machines, too."""

    managed_type = "VirtualApp"

    folder: Folder = field(repr=False, default=None)  # type: ignore[assignment]  # always given


@dataclass(eq=False)
class Compute(Entity):
    """A cluster, or a standalone host's own compute resource."""

    hosts: list[HostState] = field(repr=False, default_factory=list)
    clustered: bool = False
    pool: Pool = field(repr=False, default=None)  # type: ignore[assignment]  # made with it

    @property
    def managed_type(self) -> str:  # type: ignore[override]  # the same for each object
        """``ClusterComputeResource``, or ``ComputeResource`` for a standalone host."""
        return "ClusterComputeResource" if self.clustered else "ComputeResource"


@dataclass(eq=False)
class Store(Entity):
    """A volume, as the hosts of one datacenter have it mounted."""

    managed_type = "Datastore"

    volume: Volume = field(repr=False, default=None)  # type: ignore[assignment]  # always given

    @property
    def is_there(self) -> bool:
        """Whether a host has it mounted."""
        return bool(self.mounts)

    @property
    def mounts(self) -> list[Datastore]:
        """The datastores of the datacenter's hosts that stand for it."""
        here, of = self.datacenter, self.host.datacenter_of
        return [
            s for s in self.volume.datastores if s.host in self.host.members and of(s.host) is here
        ]

    @property
    def first(self) -> Datastore:
        """One of the mounts; of a connected host, and an accessible one, if there is any."""
        mounts, members = self.mounts, self.host.members
        near = [mount for mount in mounts if members[mount.host].is_connected] or mounts
        return next((store for store in near if store.accessible), near[0])

    @property
    def is_reached(self) -> bool:
        """Whether a host that the vCenter can talk to has it mounted."""
        return any(self.host.members[mount.host].is_connected for mount in self.mounts)


@dataclass(eq=False)
class Net(Entity):
    """A network: the port groups of one name on the hosts of a datacenter."""

    managed_type = "Network"

    @property
    def is_there(self) -> bool:
        """Whether a host has it."""
        hosts = self.datacenter.hosts() if self.datacenter is not None else []
        return any(self.name in host.network.groups for host in hosts)

    @property
    def groups(self) -> list[PortGroup]:
        """The port groups."""
        hosts = self.datacenter.hosts() if self.datacenter is not None else []
        return [g for host in hosts for g in host.network.networks() if g.name == self.name]


@dataclass(eq=False)
class Datacenter(Entity):
    """A datacenter with its four folders."""

    managed_type = "Datacenter"

    folders: dict[str, Folder] = field(repr=False, default_factory=dict)
    _stores: dict[Volume, Store] = field(repr=False, default_factory=dict)
    _nets: dict[str, Net] = field(repr=False, default_factory=dict)

    def computes(self) -> Iterator[Compute]:
        """Yield its clusters and standalone hosts' compute resources, in the tree's order."""
        waiting: list[Entity] = [self.folders["host"]]
        while waiting:
            entity = waiting.pop(0)
            if isinstance(entity, Compute):
                yield entity
            elif isinstance(entity, Folder):
                waiting = [*entity.children, *waiting]

    def hosts(self) -> list[HostState]:
        """Return its hosts."""
        return [host for compute in self.computes() for host in compute.hosts]

    def stores(self) -> list[Store]:
        """Return its datastores, each once, however many hosts have it."""
        found: dict[Store, None] = {}
        for host in self.hosts():
            for mount in host.datastores.values():
                found[self.store(mount)] = None
        return list(found)

    def store(self, mount: Datastore) -> Store:
        """Return what stands for a host's datastore."""
        store = self._stores.get(mount.volume)
        if store is None:
            number = self.host.next_number()
            folder = self.folders["datastore"]
            store = Store(f"datastore-{number}", mount.name, self.host, folder, mount.volume)
            self._stores[mount.volume] = self.host.entities[store.moid] = store
        store.name = mount.name
        return store

    def nets(self) -> list[Net]:
        """Return its networks, each once."""
        names = {g.name: None for host in self.hosts() for g in host.network.networks()}
        return [self.net(name) for name in names]

    def net(self, name: str) -> Net:
        """Return what stands for the port groups of a name."""
        net = self._nets.get(name)
        if net is None:
            moid = f"network-{self.host.next_number()}"
            net = self._nets[name] = Net(moid, name, self.host, self.folders["network"])
            self.host.entities[moid] = net
        return net
