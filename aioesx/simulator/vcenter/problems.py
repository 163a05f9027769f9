"""What keeps a machine from running on another host, one refusal per reason.

`CHECKS` has a row per test of the API; each looks at a `Move`, and none changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aioesx.simulator import faults
from aioesx.simulator.state.chains import chain
from aioesx.simulator.vcenter import refusals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aioesx.simulator.faults import Refused
    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.paths import DatastorePath
    from aioesx.simulator.vcenter.state import VCenter

__all__ = ["CHECKS", "Move", "problems"]

_OVERHEAD_MB: Final = 40


@dataclass(slots=True)
class Move:
    """A machine on its way to another host, or to other datastores, or both.

    Attributes:
        target: the host that it is to run on.
        store: datastore of that host for all of its files; None leaves them where they are.
        disks: datastores of single disks, by the key of their setting.
        networks: networks that its cards change to, by the settings' prefix, ``ethernet0``.
        power: power state that it must be in; empty for any.
    """

    vcenter: VCenter
    machine: Machine
    target: HostState
    store: Datastore | None = None
    disks: dict[str, Datastore] = field(default_factory=dict)
    networks: dict[str, str] = field(default_factory=dict)
    power: str = ""

    @property
    def source(self) -> HostState:
        """The host that it runs on."""
        return self.machine.host

    def configs(self) -> list[Config]:
        """Return its configuration, and those of its snapshots."""
        return [self.machine.config, *(s.config for s in self.machine.snapshots.all())]


def problems(move: Move, tests: Iterable[str] = ()) -> Iterator[Refused]:
    """Yield everything that is in the way, the gravest first.

    Args:
        move: what is to be done.
        tests: which tests, ``hostTests``, ``networkTests``, ...; all when left out.
    """
    wanted = set(tests)
    for name, check in CHECKS:
        if not wanted or name in wanted:
            yield from check(move)


def _state(move: Move) -> Iterator[Refused]:
    machine = move.machine
    if move.power and machine.power != move.power:
        yield faults.invalid_power_state(machine.power, move.power)
    if machine.is_on:
        for prefix in _own_drives(machine.config):
            yield refusals.device_attached(prefix)


def _own_drives(config: Config) -> Iterator[str]:
    """Yield drives of the host itself that a machine is connected to."""
    for key, value in config.settings.items():
        prefix, _, name = key.rpartition(".")
        if name.lower() == "devicetype" and value.lower() == "atapi-cdrom":
            present = config.flag(f"{prefix}.present")
            if present and config.flag(f"{prefix}.startConnected", default=True):
                yield prefix


def _host(move: Move) -> Iterator[Refused]:
    machine, target, vcenter = move.machine, move.target, move.vcenter
    if not vcenter.members[target].is_connected:
        yield refusals.host_not_connected(vcenter.ref(target))
    if target.maintenance and (machine.is_on or target is not move.source):
        yield refusals.host_in_maintenance(vcenter.ref(target))
    if target is move.source:
        return
    config, name = machine.config, vcenter.members[target].name
    if config.hardware_version not in target.profile.hardware_versions:
        yield refusals.old_hardware(config.hardware_version, vcenter.ref(target), name)
    if config.vcpus > min(target.profile.max_vcpus, target.hardware.cpu_threads):
        yield faults.not_enough_cpus(target.hardware.cpu_threads, config.vcpus)
    for other in target.machines.values():
        if other.name == machine.name:
            yield faults.duplicate_name(machine.name, vcenter.ref(other))


def _resources(move: Move) -> Iterator[Refused]:
    machine, target = move.machine, move.target
    if target is move.source or not machine.is_on:
        return
    free = target.hardware.memory_bytes // 1024**2 - target.memory_used_mb()
    wanted = machine.config.memory_mb + _OVERHEAD_MB
    if wanted > free:
        yield faults.insufficient_memory(free, wanted)


def _datastores(move: Move) -> Iterator[Refused]:
    machine, source, target = move.machine, move.source, move.target
    for place in _bases(move):
        if not _sees(source, target, place):
            yield refusals.no_access_to_disk("disk", str(place), place.datastore)
    if move.store is not None:
        yield from _room(move)
        return
    if not _sees(source, target, machine.place):
        yield refusals.no_access_to_config(machine.place.datastore)
    seen: set[DatastorePath] = set()
    for config in move.configs():
        for key, place in machine.snapshots.disk_keys(config).items():
            fits = key in move.disks or place in seen or _sees(source, target, place)
            if not fits:
                seen.add(place)
                device = key.rpartition(".")[0]
                yield refusals.no_access_to_disk(device, str(place), place.datastore)
    if machine.is_on:
        for prefix, place in _images(machine):
            if not _sees(source, target, place):
                yield refusals.no_access_to_device(prefix, str(place))


def _bases(move: Move) -> Iterator[DatastorePath]:
    """Yield the disks of other machines that those of a linked clone stand on."""
    machine = move.machine
    places = [p for c in move.configs() for p in machine.snapshots.disk_keys(c).values()]
    stores = {store.name: store for store in machine.host.datastores.values()}
    found: dict[DatastorePath, None] = {}
    for place in dict.fromkeys(places):
        own = True
        held = stores.get(place.datastore)
        for store, path in chain(held, place.path) if held is not None else ():
            if not own:
                found[store.path(path)] = None
            disk = store.files[path].disk if path in store.files else None
            own = own and not (disk is not None and disk.parent.startswith("/"))
    yield from found


def _images(machine: Machine) -> Iterator[tuple[str, DatastorePath]]:
    """Yield the drives of a machine that hold an image, and where that is."""
    config = machine.config
    for key, value in config.settings.items():
        prefix, _, name = key.rpartition(".")
        image = config.get(f"{prefix}.deviceType").lower() == "cdrom-image"
        connected = config.flag(f"{prefix}.startConnected", default=True)
        if name.lower() == "filename" and image and connected and config.flag(f"{prefix}.present"):
            yield prefix, machine.host.locate(value, machine.place)


def _sees(source: HostState, target: HostState, place: DatastorePath) -> bool:
    """Tell whether a file of one host is there for another, too."""
    store = next((s for s in source.datastores.values() if s.name == place.datastore), None)
    mount = None if store is None else store.on(target)
    return mount is not None and mount.accessible


def _room(move: Move) -> Iterator[Refused]:
    """Yield NoDiskSpace when a datastore cannot take what is to come to it."""
    store, machine = move.store, move.machine
    if store is None:
        return
    home = machine.host.datastore(machine.place.datastore)
    wanted = 0
    if home.volume is not store.volume:
        for file in home.files_in(machine.place.folder.path):
            wanted += file.content.stored
            wanted += home.taken(file.path) if file.disk is not None and file.disk.object else 0
    for place in set(machine.snapshots.disk_keys(machine.config).values()):
        held = machine.host.datastore(place.datastore)
        beside = held is home and place.folder == machine.place.folder
        if not beside and held.volume is not store.volume:
            wanted += held.taken(place.path)
    if wanted > store.free:
        yield faults.no_disk_space(store.name)


def _networks(move: Move) -> Iterator[Refused]:
    if move.target is move.source:
        return
    known = {group.name for group in move.target.network.networks()}
    here = {group.name: group for group in move.source.network.networks()}
    for number in range(10):
        prefix = f"ethernet{number}"
        if move.machine.config.flag(f"{prefix}.present"):
            own = move.machine.config.get(f"{prefix}.networkName")
            name = move.networks.get(prefix, own)
            if name not in known:
                group = here.get(name)
                ref = move.vcenter.ref(group) if group is not None else None
                label = f"Network adapter {number + 1}"
                yield refusals.no_access_to_network(label, name, ref)


CHECKS: Final[tuple[tuple[str, Callable[[Move], Iterator[Refused]]], ...]] = (
    ("sourceTests", _state),
    ("hostTests", _host),
    ("resourcePoolTests", _resources),
    ("datastoreTests", _datastores),
    ("networkTests", _networks),
)
"""The tests of the API's `CheckTestType`, in the order in which their refusals are told."""
