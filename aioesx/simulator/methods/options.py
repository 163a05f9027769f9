"""The objects of a `VirtualMachineConfigSpec`: Tools, flags, power buttons, start, latency.

Fields and settings are in `state.option_rows`; here they are checked and planned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.methods.hardware.kinds import key_prefix
from aioesx.simulator.properties.devices import devices
from aioesx.simulator.state.boot_order import write_order
from aioesx.simulator.state.option_rows import BOOT, FLAGS, POWER_BUTTONS, TOOLS

if TYPE_CHECKING:
    from aioesx.simulator.methods.reconfigure import Changes
    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.option_rows import OptionRow

__all__ = ["plan", "require_off"]

_GROUPS: Final = (
    # field of the spec, its rows
    ("tools", "tools", TOOLS),
    ("flags", "flags", FLAGS),
    ("power_op_info", "powerOpInfo", POWER_BUTTONS),
    ("boot_options", "bootOptions", BOOT),
)

_LATENCY: Final = ("low", "normal", "medium", "high")


def plan(spec: vim.VirtualMachineConfigSpec, changes: Changes) -> None:
    """Add what the objects of a spec change to the planned changes; devices are planned before.

    Raises:
        Refused: InvalidArgument, InvalidPowerState, InvalidAffinitySettingFault.
    """
    config = changes.machine.config.with_settings(changes.settings)
    for name, wire, rows in _GROUPS:
        group = getattr(spec, name)
        for row in rows if group is not None else ():
            _option(changes, config, f"configSpec.{wire}", row, getattr(group, row.name))
    if spec.boot_options is not None and spec.boot_options.boot_order:
        _boot_order(changes, config, spec.boot_options.boot_order)
    if spec.latency_sensitivity is not None:
        _latency(changes, spec.latency_sensitivity)
    threads = changes.machine.host.hardware.cpu_threads
    _affinity(changes, "sched.cpu.affinity", spec.cpu_affinity, threads)
    _affinity(
        changes,
        "sched.mem.affinity",
        spec.memory_affinity,
        changes.machine.host.hardware.numa_nodes,
    )


def require_off(changes: Changes) -> None:
    """Refuse unless the machine is off.

    Raises:
        Refused: InvalidPowerState.
    """
    changes.machine.require_power("poweredOff", requested="poweredOff")


def _option(changes: Changes, config: Config, group: str, row: OptionRow, value: Any) -> None:
    if value is None or value == row.read(config):
        return
    written = row.write(value)
    if written is None:
        first, *rest = row.name.split("_")
        name = first + "".join(word.capitalize() for word in rest)
        raise faults.invalid_argument(f"{group}.{name}")
    if row.cold:
        require_off(changes)
    changes.settings[row.key] = written


def _boot_order(changes: Changes, config: Config, order: list[Any]) -> None:
    kinds = {device.key: device for device in devices(changes.machine, config)}

    def prefix_of(key: int, cls: type) -> str | None:
        return key_prefix(key) if isinstance(kinds.get(key), cls) else None

    settings = write_order(order, prefix_of)
    if isinstance(settings, int):
        raise faults.invalid_argument(f"configSpec.bootOptions.bootOrder[{settings}]")
    changes.settings.update(settings)


def _latency(changes: Changes, wanted: vim.LatencySensitivity) -> None:
    level: Any = str(wanted.level)
    if level not in _LATENCY:
        raise faults.invalid_argument("configSpec.latencySensitivity.level")
    changes.settings["sched.cpu.latencySensitivity"] = level


def _affinity(changes: Changes, key: str, wanted: Any, count: int) -> None:
    """Plan on which of `count` threads or nodes the machine may be; none means all."""
    if wanted is None:
        return
    chosen = sorted(set(wanted.affinity_set))
    if any(not 0 <= number < count for number in chosen):
        fault = vim.InvalidAffinitySettingFault()
        raise Refused(fault, "The affinity setting is not valid for this host.")
    changes.settings[key] = ",".join(map(str, chosen)) or None
