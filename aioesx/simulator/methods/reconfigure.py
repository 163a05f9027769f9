"""What a `VirtualMachineConfigSpec` changes in a machine's VMX, checked as ESX checks it.

`SCALARS` has a row per field of the spec; devices are in `hardware`. Nothing is
changed before everything has been checked: `plan` reads, `Changes.apply` writes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.errors import UnsupportedError
from aioesx.simulator import faults
from aioesx.simulator.methods import hardware, options, vapps
from aioesx.simulator.state.config import SHARES, format_uuid, parse_uuid
from aioesx.simulator.state.guests import guest_word
from aioesx.simulator.state.known_keys import has_field
from aioesx.simulator.state.numbers import whole
from aioesx.vmx.syntax import escape_pipe, format_vmx

if TYPE_CHECKING:
    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.disks import Disk
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.paths import DatastorePath

__all__ = ["Changes", "plan"]

_MIB_STEP: Final = 4


@dataclass(slots=True)
class Changes:
    """Settings to write, and things to do with files before.

    Attributes:
        actions: what grows or makes way for new disks.
        makes: new disks, by datastore and path.
        deletes: what goes when all else is done.
        links: which devices of a running machine are connected or not; None for one that goes.
        folders: what is made for new disks.
        made: where the new disks will be.
        room: bytes that new disks and grown ones take, by datastore.
    """

    machine: Machine
    settings: dict[str, str | None] = field(default_factory=dict)
    actions: list[Callable[[], None]] = field(default_factory=list)
    makes: list[tuple[Datastore, str, Disk]] = field(default_factory=list)
    deletes: list[Callable[[], None]] = field(default_factory=list)
    links: dict[str, bool | None] = field(default_factory=dict)
    folders: list[DatastorePath] = field(default_factory=list)
    made: list[DatastorePath] = field(default_factory=list)
    room: dict[Datastore, int] = field(default_factory=dict)

    def claim(self, store: Datastore, size: int) -> None:
        """Take room in a datastore.

        Raises:
            Refused: NoDiskSpace: there is less, after what was claimed before.
        """
        self.room[store] = self.room.get(store, 0) + size
        store.require_room(self.room[store])

    def apply(self) -> None:
        """Do it.

        Raises:
            Refused: the datastore has changed since it was planned; then no new disk stays.
        """
        for place in self.folders:
            store = self.machine.host.datastore(place.datastore)
            store.make_folder(place.path, parents=True, exist_ok=True)
        for action in self.actions:
            action()
        self._make()
        for delete in self.deletes:
            delete()
        for prefix, connected in self.links.items():
            self.machine.links.pop(prefix, None)
            if connected is not None:
                self.machine.links[prefix] = connected
        self.machine.change(self.settings)

    def _make(self) -> None:
        done: list[tuple[Datastore, str]] = []
        try:
            for store, path, disk in self.makes:
                store.make_disk(path, disk)
                done.append((store, path))
        except faults.Refused:
            for store, path in done:
                store.delete_disk(path)
            raise


def _flag(value: bool) -> str:  # the value to be written
    return "TRUE" if value else "FALSE"


def _uuid(value: str) -> str:
    if not parse_uuid(value):
        raise faults.invalid_argument("configSpec.uuid")
    return format_uuid(parse_uuid(value))


def _guest(value: str) -> str:
    word = guest_word(value)
    if word is None:
        raise faults.invalid_argument("configSpec.guestId")
    return word


def _firmware(value: str) -> str:
    if value not in {"bios", "efi"}:
        raise faults.invalid_argument("configSpec.firmware")
    return value


def _swap(value: str) -> str:
    if value not in {"inherit", "vmDirectory", "hostLocal"}:
        raise faults.invalid_argument("configSpec.swapPlacement")
    return value


def _consoles(value: int) -> str:
    if not 1 <= value <= 40:  # the API's own limits
        raise faults.invalid_argument("configSpec.maxMksConnections")
    return str(value)


# fmt: off
SCALARS: Final = (
    # field of the spec          VMX key                   how it is written
    ("name",                     "displayName",            escape_pipe),
    ("annotation",               "annotation",             escape_pipe),
    ("alternate_guest_name",     "guestOSAltName",         escape_pipe),
    ("guest_id",                 "guestOS",                _guest),
    ("uuid",                     "uuid.bios",              _uuid),
    ("instance_uuid",            "vc.uuid",                _uuid),
    ("num_cpus",                 "numvcpus",               str),
    ("num_cores_per_socket",     "cpuid.coresPerSocket",   str),
    ("memory_mb",                "memsize",                str),
    ("memory_hot_add_enabled",   "mem.hotadd",             _flag),
    ("cpu_hot_add_enabled",      "vcpu.hotadd",            _flag),
    ("firmware",                 "firmware",               _firmware),
    ("nested_hv_enabled",        "vhv.enable",             _flag),
    ("change_tracking_enabled",  "ctkEnabled",             _flag),
    ("cpu_hot_remove_enabled",   "vcpu.hotremove",         _flag),
    ("memory_reservation_locked_to_max", "sched.mem.pin",  _flag),
    ("max_mks_connections",      "RemoteDisplay.maxConnections", _consoles),
    ("guest_auto_lock_enabled",  "tools.guest.desktop.autolock", _flag),
    ("v_pmc_enabled",            "vpmc.enable",            _flag),
    ("virtual_ich7_m_present",   "ich7m.present",          _flag),
    ("virtual_smc_present",      "smc.present",            _flag),
    ("swap_placement",           "sched.swap.placement",   _swap),
)
# fmt: on

_COLD: Final = {
    *("guestOS", "firmware", "vhv.enable", "cpuid.coresPerSocket", "mem.hotadd", "vcpu.hotadd"),
    *("vcpu.hotremove", "vpmc.enable", "ich7m.present", "smc.present", "uuid.bios"),
}
"""What a machine must be off for."""


def plan(machine: Machine, spec: vim.VirtualMachineConfigSpec) -> Changes:
    """Return what `spec` changes.

    Raises:
        Refused: a value that ESX does not take, or not in the machine's power state.
    """
    changes = Changes(machine)
    for name, key, write in SCALARS:
        value = getattr(spec, name)
        if value is None:
            continue
        changes.settings[key] = written = write(value)
        if key in _COLD and written.lower() != _said(machine.config, key):
            options.require_off(changes)
    _check_processors(machine, spec)
    _check_memory(machine, spec)
    if spec.name is not None:
        machine.host.require_free_name(spec.name, machine)
    if spec.change_version and spec.change_version != str(machine.change_version):
        raise faults.concurrent_change()
    for kind, wanted in (("cpu", spec.cpu_allocation), ("mem", spec.memory_allocation)):
        if wanted is not None:
            changes.settings.update(_allocation(machine.config, kind, wanted))
    for option in spec.extra_config:
        if not has_field(option.key):
            changes.settings[option.key] = _extra(option)
    if spec.version:
        changes.settings["virtualHW.version"] = _version(machine, spec.version)
    hardware.plan(machine, spec.device_change, changes)
    options.plan(spec, changes)
    vapps.plan(spec, changes)
    _check_writable(changes.settings)
    return changes


def _said(config: Config, key: str) -> str:
    """Return what a configuration says of a setting, with what counts when it says nothing."""
    usual = {"firmware": "bios", "cpuid.coresPerSocket": "1"}
    return config.get(key, usual.get(key, "FALSE")).lower()


def _extra(option: vim.OptionValue) -> str | None:
    """Return what an extra setting is set to; None takes it away.

    Raises:
        Refused: InvalidArgument: the value is no text, number or truth value.
    """
    value = option.value
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _flag(value)
    if isinstance(value, str | int | float):
        return escape_pipe(str(value))
    raise faults.invalid_argument(f"configSpec.extraConfig[{option.key}]")


def _check_writable(settings: dict[str, str | None]) -> None:
    """Refuse what a VMX file has no word for."""
    for key, value in settings.items():
        try:
            format_vmx({key: value or ""})
        except UnsupportedError:
            raise faults.invalid_argument(f"configSpec[{key}]") from None


def _check_processors(machine: Machine, spec: vim.VirtualMachineConfigSpec) -> None:
    config = machine.config
    count = config.vcpus if spec.num_cpus is None else spec.num_cpus
    cores = (
        config.cores_per_socket
        if spec.num_cores_per_socket is None
        else (spec.num_cores_per_socket)
    )
    if spec.num_cpus is not None and not 1 <= count <= machine.host.profile.max_vcpus:
        raise faults.invalid_argument("configSpec.numCPUs")
    if spec.num_cores_per_socket is not None and (cores < 1 or count % cores):
        raise faults.invalid_argument("configSpec.numCoresPerSocket")
    if machine.power == "poweredOff" or count == config.vcpus:
        return
    machine.require_power("poweredOn", requested="poweredOff")
    allowed = "vcpu.hotadd" if count > config.vcpus else "vcpu.hotremove"
    if not config.flag(allowed):
        raise faults.cpu_hot_plug_not_supported()
    if count % cores:
        raise faults.invalid_argument("configSpec.numCPUs")


def _check_memory(machine: Machine, spec: vim.VirtualMachineConfigSpec) -> None:
    size, now = spec.memory_mb, machine.config.memory_mb
    if size is None:
        return
    if not _MIB_STEP <= size <= machine.host.profile.max_memory_mb or size % _MIB_STEP:
        raise faults.memory_size(size, machine.host.profile.max_memory_mb)
    if machine.power == "poweredOff" or size == now:
        return
    machine.require_power("poweredOn", requested="poweredOff")
    if size < now or not machine.config.flag("mem.hotadd"):
        raise faults.memory_hot_plug_not_supported()
    limit, step = machine.hot_memory
    if size > limit or (size - now) % step:
        raise faults.invalid_argument("configSpec.memoryMB")


def _version(machine: Machine, text: str) -> str:
    number = whole(text.removeprefix("vmx-"))
    if number not in machine.host.profile.hardware_versions:
        raise faults.hardware_version(text)
    return str(number)


def _allocation(
    config: Config, kind: str, wanted: vim.ResourceAllocationInfo
) -> dict[str, str | None]:
    """Return the settings of an allocation; what is not given stays."""
    now = config.cpu if kind == "cpu" else config.memory
    reservation = now.reservation if wanted.reservation is None else wanted.reservation
    limit = now.limit if wanted.limit is None else wanted.limit
    name = f"configSpec.{'cpu' if kind == 'cpu' else 'memory'}Allocation"
    if reservation < 0:
        raise faults.invalid_argument(f"{name}.reservation")
    if limit < -1 or (limit != -1 and limit < reservation):
        raise faults.invalid_argument(f"{name}.limit")
    found: dict[str, str | None] = {}
    if wanted.reservation is not None:
        found["sched.cpu.min" if kind == "cpu" else "sched.mem.minsize"] = str(reservation)
    if wanted.limit is not None:
        found[f"sched.{kind}.max"] = "unlimited" if limit == -1 else str(limit)
    if wanted.shares is not None:
        found[f"sched.{kind}.shares"] = _shares(wanted.shares, name)
    return found


def _shares(shares: vim.SharesInfo, name: str) -> str:
    level: Any = str(shares.level)
    if level in SHARES:
        return str(level)
    if not 0 <= shares.shares <= 1_000_000:  # the API's own limit
        raise faults.invalid_argument(f"{name}.shares.shares")
    return str(shares.shares)
