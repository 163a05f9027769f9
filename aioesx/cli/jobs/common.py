"""What commands of ready jobs have in common: results with errors, and hosts of an inventory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import click

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import Flag, Word
from aioesx.cli.reading import is_unattended
from aioesx.cli.status import ExitStatus, status_of, status_of_several

if TYPE_CHECKING:
    from aioesx.cli.link import Link

__all__ = [
    "SOURCE",
    "YES",
    "many",
    "open_fleet",
    "said",
    "seconds",
    "status_of_work",
    "tell_problems",
    "warn_of_unmatched",
]

SOURCE: Final = click.Path(path_type=Path, dir_okay=False)
"""Type of a word that names a file to be read."""

YES: Final = Flag("yes", "Do it; else it is only told what would be done.")


def many(name: str, text: str, metavar: str = "GLOB") -> Word:
    """Return an option that may be given several times."""
    return Word(name, text, required=False, bare=False, many=True, metavar=metavar)


def seconds(name: str, text: str) -> Word:
    """Return an option that takes seconds."""
    kind = click.FloatRange(min=0)
    return Word(name, text, required=False, bare=False, type=kind, metavar="SECONDS")


class _Result(Protocol):
    @property
    def error(self) -> errors.EsxError | None: ...


def said(error: Exception | None, command: str) -> str | None:
    """Return in a line what an error says; None without one."""
    if error is None:
        return None
    from aioesx.cli.advice import explained
    from aioesx.cli.text import one_line

    told = explained(error, command) if isinstance(error, errors.EsxError) else str(error)
    return one_line(told)


def status_of_work(results: Sequence[_Result], left: int = 0) -> ExitStatus:
    """Return the status of several works, of which each has an error or not.

    Args:
        results: of those that were begun.
        left: how many were not begun, since an error ended the work.
    """
    statuses = [ExitStatus.OK if each.error is None else status_of(each.error) for each in results]
    return status_of_several([*statuses, *([ExitStatus.FAILED] * left)])


def tell_problems(console: Console, problems: Iterable[str]) -> None:
    """Tell what could not be read."""
    for problem in dict.fromkeys(problems):
        console.warn(problem)


def warn_of_unmatched(console: Console, globs: Iterable[str], names: Collection[str]) -> None:
    """Warn of globs that no domain's name fits: a slip looks like success.

    At one host of many it is none: there a domain is at one, and not at the others.
    """
    if is_unattended():
        return
    for glob in dict.fromkeys(globs):
        if not any(fnmatchcase(name, glob) for name in names):
            console.warn(f"no domain's name fits '{glob}'")


# --- hosts of an inventory -----------------------------------------------------------------------


async def open_fleet(
    link: Link,
    inventory: Path | None,
    *,
    ask_password: bool = False,
    passwords_in_file: bool = False,
    **more: Any,
) -> AbstractAsyncContextManager[aioesx.Fleet]:
    """Return the hosts of an inventory as a fleet to be opened; without one the host of ``-c``.

    Raises:
        InventoryError, UriError: they cannot be used.
        ValueError: the options before the command do not go with many hosts.
    """
    from aioesx.cli.fleet.hosts import access_of, inventory_of

    given = {"inventory": inventory, "uri": (), "passwords_in_file": passwords_in_file}
    stated = None if link.interactive else link.settings.uri
    if inventory is not None and link.settings.output == "wire":
        raise ValueError("--output wire is what one host says: --output json, csv or yaml")
    hosts = inventory_of(given, link.settings, None if inventory else stated)
    access = await access_of(link.settings, ask_password)
    return aioesx.Fleet(hosts, **access, **more)
