"""The hosts of a vCenter: taken in, let go, moved, lost and found again; machines that DRS moves.

Nothing here asks whether somebody may: that is the business of handlers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aioesx.simulator.properties.host import full_name
from aioesx.simulator.vcenter import events
from aioesx.simulator.vcenter.tree import Compute, Datacenter, Folder

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.vcenter.state import VCenter

__all__ = ["Member", "Roster"]

_EVENTS: Final = {
    # state: what is told of the host, and of each of its machines
    "connected": ("HostConnectedEvent", "VmConnectedEvent"),
    "disconnected": ("HostDisconnectedEvent", "VmDisconnectedEvent"),
    "notResponding": ("HostConnectionLostEvent", "VmDisconnectedEvent"),
}


@dataclass(eq=False)
class Member:
    """A host of the vCenter.

    Attributes:
        moid: value of its reference here.
        name: what it is called here.
        address: its IP address.
        connection: wire word of `HostSystemConnectionState`.
    """

    moid: str
    name: str
    address: str
    compute: Compute
    connection: str = "connected"

    @property
    def is_connected(self) -> bool:
        """Whether the vCenter can talk to it."""
        return self.connection == "connected"


class Roster:
    """Takes hosts in and lets them go.

    Args:
        vcenter: whose hosts they are.
    """

    def __init__(self, vcenter: VCenter) -> None:
        self._vcenter = vcenter

    def add(
        self,
        host: HostState,
        where: Datacenter | Compute,
        *,
        name: str = "",
        address: str = "",
        folder: str = "",
    ) -> Member:
        """Take a host in; see `VCenter.add_host`."""
        vcenter, name = self._vcenter, name or full_name(host)
        if host.world is not vcenter.world:
            raise ValueError("a vCenter and its hosts share a world: HostState(shared=...)")
        if host.manager is not None:
            raise ValueError(f"{name} belongs to a vCenter already")
        if host.profile.read_only:
            raise ValueError(f"the licence of {name} does not let a vCenter manage it")
        if any(member.name == name for member in vcenter.members.values()):
            raise ValueError(f"there is a host called {name!r} already")
        compute = self._home(where, name, folder)
        member = Member(f"host-{vcenter.next_number()}", name, address, compute)
        self._rename_stores(host, compute, name)
        compute.hosts.append(host)
        vcenter.members[host] = member
        vcenter.hosts_by_moid[member.moid] = host
        host.manager, host.management_server = vcenter, vcenter.address or None
        for machine in host.machines.values():
            vcenter.ref(machine)
        events.tell_of_host(vcenter, "HostAddedEvent", host)
        return member

    def _home(self, where: Datacenter | Compute, name: str, folder: str = "") -> Compute:
        if isinstance(where, Compute):
            return where
        return self._vcenter.add_compute(where, name, folder, clustered=False)

    def _rename_stores(self, host: HostState, compute: Compute, name: str) -> None:
        """Have a name stand for one datastore in the datacenter, as vCenter sees to itself."""
        datacenter = compute.datacenter
        stores = datacenter.stores() if datacenter is not None else []
        for mount in host.datastores.values():
            same = next((s for s in stores if s.volume is mount.volume), None)
            wanted = same.name if same is not None else mount.name
            if same is None and any(s.name == wanted for s in stores):
                wanted = f"{mount.name} ({name})"
            if wanted != mount.name:
                host.rename_datastore(mount, wanted)

    def remove(self, host: HostState) -> None:
        """Let a host go; see `VCenter.remove_host`."""
        vcenter, member = self._vcenter, self._idle(host)
        events.tell_of_host(vcenter, "HostRemovedEvent", host)
        self._leave(host, member)
        for machine in host.machines.values():
            vcenter.places.forget(machine)
        del vcenter.members[host], vcenter.hosts_by_moid[member.moid]
        vcenter.naming.drop(host)
        host.manager = host.management_server = None

    def _idle(self, host: HostState) -> Member:
        """Return a host's entry, or refuse one that is at work."""
        for machine in host.machines.values():
            if machine.task is not None:
                raise ValueError(f"a task is at work on {machine.name}")
        return self._vcenter.members[host]

    def _leave(self, host: HostState, member: Member) -> None:
        """Take a host out of its compute resource, which goes with one that stands alone."""
        compute = member.compute
        compute.hosts.remove(host)
        if not compute.clustered:
            for pool in list(compute.pool.below()):
                del self._vcenter.entities[pool.moid]
            del self._vcenter.entities[compute.moid]
            assert isinstance(compute.parent, Folder)  # noqa: S101  # compute resources are in these
            compute.parent.children.remove(compute)

    def move(self, host: HostState, where: Datacenter | Compute) -> None:
        """Put a host elsewhere; see `VCenter.move_host`."""
        vcenter, member = self._vcenter, self._idle(host)
        before = vcenter.datacenter_of(host)
        if where is member.compute or (where is before and not member.compute.clustered):
            return
        folders = {machine: vcenter.folder_of(machine) for machine in host.machines.values()}
        compute = self._home(where, member.name)
        self._leave(host, member)
        compute.hosts.append(host)
        member.compute = compute
        same = vcenter.datacenter_of(host) is before
        for machine, folder in folders.items():
            vcenter.places.forget(machine)
            if same:
                vcenter.places.put(machine, folder)
        self._rename_stores(host, compute, member.name)

    def change(self, host: HostState, connection: str, user: str) -> None:
        """Have a host be connected, disconnected or lost."""
        vcenter, member = self._vcenter, self._vcenter.members[host]
        if member.connection == connection:
            return
        member.connection = connection
        of_host, of_machines = _EVENTS[connection]
        events.tell_of_host(vcenter, of_host, host, user)
        for machine in host.machines.values():
            events.post(vcenter, of_machines, machine, user)

    def drs_move(self, machine: Machine, target: HostState) -> None:
        """Have a machine run on another host of the cluster; see `VCenter.drs_move`."""
        vcenter, source = self._vcenter, machine.host
        here, there = vcenter.members[source], vcenter.members[target]
        if machine.task is not None:
            raise ValueError(f"a task is at work on {machine.name}")
        if target is source or here.compute is not there.compute or not here.compute.clustered:
            raise ValueError(f"{there.name} is no other host of the cluster of {here.name}")
        if target.maintenance or not (here.is_connected and there.is_connected):
            raise ValueError(f"{there.name} or {here.name} takes no part in DRS just now")
        mount = source.datastore(machine.place.datastore).on(target)
        if mount is None or not mount.accessible:
            raise ValueError(f"{there.name} does not see the files of {machine.name}")
        origin = vcenter.host_argument(source)
        vcenter.places.hand_over(machine, target, mount.path(machine.place.path))
        events.post(vcenter, "DrsVmMigratedEvent", machine, "", source_host=origin)
