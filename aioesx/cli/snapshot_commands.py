"""Commands about snapshots. Names, options and output are virsh's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, FILE, CommandRow, Flag, Word, exclusive
from aioesx.cli.names import find_domain
from aioesx.cli.reading import read_document
from aioesx.cli.status import ExitStatus

__all__ = ["COMMANDS"]

_Infos = Iterable["aioesx.SnapshotInfo"]


async def snapshot_list(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    **given: bool | str | None,
) -> ExitStatus:
    """List snapshots by name."""
    exclusive(parent=given["parent"], roots=given["roots"], tree=given["tree"])
    exclusive(name=given["name"], tree=given["tree"])
    found = (await find_domain(esx, domain)).domain
    tree = await found.snapshots.tree()
    start = _start(tree, given)
    if given["tree"]:
        for root in [start] if start is not None else _by_name(tree.roots):
            for line in _tree_lines(root):
                console.say(line)
        return ExitStatus.OK
    shown = _by_name(info for info in _chosen(tree, start, given) if _passes(info, given))
    if given["name"]:
        for info in shown:
            console.say(info.name)
        return ExitStatus.OK
    head = ["Name", "Creation Time", "State"] + (["Parent"] if given["parent"] else [])
    rows = [
        [info.name, _local(info.created), info.state_word]
        + ([info.parent or ""] if given["parent"] else [])
        for info in shown
    ]
    console.table(head, rows)
    return ExitStatus.OK


def _start(
    tree: aioesx.SnapshotTree, given: dict[str, bool | str | None]
) -> aioesx.SnapshotInfo | None:
    """Return the snapshot whose descendants are meant, or None for all."""
    if isinstance(given["from"], str):
        return tree.by_name(given["from"])
    if given["current"]:
        if tree.current is None:
            raise errors.NoSuchSnapshotError("the domain has no current snapshot")
        return tree.current
    return None


def _chosen(
    tree: aioesx.SnapshotTree,
    start: aioesx.SnapshotInfo | None,
    given: dict[str, bool | str | None],
) -> _Infos:
    if start is not None:
        return start.descendants() if given["descendants"] else start.children
    return tree.roots if given["roots"] else tree


def _passes(info: aioesx.SnapshotInfo, given: dict[str, bool | str | None]) -> bool:
    """Hold a snapshot against the options that narrow the list."""
    was_active = info.state_word != "shutoff"
    pairs = (
        ("leaves", "no-leaves", not info.children),
        ("active", "inactive", was_active),
        ("internal", "external", True),
        ("no-metadata", "metadata", True),
    )
    wanted = [
        (given[yes.replace("-", "_")], given[no.replace("-", "_")], is_) for yes, no, is_ in pairs
    ]
    return all(yes == no or bool(yes) is is_ for yes, no, is_ in wanted)


def _by_name(infos: _Infos) -> list[aioesx.SnapshotInfo]:
    return sorted(infos, key=lambda info: info.name.lower())


def _local(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S %z}"


def _tree_lines(
    info: aioesx.SnapshotInfo, head: str = "", below: str = "", last: bool = True
) -> Iterator[str]:
    """Draw a snapshot and what hangs on it; an empty line ends each branch."""
    yield head + info.name
    children = _by_name(info.children)
    if not children:
        if last:
            yield below
        return
    yield f"{below}  |"
    for child in children:
        final = child is children[-1]
        bar = "  " if final else "| "
        yield from _tree_lines(child, f"{below}  +- ", f"{below}  {bar}", final)


async def _one(domain: aioesx.Domain, name: str | None, current: bool) -> aioesx.Snapshot:
    """Find the snapshot that ``--snapshotname`` or ``--current`` means."""
    exclusive(snapshotname=name, current=current)
    if name is not None:
        return await domain.snapshots.lookup(name)
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
    **_: bool,
) -> ExitStatus:
    """Take a snapshot, as a snapshot XML says."""
    found = (await find_domain(esx, domain)).domain
    if xmlfile is None:
        taken = await found.snapshots.create(memory=not disk_only, quiesce=quiesce)
        console.note(f"Domain snapshot {taken.name} created")
        return ExitStatus.OK
    xml = await read_document(xmlfile)
    taken = await found.snapshots.create_from_xml(xml, memory=not disk_only, quiesce=quiesce)
    console.note(f"Domain snapshot {taken.name} created from '{xmlfile}'")
    return ExitStatus.OK


async def snapshot_create_as(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    name: str | None,
    description: str | None,
    print_xml: bool,
    disk_only: bool,
    quiesce: bool,
    **_: bool,
) -> ExitStatus:
    """Take a snapshot."""
    if print_xml:
        from aioesx.definition.snapshot import SnapshotDefinition, format_snapshot_xml

        xml = format_snapshot_xml(SnapshotDefinition(name=name, description=description))
        console.document(f"{xml}\n")
        return ExitStatus.OK
    found = (await find_domain(esx, domain)).domain
    taken = await found.snapshots.create(
        name, description=description or "", memory=not disk_only, quiesce=quiesce
    )
    console.note(f"Domain snapshot {taken.name} created")
    return ExitStatus.OK


async def snapshot_info(
    esx: aioesx.Connection, console: Console, domain: str, snapshotname: str | None, current: bool
) -> ExitStatus:
    """Print what a snapshot is like."""
    found = (await find_domain(esx, domain)).domain
    info = await (await _one(found, snapshotname, current)).info()
    console.facts(
        [
            ("Name", info.name),
            ("Domain", found.name),
            ("Current", "yes" if info.is_current else "no"),
            ("State", info.state_word),
            ("Location", "internal"),
            ("Parent", info.parent or "-"),
            ("Children", len(info.children)),
            ("Descendants", sum(1 for _ in info.descendants())),
            ("Metadata", "no"),
        ]
    )
    return ExitStatus.OK


async def snapshot_dumpxml(
    esx: aioesx.Connection, console: Console, domain: str, snapshotname: str, **_: bool
) -> ExitStatus:
    """Print a snapshot's XML."""
    found = (await find_domain(esx, domain)).domain
    console.put(await (await found.snapshots.lookup(snapshotname)).xml())
    return ExitStatus.OK


