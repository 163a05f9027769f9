"""Commands of a vCenter: its hosts and alarms, and domains that go to another one or are copied."""

from __future__ import annotations

from typing import Any, Final

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, HOST, CommandRow, Flag, Word, exclusive
from aioesx.cli.names import find_domain, local_time
from aioesx.cli.outputs.common import NAMED
from aioesx.cli.outputs.hosts import HOSTS
from aioesx.cli.outputs.watching import ALARMS
from aioesx.cli.status import ExitStatus
from aioesx.cli.target import destination
from aioesx.cli.text import known

__all__ = ["COMMANDS"]

_NO_DIFFERENCE: Final = "No difference, as for libvirt."


async def hosts(esx: aioesx.Connection, console: Console, name: bool) -> ExitStatus:
    """List the hosts that the connection is over."""
    entries = sorted(await esx.hosts.list(), key=lambda entry: entry.name)
    console.tell_all(entries)
    if name:
        for entry in entries:
            console.say(entry.name)
        return ExitStatus.OK
    console.table(
        ("Name", "State", "Datacenter", "Cluster", "Version"),
        [
            [
                entry.name,
                f"{entry.state}, maintenance" if entry.maintenance else str(entry.state),
                known(entry.datacenter),
                known(entry.cluster),
                known(entry.version),
            ]
            for entry in entries
        ],
    )
    return ExitStatus.OK


async def migrate(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    desturi: str,
    verbose: bool,
    pool: str | None,
    datastore: str | None,
    priority: Any,
    **_: bool,
) -> ExitStatus:
    """Move a domain to another host of its vCenter, while it runs or not."""
    entry = await find_domain(esx, domain)

    def tell(percent: int) -> None:
        console.record(f"Migration: [{percent:3} %]\n")

    await entry.domain.migrate(
        destination(desturi),
        pool=pool,
        datastore=datastore,
        priority=priority or "default",
        on_progress=tell if verbose else None,
    )
    if verbose:
        tell(100)
    return ExitStatus.OK


async def clone(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    newname: str,
    host: str | None,
    pool: str | None,
    folder: str | None,
    datastore: str | None,
    snapshot: str | None,
    linked: bool,
    template: bool,
    start: bool,
) -> ExitStatus:
    """Copy a domain, or make one of a template."""
    exclusive(template=template, start=start)
    entry = await find_domain(esx, domain)
    copy = await entry.domain.clone(
        newname,
        host=host,
        pool=pool,
        folder=folder,
        datastore=datastore,
        snapshot=snapshot,
        linked=linked,
        template=template,
        start=start,
    )
    console.tell(copy)
    console.remark(f"{'Template' if template else 'Domain'} '{copy.name}' cloned from '{domain}'")
    return ExitStatus.OK


async def template(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    undo: bool,
    host: str | None,
    pool: str | None,
) -> ExitStatus:
    """Make a template of a domain that is shut off, or a domain of it again."""
    entry = await find_domain(esx, domain)
    if undo:
        await entry.domain.mark_as_domain(host=host, pool=pool)
        console.remark(f"Template '{entry.name}' is a domain")
    else:
        await entry.domain.mark_as_template()
        console.remark(f"Domain '{entry.name}' is a template")
    return ExitStatus.OK


_POOL: Final = Word("pool", "Resource pool, by path or name.", required=False, bare=False)
_DATASTORE: Final = Word("datastore", "Where its files go.", required=False, bare=False)


async def alarms(esx: aioesx.Connection, console: Console) -> ExitStatus:
    """List the alarms that went off and are not over, the worst first."""
    entries = await esx.alarms.list()
    console.tell_all(entries)
    rows = [
        (
            str(entry.status),
            f"{entry.kind} {known(entry.entity)}",
            known(entry.name),
            local_time(entry.since),
            _acknowledged(entry),
        )
        for entry in entries
    ]
    console.table(("Status", "Of", "Alarm", "Since", "Acknowledged"), rows)
    return ExitStatus.OK


def _acknowledged(entry: aioesx.TriggeredAlarm) -> str:
    if not entry.acknowledged:
        return known(None if entry.acknowledged is None else "no")
    return f"by {entry.acknowledged_by}" if entry.acknowledged_by else "yes"


COMMANDS: Final = (
    CommandRow("alarms", alarms, output=ALARMS),
    CommandRow("hosts", hosts, (Flag("name", "Names only."),), output=HOSTS),
    CommandRow(
        "migrate",
        migrate,
        (
            DOMAIN,
            Word("desturi", "URI or alias of the other host, or its name at this vCenter."),
            Flag("live", _NO_DIFFERENCE),
            Flag("persistent", _NO_DIFFERENCE),
            Flag("undefinesource", _NO_DIFFERENCE),
            Flag("suspend", _NO_DIFFERENCE),
            Flag("verbose", "Show how far it is."),
            _POOL,
            Word("datastore", "Move the disks, too, to this one.", required=False, bare=False),
            Word("priority", "low, default or high.", required=False, bare=False),
        ),
        harmful=True,
    ),
    CommandRow(
        "clone",
        clone,
        (
            DOMAIN,
            Word("newname", "Name of the copy."),
            HOST,
            _POOL,
            Word("folder", "Folder, below the datacenter's.", required=False, bare=False),
            _DATASTORE,
            Word("snapshot", "Copy this snapshot.", required=False, bare=False),
            Flag("linked", "Keep only what differs, on top of a snapshot."),
            Flag("template", "Make a template."),
            Flag("start", "Start the copy."),
        ),
        output=NAMED,
    ),
    CommandRow(
        "template",
        template,
        (DOMAIN, Flag("undo", "Make a domain of a template."), HOST, _POOL),
        harmful=True,
    ),
)
