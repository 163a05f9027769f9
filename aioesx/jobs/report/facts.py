"""What was read of a server, as the columns look at it. No I/O.

Whatever is hidden or not set is None here: a report has an empty cell for it, and its problems say
what was hidden.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx._server.names import called
from aioesx._server.tree import Whereabouts
from aioesx.storage.machine_files import SnapshotGrowth

__all__ = ["Facts", "HostFacts", "Machine", "Of", "Store", "below"]

Ref = vim.ManagedObjectReference
D = TypeVar("D", bound=vim.VirtualDevice)


def below(value: Any, path: str) -> Any:
    """Return an attribute of an attribute, and so on; None where one of them is not told."""
    for name in path.split("."):
        if value is None:
            return None
        value = getattr(value, name, None)
    return value


class _Told:
    """Properties of an object, and the attributes of their values."""

    def __init__(self, values: Properties, facts: Facts) -> None:
        self.values = values
        self.facts = facts

    def __getitem__(self, path: str) -> Any:
        """Return a property, or with ``:`` an attribute of it: ``"guest:host_name"``."""
        name, _, attributes = path.partition(":")
        value = self.values.if_shown(name)
        return below(value, attributes) if attributes else value

    def some(self, path: str) -> Sequence[Any] | None:
        """Return a list, which servers leave unset where it is empty; None where it is hidden."""
        found: Sequence[Any] | None = self.values.if_shown(path)
        if found is None and self.values.problems((path,)):
            return None
        return found or ()

    @cached_property
    def name(self) -> str:
        """What it is called."""
        return called(self.values)

    @property
    def id(self) -> str:
        """The value of its reference."""
        return self.values.ref.value


class Machine(_Told):
    """A machine: what was read of it, and where it is."""

    def __init__(self, values: Properties, where: Whereabouts, facts: Facts) -> None:
        super().__init__(values, facts)
        self.where = where

    @property
    def host(self) -> HostFacts | None:
        """The host that it is on; None where that is not told."""
        ref = self["runtime:host"]
        return self.facts.hosts_by_ref.get(ref) if ref is not None else None

    @property
    def host_name(self) -> str | None:
        """Its name."""
        return self.where.host or (self.host.name if self.host is not None else None)

    @property
    def is_running(self) -> bool:
        """Whether it is powered on."""
        return bool(self["runtime:power_state"] == "poweredOn")

    def _devices(self, kind: type[D]) -> list[D] | None:
        devices = self["config.hardware.device"]
        return None if devices is None else [each for each in devices if isinstance(each, kind)]

    @cached_property
    def disks(self) -> list[vim.VirtualDisk] | None:
        """Its virtual disks; None where they are not told."""
        return self._devices(vim.VirtualDisk)

    @cached_property
    def cards(self) -> list[vim.VirtualEthernetCard] | None:
        """Its network cards; None where they are not told."""
        return self._devices(vim.VirtualEthernetCard)

    @cached_property
    def by_key(self) -> dict[int, vim.VirtualDevice]:
        """Its devices by their keys."""
        return {each.key: each for each in self._devices(vim.VirtualDevice) or ()}

    @cached_property
    def video(self) -> vim.VirtualMachineVideoCard | None:
        """Its video card."""
        return next(iter(self._devices(vim.VirtualMachineVideoCard) or ()), None)

    def network_of(self, card: vim.VirtualEthernetCard) -> str | None:
        """Return the name of the network that a card is on."""
        backing: Any = card.backing
        port = getattr(backing, "port", None)
        if port is not None:
            key: str | None = port.portgroup_key
            return self.facts.networks.get(key or "", key or "")
        network = getattr(backing, "network", None)
        name = self.facts.networks.get(network.value) if network is not None else None
        told: str | None = name or getattr(backing, "device_name", None)
        return told

    @property
    def snapshots(self) -> Iterator[vim.VirtualMachineSnapshotTree]:
        """Its snapshots, parents first."""
        waiting = list(self["snapshot.rootSnapshotList"] or ())
        while waiting:
            node = waiting.pop(0)
            yield node
            waiting = [*node.child_snapshot_list, *waiting]


class HostFacts(_Told):
    """A host: what was read of it, and what it is in."""

    def __init__(
        self, values: Properties, datacenter: str | None, cluster: str | None, facts: Facts
    ) -> None:
        super().__init__(values, facts)
        self.datacenter = datacenter
        self.cluster = cluster

    @cached_property
    def machines(self) -> list[Machine]:
        """The machines on it, without templates."""
        return self.facts.machines_by_host.get(self.values.ref, [])

    @cached_property
    def running(self) -> list[Machine]:
        """Those that are powered on."""
        return [each for each in self.machines if each.is_running]


class Store(_Told):
    """A datastore."""

    @property
    def mounts(self) -> Sequence[vim.DatastoreHostMount] | None:
        """The hosts that have it mounted; None where that is not told."""
        return self.some("host")

    @property
    def host_names(self) -> tuple[str, ...] | None:
        """Names of those that are known."""
        if self.mounts is None:
            return None
        known = self.facts.hosts_by_ref
        names = (known[each.key].name for each in self.mounts if each.key in known)
        return tuple(sorted(names))

    @cached_property
    def machines(self) -> list[Machine] | None:
        """The machines that have files in it, of those that were read; None if that is not told."""
        refs = self.some("vm")
        known = self.facts.machines_by_ref
        return None if refs is None else [known[ref] for ref in refs if ref in known]


@dataclasses.dataclass(frozen=True, slots=True)
class Of:
    """A part of something: a disk of a machine, a port group of a host."""

    whole: Any
    part: Any

    def __getitem__(self, path: str) -> Any:
        """Return an attribute of the part."""
        return below(self.part, path)


class Facts:
    """All that was read of a server.

    Attributes:
        about: what the server says of itself.
        server: its address.
        taken: when it was read.
        machines: in the server's order.
        hosts: likewise.
        stores: likewise.
        networks: names by the value of the reference.
        licences: those of the server.
        trial: when its trial ends.
        growth: what each snapshot takes up, by reference.
        problems: what was hidden, a sentence each.
        has_cores: whether the server knows sockets of several cores.
    """

    def __init__(self, about: vim.AboutInfo, server: str, taken: datetime) -> None:
        self.about = about
        self.server = server
        self.taken = taken
        self.machines: list[Machine] = []
        self.hosts: list[HostFacts] = []
        self.stores: list[Store] = []
        self.networks: Mapping[str, str] = {}
        self.licences: Sequence[vim.LicenseManagerLicenseInfo] = ()
        self.trial: vim.LicenseManagerEvaluationInfo | None = None
        self.growth: dict[Ref, SnapshotGrowth] = {}
        self.problems: list[str] = []
        self.has_cores = False

    @property
    def uuid(self) -> str | None:
        """The server's own UUID; hosts before API 4.0 have none."""
        return self.about.instance_uuid

    @cached_property
    def hosts_by_ref(self) -> dict[Ref, HostFacts]:
        """The hosts by reference."""
        return {each.values.ref: each for each in self.hosts}

    @cached_property
    def machines_by_ref(self) -> dict[Ref, Machine]:
        """The machines by reference."""
        return {each.values.ref: each for each in self.machines}

    @cached_property
    def machines_by_host(self) -> dict[Ref, list[Machine]]:
        """The machines on each host, without templates."""
        found: dict[Ref, list[Machine]] = {}
        for machine in self.machines:
            if not machine["config.template"]:
                found.setdefault(machine["runtime:host"], []).append(machine)
        return found
