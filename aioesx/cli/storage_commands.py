"""Commands about storage as a whole: where the room went, what is left over, which images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word, exclusive
from aioesx.cli.outputs import storage as outputs
from aioesx.cli.problems import warn_of
from aioesx.cli.sizes import shown_size
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known

__all__ = ["COMMANDS"]


async def df(
    esx: aioesx.Connection,
    console: Console,
    pool: str | None,
    domains: bool,
    snapshots: bool,
    bytes: bool,  # noqa: A002 - the option's name
) -> ExitStatus:
    """Show where the room of pools went, by pool, by domain or by snapshot."""
    exclusive(domains=domains, snapshots=snapshots)
    exclusive(pool=pool is not None, snapshots=snapshots)
    if snapshots:
        grown = await esx.storage.snapshots()
        console.tell_all(grown, other=True)
        _snapshots(console, grown, bytes)
        return ExitStatus.OK
    spaces = await esx.storage.space(pool)
    console.tell_all(spaces)
    if domains:
        _domains(console, spaces, bytes)
    else:
        _pools(console, spaces, bytes)
    warn_of(console, spaces)
    return ExitStatus.OK


def _pools(console: Console, spaces: Sequence[aioesx.PoolSpace], exact: bool) -> None:
    console.table(
        ("Pool", "Capacity", "Used", "Free", "Use%", "Provisioned", "Snapshots"),
        [
            [
                each.name,
                shown_size(each.capacity, exact),
                shown_size(each.used, exact),
                shown_size(each.free, exact),
                _share(each.used, each.capacity),
                shown_size(each.provisioned, exact),
                shown_size(each.snapshots, exact),
            ]
            for each in spaces
        ],
    )


def _share(part: int | None, whole: int | None) -> str:
    return known(f"{-(-part * 100 // whole)}%" if part is not None and whole else None)


def _domains(console: Console, spaces: Sequence[aioesx.PoolSpace], exact: bool) -> None:
    console.table(
        ("Pool", "Domain", "Used", "May still use", "Snapshots"),
        [
            [
                space.name,
                each.name,
                shown_size(each.used, exact),
                shown_size(each.more, exact),
                shown_size(each.snapshots, exact),
            ]
            for space in spaces
            for each in space.domains
        ],
    )


def _snapshots(console: Console, grown: Sequence[aioesx.SnapshotGrowth], exact: bool) -> None:
    console.table(
        ("Domain", "Snapshot", "Taken", "Memory", "Grown since"),
        [
            [
                each.domain,
                each.name,
                f"{each.created:%Y-%m-%d %H:%M:%S %z}",
                shown_size(each.memory, exact),
                shown_size(each.delta, exact),
            ]
            for each in grown
        ],
    )


async def images(
    esx: aioesx.Connection,
    console: Console,
    pool: str | None,
    bytes: bool,  # noqa: A002 - the option's name
) -> ExitStatus:
    """List images of CD-ROMs and floppies, and which domains have them inserted."""
    found = await esx.storage.images(pool)
    console.tell_all(found)
    console.table(
        ("Image", "Kind", "Size", "Domains"),
        [
            [
                str(each.path),
                f"{each.kind}, missing" if each.missing else each.kind,
                shown_size(each.size, bytes),
                ", ".join(each.domains) or "-",
            ]
            for each in found
        ],
    )
    return ExitStatus.OK


async def orphans(
    esx: aioesx.Connection,
    console: Console,
    pool: str | None,
    beside: tuple[str, ...],
    delete: tuple[str, ...],
    unclaimed: bool,
    bytes: bool,  # noqa: A002 - the option's name
) -> ExitStatus:
    """List files that no domain of any host claims; whether that can be told is told, too."""
    exclusive(delete=delete, unclaimed=unclaimed)
    if delete:
        await esx.storage.remove_orphans(delete, beside=beside)
        for path in delete:
            console.say(f"'{path}' deleted")
        return ExitStatus.OK
    results = await esx.storage.orphans(pool, beside=beside)
    console.tell_all(
        {
            "pool": each.pool,
            "certain": each.certain,
            "reasons": each.reasons,
            "files": each.unclaimed if unclaimed else each.files,
            "passed_over": each.passed_over,
        }
        for each in results
    )
    console.table(
        ("File", "Kind", "Size", "Modified", "Of"),
        [
            [
                str(each.path),
                each.kind,
                shown_size(each.size, bytes),
                known(f"{each.modified:%Y-%m-%d}" if each.modified else None),
                known(each.domain),
            ]
            for result in results
            for each in (result.unclaimed if unclaimed else result.files)
        ],
    )
    for result in results:
        for top in result.passed_over:
            console.warn(f"passed over: [{result.pool}] {top}, which others than domains keep")
        if not result.certain:
            tell = console.warn if unclaimed else console.complain
            tell(f"cannot tell of the pool '{result.pool}': {result.why}")
    told = unclaimed or all(each.certain for each in results)
    return ExitStatus.OK if told else ExitStatus.FAILED


_POOL: Final = Word("pool", "Only this storage pool; its name or inventory path.", required=False)
_BYTES: Final = Flag("bytes", "Sizes in bytes.")

COMMANDS: Final = (
    CommandRow(
        "df",
        df,
        (
            _POOL,
            Flag("domains", "By domain."),
            Flag("snapshots", "By snapshot of a domain."),
            _BYTES,
        ),
        output=outputs.SPACE,
    ),
    CommandRow("images", images, (_POOL, _BYTES), output=outputs.IMAGES),
    CommandRow(
        "orphans",
        orphans,
        (
            _POOL,
            Word(
                "beside",
                "URI of another host that has the pools; may be given several times, for all.",
                required=False,
                bare=False,
                many=True,
            ),
            Word(
                "delete",
                "Delete this file, if it is an orphan; may be given several times.",
                required=False,
                bare=False,
                many=True,
            ),
            Flag("unclaimed", "List what is unclaimed so far even where nobody can tell."),
            _BYTES,
        ),
        harmful=True,
        output=outputs.ORPHANS,
    ),
)
