"""One simulated ESX host: everything it remembers, behind one lock (see `Agent`)."""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field
from typing import TYPE_CHECKING, Any

from aioesx import vim
from aioesx.errors import EsxError
from aioesx.simulator import faults
from aioesx.simulator.clock import Clock
from aioesx.simulator.inside.tickets import GuestTransfers
from aioesx.simulator.profile import ESXI_6_5, Hardware, Profile
from aioesx.simulator.state.agent import Agent
from aioesx.simulator.state.autostart import Autostart
from aioesx.simulator.state.chains import chain
from aioesx.simulator.state.config import Config, format_uuid, make_uuid
from aioesx.simulator.state.datastore import Datastore
from aioesx.simulator.state.disks import extent_name
from aioesx.simulator.state.events import Events
from aioesx.simulator.state.files import SpooledContent, TextContent
from aioesx.simulator.state.leases import Leases
from aioesx.simulator.state.machine import Guest, Machine
from aioesx.simulator.state.network import Networking
from aioesx.simulator.state.passthrough import PCI_DEVICES, USB_DEVICES
from aioesx.simulator.state.paths import DatastorePath
from aioesx.simulator.state.perf import Perf
from aioesx.simulator.state.sessions import User
from aioesx.simulator.state.snapshots import Snapshots
from aioesx.simulator.state.storage import Storage
from aioesx.simulator.state.tasks import Task, Tasks
from aioesx.simulator.state.tracking import Tracking
from aioesx.simulator.state.upkeep import Upkeep
from aioesx.simulator.state.volume_kinds import KINDS
from aioesx.simulator.versions import at_least
from aioesx.vmx.syntax import escape_pipe, format_vmx, parse_vmx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.inside.tickets import Transfer
    from aioesx.simulator.state.leases import Lease, LeaseFile
    from aioesx.simulator.state.manager import Manager
    from aioesx.simulator.state.world import World

__all__ = ["HostState", "Options"]


@dataclass(slots=True)
class Options:
    """How quickly and how generously the host behaves; all may be changed while it runs.

    Attributes:
        task_seconds: how long a power or configuration task works.
        queue_seconds: how long a task is queued before it runs.
        task_memory_seconds: how long an ended task is remembered.
        tools_seconds: how long after power-on VMware Tools answer.
        guest_seconds: how long a program in a guest takes to begin.
        session_seconds: idle time after which a session expires.
        session_limit: sessions that may exist at once.
        upload_quota: bytes that all uploaded files together may take on this machine's disk.
        page_size: objects of one answer when the client does not say.
        cut_polls_live: whether a call that waits for updates goes on when its connection is cut,
            and takes the next update into the void. What ends it is its own time, a newer wait
            on its collector, CancelWaitForUpdates, or the end of collector or session.
        last_version_only: whether a collector refuses every version but the last one told;
            else the one before is good, too, so that an answer which was lost can be had again.
        boot_seconds: how long a host that restarts is away.
        calls_kept: how many of the last calls are remembered; read when the host is made.
        transfers: requests for files that are served at once; more are answered with 503.
        transfers_per_second: how many of them may begin in a second of the host's clock; likewise.
        bytes_per_second: how fast each of them goes, either way, in seconds of the real time.
        accept_ranges: whether answers say that ranges can be had; as the product does when None.
        keys_per_call: how many keys a host presses in one call; the rest it leaves out.
        locked_bases: whether the disks below a running machine's snapshots are kept from
            readers, too; as the product does when None.
        lease_seconds: after how long a lease ends that nobody reports progress of.
        exclusive_leases: whether the disks of a lease are kept from whoever reads them by
            ``/folder`` as long as it lives.
        imports_outlive_hosts: whether what was made of a machine that is on its way in stays,
            half done, when the host goes down; else it is gone with the lease.
    """

    task_seconds: float = 0.05
    queue_seconds: float = 0.005
    task_memory_seconds: float = 600.0
    tools_seconds: float = 0.05
    guest_seconds: float = 0.01
    session_seconds: float = 1800.0
    session_limit: int = 1000
    upload_quota: int = 8 * 1024**3
    page_size: int = 1000
    cut_polls_live: bool = False
    last_version_only: bool = False
    boot_seconds: float = 0.5
    calls_kept: int = 100_000
    transfers: int | None = None
    transfers_per_second: float | None = None
    bytes_per_second: float | None = None
    accept_ranges: bool | None = None
    keys_per_call: int | None = None
    locked_bases: bool | None = None
    lease_seconds: float = 300.0
    exclusive_leases: bool = False
    imports_outlive_hosts: bool = False


