"""Changed block tracking: which parts of a machine's disks were written to between its snapshots.

Each tracked disk has a record with a name of its own and epochs: a snapshot ends one, and its
``changeId`` is ``NAME/EPOCH``. What was written since an id is the union of the epochs that
followed. Tracking begins with the next start or snapshot after it is switched on; switched off and
on again, or after a revert, the record is another one, and ids of the old one are refused. Disks
that snapshots leave out have none.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from aioesx.simulator.state.numbers import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.machine import Machine

__all__ = ["BLOCK", "TrackedDisk", "Tracking"]

BLOCK: Final = 65_536
"""Bytes of which one tells whether something of them was written."""


class TrackedDisk:
    """What was written to one disk, by epoch."""

    def __init__(self) -> None:
        digits = secrets.token_hex(16)
        pairs = [digits[at : at + 2] for at in range(0, 32, 2)]
        self._name = f"52 {' '.join(pairs[1:8])}-{' '.join(pairs[8:])}"
        self._epochs: list[set[int]] = [set()]

    @property
    def change_id(self) -> str:
        """The id of this moment."""
        return f"{self._name}/{len(self._epochs)}"

    def note(self, offset: int, length: int) -> None:
        """Take note of bytes that were written."""
        last = offset + max(0, length - 1)
        self._epochs[-1].update(range(offset // BLOCK, last // BLOCK + 1))

    def end_epoch(self) -> str:
        """Begin another epoch; return the id of the moment between."""
        self._epochs.append(set())
        return self.change_id

    def between(self, earlier: str, later: str | None) -> list[int] | None:
        """Return which blocks were written between two ids, in order; None of others' ids.

        Args:
            earlier: the first.
            later: the second; None is now.
        """
        first = self._epoch(earlier)
        last = len(self._epochs) + 1 if later is None else self._epoch(later)
        if first is None or last is None or first > last:
            return None
        return sorted(set[int]().union(*self._epochs[first - 1 : last - 1]))

    def _epoch(self, change_id: str) -> int | None:
        name, _, number = change_id.rpartition("/")
        epoch = whole(number)
        if name != self._name or epoch is None or not 1 <= epoch <= len(self._epochs):
            return None
        return epoch


class Tracking:
    """The tracked disks of one machine, by where it has them, ``scsi0:0``."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self.disks: dict[str, TrackedDisk] = {}

    def refresh(self) -> None:
        """Begin to track, or stop, what the configuration says; when the machine is stunned."""
        machine = self._machine
        if not machine.config.flag("ctkEnabled"):
            self.disks.clear()
            return
        slots = set(self._slots())
        for gone in self.disks.keys() - slots:
            del self.disks[gone]
        for slot in slots:
            self.disks.setdefault(slot, TrackedDisk())

    def _slots(self) -> Iterator[str]:
        """Yield where the disks are that can be tracked: those that snapshots take along."""
        machine = self._machine
        for setting in machine.snapshots.disk_keys(machine.config):
            slot = setting.rpartition(".")[0].lower()
            if not machine.config.get(f"{slot}.mode").lower().startswith("independent"):
                yield slot

    def reset(self) -> None:
        """Forget all that is known: ids of before are good no more."""
        self.disks.clear()
        self.refresh()

    def snapshot(self) -> dict[str, str]:
        """Return the ids of a snapshot's moment."""
        self.refresh()
        return {slot: disk.end_epoch() for slot, disk in self.disks.items()}

    def note(self, slot: str, offset: int, length: int) -> None:
        """Take note of bytes that were written to a disk."""
        tracked = self.disks.get(slot)
        if tracked is not None:
            tracked.note(offset, length)
