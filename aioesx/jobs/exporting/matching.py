"""Which machines a job means, of those that were found; all that is wrong, at once. No I/O."""

from __future__ import annotations

import dataclasses
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from aioesx._words import advice, few
from aioesx.fleet.selectors import parse_selection
from aioesx.jobs.exporting.survey import Machine, Site
from aioesx.jobs.exporting.targets import expand
from aioesx.jobs.exporting.wishes import Group, Rules

__all__ = ["Matched", "Meant", "matched"]

_GLOB: Final = re.compile(r"[*?\[]")


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Meant:
    """A machine that is to leave.

    Attributes:
        machine: which.
        group: how.
        target: where its files go.
    """

    machine: Machine
    group: Group
    target: Path


@dataclasses.dataclass(frozen=True, slots=True)
class Matched:
    """What a job means.

    Attributes:
        machines: in the order of the file, those of one group by host and name.
        problems: what is wrong, a sentence each; then nothing is begun.
        warnings: what is to be known.
    """

    machines: tuple[Meant, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]


def matched(rules: Rules, site: Site) -> Matched:
    """Hold a job against what was found."""
    return _Matching(rules, site).all()


class _Matching:
    """Goes through a job's groups once."""

    def __init__(self, rules: Rules, site: Site) -> None:
        self._rules = rules
        self._site = site
        self._problems: list[str] = []
        self._warnings: list[str] = []
        self._groups: dict[Machine, list[Group]] = defaultdict(list)

    def all(self) -> Matched:
        """Return what is meant."""
        found = [each for group in self._rules.groups for each in self._of(group)]
        for machine, groups in self._groups.items():
            if len(groups) > 1:
                names = " and ".join(f"machines.{each.name}" for each in groups)
                self._problems.append(f"{machine} is in {names}")
        meant = list({each.machine: each for each in found}.values())
        self._check_targets(meant)
        return Matched(tuple(meant), tuple(self._problems), tuple(self._warnings))

    def _of(self, group: Group) -> list[Meant]:
        """Return the machines of a group, and note what is wrong with it."""
        selection = parse_selection(group.hosts)
        hosts = {name for name, entry in self._site.hosts.items() if selection.selects(entry)}
        there = [each for each in self._site.machines if each.host in hosts]
        taken = [
            each
            for each in there
            if not any(fnmatchcase(each.name, glob) for glob in group.excepted)
        ]
        found: dict[Machine, None] = {}
        for word in group.domains:
            found |= dict.fromkeys(self._named(group, word, there, taken))
        for uuid in group.uuids:
            found |= dict.fromkeys(self._with_uuid(group, uuid, there))
        for machine in found:
            self._groups[machine].append(group)
        if not found and group.optional and group.domains:
            self._warnings.append(f"machines.{group.name} has no machines")
        return [
            Meant(machine, group, self._target(group, machine))
            for machine in sorted(found, key=lambda each: (each.host, each.name, each.ref))
        ]

    def _named(
        self, group: Group, word: str, there: Sequence[Machine], taken: Sequence[Machine]
    ) -> list[Machine]:
        if _GLOB.search(word):
            found = [each for each in taken if fnmatchcase(each.name, word)]
        else:
            found = [each for each in there if word in (each.name, str(each))]
            if len(found) > 1:
                self._ambiguous(group, word, found)
        if not found:
            self._nobody(group, f"'{word}'", advice(word, {each.name for each in there}))
        return found

    def _with_uuid(self, group: Group, uuid: str, there: Sequence[Machine]) -> list[Machine]:
        found = [each for each in there if each.uuid == uuid]
        if len(found) > 1:
            self._ambiguous(group, uuid, found)
        if not found:
            self._nobody(group, f"the UUID {uuid}", "")
        return found

    def _ambiguous(self, group: Group, word: str, found: Sequence[Machine]) -> None:
        apart = {str(each) for each in found}
        if len(apart) == len(found):
            text = f"write one of {few(sorted(apart))}"
        else:
            text = f"their references are {few(each.ref for each in found)}: name them by uuids"
        self._problems.append(f"machines.{group.name}: '{word}' are {len(found)} machines; {text}")

    def _nobody(self, group: Group, word: str, hint: str) -> None:
        told = f"machines.{group.name}: there is no machine {word}{hint}"
        if group.optional:
            return
        if self._site.silent:
            away = few(self._site.silent)
            self._warnings.append(f"{told}; {away} did not answer")
        else:
            self._problems.append(told)

    def _target(self, group: Group, machine: Machine) -> Path:
        return expand(
            group.wishes.target,
            self._rules.base,
            host=machine.host,
            domain=machine.name,
            uuid=machine.uuid or machine.ref,
            group=group.name,
        )

    def _check_targets(self, meant: Iterable[Meant]) -> None:
        """Note machines whose files would be each other's."""
        places: dict[tuple[str, str], list[Machine]] = defaultdict(list)
        for each in meant:
            where = os.path.normpath(each.target).casefold()
            places[where, each.machine.name.casefold()].append(each.machine)
        for (where, _), machines in places.items():
            if len(machines) > 1:
                names = few(map(str, machines))
                self._problems.append(
                    f"{names} would write the same files in {where}: put {{host}} or {{uuid}} into"
                    " the target"
                )
