"""The command ``watch``: what changes, as it happens, and what is done about it."""

from __future__ import annotations

import os
import shlex
from collections.abc import AsyncIterable, AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Word, exclusive
from aioesx.cli.fleet.hosts import (
    ASK_PASSWORD,
    INVENTORY_OR_NONE,
    PASSWORDS_IN_FILE,
    SELECT,
    URIS,
    are_many,
    open_many,
)
from aioesx.cli.link import Link
from aioesx.cli.live import CLOCK, SECONDS, TEXT, brief, piped_as_lines, tell_each
from aioesx.cli.names import find_domain
from aioesx.cli.outputs.watching import CHANGES
from aioesx.cli.status import ExitStatus

if TYPE_CHECKING:
    from aioesx.jobs import Reaction

__all__ = ["COMMANDS"]


async def watch(link: Link, console: Console, **given: Any) -> ExitStatus:
    """Tell what there is, and then what changes, until interrupted.

    Of domains, hosts and pools, or of the kinds that are named; of types of the API by the paths
    that --properties names. On a terminal each change is a line; piped on it is a line of JSON.

    With --inventory or --uri it is told of many hosts: one that is lost is told as down, and comes
    back by itself. Without, a host of which nothing is heard for a minute ends it.

    --run runs a program for each change, with no shell: it has the change as JSON on its standard
    input and in the variables AIOESX_EVENT, AIOESX_HOST, AIOESX_KIND, AIOESX_NAME,
    AIOESX_PROPERTY, AIOESX_VALUE and AIOESX_BEFORE. A webhook has it as JSON by POST; what fails
    is tried again, and ends nothing. What is there at the beginning is no change.
    """
    names = [name for text in given["properties"] for name in text.split(",") if name]
    many = are_many(given)
    for name in ("inventory", "uri", "select"):
        exclusive(**{name: given[name], "domain": given["domain"]})
    what = given["kind"] or ("domain", "host", "pool")
    if given["domain"] is not None and given["kind"] not in ((), ("domain",)):
        raise ValueError("--domain is of domains: name no other kind")
    reactions = _reactions(console, given)

    with piped_as_lines(console, link.settings.output, CHANGES, text=given["text"]):
        async with AsyncExitStack() as stack:
            for reaction in reactions:
                await stack.enter_async_context(reaction)
            with suppress(aioesx.errors.WaitTimeoutError):  # so long it was wanted
                async with _changes(link, what, names, given, many=many) as (changes, told):

                    def take(each: Any) -> None:
                        tell_change(console, *told(each))
                        offer(each, reactions)

                    await tell_each(console, changes, take)
    return ExitStatus.OK


def _reactions(console: Console, given: dict[str, Any]) -> list[Reaction]:
    """Return what is done about changes, not entered yet.

    Raises:
        ValueError: a program or a URL cannot be used.
    """
    exclusive(**{name: given[name] for name in _WEBHOOKS})
    found: list[Reaction] = []
    if given["run"]:
        from aioesx.jobs import Program

        try:
            words = shlex.split(given["run"])
        except ValueError as error:
            raise ValueError(f"--run '{given['run']}': {str(error).lower()}") from None
        at_once = given["at_once"] or 1
        secrets = [name for name in (given["webhook_env"],) if name]
        found.append(Program(words, at_once=at_once, without=secrets, on_trouble=console.warn))
    elif given["at_once"]:
        raise ValueError("--at-once is of --run")
    if (url := _webhook_url(given)) is not None:
        from aioesx.jobs import Webhook

        found.append(Webhook(url, on_trouble=console.warn))
    return found


_WEBHOOKS: Final = ("webhook", "webhook_env", "webhook_file")


