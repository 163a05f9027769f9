"""Which way the bytes of a machine take, and why. No I/O.

Files by ranges go on where they broke off, and are all that a free licence allows; a stream has
only what is allocated, any kind of datastore, and chains that the host itself resolves.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final, NamedTuple

from aioesx._server.moving import ExportWay
from aioesx.export.before.survey_values import Survey, SurveyedDisk

__all__ = ["Choice", "Surroundings", "choose"]

LEASES_SINCE: Final = (4, 0)
SNAPSHOT_LEASES_SINCE: Final = (5, 5)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the choice depends on besides the machine.

    Attributes:
        api: version of the API that is spoken.
        licence: name of a licence that allows reading only; None without one, or if nobody tells.
    """

    api: tuple[int, ...] = (8, 0)
    licence: str | None = None


class Choice(NamedTuple):
    """A way, and the sentence why."""

    way: ExportWay
    why: str


class _Rule(NamedTuple):
    """A way, and what tells why it is taken; None where the rule does not fit."""

    way: ExportWay
    why: Callable[[Survey, Surroundings], str | None]


def choose(
    survey: Survey,
    around: Surroundings,
    asked: ExportWay | None = None,
    *,
    warm: bool = False,
    at_rest: bool = False,
) -> Choice:
    """Return the way that a machine's disks take; whether it can be taken, `obstacles` tells.

    Args:
        survey: the machine.
        around: the host.
        asked: the way that was asked for; it wins.
        warm: whether the machine is to run on meanwhile.
        at_rest: whether it is off, or is of no use unless it is: no snapshot then.
    """
    if asked is not None:
        return Choice(asked, "it was asked for")
    if warm:
        return Choice("snapshot", "the domain runs on while its disks are copied")
    for rule in _RULES:
        if at_rest and rule.way == "snapshot":
            continue
        if (why := rule.why(survey, around)) is not None:
            return Choice(rule.way, why)
    return Choice(
        "folder",
        "its disks are thick: as much is read either way, and files go on where they broke off",
    )


def _labels(survey: Survey, fits: Callable[[SurveyedDisk], object]) -> str:
    return ", ".join(f"'{disk.label}'" for disk in survey.disks if fits(disk))


def _free(_: Survey, around: Surroundings) -> str | None:
    if around.licence is None:
        return None
    return f"the licence '{around.licence}' allows reading only, and files are read"


def _old(_: Survey, around: Surroundings) -> str | None:
    return "hosts before API 4.0 send no streams" if around.api < LEASES_SINCE else None


def _runs(survey: Survey, around: Surroundings) -> str | None:
    if survey.power != "poweredOn" or around.api < SNAPSHOT_LEASES_SINCE:
        return None
    return "the domain runs: the files of its disks are locked, a snapshot of them is not"


def _objects(survey: Survey, _: Surroundings) -> str | None:
    found = _labels(survey, _has_objects)
    return f"{found}: no file to be read, the datastore keeps objects" if found else None


def _has_objects(disk: SurveyedDisk) -> bool:
    return disk.store is not None and disk.store.has_objects


def _mapped(survey: Survey, _: Surroundings) -> str | None:
    found = _labels(survey, lambda disk: disk.rdm == "virtual")
    return f"{found}: a mapped device, which only the host reads" if found else None


def _chains(survey: Survey, _: Surroundings) -> str | None:
    longest = max((len(disk.links) for disk in survey.disks), default=1)
    if longest < 2:
        return None
    return f"it has snapshots, and the host itself reads through {longest} links"


def _thin(survey: Survey, _: Surroundings) -> str | None:
    found = _labels(survey, _is_thin)
    return f"{found}: thin, and a stream has only what is allocated" if found else None


def _is_thin(disk: SurveyedDisk) -> bool:
    """Tell whether a disk is thin; where nobody says so, by what it takes."""
    if disk.thin is not None:
        return disk.thin
    return disk.allocated is not None and disk.allocated < disk.capacity


_RULES: Final = (
    _Rule("folder", _free),
    _Rule("folder", _old),
    _Rule("snapshot", _runs),
    _Rule("lease", _objects),
    _Rule("lease", _mapped),
    _Rule("lease", _chains),
    _Rule("lease", _thin),
)
"""The first that fits counts."""
