"""The checks of counters and their samples."""

from __future__ import annotations

from support.contract import Case, contract

__all__: list[str] = []

_CPU = "cpu.usage.average"


@contract("Metrics.counters")
async def counters(case: Case) -> None:
    (found,) = await case.esx.metrics.counters(_CPU)
    assert (found.name, found.unit, found.stats) == (_CPU, "percent", "rate")


@contract("Metrics.intervals")
async def intervals(case: Case) -> None:
    found = await case.esx.metrics.intervals()
    assert found[0].seconds == 300


@contract("Metrics.provider")
async def provider(case: Case) -> None:
    found = await case.esx.metrics.provider(await case.host())
    assert (found.realtime, found.interval) == (True, 20)


@contract("Metrics.available")
async def available(case: Case) -> None:
    found = await case.esx.metrics.available(await case.host())
    assert "" in found[_CPU]


@contract("Metrics.read")
async def read(case: Case) -> None:
    domain = await case.domain("poweredOn")
    host = await case.host()
    found = await case.esx.metrics.read([domain, host], _CPU, last=2)
    assert [each.entity for each in found if each.values] == [domain.ref, host.ref]
    assert {each.interval for each in found} == {20}
