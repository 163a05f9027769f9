"""`drift` and `orphaned-disks`: what only a look at all hosts tells."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import aioesx
from aioesx._whole_file import put_whole
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word
from aioesx.cli.fleet.hosts import INVENTORY, SELECT
from aioesx.cli.jobs.common import SOURCE, many, open_fleet, said, tell_problems
from aioesx.cli.link import Link
from aioesx.cli.outputs.jobs import DRIFTS, FLEET_ORPHANS
from aioesx.cli.sizes import shown_size
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known
from aioesx.fleet import current_host

if TYPE_CHECKING:
    from aioesx import jobs

__all__ = ["COMMANDS"]

_OF_RESULT: Final = ("pool", "certain", "reasons", "passed_over")


async def drift(
    link: Link,
    console: Console,
    before: Path | None,
    after: Path | None,
    save: Path | None,
    inventory: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    volatile: bool,
    status: bool,
) -> ExitStatus:
    """Tell what changed since a configuration was saved; or save it.

    --save FILE writes the configuration of the host, or of those of --inventory. drift FILE holds
    it against what is now, drift FILE FILE two of them. What changes by itself (power, free room,
    maintenance mode) does not count, unless --volatile has it.
    """
    from aioesx import jobs

    if save is None and before is None:
        raise ValueError("drift from what? Name a file, or --save one first")
    if save is not None and (before is not None or after is not None):
        raise ValueError("--save writes what is now: it goes with no other file")
    if after is not None and (inventory is not None or select):
        raise ValueError("two files are compared without a host: --inventory has no use there")
    earlier = jobs.read_configuration(before) if before is not None else None
    if after is not None:
        later = jobs.read_configuration(after)
    else:
        later = await _now(link, console, inventory, select)
    if earlier is None:
        return _saved(console, later, save or Path())
    ignored = (*(() if volatile else jobs.VOLATILE), *ignore)
    found = jobs.compare(earlier, later, ignore=ignored)
    _drifts(console, found)
    return ExitStatus.FAILED if status and found.entries else ExitStatus.OK


async def _now(
    link: Link, console: Console, inventory: Path | None, select: Sequence[str]
) -> dict[str, Any]:
    """Read the configuration of all hosts.

    Raises:
        EsxError: no host answered: the error of the first.
    """
    from aioesx import jobs

    if inventory is None and not select:
        return await jobs.take_configuration(await link.connection())

    async def take(esx: aioesx.Connection) -> dict[str, Any]:
        return await jobs.take_configuration(esx, current_host().name)

    async with await open_fleet(link, inventory) as fleet:
        results = await fleet.gather(take, select=list(select) or None, read_only=True)
    for host, error in results.failed.items():
        console.complain(f"{host}: {said(error, 'drift')}")
    if not results.values:
        raise next(iter(results.failed.values()))
    return jobs.join(results.values.values(), unknown=results.failed)


def _saved(console: Console, document: dict[str, Any], file: Path) -> ExitStatus:
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    try:
        put_whole(file, text.encode())
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror or error}") from None
    tell_problems(console, document["problems"])
    console.remark(f"{len(document['domains'])} domains saved to {file}")
    return ExitStatus.SOME_FAILED if document["unknown"] else ExitStatus.OK


def _drifts(console: Console, found: jobs.Drifts) -> None:
    console.tell_all(found.entries)
    console.table(
        ("Kind", "Name", "Host", "Change", "Field", "Before", "After"),
        [
            [
                each.kind,
                each.name,
                known(each.host),
                each.change,
                known(each.field),
                _shown(each.before),
                _shown(each.after),
            ]
            for each in found.entries
        ],
    )
    for host in found.unknown:
        console.warn(f"{host} did not answer at one of the two times: it was not compared")
    tell_problems(console, found.problems)


def _shown(value: Any) -> str:
    if value is None or isinstance(value, str):
        return known(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


async def orphaned_disks(
    link: Link,
    console: Console,
    inventory: Path | None,
    select: tuple[str, ...],
    unclaimed: bool,
    bytes: bool,  # noqa: A002 - the option's name
) -> ExitStatus:
    """List disks and other files that no domain of any host claims; nothing is deleted.

    All hosts of --inventory are asked, and each datastore is searched once. Where one does not
    answer, nobody can tell of datastores that it may have, too. Hosts that are not in the
    inventory are not asked. 'orphans --delete' of one host deletes, after it has looked again.
    """
    from aioesx import jobs

    async with await open_fleet(link, inventory) as fleet:
        results = await jobs.orphans_of_fleet(fleet, select=list(select) or None)
    console.tell_all(
        {
            **{name: getattr(each.result, name) for name in _OF_RESULT},
            "hosts": each.hosts,
            "shared": each.shared,
            "files": each.result.unclaimed if unclaimed else each.result.files,
        }
        for each in results
    )
    console.table(
        ("File", "Kind", "Size", "Modified", "Of", "Hosts"),
        [
            [
                str(file.path),
                file.kind,
                shown_size(file.size, bytes),
                known(f"{file.modified:%Y-%m-%d}" if file.modified else None),
                known(file.domain),
                ", ".join(each.hosts),
            ]
            for each in results
            for file in (each.result.unclaimed if unclaimed else each.result.files)
        ],
    )
    for each in results:
        pool = each.result.pool
        for top in each.result.passed_over:
            console.warn(f"passed over: [{pool}] {top}, which others than domains keep")
        if not each.result.certain:
            tell = console.warn if unclaimed else console.complain
            tell(f"cannot tell of the datastore '{pool}': {each.result.why}")
    if any(each.shared and each.result.certain for each in results):
        console.warn("hosts that are not in the inventory were not asked; they may have files, too")
    told = unclaimed or (bool(results) and all(each.result.certain for each in results))
    return ExitStatus.OK if told else ExitStatus.FAILED


COMMANDS: Final = (
    CommandRow(
        "drift",
        drift,
        (
            Word("before", "File that --save has written.", required=False, type=SOURCE),
            Word("after", "Another one; else what is now.", required=False, type=SOURCE),
            Word("save", "Write what is now.", required=False, bare=False, type=SOURCE),
            INVENTORY,
            SELECT,
            many("ignore", "Fields that do not count, such as '*.description'."),
            Flag("volatile", "Power, free room and the like count, too."),
            Flag("status", "End with 1 where there is a difference."),
        ),
        connected=False,
        output=DRIFTS,
    ),
    CommandRow(
        "orphaned-disks",
        orphaned_disks,
        (
            INVENTORY,
            SELECT,
            Flag("unclaimed", "List what is unclaimed so far even where nobody can tell."),
            Flag("bytes", "Sizes in bytes."),
        ),
        connected=False,
        output=FLEET_ORPHANS,
    ),
)
