"""The vCenter's objects by reference, and their properties.

What is the vCenter's own has tables of its own (`properties`). Everything else is read
from its host, with the references in the value translated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.inventory import FIXED, Browser, Inventory, Seat, own_ref
from aioesx.simulator.properties.view import all_paths, read
from aioesx.simulator.state.agent import Agent
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.snapshots import Snapshot
from aioesx.simulator.vcenter.naming import MANAGERS, NUMBERED, renamed
from aioesx.simulator.vcenter.outward import ROOTS
from aioesx.simulator.vcenter.overlay import overlaid
from aioesx.simulator.vcenter.properties import TABLES
from aioesx.simulator.vcenter.rights import VIEW, privilege_to_read
from aioesx.simulator.vcenter.tree import Compute, Datacenter, Folder, Net, Pool, Store
from aioesx.simulator.versions import has_path
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.sessions import Session, User
    from aioesx.simulator.vcenter.state import VCenter

__all__ = ["VCenterInventory", "host_of", "on_host"]

_ROOTS: Final = {ref: name for name, ref in ROOTS.items()}
_OF_HOSTS: Final = {(FIXED[name].type, word): name for name, word in MANAGERS.items()}
_OF_SESSIONS: Final = frozenset(
    {
        "ContainerView",
        "ListView",
        "EventHistoryCollector",
        "PropertyCollector",
        "PropertyFilter",
    }
)
"""Managed types of what belongs to a session; its references mean the same everywhere."""


def host_of(subject: Any) -> HostState | None:
    """Return the host that a state object lives on; None for what is the vCenter's own."""
    if isinstance(subject, HostState):
        return subject
    if isinstance(subject, Snapshot):
        return subject.machine.host
    if isinstance(subject, Store):
        return subject.first.host
    if isinstance(subject, Net):
        return subject.groups[0].host
    host = getattr(subject, "host", None)
    return host if isinstance(host, HostState) else None


def on_host(subject: Any) -> Any:
    """Return what stands for a state object on the host of `host_of`."""
    if isinstance(subject, Store):
        return subject.first
    return subject.groups[0] if isinstance(subject, Net) else subject


