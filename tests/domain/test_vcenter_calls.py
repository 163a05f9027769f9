"""What operations cost at a vCenter: the numbers of docs/vcenter.md, whatever there is."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

import pytest
from support.judges import ROOT
from support.vcenter import Estate, quick, uri_of_vcenter

import aioesx
from aioesx.simulator import presets
from aioesx.simulator.site import Site

pytestmark = pytest.mark.anyio

WAITS: Final = ("WaitForUpdatesEx", "CreatePropertyCollector")


@pytest.fixture(params=[0, 40], ids=["few", "many"])
async def site(request: pytest.FixtureRequest) -> AsyncIterator[Site]:
    estate = Estate(options=quick(0.0))
    for number in range(request.param):
        presets.add_machine(estate.esx2, presets.MachineKind(f"more{number}"))
    async with estate.site(tls=False) as site:
        yield site


async def list_hosts(esx: aioesx.Connection, domain: aioesx.Domain) -> None:
    await esx.hosts.list()


async def list_domains(esx: aioesx.Connection, domain: aioesx.Domain) -> None:
    await esx.domains.list()


async def look_up_by_path(esx: aioesx.Connection, domain: aioesx.Domain) -> None:
    await esx.domains.lookup("eu/west/dc1/vm/web01")


async def start(esx: aioesx.Connection, domain: aioesx.Domain) -> None:
    await domain.destroy()


async def read_autostart(esx: aioesx.Connection, domain: aioesx.Domain) -> None:
    await domain.autostart()


async def migrate(esx: aioesx.Connection, domain: aioesx.Domain) -> None:
    await domain.migrate("esx2.example")


async def clone(esx: aioesx.Connection, domain: aioesx.Domain) -> None:
    await domain.clone("copy01")


async def read_xml(esx: aioesx.Connection, domain: aioesx.Domain) -> None:
    await domain.xml()


OPERATIONS: Final[dict[str, Callable[[aioesx.Connection, aioesx.Domain], Awaitable[None]]]] = {
    "`esx.hosts.list`": list_hosts,
    "`list`": list_domains,
    "`lookup` by name or path": look_up_by_path,
    "`start`, `destroy`, a change, a snapshot": start,
    "`autostart`": read_autostart,
    "`xml`": read_xml,
    "`migrate` to a host by its name": migrate,
    "`clone`": clone,
}


def documented() -> dict[str, int]:
    page = (ROOT / "docs" / "vcenter.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[^|]*|opening[^|]*) \| (\d+)", page, re.M)
    return {what.strip(): int(calls) for what, calls in rows}


@pytest.mark.parametrize("what", OPERATIONS)
async def test_an_operation_costs_what_is_documented(site: Site, what: str) -> None:
    assert site.vcenter is not None
    async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
        domain = await esx.domains.lookup("web01")
        await (await esx.domains.lookup("db01")).start()  # the poll has its collector
        site.vcenter.forget_calls()
        await OPERATIONS[what](esx, domain)
        counted = {m: n for m, n in site.vcenter.call_count.items() if m not in WAITS}

    assert sum(counted.values()) == documented()[what], counted


def test_every_row_is_counted() -> None:
    assert documented().keys() == OPERATIONS.keys()
