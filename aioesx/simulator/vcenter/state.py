"""The vCenter itself: its tree, its hosts, and who is called what.

Everything is guarded by the lock of the world that it shares with its hosts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from aioesx import vim
from aioesx.simulator.profile import VCENTER_8_0, Profile
from aioesx.simulator.state.agent import Agent
from aioesx.simulator.state.config import make_uuid
from aioesx.simulator.state.datastore import Datastore
from aioesx.simulator.state.events import Events
from aioesx.simulator.state.host import HostState, Options
from aioesx.simulator.state.machine import Machine
from aioesx.simulator.state.network import PortGroup
from aioesx.simulator.state.perf import Perf
from aioesx.simulator.state.snapshots import Snapshot
from aioesx.simulator.state.tasks import Task
from aioesx.simulator.state.volume_kinds import KINDS
from aioesx.simulator.state.world import World
from aioesx.simulator.vcenter.alarms import Alarms
from aioesx.simulator.vcenter.events import retold
from aioesx.simulator.vcenter.naming import Naming
from aioesx.simulator.vcenter.outward import outward
from aioesx.simulator.vcenter.places import Places
from aioesx.simulator.vcenter.rights import Rights
from aioesx.simulator.vcenter.roster import Member, Roster
from aioesx.simulator.vcenter.tasks import VCenterTasks
from aioesx.simulator.vcenter.tree import Compute, Datacenter, Entity, Folder, Pool, VApp, escaped
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aioesx.simulator.clock import Clock
    from aioesx.simulator.inside.tickets import Transfer
    from aioesx.simulator.state.leases import Lease
    from aioesx.simulator.state.sessions import User

__all__ = ["Member", "VCenter"]

PoolT = TypeVar("PoolT", bound=Pool)

_KINDS = {"vm": "v", "host": "h", "datastore": "s", "network": "n"}


class VCenter(Agent):
    """A vCenter over hosts.

    Args:
        profile: which product.
        world: where its hosts live; `HostState(shared=...)`.
        options: how quick and generous it is.
        clock: its clock, when `world` is left out.
        users: accounts by name.

    Attributes:
        members: its hosts, with what it knows of each.
        places: which folder and which pool each machine is in.
        alarms: those that are declared, and who set them off.
    """

    def __init__(
        self,
        *,
        profile: Profile = VCENTER_8_0,
        world: World | None = None,
        options: Options | None = None,
        clock: Clock | None = None,
        users: dict[str, User] | None = None,
    ) -> None:
        own = World(clock)
        self.profile = profile
        self.options = options if options is not None else Options()
        self.users = users if users is not None else {}
        self.clock = own.clock
        self._live(world if world is not None else own)
        self._numbers = 1
        self.naming = Naming(self.next_number)
        self.root = Folder("group-d1", "Datacenters", self, kind="datacenter")
        self.entities: dict[str, Entity] = {self.root.moid: self.root}
        self.members: dict[HostState, Member] = {}
        self.hosts_by_moid: dict[str, HostState] = {}
        self.places = Places(self)
        self._roster = Roster(self)
        self._rights = Rights(self)
        self.tasks = VCenterTasks(self)
        self.events = Events(self)
        self.perf = Perf(self)
        self.alarms = Alarms(self)
        self.instance_uuid = make_uuid(f"vCenter {profile.name}")
        self.settings: dict[str, tuple[str, Any]] = {
            "VirtualCenter.InstanceName": ("xsd:string", "vcenter-sim"),
            "config.log.level": ("xsd:string", "info"),
            "config.vpxd.stats.maxQueryMetrics": ("xsd:int", 64),
            "event.maxAge": ("xsd:int", 30),
        }
        self._address = ""

    def __repr__(self) -> str:
        return f"<VCenter {self.profile.name} with {len(self.members)} hosts>"

    @property
    def address(self) -> str:
        """The vCenter's own IP address, which its hosts tell as their management server."""
        return self._address

    @address.setter
    def address(self, address: str) -> None:
        self._address = address
        for host in self.members:
            host.management_server = address or None

    # --- building ----------------------------------------------------------------------------

    def add_datacenter(self, name: str, folder: str = "") -> Datacenter:
        """Make a datacenter.

        Args:
            name: its name.
            folder: where it is, ``eu/west``; folders that are missing are made.

        Raises:
            ValueError: the name is taken.
        """
        parent = self.make_folders(self.root, folder)
        moid = f"datacenter-{self.next_number()}"
        datacenter = Datacenter(moid, escaped(name), self, parent)
        self._enter(datacenter, parent)
        for kind, letter in _KINDS.items():
            below = Folder(f"group-{letter}{self.next_number()}", kind, self, datacenter, kind)
            datacenter.folders[kind] = self.entities[below.moid] = below
        return datacenter

    def add_cluster(self, datacenter: Datacenter, name: str, folder: str = "") -> Compute:
        """Make a cluster.

        Raises:
            ValueError: the name is taken.
        """
        return self.add_compute(datacenter, name, folder, clustered=True)

    def add_compute(
        self, datacenter: Datacenter, name: str, folder: str, *, clustered: bool
    ) -> Compute:
        """Make a cluster, or the compute resource of a host that stands alone.

        Raises:
            ValueError: the name is taken.
        """
        parent = self.make_folders(datacenter.folders["host"], folder)
        moid = f"domain-{'c' if clustered else 's'}{self.next_number()}"
        compute = Compute(moid, escaped(name), self, parent, clustered=clustered)
        compute.pool = Pool(f"resgroup-{self.next_number()}", "Resources", self, compute)
        self._enter(compute, parent)
        self.entities[compute.pool.moid] = compute.pool
        return compute

    def add_pool(self, where: Compute | Pool, name: str) -> Pool:
        """Make a resource pool in another one, or in the root pool of a cluster or host.

        Raises:
            ValueError: the name is taken.
        """
        return self.make_pool(where.pool if isinstance(where, Compute) else where, escaped(name))

    def make_pool(self, above: Pool, name: str) -> Pool:
        """Make a resource pool in another one; `name` as the API has it."""
        return self._divide(above, Pool(f"resgroup-{self.next_number()}", name, self, above))

    def add_vapp(
        self, where: Compute | Pool, name: str, machines: Iterable[Machine] = (), folder: str = ""
    ) -> VApp:
        """Make a vApp and have machines be in it.

        Args:
            where: the pool that it is in, or whose root pool it is in.
            name: its name.
            machines: machines on hosts of that pool.
            folder: its place below the datacenter's ``vm`` folder, ``teams/web``.

        Raises:
            ValueError: the name is taken, there or there; a machine is on another host.
        """
        above = where.pool if isinstance(where, Compute) else where
        datacenter, members = above.datacenter, list(machines)
        assert datacenter is not None  # noqa: S101  # compute resources are in datacenters only
        for machine in members:
            if machine.host not in above.hosts:
                raise ValueError(f"{machine.name} is on no host of {above.name}")
        home = self.add_folder(datacenter, folder)
        if any(thing.name == escaped(name) for thing in self.contents(home)):
            raise ValueError(f"{home.name} holds {name!r} already")
        moid = f"resgroup-v{self.next_number()}"
        vapp = self._divide(above, VApp(moid, escaped(name), self, above, folder=home))
        home.children.append(vapp)
        for machine in members:
            self.places.assign(machine, vapp)
        return vapp

    def _divide(self, above: Pool, pool: PoolT) -> PoolT:
        if above.child(pool.name) is not None:
            raise ValueError(f"{above.name} holds {pool.name!r} already")
        above.pools.append(pool)
        self.entities[pool.moid] = pool
        return pool

    def grant(
        self, user: str, entity: Any, privileges: Iterable[str], *, propagate: bool = True
    ) -> None:
        """Have an account have privileges on an object, and which then has no others.

        Args:
            user: the account; it is one of `users`.
            entity: a folder, datacenter, cluster, pool, host, datastore, network or machine.
            privileges: names of the API; System.View and System.Read come with any other. None
                at all hides what would come down from above.
            propagate: whether what is below has them, too, unless something else is granted there.

        Raises:
            ValueError: no such account, or no such privilege.
        """
        self._rights.grant(user, entity, privileges, propagate=propagate)

    def limits(self, user: User | None) -> bool:
        """Tell whether an account has privileges on chosen objects only."""
        return self._rights.limits(user)

    def privileges_on(self, user: User | None, thing: Any) -> frozenset[str]:
        """Return the privileges of an account on something."""
        return self._rights.on(user, thing)

    def everywhere(self) -> list[User]:
        """Return the accounts that have their role on everything."""
        return self._rights.everywhere()

    def add_folder(self, datacenter: Datacenter, path: str, kind: str = "vm") -> Folder:
        """Return a folder of a datacenter, ``teams/web``; what is missing is made."""
        return self.make_folders(datacenter.folders[kind], path)

    def make_folders(self, folder: Folder, path: str) -> Folder:
        """Return the folder at a path below another; what is missing is made.

        Raises:
            ValueError: something else has the name.
        """
        for name in filter(None, path.split("/")):
            found = folder.child(escaped(name))
            found = self.make_folder(folder, escaped(name)) if found is None else found
            if not isinstance(found, Folder):
                raise ValueError(f"{name!r} of {path!r} is no folder")  # noqa: TRY004  # a value
            folder = found
        return folder

    def make_folder(self, parent: Folder, name: str) -> Folder:
        """Make a folder in another one; `name` as the API has it."""
        letter = _KINDS.get(parent.kind, "d")
        folder = Folder(f"group-{letter}{self.next_number()}", name, self, parent, parent.kind)
        self._enter(folder, parent)
        return folder

    def _enter(self, entity: Entity, parent: Folder) -> None:
        if parent.child(entity.name) is not None:
            raise ValueError(f"{parent.name} holds {entity.name!r} already")
        parent.children.append(entity)
        self.entities[entity.moid] = entity

    def add_host(
        self,
        host: HostState,
        where: Datacenter | Compute,
        *,
        name: str = "",
        address: str = "",
        folder: str = "",
    ) -> Member:
        """Manage a host from now on.

        Args:
            host: the host; it lives in the same world.
            where: a cluster, or the datacenter in which it stands alone.
            name: what it is called here; its own full name when left out.
            address: its IP address.
            folder: folders for a host that stands alone, ``old/spare``.

        Raises:
            ValueError: another world, another vCenter, or a name that is taken.
        """
        return self._roster.add(host, where, name=name, address=address, folder=folder)

    def remove_host(self, host: HostState) -> None:
        """Manage a host no longer; its machines run on, and are unknown here.

        Raises:
            ValueError: a task is at work on one of its machines.
        """
        self._roster.remove(host)

    def move_host(self, host: HostState, where: Datacenter | Compute) -> None:
        """Put a host into another cluster, or have it stand alone; its machines go with it.

        Raises:
            ValueError: a task is at work on one of its machines, or the name is taken there.
        """
        self._roster.move(host, where)

    def disconnect(self, host: HostState, *, user: str = "root") -> None:
        """Leave a host alone, as somebody has asked for; what was known of it stays readable."""
        self._roster.change(host, "disconnected", user)

    def lose(self, host: HostState) -> None:
        """Have a host not answer any more; less is known of it than of a disconnected one."""
        self._roster.change(host, "notResponding", "")

    def connect(self, host: HostState, *, user: str = "root") -> None:
        """Have a host answer again."""
        self._roster.change(host, "connected", user)

    def host_away(self, host: HostState, *, away: bool) -> None:
        """Take note that a host goes off, or is there again."""
        if host in self.members and self.members[host].connection != "disconnected":
            (self.lose if away else self.connect)(host)

    def drs_move(self, machine: Machine, target: HostState) -> None:
        """Have a machine run on another host of its cluster, as DRS does of its own accord.

        Raises:
            ValueError: it is busy, or that host is of another cluster, cannot be reached, is in
                maintenance or does not see the machine's files.
        """
        self._roster.drs_move(machine, target)

    # --- looking -----------------------------------------------------------------------------

    def next_due(self) -> float | None:
        """Return when something becomes due, here or on a host."""
        moments = [self.timeline.next_due(), *(h.timeline.next_due() for h in self.members)]
        return min((moment for moment in moments if moment is not None), default=None)

    def datacenters(self) -> list[Datacenter]:
        """Return every datacenter."""
        return [entity for entity in self.entities.values() if isinstance(entity, Datacenter)]

    def datacenter_of(self, host: HostState) -> Datacenter:
        """Return the datacenter of a host."""
        datacenter = self.members[host].compute.datacenter
        assert datacenter is not None  # noqa: S101  # compute resources are in datacenters only
        return datacenter

    def machines(self, datacenter: Datacenter | None = None) -> list[Machine]:
        """Return the machines of a datacenter, or all."""
        hosts = self.members if datacenter is None else datacenter.hosts()
        return [machine for host in hosts for machine in host.machines.values()]

    def find(self, name: str) -> Machine:
        """Return a machine by name.

        Raises:
            LookupError: there is none.
        """
        for machine in self.machines():
            if name in {machine.name, machine.plain_name}:
                return machine
        raise LookupError(f"no machine is called {name!r}")

    def machine(self, moid: str) -> Machine | None:
        """Return a machine by the value of its reference."""
        known = self.naming.inward(Ref("VirtualMachine", moid))
        return None if known is None else known[0].machines.get(known[1].value)

    def guest_transfer(self, number: int, token: str) -> Transfer | None:
        """Return a transfer of a guest's file by what its URL says, once, of whichever host."""
        found = (host.guest_transfer(number, token) for host in self.members)
        return next((transfer for transfer in found if transfer is not None), None)

    def datacenter_at(self, path: str) -> Datacenter | None:
        """Return the datacenter at a path; the only one for an empty path."""
        if not path:
            found = self.datacenters()
            return found[0] if len(found) == 1 else None
        here: Entity | None = self.root
        for name in filter(None, path.split("/")):
            here = here.child(name) if isinstance(here, Folder) else None
        return here if isinstance(here, Datacenter) else None

    def datastores_at(self, path: str) -> tuple[str, list[Datastore]] | None:
        """Return a datacenter's path and its datastores; None where there is no datacenter."""
        datacenter = self.datacenter_at(path)
        if datacenter is None:
            return None
        return datacenter.path, [store.first for store in datacenter.stores()]

    def folder_of(self, machine: Machine) -> Folder:
        """Return the folder that a machine is in, or the vApp that it belongs to."""
        return self.places.folder_of(machine)

    def place(self, machine: Machine, folder: Folder) -> None:
        """Put a machine into a folder of its datacenter, if that is still there."""
        self.places.put(machine, folder)

    def contents(self, folder: Folder) -> list[Any]:
        """Return the state objects that are directly in a folder."""
        datacenter, found = folder.datacenter, list[Any](folder.children)
        if datacenter is None:
            return found
        if folder is datacenter.folders["datastore"]:
            return [*found, *datacenter.stores()]
        if folder is datacenter.folders["network"]:
            return [*found, *datacenter.nets()]
        if folder.kind != "vm":
            return found
        here = (m for m in self.machines(datacenter) if self.folder_of(m) is folder)
        return [*found, *(m for m in here if self.places.vapp_of(m) is None)]

    # --- names -------------------------------------------------------------------------------

    def ref(self, thing: Any) -> Ref:
        """Return the reference of a state object, of the vCenter's own or of a host."""
        if isinstance(thing, Entity):
            return Ref(thing.managed_type, thing.moid)
        if isinstance(thing, HostState):
            return Ref("HostSystem", self.members[thing].moid)
        if isinstance(thing, Task) and thing.host is self:
            return Ref("Task", thing.moid)
        if isinstance(thing, Datastore):
            return self.ref(self.datacenter_of(thing.host).store(thing))
        if isinstance(thing, PortGroup):
            return self.ref(self.datacenter_of(thing.host).net(thing.name))
        host: Any = thing.machine.host if isinstance(thing, Snapshot) else thing.host
        return self.naming.outward(host, host.ref(thing))

    def outward(self, host: HostState, ref: Ref) -> Ref:
        """Return the vCenter's reference for one of a host."""
        return outward(self, host, ref)

    def names_of(self, ref: Ref) -> tuple[str, ...]:
        """Return the names by which rules may mean an object."""
        known = self.naming.inward(ref)
        own = known[0].names_of(known[1])[2:] if known is not None else ()
        host = self.hosts_by_moid.get(ref.value)
        return (str(ref), ref.value, *own, *(() if host is None else (self.members[host].name,)))

    def task_moid(
        self, number: int, entity: vim.ManagedObjectReference | None, description_id: str
    ) -> str:
        """Return the value of a new task's reference."""
        del number, entity, description_id
        return f"task-{self.next_number()}"

    # --- what hosts tell ---------------------------------------------------------------------

    def host_argument(self, host: HostState) -> vim.HostEventArgument:
        """Return a host as events name it."""
        return vim.HostEventArgument(name=self.members[host].name, host=self.ref(host))

    def export(self, remote: tuple[str, str]) -> Datastore | None:
        """Return an NFS export, by host and path, as some host has it mounted."""
        mounts = (mount for host in self.members for mount in host.datastores.values())
        return next((m for m in mounts if KINDS[m.kind].exported and m.remote == remote), None)

    def hear(self, host: HostState, event: vim.Event) -> None:
        """Take note of what has happened on a host, if it can be heard."""
        if self.members[host].is_connected:
            self.events.repeat(retold(self, host, event))

    def machine_gone(self, machine: Machine) -> None:
        """Forget a machine that is registered nowhere any more."""
        self.places.forget(machine)
        self.naming.retire(machine.host, machine.host.ref(machine))

    def lease_gone(self, lease: Lease) -> None:
        """Forget a lease that its host has forgotten."""
        self.naming.forget(lease.host, lease.host.ref(lease))

    def forget_task(self, host: HostState, task: Task) -> None:
        """Forget a task that its host has forgotten."""
        self.naming.forget(host, host.ref(task))
