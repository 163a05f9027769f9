"""Commands that keep a host going: services, firewall, clock, log, maintenance, and its end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import click

import aioesx
from aioesx import errors
from aioesx._words import few
from aioesx.cli.console import Console
from aioesx.cli.declare import HOST, CommandRow, Flag, Word, exclusive
from aioesx.cli.host_commands import find_host
from aioesx.cli.host_info import moment
from aioesx.cli.outputs import hosts as outputs
from aioesx.cli.problems import warn_of
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known

__all__ = ["COMMANDS"]

_TIMED_OUT: Final = "Timedout"

# --- services -----------------------------------------------------------------------------------


async def host_services(
    esx: aioesx.Connection,
    console: Console,
    action: str | None,
    service: str | None,
    policy: str | None,
    host: str | None,
) -> ExitStatus:
    """List the services of the host; start, stop, restart one, or say when it starts by itself."""
    services = (await find_host(esx, host)).services
    if action in (None, "list"):
        _refuse(action or "list", service, policy)
        _table_of_services(console, await services.list())
        return ExitStatus.OK
    name = _needed(service, f"host-services {action}", "service")
    if action == "policy":
        wanted = _needed(policy, "host-services policy", "policy")
        await services.set_policy(name, wanted)
        console.remark(f"Service '{name}' has the policy {wanted}")
        return ExitStatus.OK
    _refuse(str(action), policy)
    verb, done = _VERBS[str(action)]
    await verb(services, name)
    console.remark(f"Service '{name}' {done}")
    return ExitStatus.OK


_VERBS: Final[dict[str, tuple[Callable[[aioesx.HostServices, str], Awaitable[None]], str]]] = {
    "start": (lambda services, name: services.start(name), "started"),
    "stop": (lambda services, name: services.stop(name), "stopped"),
    "restart": (lambda services, name: services.restart(name), "restarted"),
}


def _table_of_services(console: Console, services: Sequence[aioesx.HostService]) -> None:
    console.tell_all(services)
    console.table(
        ("Name", "Key", "State", "Policy", "Label"),
        [
            [one.word, one.key, "running" if one.running else "stopped", one.policy, one.label]
            for one in services
        ],
    )


def _needed(word: str | None, command: str, option: str) -> str:
    """Return a word that an action needs.

    Raises:
        ValueError: it is not there.
    """
    if word is None:
        raise ValueError(f"command '{command}' requires <{option}> option")
    return word


def _refuse(action: str, *words: object) -> None:
    """Refuse words that an action has no use for.

    Raises:
        ValueError: there is one.
    """
    for word in words:
        if word not in (None, ()):
            shown = word[0] if isinstance(word, tuple) else word
            raise ValueError(f"unexpected data '{shown}' after '{action}'")


# --- firewall -----------------------------------------------------------------------------------


async def host_firewall(
    esx: aioesx.Connection,
    console: Console,
    action: str | None,
    ruleset: str | None,
    address: tuple[str, ...],
    everybody: bool,
    host: str | None,
) -> ExitStatus:
    """List the rulesets of the host's firewall; open or close one, or say who is let through."""
    firewall = (await find_host(esx, host)).firewall
    if action in (None, "list"):
        _refuse(action or "list", ruleset, address)
        _table_of_rulesets(console, await firewall.list())
        return ExitStatus.OK
    name = _needed(ruleset, f"host-firewall {action}", "ruleset")
    if action == "allow":
        if bool(address) == everybody:
            raise ValueError("command 'host-firewall allow' requires addresses, or --everybody")
        await firewall.allow(name, None if everybody else address)
        whom = "everybody" if everybody else ", ".join(address)
        console.remark(f"Ruleset '{name}' lets through {whom}")
        return ExitStatus.OK
    _refuse(str(action), address)
    await (firewall.enable(name) if action == "enable" else firewall.disable(name))
    console.remark(f"Ruleset '{name}' {action}d")
    return ExitStatus.OK


def _table_of_rulesets(console: Console, rulesets: Sequence[aioesx.FirewallRuleset]) -> None:
    console.tell_all(rulesets)
    console.table(
        ("Key", "State", "Ports", "Allowed"),
        [
            [
                one.key,
                "enabled" if one.enabled else "disabled",
                ", ".join(map(_port, one.ports)) or "-",
                "everybody" if one.everybody else known(one.allowed and ", ".join(one.allowed)),
            ]
            for one in rulesets
        ],
    )


def _port(port: aioesx.FirewallPort) -> str:
    span = f"{port.first}" if port.first == port.last else f"{port.first}-{port.last}"
    return f"{'in' if port.direction == 'inbound' else 'out'} {port.protocol}/{span}"


# --- clock and log ------------------------------------------------------------------------------


async def host_ntp(
    esx: aioesx.Connection, console: Console, server: tuple[str, ...], none: bool, host: str | None
) -> ExitStatus:
    """Print the host's time, how far it is from ours, and who tells it; or say who shall."""
    exclusive(server=server, none=none)
    found = await find_host(esx, host)
    if server or none:
        await found.set_ntp_servers(server)
        console.remark(f"NTP servers set: {', '.join(server) or 'none'}")
        return ExitStatus.OK
    clock = await found.clock()
    console.tell(clock)
    servers = None if clock.ntp_servers is None else ", ".join(clock.ntp_servers) or "none"
    console.facts(
        [
            ("Time", moment(clock.now)),
            ("Drift", known(None if clock.drift is None else f"{clock.drift:+.1f} s")),
            ("Time zone", known(clock.zone)),
            ("NTP servers", known(servers)),
        ]
    )
    return ExitStatus.OK


