"""Looking at the hosts of a job: who answers, and what machines there are. One read for each."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from aioesx.connection import Connection
from aioesx.errors import EsxError, SelectorError
from aioesx.fleet.current import current_host
from aioesx.fleet.entries import HostEntry
from aioesx.fleet.fleet import Fleet
from aioesx.fleet.selectors import Selection
from aioesx.jobs.exporting.wishes import Rules

__all__ = ["Machine", "Site", "problems_of_hosts", "survey"]


@dataclasses.dataclass(frozen=True, slots=True)
class Machine:
    """A machine that was found.

    Attributes:
        host: the host's name in the inventory.
        name: the machine's.
        ref: value of its reference.
        uuid: its BIOS UUID, as text; empty where the host tells none.
        state: its state's word.
    """

    host: str
    name: str
    ref: str
    uuid: str
    state: str

    def __str__(self) -> str:
        return f"{self.host}/{self.name}"


@dataclasses.dataclass(frozen=True, slots=True)
class Site:
    """What was found.

    Attributes:
        hosts: those that answered, by name.
        machines: all of theirs but templates.
        silent: why each of the others did not.
    """

    hosts: dict[str, HostEntry]
    machines: tuple[Machine, ...]
    silent: Mapping[str, EsxError]


def problems_of_hosts(rules: Rules, fleet: Fleet) -> list[str]:
    """Return what is wrong with the hosts that groups name."""
    found = []
    for group in rules.groups:
        try:
            fleet.inventory.select(group.hosts)
        except SelectorError as error:
            found.append(f"machines.{group.name}.hosts: {error}")
    return found


def selection_of(rules: Rules, fleet: Fleet) -> Selection:
    """Return the hosts that a job is about."""
    return fleet.inventory.selection(list(dict.fromkeys(each.hosts for each in rules.groups)))


async def _look(esx: Connection) -> tuple[HostEntry, list[Machine]]:
    entry = current_host()
    entries = await esx.domains.list(templates=False)
    return entry, [
        Machine(
            entry.name,
            each.name,
            each.domain.ref.value,
            "" if each.uuid is None else str(each.uuid),
            each.state.value,
        )
        for each in entries
    ]


async def survey(fleet: Fleet, selection: Selection) -> Site:
    """Look at hosts, all at once.

    Raises:
        Exception: one that is none of ours.
    """
    hosts: dict[str, HostEntry] = {}
    machines: list[Machine] = []
    silent: dict[str, EsxError] = {}
    for result in await fleet.gather(_look, select=selection, insist=True):
        if isinstance(result.error, EsxError):
            silent[result.host] = result.error
            continue
        entry, there = result.unwrap()
        hosts[entry.name] = entry
        machines += there
    return Site(hosts, tuple(machines), silent)
