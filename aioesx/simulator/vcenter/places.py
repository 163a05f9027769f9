"""Where the machines of a vCenter are: in which folder, in which pool or vApp, on which host.

A host knows nothing of folders and pools. What is not told here is in the ``vm`` folder of
its datacenter, and in the root pool of its host's compute resource.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator.vcenter.tree import Pool, VApp

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.paths import DatastorePath
    from aioesx.simulator.vcenter.state import VCenter
    from aioesx.simulator.vcenter.tree import Folder

__all__ = ["Places"]


class Places:
    """Folder and pool of each machine.

    Args:
        vcenter: whose machines they are.
    """

    def __init__(self, vcenter: VCenter) -> None:
        self._vcenter = vcenter
        self._folders: dict[Machine, Folder] = {}
        self._pools: dict[Machine, Pool] = {}

    def folder_of(self, machine: Machine) -> Folder:
        """Return the folder that a machine, or the vApp around it, is in."""
        vapp = self.vapp_of(machine)
        folder = self._folders.get(machine) if vapp is None else vapp.folder
        if folder is not None:
            return folder
        return self._vcenter.datacenter_of(machine.host).folders["vm"]

    def pool_of(self, machine: Machine) -> Pool | None:
        """Return the pool or vApp that a machine is directly in; a template is in none."""
        if machine.template:
            return None
        root = self._vcenter.members[machine.host].compute.pool
        return self._pools.get(machine, root)

    def vapp_of(self, machine: Machine) -> VApp | None:
        """Return the vApp that a machine is in, if it is in one."""
        pool = None if machine.template else self._pools.get(machine)
        while pool is not None and not isinstance(pool, VApp):
            pool = pool.parent if isinstance(pool.parent, Pool) else None
        return pool

    def machines_in(self, pool: Pool) -> list[Machine]:
        """Return the machines directly in a pool."""
        machines = (m for host in pool.hosts for m in host.machines.values())
        return [machine for machine in machines if self.pool_of(machine) is pool]

    def put(self, machine: Machine, folder: Folder) -> None:
        """Put a machine into a folder of its datacenter, if that is still there."""
        gone = self._vcenter.entities.get(folder.moid) is not folder
        if gone or folder is self._vcenter.datacenter_of(machine.host).folders["vm"]:
            self._folders.pop(machine, None)
        else:
            self._folders[machine] = folder

    def assign(self, machine: Machine, pool: Pool | None) -> None:
        """Put a machine into a pool of its host's compute resource, if that is still there.

        One that leaves a vApp stays in the folder where the vApp is.
        """
        folder = self.folder_of(machine)
        compute = self._vcenter.members[machine.host].compute
        known = pool is not None and self._vcenter.entities.get(pool.moid) is pool
        if pool is None or not known or pool.is_root or pool.compute is not compute:
            self._pools.pop(machine, None)
        else:
            self._pools[machine] = pool
        self.put(machine, folder)

    def forget(self, machine: Machine) -> None:
        """Forget a machine that is not here any more."""
        self._folders.pop(machine, None)
        self._pools.pop(machine, None)

    def hand_over(self, machine: Machine, target: HostState, place: DatastorePath) -> None:
        """Have a machine run on another host; here it keeps its name, its folder and its pool.

        Folder and pool are left where the host has another datacenter, or is of another cluster.
        """
        vcenter, source, folder = self._vcenter, machine.host, self.folder_of(machine)
        pool, before = self._pools.get(machine), vcenter.datacenter_of(source)
        snapshots = list(machine.snapshots.all())
        old = [(source, source.ref(thing)) for thing in (machine, *snapshots)]
        target.take_over(machine, place)
        for known, thing in zip(old, (machine, *snapshots), strict=True):
            vcenter.naming.rebind(known, (target, target.ref(thing)))
        self.forget(machine)
        if vcenter.datacenter_of(target) is before:
            self.put(machine, folder)
        self.assign(machine, pool)
        for host in (source, target):
            host.changes.announce()
