"""virsh's command ``event``, of the host's own events: its words, its lines.

Of what libvirt tells of domains, a VMware host has an event for lifecycle, reboot and the agent
in the guest; the other types are known, and never come.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import anyio
import click

import aioesx
from aioesx import errors, vim
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word, exclusive
from aioesx.cli.live import tell_each
from aioesx.cli.names import find_domain
from aioesx.cli.status import ExitStatus

__all__ = ["COMMANDS", "LIFECYCLE", "TYPES"]

_NAMES: Final = (
    "lifecycle reboot rtc-change watchdog io-error graphics io-error-reason control-error block-job"
    " disk-change tray-change pm-wakeup pm-suspend balloon-change pm-suspend-disk device-removed"
    " block-job-2 tunable agent-lifecycle device-added migration-iteration job-completed"
    " device-removal-failed metadata-change block-threshold memory-failure"
    " memory-device-size-change"
)
TYPES: Final = tuple(_NAMES.split())
"""In virsh's order."""

# fmt: off
LIFECYCLE: Final = {
    # the host's event              libvirt's, and its detail
    "VmPoweredOnEvent":             "Started Booted",
    "DrsVmPoweredOnEvent":          "Started Booted",
    "VmPoweredOffEvent":            "Stopped Destroyed",
    "VmSuspendedEvent":             "Suspended Paused",
    "VmResumedEvent":               "Resumed Unpaused",
    "VmCreatedEvent":               "Defined Added",
    "VmClonedEvent":                "Defined Added",
    "VmDeployedEvent":              "Defined Added",
    "VmRegisteredEvent":            "Defined Added",
    "VmDiscoveredEvent":            "Defined Added",
    "VmReconfiguredEvent":          "Defined Updated",
    "VmRemovedEvent":               "Undefined Removed",
    "VmGuestOSCrashedEvent":        "Crashed Panicked",
}
"""The words of virsh's line, by the host's event."""

_REBOOT: Final = ("VmResettingEvent", "VmGuestRebootEvent")
_SHUTDOWN: Final = "VmGuestShutdownEvent"
_OFF: Final = "VmPoweredOffEvent"
_RENAMED: Final = "VmRenamedEvent"
# fmt: on


@dataclasses.dataclass(slots=True)
class Lines:
    """Turns the host's events into virsh's lines. No I/O.

    Attributes:
        wanted: the types that are told.
    """

    wanted: frozenset[str]
    _leaving: set[vim.ManagedObjectReference] = dataclasses.field(default_factory=set)

    def of(self, event: aioesx.HostEvent) -> Iterator[str]:
        """Yield the lines of an event, without the time."""
        if not isinstance(event, vim.Event) or event.vm is None:
            return
        name, ref, kind = event.vm.name, event.vm.vm, event.wire_name
        if kind in _REBOOT and "reboot" in self.wanted:
            yield f"event 'reboot' for domain '{name}'"
        if kind == _SHUTDOWN and ref is not None:
            self._leaving.add(ref)  # it is off by its own will, when that is told
        if "lifecycle" in self.wanted:
            for whose, words in self._lifecycle(event, kind, name, ref):
                yield f"event 'lifecycle' for domain '{whose}': {words}"

    def _lifecycle(
        self, event: Any, kind: str, name: str, ref: vim.ManagedObjectReference | None
    ) -> Iterator[tuple[str, str]]:
        if kind == _RENAMED:
            yield event.old_name, "Undefined Renamed"
            yield event.new_name, "Defined Renamed"
        elif kind == _OFF and ref in self._leaving:
            self._leaving.discard(ref)
            yield name, "Stopped Shutdown"
        elif kind in LIFECYCLE:
            yield name, LIFECYCLE[kind]


async def event(
    esx: aioesx.Connection | None,
    console: Console,
    domain: str | None,
    event: str | None,
    all: bool,  # noqa: A002 - the option's name
    loop: bool,
    timeout: int | None,
    list: bool,  # noqa: A002 - likewise
    timestamp: bool,
) -> ExitStatus:
    """List event types, or wait for domain events to occur.

    They are the host's own, by virsh's words; `events` tells more, and hands it over for programs.
    """
    exclusive(all=all, event=event)
    exclusive(list=list, all=all)
    exclusive(list=list, event=event)
    if list:
        console.put("".join(f"{each}\n" for each in TYPES))
        return ExitStatus.OK
    if console.wants_data:
        raise ValueError("event has virsh's text; `aioesx -o json events --follow` hands over data")
    if not (all or event):
        raise ValueError("one of --list, --all, or --event <type> is required")
    if event is not None and event not in TYPES:
        raise ValueError(f"unknown event type {event}")
    if esx is None:
        raise AssertionError("only a list does without a connection")
    wanted = frozenset(TYPES if event is None else (event,))
    entity = None if domain is None else (await find_domain(esx, domain)).domain
    stream = esx.events("VmEvent", entity=entity, timeout=timeout)
    stamp, lines, told = _stamp if timestamp else str, Lines(wanted), 0

    def tell(happened: aioesx.HostEvent) -> bool:
        nonlocal told
        for line in lines.of(happened):
            console.say(stamp(line))
            told += 1
        return told > 0 and not loop

    end = ""
    try:
        async with stream as coming:
            await tell_each(console, coming, tell)
    except errors.WaitTimeoutError:
        end = "event loop timed out\n"
    except anyio.get_cancelled_exc_class():
        console.put(f"event loop interrupted\nevents received: {told}\n")
        raise
    console.put(f"{end}events received: {told}\n")
    return ExitStatus.OK if told else ExitStatus.FAILED


def _stamp(line: str) -> str:
    """Put the time before a line, as libvirt's log has it: UTC, milliseconds."""
    now = datetime.now(UTC)
    return f"{now:%Y-%m-%d %H:%M:%S}.{now.microsecond // 1000:03}+0000: {line}"


COMMANDS: Final = (
    CommandRow(
        "event",
        event,
        (
            Word("domain", "Name, id or UUID of the domain.", required=False),
            Word("event", "Which event type to wait for.", False, False, metavar="TYPE"),
            Flag("all", "Wait for all events instead of just one type."),
            Flag("loop", "Loop until timeout or interrupt, rather than one-shot."),
            Word(
                "timeout",
                "Timeout, in seconds.",
                False,
                False,
                type=click.IntRange(1, 2**31 // 1000),
                metavar="SECONDS",
            ),
            Flag("list", "List valid event types."),
            Flag("timestamp", "Show timestamp for each printed event."),
        ),
        alone="list",
    ),
)
