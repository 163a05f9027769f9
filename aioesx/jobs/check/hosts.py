"""Checks of hosts: health, clock, certificate, licence. A list, and four calls at most for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from aioesx._server.reach import HostState
from aioesx._words import few
from aioesx.connection import Connection
from aioesx.errors import EsxError
from aioesx.host import HostDetails
from aioesx.jobs.check.outcome import Outcome, PluginState, Reading
from aioesx.jobs.check.wish import Wish, concluded

__all__ = ["certificate", "clock", "host", "licence"]

_DAY: Final = 86400.0
_HIDES: Final = {
    "host": ("healthSystemRuntime", "inMaintenanceMode", "connectionState"),
    "clock": ("dateTime", "clock"),
    "certificate": ("certificate",),
    "licence": ("licens", "licence", "evaluation"),
}
"""By check, words of what its host should not hide, for whoever is to say how it is."""
_SENSORS: Final = {"red": PluginState.CRITICAL, "yellow": PluginState.WARNING}


async def _details(esx: Connection, wish: Wish) -> tuple[list[HostDetails], list[str]]:
    """Read the hosts that are meant; return them, and what the check cannot know of them.

    Raises:
        EsxError: none is.
    """
    there = await esx.hosts.list()
    unmet = wish.unmet([each.name for each in there])
    whole = [await each.host.details() for each in there if wish.means(each.name)]
    if not whole:
        raise EsxError("there is no host")
    words = _HIDES[wish.check]
    hidden = [
        text for each in whole for text in each.problems if any(word in text for word in words)
    ]
    return whole, [*unmet, *hidden]


def _label(details: HostDetails, whole: Sequence[HostDetails], what: str) -> str:
    """Return what a number of a host is called: its name is needed only beside others."""
    return what if len(whole) == 1 else f"{details.name} {what}"


def _headline(lines: Sequence[str], states: Sequence[PluginState]) -> str:
    """Return the line of the only host; of several how many, and the lines of those in trouble."""
    if len(lines) == 1:
        return lines[0]
    bad = [line for line, state in zip(lines, states, strict=True) if state is not PluginState.OK]
    return f"{len(lines)} hosts: {few(bad, '; ')}" if bad else f"{len(lines)} hosts"


def _beside(lines: Sequence[str]) -> Sequence[str]:
    """Return what is left for the long output: of an only host nothing."""
    return lines if len(lines) > 1 else ()


async def host(esx: Connection, wish: Wish) -> Outcome:
    """Look at connection, maintenance mode and sensors."""
    whole, problems = await _details(esx, wish)
    found = [(each, *trouble) for each in whole for trouble in _troubles(each)]
    lines = [f"{each.name}: {line}" for each, _, line in found]
    if len(whole) == 1:
        text, told = whole[0].name, [line for _, _, line in found]
    else:
        text, told = f"{len(whole)} hosts", lines
    sensors = sum(len(each.health.sensors) for each in whole if each.health is not None)
    text += f": {few(told, '; ')}" if told else f", {sensors} sensors"
    return concluded(
        wish,
        text,
        [reading for each in whole for reading in _loads(each, whole)],
        lines,
        states=[state for _, state, _ in found],
        problems=problems,
    )


def _troubles(details: HostDetails) -> list[tuple[PluginState, str]]:
    found: list[tuple[PluginState, str]] = []
    if details.state.is_out_of_reach:
        return [(PluginState.CRITICAL, f"is {details.state}")]
    if details.state is HostState.UNKNOWN:
        found.append((PluginState.UNKNOWN, "does not tell whether it is connected"))
    if details.maintenance:
        found.append((PluginState.WARNING, "is in maintenance mode"))
    for sensor in details.health.alarming if details.health is not None else ():
        state = _SENSORS.get(sensor.state or "", PluginState.UNKNOWN)
        reading = "" if sensor.reading is None else f", {sensor.reading:g} {sensor.unit}"
        found.append((state, f"{sensor.name} is {sensor.state}{reading}"))
    return found


def _loads(details: HostDetails, whole: Sequence[HostDetails]) -> list[Reading]:
    """Return how busy a host is, for graphs."""
    used, all_of_it = details.memory_used, details.node.memory
    if used is None or not all_of_it:
        return []
    label = _label(details, whole, "memory")
    return [Reading(label, used * 100 / all_of_it, "%", least=0, most=100)]


async def clock(esx: Connection, wish: Wish) -> Outcome:
    """Hold the seconds by which clocks differ from ours against ranges."""
    whole, problems = await _details(esx, wish)
    readings, lines = [], []
    for each in whole:
        drift = each.clock.drift if each.clock is not None else None
        off = abs(drift) if drift is not None else None
        readings.append(wish.reading(_label(each, whole, "drift"), off, "s", least=0))
        told = "does not tell the time"
        if drift is not None:
            told = f"{abs(drift):.1f} s {'ahead' if drift >= 0 else 'behind'}"
        servers = each.clock.ntp_servers if each.clock is not None else None
        lines.append(f"{each.name}: {told}, NTP: {', '.join(servers or ()) or 'none'}")
    states = [each.state for each in readings]
    return concluded(wish, _headline(lines, states), readings, _beside(lines), problems=problems)


async def certificate(esx: Connection, wish: Wish) -> Outcome:
    """Hold the days until certificates end against ranges; hosts tell since 6.0."""
    whole, problems = await _details(esx, wish)
    ends = [each.certificate.expires if each.certificate is not None else None for each in whole]
    return _ending(wish, whole, problems, ends, "certificate", untold=PluginState.UNKNOWN)


async def licence(esx: Connection, wish: Wish) -> Outcome:
    """Hold the days until licences end against ranges; of one without an end all is well."""
    whole, problems = await _details(esx, wish)
    ends = [each.licence.expires if each.licence is not None else None for each in whole]
    outcome = _ending(wish, whole, problems, ends, "licence", untold=PluginState.OK)
    if any(each.licence is None for each in whole):
        return concluded(
            wish,
            "a host does not tell its licence",
            outcome.readings,
            outcome.lines,
            states=[PluginState.UNKNOWN],
        )
    return outcome


def _ending(
    wish: Wish,
    whole: Sequence[HostDetails],
    problems: Sequence[str],
    ends: Sequence[datetime | None],
    what: str,
    *,
    untold: PluginState,
) -> Outcome:
    """Conclude on what ends some day; `untold` is how it is where no end is told."""
    now = datetime.now(UTC)
    readings, lines, states = [], [], []
    for each, end in zip(whole, ends, strict=True):
        if end is None:
            states.append(untold)
            lines.append(f"{each.name}: no end of the {what} is told")
            continue
        left = (end - now).total_seconds() / _DAY
        readings.append(wish.reading(_label(each, whole, "days"), round(left, 2)))
        states.append(readings[-1].state)
        verb = "ends" if left >= 0 else "ended"
        lines.append(f"{each.name}: {what} {verb} on {end:%Y-%m-%d}, {left:.0f} days")
    return concluded(
        wish,
        _headline(lines, states),
        readings,
        _beside(lines),
        states=states,
        problems=problems,
    )
