"""Commands that find domains and switch them on and off. Names, options and output are virsh's."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAINS, CommandRow, Flag, Word, exclusive
from aioesx.cli.run import explained
from aioesx.cli.status import ExitStatus, status_of

__all__ = ["COMMANDS", "each_domain", "find_domain", "list_domains"]

_STATES: Final = {
    "state_running": "running",
    "state_paused": "paused",
    "state_shutoff": "shut off",
    "state_other": "no state",
}
_COLUMNS: Final = ("uuid", "id", "name")


async def list_domains(esx: aioesx.Connection, console: Console, **given: bool) -> ExitStatus:
    """List domains: active ones by id, then the others by name."""
    exclusive(table=given["table"], name=given["name"])
    exclusive(table=given["table"], uuid=given["uuid"])
    exclusive(table=given["table"], id=given["id"])
    entries = sorted(await esx.domains.list(**_criteria(given)), key=_list_order)
    columns = [column for column in _COLUMNS if given[column]]
    if columns:
        numbered = [e for e in entries if columns != ["id"] or e.id is not None]
        for entry in numbered:
            console.say(" ".join(_text(getattr(entry, column)) for column in columns))
        return ExitStatus.OK
    rows = [[_text(entry.id), entry.name, entry.state.value] for entry in entries]
    if given["title"]:  # a VMware machine has none
        console.table(("Id", "Name", "State", "Title"), [[*row, ""] for row in rows])
    else:
        console.table(("Id", "Name", "State"), rows)
    return ExitStatus.OK


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


def _text(value: object) -> str:
    return "-" if value is None else str(value)


def _list_order(entry: aioesx.DomainSummary) -> tuple[bool, int, str]:
    if entry.id is not None:
        return False, entry.id, ""
    return True, 0, entry.name.casefold()


async def find_domain(
    esx: aioesx.Connection, text: str, by: Sequence[str] = ("id", "uuid", "name")
) -> aioesx.DomainSummary:
    """Find a domain by what a person typed: its id, its UUID or its name, tried in this order.

    Raises:
        NoSuchDomainError: there is none.
    """
    entries = await esx.domains.list()
    for key in by:
        for entry in entries:
            if _MATCHES[key](entry, text):
                return entry
    raise errors.NoSuchDomainError(f"'{text}'")


def _has_id(entry: aioesx.DomainSummary, text: str) -> bool:
    return entry.id is not None and text == str(entry.id)


def _has_uuid(entry: aioesx.DomainSummary, text: str) -> bool:
    try:
        return entry.uuid == UUID(text)
    except ValueError:
        return False


def _has_name(entry: aioesx.DomainSummary, text: str) -> bool:
    return entry.name == text


_MATCHES: Final = {"id": _has_id, "uuid": _has_uuid, "name": _has_name}


# --- power ---------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, slots=True)
class VerbEntry:
    """A verb on one domain, the coroutine of `Domain` that has the command's name.

    Attributes:
        done: how virsh says that it was done.
        help: of the command.
        by_name: whether virsh then calls the domain by its name, and not as it was typed.
    """

    done: str
    help: str
    by_name: bool = False


_VERBS: Final[dict[str, VerbEntry]] = {
    "start": VerbEntry("started", "Start (previously defined) inactive domains.", True),
    "shutdown": VerbEntry("is being shutdown", "Ask the guests to shut down, by VMware Tools."),
    "reboot": VerbEntry("is being rebooted", "Ask the guests to restart, by VMware Tools."),
    "destroy": VerbEntry("destroyed", "Power domains off at once."),
    "reset": VerbEntry("was reset", "Reset domains, as by their button."),
    "suspend": VerbEntry("suspended", "Suspend domains, their memory to disk."),
    "resume": VerbEntry("resumed", "Wake suspended domains."),
}


async def each_domain(
    esx: aioesx.Connection, console: Console, verb: str, names: Sequence[str]
) -> ExitStatus:
    """Do a verb to each named domain; the failure of one does not stop the others.

    Returns the status of the first failure.
    """
    row = _VERBS[verb]
    status = ExitStatus.OK
    done = 0
    for name in names:
        try:
            entry = await find_domain(esx, name)
            await getattr(entry.domain, verb)()
        except errors.EsxError as error:
            console.complain(f"cannot {verb} domain '{name}': {explained(error)}")
            status = status or status_of(error)
        else:
            shown = entry.name if row.by_name else name
            console.remark(f"Domain '{shown}' {row.done}")
            done += 1
    if status is not ExitStatus.OK and done:
        console.remark()
    return status


def _verb(name: str, entry: VerbEntry) -> CommandRow:
    async def run(esx: aioesx.Connection, console: Console, domain: Sequence[str]) -> ExitStatus:
        return await each_domain(esx, console, name, domain)

    run.__doc__ = entry.help
    return CommandRow(name, run, (DOMAINS,))


async def wait_for(
    esx: aioesx.Connection, console: Console, domain: str, state: str, timeout: float | None
) -> ExitStatus:
    """Return as soon as a domain is in a state: running, paused or 'shut off'."""
    entry = await find_domain(esx, domain)
    await entry.domain.wait_for(aioesx.DomainState(state), timeout=timeout)
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
            Flag("uuid", "Only the UUIDs."),
            Flag("name", "Only the names."),
            Flag("id", "Only the ids."),
            Flag("table", "A table, as without options."),
            Flag("managed-save", "Mark domains with a managed save image: there are none."),
            Flag("title", "Show titles, too."),
        ),
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
