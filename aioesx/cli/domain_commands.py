"""Commands that find domains and switch them on and off. Names, options and output are virsh's."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Final

import anyio
import click

import aioesx
from aioesx._words import one_of
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAINS, CommandRow, Flag, Word, exclusive
from aioesx.cli.names import find_domain
from aioesx.cli.outputs import domains as outputs
from aioesx.cli.several import each_domain
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known

__all__ = ["COMMANDS", "list_domains"]

_STATES: Final = {
    "state_running": "running",
    "state_paused": "paused",
    "state_shutoff": "shut off",
    "state_other": "no state",
}
_SETTINGS: Final = "config.extraConfig"
_COLUMNS: Final = ("uuid", "id", "name")


async def list_domains(esx: aioesx.Connection, console: Console, **given: bool) -> ExitStatus:
    """List domains: active ones by id, then the others by name."""
    exclusive(table=given["table"], name=given["name"])
    exclusive(table=given["table"], uuid=given["uuid"])
    exclusive(table=given["table"], id=given["id"])
    entries = sorted(await _chosen(esx, given), key=_list_order)
    exclusive(details=given["details"], name=given["name"])
    exclusive(details=given["details"], uuid=given["uuid"])
    console.tell_all(entries)
    columns = [column for column in _COLUMNS if given[column]]
    if columns:
        numbered = [e for e in entries if columns != ["id"] or e.id is not None]
        for entry in numbered:
            console.say(" ".join(known(getattr(entry, column)) for column in columns))
        return ExitStatus.OK
    rows = [[known(entry.id), entry.name, entry.state.value] for entry in entries]
    if given["details"]:
        places = [[e.host, e.datacenter, e.folder or None, e.pool] for e in entries]
        full = [[*row, *map(known, place)] for row, place in zip(rows, places, strict=True)]
        console.table(("Id", "Name", "State", "Host", "Datacenter", "Folder", "Pool"), full)
    elif given["title"]:
        titles = await _titles(esx)
        titled = [
            [*row, titles.get(e.domain.ref, "")] for row, e in zip(rows, entries, strict=True)
        ]
        console.table(("Id", "Name", "State", "Title"), titled)
    else:
        console.table(("Id", "Name", "State"), rows)
    return ExitStatus.OK


async def _titles(esx: aioesx.Connection) -> dict[aioesx.vim.ManagedObjectReference, str]:
    """Read the titles of all domains: what `desc` has put among their settings."""
    from aioesx.domain.hardware.configuration import TITLE_KEY  # only where titles are told

    return {
        values.ref: str(entry.value)
        for values in await esx.read("VirtualMachine", _SETTINGS)
        for entry in values.values.if_shown(_SETTINGS) or ()
        if entry.key == TITLE_KEY
    }


async def _chosen(esx: aioesx.Connection, given: dict[str, bool]) -> list[aioesx.DomainSummary]:
    if _either(given["with_checkpoint"], given["without_checkpoint"]):
        return []  # no domain of a VMware host has one
    return await esx.domains.list(**_criteria(given))


def _criteria(given: dict[str, bool]) -> dict[str, Any]:
    """Turn virsh's options into the criteria of `Domains.list`."""
    inactive = given["inactive"] or given["state_shutoff"]
    states = {aioesx.DomainState(state) for option, state in _STATES.items() if given[option]}
    return {
        "active": None if given["all"] else not inactive,
        "persistent": _either(given["persistent"], given["transient"]),
        "snapshots": _either(given["with_snapshot"], given["without_snapshot"]),
        "autostart": _either(given["autostart"], given["no_autostart"]),
        "managed_save": _either(given["with_managed_save"], given["without_managed_save"]),
        "states": states or None,
    }


def _either(yes: bool, no: bool) -> bool | None:
    return yes if yes is not no else None


def _list_order(entry: aioesx.DomainSummary) -> tuple[bool, int, str]:
    if entry.id is not None:
        return False, entry.id, ""
    return True, 0, entry.name.casefold()


# --- power ---------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, slots=True)
class VerbEntry:
    """A verb on one domain, the coroutine of `Domain` that has the command's name.

    Attributes:
        done: how virsh says that it was done.
        help: of the command.
        by_name: whether virsh then calls the domain by its name, and not as it was typed.
        harmful: whether it takes something from whoever works in the guest.
        options: what may be said besides; what is no flag is a keyword of the coroutine.
    """

    done: str
    help: str
    by_name: bool = False
    harmful: bool = True
    options: tuple[Flag | Word, ...] = ()


