"""The check of datastores."""

from __future__ import annotations

from typing import Final

from aioesx.connection import Connection
from aioesx.jobs.check.outcome import Outcome, PluginState
from aioesx.jobs.check.wish import Wish, concluded
from aioesx.jobs.space import OUT_OF_REACH, datastore_space

__all__ = ["datastores"]

_GIB: Final = 1024**3


async def datastores(esx: Connection, wish: Wish) -> Outcome:
    """Hold the room that is left on datastores against ranges, in percent; three calls at most."""
    found = await datastore_space(esx)
    unmet = wish.unmet([each.name for each in found.entries])
    entries = [each for each in found.entries if wish.means(each.name)]
    if not entries:
        return concluded(wish, "the host has no datastores", states=[PluginState.UNKNOWN])
    readings = [
        wish.reading(each.name, each.free_percent, "%", least=0, most=100) for each in entries
    ]
    gone = [each for each in entries if OUT_OF_REACH in each.reasons]
    lines = [
        f"{each.name}: {each.free / _GIB:.1f} GiB of {each.capacity / _GIB:.1f} GiB free"
        if each.free is not None and each.capacity is not None
        else f"{each.name}: {', '.join(each.reasons)}"
        for each in entries
    ]
    bad = [
        each.name
        for each, reading in zip(entries, readings, strict=True)
        if reading.state in (PluginState.WARNING, PluginState.CRITICAL)
    ]
    fullest = next((each for each in entries if each.free_percent is not None), None)
    if gone:
        text = f"out of reach: {', '.join(each.name for each in gone)}"
    elif bad:
        text = f"little room on {', '.join(bad)}"
    else:
        text = f"{len(entries)} datastores"
    if fullest is not None:
        text += f", the fullest is {fullest.name} with {fullest.free_percent:.1f}% free"
    lost = [PluginState.CRITICAL for _ in gone]
    return concluded(wish, text, readings, lines, states=lost, problems=[*unmet, *found.problems])
