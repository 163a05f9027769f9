"""Commands about snapshots. Names, options and output are virsh's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, FILE, CommandRow, Flag, Word, exclusive
from aioesx.cli.moments import MOMENT
from aioesx.cli.names import find_domain, find_snapshot
from aioesx.cli.outputs import domains as outputs
from aioesx.cli.outputs.common import DOCUMENT, TAKEN
from aioesx.cli.reading import read_document
from aioesx.cli.several import each
from aioesx.cli.snapshot_listing import snapshot_list
from aioesx.cli.snapshot_specs import disk_of, memory_of
from aioesx.cli.status import ExitStatus
from aioesx.cli.xpath import XPATH, selected

__all__ = ["COMMANDS"]


async def _one(domain: aioesx.Domain, name: str | None, current: bool) -> aioesx.Snapshot:
    """Find the snapshot that ``--snapshotname`` or ``--current`` means."""
    exclusive(snapshotname=name, current=current)
    if name is not None:
        return await find_snapshot(domain, name)
    if not current:
        raise ValueError("--snapshotname or --current is required")
    found = await domain.snapshots.current()
    if found is None:
        raise errors.NoSuchSnapshotError("the domain has no current snapshot")
    return found


async def snapshot_create(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    xmlfile: Path | None,
    disk_only: bool,
    quiesce: bool,
    halt: bool,
    validate: bool,
    **_: bool,
) -> ExitStatus:
    """Take a snapshot, as a snapshot XML says."""
    entry = await find_domain(esx, domain)
    snapshots = entry.domain.snapshots
    if xmlfile is None:
        taken = await snapshots.create(memory=not disk_only, quiesce=quiesce)
    else:
        xml = await read_document(xmlfile)
        taken = await snapshots.create_from_xml(
            xml, memory=not disk_only, quiesce=quiesce, validate=validate
        )
    if halt:
        await _halt(entry)
    console.tell(taken)
    source = f" from '{xmlfile}'" if xmlfile is not None else ""
    console.note(f"Domain snapshot {taken.name} created{source}")
    return ExitStatus.OK


async def snapshot_create_as(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    name: str | None,
    description: str | None,
    memspec: str | None,
    diskspec: Sequence[str],
    **given: bool,
) -> ExitStatus:
    """Take a snapshot."""
    from aioesx.definition.snapshot import (
        SnapshotDefinition,
        format_snapshot_xml,
        parse_snapshot_xml,
    )

    wish = SnapshotDefinition(
        name=name,
        description=description,
        memory=memory_of(memspec) if memspec is not None else None,
        disks=tuple(map(disk_of, diskspec)),
    )
    xml = format_snapshot_xml(wish)
    if given["print_xml"]:
        console.document(
            f"{xml}\n".replace("<domainsnapshot/>", "<domainsnapshot>\n</domainsnapshot>")
        )
        return ExitStatus.OK
    for option in _ONLY_PRINTED:
        if given[option]:
            raise ValueError(f"--{option.replace('_', '-')}: a VMware host has nothing for it")
    if wish.disks:
        parse_snapshot_xml(xml)  # refuses it, and says why
    elif wish.memory is not None:
        console.warn("the memory goes where the host keeps it: ESX lets nobody choose")
    entry = await find_domain(esx, domain)
    taken = await entry.domain.snapshots.create(
        name,
        description=description or "",
        memory=not given["disk_only"],
        quiesce=given["quiesce"],
    )
    if given["halt"]:
        await _halt(entry)
    console.tell({"name": taken.name})
    console.note(f"Domain snapshot {taken.name} created")
    return ExitStatus.OK


_ONLY_PRINTED: Final = ("reuse_external", "atomic", "live")


async def _halt(entry: aioesx.DomainSummary) -> None:
    """Power a domain off that runs or is suspended."""
    if entry.state.is_active:
        await entry.domain.destroy()


async def snapshot_info(
    esx: aioesx.Connection, console: Console, domain: str, snapshotname: str | None, current: bool
) -> ExitStatus:
    """Print what a snapshot is like."""
    found = (await find_domain(esx, domain)).domain
    info = await (await _one(found, snapshotname, current)).info()
    descendants = sum(1 for _ in info.descendants())
    console.tell(
        {
            "name": info.name,
            "domain": found.name,
            "description": info.description,
            "created": info.created,
            "state": info.state_word,
            "quiesced": info.quiesced,
            "is_current": info.is_current,
            "parent": info.parent,
            "children": len(info.children),
            "descendants": descendants,
        }
    )
    console.facts(
        [
            ("Name", info.name),
            ("Domain", found.name),
            ("Current", "yes" if info.is_current else "no"),
            ("State", info.state_word),
            ("Location", "internal"),
            ("Parent", info.parent or "-"),
            ("Children", len(info.children)),
            ("Descendants", descendants),
            ("Metadata", "no"),
        ]
    )
    return ExitStatus.OK


async def snapshot_dumpxml(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    snapshotname: str,
    xpath: str | None,
    wrap: bool,
    **_: bool,
) -> ExitStatus:
    """Print a snapshot's XML."""
    found = (await find_domain(esx, domain)).domain
    xml = await (await find_snapshot(found, snapshotname)).xml()
    console.document(selected(xml, xpath, wrap))
    return ExitStatus.OK