@dataclass(eq=False)
class HostState(Agent):
    """The host's inventory and its managers.

    Args:
        shared: the world of other hosts, to live in; its clock wins over `clock`.

    Attributes:
        manager: the vCenter that the host belongs to.
        management_server: address of that vCenter, as the host tells it.
        maintenance: no machine runs, and none can be started.
        entering: a task waits for the machines that run, to get there.
        away: it is off, or restarts: nobody hears of it.
        boots: how often it has gone down to restart.
        certificate: its certificate as its vCenter has it, PEM; empty where nobody told.
        upkeep: its services and settings.
        answers: (machine, label) of every question answered, oldest first.
        pci_devices: on its PCI bus.
        usb_devices: at its USB ports.
    """

    profile: Profile = ESXI_6_5
    hardware: Hardware = field(default_factory=Hardware)
    clock: Clock = field(default_factory=Clock)
    options: Options = field(default_factory=Options)
    users: dict[str, User] = field(default_factory=dict)
    moid: str = "ha-host"
    shared: InitVar[World | None] = None

    def __post_init__(self, shared: World | None) -> None:
        self._live(shared)
        self.machines: dict[str, Machine] = {}
        self.datastores: dict[str, Datastore] = {}
        self.network = Networking(self)
        self.storage = Storage()
        self.tasks = Tasks(self)
        self.events = Events(self)
        self.autostart = Autostart()
        self.perf = Perf(self)
        self.settings: dict[str, tuple[str, Any]] = _advanced(self.profile)
        self.maintenance = False
        self.entering = False
        self.away = False
        self.boots = 0
        self.upkeep = Upkeep(self)
        self.boot_time = self.timeline.now()
        self.management_server: str | None = None
        self.manager: Manager | None = None
        self.pci_devices = list(PCI_DEVICES)
        self.usb_devices = list(USB_DEVICES)
        self.question_count = 0
        self.answers: list[tuple[str, str]] = []
        self.guest_transfers = GuestTransfers()
        self.leases = Leases(self)
        self.certificate = b""

    def go_down(self, back: float | None) -> None:
        """Go off: machines lose their power, sessions and connections end.

        Args:
            back: seconds until it is there again; None for never, unless somebody has it
                `come_up`.
        """
        if self.away:
            return
        self.away = True
        self.boots += back is not None
        self.tasks.stop_all()
        self.leases.drop_all()
        for machine in self.machines.values():
            if machine.is_on:
                machine.set_power("poweredOff")
        self.sessions.end_all()
        if self.manager is not None:
            self.manager.host_away(self, away=True)
        for cut in self.on_away:
            cut()
        if back is not None:
            self.timeline.schedule(back, self.come_up)

    def come_up(self) -> None:
        """Be there again, with what a host starts by itself."""
        if not self.away:
            return
        self.away = False
        self.boot_time = self.timeline.now()
        self.upkeep.booted()
        if self.manager is not None:
            self.manager.host_away(self, away=False)

    def next_due(self) -> float | None:
        """Return when something becomes due, here or at the vCenter."""
        own = self.timeline.next_due()
        if self.manager is None:
            return own
        theirs = self.manager.timeline.next_due()
        return min((due for due in (own, theirs) if due is not None), default=None)

    def announce(self) -> None:
        """Wake the long polls of the host, and of the vCenter that it belongs to."""
        self.changes.announce()
        if self.manager is not None:
            self.manager.changes.announce()

    def ref(self, thing: Any) -> vim.ManagedObjectReference:
        """Return the reference of a state object."""
        if isinstance(thing, Task):
            return vim.ManagedObjectReference("Task", thing.moid_on(self))
        return vim.ManagedObjectReference(_TYPE_OF[type(thing).__name__], thing.moid)

    def datastore(self, name: str) -> Datastore:
        """Return a datastore by name, or refuse."""
        for store in self.datastores.values():
            if store.name == name:
                return store
        raise faults.invalid_datastore(name)

    def rename_datastore(self, store: Datastore, name: str) -> None:
        """Give a datastore another name; its machines are found below that from now on.

        VMFS keeps its name in the volume, so every host that has it sees the new one.

        Raises:
            Refused: the name is taken.
        """
        mounts = [store] if KINDS[store.kind].exported else list(store.volume.datastores)
        for mount in mounts:
            others = mount.host.datastores.values()
            if any(other.name == name for other in others if other is not mount):
                raise faults.duplicate_name(name, self.ref(store))
        for mount in mounts:
            old, mount.name = mount.name, name
            for machine in mount.host.machines.values():
                if machine.place.datastore == old:
                    machine.place = mount.path(machine.place.path)

    def locate(self, name: str, near: DatastorePath) -> DatastorePath:
        """Return where a file named in the VMX at `near` is."""
        if not name.startswith("/"):
            return near.beside(name)
        for store in self.datastores.values():
            for mount in (store.mount, f"/vmfs/volumes/{store.name}"):
                if name.startswith(mount + "/"):
                    return DatastorePath(store.name, name[len(mount) + 1 :])
        return DatastorePath("", name.lstrip("/"))

    def spell(self, place: DatastorePath, near: DatastorePath) -> str:
        """Return how the VMX at `near` names the file at `place`."""
        if place.folder == near.folder:
            return place.name
        return f"{self.datastore(place.datastore).mount}/{place.path}"

    def names_of(self, ref: vim.ManagedObjectReference) -> tuple[str, ...]:
        """Return the names by which rules may mean an object."""
        machine = self.machines.get(ref.value) if ref.type == "VirtualMachine" else None
        own = () if machine is None else (machine.plain_name,)
        return (str(ref), ref.value, *own)

    def task_moid(
        self, number: int, entity: vim.ManagedObjectReference | None, description_id: str
    ) -> str:
        """Return the value of a new task's reference."""
        return f"haTask-{entity.value if entity is not None else ''}-vim.{description_id}-{number}"

    def machine(self, moid: str) -> Machine | None:
        """Return a machine by the value of its reference."""
        return self.machines.get(moid)

    def datastores_at(self, path: str) -> tuple[str, list[Datastore]] | None:
        """Return the datacenter's path and its datastores; None for another path."""
        known = path in {"", "ha-datacenter"}
        return ("ha-datacenter", list(self.datastores.values())) if known else None

    def guest_transfer(self, number: int, token: str) -> Transfer | None:
        """Return a transfer of a guest's file by what its URL says, once."""
        return self.guest_transfers.take(number, token)

    def lease_file(self, token: str, name: str) -> tuple[Lease, LeaseFile] | None:
        """Return a lease and one of its files by what a URL says; None when it is not ready."""
        return self.leases.file(token, name)

    def task_gone(self, task: Task) -> None:
        """Take note that a task is forgotten."""
        if self.manager is not None:
            self.manager.forget_task(self, task)

    def find(self, name: str) -> Machine:
        """Return a machine by name, as people or as the API write it.

        Raises:
            LookupError: there is none.
        """
        for machine in self.machines.values():
            if name in {machine.name, machine.plain_name}:
                return machine
        raise LookupError(f"no machine is called {name!r}")

    def register(
        self,
        place: DatastorePath,
        *,
        name: str = "",
        guest: Guest | None = None,
        config: Config | None = None,
    ) -> Machine:
        """Add the machine whose VMX file is at `place`.

        Args:
            place: where the file is.
            name: what the machine is called, if not as the file says.
            guest: what runs in it.
            config: what the file says, for a caller who has just written it.

        Raises:
            Refused: the file is missing or no VMX, the machine is registered already, or
                its name is in use.
        """
        for machine in self.machines.values():
            if machine.place == place:
                raise faults.already_exists(machine.moid)
        if config is None:
            config = self._read_vmx(place)
        if name:
            config = config.with_settings({"displayName": escape_pipe(name)})
        if not config.name:
            stem = place.name.removesuffix(".vmx")
            config = config.with_settings({"displayName": escape_pipe(stem)})
        self.require_free_name(config.name)
        machine = Machine(
            moid=str(self.next_number()),
            host=self,
            place=place,
            config=config,
            guest=guest or Guest(tools_installed=False),
        )
        machine.snapshots = Snapshots(machine)
        machine.tracking = Tracking(machine)
        machine.modified = self.timeline.now()
        self.machines[machine.moid] = machine
        if not config.uuid:
            machine.change({"uuid.bios": self.fresh_uuid(f"{place}")})
        elif name:
            self.write_vmx(machine)
        return machine

    def _read_vmx(self, place: DatastorePath) -> Config:
        file = self.datastore(place.datastore).file(place.path)
        try:
            return Config(parse_vmx(file.content.read(0, file.content.size)))
        except EsxError as error:
            raise faults.invalid_vmx(str(place), str(error)) from None

    def reread(self, machine: Machine) -> None:
        """Take over what a machine's VMX file says now.

        Raises:
            Refused: the file is missing or no VMX, or its name is another machine's.
        """
        config = self._read_vmx(machine.place)
        self.require_free_name(config.name, machine)
        machine.config = config
        machine.change_version += 1
        machine.modified = self.timeline.now()

    def fresh_uuid(self, seed: str) -> str:
        """Return a BIOS UUID in VMX's form, always the same for the same place on this host."""
        return format_uuid(make_uuid(f"{self.hardware.uuid} {seed}"))

    def location_uuid(self, place: DatastorePath) -> str:
        """Return what ESX writes into a VMX to recognise the place where it ran last."""
        return self.fresh_uuid(f"location {place}")

    def require_free_name(self, name: str, other_than: Machine | None = None) -> None:
        """Refuse when a machine of that name exists."""
        for machine in self.machines.values():
            if machine.name == name and machine is not other_than:
                raise faults.duplicate_name(name, self.ref(machine))

    def unregister(self, machine: Machine) -> None:
        """Forget a machine; its files stay."""
        del self.machines[machine.moid]
        self.autostart.forget(machine)
        if self.manager is not None:
            self.manager.machine_gone(machine)

    def take_over(self, machine: Machine, place: DatastorePath) -> None:
        """Have a machine of another host run here from now on, its files being at `place`.

        It is the same machine, in the same state, with a reference of this host's.
        """
        old = machine.host
        del old.machines[machine.moid]
        old.autostart.forget(machine)
        known = machine.config.get("uuid.location")
        machine.host, machine.moid = self, str(self.next_number())
        machine.place = place
        machine.snapshots.renumber()
        self.machines[machine.moid] = machine
        machine.resume_timers()
        if known:
            machine.change({"uuid.location": self.location_uuid(place)})

    def write_vmx(self, machine: Machine) -> None:
        """Write a machine's VMX file from its settings."""
        store = self.datastore(machine.place.datastore)
        store.put_content(machine.place.path, TextContent(format_vmx, machine.config.settings))

    def disks_of(self, machine: Machine) -> Iterator[DatastorePath]:
        """Yield where the files are that a machine has as disks or other media."""
        for key, value in machine.config.settings.items():
            if key.lower().endswith(".filename") and "/dev/" not in value:
                yield self.locate(value, machine.place)

    def require_unused(
        self, place: DatastorePath, *, bases: bool = True, other_than: Machine | None = None
    ) -> None:
        """Refuse when a machine that is on uses the file or something in the folder.

        Machines of every host count that has the datastore.

        Args:
            place: the file or folder.
            bases: whether what a machine's disks stand on counts, too; nobody writes to that.
            other_than: a machine that may.
        """
        store = next((s for s in self.datastores.values() if s.name == place.datastore), None)
        mounts = [(self, place.datastore)] if store is None else store.mounts()
        for host, name in mounts:
            if host.uses(DatastorePath(name, place.path), bases=bases, other_than=other_than):
                raise faults.file_locked(str(place))

    def uses(
        self, place: DatastorePath, *, bases: bool = True, other_than: Machine | None = None
    ) -> bool:
        """Tell whether a machine that is on uses the file or something in the folder."""
        inside = place.path + "/"
        for machine in self.machines.values():
            if machine.power == "poweredOff" or machine is other_than:
                continue
            for used in (machine.place, *self._held_by(machine, bases)):
                if used == place or (
                    used.datastore == place.datastore and used.path.startswith(inside)
                ):
                    return True
        return False

    def _held_by(self, machine: Machine, bases: bool) -> Iterator[DatastorePath]:
        """Yield the media of a machine, and its disks with their data and what is below them."""
        for place in self.disks_of(machine):
            yield place
            store = next((s for s in self.datastores.values() if s.name == place.datastore), None)
            for held, path in () if store is None else chain(store, place.path):
                file = held.files.get(path)
                if file is not None and file.disk is not None:
                    yield held.path(path)
                    yield held.path(extent_name(path, file.disk))
                if not bases:
                    break

    def spooled(self) -> int:
        """Bytes of uploaded files on this machine's disk."""
        held = {
            file.content.held
            for store in self.datastores.values()
            for file in store.files.values()
            if isinstance(file.content, SpooledContent)
        }
        return sum(spooled.size for spooled in held)

    def memory_used_mb(self) -> int:
        """Memory in use, in MiB: the machines that are on and the host's own part."""
        return 1536 + sum(m.config.memory_mb for m in self.machines.values() if m.is_on)


def _advanced(profile: Profile) -> dict[str, tuple[str, Any]]:
    """Return the settings of a product, with their types."""
    newer = at_least(profile.api_version, "5.0")
    return {k: v for k, v in _ADVANCED.items() if newer or not k.startswith("Syslog.")}


_ADVANCED = {
    "Config.HostAgent.plugins.solo.enableMob": ("xsd:boolean", False),
    "Mem.ShareScanTime": ("xsd:long", 60),
    "Net.TcpipHeapSize": ("xsd:long", 0),
    "Syslog.global.logHost": ("xsd:string", ""),
    "UserVars.SuppressShellWarning": ("xsd:long", 0),
}

_TYPE_OF = {
    "Machine": "VirtualMachine",
    "Datastore": "Datastore",
    "PortGroup": "Network",
    "Snapshot": "VirtualMachineSnapshot",
    "TaskCopy": "Task",
    "Lease": "HttpNfcLease",
    "HostState": "HostSystem",
}
