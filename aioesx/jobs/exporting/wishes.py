"""What a job of exports says: groups of machines, how they leave, within what limits. Values."""

from __future__ import annotations

import dataclasses
import graphlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from aioesx._server.moving import ExportFormat, ExportLimits, ExportWay, HardwareMode, Proof
from aioesx.jobs.exporting.windows import ALWAYS, Windows

__all__ = ["AtOnce", "Group", "Order", "Rules", "Wishes", "circle"]

Order = Literal["written", "smallest", "largest"]
"""Who comes first of those of one priority: as the file has them, or by the bytes of their disks.
"""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How machines leave.

    Attributes:
        target: pattern of the directory, see `aioesx.jobs.exporting.targets`.
        format: as for `Domain.export`, and so are `way`, `hardware`, `networks`, `verify` and
            `overwrite`.
        windows: hours in which an export may begin.
        stops: whether one under way is stopped when they end, and gone on with when they begin.
        warm: whether machines that run go on running until the cut-over.
        quiesce: of a warm one, as `WarmOptions` has it, and so is `keep_snapshots`.
        cut_over: hours in which a warm one may cut over.
        shutdown: whether the guest of a machine that runs is shut down first; else such a machine
            is refused.
        shutdown_seconds: how long it may take, warm ones too.
        force_off: whether it is switched off if it takes longer.
    """

    target: str = ""
    format: ExportFormat = "qcow2"
    way: ExportWay | None = None
    hardware: HardwareMode = "keep"
    networks: Mapping[str, str] = dataclasses.field(default_factory=dict)
    verify: Proof = "read"
    overwrite: bool = False
    windows: Windows = ALWAYS
    stops: bool = False
    warm: bool = False
    quiesce: bool = False
    keep_snapshots: bool = False
    cut_over: Windows = ALWAYS
    shutdown: bool = False
    shutdown_seconds: float = 300.0
    force_off: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Machines that leave alike.

    Attributes:
        name: what it is called.
        domains: names of machines, globs of them, or ``HOST/NAME``.
        uuids: their BIOS UUIDs, as text.
        hosts: the hosts that they are on: a selection of the fleet's.
        excepted: globs of names that are left out.
        after: groups that have to be over before.
        priority: the higher, the earlier.
        optional: whether it may have no machines.
        wishes: how they leave.
    """

    name: str
    domains: tuple[str, ...] = ()
    uuids: tuple[str, ...] = ()
    hosts: str = "all"
    excepted: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    priority: int = 0
    optional: bool = False
    wishes: Wishes


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AtOnce:
    """How many exports go at once.

    Attributes:
        machines: in all.
        machines_per_host: at one host.
        hosts: hosts that are at work.
    """

    machines: int = 8
    machines_per_host: int = 2
    hosts: int = 8


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A job.

    Attributes:
        name: what it is called; a state file belongs to it.
        file: the file that it stands in, as text.
        inventory: the file of hosts, or None.
        groups: in the order of the file.
        order: who comes first.
        limits: how much is on its way at once.
        at_once: how many exports are.
        retries: how often a machine is tried again after something that may pass.
        wait: whether the job waits for the next window; else it ends, and says what is left.
        nfc_hosts: as for `Domain.export`.
    """

    name: str
    file: str
    inventory: Path | None = None
    groups: tuple[Group, ...]
    order: Order = "written"
    limits: ExportLimits = dataclasses.field(default_factory=ExportLimits)
    at_once: AtOnce = dataclasses.field(default_factory=AtOnce)
    retries: int = 3
    wait: bool = True
    nfc_hosts: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def base(self) -> Path:
        """Where relative paths begin."""
        return Path(self.file).parent

    def group(self, name: str) -> Group:
        """Return the group of a name.

        Raises:
            KeyError: there is none.
        """
        for each in self.groups:
            if each.name == name:
                return each
        raise KeyError(name)


def circle(groups: Iterable[Group]) -> list[str]:
    """Return groups of which each comes after the next, back to the first; none if none do."""
    graph = {each.name: each.after for each in groups}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return list(reversed(error.args[1]))
    return []
