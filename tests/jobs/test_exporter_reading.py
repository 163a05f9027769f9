"""One host's metrics: what they are, what they cost, and what is not told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from support.held import PASSWORD
from support.hosts import connected
from support.meddler import Meddler
from support.waiting import until

import aioesx
from aioesx import vim
from aioesx.connection import Connecting
from aioesx.jobs.exporter import Reading, read_host
from aioesx.jobs.exporter.counters import COUNTERS, read_counters
from aioesx.jobs.exporter.metrics import CONNECTION, DATASTORES, DOMAINS, HOSTS
from aioesx.jobs.exporter.reading import paths_of
from aioesx.simulator import Simulator, Site, make_farm, presets
from aioesx.simulator.clock import ManualClock
from aioesx.simulator.profile import ESXI_8_0, PROFILES, VCENTER_8_0

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]


@pytest.fixture(scope="module")
def managed() -> Iterator[Site]:
    with make_farm(
        3, machines=2, vcenter=VCENTER_8_0, profile=ESXI_8_0, password=PASSWORD, tls=False
    ) as site:
        yield site


def at(managed: Site) -> Connecting:
    """Connect to the vCenter."""
    return aioesx.connect(managed.uri, password=PASSWORD)


def values(reading: Reading, name: str) -> dict[str, float]:
    """Return the values of a metric by its first label."""
    return {labels[0]: value for labels, value in reading.samples.get(name, ())}


async def test_a_host_costs_two_calls_however_many_domains_it_has(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.forget_calls()

    reading = await read_host(esx)

    assert dict(simulator.call_count) == {"RetrievePropertiesEx": 2}
    assert len(reading.samples["vmware_vm_power_state"]) == 5


async def test_a_vcenter_costs_four_calls_however_many_hosts_it_has(managed: Site) -> None:
    assert managed.vcenter is not None
    async with at(managed) as esx:
        managed.vcenter.forget_calls()
        reading = await read_host(esx)
        calls = dict(managed.vcenter.call_count)

    assert calls == {"RetrievePropertiesEx": 3, "QueryAssignedLicenses": 1}
    assert len(reading.samples["vmware_vm_power_state"]) == 6
    labels = [labels for labels, _ in reading.samples["vmware_vm_num_cpu"]]
    assert ("esx0001-web01", "esx0001-datastore1", "esx0001", "farm", "cluster01") in labels
    stores = [labels for labels, _ in reading.samples["vmware_datastore_capacity_size"]]
    assert ("esx0001-datastore1", "farm", "") in stores
    assert len(reading.samples["aioesx_licence_info"]) == 1, "they all have the same"


async def test_counters_cost_two_calls_more_and_are_what_the_server_says() -> None:
    host = presets.small_host(clock=ManualClock())  # a sample may end between two questions
    with Simulator(host, username="root", password=PASSWORD, tls=False) as simulator:
        async with connected(simulator) as esx:
            await read_host(esx, counters=True)  # which reads the table of counters, once
            simulator.forget_calls()

            reading = await read_host(esx, counters=True)

            assert dict(simulator.call_count) == {"RetrievePropertiesEx": 2, "QueryPerf": 2}
            running = {entry.name: entry for entry in await esx.domains.list(states="running")}
            (usage,) = await esx.metrics.read(running["web01"].domain, "cpu.usage.average")
    told = values(reading, "vmware_vm_cpu_usage_average")
    assert told.keys() == running.keys()
    assert told["web01"] == usage.raw[-1]
    assert {metric.name for metric in COUNTERS} <= reading.samples.keys()


async def test_counters_that_are_not_shown_are_left_out(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.fault_on("QueryPerf", "NoPermission")

    reading = await read_host(esx, counters=True)

    assert len(reading.samples["vmware_vm_power_state"]) == 5
    assert not {metric.name for metric in COUNTERS} & reading.samples.keys()


async def test_counters_are_told_of_the_others_where_a_domain_has_gone_meanwhile(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    found = {entry.name: entry.domain.ref for entry in await esx.domains.list(states="running")}
    gone = vim.ManagedObjectReference("VirtualMachine", "4711")

    counted = await read_counters(esx, [gone, *found.values()], [])

    assert counted.keys() == set(found.values())


@pytest.mark.parametrize("name", [name for name, it in PROFILES.items() if not it.is_vcenter])
async def test_every_product_is_asked_for_no_more_than_it_knows(name: str) -> None:
    host = presets.small_host(machines=2, profile=PROFILES[name])

    with Simulator(host, password=PASSWORD, tls=False) as simulator:
        async with connected(simulator) as esx:
            reading = await read_host(esx, counters=True)

    assert values(reading, "vmware_vm_power_state") == {"web01": 1, "db01": 0}
    assert set(values(reading, "vmware_host_num_cpu").values()) == {24}


def test_every_metric_has_the_properties_that_it_needs() -> None:
    everything = {path for row in (*HOSTS, *DOMAINS, *DATASTORES) for path in row.paths}
    asked = paths_of(lambda *version: version <= (8, 0))

    assert everything <= {path for paths in asked.values() for path in paths}


async def test_what_waits_and_what_is_old_is_told(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    web = await esx.domains.lookup("web01")
    take = vim.CreateSnapshot_Task(this=web.ref, name="nightly", memory=False, quiesce=False)
    await esx.run(take)
    await esx.run(take)  # hosts do not insist that names be unique
    taken = [snapshot.created.timestamp() for snapshot in (await web.snapshots.list())]
    simulator.ask_on("PowerOnVM_Task", "db01", choices=("Cancel", "Moved"), default=1)
    db = await esx.domains.lookup("db01")
    await esx.call(vim.PowerOnVM_Task(this=db.ref))
    await until(esx.domains.pending_questions)
    simulator.change(_expire)

    reading = await read_host(esx)

    assert values(reading, "aioesx_vm_question_pending")["db01"] == 1
    assert values(reading, "aioesx_vm_question_pending")["web01"] == 0
    assert values(reading, "vmware_vm_snapshots")["web01"] == 2
    assert values(reading, "vmware_vm_snapshots")["db01"] == 0
    moments = reading.samples["vmware_vm_snapshot_timestamp_seconds"]
    assert sorted(value for _, value in moments) == sorted(taken)
    assert len({labels for labels, _ in moments}) == 2
    assert all(labels[-1].startswith("nightly [") for labels, _ in moments)
    ends = reading.samples["aioesx_licence_expiry_timestamp_seconds"]
    assert [value for _, value in ends] == [datetime(2030, 1, 1, tzinfo=UTC).timestamp()]


def _expire(host: Any) -> None:
    host.upkeep.licence_ends = datetime(2030, 1, 1, tzinfo=UTC)


async def test_figures_have_the_units_of_their_names(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    reading = await read_host(esx)

    web = {entry.name: entry for entry in await esx.domains.list()}["web01"]
    node = await esx.host.info()
    pools = {entry.name: entry for entry in await esx.pools.list()}
    assert web.max_memory is not None
    assert node.memory is not None
    assert values(reading, "vmware_vm_memory_max")["web01"] == web.max_memory / 1024
    assert set(values(reading, "vmware_host_memory_max").values()) == {node.memory / 1024}
    sizes = values(reading, "vmware_datastore_capacity_size")
    assert sizes == {name: (await pools[name].pool.info()).capacity for name in sizes}
    assert sizes


async def test_what_is_hidden_is_not_told_as_nothing(plain: Simulator) -> None:
    meddler = Meddler(plain.asgi)
    meddler.path, meddler.hidden = "snapshot.rootSnapshotList", True

    async with connected(plain, transport=meddler) as esx:
        await (await esx.domains.lookup("web01")).snapshots.create("before")
        reading = await read_host(esx)

    assert "web01" not in values(reading, "vmware_vm_snapshots")
    assert values(reading, "vmware_vm_snapshots")["db01"] == 0
    assert len(reading.samples["vmware_vm_power_state"]) == 5


async def test_of_a_host_that_its_vcenter_does_not_reach_nothing_old_is_told(managed: Site) -> None:
    assert managed.vcenter is not None
    gone = managed.hosts["esx0002"].state
    managed.vcenter.change(lambda vcenter: vcenter.lose(gone))
    try:
        async with at(managed) as esx:
            reading = await read_host(esx)
    finally:
        managed.vcenter.change(lambda vcenter: vcenter.connect(gone))

    states = {(name, state) for (name, _, _, state), _ in reading.samples[CONNECTION.name]}
    assert ("esx0002", "notResponding") in states
    assert "esx0002" not in values(reading, "vmware_host_power_state")
    assert sorted(values(reading, "vmware_vm_power_state")) == [
        *("esx0001-db01", "esx0001-web01", "esx0003-db01", "esx0003-web01")
    ]
