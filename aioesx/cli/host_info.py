"""`host-info`: all that is to be known about a host, on one page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import HOST, CommandRow
from aioesx.cli.host_commands import find_host
from aioesx.cli.outputs.hosts import DETAILS
from aioesx.cli.problems import warn_of
from aioesx.cli.sizes import shown_size
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known

__all__ = ["COMMANDS", "moment"]

_WIDTH: Final = 18


def moment(when: datetime | None) -> str:
    """Write a moment in local time, or ``-``."""
    return known(None if when is None else when.astimezone().strftime("%Y-%m-%d %H:%M:%S %z"))


async def host_info(esx: aioesx.Connection, console: Console, host: str | None) -> ExitStatus:
    """Print all that is to be known about the host: product, licence, health, clock and more."""
    details = await (await find_host(esx, host)).details()
    console.tell(details)
    console.facts(_rows(details), _WIDTH)
    warn_of(console, [details])
    return ExitStatus.OK


def _rows(of: aioesx.HostDetails) -> Iterator[tuple[str, str]]:
    yield "Name", of.name
    yield "State", f"{of.state}, maintenance" if of.maintenance else str(of.state)
    yield "Product", known(of.product)
    yield "API version", known(of.api_version)
    yield "vCenter", known(of.vcenter)
    yield "Machine", known(" ".join(part for part in (of.vendor, of.model) if part) or None)
    yield "Serial number", known(of.serial)
    yield "UUID", known(of.uuid)
    yield (
        "BIOS",
        known(of.bios) + ("" if of.bios_date is None else f" of {of.bios_date:%Y-%m-%d}"),
    )
    yield "CPU model", known(of.node.model)
    yield "CPU(s)", _cpus(of.node)
    yield "CPU used", known(of.cpu_used, "MHz")
    yield "Memory", known(of.node.memory, "KiB")
    yield "Memory used", known(of.memory_used, "KiB")
    yield "Booted", moment(of.booted)
    yield "Uptime", known(None if of.uptime is None else timedelta(seconds=of.uptime))
    yield "Restart required", _yes(of.restart_required)
    yield "Lockdown", known(of.lockdown)
    yield "Licence", _licence(of.licence)
    yield "Health", _health(of.health)
    for sensor in of.health.alarming if of.health is not None else ():
        yield f"  {sensor.state}", f"{sensor.name}: {known(sensor.summary)}"
    yield from _clock(of.clock)
    yield "Services", _services(of.services)
    yield "Firewall", _open(of.firewall)
    yield "Syslog", _list(of.syslog)
    yield "Certificate", known(of.certificate and of.certificate.subject)
    if of.certificate is not None:
        yield "  of", known(of.certificate.issuer)
        yield "  until", f"{moment(of.certificate.expires)}, {known(of.certificate.status)}"
    for pool in of.pools:
        yield "Pool", f"{pool.name}, {known(pool.kind)}, {_room(pool)}"
    yield "Networks", _list(of.networks)
    yield "Domains", f"{of.domains}, {len(of.running)} running"


def _cpus(node: aioesx.NodeInfo) -> str:
    if node.cpus is None:
        return known(None)
    return f"{node.cpus} of {known(node.mhz, 'MHz')}, {known(node.sockets)} socket(s)"


def _yes(value: bool | None) -> str:
    return known(None if value is None else "yes" if value else "no")


def _licence(licence: aioesx.HostLicence | None) -> str:
    if licence is None:
        return known(None)
    words = [licence.name]
    if licence.free:
        words.append("free: it refuses every change by the API")
    if licence.expires is not None:
        words.append(f"until {moment(licence.expires)}")
    return ", ".join(words)


def _health(health: aioesx.HostHealth | None) -> str:
    return (
        known(None) if health is None else f"{known(health.state)}, {len(health.sensors)} sensors"
    )


def _clock(clock: aioesx.HostClock | None) -> Iterator[tuple[str, str]]:
    yield "Time", moment(clock.now if clock is not None else None)
    drift = clock.drift if clock is not None else None
    yield "Drift", known(None if drift is None else f"{drift:+.1f} s")
    yield "NTP servers", _list(clock.ntp_servers if clock is not None else None)


def _services(services: tuple[aioesx.HostService, ...] | None) -> str:
    return _list(None if services is None else [one.word for one in services if one.running])


def _open(rulesets: tuple[aioesx.FirewallRuleset, ...] | None) -> str:
    return _list(None if rulesets is None else [one.key for one in rulesets if one.enabled])


def _list(words: tuple[str, ...] | list[str] | None) -> str:
    """Write a list; ``none`` for an empty one, which is not what is unknown."""
    return known(None) if words is None else ", ".join(words) or "none"


def _room(pool: aioesx.HostPool) -> str:
    return f"{shown_size(pool.available)} of {shown_size(pool.capacity)} available"


COMMANDS: Final = (CommandRow("host-info", host_info, (HOST,), output=DETAILS),)
