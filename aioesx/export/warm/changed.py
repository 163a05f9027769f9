"""Which parts of a disk have changed: `QueryChangedDiskAreas`, asked until it has told all.

A host tells at most so many areas at once, and up to where it has told; the rest is asked for from
there. What it says is held against the disk before it is believed: of a copy that leaves out what
has changed nobody can see that it does. `Walk` judges answers and does no I/O.

A host that knows an id no longer (tracking began anew after a failure, a revert, a restore) refuses
it. Nothing is guessed then: the whole disk has changed, as far as anybody can tell.

Source: vSphere API, VirtualMachine.QueryChangedDiskAreas.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Final

from aioesx import vim
from aioesx._session.session import Session
from aioesx.errors import FaultError, ProtocolError

__all__ = ["ALLOCATED", "BLOCK", "Area", "Changed", "Walk", "ask", "rounded"]

ALLOCATED: Final = "*"
"""Stands for a change id: asks for all that is allocated."""
BLOCK: Final = 65_536
"""Bytes to which areas are rounded: a grain of a stream, a cluster of a qcow2."""

_MOST_ANSWERS: Final = 100_000
_REFUSED: Final = frozenset({"FileFault", "InvalidArgument"})
_OURS: Final = frozenset({"deviceKey", "snapshot", "startOffset"})
"""Arguments of ours: a host that refuses one of these has nothing against the id."""


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Area:
    """A part of a disk, in bytes."""

    start: int
    length: int

    @property
    def stop(self) -> int:
        """The first byte behind it."""
        return self.start + self.length


@dataclasses.dataclass(frozen=True, slots=True)
class Changed:
    """What has changed on a disk.

    Attributes:
        areas: in the order of the disk, apart from each other, rounded to `BLOCK`.
        whole: why that is the whole disk; "" where the host told it part by part.
    """

    areas: tuple[Area, ...]
    whole: str = ""

    @property
    def bytes(self) -> int:
        """Bytes of all areas."""
        return sum(area.length for area in self.areas)


class Walk:
    """Takes the answers about one disk, and sees that they go over it once, from end to end.

    Args:
        disk: what the disk is called, for errors.
        capacity: its size in bytes.

    Attributes:
        at: where the next question begins.
    """

    def __init__(self, disk: str, capacity: int) -> None:
        self.at = 0
        self._disk = disk
        self._capacity = capacity
        self._areas: list[Area] = []
        self._answers = 0

    @property
    def done(self) -> bool:
        """Whether all of the disk was told of."""
        return self.at >= self._capacity

    @property
    def changed(self) -> Changed:
        """What all answers together say."""
        return Changed(rounded(self._areas, self._capacity))

    def feed(self, answer: vim.DiskChangeInfo) -> None:
        """Take an answer to a question that began `at`.

        Raises:
            ProtocolError: the answer does not say where it was asked, does not advance, leaves
                the disk, or its areas are not in order, overlap, or leave what it says it covers.
        """
        self._answers += 1
        begin, stop = answer.start_offset, answer.start_offset + answer.length
        if begin != self.at:
            way = "goes back" if begin < self.at else "leaves out a part"
            raise self._wrong(f"{way}: it begins at {begin}")
        if answer.length <= 0:
            raise self._wrong(f"does not advance: it covers {answer.length} bytes")
        if stop > self._capacity:
            raise self._wrong(f"leaves the disk, which ends at {self._capacity}: it covers {stop}")
        last = begin
        for area in answer.changed_area:
            end = area.start + area.length
            if area.length <= 0 or area.start < last or end > stop:
                raise self._wrong(
                    f"has an area of {area.length} bytes at {area.start}, {self._why(area, last)}"
                )
            self._areas.append(Area(area.start, area.length))
            last = end
        self.at = stop
        if not self.done and self._answers >= _MOST_ANSWERS:
            raise self._wrong(f"is the {self._answers}th, and there is no end of them")

    def _why(self, area: vim.DiskChangeExtent, last: int) -> str:
        if area.length <= 0:
            return "which is none"
        if area.start < last:
            return f"which overlaps what came before, up to {last}"
        return "which leaves what the answer covers"

    def _wrong(self, reason: str) -> ProtocolError:
        text = f"{self._disk}: the answer about changes from byte {self.at} on {reason}"
        return ProtocolError(text, path="QueryChangedDiskAreas")


def rounded(areas: Iterable[Area], capacity: int, block: int = BLOCK) -> tuple[Area, ...]:
    """Return areas that cover others by whole blocks, those that touch made one.

    Args:
        areas: in the order of the disk.
        capacity: where the disk ends, be it within a block.
        block: in bytes.
    """
    found: list[Area] = []
    for area in areas:
        start = area.start // block * block
        stop = min(-(-area.stop // block) * block, capacity)
        if found and start <= found[-1].stop:
            start = found[-1].start
            stop = max(stop, found.pop().stop)
        found.append(Area(start, stop - start))
    return tuple(found)


async def ask(
    session: Session,
    machine: vim.ManagedObjectReference,
    snapshot: vim.ManagedObjectReference | None,
    *,
    key: int,
    disk: str,
    capacity: int,
    since: str,
) -> Changed:
    """Ask what has changed on a disk since an id, up to a snapshot.

    Args:
        session: where.
        machine: whose disk it is.
        snapshot: up to when; None for now, of a machine that is off.
        key: the disk's key.
        disk: what it is called, for errors.
        capacity: its size in bytes.
        since: the ``changeId`` of an earlier snapshot, or `ALLOCATED`.

    Returns:
        The areas; all of the disk, and why, if the host knows nothing of the id.

    Raises:
        ProtocolError: the host's answers cannot be; see `Walk.feed`.
        FaultError: it refuses for another reason than the id.
    """
    walk = Walk(disk, capacity)
    while not walk.done:
        method = vim.QueryChangedDiskAreas(
            this=machine,
            snapshot=snapshot,
            device_key=key,
            start_offset=walk.at,
            change_id=since,
        )
        try:
            walk.feed(await session.call(method))
        except FaultError as error:
            if not _is_about_the_id(error):
                raise
            reason = f"the host does not tell what has changed on {disk}: {error}"
            return Changed((Area(0, capacity),), whole=reason)
    return walk.changed


def _is_about_the_id(error: FaultError) -> bool:
    """Tell whether a fault says that an id is good no more, by what hosts answer then."""
    fault = error.fault
    lineage = fault.wire_lineage() if isinstance(fault, vim.MethodFault) else (error.fault_type,)
    if not _REFUSED.intersection(lineage):
        return False
    return getattr(fault, "invalid_property", None) not in _OURS
