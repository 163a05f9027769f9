"""The command ``events``: what hosts write down, as it happened and as it happens."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import suppress
from typing import Any, Final

import click

import aioesx
from aioesx import vim
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word, exclusive
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
from aioesx.cli.live import CLOCK, SECONDS, TEXT, piped_as_lines, tell_each
from aioesx.cli.moments import MOMENT, require_order
from aioesx.cli.names import find_domain
from aioesx.cli.outputs.watching import EVENTS
from aioesx.cli.status import ExitStatus

__all__ = ["COMMANDS"]

_COUNT: Final = 100

Told = aioesx.HostEvent | aioesx.HostDown | aioesx.HostUp


async def events(link: Link, console: Console, **given: Any) -> ExitStatus:
    """Tell the host's events: the last ones, and with --follow those that happen from then on.

    Of all types, or of those that are named; one that others are derived of stands for them:
    VmEvent. The oldest comes first. Piped on, each is a line of JSON.

    With --inventory or --uri, --follow tells of many hosts what happens from now on, or since
    --since; one that is lost is told as down, and comes back by itself. The last events of many
    hosts are told by `fleet events`.
    """
    many = are_many(given)
    _require(given, many)
    output = "data" if console.wants_data else "table"
    with piped_as_lines(console, output, EVENTS, text=given["text"]):
        if many:
            with suppress(aioesx.errors.WaitTimeoutError):  # so long it was wanted
                await _follow_many(link, console, given)
        else:
            await _tell_one(await link.connection(), console, given)
    return ExitStatus.OK


def _require(given: dict[str, Any], many: bool) -> None:
    """Refuse options that have no use beside the others, before anything is sent."""
    exclusive(follow=given["follow"], until=given["until"])
    require_order(given["since"], given["until"])
    if given["timeout"] is not None and not given["follow"]:
        raise ValueError("--timeout is of --follow")
    if not many:
        return
    if not given["follow"]:
        raise ValueError("--inventory is of --follow: `fleet events` tells the last ones of many")
    for name in ("domain", "count"):
        if given[name] is not None:
            raise ValueError(f"--{name} is of one host")


async def _follow_many(link: Link, console: Console, given: dict[str, Any]) -> None:
    """Tell what happens at the hosts of an inventory."""
    async with (
        open_many(link.settings, given) as fleet,
        fleet.events(
            given["kind"],
            user=given["user"],
            since=given["since"],
            select=given["select"] or None,
            timeout=given["timeout"],
        ) as coming,
    ):
        console.tell_all(())
        await tell_each(console, coming, lambda each: tell_event(console, each.value, each.host))


async def _tell_one(esx: aioesx.Connection, console: Console, given: dict[str, Any]) -> None:
    wanted: dict[str, Any] = {"user": given["user"], "since": given["since"]}
    if given["domain"] is not None:
        wanted["entity"] = (await find_domain(esx, given["domain"])).domain
    count = given["count"] or (None if given["since"] else _COUNT)
    kinds = given["kind"]
    if not given["follow"]:
        found = await esx.events.history(count, kinds, until=given["until"], **wanted)
        for event in reversed(found):
            tell_event(console, event)
        console.tell_all(())
        return
    with suppress(aioesx.errors.WaitTimeoutError):  # so long it was wanted
        async with esx.events(kinds, timeout=given["timeout"], **wanted) as coming:
            # Read once the stream is open: nothing happens between the two that neither tells.
            last = [] if count is None else await esx.events.history(count, kinds, **wanted)
            for event in reversed(last):
                tell_event(console, event)
            await tell_each(
                console,
                coming if not last else _later(coming, last[0]),
                lambda each: tell_event(console, each),
            )


async def _later(
    coming: AsyncIterable[aioesx.HostEvent], last: vim.Event
) -> AsyncIterator[aioesx.HostEvent]:
    """Leave out what the history has told, or was not wanted of it."""
    async for each in coming:
        if isinstance(each, aioesx.EventGap):
            key, created = each.before, each.until
        else:
            key, created = each.key, each.created_time
        if key > last.key or created > last.created_time:  # a host may begin to count anew
            yield each


def tell_event(console: Console, event: Told, source: str | None = None) -> None:
    """Write an event, of the host of an inventory if it is one of several."""
    facts = {**_facts(event), "source": source}
    console.tell(facts)
    where = "" if source is None else f"{source}:"
    about = f"{facts['domain']}:" if facts["domain"] else ""
    when = f"{facts['time'].astimezone():{CLOCK}}"
    words = (when, where, facts["user"] or "-", facts["type"], about, facts["message"])
    console.say("  ".join(word for word in words if word))


def _facts(event: Told) -> dict[str, Any]:
    none = {"key": None, "user": None, "domain": None, "host": None}
    if isinstance(event, aioesx.HostDown):
        return {**none, "time": event.since, "type": "HostDown", "message": str(event.error)}
    if isinstance(event, aioesx.HostUp):
        return {**none, "time": event.since, "type": "HostUp", "message": "is listened to"}
    if isinstance(event, aioesx.EventGap):
        text = f"events are missing between {event.since:{CLOCK}} and {event.until:{CLOCK}}"
        gap = {"time": event.until, "key": event.before, "type": "EventGap", "message": text}
        return {**none, **gap}
    named = event.event_type_id if isinstance(event, vim.EventEx) else event.wire_name
    return {
        "time": event.created_time,
        "key": event.key,
        "type": named,
        "user": event.user_name or None,
        "domain": event.vm.name if event.vm is not None else None,
        "host": event.host.name if event.host is not None else None,
        "message": _message(event),
    }


def _message(event: vim.Event) -> str:
    return " ".join(_lines(event.full_formatted_message or ""))


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


COMMANDS: Final = (
    CommandRow(
        "events",
        events,
        (
            Word("kind", "Types of events, such as VmEvent; all.", False, many=True),
            Word("user", "Who did it; may be repeated.", False, False, many=True),
            Word("domain", "What it happened to.", False, False),
            Word("since", "Not before: an age (7d) or a moment.", False, False, type=MOMENT),
            Word("until", "Not after.", False, False, type=MOMENT),
            Word(
                "count",
                f"The last so many; {_COUNT}, or all there are with --since.",
                False,
                False,
                type=click.IntRange(1),
            ),
            Flag("follow", "Go on with those that happen, until interrupted."),
            SECONDS,
            INVENTORY_OR_NONE,
            URIS,
            SELECT,
            ASK_PASSWORD,
            PASSWORDS_IN_FILE,
            TEXT,
        ),
        connected=False,
        linked=True,
        output=EVENTS,
        blank=False,
    ),
)