async def snapshot_current(
    esx: aioesx.Connection, console: Console, domain: str, name: bool, **_: bool
) -> ExitStatus:
    """Print the XML, or the name, of the snapshot that a domain runs on from."""
    found = (await find_domain(esx, domain)).domain
    snapshot = await _one(found, None, current=True)
    if name:
        console.tell({"name": snapshot.name})
        console.put(snapshot.name)
    else:
        console.document(await snapshot.xml())
    return ExitStatus.OK


async def snapshot_parent(
    esx: aioesx.Connection, console: Console, domain: str, snapshotname: str | None, current: bool
) -> ExitStatus:
    """Print the name of the snapshot that one was taken on from."""
    found = (await find_domain(esx, domain)).domain
    snapshot = await _one(found, snapshotname, current)
    parent = await snapshot.parent()
    if parent is None:
        raise errors.NoSuchSnapshotError(f"snapshot '{snapshot.name}' has no parent")
    console.tell(parent)
    console.put(parent.name)
    return ExitStatus.OK


async def snapshot_revert(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    snapshotname: str | None,
    current: bool,
    force: bool,
) -> ExitStatus:
    """Bring a domain back to a snapshot."""
    found = (await find_domain(esx, domain)).domain
    snapshot = await _one(found, snapshotname, current)
    await snapshot.revert()
    console.remark(f"Domain snapshot {snapshot.name} reverted")
    return ExitStatus.OK


async def snapshot_delete(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    snapshotname: str | None,
    current: bool,
    children: bool,
    metadata: bool,
    older_than: datetime | None,
) -> ExitStatus:
    """Delete a snapshot, or with --older-than all that were taken before a moment."""
    found = (await find_domain(esx, domain)).domain
    if older_than is not None:
        exclusive(older_than=older_than, snapshotname=snapshotname, current=current)
        return await _delete_old(found, console, older_than)
    snapshot = await _one(found, snapshotname, current)
    if not metadata:  # libvirt keeps none of ESX's: to delete it does nothing
        await snapshot.delete(children=children)
    console.remark(f"Domain snapshot {snapshot.name} deleted")
    return ExitStatus.OK


async def _delete_old(domain: aioesx.Domain, console: Console, moment: datetime) -> ExitStatus:
    """Delete what was taken before a moment, oldest first; younger children stay."""
    old = [info for info in await domain.snapshots.tree() if info.created < moment]

    async def act(info: aioesx.SnapshotInfo) -> None:
        await domain.snapshots.of(info).delete()
        console.remark(f"Domain snapshot {info.name} deleted")

    return await each(
        console,
        "snapshot-delete",
        sorted(old, key=lambda info: info.created),
        act,
        lambda info: f"cannot delete snapshot '{info.name}'",
    )