class VCenterInventory(Inventory):
    """The vCenter's objects as one session sees them."""

    root = ROOTS["root_folder"]

    def __init__(self, vcenter: VCenter, session: Session | None) -> None:
        self.vcenter = vcenter
        self.session = session

    @property
    def agent(self) -> Agent:
        """Whose objects they are."""
        return self.vcenter

    def ref(self, thing: Any) -> Ref:
        """Return the reference of a state object."""
        return self.vcenter.ref(thing)

    def hosts(self, datacenter: Ref | None) -> list[HostState]:
        """Return the hosts of a datacenter, or all."""
        if datacenter is None:
            return list(self.vcenter.members)
        subject = self.get(datacenter)
        if not isinstance(subject, Datacenter):
            raise faults.invalid_argument("datacenter")
        return subject.hosts()

    def addresses(self, host: HostState) -> set[str]:
        """Return the IP addresses of a host."""
        return {self.vcenter.members[host].address, *super().addresses(host)}

    def dns_names(self, host: HostState) -> set[str]:
        """Return the names of a host, in lower case."""
        return {self.vcenter.members[host].name.lower(), *super().dns_names(host)}

    # --- by reference ------------------------------------------------------------------------

    def find(self, ref: Ref) -> Any:
        """Return the state object of a reference, or None."""
        vcenter = self.vcenter
        entity = vcenter.entities.get(ref.value)
        if entity is not None:
            return entity if entity.managed_type == ref.type and entity.is_there else None
        if ref in _ROOTS:
            return Seat(_ROOTS[ref], vcenter, self.session)
        known = vcenter.naming.inward(ref)
        if known is not None:
            return Inventory(known[0], self.session).find(known[1])
        if ref.type in _OF_SESSIONS:
            found = self._of_session(ref.value)
            return found if own_ref(found) == ref else None
        finder = _FINDERS.get(ref.type)
        if finder is not None:
            return finder(self, ref.value)
        return self._manager(ref)

    def _by_value(self, value: str) -> Iterator[Ref]:
        """Yield what has a value as its reference's."""
        entity = self.vcenter.entities.get(value)
        if entity is not None:
            yield Ref(entity.managed_type, value)
        of_hosts = (managed_type for managed_type, _ in _OF_HOSTS)
        types = (*(ref.type for ref in _ROOTS), *NUMBERED, *_FINDERS, *of_hosts)
        yield from (Ref(type_, value) for type_ in types if self.find(Ref(type_, value)))
        found = own_ref(self._of_session(value))
        if found is not None:
            yield found

    def _of_session(self, value: str) -> Any:
        if self.session is None:
            return None
        found = self.session.views.get(value) or self.session.collectors.get(value)
        if found is not None:
            return found
        collectors = self.session.collectors.values()
        return next((c.filters[value] for c in collectors if value in c.filters), None)

    def _host(self, value: str) -> HostState | None:
        return self.vcenter.hosts_by_moid.get(value)

    def _browser(self, value: str) -> Browser | None:
        _, prefix, of = value.rpartition("datastoreBrowser-")
        if not prefix:
            return None
        host = self._host(of)
        if host is not None:
            return Browser(list(host.datastores.values()), host)
        store = self.find(Ref("Datastore", of))
        return None if store is None else Browser([store.first], store.first.host)

    def _manager(self, ref: Ref) -> Seat | None:
        word, _, number = ref.value.rpartition("-")
        name, host = _OF_HOSTS.get((ref.type, word)), self._host(f"host-{number}")
        return None if name is None or host is None else Seat(name, host, self.session)

    def inward(self, host: HostState, ref: Ref) -> Ref:
        """Return the reference by which a host knows an object.

        Raises:
            Refused: ManagedObjectNotFound, for one that is not there or on another host.
        """
        subject = self.find(ref)
        if ref.type in _OF_SESSIONS and subject is not None:
            return ref
        name = self._fixed_on(host, subject)
        if name is not None:
            return FIXED[name]
        thing: Any = subject
        if isinstance(subject, Store):
            thing = subject.first.on(host)
        elif isinstance(subject, Net):
            thing = next((group for group in subject.groups if group.host is host), None)
        elif isinstance(subject, Browser):
            return _browser_on(host, ref, subject)
        if thing is None or host_of(thing) is not host or not hasattr(thing, "moid"):
            raise faults.managed_object_not_found(ref)
        return host.ref(thing)

    def _fixed_on(self, host: HostState, subject: Any) -> str | None:
        """Return the name in `FIXED` of what the host has one of."""
        member = self.vcenter.members[host]
        if isinstance(subject, Seat):
            return subject.name if subject.host in (host, self.vcenter) else None
        if isinstance(subject, Folder):
            return f"{subject.kind}_folder" if subject.kind != "datacenter" else "root_folder"
        table = (
            (subject is self.vcenter.datacenter_of(host), "datacenter"),
            (subject is member.compute, "compute_resource"),
            (isinstance(subject, Pool) and subject.compute is member.compute, "resource_pool"),
        )
        return next((name for fits, name in table if fits), None)

    # --- properties --------------------------------------------------------------------------

    def shows(self, subject: Any) -> bool:
        """Tell whether the session may know of a state object."""
        return not self.limited or VIEW in self.vcenter.privileges_on(self._user, subject)

    @property
    def limited(self) -> bool:
        """Whether the session's account has privileges on chosen objects only."""
        return self.vcenter.limits(self._user)

    @property
    def _user(self) -> User | None:
        return None if self.session is None else self.session.user

    def read(self, ref: Ref, subject: Any, path: str) -> Any:
        """Return the value of a property path; None when it is not set.

        For an account with privileges on chosen objects only, lists name what it may know of.

        Raises:
            Refused: InvalidProperty, or NoPermission.
        """
        if not self.limited:
            return self._told(ref, subject, path)
        if "ManagedEntity" in vim.managed_bases(ref.type):
            needed = privilege_to_read(ref.type, path)
            if needed not in self.vcenter.privileges_on(self._user, subject):
                raise faults.no_permission(ref, needed)
        value = self._told(ref, subject, path)
        if isinstance(value, list) and value and isinstance(value[0], Ref):
            return vim.array("ManagedObjectReference", [r for r in value if self._may_know(r)])
        hides = (ref.type, path) == ("VirtualMachine", "resourcePool")
        if hides and isinstance(value, Ref) and not self._may_know(value):
            return None
        return value

    def _may_know(self, ref: Ref) -> bool:
        return self.shows(self.find(ref))

    def read_plainly(self, ref: Ref, subject: Any, path: str) -> Any:
        """Return the value of a property path, whoever asks."""
        return self._read(ref, subject, path)

    def _told(self, ref: Ref, subject: Any, path: str) -> Any:
        if path == "triggeredAlarmState":
            return vim.array("AlarmState", self.vcenter.alarms.triggered(self, ref))
        if path == "declaredAlarmState":
            return vim.array("AlarmState", self.vcenter.alarms.states(ref))
        value, host = self._read(ref, subject, path), host_of(subject)
        member = None if host is None else self.vcenter.members[host]
        if member is not None and not member.is_connected:
            return overlaid(ref.type, path, value, member)
        return value

    def _read(self, ref: Ref, subject: Any, path: str) -> Any:
        version = self.vcenter.profile.api_version
        if path.partition(".")[0].partition("[")[0] in TABLES.get(ref.type, {}):
            return read(ref.type, subject, path, version, TABLES)
        if not has_path(version, ref.type, path):
            raise faults.invalid_property(path)
        host = host_of(subject)
        if host is None:
            return read(ref.type, subject, path, version)
        value = read(ref.type, on_host(subject), path)
        return renamed(value, lambda name: self.vcenter.outward(host, name))

    def paths(self, ref: Ref) -> list[str]:
        """Return every property that an object has."""
        version = self.vcenter.profile.api_version
        if ref.type in _WHOLLY_OWN:
            return [name for name in TABLES[ref.type] if has_path(version, ref.type, name)]
        return all_paths(ref.type, version)

    def children(self, ref: Ref) -> list[Ref]:
        """Return what a container view finds directly below an object."""
        subject, vcenter = self.find(ref), self.vcenter
        below: list[Any] = []
        if isinstance(subject, Folder):
            below = vcenter.contents(subject)
        elif isinstance(subject, Datacenter):
            below = list(subject.folders.values())
        elif isinstance(subject, Compute):
            below = [*subject.hosts, subject.pool]
        elif isinstance(subject, Pool):
            below = [*vcenter.places.machines_in(subject), *subject.pools]
        elif isinstance(subject, HostState):
            below = list(subject.machines.values())
        return [vcenter.ref(thing) for thing in below if self.shows(thing)]


def _browser_on(host: HostState, ref: Ref, browser: Browser) -> Ref:
    """Return the reference by which a host knows a browser, its own or a datastore's."""
    if ref.value.startswith("datastoreBrowser-host-"):
        return Ref(ref.type, "ha-host-datastorebrowser")
    mount = browser.datastores[0].on(host)
    if mount is None:
        raise faults.managed_object_not_found(ref)
    return Ref(ref.type, f"datastoreBrowser-{mount.moid}")


_WHOLLY_OWN: Final = frozenset(
    {
        *("Folder", "Datacenter", "ComputeResource", "ClusterComputeResource"),
        *("ResourcePool", "VirtualApp"),
    }
)
"""Managed types of which nothing is read from a host."""

_FINDERS: Final[dict[str, Any]] = {
    "HostSystem": VCenterInventory._host,
    "HostDatastoreBrowser": VCenterInventory._browser,
    "Alarm": lambda inventory, value: inventory.vcenter.alarms.declared.get(value),
    "Task": lambda inventory, value: inventory.vcenter.tasks.by_moid.get(value),
}
