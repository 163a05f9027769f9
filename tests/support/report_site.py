"""Sites made for reports: hosts with machines as they are found in the field, none like another.

Run as a program it writes the page of a thousand machines: what the pictures in docs/ show.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import anyio

import aioesx
from aioesx.jobs.report import Report, gather
from aioesx.simulator import Site, presets
from aioesx.simulator.furnishing import format_mac
from aioesx.simulator.presets import MachineKind
from aioesx.simulator.profile import PROFILES
from aioesx.simulator.sockets import loopback_addresses
from aioesx.simulator.state.host import HostState, Options
from aioesx.simulator.state.upkeep import sensor
from aioesx.simulator.state.world import World

__all__ = ["EVIL", "PASSWORD", "report_of", "report_site", "uris_of"]

PASSWORD = "of reports"
EVIL = '</script><img src=x onerror=alert(1)> & "Söhne" {{ 7*7 }} <!-- ]]>'
"""A name that would do harm on a page, in a template, in markup."""

_EVIL_SETTING = EVIL.replace('"', "|22")

_ROLES = ("web", "db", "app", "mail", "build", "cache", "files", "proxy", "queue", "test")
_STAGES = ("prod", "stage", "dev")
_GUESTS = (
    ("ubuntu-64", 8), ("debian12-64", 6), ("rhel9-64", 5), ("windows2019srv-64", 4),
    ("windows9Server-64", 3), ("centos7-64", 2), ("freebsd13-64", 1),
)  # fmt: skip
_POWER = ("poweredOn",) * 14 + ("poweredOff",) * 4 + ("suspended",)
_MEMORY = (1024, 2048, 2048, 4096, 4096, 8192, 8192)
_NOTES = ("before upgrade", "nightly", "before patch day", "keep!", "test")


def report_site(hosts: int = 2, machines: int = 4, *, seed: int = 22) -> Site:
    """Return a site of hosts ``esx01`` and on; the first machine of all is called `EVIL`."""
    chance, world = random.Random(seed), World()
    made: dict[str, HostState] = {}
    for number, address in enumerate(loopback_addresses(hosts), start=1):
        name = f"esx{number:02}"
        host = presets.empty_host(
            profile=PROFILES["esxi-8.0"],
            options=Options(calls_kept=1000),
            name=name,
            number=number,
            address=address,
            shared=world,
        )
        for store in host.datastores.values():
            store.capacity *= 100
        for position in range(machines):
            serial = (number - 1) * machines + position + 1
            _add(host, serial, chance)
        _settle(host, number, chance)
        made[name] = host
    return Site(made, password=PASSWORD, tls=False)


def _add(host: HostState, serial: int, chance: random.Random) -> None:
    role, stage = chance.choice(_ROLES), chance.choice(_STAGES)
    guests, weights = zip(*_GUESTS, strict=True)
    power = chance.choice(_POWER)
    kind = MachineKind(
        f"{role}-{stage}-{serial:04}",
        "poweredOn" if serial == 1 else power,
        chance.choices(guests, weights)[0],
        chance.choice(_MEMORY),
        chance.choice((1, 1, 1, 2, 2, 4)),
        round(chance.lognormvariate(4.2, 0.8)) + 8,
        tools=chance.random() < 0.9,
        mac=format_mac(0x00_0C_29_00_00_00 + serial),
        address=f"198.18.{serial // 250}.{serial % 250 + 1}/15",
        settings=(("displayName", _EVIL_SETTING),) if serial == 1 else (),
    )
    store = chance.choice(list(host.datastores.values()))
    machine = presets.add_machine(host, kind, store.name)
    if chance.random() < 0.08:
        for note in chance.sample(_NOTES, chance.randint(1, 2)):
            taken = machine.snapshots.take(note, "", memory=False, quiesce=False)
            taken.created -= timedelta(days=chance.random() ** 2 * 240)


def _settle(host: HostState, number: int, chance: random.Random) -> None:
    """Have datastores be as full as they are in the field, and some hardware be tired."""
    for store in host.datastores.values():
        used = max(store.capacity - store.free, 2**34)
        store.capacity = int(used / chance.uniform(0.35, 0.97))
    if number % 11 == 3:
        host.upkeep.sensors.append(sensor("Fan 3 Tach", "fan", 61_000, state="yellow"))


def uris_of(site: Site) -> dict[str, str]:
    """Return the URIs of the hosts, by name."""
    return {name: host.uri for name, host in site.hosts.items()}


async def report_of(site: Site, *, dead: Sequence[str] = (), **options: object) -> Report:
    """Return a report of a fleet of the hosts, and of dead ones."""
    uris = uris_of(site)
    uris |= dict.fromkeys(dead, "esx://root@127.0.0.1:9/?transport=http")
    async with aioesx.Fleet(uris, password=PASSWORD) as fleet:
        return await gather(fleet, **options)  # type: ignore[arg-type]


def main() -> None:
    """Write the page."""
    with report_site(40, 25) as site:
        report = anyio.run(lambda: report_of(site, dead=("esx41", "esx42")))
    Path(sys.argv[1]).write_text(report.to_html("Inventory"), "utf-8")


if __name__ == "__main__":
    main()
