"""Leases: a machine's files on their way out of a host, or into it, and for how long.

A lease is given at once, gets ready a moment later, and from then on lives by its holder's
`progress`; left alone for `Options.lease_seconds` it fails with Timedout. While it lives, what
would change the machine is refused (`disabled`). One that has ended is remembered for a while, as
tasks are. Its token is all that a request for a file needs.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx.disk.stream import StreamWriter
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.rules import make_fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aioesx.simulator.clock import Timer
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.disks import Disk
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.snapshots import Snapshot
    from aioesx.simulator.state.traces import Traces

__all__ = [
    "Arrival",
    "Digests",
    "Lease",
    "LeaseFile",
    "Leases",
    "Sent",
    "disabled",
    "require_enabled",
    "stream_of",
]

_SNAPSHOTS: Final = frozenset(
    {
        "ConsolidateVMDisks_Task",
        "Destroy_Task",
        "RelocateVM_Task",
        "RemoveAllSnapshots_Task",
        "RemoveSnapshot_Task",
        "RevertToCurrentSnapshot_Task",
        "RevertToSnapshot_Task",
        "UnregisterVM",
    }
)
"""What a lease forbids, whatever it is for."""

_MACHINE: Final = _SNAPSHOTS | {
    "CreateSnapshot_Task",
    "MarkAsTemplate",
    "MarkAsVirtualMachine",
    "MigrateVM_Task",
    "PowerOnVM_Task",
    "ReconfigVM_Task",
}
"""What a lease for a machine that is off forbids."""

_ARRIVING: Final = _MACHINE | {"CloneVM_Task", "ExportVm", "Rename_Task"}
"""What a lease forbids for a machine that is on its way in."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a file was when all of it had passed: its digests, by name, and its bytes."""

    size: int
    digests: dict[str, str]
    populated: int


class Digests:
    """The digests of a file that is on its way."""

    def __init__(self) -> None:
        self._hashes = [
            hashlib.sha1(usedforsecurity=False),
            hashlib.sha256(),
        ]
        self._size = 0

    def update(self, data: bytes) -> None:
        """Take bytes in, in their order."""
        self._size += len(data)
        for one in self._hashes:
            one.update(data)

    def sent(self, populated: int) -> Sent:
        """Return what the file was."""
        return Sent(self._size, {one.name: one.hexdigest() for one in self._hashes}, populated)


@dataclass(eq=False, slots=True)
class LeaseFile:
    """One file of a lease.

    Attributes:
        key: what the API calls it, ``/12/VirtualLsiLogicController0:0``.
        name: the last part of its URL.
        store: where it is.
        path: its path there; of a disk, the descriptor's.
        capacity: bytes of a disk; None for what is no disk.
        sent: what was sent, once it was sent whole; of the last time, if more than once. Of a
            file that arrives, what was received.
        import_key: what the package calls it, ``/web01/VirtualLsiLogicController0:0``, of a file
            that arrives.
        busy: whether somebody sends it just now.
    """

    key: str
    name: str
    store: Datastore
    path: str
    capacity: int | None = None
    sent: Sent | None = None
    import_key: str = ""
    busy: bool = False


@dataclass(eq=False, slots=True)
class Arrival:
    """A machine on its way into a host: what was made for it, and what happens in the end.

    Attributes:
        traces: the files that were made, with those that have come.
        user: who has it come.
    """

    traces: Traces
    user: str


@dataclass(eq=False, slots=True)
class Lease:
    """One lease.

    Attributes:
        place: host and port of its URLs; ``*`` for the server that was asked.
        thumbprint: SHA-1 of the certificate there; empty where nobody needs telling.
        state: wire word of `HttpNfcLeaseState`.
        checksums: kind of digest that the manifest shall tell besides, by a file's key.
        arrival: of a lease for a machine that comes; None where one leaves.
    """

    moid: str
    machine: Machine
    files: list[LeaseFile]
    place: str = "*"
    thumbprint: str = ""
    snapshot: Snapshot | None = None
    arrival: Arrival | None = None
    state: str = "initializing"
    initialized: int = 0
    transferred: int = 0
    error: Refused | None = None
    checksums: dict[str, str] = field(default_factory=dict)
    token: str = field(default_factory=lambda: f"52{secrets.token_hex(15)}", repr=False)
    timer: Timer | None = field(default=None, repr=False)

    @property
    def host(self) -> HostState:
        """The host of the machine."""
        return self.machine.host

    @property
    def privilege(self) -> str:
        """The privilege that its methods ask for."""
        return "VApp.Export" if self.arrival is None else "VApp.Import"

    @property
    def alive(self) -> bool:
        """Whether it still keeps the machine from being changed."""
        return self.state in {"initializing", "ready"}