_NAME: Final = Word("snapshotname", "Name of the snapshot.", required=False)
_CURRENT: Final = Flag("current", "The one that the domain runs on from.")
_ONE: Final = (DOMAIN, _NAME, _CURRENT)
_TAKING: Final = (
    Flag("halt", "Power the domain off afterwards."),
    Flag("validate", "Refuse elements that libvirt does not know."),
    Flag("no-metadata", "No difference: the host keeps the snapshot, nobody else."),
    Flag("disk-only", "Without the memory."),
    Flag("quiesce", "Bring the guest's file systems to rest before, by VMware Tools."),
)


COMMANDS: Final = (
    CommandRow(
        "snapshot-list",
        snapshot_list,
        (
            DOMAIN,
            Flag("parent", "Show parents, too."),
            Flag("roots", "Only those without parent."),
            Flag("leaves", "Only those without children."),
            Flag("no-leaves", "Only those with children."),
            Flag("metadata", "Only those with metadata of libvirt's: there are none."),
            Flag("no-metadata", "Only those without: all are."),
            Flag("inactive", "Only those taken while the domain was shut off."),
            Flag("active", "Only those taken while it was not."),
            Flag("internal", "Only internal ones: all are."),
            Flag("external", "Only external ones: there are none."),
            Flag("tree", "Draw a tree."),
            Word("from", "Only children of this one.", False, False),
            Flag("current", "Only children of the current one."),
            Flag("descendants", "With --from or --current: their children, too."),
            Flag("name", "Only the names."),
            Flag("disk-only", "No difference: the host does not tell which these are."),
        ),
        output=outputs.SNAPSHOTS,
    ),
    CommandRow(
        "snapshot-create",
        snapshot_create,
        (DOMAIN, Word("xmlfile", "Snapshot XML; - is standard input.", False, type=FILE), *_TAKING),
        output=outputs.SNAPSHOT_TAKEN,
    ),
    CommandRow(
        "snapshot-create-as",
        snapshot_create_as,
        (
            DOMAIN,
            Word("name", "Its name; else the seconds since 1970.", required=False),
            Word("description", "Free text.", required=False),
            Word(
                "diskspec",
                "disk[,snapshot=type][,driver=type][,stype=type][,file=name]; to be printed only.",
                *(False, True, True),
            ),
            Word("memspec", "[file=]name[,snapshot=type]; to be printed only.", False, False),
            Flag("print-xml", "Print the XML, and take none."),
            *_TAKING,
            *(Flag(name.replace("_", "-"), "To be printed only.") for name in _ONLY_PRINTED),
        ),
        output=TAKEN,
    ),
    CommandRow("snapshot-info", snapshot_info, _ONE, output=outputs.SNAPSHOT),
    CommandRow(
        "snapshot-dumpxml",
        snapshot_dumpxml,
        (
            DOMAIN,
            Word("snapshotname", "Name of the snapshot."),
            Flag("security-info", "No difference."),
            *XPATH,
        ),
        output=DOCUMENT,
    ),
    CommandRow(
        "snapshot-current",
        snapshot_current,
        (DOMAIN, Flag("name", "Only the name."), Flag("security-info", "No difference.")),
        output=outputs.CURRENT,
    ),
    CommandRow("snapshot-parent", snapshot_parent, _ONE, output=outputs.PARENT),
    CommandRow(
        "snapshot-revert",
        snapshot_revert,
        (*_ONE, Flag("force", "No difference: no revert is risky enough to be refused.")),
        harmful=True,
    ),
    CommandRow(
        "snapshot-delete",
        snapshot_delete,
        (
            *_ONE,
            Flag("children", "All that descend from it, too."),
            Flag("metadata", "Only what libvirt noted about it, which is nothing."),
            Word(
                "older-than",
                "All that are older: 7d, 12h, or a moment such as 2026-01-31T12:00.",
                *(False, False),
                type=MOMENT,
            ),
        ),
        harmful=True,
    ),
)
