"""Gathering: how often hosts are asked, what becomes of those that fail, what vCenters add."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.hosts import connected
from support.report_site import PASSWORD, report_of, uris_of
from support.vcenter import Estate, quick, uri_of_vcenter

import aioesx
from aioesx import PoolKind, errors
from aioesx.jobs.report import Report, gather
from aioesx.simulator import Simulator, Site, presets

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]


def _reads(calls: list[tuple[str, str]]) -> list[str]:
    return [name for name, _ in calls if name == "RetrievePropertiesEx"]


@pytest.mark.parametrize("machines", [1, 30])
async def test_a_host_is_asked_in_two_calls_however_many_machines_it_has(machines: int) -> None:
    with Simulator(presets.small_host(machines=machines), tls=False) as simulator:
        async with connected(simulator) as esx:
            simulator.forget_calls()
            report = await gather(esx)

            assert [method for method, _ in simulator.calls] == ["RetrievePropertiesEx"] * 2
    assert len(report.rows["vInfo"]) == machines


async def test_snapshots_cost_no_call_more(site: Site) -> None:
    host = site.hosts["esx01"]
    async with aioesx.connect(host.uri, password=PASSWORD) as esx:
        host.forget_calls()
        await gather(esx)

        assert len(host.calls) == 2


async def test_rows_are_what_the_library_tells(site: Site) -> None:
    async with aioesx.connect(site.hosts["esx02"].uri, password=PASSWORD) as esx:
        report = await gather(esx)
        domains = await esx.domains.list()
        pools = [each for each in await esx.pools.list() if each.kind is not PoolKind.ISCSI]
        growth = await esx.storage.snapshots()

    assert report.column("vInfo", "VM") == [each.name for each in domains]
    assert report.column("vInfo", "CPUs") == [each.vcpus for each in domains]
    assert report.column("vDatastore", "Name") == [each.name for each in pools]
    assert report.column("vDatastore", "Capacity MiB") == [
        round((each.capacity or 0) / 2**20) for each in pools
    ]
    assert report.column("vSnapshot", "Name") == [each.name for each in growth]
    assert report.column("vSnapshot", "Date / time") == [each.created for each in growth]


async def test_a_dead_host_is_in_the_report_by_its_error(site: Site) -> None:
    report = await report_of(site, dead=("gone",))

    assert [(each.host, each.error) for each in report.failed] == [("gone", "ConnectError")]
    assert isinstance(report.failed[0].cause, errors.ConnectError)
    assert report.hosts == 3
    assert {host.partition(".")[0] for host in map(str, report.column("vHost", "Host"))} == {
        "esx01",
        "esx02",
    }


async def test_tables_are_named_whatever_the_case_and_come_in_the_reports_order(site: Site) -> None:
    async with aioesx.connect(site.hosts["esx01"].uri, password=PASSWORD) as esx:
        report = await gather(esx, tables=["VHOST", "vinfo"])

    assert list(report.rows) == ["vInfo", "vHost"]
    assert [table.name for table in report.tables] == ["vInfo", "vHost"]
    assert list(report.only(["vHost"]).rows) == ["vHost"]


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"tables": ["vInf"]}, ValueError, "did you mean vInfo"),
        ({"tables": []}, ValueError, "no table is named"),
        ({"select": "esx01"}, TypeError, "select= is for a fleet"),
        ({"timeout": 0}, errors.TransportTimeout, "nothing was sent"),
    ],
)
async def test_what_cannot_be_done_is_refused_before_anybody_is_asked(
    site: Site, options: dict[str, Any], error: type[Exception], text: str
) -> None:
    host = site.hosts["esx01"]
    async with aioesx.connect(host.uri, password=PASSWORD) as esx:
        host.forget_calls()
        with pytest.raises(error, match=text):
            await gather(esx, **options)

        assert host.calls == []


async def test_a_selection_says_which_hosts_are_asked(site: Site) -> None:
    async with aioesx.Fleet(uris_of(site), password=PASSWORD) as fleet:
        report = await gather(fleet, select="esx02", tables=["vHost"])

    assert report.hosts == 1
    assert len(report.rows["vHost"]) == 1


@pytest.mark.long
async def test_processes_bring_the_same_rows(site: Site) -> None:
    async with aioesx.Fleet(uris_of(site), password=PASSWORD) as fleet:
        here = await gather(fleet, tables=["vDisk"])
        there = await gather(fleet, tables=["vDisk"], processes=2)

    assert there.rows == here.rows


# --- a vCenter -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def estate() -> Iterator[Site]:
    with Estate(options=quick()).site(tls=False) as site:
        yield site


async def test_a_whole_vcenter_is_asked_in_two_calls(estate: Site) -> None:
    assert estate.vcenter is not None
    async with aioesx.connect(uri_of_vcenter(estate), password="secret") as esx:
        estate.vcenter.forget_calls()
        report = await gather(esx)

        assert len(_reads(estate.vcenter.calls)) == 2

    where = dict(zip(report.column("vInfo", "VM"), report.column("vInfo", "Host"), strict=True))
    assert where["web01"] == "esx1.example"
    assert where["spare01"] == "esx3.example"
    clusters = dict(
        zip(report.column("vHost", "Host"), report.column("vHost", "Cluster"), strict=True)
    )
    assert clusters == {"esx1.example": "c1", "esx2.example": "c1", "esx3.example": None}
    assert set(report.column("vHost", "Datacenter")) == {"eu/west/dc1"}
    assert report.problems == ()


async def _of_hosts(estate: Site, **options: Any) -> Report:
    uris = {"vc": uri_of_vcenter(estate)}
    async with aioesx.Fleet(uris, password="secret") as fleet:
        return await gather(fleet, **options)


async def test_a_fleet_asks_a_vcenter_as_a_whole(estate: Site) -> None:
    assert estate.vcenter is not None
    estate.vcenter.forget_calls()

    report = await _of_hosts(estate)

    assert len(_reads(estate.vcenter.calls)) == 2
    assert len(report.rows["vHost"]) == 3


async def test_a_datastore_of_several_hosts_is_there_once(estate: Site) -> None:
    report = await _of_hosts(estate, select="vc", whole=False)

    stores = {str(each["name"]): each for each in report.records("vDatastore")}
    assert len(stores) == len(report.rows["vDatastore"]) == 4
    assert stores["datastore1"]["hosts"] == ("esx1.example", "esx2.example")
    assert len(report.rows["vSource"]) == 1


async def test_a_host_that_its_vcenter_does_not_reach_is_told_of() -> None:
    estate = Estate(options=quick())
    with estate.site(tls=False) as site:
        assert site.vcenter is not None
        site.vcenter.change(lambda vcenter: vcenter.disconnect(estate.esx3))
        async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
            report = await gather(esx)

    (problem,) = [text for text in report.problems if "may be old" in text]
    assert "esx3.example" in problem
    assert "esx3.example" in report.column("vHealth", "Name")
