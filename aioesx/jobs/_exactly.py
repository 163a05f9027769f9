"""A selection of hosts by their whole names."""

from __future__ import annotations

from collections.abc import Iterable

from aioesx.fleet.entries import HostEntry
from aioesx.fleet.selectors import Selection

__all__ = ["exactly"]


def exactly(names: Iterable[str]) -> Selection:
    """Return the selection of the hosts of these names, and no pattern among them."""
    wanted = frozenset(names)

    def test(entry: HostEntry, others: object) -> bool | None:
        if entry.name in wanted:
            return True
        below = entry.is_vcenter and any(name.startswith(f"{entry.name}/") for name in wanted)
        return None if below and others is not None else False

    return Selection(", ".join(sorted(wanted)), (), test)
