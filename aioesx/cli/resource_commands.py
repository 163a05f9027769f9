"""Commands that change a domain's configuration. Names, options and output are virsh's.

``--live``, ``--config`` and ``--current`` make no difference: a VMware machine has one
configuration, and the host says when it can be changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import aioesx
from aioesx._words import advice
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, DOMAINS, CommandRow, Flag, Word, exclusive
from aioesx.cli.names import find_domain
from aioesx.cli.several import each_domain
from aioesx.cli.sizes import KIB
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known

__all__ = ["COMMANDS"]


async def setmem(
    esx: aioesx.Connection, console: Console, domain: str, size: int, **_: bool
) -> ExitStatus:
    """Bound the memory that the host gives a domain."""
    entry = await find_domain(esx, domain)
    if entry.max_memory is not None and size > entry.max_memory:
        raise ValueError(
            f"domain '{entry.name}' has only {entry.max_memory} KiB, so it cannot use {size} KiB;"
            " `setmaxmem` gives it more"
        )
    await entry.domain.set_memory(size)
    return ExitStatus.OK


async def setmaxmem(
    esx: aioesx.Connection, console: Console, domain: str, size: int, **_: bool
) -> ExitStatus:
    """Set the memory that a domain sees; it must be shut off."""
    await (await find_domain(esx, domain)).domain.set_max_memory(size)
    return ExitStatus.OK


async def memtune(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    min_guarantee: int | None,
    **_: bool,
) -> ExitStatus:
    """Print or set the memory that the host keeps ready for a domain."""
    found = (await find_domain(esx, domain)).domain
    if min_guarantee is not None:
        await found.set_memory_guarantee(min_guarantee)
    else:
        console.say(f"{'min_guarantee':<15}: {await found.memory_guarantee()}")
    return ExitStatus.OK


async def setvcpus(
    esx: aioesx.Connection, console: Console, domain: str, count: int, **_: bool
) -> ExitStatus:
    """Set the number of virtual processors."""
    await (await find_domain(esx, domain)).domain.set_vcpus(count)
    return ExitStatus.OK


async def vcpucount(
    esx: aioesx.Connection, console: Console, domain: str, **given: bool
) -> ExitStatus:
    """Print the number of virtual processors, and how many there can be."""
    exclusive(maximum=given["maximum"], active=given["active"])
    exclusive(live=given["live"], config=given["config"])
    found = (await find_domain(esx, domain)).domain
    most = await found.max_vcpus()
    info = await found.info()
    if any(given.values()):
        console.say(known(most if given["maximum"] else info.vcpus))
        return ExitStatus.OK
    for word, number in (("maximum", most), ("current", info.vcpus)):
        console.say(f"{word:<12} {'config':<12} {known(number):>3}")
        if info.state.is_active:
            console.say(f"{word:<12} {'live':<12} {known(number):>3}")
    return ExitStatus.OK


_PARAMETERS: Final = ("reservation", "limit", "shares")


async def schedinfo(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    set: Sequence[str],  # noqa: A002 - the option's name
    **_: bool,
) -> ExitStatus:
    """Print or set reservation, limit (-1: none) and shares (-1 low, -2 normal, -3 high)."""
    found = (await find_domain(esx, domain)).domain
    wanted = _assignments(set)
    if wanted:
        await found.set_scheduler(
            reservation=wanted.get("reservation"),
            limit=wanted.get("limit"),
            shares=wanted.get("shares"),
        )
    now = await found.scheduler()
    console.say(f"{'Scheduler':<15}: allocation")
    for name in _PARAMETERS:
        if (value := getattr(now, name)) is not None:
            console.say(f"{name:<15}: {value}")
    return ExitStatus.OK


def _assignments(words: Sequence[str]) -> dict[str, int]:
    """Read ``name=number`` words."""
    found: dict[str, int] = {}
    for word in words:
        for pair in word.split(","):
            name, _, text = pair.partition("=")
            if name not in _PARAMETERS:
                raise ValueError(f"invalid scheduler option: {name}{advice(name, _PARAMETERS)}")
            try:
                found[name] = int(text)
            except ValueError:
                raise ValueError(f"invalid value for scheduler option '{name}': {text!r}") from None
    return found


async def autostart(
    esx: aioesx.Connection, console: Console, domain: Sequence[str], disable: bool
) -> ExitStatus:
    """Let the host start domains when it boots, or not."""
    done = "unmarked" if disable else "marked"

    async def act(typed: str, entry: aioesx.DomainSummary) -> None:
        await entry.domain.set_autostart(not disable)
        console.remark(f"Domain '{typed}' {done} as autostarted")

    return await each_domain(esx, console, "autostart", domain, act)


async def change_media(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    path: str,
    source: str | None,
    **given: bool,
) -> ExitStatus:
    """Put an image into a CD-ROM drive, or empty it; PATH is the drive, such as hdc."""
    verbs = {verb: given[verb] for verb in ("eject", "insert", "update")}
    exclusive(**verbs)
    found = (await find_domain(esx, domain)).domain
    verb = next((verb for verb, chosen in verbs.items() if chosen), "update")
    if verb == "eject" or source is None:
        if verb == "insert":
            raise ValueError("No disk source specified for inserting")
        await found.eject_media(target=path)
    else:
        await found.insert_media(source, target=path)
    console.note(f"Successfully {_DONE[verb]} media.")
    return ExitStatus.OK


_DONE: Final = {"eject": "ejected", "insert": "inserted", "update": "updated"}

_WHEN: Final = (
    Flag("config", "No difference: a VMware machine has one configuration."),
    Flag("live", "No difference."),
    Flag("current", "No difference."),
)

COMMANDS: Final = (
    CommandRow(
        "setmem", setmem, (DOMAIN, Word("size", "In KiB, or with a unit.", type=KIB), *_WHEN)
    ),
    CommandRow(
        "setmaxmem", setmaxmem, (DOMAIN, Word("size", "In KiB, or with a unit.", type=KIB), *_WHEN)
    ),
    CommandRow(
        "memtune",
        memtune,
        (DOMAIN, Word("min-guarantee", "In KiB, or with a unit.", False, False, type=KIB), *_WHEN),
    ),
    CommandRow("setvcpus", setvcpus, (DOMAIN, Word("count", "How many.", type=int), *_WHEN)),
    CommandRow(
        "vcpucount",
        vcpucount,
        (
            DOMAIN,
            Flag("maximum", "How many the host can give."),
            Flag("active", "How many there are."),
            *_WHEN,
        ),
    ),
    CommandRow(
        "schedinfo",
        schedinfo,
        (DOMAIN, Word("set", "parameter=value", required=False, many=True), *_WHEN),
    ),
    CommandRow("autostart", autostart, (DOMAINS, Flag("disable", "Not any more."))),
    CommandRow(
        "change-media",
        change_media,
        (
            DOMAIN,
            Word("path", "The drive, such as hdc."),
            Word("source", "'[datastore] path' of the image.", False, False),
            Flag("eject", "Empty the drive."),
            Flag("insert", "Put the image in."),
            Flag("update", "Put the image in, or empty the drive without one."),
            *_WHEN,
        ),
    ),
)
