"""Autostart: which domains the host starts when it boots.

The host has one switch for all of autostart, and one entry for each domain. A domain starts
when the switch is on and its entry says ``powerOn``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from aioesx import vim
from aioesx._server.collector import Properties, read_many, read_one
from aioesx._server.place import Place
from aioesx._server.server import Server
from aioesx._server.traversal import object_spec
from aioesx.errors import InvalidStateError, NotFoundError

__all__ = ["is_enabled", "set_enabled", "started"]

Ref = vim.ManagedObjectReference

_MANAGER: Final = "HostAutoStartManager"
_POWER_ON: Final = "powerOn"
_DEFAULTS: Final = "config.defaults"
_ENTRIES: Final = "config.powerInfo"
_PATHS: Final = (_DEFAULTS, _ENTRIES)
_DEFAULT: Final = -1  # the host's own order or delay


async def is_enabled(server: Server, ref: Ref) -> bool:
    """Tell whether the host's autostart is on and starts this machine."""
    return ref in await started(server, [await server.scope.place_of(ref)])


async def started(server: Server, places: Iterable[Place]) -> Collection[Ref]:
    """Return the machines that the hosts of some places start when they boot, in one call.

    Of several hosts those without an autostart manager start none.

    Raises:
        NotFoundError: the only host has no autostart manager.
    """
    hosts = list(places)
    managed = [place for place in hosts if place.managers.auto_start_manager is not None]
    managers = [object_spec(_manager(place)) for place in (managed if len(hosts) > 1 else hosts)]
    if not managers:
        return frozenset()
    found = await read_many(server.session, managers, {_MANAGER: _PATHS})
    told = [entry.values for entry in found if _is_on(entry.values)]
    return {entry.key for values in told for entry in _entries(values) if _starts(entry)}


async def set_enabled(server: Server, ref: Ref, enabled: bool) -> None:
    """Let the host start a machine when it boots, or not.

    The entry of a machine keeps its order, delays and stop action. Where autostart as a whole is
    off, it is switched on, but only if that starts no other machine.

    Raises:
        InvalidStateError: to switch autostart on would start other machines, too.
        NotFoundError: the host has no autostart manager.
    """
    manager = _manager(await server.scope.place_of(ref))
    values = await read_one(server.session, manager, _PATHS)
    spec = vim.HostAutoStartManagerConfig()
    before = next((entry for entry in _entries(values) if entry.key == ref), None)
    if before is None or _starts(before) is not enabled:
        spec.power_info = [_entry(ref, before, enabled)]
    if enabled and not _is_on(values):
        if any(entry.key != ref for entry in _entries(values)):
            raise InvalidStateError(
                "",
                "cannot enable general autostart option without affecting other domains",
            )
        spec.defaults = values.require(_DEFAULTS).__replace__(enabled=True)
    if spec.power_info or spec.defaults is not None:
        await server.session.call(vim.ReconfigureAutostart(this=manager, spec=spec))


def _entry(
    ref: Ref, before: vim.AutoStartPowerInfo | None, enabled: bool
) -> vim.AutoStartPowerInfo:
    """Return a machine's entry with one field changed; the host takes an entry as a whole."""
    action = _POWER_ON if enabled else "none"
    if before is not None:
        changed: vim.AutoStartPowerInfo = before.__replace__(start_action=action)
        return changed
    return vim.AutoStartPowerInfo(
        key=ref,
        start_order=_DEFAULT,
        start_delay=_DEFAULT,
        wait_for_heartbeat=vim.AutoStartWaitHeartbeatSetting.SYSTEM_DEFAULT,
        start_action=action,
        stop_delay=_DEFAULT,
        stop_action="none",
    )


def _starts(entry: vim.AutoStartPowerInfo) -> bool:
    return entry.start_action.lower() == _POWER_ON.lower()


def _manager(place: Place) -> Ref:
    manager = place.managers.auto_start_manager
    if manager is None:
        raise NotFoundError("ManagedObjectNotFound", "the host has no autostart manager")
    return manager


def _is_on(values: Properties) -> bool:
    defaults: vim.AutoStartDefaults = values.require(_DEFAULTS)
    return bool(defaults.enabled)


def _entries(values: Properties) -> list[vim.AutoStartPowerInfo]:
    """Return the entries; a host without any tells nothing of them."""
    return list(values.get(_ENTRIES) or ())
