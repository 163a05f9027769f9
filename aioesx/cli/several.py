"""One thing done to several domains: the failure of one does not stop the others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from aioesx import errors
from aioesx.cli.advice import explained
from aioesx.cli.console import Console
from aioesx.cli.names import Directory
from aioesx.cli.status import ExitStatus, status_of, status_of_several

if TYPE_CHECKING:
    import aioesx

__all__ = ["Act", "each_domain"]

Act = Callable[[str, "aioesx.DomainSummary"], Awaitable[None]]
"""Does it to one domain, which is given as it was typed and as it was found, and says so."""


async def each_domain(
    esx: aioesx.Connection,
    console: Console,
    command: str,
    names: Sequence[str],
    act: Act,
    *,
    cannot: str | None = None,
) -> ExitStatus:
    """Do something to each named domain; what fails is said in a line.

    Args:
        esx: the connection; its domains are read once for all names.
        console: where to write.
        command: its name, for advice.
        names: as they were typed.
        act: what to do.
        cannot: the verb, for what is said of failures; the command's name by default.
    """
    verb = cannot or command
    directory = Directory(esx)
    statuses: list[ExitStatus] = []
    for name in names:
        try:
            await act(name, await directory.find(name))
        except errors.EsxError as error:
            console.complain(f"cannot {verb} domain '{name}': {explained(error, command)}")
            statuses.append(status_of(error))
        else:
            statuses.append(ExitStatus.OK)
    status = status_of_several(statuses)
    if status is ExitStatus.SOME_FAILED:
        console.remark()  # the blank line that ends what was said without an error
    return status
