"""One thing done to several: the failure of one does not stop the others, and is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from aioesx import errors
from aioesx.cli.advice import explained
from aioesx.cli.console import Console
from aioesx.cli.names import Directory
from aioesx.cli.status import ExitStatus, status_of, status_of_several

if TYPE_CHECKING:
    import aioesx

__all__ = ["Act", "each", "each_domain"]

T = TypeVar("T")
Act = Callable[[str, "aioesx.DomainSummary"], Awaitable[ExitStatus | None]]
"""Does it to one domain, which is given as it was typed and as it was found, and says so; returns
a status where not all of it could be done."""


async def each(
    console: Console,
    command: str,
    things: Iterable[T],
    act: Callable[[T], Awaitable[ExitStatus | None]],
    cannot: Callable[[T], str],
) -> ExitStatus:
    """Do something to each of several things.

    Args:
        console: where to write.
        command: its name, for advice.
        things: to what.
        act: does it to one, and says so; returns a status where not all of it could be done.
        cannot: what is said before the reason why it could not be done.
    """
    console.tell_all(())
    statuses: list[ExitStatus] = []
    for thing in things:
        try:
            status = await act(thing)
        except errors.EsxError as error:
            console.complain(f"{cannot(thing)}: {explained(error, command)}")
            statuses.append(status_of(error))
        else:
            statuses.append(status or ExitStatus.OK)
    return status_of_several(statuses)


async def each_domain(
    esx: aioesx.Connection,
    console: Console,
    command: str,
    names: Sequence[str],
    act: Act,
    *,
    cannot: str | None = None,
) -> ExitStatus:
    """Do something to each named domain.

    Args:
        esx: the connection; its domains are read once for all names.
        console: where to write.
        command: its name.
        names: as they were typed.
        act: what to do.
        cannot: the verb, for what is said of failures; the command's name by default.
    """
    directory = Directory(esx)

    async def act_on(name: str) -> ExitStatus | None:
        return await act(name, await directory.find(name))

    return await each(
        console, command, names, act_on, lambda name: f"cannot {cannot or command} domain '{name}'"
    )
