"""What was found at the hosts, and which stage of a plan each machine belongs to. No I/O.

Everything that does not fit is told at once, before anything is sent: words that mean no machine,
machines of two stages.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from typing import Final

from aioesx._words import advice, few
from aioesx.errors import EsxError, PlanError
from aioesx.errors._documents import all_of
from aioesx.fleet.entries import HostEntry
from aioesx.fleet.selectors import Selection, parse_selection
from aioesx.jobs._reading import matches
from aioesx.jobs.plan.stages import REST, Rules, Stage

__all__ = ["Machine", "Placed", "Site", "placed"]

_GLOB: Final = re.compile(r"[*?\[]")


@dataclasses.dataclass(frozen=True, slots=True)
class Machine:
    """A machine as it was found.

    Attributes:
        host: its host's name in the inventory.
        name: what it is called.
        ref: value of its reference, which the host keeps as long as the machine is registered.
        uuid: as text; empty where the host tells none.
        state: virsh's word.
        tools: whether VMware Tools run in its guest, as far as is told.
        macs: addresses of its network cards, as its guest's Tools tell them; lower case.
    """

    host: str
    name: str
    ref: str
    uuid: str = ""
    state: str = "running"
    tools: bool = True
    macs: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What it is known by in the state file."""
        return f"{self.host} {self.ref}"

    @property
    def is_on(self) -> bool:
        """Whether it runs, or may."""
        return self.state in ("running", "no state")


@dataclasses.dataclass(frozen=True, slots=True)
class Site:
    """What was found.

    Attributes:
        hosts: those that answered, and those of the inventory that did not.
        machines: of the hosts that answered, templates left out.
        silent: why each host did not answer, by name; a vCenter stands for its hosts.
        away: hosts that a run before has turned off, so nobody has asked them.
        own_macs: addresses of the network cards of the computer that this runs on.
    """

    hosts: Mapping[str, HostEntry]
    machines: tuple[Machine, ...]
    silent: Mapping[str, EsxError] = dataclasses.field(default_factory=dict)
    away: frozenset[str] = frozenset()
    own_macs: frozenset[str] = frozenset()

    def chosen(self, selection: Selection) -> set[str]:
        """Return the names of hosts that a selection means, those that are silent included."""
        return {name for name, entry in self.hosts.items() if selection.selects(entry)}


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """Which machine belongs where.

    Attributes:
        stages: the machines of each stage that is done, `REST` included; by name.
        turned_off: names of the hosts that are turned off in the end.
        self_machine: the machine that this runs on, if it was found.
        vcenter: the machine of the vCenter, if it is to be shut down, or started.
        warnings: what a person should know, a sentence each.
    """

    stages: Mapping[str, tuple[Machine, ...]]
    turned_off: tuple[str, ...]
    self_machine: Machine | None
    vcenter: Machine | None
    warnings: tuple[str, ...]


def placed(
    rules: Rules, site: Site, *, only: Iterable[str] | None = None, lenient: bool = False
) -> Placed:
    """Say which machine belongs to which stage.

    Args:
        rules: the plan.
        site: what was found.
        only: names of stages that are done, no others; hosts stay on then.
        lenient: whether what does not fit is warned of instead: a stage without machines is
            passed over, a machine of two stages counts for the first.

    Raises:
        PlanError: something does not fit; tells all of it.
    """
    return _Placing(rules, site).place(only, lenient=lenient)


