"""Commands about what domains use: statistics in virsh's form; see `domain_stats`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import aioesx
from aioesx import errors
from aioesx.cli import domain_stats
from aioesx.cli.affecting import missing
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, CommandRow, Flag, Word
from aioesx.cli.domain_stats import GROUPS, Block, Stats
from aioesx.cli.names import Directory, find_domain
from aioesx.cli.outputs import domains as outputs
from aioesx.cli.status import ExitStatus

__all__ = ["COMMANDS"]

_ELSEWHERE: Final = ("perf", "iothread", "memory", "dirtyrate", "vm")
"""Groups of libvirt's that a VMware host has nothing for; that QEMU has them says virsh itself."""

_LISTS: Final = {
    "list_running": aioesx.DomainState.RUNNING,
    "list_paused": aioesx.DomainState.PAUSED,
    "list_shutoff": aioesx.DomainState.SHUTOFF,
}


async def domstats(
    esx: aioesx.Connection,
    console: Console,
    domain: Sequence[str],
    enforce: bool,
    **given: bool,
) -> ExitStatus:
    """Print statistics of domains: state, processors, memory, cards and disks."""
    groups = [group for group in GROUPS if given[group.replace("-", "_")]]
    absent = [group for group in _ELSEWHERE if given[group]]
    if absent and enforce:
        raise errors.NotSupportedError("", f"a VMware host has no statistics of '{absent[0]}'")
    entries = await _chosen(esx, domain, given)
    chosen = groups or ([] if absent else list(GROUPS))
    found = await domain_stats.read_stats(esx, entries, chosen)
    console.tell_all(
        {"name": each.entry.name, "uuid": each.entry.uuid, "statistics": _told(each, chosen)}
        for each in found
    )
    for number, each in enumerate(found):
        if number:
            console.say()
        console.say(f"Domain: '{each.entry.name}'")
        for key, value in _told(each, chosen).items():
            console.say(f"  {key}={value}")
    return ExitStatus.OK


def _told(stats: Stats, groups: Iterable[str]) -> dict[str, object]:
    return {
        key: value
        for group in groups
        for key, value in GROUPS[group].tell(stats)
        if value is not None
    }


async def _chosen(
    esx: aioesx.Connection, names: Sequence[str], given: dict[str, bool]
) -> list[aioesx.DomainSummary]:
    if names:
        directory = Directory(esx)
        return [await directory.find(name) for name in names]
    return [entry for entry in await esx.domains.list() if _is_listed(entry, given)]


def _is_listed(entry: aioesx.DomainSummary, given: dict[str, bool]) -> bool:
    """Tell whether a domain is among those asked for, by virsh's flags."""
    if given["list_transient"] and not given["list_persistent"]:
        return False  # no domain of a VMware host is
    active, inactive = given["list_active"], given["list_inactive"]
    if active is not inactive and entry.state.is_active is not active:
        return False
    states = {state for flag, state in _LISTS.items() if given[flag]}
    others = given["list_other"] and entry.state not in _LISTS.values()
    wanted = bool(states) or given["list_other"]
    return not wanted or entry.state in states or others


async def dommemstat(esx: aioesx.Connection, console: Console, domain: str) -> ExitStatus:
    """Print the memory of a running domain, in KiB: what it is given, and what it takes up."""
    (stats,) = await domain_stats.read_stats(esx, [await _running(esx, domain)], ["balloon"])
    memory = domain_stats.memory_of(stats)
    console.tell(memory)
    for key, value in memory.items():
        if value is not None:
            console.say(f"{key} {value}")
    return ExitStatus.OK


async def domblkstat(
    esx: aioesx.Connection, console: Console, domain: str, device: str | None, human: bool
) -> ExitStatus:
    """Print what goes through the disks of a running domain, per second."""
    (stats,) = await domain_stats.read_stats(esx, [await _running(esx, domain)], ["block"])
    blocks = [each for each in stats.blocks if device in (None, each.target, each.source)]
    if device is not None and not blocks:
        raise missing(f"invalid path '{device}' not assigned to domain", "disk", device)
    console.tell_all(_rates_of(each.target, each.rates) for each in blocks)
    for block in blocks:
        _say_block(console, block, human)
    return ExitStatus.OK


