"""References of hosts and of their vCenter: who calls what how, and values translated.

A host says ``VirtualMachine:5``, ``ha-host``, ``haTask-5-...``; the vCenter says ``vm-21``,
``host-10``, ``task-30``. `Naming` remembers which stands for which, `renamed` rewrites the
references in a value. Knows no entity of the tree but by what `VCenter` tells.
"""

from __future__ import annotations

import functools
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Callable

    from aioesx.simulator.state.host import HostState

__all__ = ["MANAGERS", "NUMBERED", "Naming", "renamed"]

NUMBERED: Final = {
    "VirtualMachine": "vm",
    "VirtualMachineSnapshot": "snapshot",
    "Task": "task",
    "HttpNfcLease": "lease",
}
"""Managed types of hosts that get a number on the vCenter, and the word before it."""

MANAGERS: Final = {
    "network_system": "networkSystem",
    "virtual_nic_manager": "virtualNicManager",
    "storage_system": "storageSystem",
    "datastore_system": "datastoreSystem",
    "auto_start_manager": "autoStartManager",
    "date_time_system": "dateTimeSystem",
    "service_system": "serviceSystem",
    "firewall_system": "firewallSystem",
    "certificate_manager": "certificateManager",
    "advanced_option": "EsxHostAdvSettings",
}
"""A host's own managers: our name, and the word before the host's number on the vCenter."""

_SCALARS: Final = (str, int, float, bool, bytes, type(None))
_GONE_KEPT: Final = 1000


class Naming:
    """Which number stands for which object of which host.

    Args:
        next_number: gives a fresh number.
    """

    def __init__(self, next_number: Callable[[], int]) -> None:
        self._next_number = next_number
        self._outward: dict[tuple[HostState, Ref], Ref] = {}
        self._inward: dict[Ref, tuple[HostState, Ref]] = {}
        self._gone: deque[tuple[HostState, Ref]] = deque()

    def outward(self, host: HostState, ref: Ref) -> Ref:
        """Return the vCenter's name for an object of a host; a new one at first sight."""
        name = self._outward.get((host, ref))
        if name is None:
            name = Ref(ref.type, f"{NUMBERED[ref.type]}-{self._next_number()}")
            self._outward[host, ref] = name
            self._inward[name] = (host, ref)
        return name

    def inward(self, name: Ref) -> tuple[HostState, Ref] | None:
        """Return what a name stands for, if it was ever given."""
        return self._inward.get(name)

    def rebind(self, old: tuple[HostState, Ref], new: tuple[HostState, Ref]) -> None:
        """Have the name of an object stay with it, though another host holds it now."""
        name = self.outward(*old)
        self._outward[new] = name
        self._inward[name] = new
        self.retire(*old)

    def forget(self, host: HostState, ref: Ref) -> None:
        """Drop a name."""
        name = self._outward.pop((host, ref), None)
        if name is not None and self._inward.get(name) == (host, ref):
            del self._inward[name]

    def drop(self, host: HostState) -> None:
        """Drop every name that an object of a host has."""
        for known in [known for known in self._outward if known[0] is host]:
            self.forget(*known)

    def retire(self, host: HostState, ref: Ref) -> None:
        """Keep a name for a while, since events and tasks may still tell of the object."""
        self._gone.append((host, ref))
        while len(self._gone) > _GONE_KEPT:
            self.forget(*self._gone.popleft())


def renamed(value: Any, name: Callable[[Ref], Ref]) -> Any:
    """Return `value` with every reference in it replaced; the same object where none is."""
    if isinstance(value, Ref):
        return name(value)
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, list):
        items = [renamed(item, name) for item in value]
        if all(item is was for item, was in zip(items, value, strict=True)):
            return value
        return vim.array(value.item_type, items) if isinstance(value, vim.Array) else items
    if not isinstance(value, vim.DataObject):
        return value
    changes: dict[str, Any] = {}
    for field, slot in _may_refer(type(value)):
        try:
            held = slot(value)
        except AttributeError:  # never set
            continue
        if (new := renamed(held, name)) is not held:
            changes[field] = new
    return value.__replace__(**changes) if changes else value


@functools.lru_cache(maxsize=4096)
def _may_refer(cls: type[vim.DataObject]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """Return the fields of a class in which a reference may be, with what reads them."""
    found = []
    for name, field in cls.wire_fields.items():
        held = vim.types_by_name(field.type)
        refers = field.type in {"ManagedObjectReference", "xsd:anyType"}
        if refers or (held is not None and issubclass(held, vim.DataObject)):
            found.append((name, getattr(cls, name).__get__))
    return tuple(found)
