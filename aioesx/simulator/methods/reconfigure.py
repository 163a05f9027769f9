"""What a `VirtualMachineConfigSpec` changes in a machine's VMX, checked as ESX checks it.

`SCALARS` has a row per field of the spec; devices are in `device_changes`. Nothing is
changed before everything has been checked: `plan` reads, `Changes.apply` writes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.errors import UnsupportedError
from aioesx.simulator import faults
from aioesx.simulator.methods import device_changes
from aioesx.simulator.state.config import SHARES, format_uuid, parse_uuid
from aioesx.simulator.state.numbers import whole
from aioesx.vmx.syntax import escape_pipe, format_vmx

if TYPE_CHECKING:
    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.machine import Machine

__all__ = ["Changes", "plan"]

_MIB_STEP: Final = 4


@dataclass(slots=True)
class Changes:
    """Settings to write, and things to do with files before."""

    machine: Machine
    settings: dict[str, str | None] = field(default_factory=dict)
    actions: list[Callable[[], None]] = field(default_factory=list)

    def apply(self) -> None:
        """Do it."""
        for action in self.actions:
            action()
        self.machine.change(self.settings)


def _flag(value: bool) -> str:  # the value to be written
    return "TRUE" if value else "FALSE"


def _uuid(value: str) -> str:
    if not parse_uuid(value):
        raise faults.invalid_argument("configSpec.uuid")
    return format_uuid(parse_uuid(value))


# fmt: off
SCALARS: Final = (
    # field of the spec          VMX key                   how it is written
    ("name",                     "displayName",            escape_pipe),
    ("annotation",               "annotation",             escape_pipe),
    ("guest_id",                 "guestOS",                lambda v: v.removesuffix("Guest").replace("64", "-64")),  # noqa: E501
    ("uuid",                     "uuid.bios",              _uuid),
    ("instance_uuid",            "vc.uuid",                _uuid),
    ("num_cpus",                 "numvcpus",               str),
    ("num_cores_per_socket",     "cpuid.coresPerSocket",   str),
    ("memory_mb",                "memsize",                str),
    ("memory_hot_add_enabled",   "mem.hotadd",             _flag),
    ("cpu_hot_add_enabled",      "vcpu.hotadd",            _flag),
    ("firmware",                 "firmware",               str),
    ("nested_hv_enabled",        "vhv.enable",             _flag),
    ("change_tracking_enabled",  "ctkEnabled",             _flag),
)
# fmt: on


def plan(machine: Machine, spec: vim.VirtualMachineConfigSpec) -> Changes:
    """Return what `spec` changes.

    Raises:
        Refused: a value that ESX does not take, or not in the machine's power state.
    """
    changes = Changes(machine)
    for name, key, write in SCALARS:
        value = getattr(spec, name)
        if value is not None:
            changes.settings[key] = write(value)
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
        changes.settings[option.key] = _extra(option)
    if spec.version:
        changes.settings["virtualHW.version"] = _version(machine, spec.version)
    device_changes.plan(machine, spec.device_change, changes)
    _check_writable(changes.settings)
    return changes


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
    count = spec.num_cpus
    if count is None:
        return
    if not 1 <= count <= machine.host.profile.max_vcpus:
        raise faults.invalid_argument("configSpec.numCPUs")
    if machine.power != "poweredOff" and count != machine.config.vcpus:
        grows = machine.is_on and count > machine.config.vcpus
        if not (grows and machine.config.flag("vcpu.hotadd")):
            raise faults.cpu_hot_plug_not_supported()


def _check_memory(machine: Machine, spec: vim.VirtualMachineConfigSpec) -> None:
    size = spec.memory_mb
    if size is None:
        return
    if not _MIB_STEP <= size <= machine.host.profile.max_memory_mb or size % _MIB_STEP:
        raise faults.memory_size(size, machine.host.profile.max_memory_mb)
    if machine.power != "poweredOff" and size != machine.config.memory_mb:
        grows = machine.is_on and size > machine.config.memory_mb
        if not (grows and machine.config.flag("mem.hotadd")):
            raise faults.memory_hot_plug_not_supported()


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