class _Placing:
    """Holds a plan against what was found."""

    def __init__(self, rules: Rules, site: Site) -> None:
        self._rules = rules
        self._site = site
        self._problems: list[PlanError] = []
        self._warnings: list[str] = []
        self._special: set[str] = set()
        self._meant: set[str] = set()

    def place(self, only: Iterable[str] | None, *, lenient: bool) -> Placed:
        rules = self._rules
        own = self._one("self", rules.self_machine) or self._seems_ours()
        vcenter = self._one("vcenter", rules.vcenter)
        self._special = {each.key for each in (own, vcenter) if each is not None}
        names = [stage.name for stage in rules.stages]
        for name in only or ():
            if name not in names:
                self._refuse(f"there is no stage '{name}'{advice(name, names)}")
        owners: dict[str, str] = {}
        stages = {stage.name: self._members(stage, owners) for stage in rules.stages}
        off = self._turned_off() if only is None else ()
        if rules.rest and off:
            stages[REST] = tuple(
                each
                for each in self._site.machines
                if each.host in off and each.key not in owners and each.key not in self._special
            )
        if only is not None:
            stages = {name: found for name, found in stages.items() if name in set(only)}
        for host, error in self._site.silent.items():
            self._warnings.append(f"{host} does not answer, so its machines are not known: {error}")
        self._warn_of_the_end(own, vcenter, off)
        if self._problems and not lenient:
            raise all_of(self._problems)
        if vcenter is not None and vcenter.key not in self._meant and vcenter.host not in off:
            vcenter = None
        told = [*(str(problem) for problem in self._problems), *self._warnings]
        return Placed(stages, off, own, vcenter, tuple(told))

    def _refuse(self, message: str, stage: str | None = None, key: str | None = None) -> None:
        error = PlanError(message, file=self._rules.file, stage=stage, key=key)
        self._problems.append(error)

    def _seems_ours(self) -> Machine | None:
        """Return the machine that this seems to run on, where the plan does not say."""
        if self._rules.self_machine is not None:
            return None
        ours = self._site.own_macs
        found = [each for each in self._site.machines if each.is_on and ours & set(each.macs)]
        if len(found) != 1:
            return None
        self._warnings.append(
            f"this seems to run on {_path(found[0])}, by its MAC address, which is taken for"
            f' self: let the plan say so (self = "{_path(found[0])}")'
        )
        return found[0]

    def _one(self, key: str, name: str | None) -> Machine | None:
        """Return the one machine of a name, which stands for a role."""
        if name is None:
            return None
        found = [each for each in self._site.machines if name in (each.name, _path(each))]
        if len(found) > 1:
            paths = ", ".join(_path(each) for each in found)
            self._refuse(f"several machines are called '{name}': write one of {paths}", key=key)
        hidden = bool(self._site.silent or self._site.away)
        if not found and not hidden:
            hint = advice(name, {each.name for each in self._site.machines})
            self._refuse(f"there is no machine '{name}'{hint}", key=key)
        if not found and hidden:
            self._warnings.append(f"the machine '{name}' ({key}) was not found where hosts answer")
        return found[0] if len(found) == 1 else None

    def _members(self, stage: Stage, owners: dict[str, str]) -> tuple[Machine, ...]:
        selection = self._selection(stage.hosts, stage.name, "hosts")
        hosts = set() if selection is None else self._site.chosen(selection)
        there = [each for each in self._site.machines if each.host in hosts]
        found: dict[str, Machine] = {}
        for word in stage.machines:
            meant = [each for each in there if _means(word, each)]
            if not meant and selection is not None:
                self._nobody(stage, word, hosts, there)
            found |= {each.key: each for each in meant}
        mine = []
        for key, machine in found.items():
            if key in self._special:
                self._meant.add(key)
                continue
            if (owner := owners.setdefault(key, stage.name)) != stage.name:
                self._refuse(f"{_path(machine)} is a machine of stage {owner}, too", stage.name)
            else:
                mine.append(machine)
        return tuple(mine)

    def _nobody(self, stage: Stage, word: str, hosts: set[str], there: list[Machine]) -> None:
        """Note that a word means no machine: an error, unless some are not known."""
        silent = hosts & (self._site.silent.keys() | self._site.away)
        if stage.optional or hosts <= self._site.away:
            return
        if silent or any(self._site.hosts[host].is_vcenter for host in self._site.silent):
            self._warnings.append(f"stage {stage.name}: '{word}' means no machine that is known")
            return
        kind = "machine like" if _GLOB.search(word) else "machine"
        hint = advice(word, {each.name for each in there})
        self._refuse(f"there is no {kind} '{word}'{hint}", stage.name, "machines")

    def _selection(self, text: str, stage: str | None, key: str) -> Selection | None:
        selection = parse_selection(text)
        try:
            selection.check(tuple(self._site.hosts.values()))
        except EsxError as error:
            self._refuse(str(error), stage, key)
            return None
        return selection

    def _turned_off(self) -> tuple[str, ...]:
        if self._rules.hosts.off is None:
            return ()
        selection = self._selection(self._rules.hosts.off, None, "hosts.off")
        chosen = set() if selection is None else self._site.chosen(selection)
        return tuple(name for name in self._site.hosts if name in chosen)

    def _warn_of_the_end(
        self, own: Machine | None, vcenter: Machine | None, off: tuple[str, ...]
    ) -> None:
        """Warn where the last steps take away what carries them out."""
        below = sorted({entry.vcenter for name in off if (entry := self._site.hosts[name]).vcenter})
        if below and self._rules.vcenter is None:
            self._warnings.append(
                f"hosts are turned off by way of {few(below)}: if a machine of these hosts is that"
                " vCenter, name it (vcenter = ...), or it is cut off in the middle"
            )
        if below and vcenter is not None and vcenter.host in off:
            self._warnings.append(
                f"{vcenter.host} stays on: it has the vCenter by way of which it would be turned"
                " off. Have it in the inventory by an esx:// URI of its own"
            )
        if own is not None and own.host in off:
            self._warnings.append(
                f"this runs on {own.name}, so {own.host} is turned off the last of all and takes it"
                " along: have that host shut its guest down (autostart, stop action)"
            )


def _path(machine: Machine) -> str:
    return f"{machine.host}/{machine.name}"


def _means(word: str, machine: Machine) -> bool:
    return word == machine.name or matches(machine.name, (word,))
