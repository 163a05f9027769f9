"""What a configuration spec tells of the software in a machine: products and properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults

if TYPE_CHECKING:
    from aioesx.simulator.methods.reconfigure import Changes

__all__ = ["plan"]

_OPERATION = vim.ArrayUpdateOperation
_LISTS: Final = ("product", "property", "ovf_section")
_SCALARS: Final = ("ip_assignment", "install_boot_required", "install_boot_stop_delay")
_TEXTS: Final = ("eula", "ovf_environment_transport")


def plan(spec: vim.VirtualMachineConfigSpec, changes: Changes) -> None:
    """Add what a spec says of the software to the planned changes.

    Raises:
        Refused: InvalidArgument: something is to be changed that is not there, or added twice.
    """
    machine, wanted = changes.machine, spec.v_app_config
    if spec.v_app_config_removed:
        changes.actions.append(lambda: setattr(machine, "vapp", None))
    if wanted is None:
        return
    now = machine.vapp if not spec.v_app_config_removed else None
    made = _merged(now or _nothing(), wanted)
    changes.actions.append(lambda: setattr(machine, "vapp", made))


def _nothing() -> vim.VmConfigInfo:
    return vim.VmConfigInfo(
        ip_assignment=vim.VAppIPAssignmentInfo(),
        install_boot_required=False,
        install_boot_stop_delay=0,
    )


def _merged(now: vim.VmConfigInfo, wanted: vim.VmConfigSpec) -> vim.VmConfigInfo:
    changes: dict[str, Any] = {}
    for name in _LISTS:
        changes[name] = _changed(name, getattr(now, name), getattr(wanted, name))
    for name in _SCALARS:
        if (value := getattr(wanted, name)) is not None:
            changes[name] = value
    for name in _TEXTS:  # an empty text in them stands for none of them
        if texts := getattr(wanted, name):
            changes[name] = [text for text in texts if text]
    made: vim.VmConfigInfo = now.__replace__(**changes)
    return made


def _changed(name: str, now: list[Any], specs: list[Any]) -> list[Any]:
    """Return a list as entries to add, edit and remove leave it; keys tell which is which."""
    found = {info.key: info for info in now}
    for spec in specs:
        removes = spec.operation == _OPERATION.REMOVE
        key = spec.remove_key if removes else spec.info and spec.info.key
        if key is None or (spec.operation == _OPERATION.ADD) == (key in found):
            raise faults.invalid_argument(f"configSpec.vAppConfig.{name}")
        if removes:
            del found[key]
        elif spec.operation == _OPERATION.EDIT:
            old, new = found[key], spec.info
            said = {n: getattr(new, n) for n in new.wire_fields if getattr(new, n) is not None}
            found[key] = old.__replace__(**said)
        else:
            found[key] = spec.info
    return list(found.values())
