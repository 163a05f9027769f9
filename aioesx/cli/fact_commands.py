"""Commands that tell what a domain is and has. Names, options and output are virsh's."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import anyio.to_thread

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, DOMAINS, FILE, CommandRow, Flag, Word
from aioesx.cli.names import find_domain
from aioesx.cli.outputs import domains as outputs
from aioesx.cli.several import each_domain
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known, visible

__all__ = ["COMMANDS"]

_RULE: Final = "-" * 79


async def dominfo(esx: aioesx.Connection, console: Console, domain: Sequence[str]) -> ExitStatus:
    """Print what domains are and have."""
    told: list[str] = []

    async def act(_: str, entry: aioesx.DomainSummary) -> None:
        facts = await _facts(entry)
        console.tell(facts)
        if told:
            console.remark()
        console.facts(_lines(facts))
        told.append(entry.name)

    return await each_domain(esx, console, "dominfo", domain, act, cannot="tell about")


async def _facts(entry: aioesx.DomainSummary) -> dict[str, Any]:
    info = await entry.domain.info()
    facts = {
        "id": entry.id,
        "name": entry.name,
        "uuid": entry.uuid,
        "os_type": entry.domain.os_type,
        "state": info.state.value,
        "vcpus": info.vcpus,
        "max_memory": info.max_memory,
        "memory": info.memory,
        "persistent": True,
        "autostart": None,
    }
    with contextlib.suppress(errors.FaultError):  # there is no autostart manager
        facts["autostart"] = await entry.domain.autostart()
    return facts


def _lines(facts: dict[str, Any]) -> Iterator[tuple[str, object]]:
    yield "Id", known(facts["id"])
    yield "Name", facts["name"]
    yield "UUID", known(facts["uuid"])
    yield "OS Type", facts["os_type"]
    yield "State", facts["state"]
    yield "CPU(s)", known(facts["vcpus"])
    yield "Max memory", known(facts["max_memory"], "KiB")
    yield "Used memory", known(facts["memory"], "KiB")
    yield "Persistent", "yes"
    if facts["autostart"] is not None:  # virsh drops the line, too
        yield "Autostart", "enable" if facts["autostart"] else "disable"
    yield "Managed save", "no"


async def domstate(
    esx: aioesx.Connection, console: Console, domain: str, reason: bool
) -> ExitStatus:
    """Print a domain's state."""
    status = await (await find_domain(esx, domain)).domain.status()
    console.tell(status)
    text = f" ({status.reason.value})" if reason else ""
    console.say(status.state.value + text)
    return ExitStatus.OK


async def domid(esx: aioesx.Connection, console: Console, domain: str) -> ExitStatus:
    """Print a domain's id; - for one that is shut off."""
    entry = await find_domain(esx, domain, ("name", "uuid"))
    console.tell(entry)
    console.say(known(entry.id))
    return ExitStatus.OK


async def domname(esx: aioesx.Connection, console: Console, domain: str) -> ExitStatus:
    """Print the name of the domain with an id or UUID."""
    entry = await find_domain(esx, domain, ("id", "uuid"))
    console.tell(entry)
    console.say(entry.name)
    return ExitStatus.OK


async def domuuid(esx: aioesx.Connection, console: Console, domain: str) -> ExitStatus:
    """Print a domain's UUID."""
    entry = await find_domain(esx, domain, ("id", "name"))
    console.tell(entry)
    console.say(known(entry.uuid))
    return ExitStatus.OK


async def domhostname(
    esx: aioesx.Connection, console: Console, domain: str, source: str | None
) -> ExitStatus:
    """Print the guest's own name, by VMware Tools."""
    _by_agent(source)
    hostname = await (await find_domain(esx, domain)).domain.hostname()
    console.tell({"hostname": hostname})
    console.say(hostname)
    return ExitStatus.OK