def _webhook_url(given: dict[str, Any]) -> str | None:
    """Return the URL, of which no message may show more than its host."""
    if (name := given["webhook_env"]) is not None:
        if not (url := os.environ.get(name)):
            raise ValueError(f"the environment has no {name}, which has the webhook's URL")
        return url
    if (file := given["webhook_file"]) is not None:
        try:
            text: str = file.read_text("utf-8")
        except (OSError, UnicodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is no text"
            raise ValueError(f"cannot read '{file}', which has the webhook's URL: {why}") from None
        return text.partition("\n")[0]
    stated: str | None = given["webhook"]
    return stated


def offer(thing: Any, reactions: Sequence[Reaction]) -> None:
    """Hand a change to what is done about it; what was there at the beginning is none."""
    if not reactions:
        return
    from aioesx.jobs.reactions.told import is_initial

    for reaction in reactions if not is_initial(thing) else ():
        reaction.offer(thing)


Told = aioesx.Change | aioesx.HostDown | aioesx.HostUp
Read = Callable[[Any], tuple[str | None, Told]]


@asynccontextmanager
async def _changes(
    link: Link, what: Sequence[str], names: Sequence[str], given: dict[str, Any], *, many: bool
) -> AsyncIterator[tuple[AsyncIterable[Any], Read]]:
    """Watch one host, or those of an inventory; the latter half tells host and change of each."""
    seconds = given["timeout"]
    if many:
        select = given["select"] or None
        async with (
            open_many(link.settings, given) as fleet,
            fleet.watch(what, names, select=select, timeout=seconds) as all_of_them,
        ):
            yield all_of_them, lambda entry: (entry.host, entry.value)
        return
    esx = await link.connection()
    if given["domain"] is None:
        one = esx.watch(what, names, timeout=seconds)
    else:
        entry = await find_domain(esx, given["domain"])
        one = entry.domain.watch(names, timeout=seconds)
    async with one:
        yield one, lambda change: (None, change)


def tell_change(console: Console, host: str | None, change: Told) -> None:
    """Write a change."""
    now = datetime.now(UTC)
    names = ("kind", "ref", "name", "property", "value", "before", "values", "initial", "folded")
    record = {name: getattr(change, name, None) for name in names}
    error = str(change.error) if isinstance(change, aioesx.HostDown) else None
    console.tell({**record, "time": now, "host": host, "event": change.event, "error": error})
    where = "" if host is None else f"{host}: "
    console.say(f"{now.astimezone():{CLOCK}}  {where}{_told(change)}")


def _told(change: Told) -> str:
    if isinstance(change, aioesx.HostDown):
        return f"lost: {change.error}"
    if isinstance(change, aioesx.HostUp):
        return "is listened to"
    what = f"{change.kind} '{change.name if change.name is not None else change.ref.value}'"
    if isinstance(change, aioesx.Vanished):
        return f"{what} has gone"
    if isinstance(change, aioesx.Changed):
        more = "" if not change.folded else " (overtook others)"
        return f"{what} {change.property}: {brief(change.before)} -> {brief(change.value)}{more}"
    values = ", ".join(f"{k}={brief(v)}" for k, v in change.values.items() if k != "name")
    return f"{what} {'is there' if change.initial else 'has come'}: {values}".rstrip(": ")


COMMANDS: Final = (
    CommandRow(
        "watch",
        watch,
        (
            Word("kind", "domain, host, pool, or a type of the API; all three.", False, many=True),
            Word(
                "properties",
                "Of one kind: which of them, with commas between; all.",
                False,
                False,
                many=True,
                metavar="NAME[,NAME...]",
            ),
            Word("domain", "One domain, until it is gone.", False, False),
            SECONDS,
            INVENTORY_OR_NONE,
            URIS,
            SELECT,
            ASK_PASSWORD,
            PASSWORDS_IN_FILE,
            Word("run", "Program for each change, and its words.", False, False),
            Word(
                "at-once",
                "How many run at once; 1, in order.",
                False,
                False,
                type=click.IntRange(1, 1000),
            ),
            Word(
                "webhook",
                "URL that each change is posted to; the list of processes shows it.",
                False,
                False,
                metavar="URL",
            ),
            Word("webhook-env", "Variable that has the URL.", False, False, metavar="VARIABLE"),
            Word(
                "webhook-file",
                "File whose first line is the URL.",
                False,
                False,
                type=click.Path(path_type=Path, dir_okay=False),
            ),
            TEXT,
        ),
        connected=False,
        output=CHANGES,
        blank=False,
    ),
)
