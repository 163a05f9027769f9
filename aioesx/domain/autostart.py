"""Autostart: which domains the host starts when it boots.

The host has one switch for all of autostart, and one entry for each domain. A domain starts
when the switch is on and its entry says ``powerOn``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.place import Place
from aioesx._server.server import Server
from aioesx.errors import InvalidStateError, NotFoundError

__all__ = ["is_enabled", "set_enabled", "started"]

Ref = vim.ManagedObjectReference

_POWER_ON: Final = "powerOn"
_PATHS: Final = ("config.defaults", "config.powerInfo")
_DEFAULT: Final = -1  # the host's own order or delay


async def is_enabled(server: Server, ref: Ref) -> bool:
    """Tell whether the host's autostart is on and starts this machine."""
    return ref in await started(server, await server.scope.place_of(ref))


async def started(server: Server, place: Place) -> Collection[Ref]:
    """Return the machines that the host of a place starts when it boots, in one call.

    Raises:
        NotFoundError: the host has no autostart manager.
    """
    values = await read_one(server.session, _manager(place), _PATHS)
    if not _is_on(values):
        return frozenset()
    return {
        entry.key for entry in _entries(values) if entry.start_action.lower() == _POWER_ON.lower()
    }


async def set_enabled(server: Server, ref: Ref, enabled: bool) -> None:
    """Let the host start a machine when it boots, or not.

    Where autostart as a whole is off, it is switched on, but only if that starts no other
    machine.

    Raises:
        InvalidStateError: to switch autostart on would start other machines, too.
        NotFoundError: the host has no autostart manager.
    """
    manager = _manager(await server.scope.place_of(ref))
    spec = vim.HostAutoStartManagerConfig(power_info=[_entry(ref, enabled)])
    if enabled:
        values = await read_one(server.session, manager, _PATHS)
        if not _is_on(values):
            if any(entry.key != ref for entry in _entries(values)):
                raise InvalidStateError(
                    "",
                    "cannot enable general autostart option without affecting other domains",
                )
            spec.defaults = vim.AutoStartDefaults(enabled=True)
    await server.session.call(vim.ReconfigureAutostart(this=manager, spec=spec))


def _entry(ref: Ref, enabled: bool) -> vim.AutoStartPowerInfo:
    return vim.AutoStartPowerInfo(
        key=ref,
        start_order=_DEFAULT,
        start_delay=_DEFAULT,
        wait_for_heartbeat=vim.AutoStartWaitHeartbeatSetting.SYSTEM_DEFAULT,
        start_action=_POWER_ON if enabled else "none",
        stop_delay=_DEFAULT,
        stop_action="none",
    )


def _manager(place: Place) -> Ref:
    manager = place.managers.auto_start_manager
    if manager is None:
        raise NotFoundError("ManagedObjectNotFound", "the host has no autostart manager")
    return manager


def _is_on(values: dict[str, Any]) -> bool:
    defaults = values.get("config.defaults")
    return isinstance(defaults, vim.AutoStartDefaults) and bool(defaults.enabled)


def _entries(values: dict[str, Any]) -> list[vim.AutoStartPowerInfo]:
    return list(values.get("config.powerInfo") or ())