_HUMAN: Final = {
    "rd.reqs": "read operations per second:",
    "rd.bytes": "bytes read per second:",
    "wr.reqs": "write operations per second:",
    "wr.bytes": "bytes written per second:",
}


def _say_block(console: Console, block: Block, human: bool) -> None:
    if human:
        console.say(f"Device: {block.target}")
    for key, value in block.rates.items():
        if human:
            console.say(f" {_HUMAN[key]:<31} {value}")
        else:
            console.say(f"{block.target} {_flat(key)} {value}")


def _flat(key: str) -> str:
    """Return a key as virsh prints it of one device: ``rd_bytes_rate``, ``rx_packets_rate``."""
    first, _, what = key.partition(".")
    named = {"reqs": "req", "pkts": "packets"}.get(what, what)
    return f"{first}_{named}_rate"


def _rates_of(name: str, rates: domain_stats.Rates) -> dict[str, object]:
    return {"name": name, "rates": {_flat(key): value for key, value in rates.items()}}


async def domifstat(
    esx: aioesx.Connection, console: Console, domain: str, interface: str
) -> ExitStatus:
    """Print what goes through a network card of a running domain, per second."""
    (stats,) = await domain_stats.read_stats(esx, [await _running(esx, domain)], ["interface"])
    for card in stats.cards:
        if card.mac.lower() == interface.lower():
            console.tell(_rates_of(card.mac, card.rates))
            for key, value in card.rates.items():
                console.say(f"{card.mac} {_flat(key)} {value}")
            return ExitStatus.OK
    raise missing(f"'{interface}' is not a known interface", "interface", interface)


async def _running(esx: aioesx.Connection, domain: str) -> aioesx.DomainSummary:
    entry = await find_domain(esx, domain)
    if entry.state is not aioesx.DomainState.RUNNING:
        text = f"domain '{entry.name}' is not running"
        raise errors.InvalidStateError("InvalidPowerState", text)
    return entry


COMMANDS: Final = (
    CommandRow(
        "domstats",
        domstats,
        (
            Word("domain", "Names, ids or UUIDs of domains; all by default.", False, many=True),
            Flag("state", "State."),
            Flag("cpu-total", "Processor time."),
            Flag("balloon", "Memory."),
            Flag("vcpu", "Each processor."),
            Flag("interface", "Network cards."),
            Flag("block", "Disks."),
            *(Flag(group, "Nothing: a VMware host has none.") for group in _ELSEWHERE),
            Flag("list-active", "Only domains that are not shut off."),
            Flag("list-inactive", "Only domains that are shut off."),
            Flag("list-persistent", "All of a VMware host's are."),
            Flag("list-transient", "None of a VMware host's is."),
            Flag("list-running", "Only domains that run."),
            Flag("list-paused", "Only domains that are suspended."),
            Flag("list-shutoff", "Only domains that are shut off."),
            Flag("list-other", "Only domains in other states."),
            Flag("raw", "Changes nothing: nothing is made pretty."),
            Flag("enforce", "Fail where a group is asked for that a VMware host has not."),
            Flag("backing", "Changes nothing: what a disk lies on is not counted."),
            Flag("nowait", "Changes nothing: nothing is waited for."),
        ),
        output=outputs.STATISTICS,
    ),
    CommandRow("dommemstat", dommemstat, (DOMAIN,), output=outputs.MEMORY),
    CommandRow(
        "domblkstat",
        domblkstat,
        (
            DOMAIN,
            Word(
                "device",
                "The disk: its target, such as sda, or its source; all by default.",
                required=False,
                names="disk",
            ),
            Flag("human", "With words."),
        ),
        output=outputs.BLOCK_RATES,
    ),
    CommandRow(
        "domifstat",
        domifstat,
        (DOMAIN, Word("interface", "Its MAC address.", names="card")),
        output=outputs.CARD_RATES,
    ),
)
