"""The report of servers that are not ours: govmomi's simulator, as a host and as a vCenter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.vcsim import Vcsim

from aioesx import connect
from aioesx.jobs.report import Report, gather

pytestmark = [pytest.mark.peer("vcsim"), pytest.mark.anyio]


async def _report(server: Vcsim, scheme: str) -> Report:
    uri = server.uri("no_verify=1", scheme=scheme)
    async with connect(uri, password=server.password) as esx:
        return await gather(esx)


async def test_a_host(vcsim: Callable[..., Vcsim]) -> None:
    report = await _report(vcsim(model="esx", vms=2), "esx")

    assert report.column("vInfo", "VM") == ["ha-host_VM0", "ha-host_VM1"]
    assert len(report.rows["vHost"]) == 1
    assert len(report.rows["vDatastore"]) == 1
    assert all(name in report.rows and report.rows[name] for name in ("vNIC", "vSwitch", "vPort"))
    assert report.to_html()
    assert report.to_xlsx()


async def test_a_vcenter(vcsim: Callable[..., Vcsim]) -> None:
    report = await _report(vcsim(model="vpx", vms=2), "vpx")

    clusters = dict(
        zip(report.column("vHost", "Host"), report.column("vHost", "Cluster"), strict=True)
    )
    assert clusters["DC0_C0_H0"] == "DC0_C0"
    assert clusters["DC0_H0"] is None
    assert set(report.column("vInfo", "Datacenter")) == {"DC0"}
    assert len(report.column("vDatastore", "Name")) == len(set(report.column("vDatastore", "URL")))
    assert all(report.column("vNetwork", "Network"))
    assert report.to_ansible()["cluster_dc0_c0"]["hosts"]
    assert len(report.to_netbox()) == 5
