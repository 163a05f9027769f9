"""What becomes of a warm move that an earlier run has left: gone on with, or rolled back. No I/O.

A run that was killed has left its record, perhaps snapshots, perhaps a machine that is off. What
the record knows and what the host has now say where it can go on; where they do not fit, what is
there is taken back, and the move begins anew.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final, NamedTuple

from aioesx.export.record import Record
from aioesx.export.warm.snapshots import Taken
from aioesx.export.warm.state import WarmState, WarmStep

__all__ = ["Found", "Verdict", "fitting", "incomplete", "judge"]


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """What the host has now.

    Attributes:
        taken: the move's snapshots.
        is_off: whether the machine is off.
        unchanged: whether the machine is as it was when the last snapshot was taken.
    """

    taken: Taken
    is_off: bool
    unchanged: bool


class Verdict(NamedTuple):
    """Where a move goes on, or None to roll it back; and the sentence why."""

    step: WarmStep | None
    why: str


def judge(state: WarmState, found: Found) -> Verdict:
    """Tell where a move goes on."""
    return _ROWS[state.step](state, found)


def _too_early(state: WarmState, found: Found) -> Verdict:
    return Verdict(None, "it had not begun to copy")


def _copying(state: WarmState, found: Found) -> Verdict:
    if found.taken.first is None:
        return Verdict(None, "its snapshot is gone")
    return Verdict("pre-copy", "its snapshot is there, and so is what was copied")


def _off(state: WarmState, found: Found) -> Verdict:
    if found.taken.first is None:
        return Verdict(None, "its snapshot is gone")
    return Verdict("cut-over", "all was copied, and its snapshot is there")


def _laying(state: WarmState, found: Found) -> Verdict:
    if found.taken.first is None:
        return Verdict(None, "its snapshot is gone")
    if found.is_off and found.unchanged and found.taken.on_top:
        return Verdict("changes", "the machine is off, and as it was")
    return Verdict("cut-over", "the machine was on since; what changed is asked for anew")


def _finishing(state: WarmState, found: Found) -> Verdict:
    if found.is_off and found.unchanged:
        return Verdict("finishing", "all was copied and proved, the machine is as it was")
    return Verdict(None, "the machine was on since all was copied")


def _past(state: WarmState, found: Found) -> Verdict:
    return Verdict("removal", "all was copied and proved; its snapshots were being removed")


_ROWS: Final[dict[WarmStep, Callable[[WarmState, Found], Verdict]]] = {
    "begun": _too_early,
    "tracking": _too_early,
    "first snapshot": _too_early,
    "pre-copy": _copying,
    "cut-over": _off,
    "last snapshot": _off,
    "changes": _laying,
    "proof": _laying,
    "finishing": _finishing,
    "removal": _past,
}


_WITH_IDS: Final = frozenset({"pre-copy", "cut-over", "last snapshot", "changes", "proof"})
_WITH_CHANGES: Final = frozenset({"changes", "proof"})


def fitting(old: Record, new: Record, *, hashed: bool) -> str:
    """Tell why what is there cannot be gone on with by what is asked for now; "" if it can."""
    done = [digest for disk in old.disks for digest in disk.chunks if digest is not None]
    if hashed and not all(done):
        return "it was not to be proved, and now it is"
    for what, before, after in (
        ("format", old.format, new.format),
        ("size of a chunk", old.chunk_bytes, new.chunk_bytes),
        ("list of disks", _disks(old), _disks(new)),
    ):
        if before != after:
            return f"the {what} is another one"
    return ""


def incomplete(state: WarmState, old: Record) -> str:
    """Tell what a record does not know that its step takes; "" if it knows all."""
    keys = {disk.key for disk in old.disks}
    if state.step in _WITH_IDS and not keys <= state.ids.keys():
        return "its record lacks change ids"
    if state.step in _WITH_CHANGES and not keys <= state.changed.keys():
        return "its record lacks changes"
    for disk in old.disks:
        changed = state.changed.get(disk.key)
        if changed is not None and changed.areas and changed.areas[-1].stop > disk.capacity:
            return "its record tells of changes behind the end of a disk"
    return ""


def _disks(record: Record) -> list[tuple[int, int, str]]:
    return [(disk.key, disk.capacity, disk.file) for disk in record.disks]
