"""Looking at all hosts of a plan: who answers, what machines there are. Two reads for each host."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import anyio

from aioesx import vim
from aioesx.connection import Connection
from aioesx.errors import EsxError, SelectorError
from aioesx.fleet.current import current_host
from aioesx.fleet.entries import HostEntry
from aioesx.fleet.fleet import Fleet
from aioesx.fleet.inventory import Inventory
from aioesx.fleet.results import HostResult
from aioesx.fleet.selectors import Selection
from aioesx.jobs._exactly import exactly
from aioesx.jobs.plan.site import Machine, Site
from aioesx.jobs.plan.stages import Rules

__all__ = ["machines_of", "own_macs", "selection_of", "survey"]

_TOOLS = "guest.toolsStatus"
_CARDS = "guest.net"
_OWN_CARDS = Path("/sys/class/net")
_RUNNING = ("toolsOk", "toolsOld")
_PAUSE = 2.0


async def machines_of(esx: Connection, host: str) -> list[Machine]:
    """Return the machines of a host, templates left out.

    Args:
        esx: the connection to it.
        host: its name in the inventory.
    """
    entries = await esx.domains.list(templates=False)
    rows = await esx.domains.properties([_TOOLS, _CARDS])
    tools = {ref: row.values.if_shown(_TOOLS) for ref, row in rows.items()}
    macs = {ref: tuple(_macs(row.values.if_shown(_CARDS))) for ref, row in rows.items()}
    return [
        Machine(
            host,
            each.name,
            each.domain.ref.value,
            "" if each.uuid is None else str(each.uuid),
            each.state.value,
            tools.get(each.domain.ref) in _RUNNING,
            macs.get(each.domain.ref, ()),
        )
        for each in entries
    ]


def _macs(cards: Sequence[vim.GuestNicInfo] | None) -> Iterator[str]:
    """Yield the addresses of cards that the machine has; a guest's own bridges are none of them."""
    for card in cards or ():
        if card.device_config_id >= 0 and card.mac_address:
            yield card.mac_address.lower()


def own_macs() -> frozenset[str]:
    """Return the addresses of this computer's network cards, as far as they can be had."""
    found = set()
    for file in _OWN_CARDS.glob("*/address"):
        try:
            found.add(file.read_text("ascii").strip().lower())
        except (OSError, ValueError):
            continue
    return frozenset(found - {"00:00:00:00:00:00", ""})


async def _look(esx: Connection) -> tuple[HostEntry, list[Machine]]:
    entry = current_host()
    return entry, await machines_of(esx, entry.name)


async def survey(
    fleet: Fleet,
    selection: Selection,
    *,
    patience: float,
    timeout: float,
    away: frozenset[str] = frozenset(),
) -> Site:
    """Look at hosts, and again at those that do not answer.

    Args:
        fleet: the hosts.
        selection: which of them.
        patience: seconds in which a host may come to answer.
        timeout: seconds that one look may take.
        away: hosts that are not looked at.
    """
    if away and not _means_somebody(_without(selection, away), fleet.inventory):
        return Site({name: _entry(fleet.inventory, name) for name in away}, (), away=away)
    end = anyio.current_time() + patience
    found: dict[str, HostResult[tuple[HostEntry, list[Machine]]]] = {}
    gone = {name: _entry(fleet.inventory, name) for name in away}
    wanted, number = _without(selection, away), max(64, len(fleet.inventory))
    while True:
        async with fleet.run(
            _look,
            select=wanted,
            insist=True,
            retries=0,
            timeout=timeout,
            concurrency=number,
            per_host=number,
        ) as results:
            for result in await results.all():
                found[result.host] = result
        silent = [name for name, result in found.items() if result.error is not None]
        for name in silent:
            if not isinstance(error := found[name].error, EsxError) and error is not None:
                raise error
        if not silent or anyio.current_time() + _PAUSE >= end:
            site = _site(fleet.inventory, found)
            hosts = {**site.hosts, **gone}
            return dataclasses.replace(site, hosts=hosts, away=away, own_macs=own_macs())
        await anyio.sleep(_PAUSE)
        wanted = exactly(silent)
        for name in silent:
            if name in fleet.inventory and fleet.inventory[name].is_vcenter:
                del found[name]  # its hosts are told instead, should it answer


def _site(
    inventory: Inventory,
    found: Mapping[str, HostResult[tuple[HostEntry, list[Machine]]]],
) -> Site:
    hosts: dict[str, HostEntry] = {}
    machines: list[Machine] = []
    silent: dict[str, EsxError] = {}
    for name, result in found.items():
        if isinstance(result.error, EsxError):
            silent[name] = result.error
            hosts[name] = _entry(inventory, name)
        else:
            hosts[name], there = result.unwrap()
            machines += there
    return Site(hosts, tuple(machines), silent)


def _entry(inventory: Inventory, name: str) -> HostEntry:
    """Return the entry of a host that did not answer, which may be below a vCenter."""
    if name in inventory:
        return inventory[name]
    vcenter, _, host = name.partition("/")
    return inventory[vcenter].below(host)


def selection_of(rules: Rules, fleet: Fleet, *, hosts: bool) -> Selection:
    """Return the hosts that a plan is about, as far as its selections can be used.

    Args:
        rules: the plan.
        fleet: the hosts that there are.
        hosts: whether those are among them that are turned off.
    """
    texts = [stage.hosts for stage in rules.stages]
    if hosts and rules.hosts.off is not None:
        texts.append(rules.hosts.off)
    known = [text for text in dict.fromkeys(texts) if _means_somebody(text, fleet.inventory)]
    return fleet.inventory.selection(known or None)


def _without(selection: Selection, away: frozenset[str]) -> Selection:
    """Return a selection that does not mean some hosts."""

    def test(entry: HostEntry, others: Collection[str] | None) -> bool:
        if entry.name in away:
            return False
        if others is None:
            return selection.selects(entry)
        return selection.may_select_below(entry, others)

    return Selection(selection.text, (), test)


def _means_somebody(selection: str | Selection, inventory: Inventory) -> bool:
    try:
        return bool(inventory.select(selection))
    except SelectorError:  # told with its stage, when all is held against what was found
        return False