async def host_syslog(
    esx: aioesx.Connection, console: Console, target: tuple[str, ...], none: bool, host: str | None
) -> ExitStatus:
    """Print where the host's log goes besides its own disk; or say where it shall."""
    exclusive(target=target, none=none)
    found = await find_host(esx, host)
    if target or none:
        await found.set_syslog(target)
        console.remark(f"Syslog goes to: {', '.join(target) or 'none'}")
        return ExitStatus.OK
    targets = await found.syslog()
    console.tell_all({"target": each} for each in targets)
    for each in targets:
        console.say(each)
    return ExitStatus.OK


# --- maintenance and the end --------------------------------------------------------------------


async def maintenance(
    esx: aioesx.Connection,
    console: Console,
    action: str | None,
    wait: bool,
    timeout: float | None,
    evacuate: bool,
    host: str | None,
) -> ExitStatus:
    """Print whether the host is in maintenance mode and what is in its way; enter or leave it."""
    mode = (await find_host(esx, host)).maintenance
    if action == "enter":
        try:
            await mode.enter(wait=wait, deadline=timeout, evacuate=evacuate)
        except errors.TaskFailedError as error:
            if error.fault_type != _TIMED_OUT:
                raise
            names = few((await mode.status()).in_the_way) or "nothing any more"
            console.complain(f"not in maintenance mode within {timeout:g} s; in its way: {names}")
            return ExitStatus.NOT_IN_TIME
        console.remark("Host is in maintenance mode")
        return ExitStatus.OK
    if wait or evacuate or timeout is not None:
        raise ValueError("--wait, --timeout and --evacuate belong to 'maintenance enter'")
    if action == "leave":
        await mode.leave()
        console.remark("Host is not in maintenance mode any more")
        return ExitStatus.OK
    status = await mode.status()
    console.tell(status)
    active = None if status.active is None else "yes" if status.active else "no"
    console.facts([("Maintenance", known(active))])
    if status.state.is_out_of_reach:
        console.warn(f"the host is {status.state}: what is told of it is old")
    for name in status.in_the_way:
        console.facts([("In its way", name)])
    warn_of(console, [status])
    return ExitStatus.OK


async def host_reboot(
    esx: aioesx.Connection, console: Console, yes: bool, force: bool, host: str | None
) -> ExitStatus:
    """Restart the host, which has to be in maintenance mode."""
    found = await find_host(esx, host)
    await _require_yes(found, yes, "restarts")
    await found.reboot(force=force)
    console.remark("Host is being restarted")
    return ExitStatus.OK


async def host_shutdown(
    esx: aioesx.Connection, console: Console, yes: bool, force: bool, host: str | None
) -> ExitStatus:
    """Turn the host off, which has to be in maintenance mode."""
    found = await find_host(esx, host)
    await _require_yes(found, yes, "turns off")
    await found.shutdown(force=force)
    console.remark("Host is being shut down")
    return ExitStatus.OK


async def _require_yes(host: aioesx.Host, yes: bool, what: str) -> None:
    """Have the end of a host confirmed.

    Raises:
        ValueError: it was not; the text says which host it is, and what runs there.
    """
    if yes:
        return
    name = (await host.properties("name")).if_shown("name") or host.ref.value
    runs = len((await host.maintenance.status()).in_the_way)
    raise ValueError(f"this {what} {name}, where {runs} domain(s) run: say --yes if you mean it")


def _action(*words: str) -> Word:
    return Word("action", "What to do.", required=False, type=click.Choice(words))


_YES: Final = Flag("yes", "Yes, this host.")
_FORCE: Final = Flag("force", "Even if it is not in maintenance mode: what runs is cut off.")

COMMANDS: Final = (
    CommandRow(
        "host-services",
        host_services,
        (
            _action("list", "start", "stop", "restart", "policy"),
            Word("service", "Its name (ssh, shell, ntp), key or label.", required=False),
            Word("policy", "on, off or automatic.", required=False),
            HOST,
        ),
        harmful=True,
        output=outputs.SERVICES,
    ),
    CommandRow(
        "host-firewall",
        host_firewall,
        (
            _action("list", "enable", "disable", "allow"),
            Word("ruleset", "Its key or label.", required=False),
            Word("address", "Addresses and networks to let through.", False, many=True),
            Flag("everybody", "Let everybody through."),
            HOST,
        ),
        harmful=True,
        output=outputs.FIREWALL,
    ),
    CommandRow(
        "host-ntp",
        host_ntp,
        (
            Word("server", "Names or addresses.", required=False, many=True),
            Flag("none", "Nobody tells it the time."),
            HOST,
        ),
        output=outputs.CLOCK,
    ),
    CommandRow(
        "host-syslog",
        host_syslog,
        (
            Word("target", "Such as udp://log.example.com:514.", required=False, many=True),
            Flag("none", "To nowhere else."),
            HOST,
        ),
        output=outputs.SYSLOG,
    ),
    CommandRow(
        "maintenance",
        maintenance,
        (
            _action("status", "enter", "leave"),
            Flag("wait", "Wait for domains that run, however long that takes."),
            Word("timeout", "Wait for them so many seconds.", False, False, type=float),
            Flag("evacuate", "Have the vCenter move domains that are off, too."),
            HOST,
        ),
        harmful=True,
        output=outputs.MAINTENANCE,
    ),
    CommandRow("host-reboot", host_reboot, (_YES, _FORCE, HOST), harmful=True),
    CommandRow("host-shutdown", host_shutdown, (_YES, _FORCE, HOST), harmful=True),
)
