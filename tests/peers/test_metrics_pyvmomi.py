"""pyVmomi beside us on one simulator: what it reads of counters is what we read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from anyio import to_thread
from support.hosts import connected
from support.pyvmomi import pyvmomi
from support.pyvmomi_host import vim, vmodl
from support.vcenter import Estate, quick

import aioesx
from aioesx.simulator import Simulator, Site, presets
from aioesx.simulator.handle import SimulatedHost, SimulatedVCenter
from aioesx.simulator.profile import ESXI_5_5, ESXI_6_5, ESXI_8_0, Profile

pytestmark = [pytest.mark.peer("pyvmomi"), pytest.mark.anyio]

manager: Any = vim.PerformanceManager

Told = set[tuple[str, str, str, datetime, int]]
"""Reference, counter, device, moment, and the server's number."""


@pytest.fixture
def anyio_backend() -> str:
    """What another client sees is no matter of the event loop."""
    return "asyncio"


@pytest.fixture(params=[ESXI_5_5, ESXI_6_5, ESXI_8_0], ids=lambda profile: profile.name)
def simulator(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    profile: Profile = request.param
    with Simulator(presets.small_host(machines=5, profile=profile), password="secret") as host:
        yield host


@pytest.fixture
def content(simulator: Simulator) -> Iterator[Any]:
    with pyvmomi(simulator.url) as service:
        yield service.RetrieveContent()


async def theirs(work: Callable[[], Any]) -> Any:
    return await to_thread.run_sync(work)


def names_of(content: Any) -> dict[int, str]:
    return {
        each.key: f"{each.groupInfo.key}.{each.nameInfo.key}.{each.rollupType}"
        for each in content.perfManager.perfCounter
    }


def things(content: Any, *types: Any) -> list[Any]:
    view = content.viewManager.CreateContainerView(content.rootFolder, list(types), True)
    return list(view.view)


def read_by_them(content: Any, entities: list[Any], form: str, **options: Any) -> Told:
    """Read all counters of some things, in their names."""
    names = names_of(content)
    specs = [
        manager.QuerySpec(
            entity=entity,
            metricId=[manager.MetricId(counterId=key, instance="*") for key in names],
            format=form,
            **options,
        )
        for entity in entities
    ]
    told: Told = set()
    for entity in content.perfManager.QueryPerf(specs):
        for series in entity.value:
            key = (entity.entity._moId, names[series.id.counterId], series.id.instance)
            if form == "csv":
                words = entity.sampleInfoCSV.split(",")[1::2]
                moments = [datetime.fromisoformat(word) for word in words]
                values = [int(word) for word in series.value.split(",")]
            else:
                moments = [info.timestamp for info in entity.sampleInfo]
                values = list(series.value)
            told |= {(*key, *pair) for pair in zip(moments, values, strict=True)}
    return told


def plain(found: list[aioesx.MetricSeries]) -> Told:
    return {
        (series.entity.value, series.counter.name, series.instance, moment, value)
        for series in found
        for moment, value in zip(series.times, series.raw, strict=True)
        if value is not None
    }


def just_now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=1)


@pytest.mark.parametrize("form", ["normal", "csv"])
async def test_every_number_of_a_host_is_the_same(
    simulator: Simulator, content: Any, form: str
) -> None:
    entities = await theirs(lambda: things(content, vim.VirtualMachine, vim.HostSystem))
    until = just_now()
    options = {"intervalId": 20, "maxSample": 3, "endTime": until}
    told = await theirs(lambda: read_by_them(content, entities, form, **options))

    async with connected(simulator) as esx:
        refs = [aioesx.vim.Ref(type(e).__name__.rpartition(".")[2], e._moId) for e in entities]
        names = [each.name for each in await esx.metrics.counters()]
        found = await esx.metrics.read(refs, *names, last=3, until=until, instances="*")

    assert len(told) > 1000
    assert plain(found) == told


async def test_counters_and_what_there_is_of_them_are_the_same(
    simulator: Simulator, content: Any
) -> None:
    web = (await theirs(lambda: things(content, vim.VirtualMachine)))[0]
    metrics = await theirs(lambda: content.perfManager.QueryAvailablePerfMetric(web))
    summary = await theirs(lambda: content.perfManager.QueryPerfProviderSummary(web))
    names = await theirs(lambda: names_of(content))

    async with connected(simulator) as esx:
        ref = aioesx.vim.Ref("VirtualMachine", web._moId)
        counters = {each.key: each.name for each in await esx.metrics.counters()}
        available = await esx.metrics.available(ref)
        provider = await esx.metrics.provider(ref)

    assert counters == names
    ours = {(name, each) for name, instances in available.items() for each in instances}
    assert ours == {(names[each.counterId], each.instance) for each in metrics}
    assert provider.interval == summary.refreshRate == 20
    assert (provider.realtime, provider.historic) == (
        summary.currentSupported,
        summary.summarySupported,
    )


# --- a vCenter -----------------------------------------------------------------------------------


@pytest.fixture
def site() -> Iterator[Site]:
    with Estate(options=quick()).site() as site:
        yield site


def of(site: Site) -> SimulatedHost | SimulatedVCenter:
    assert site.vcenter is not None
    return site.vcenter


async def test_what_a_vcenter_keeps_is_the_same_and_its_limit_is_kept(site: Site) -> None:
    server = of(site)
    until = just_now()
    url = f"https://{server.address}:{server.port}/sdk"
    with pyvmomi(url) as service:
        content = service.RetrieveContent()
        hosts = await theirs(lambda: things(content, vim.HostSystem, vim.Datastore))
        options: dict[str, Any] = {
            "intervalId": 300,
            "startTime": until - timedelta(hours=1),
            "endTime": until,
        }
        with pytest.raises(vmodl.fault.InvalidArgument) as caught:
            await theirs(lambda: read_by_them(content, hosts, "csv", **options))
        server.change(
            lambda state: state.settings.update(
                {"config.vpxd.stats.maxQueryMetrics": ("xsd:int", -1)}
            )
        )
        told = await theirs(lambda: read_by_them(content, hosts, "csv", **options))
    server.change(
        lambda state: state.settings.update({"config.vpxd.stats.maxQueryMetrics": ("xsd:int", 64)})
    )
    uri = f"vpx://root@{server.address}:{server.port}/?cacert={site.ca_file}"
    async with aioesx.connect(uri, password="secret") as vcenter:
        refs = [aioesx.vim.Ref(type(e).__name__.rpartition(".")[2], e._moId) for e in hosts]
        names = sorted({name for _, name, *_ in told})
        found = await vcenter.metrics.read(
            refs, *names, since=options["startTime"], until=until, interval=300, instances="*"
        )

    assert caught.value.invalidProperty == "querySpec.size"
    assert len(told) > 100
    assert plain(found) == told
