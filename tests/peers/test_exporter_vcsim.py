"""What the exporter reads of govmomi's simulator: an ESX, and a vCenter with several hosts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.vcsim import Vcsim

import aioesx
from aioesx.jobs.exporter import read_host

pytestmark = [pytest.mark.anyio, pytest.mark.peer("vcsim")]


@pytest.mark.parametrize("model", ["esx", "vpx"])
async def test_its_machines_hosts_and_datastores_are_told(
    vcsim: Callable[..., Vcsim], model: str
) -> None:
    server = vcsim(model=model, tls=False, vms=3)

    async with aioesx.connect(server.uri(scheme=model), password="secret") as esx:
        reading = await read_host(esx, counters=True)
        names = {entry.name for entry in await esx.domains.list()}
        hosts = {entry.name: entry for entry in await esx.hosts.list()}
        pools = {entry.name for entry in await esx.pools.list()}

    machines = [labels for labels, _ in reading.samples["vmware_vm_power_state"]]
    assert {labels[0] for labels in machines} == names
    assert {labels[1] for labels in machines} <= pools
    assert {labels[2] for labels in machines} <= hosts.keys()
    assert {labels[0] for labels, _ in reading.samples["vmware_host_num_cpu"]} == hosts.keys()
    clusters = {
        labels[0]: labels[2] for labels, _ in reading.samples["vmware_host_maintenance_mode"]
    }
    assert clusters == {name: entry.cluster or "" for name, entry in hosts.items()}
    stores = {labels[0] for labels, _ in reading.samples["vmware_datastore_capacity_size"]}
    assert stores <= pools
    assert "vmware_vm_cpu_usage_average" in reading.samples
