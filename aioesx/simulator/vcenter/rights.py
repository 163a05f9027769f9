"""Accounts that may see and do something on chosen objects only, and what that makes of the tree.

An account without a grant has its role everywhere. One with grants has nothing else: on an object
counts what is granted there, else what comes down to it from where it is; a machine is in a folder
and in a pool, and has what comes by either. The way up from a granted object can be seen, and no
more of it: its names lead there. `OPEN` is what of an object's properties System.View shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.inventory import Browser
from aioesx.simulator.state.datastore import Datastore
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.machine import Machine
from aioesx.simulator.state.network import PortGroup
from aioesx.simulator.state.privileges import ANONYMOUS, PRIVILEGES, role_of
from aioesx.simulator.state.snapshots import Snapshot
from aioesx.simulator.state.tasks import Task, TaskCopy
from aioesx.simulator.vcenter.tree import Entity, VApp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aioesx.simulator.state.sessions import User
    from aioesx.simulator.vcenter.state import VCenter

__all__ = ["OPEN", "READ", "VIEW", "Rights", "privilege_to_read"]

VIEW: Final = "System.View"
READ: Final = "System.Read"

OPEN: Final = {
    # managed type: its properties that ask for System.View only; all others ask for System.Read
    "ManagedEntity": (
        "parent name customValue effectiveRole declaredAlarmState triggeredAlarmState tag"
    ),
    "Folder": "childType childEntity",
    "Datacenter": "vmFolder hostFolder datastoreFolder networkFolder configuration",
    "ComputeResource": (
        "resourcePool host datastore network environmentBrowser configManagerEnabled "
        "networkBootMode"
    ),
    "ResourcePool": "owner resourcePool vm namespace",
    "VirtualApp": "parentFolder datastore network",
    "VirtualMachine": "datastore network",
    "HostSystem": "datastore network datastoreBrowser",
}


def privilege_to_read(managed_type: str, path: str) -> str:
    """Return the privilege that a property of an entity asks for."""
    name = path.partition(".")[0].partition("[")[0]
    open_ones = (OPEN.get(base, "").split() for base in vim.managed_bases(managed_type))
    return VIEW if any(name in names for names in open_ones) else READ


@dataclass(frozen=True, slots=True)
class _Grant:
    privileges: frozenset[str]
    propagate: bool


class Rights:
    """Who may do what where.

    Args:
        vcenter: whose objects they are about.
    """

    def __init__(self, vcenter: VCenter) -> None:
        self._vcenter = vcenter
        self._grants: dict[str, dict[Any, _Grant]] = {}

    def grant(
        self, user: str, entity: Any, privileges: Iterable[str], *, propagate: bool = True
    ) -> None:
        """Have an account have privileges on an object; see `VCenter.grant`."""
        wanted = frozenset(privileges)
        if user not in self._vcenter.users:
            raise ValueError(f"there is no account {user!r}")
        if unknown := wanted - {*PRIVILEGES, ANONYMOUS}:
            raise ValueError(f"there is no privilege {min(unknown)!r}")
        if wanted:
            wanted |= {ANONYMOUS, VIEW} if wanted <= {ANONYMOUS, VIEW} else {ANONYMOUS, VIEW, READ}
        self._grants.setdefault(user, {})[self._subject(entity)] = _Grant(wanted, propagate)

    def limits(self, user: User | None) -> bool:
        """Tell whether an account has privileges on chosen objects only."""
        return user is not None and user.name in self._grants

    def everywhere(self) -> list[User]:
        """Return the accounts that have their role on the root folder and all below."""
        return [user for user in self._vcenter.users.values() if not self.limits(user)]

    def on(self, user: User | None, thing: Any) -> frozenset[str]:
        """Return the privileges of an account on something.

        What is no object of the tree, a manager say, takes whatever is granted anywhere.
        """
        if user is None or not self.limits(user):
            return frozenset(role_of(user).privileges)
        grants, subject = self._grants[user.name], self._subject(thing)
        if subject is None:
            return frozenset({ANONYMOUS, VIEW}).union(*(g.privileges for g in grants.values()))
        own = grants.get(subject)
        found = own.privileges if own is not None else self._inherited(grants, subject)
        if VIEW not in found and own is None and subject in self._way_up(grants):
            return frozenset({ANONYMOUS, VIEW})
        return found

    def _inherited(self, grants: dict[Any, _Grant], thing: Any) -> frozenset[str]:
        """Return what comes down to something, by each way the nearest grant."""
        found: frozenset[str] = frozenset()
        for above in self._above(thing):
            grant = grants.get(above)
            passes = grant is not None and grant.propagate
            found |= grant.privileges if grant and passes else self._inherited(grants, above)
        return found

    def _way_up(self, grants: dict[Any, _Grant]) -> set[Any]:
        """Return everything above what is granted."""
        waiting = [thing for thing, grant in grants.items() if VIEW in grant.privileges]
        found: set[Any] = set()
        while waiting:
            for above in self._above(waiting.pop()):
                if above not in found:
                    found.add(above)
                    waiting.append(above)
        return found

    def _above(self, thing: Any) -> Iterator[Any]:
        """Yield what something is in: a machine and a vApp are in two things."""
        vcenter = self._vcenter
        if isinstance(thing, Machine):
            if thing.host in vcenter.members:
                yield vcenter.places.vapp_of(thing) or vcenter.folder_of(thing)
                if (pool := vcenter.places.pool_of(thing)) is not None:
                    yield pool
        elif isinstance(thing, HostState):
            if thing in vcenter.members:
                yield vcenter.members[thing].compute
        else:
            if isinstance(thing, VApp):
                yield thing.folder
            if thing.parent is not None:
                yield thing.parent

    def _subject(self, thing: Any) -> Any:
        """Return the object of the tree that something is, or belongs to; None for others."""
        if isinstance(thing, (Entity, Machine, HostState)):
            return thing
        if isinstance(thing, Snapshot):
            return thing.machine
        if isinstance(thing, (Task, TaskCopy)):
            return self._subject(thing.entity)
        if isinstance(thing, Browser):
            one = len(thing.datastores) == 1
            return self._subject(thing.datastores[0] if one else thing.host)
        if isinstance(thing, (Datastore, PortGroup)) and thing.host in self._vcenter.members:
            datacenter = self._vcenter.datacenter_of(thing.host)
            if isinstance(thing, Datastore):
                return datacenter.store(thing)
            return datacenter.net(thing.name)
        return None