class Leases:
    """The leases of one host."""

    def __init__(self, host: HostState) -> None:
        self._host = host
        self._all: dict[str, Lease] = {}

    def find(self, moid: str) -> Lease | None:
        """Return a lease by the value of its reference."""
        return self._all.get(moid)

    def alive(self) -> list[Lease]:
        """Return the leases that have not ended."""
        return [lease for lease in self._all.values() if lease.alive]

    def of(self, machine: Machine) -> list[Lease]:
        """Return a machine's leases that have not ended."""
        return [lease for lease in self.alive() if lease.machine is machine]

    def give(self, lease: Lease, method: str) -> None:
        """Keep a new lease; it is ready when a task's time has passed, or fails if a rule says so.

        Args:
            lease: the lease.
            method: what was called for it; rules with ``in_task`` mean what comes of that.
        """
        self._all[lease.moid] = lease
        ref = self._host.ref(lease.machine)
        rule = self._host.rules.pick(method, self._host.names_of(ref), in_task=True)

        def ready() -> None:
            if lease.state != "initializing":
                return
            if rule is not None and rule.fault:
                self.end(lease, make_fault(rule.fault, rule.message))
                return
            lease.state, lease.initialized = "ready", 100
            self._renew(lease)

        lease.timer = self._host.timeline.schedule(self._host.options.task_seconds, ready)

    def _renew(self, lease: Lease) -> None:
        timeline = self._host.timeline
        timeline.cancel(lease.timer)
        seconds = self._host.options.lease_seconds
        lease.timer = timeline.schedule(seconds, lambda: self.end(lease, faults.timed_out()))

    def progress(self, lease: Lease, percent: int) -> None:
        """Hear that somebody still holds a lease.

        Raises:
            Refused: it has ended.
        """
        self._require(lease, ready=False)
        if not 0 <= percent <= 100:
            raise faults.invalid_argument("percent")
        lease.transferred = percent
        if lease.state == "ready":
            self._renew(lease)

    def complete(self, lease: Lease) -> None:
        """End a lease well.

        Raises:
            Refused: it has ended, or is not ready.
        """
        self._require(lease)
        lease.transferred = 100
        self.end(lease, None)

    def require_ready(self, lease: Lease) -> None:
        """Refuse unless a lease is ready."""
        self._require(lease)

    def _require(self, lease: Lease, *, ready: bool = True) -> None:
        if lease.error is not None and isinstance(lease.error.fault, vim.Timedout):
            raise faults.timed_out()
        if not lease.alive or (ready and lease.state != "ready"):
            raise faults.invalid_state(f"The lease is in the state {lease.state}.")

    def end(self, lease: Lease, error: Refused | None) -> None:
        """End a lease: well, or by a fault. It is remembered for a while."""
        timeline = self._host.timeline
        timeline.cancel(lease.timer)
        lease.state, lease.error = ("done", None) if error is None else ("error", error)
        kept = self._host.options.task_memory_seconds
        lease.timer = timeline.schedule(kept, lambda: self._forget(lease))
        if lease.arrival is not None:
            self._settle(lease, lease.arrival)

    def _settle(self, lease: Lease, arrival: Arrival) -> None:
        """Have a machine that has arrived stay; take away what there is of one that has not."""
        machine, host = lease.machine, self._host
        if lease.error is None:
            host.events.post("VmCreatedEvent", machine, user=arrival.user)
            return
        if host.machines.get(machine.moid) is machine:
            host.unregister(machine)
        arrival.traces.remove()
        host.events.post("VmRemovedEvent", machine, user=arrival.user)

    def _forget(self, lease: Lease) -> None:
        self._all.pop(lease.moid, None)
        if self._host.manager is not None:
            self._host.manager.lease_gone(lease)

    def drop_all(self) -> None:
        """Forget every lease, as a host that goes down does."""
        for lease in list(self._all.values()):
            if lease.alive and lease.arrival and not self._host.options.imports_outlive_hosts:
                self.end(lease, faults.request_canceled())
            self._host.timeline.cancel(lease.timer)
            lease.state = "error"
            self._forget(lease)

    def file(self, token: str, name: str) -> tuple[Lease, LeaseFile] | None:
        """Return what a URL stands for; None when the lease is not ready, or no longer."""
        for lease in self._all.values():
            known = hmac.compare_digest(lease.token.encode(), token.encode())
            if known and lease.state == "ready":
                return next(((lease, file) for file in lease.files if file.name == name), None)
        return None


def stream_of(disk: Disk, name: str) -> StreamWriter:
    """Return what writes a disk as a stream.

    Raises:
        ValueError: its descriptor, which somebody has uploaded, says what none can.
    """
    return StreamWriter(
        disk.size,
        cid=int(disk.cid, 16),
        name=name,
        ddb={"adapterType": disk.adapter, "virtualHWVersion": str(disk.hardware_version)},
    )


def disabled(machine: Machine) -> Sequence[str]:
    """Return the methods that a machine's leases forbid just now."""
    found: set[str] = set()
    for lease in machine.host.leases.of(machine):
        found |= _forbidden(lease)
    return sorted(found)


def _forbidden(lease: Lease) -> frozenset[str]:
    if lease.arrival is not None:
        return _ARRIVING
    return _MACHINE if lease.snapshot is None else _SNAPSHOTS


def require_enabled(method: str, machine: Machine) -> None:
    """Refuse what a machine's leases forbid.

    Raises:
        Refused: MethodDisabled.
    """
    for lease in machine.host.leases.of(machine):
        if method in _forbidden(lease):
            way = "an export" if lease.arrival is None else "an import"
            text = f"The method is disabled by a lease for {way} of the virtual machine."
            source = f"com.vmware.{way.split()[1]}"
            raise Refused(vim.MethodDisabled(source=source), text)
