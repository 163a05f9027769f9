"""What is to be done with a machine, and how what is in its way is looked for: one row a kind.

No I/O.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from aioesx import vim
from aioesx._server.moving import ExportFormat, ExportWay, HardwareMode, Obstacle
from aioesx.export.before.survey_values import Survey, SurveyedDisk

__all__ = ["Find", "Intent", "Row", "device_label", "found", "of_disks", "size_text"]

_UNIT: Final = 1024


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What is to be done with a machine, and what is known besides the machine.

    Attributes:
        survey: the machine.
        way: how its bytes come.
        warm: whether it runs on meanwhile, and its changes follow.
        copy: whether it goes to another host, which it does by no snapshot.
        format: what is made here; None of a copy at another host, or in a sink of the caller's.
        hardware: which devices libvirt's XML has.
        networks: the user's map of them.
        api: version of the API that the host speaks.
        licence: name of a licence that allows reading only.
        lacking: privileges that the user lacks, and on what, a clause each.
        needed: bytes that the target takes at most.
        free: bytes that the target has; None where nobody can tell.
        where: what the target is, for the sentence.
        existing: files there that have the names of those that would be made.
        closed: why nothing can be made there, a clause; empty if something can.
        earlier: an earlier export that is there and is not gone on with; empty if there is none.
    """

    survey: Survey
    way: ExportWay
    warm: bool = False
    copy: bool = False
    format: ExportFormat | None = "qcow2"
    hardware: HardwareMode = "keep"
    networks: frozenset[str] = frozenset()
    api: tuple[int, ...] = (8, 0)
    licence: str | None = None
    lacking: tuple[str, ...] = ()
    needed: int = 0
    free: int | None = None
    where: str = "the target"
    existing: tuple[str, ...] = ()
    closed: str = ""
    earlier: str = ""

    @property
    def by_files(self) -> bool:
        """Whether files of disks are read: a warm move reads what has changed so."""
        return self.way == "folder" or self.warm

    @property
    def by_snapshot(self) -> bool:
        """Whether a snapshot of the machine is read."""
        return self.way == "snapshot" or self.warm

    @property
    def at_rest(self) -> bool:
        """Whether the machine has to be off."""
        return not self.by_snapshot

    @property
    def by_lease(self) -> bool:
        """Whether the host sends a stream."""
        return self.way != "folder" or self.warm


Find = Callable[[Intent], Iterable[str]]
"""Gives the sentences of one kind, without a full stop; none where nothing is in the way."""


class Row(NamedTuple):
    """A kind of obstacle.

    Attributes:
        kind: the word for it.
        counts: whether it matters for what is intended.
        find: gives the sentences.
        answer: see `Obstacle`; of a warm move none, which has its own ways.
    """

    kind: str
    counts: Callable[[Intent], bool]
    find: Find
    answer: str = ""


def found(rows: Iterable[Row], intent: Intent) -> tuple[Obstacle, ...]:
    """Return what the rows find, in their order."""
    return tuple(
        Obstacle(row.kind, text, "" if intent.warm else row.answer)
        for row in rows
        if row.counts(intent)
        for text in row.find(intent)
    )


def size_text(number: int) -> str:
    """Return a number of bytes for a sentence: ``"1.5 GiB"``."""
    if number < _UNIT:
        return f"{number} bytes"
    value, units = number / _UNIT, ["KiB", "MiB", "GiB", "TiB"]
    while value >= _UNIT and len(units) > 1:
        value /= _UNIT
        units.pop(0)
    return f"{value:.1f} {units[0]}"


_BY_STREAM: Final = {
    False: "take the way 'lease'",
    True: "a warm move reads files: shut the domain down, and take the way 'lease'",
}


def of_disks(fits: Callable[[SurveyedDisk], object], text: str) -> Find:
    """Return what tells of each disk that fits.

    Args:
        fits: tells whether.
        text: the sentence, with ``{disk}``, ``{store}``, ``{mode}``, and ``{by_stream}`` for what
            to do where files cannot be read, in it.
    """

    def find(intent: Intent) -> Iterator[str]:
        for disk in intent.survey.disks:
            if fits(disk):
                yield text.format(
                    disk=f"'{disk.label}'",
                    store=_store(disk),
                    mode=disk.mode,
                    by_stream=_BY_STREAM[intent.warm],
                )

    return find


def _store(disk: SurveyedDisk) -> str:
    return f"'{disk.store.name}'" if disk.store is not None else "a datastore that is not shown"


def device_label(device: vim.VirtualDevice) -> str:
    """Return what the host calls a device."""
    info = device.device_info
    return info.label if info is not None and info.label else f"device {device.key}"
