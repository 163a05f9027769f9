"""The checks of fleets: one host of a product is a fleet, too."""

from __future__ import annotations

from support.contract import Case, contract

import aioesx

__all__: list[str] = []


async def names(esx: aioesx.Connection) -> list[str]:
    return [entry.name for entry in await esx.domains.list()]


def fleet_of(case: Case) -> aioesx.Fleet:
    server = case.server
    uri = f"{server.uri}?cacert={server.ca_file}" if server.ca_file else server.uri
    return aioesx.Fleet({"it": uri}, password=server.password)


@contract("Fleet.gather")
async def gather(case: Case) -> None:
    domain = await case.domain()
    async with fleet_of(case) as fleet:
        results = await fleet.gather(names)
    results.raise_for_errors()
    assert domain.name in {name for found in results.values.values() for name in found}


@contract("FleetRun.all")
async def every_result(case: Case) -> None:
    async with fleet_of(case) as fleet, fleet.run(names, timeout=20) as results:
        found = await results.all()
    assert found.failed == {}
    assert len(found) >= 1
