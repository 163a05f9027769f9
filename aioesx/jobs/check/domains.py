"""Checks of domains: snapshots, questions, Tools, consolidation, and the state of one."""

from __future__ import annotations

from typing import Final

from aioesx._server.tasks.answers import QUESTION
from aioesx._words import few, one_of
from aioesx.connection import Connection
from aioesx.domain.values import DomainState, StateReason
from aioesx.domain.watched import ToolsState
from aioesx.jobs._reading import survey
from aioesx.jobs.check.outcome import Outcome, PluginState, Reading
from aioesx.jobs.check.wish import Wish, concluded
from aioesx.jobs.consolidation import unmerged_domains
from aioesx.jobs.snapshots import OldSnapshot, old_snapshots
from aioesx.jobs.tools import read_tools

__all__ = ["consolidation", "domain", "questions", "snapshots", "tools"]

_DAY: Final = 86400.0


async def snapshots(esx: Connection, wish: Wish) -> Outcome:
    """Hold the age of the oldest snapshot, in days, and their number against ranges; one read."""
    found = await old_snapshots(esx, domains=wish.names)
    unmet = wish.unmet(found.domains)
    ages = [each.age for each in found.entries]
    oldest = wish.reading("oldest", max(ages, default=0.0), "s", scale=_DAY, least=0)
    count = Reading("count", len(ages), "", wish.count_warning, wish.count_critical, 0)
    size = Reading("size", sum(each.size or 0 for each in found.entries), "B", least=0)
    text = "no snapshots"
    if found.entries:
        first = found.entries[0]
        text = f"{len(ages)} snapshots, the oldest is {_age(first)} old: {_name(first)}"
    return concluded(
        wish,
        text,
        [oldest, count, size],
        [f"{_name(each)}, {_age(each)}" for each in found.entries],
        problems=[*unmet, *found.problems],
    )


def _age(snapshot: OldSnapshot) -> str:
    return f"{snapshot.age / _DAY:.1f} d"


def _name(snapshot: OldSnapshot) -> str:
    return f"{snapshot.domain}: {snapshot.name}"


async def questions(esx: Connection, wish: Wish) -> Outcome:
    """Count the questions that wait for a person; one read."""
    whole = await survey(esx, (QUESTION,))
    unmet = wish.unmet(whole.domains)
    pending = [
        (machine.name, info.text)
        for machine in whole.machines
        if wish.means(machine.name) and (info := machine.values.if_shown(QUESTION)) is not None
    ]
    text = f"{len(pending)} questions wait" if pending else "no question waits"
    if pending:
        text += f" for an answer: {few(name for name, _ in pending)}"
    return concluded(
        wish,
        text,
        [wish.reading("questions", len(pending), least=0)],
        [f"{name}: {asked}" for name, asked in pending],
        problems=[*unmet, *whole.problems],
    )


async def tools(esx: Connection, wish: Wish) -> Outcome:
    """Count running domains whose Tools do not run, or are old; one read."""
    found = await read_tools(esx)
    unmet = wish.unmet(found.domains)
    entries = [each for each in found.entries if wish.means(each.domain)]
    wanting = [each for each in entries if each.wanting]
    running = sum(each.state is DomainState.RUNNING for each in entries)
    untold = [
        each.domain
        for each in entries
        if each.state is DomainState.RUNNING and each.tools is ToolsState.UNKNOWN
    ]
    text = f"VMware Tools run in all {running} running domains"
    if wanting:
        text = f"{len(wanting)} of {running} running domains: {few(e.domain for e in wanting)}"
    return concluded(
        wish,
        text,
        [wish.reading("wanting", len(wanting), least=0, most=running)],
        [f"{each.domain}: Tools are {each.tools}" for each in wanting],
        problems=[*unmet, *found.problems, *(f"{each}: the Tools are not told" for each in untold)],
    )


async def consolidation(esx: Connection, wish: Wish) -> Outcome:
    """Count domains whose disks wait for consolidation; one read."""
    found = await unmerged_domains(esx, domains=wish.names)
    unmet = wish.unmet(found.domains)
    names = [each.domain for each in found.entries]
    text = f"{len(names)} domains: {few(names)}" if names else "no disks wait for consolidation"
    count = wish.reading("domains", len(names), least=0)
    return concluded(wish, text, [count], names, problems=[*unmet, *found.problems])


async def domain(esx: Connection, wish: Wish) -> Outcome:
    """Tell whether a domain is in the state that it should be in, in two reads.

    Raises:
        ValueError: there is no such state; nothing was sent.
        NoSuchDomainError, AmbiguousNameError: of the name.
    """
    (name,) = wish.names
    wanted = one_of(wish.state, DomainState, what="state")
    found = await esx.domains.lookup(name)
    status = await found.status()
    text = f"{name} is {status.state}"
    states = []
    if status.state is not wanted:
        text += f", and should be {wanted}"
        states.append(PluginState.CRITICAL)
    if status.question is not None:
        text += f"; the host asks: {status.question.text}"
        states.append(PluginState.CRITICAL)
    if status.reason in (StateReason.DISCONNECTED, StateReason.ORPHANED, StateReason.INACCESSIBLE):
        text += f" ({status.reason})"
        states.append(PluginState.CRITICAL)
    return concluded(wish, text, states=states)
