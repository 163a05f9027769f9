"""What a vCenter tells of a host that it cannot talk to, and of its machines, in its place.

The rest stays readable, as a vCenter's own memory of a host does. Here that is what the host
would say now: changes behind the vCenter's back are seen early.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aioesx.simulator.vcenter.roster import Member

__all__ = ["overlaid"]

_VM_AWAY: Final = vim.VirtualMachineConnectionState.DISCONNECTED
_UNKNOWN: Final = vim.HostSystemPowerState.UNKNOWN
_GRAY, _RED = vim.ManagedEntityStatus.GRAY, vim.ManagedEntityStatus.RED

_MACHINE: Final = {
    "runtime.connectionState": _VM_AWAY,
    "summary.runtime.connectionState": _VM_AWAY,
    "guestHeartbeatStatus": _GRAY,
}
_HOST: Final = {
    "runtime.powerState": _UNKNOWN,
    "summary.runtime.powerState": _UNKNOWN,
}
_GONE: Final = {
    # None: not set
    "hardware": None,
    "config": None,
    "capability": None,
    "systemResources": None,
    "summary.quickStats": vim.HostListSummaryQuickStats(),
    "overallStatus": _RED,
    "summary.overallStatus": _RED,
}
_LEFT: Final = {"overallStatus": _GRAY, "summary.overallStatus": _GRAY}


def _rows(managed_type: str, member: Member) -> Mapping[str, Any]:
    """Return what is told otherwise, by property path."""
    if managed_type == "VirtualMachine":
        return _MACHINE
    if managed_type != "HostSystem":
        return {}
    state = vim.HostSystemConnectionState(member.connection)
    more = _LEFT if member.connection == "disconnected" else _GONE
    shown = {"runtime.connectionState": state, "summary.runtime.connectionState": state}
    return {**shown, **_HOST, **more}


def overlaid(managed_type: str, path: str, value: Any, member: Member) -> Any:
    """Return a property's value with what is told otherwise of a host that is not connected.

    Args:
        managed_type: of the object, which is the host or lives on it.
        path: what was read.
        value: what the host says.
        member: the host, as its vCenter knows it.
    """
    for told, other in _rows(managed_type, member).items():
        if told == path:
            value = other
        elif told.startswith(f"{path}."):
            value = _with(value, told.removeprefix(f"{path}.").split("."), other)
        elif path.startswith(f"{told}."):
            value = None if other is None else getattr(other, _field(other, path, told), None)
    return value


def _with(value: Any, steps: list[str], other: Any) -> Any:
    """Return a data object with one value, some steps down, replaced."""
    if value is None:
        return None
    name = _name_of(value, steps[0])
    below = other if len(steps) == 1 else _with(getattr(value, name), steps[1:], other)
    return value.__replace__(**{name: below})


def _field(other: Any, path: str, told: str) -> str:
    return _name_of(other, path.removeprefix(f"{told}.").partition(".")[0])


def _name_of(value: Any, wire: str) -> str:
    """Return the attribute that a wire name stands for."""
    return next((n for n, field in type(value).wire_fields.items() if field.wire == wire), wire)