async def domifaddr(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    interface: str | None,
    full: bool,
    source: str | None,
) -> ExitStatus:
    """Print the addresses of the guest's network cards, by VMware Tools."""
    _by_agent(source)
    entry = await find_domain(esx, domain)
    cards = [
        card for card in await entry.domain.interface_addresses() if interface in (None, card.name)
    ]
    console.tell_all(cards)
    console.remark(f" {'Name':<10} {'MAC address':<20} {'Protocol':<8}     Address")
    console.remark(_RULE)
    for card in cards:
        for line in _address_lines(card, full):
            console.say(line)
    return ExitStatus.OK


def _by_agent(source: str | None) -> None:
    if source not in (None, "agent"):
        raise ValueError(f"Unknown IP address data source '{source}': only 'agent' is to be had")


def _address_lines(card: aioesx.GuestInterface, full: bool) -> list[str]:
    if not card.addresses:
        return [f" {card.name:<10} {card.mac or 'N/A':<17}    {'N/A':<12} N/A"]
    lines = []
    for number, address in enumerate(card.addresses):
        first = full or number == 0
        name, mac = (card.name, card.mac or "") if first else ("-", "-")
        protocol = f"ipv{address.address.version}"
        lines.append(f" {name:<10} {mac:<17}    {protocol:<12} {address}")
    return lines


async def screenshot(
    esx: aioesx.Connection, console: Console, domain: str, file: Path | None, screen: int | None
) -> ExitStatus:
    """Save a picture of a domain's console, as PNG."""
    if screen:
        raise ValueError("Screen cannot be selected")
    entry = await find_domain(esx, domain)
    now = await anyio.to_thread.run_sync(datetime.now)
    path = file or Path(f"{_as_file_name(entry.name)}-{now:%Y-%m-%d-%H:%M:%S}.png")
    try:
        await entry.domain.save_screenshot(path)
    except errors.TransferIncompleteError:
        raise
    except errors.TransferError as error:
        console.complain(str(error))
        return ExitStatus.UNWRITTEN
    console.tell({"file": str(path)})
    console.note(f"Screenshot saved to {path}, with type of image/png")
    return ExitStatus.OK


def _as_file_name(name: str) -> str:
    return "".join(char if char != "/" and visible(char) == char else "_" for char in name)


async def cpu_stats(
    esx: aioesx.Connection, console: Console, domain: str, total: bool
) -> ExitStatus:
    """Print the processor time of a domain in the host's latest interval."""
    usage = await (await find_domain(esx, domain)).domain.cpu_usage()
    interval = usage.samples[-1].interval if usage.samples else 0
    console.tell({"time": usage.time, "interval": interval})
    console.say("Total:")
    console.say(f"\t{'cpu_time':<12} {usage.time:>19.9f} seconds")
    console.say(f"\t{'interval':<12} {interval:>19.9f} seconds")
    return ExitStatus.OK


_SOURCE: Final = Word("source", "Only 'agent', which is the default.", False, False)

COMMANDS: Final = (
    CommandRow("dominfo", dominfo, (DOMAINS,), output=outputs.INFO),
    CommandRow(
        "domstate",
        domstate,
        (DOMAIN, Flag("reason", "Print the reason, too.")),
        output=outputs.STATE,
    ),
    CommandRow("domid", domid, (DOMAIN,), output=outputs.IDENTITY),
    CommandRow("domname", domname, (DOMAIN,), output=outputs.IDENTITY),
    CommandRow("domuuid", domuuid, (DOMAIN,), output=outputs.IDENTITY),
    CommandRow("domhostname", domhostname, (DOMAIN, _SOURCE), output=outputs.GUEST_NAME),
    CommandRow(
        "domifaddr",
        domifaddr,
        (
            DOMAIN,
            Word("interface", "Only this one.", required=False),
            Flag("full", "Repeat name and MAC address with each address."),
            _SOURCE,
        ),
        output=outputs.ADDRESSES,
    ),
    CommandRow(
        "screenshot",
        screenshot,
        (
            DOMAIN,
            Word("file", "Where to.", False, type=FILE),
            Word("screen", "Only 0.", False, False, type=int),
        ),
        output=outputs.PICTURE,
    ),
    CommandRow(
        "cpu-stats",
        cpu_stats,
        (DOMAIN, Flag("total", "No difference: only the total.")),
        output=outputs.CPU_TIME,
    ),
)