_TOOLS_SECONDS: Final = Word(
    "tools-seconds",
    "How long VMware Tools that are installed may take until they run; without it none.",
    required=False,
    bare=False,
    type=click.FloatRange(min=0),
    metavar="SECONDS",
)
"""A guest that boots has Tools that will run."""

_VERBS: Final[dict[str, VerbEntry]] = {
    "start": VerbEntry(
        "started",
        "Start (previously defined) inactive domains.",
        by_name=True,
        harmful=False,
        options=(Flag("force-boot", "No difference: there is no managed save image to drop."),),
    ),
    "shutdown": VerbEntry(
        "is being shutdown",
        "Ask the guests to shut down, by VMware Tools.",
        options=(_TOOLS_SECONDS,),
    ),
    "reboot": VerbEntry(
        "is being rebooted",
        "Ask the guests to restart, by VMware Tools.",
        options=(_TOOLS_SECONDS,),
    ),
    "destroy": VerbEntry("destroyed", "Power domains off at once."),
    "reset": VerbEntry("was reset", "Reset domains, as by their button."),
    "suspend": VerbEntry("suspended", "Suspend domains, their memory to disk."),
    "resume": VerbEntry("resumed", "Wake suspended domains.", harmful=False),
}


def _verb(name: str, entry: VerbEntry) -> CommandRow:
    async def run(
        esx: aioesx.Connection, console: Console, domain: Sequence[str], **given: Any
    ) -> ExitStatus:
        keys = [word.key for word in entry.options if isinstance(word, Word)]
        asked = {key: given[key] for key in keys if given[key] is not None}
        if asked:  # its time is the person's
            asked["timeout"] = None

        async def act(typed: str, found: aioesx.DomainSummary) -> None:
            await getattr(found.domain, name)(**asked)
            console.tell(found)
            console.remark(f"Domain '{found.name if entry.by_name else typed}' {entry.done}")

        return await each_domain(esx, console, name, domain, act)

    run.__doc__ = entry.help
    return CommandRow(
        name,
        run,
        (DOMAINS, *entry.options),
        harmful=entry.harmful,
        output=outputs.DOMAINS_DONE,
    )


async def wait_for(
    esx: aioesx.Connection, console: Console, domain: str, state: str, timeout: float | None
) -> ExitStatus:
    """Return as soon as a domain is in a state: running, paused or 'shut off'."""
    wanted = one_of(state, aioesx.DomainState, what="state")
    entry = await find_domain(esx, domain)
    with anyio.move_on_after(timeout) as waiting:
        await entry.domain.wait_for(wanted)
    if waiting.cancelled_caught:
        console.complain(f"domain '{entry.name}' was not {state} within {timeout:g} seconds")
        return ExitStatus.NOT_IN_TIME
    console.remark(f"Domain '{entry.name}' is {state}")
    return ExitStatus.OK


COMMANDS: Final = (
    CommandRow(
        "list",
        list_domains,
        (
            Flag("inactive", "Only domains that are shut off."),
            Flag("all", "Domains that are shut off, too."),
            Flag("transient", "Only transient domains: there are none."),
            Flag("persistent", "Only persistent domains: all are."),
            Flag("with-snapshot", "Only domains with snapshots."),
            Flag("without-snapshot", "Only domains without."),
            Flag("state-running", "Only domains that run."),
            Flag("state-paused", "Only domains that are suspended."),
            Flag("state-shutoff", "Only domains that are shut off."),
            Flag("state-other", "Only domains in other states."),
            Flag("autostart", "Only domains that the host starts when it boots."),
            Flag("no-autostart", "Only domains that it does not start."),
            Flag("with-managed-save", "Only domains with a managed save image: there are none."),
            Flag("without-managed-save", "Only domains without one: all are."),
            Flag("with-checkpoint", "Only domains with a checkpoint: there are none."),
            Flag("without-checkpoint", "Only domains without one: all are."),
            Flag("uuid", "Only the UUIDs."),
            Flag("name", "Only the names."),
            Flag("id", "Only the ids."),
            Flag("table", "A table, as without options."),
            Flag("managed-save", "Mark domains with a managed save image: there are none."),
            Flag("title", "Show titles, too."),
            Flag("details", "Show host, datacenter, folder and resource pool, too."),
        ),
        output=outputs.LIST,
    ),
    *(_verb(name, entry) for name, entry in _VERBS.items()),
    CommandRow(
        "wait-for",
        wait_for,
        (
            Word("domain", "Name, id or UUID of the domain."),
            Word("state", "running, paused or 'shut off'."),
            Word("timeout", "Seconds; without it, as long as it takes.", False, False, type=float),
        ),
    ),
)
