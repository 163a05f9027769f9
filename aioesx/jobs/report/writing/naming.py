"""Names for systems where a machine is found by its name, and no two may have the same. No I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["identity", "unique_names"]


def identity(record: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return what tells a machine from all others, of a record of a table of machines."""
    return record["vi_sdk_server"], record["vm_id"]


def unique_names(machines: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, Any], str]:
    """Return a name for each machine: its own, with as much behind it as it takes.

    Of two machines with one name, whatever the case, each has its host's behind it, and its id if
    that does not tell them apart either.
    """
    names = {identity(each): str(each["vm"]) for each in machines}
    for beside in ("host", "vm_id"):
        often = Counter(name.lower() for name in names.values())
        for each in machines:
            name = names[identity(each)]
            if often[name.lower()] > 1:
                names[identity(each)] = f"{name} ({each[beside] or each['vi_sdk_server']})"
    return names
