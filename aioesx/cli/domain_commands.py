"""Commands that find domains and switch them on and off. Names, options and output are virsh's."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final
from uuid import UUID

import aioesx
from aioesx import DomainState, errors
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAINS, CommandRow, Flag, Word, exclusive
from aioesx.cli.run import explained
from aioesx.cli.status import ExitStatus, status_of

__all__ = ["COMMANDS", "each_domain", "find_domain", "list_domains"]

Verb = Callable[[aioesx.Domain], Awaitable[None]]

_STATES: Final = {
    "state_running": {DomainState.RUNNING},
    "state_paused": {DomainState.PAUSED},
    "state_shutoff": {DomainState.SHUTOFF},
    "state_other": {DomainState.NOSTATE},
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
    states = {state for option, found in _STATES.items() if given[option] for state in found}
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
    """A verb on one domain.

    Attributes:
        act: what it does.
        done: how virsh says that it was done.
        help: of the command.
        by_name: whether virsh then calls the domain by its name, and not as it was typed.
    """

    act: Verb
    done: str
    help: str
    by_name: bool = False


_VERBS: Final[dict[str, VerbEntry]] = {
    "start": VerbEntry(
        aioesx.Domain.start, "started", "Start (previously defined) inactive domains.", True
    ),
    "shutdown": VerbEntry(
        aioesx.Domain.shutdown, "is being shutdown", "Ask the guests to shut down, by VMware Tools."
    ),
    "reboot": VerbEntry(
        aioesx.Domain.reboot, "is being rebooted", "Ask the guests to restart, by VMware Tools."
    ),
    "destroy": VerbEntry(aioesx.Domain.destroy, "destroyed", "Power domains off at once."),
    "reset": VerbEntry(aioesx.Domain.reset, "was reset", "Reset domains, as by their button."),
    "suspend": VerbEntry(
        aioesx.Domain.suspend, "suspended", "Suspend domains, their memory to disk."
    ),
    "resume": VerbEntry(aioesx.Domain.resume, "resumed", "Wake suspended domains."),
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
            await row.act(entry.domain)
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
    await entry.domain.wait_for(DomainState(state), timeout=timeout)
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