async def snapshot_current(
    esx: aioesx.Connection, console: Console, domain: str, name: bool, **_: bool
) -> ExitStatus:
    """Print the XML, or the name, of the snapshot that a domain runs on from."""
    found = (await find_domain(esx, domain)).domain
    snapshot = await _one(found, None, current=True)
    console.put(snapshot.name if name else await snapshot.xml())
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
    console.put(parent.name)
    return ExitStatus.OK


async def snapshot_revert(
    esx: aioesx.Connection, console: Console, domain: str, snapshotname: str | None, current: bool
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
        for name in await found.snapshots.delete_older_than(older_than):
            console.remark(f"Domain snapshot {name} deleted")
        return ExitStatus.OK
    snapshot = await _one(found, snapshotname, current)
    if not metadata:  # libvirt keeps none of ESX's: to delete it does nothing
        await snapshot.delete(children=children)
    console.remark(f"Domain snapshot {snapshot.name} deleted")
    return ExitStatus.OK


def _moment(text: str) -> datetime:
    """Read a moment in ISO 8601; without a zone it is local time."""
    return datetime.fromisoformat(text).astimezone()


_moment.__name__ = "moment"

_NAME: Final = Word("snapshotname", "Name of the snapshot.", required=False)
_CURRENT: Final = Flag("current", "The one that the domain runs on from.")
_ONE: Final = (DOMAIN, _NAME, _CURRENT)
_TAKING: Final = (
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
        ),
    ),
    CommandRow(
        "snapshot-create",
        snapshot_create,
        (DOMAIN, Word("xmlfile", "Snapshot XML; - is standard input.", False, type=FILE), *_TAKING),
    ),
    CommandRow(
        "snapshot-create-as",
        snapshot_create_as,
        (
            DOMAIN,
            Word("name", "Its name; else the seconds since 1970.", required=False),
            Word("description", "Free text.", required=False),
            Flag("print-xml", "Print the XML, and take none."),
            *_TAKING,
        ),
    ),
    CommandRow("snapshot-info", snapshot_info, _ONE),
    CommandRow(
        "snapshot-dumpxml",
        snapshot_dumpxml,
        (
            DOMAIN,
            Word("snapshotname", "Name of the snapshot."),
            Flag("security-info", "No difference."),
        ),
    ),
    CommandRow(
        "snapshot-current",
        snapshot_current,
        (DOMAIN, Flag("name", "Only the name."), Flag("security-info", "No difference.")),
    ),
    CommandRow("snapshot-parent", snapshot_parent, _ONE),
    CommandRow("snapshot-revert", snapshot_revert, _ONE),
    CommandRow(
        "snapshot-delete",
        snapshot_delete,
        (
            *_ONE,
            Flag("children", "All that descend from it, too."),
            Flag("metadata", "Only what libvirt noted about it, which is nothing."),
            Word("older-than", "Moment, such as 2026-01-31T12:00.", False, False, type=_moment),
        ),
    ),
)
