"""Commands that change a domain's configuration. Names, options and output are virsh's.

A VMware machine has one configuration, and the host says when it can be changed. Where virsh's
flags ask for what there is not, `aioesx.cli.affecting` refuses it; those of commands that only
tell, or set what holds at once, make no difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import aioesx
from aioesx._words import advice
from aioesx.cli.affecting import AFFECTS, check_affects, failing
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, DOMAINS, CommandRow, Flag, Word, exclusive
from aioesx.cli.names import find_domain
from aioesx.cli.outputs import domains as outputs
from aioesx.cli.several import each_domain
from aioesx.cli.sizes import KIB
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known
from aioesx.domain.effects import require_effect

__all__ = ["COMMANDS"]


async def setmem(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    size: int,
    config: bool,
    live: bool,
    current: bool,
) -> ExitStatus:
    """Bound the memory that the host gives a domain."""
    check_affects(config=config, live=live, current=current)
    entry = await find_domain(esx, domain)
    if size == 0:
        raise ValueError("memory in virDomainSetMemoryFlags must not be zero")
    if entry.max_memory is not None and size > entry.max_memory:
        raise ValueError(
            f"domain '{entry.name}' has only {entry.max_memory} KiB, so it cannot use {size} KiB;"
            " `setmaxmem` gives it more"
        )
    require_effect(entry.name, entry.state, live=live, config=config)
    await entry.domain.set_memory(size)
    return ExitStatus.OK


async def setmaxmem(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    size: int,
    config: bool,
    live: bool,
    current: bool,
) -> ExitStatus:
    """Set the memory that a domain sees; while it runs only more, where memory may be added."""
    check_affects(config=config, live=live, current=current)
    entry = await find_domain(esx, domain)
    with failing("Unable to change MaxMemorySize"):
        require_effect(entry.name, entry.state, live=live, config=config)
        await entry.domain.set_max_memory(size)
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
        guarantee = await found.memory_guarantee()
        console.tell({"min_guarantee": guarantee})
        console.say(f"{'min_guarantee':<15}: {guarantee}")
    return ExitStatus.OK


async def setvcpus(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    count: int,
    maximum: bool,
    config: bool,
    live: bool,
    current: bool,
    guest: bool,
    hotpluggable: bool,
) -> ExitStatus:
    """Set the number of virtual processors; while it runs only more, where they may be added."""
    check_affects(config=config, live=live, current=current)
    exclusive(guest=guest, config=config)
    if maximum and not config:
        raise ValueError("Option --config is required by option --maximum")
    entry = await find_domain(esx, domain)
    if count == 0:
        raise ValueError("Can't set 0 processors for a VM")
    if maximum:
        raise ValueError(
            "--maximum: a VMware machine has no maximum but the host's: `vcpucount --maximum`"
        )
    if guest:
        raise ValueError("--guest: VMware Tools do not switch processors of the guest")
    # libvirt's driver for ESX wants just this flag, whether the domain runs or not.
    live = live and entry.state.is_active
    require_effect(entry.name, entry.state, live=live, config=config)
    if hotpluggable:
        await entry.domain.configure(cpu_hot_add=True)
    await entry.domain.set_vcpus(count)
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
    console.tell({"maximum": most, "current": info.vcpus})
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
    console.tell(now)
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
        console.tell(entry)
        console.remark(f"Domain '{typed}' {done} as autostarted")

    return await each_domain(esx, console, "autostart", domain, act)


_WHEN: Final = (
    Flag("config", "No difference: a VMware machine has one configuration."),
    Flag("live", "No difference."),
    Flag("current", "No difference."),
)

COMMANDS: Final = (
    CommandRow(
        "setmem", setmem, (DOMAIN, Word("size", "In KiB, or with a unit.", type=KIB), *AFFECTS)
    ),
    CommandRow(
        "setmaxmem",
        setmaxmem,
        (DOMAIN, Word("size", "In KiB, or with a unit.", type=KIB), *AFFECTS),
    ),
    CommandRow(
        "memtune",
        memtune,
        (DOMAIN, Word("min-guarantee", "In KiB, or with a unit.", False, False, type=KIB), *_WHEN),
        output=outputs.GUARANTEE,
    ),
    CommandRow(
        "setvcpus",
        setvcpus,
        (
            DOMAIN,
            Word("count", "How many.", type=int),
            Flag("maximum", "A VMware machine has no maximum but the host's."),
            *AFFECTS,
            Flag("guest", "VMware Tools cannot: it is refused."),
            Flag("hotpluggable", "Let more be added while it runs; it has to be shut off."),
        ),
    ),
    CommandRow(
        "vcpucount",
        vcpucount,
        (
            DOMAIN,
            Flag("maximum", "How many the host can give."),
            Flag("active", "How many there are."),
            *_WHEN,
        ),
        output=outputs.VCPUS,
    ),
    CommandRow(
        "schedinfo",
        schedinfo,
        (DOMAIN, Word("set", "parameter=value", required=False, many=True), *_WHEN),
        output=outputs.SCHEDULER,
    ),
    CommandRow(
        "autostart",
        autostart,
        (DOMAINS, Flag("disable", "Not any more.")),
        output=outputs.DOMAINS_DONE,
    ),
)
