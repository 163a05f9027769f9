"""What hosts and a vCenter count, read from simulated ones."""

from __future__ import annotations

import pickle
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.hosts import connected, through
from support.meddler import Meddler
from support.vcenter import Estate, quick, uri_of_vcenter

import aioesx
from aioesx import errors
from aioesx.simulator import Line, ManualClock, Simulator, Site, presets
from aioesx.simulator.profile import ESXI_5_5, ESXI_6_5, ESXI_8_0

pytestmark = pytest.mark.anyio

CPU, ACTIVE, UPTIME = "cpu.usage.average", "mem.active.average", "sys.uptime.latest"
NOON = datetime(2026, 1, 2, 12, 0, 5, tzinfo=UTC)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def plain(clock: ManualClock) -> Iterator[Simulator]:
    host = presets.small_host(machines=5, clock=clock)
    with Simulator(host, password="secret", tls=False) as simulator:
        yield simulator


@pytest.fixture
async def esx(plain: Simulator) -> AsyncIterator[aioesx.Connection]:
    async with connected(plain) as esx:
        yield esx


@pytest.fixture
def site() -> Iterator[Site]:
    with Estate(options=quick()).site(tls=False) as site:
        yield site


@pytest.fixture
async def vcenter(site: Site) -> AsyncIterator[aioesx.Connection]:
    async with aioesx.connect(uri_of_vcenter(site), password="secret") as vcenter:
        yield vcenter


def names(found: list[aioesx.MetricSeries]) -> list[tuple[str | None, str]]:
    return [(each.name, each.counter.name) for each in found]


# --- how many calls ------------------------------------------------------------------------------


async def test_things_that_are_known_take_one_call(
    plain: Simulator, esx: aioesx.Connection
) -> None:
    things = [esx.host, *(entry.domain for entry in await esx.domains.list())]
    await esx.metrics.counters()
    plain.forget_calls()

    found = await esx.metrics.read(things, CPU, ACTIVE)

    assert plain.call_count == {"QueryPerf": 1}
    assert names(found) == [
        (None, CPU), (None, ACTIVE), ("web01", CPU), ("web01", ACTIVE), ("win01", CPU),
        ("win01", ACTIVE),
    ]  # fmt: skip
    assert {each.latest is not None for each in found} == {True}


async def test_the_table_of_counters_is_read_once_in_a_session(
    plain: Simulator, esx: aioesx.Connection
) -> None:
    await esx.metrics.read("domain", CPU)
    plain.forget_calls()

    await esx.metrics.read("domain", CPU)
    await esx.metrics.read("host", ACTIVE, interval=300)

    reads = {name for _, name in plain.calls}
    assert plain.call_count == {"QueryPerf": 2, "RetrievePropertiesEx": 2}, reads


async def test_a_new_session_has_keys_of_its_own(plain: Simulator, esx: aioesx.Connection) -> None:
    """A host that was upgraded meanwhile numbers its counters anew."""
    before = (await esx.metrics.read("host", UPTIME))[0].counter

    def upgrade(host: Any) -> None:
        host.profile = ESXI_8_0

    plain.change(upgrade)
    plain.expire_sessions()
    await esx.host.hostname()
    (after,) = await esx.metrics.counters("mem.activewrite.average")

    assert before.key == 262144
    assert (await esx.metrics.read("domain", "mem.activewrite.average"))[0].counter == after
    assert after.key != 65549


# --- what is told --------------------------------------------------------------------------------


async def test_keys_differ_between_hosts_and_names_do_not() -> None:
    found = {}
    for profile in (ESXI_5_5, ESXI_6_5, ESXI_8_0):
        with Simulator(presets.small_host(profile=profile), password="s", tls=False) as host:
            async with connected(host) as esx:
                (found[profile.name],) = await esx.metrics.read("host", "mem.consumed.average")

    assert len({each.counter.key for each in found.values()}) == 3
    assert {each.unit for each in found.values()} == {"kiloBytes"}


async def test_the_last_samples_end_with_the_newest(esx: aioesx.Connection) -> None:
    (series,) = await esx.metrics.read(esx.host, UPTIME, last=3)

    noon = NOON.replace(second=0)
    assert series.times == tuple(noon - timedelta(seconds=20 * each) for each in (2, 1, 0))


async def test_a_span_is_told_without_its_begin(esx: aioesx.Connection) -> None:
    noon = NOON.replace(second=0)
    since, until = noon - timedelta(minutes=10), noon - timedelta(minutes=9)

    (series,) = await esx.metrics.read(esx.host, CPU, since=since, until=until)

    assert [(each.time - since).total_seconds() for each in series.samples] == [20, 40, 60]


async def test_devices_are_told_by_name_or_all_of_them(esx: aioesx.Connection) -> None:
    web = await esx.domains.lookup("web01")
    read = esx.metrics.read

    def told(found: list[aioesx.MetricSeries]) -> set[str]:
        return {each.instance for each in found}

    used = "cpu.used.summation"
    assert told(await read(web, used)) == {""}
    assert told(await read(web, used, instances="*")) == {"", "0", "1"}
    assert told(await read(web, used, instances=["1", "7"])) == {"1"}
    assert told(await read(web, "virtualDisk.read.average", instances="*")) == {"scsi0:0"}
    assert await read(web, "virtualDisk.read.average") == []


async def test_what_was_used_by_processors_is_what_was_used_in_all(
    esx: aioesx.Connection,
) -> None:
    web = await esx.domains.lookup("web01")
    found = await esx.metrics.read(web, "cpu.used.summation", instances="*")

    values = {each.instance: each.values[0] for each in found}
    total = values.pop("")
    assert total is not None
    assert abs(total - sum(filter(None, values.values()))) <= len(values)


async def test_a_machine_is_measured_from_its_start_on(
    clock: ManualClock, esx: aioesx.Connection
) -> None:
    db = await esx.domains.lookup("db01")
    assert await esx.metrics.available(db) == {}
    assert await esx.metrics.read(db, CPU, last=180) == []
    clock.advance(1)
    ref = await esx.call(aioesx.vim.PowerOnVM_Task(this=db.ref))
    clock.advance(70)
    assert ref.type == "Task"

    (series,) = await esx.metrics.read(db, CPU, last=180)

    assert len(series.samples) == 3
    assert CPU in await esx.metrics.available(db)


async def test_a_list_of_domains_may_be_handed_in(esx: aioesx.Connection) -> None:
    entries = await esx.domains.list(states="running")

    found = await esx.metrics.read(entries, CPU)

    assert [each.name for each in found] == [entry.name for entry in entries]
    assert pickle.loads(pickle.dumps(found)) == found
    assert aioesx.to_dict(found)[0]["counter"]["unit"] == "percent"


# --- refusals ------------------------------------------------------------------------------------


async def test_a_counter_that_there_is_not_is_named_before_anything_is_asked(
    plain: Simulator, esx: aioesx.Connection
) -> None:
    with pytest.raises(errors.LookupFailedError, match=r"did you mean 'cpu\.usage\.average'"):
        await esx.metrics.read("domain", "cpu.usge.average")

    assert plain.call_count["QueryPerf"] == 0


NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"interval": 60}, "there are samples of 20, 300 seconds"),
        ({"last": 0}, "last=0 samples"),
        ({"since": datetime(2026, 1, 1)}, "no time zone"),
        ({"since": NEW_YEAR, "until": NEW_YEAR - timedelta(1)}, "until=2025-12-31 .* is before"),
        ({"instances": []}, "instances= names none"),
        ({"entities": "domains"}, "should be one of domain, host"),
        ({"entities": []}, "nothing is named to measure"),
    ],
)
async def test_what_cannot_be_asked_is_refused_here(
    plain: Simulator, esx: aioesx.Connection, options: dict[str, Any], words: str
) -> None:
    wanted = {"entities": "domain", **options}
    with pytest.raises(ValueError, match=words):
        await esx.metrics.read(wanted.pop("entities"), CPU, **wanted)
    assert plain.call_count["QueryPerf"] == 0


async def test_who_names_no_counter_is_told_how(esx: aioesx.Connection) -> None:
    with pytest.raises(ValueError, match="no counter is named"):
        await esx.metrics.read("domain")


async def test_what_is_gone_is_named_and_of_all_it_is_left_out(
    plain: Simulator,
) -> None:
    """The machine goes between the read of names and the question."""
    armed: list[bool] = []

    def goes(event: aioesx.Event) -> None:
        if armed and isinstance(event, aioesx.RequestSent) and event.method == "QueryPerf":
            armed.clear()
            plain.change(lambda host: host.unregister(host.find("web01")))

    async with connected(plain, on_event=goes) as esx:
        web = await esx.domains.lookup("web01")
        await esx.metrics.counters()
        armed.append(True)
        found = await esx.metrics.read("domain", CPU)
        with pytest.raises(errors.NotFoundError) as caught:
            await esx.metrics.read([web, esx.host], CPU)

    assert [each.name for each in found] == ["win01"]
    assert (caught.value.kind, caught.value.name) == ("domain", "web01")


@pytest.mark.parametrize("path", ["perfCounter", "historicalInterval"])
async def test_a_table_that_is_hidden_is_an_error_and_is_looked_for_again(
    plain: Simulator, path: str
) -> None:
    meddler = Meddler(plain.asgi)
    async with connected(plain, transport=meddler) as esx:
        meddler.path, meddler.hidden = path, True
        with pytest.raises(errors.NotPermittedError, match=r"System\.Read"):
            await esx.metrics.read("host", CPU)
        with pytest.raises(errors.NotPermittedError, match=path):
            await esx.metrics.intervals()
        meddler.path = ""

        assert len(await esx.metrics.counters()) > 200


async def test_a_host_without_a_table_says_so(plain: Simulator) -> None:
    meddler = Meddler(plain.asgi)
    async with connected(plain, transport=meddler) as esx:
        meddler.path, meddler.hidden = "perfCounter", False
        with pytest.raises(errors.NotSupportedError, match="perfCounter"):
            await esx.metrics.counters()


async def test_what_is_measured_by_nothing_says_so(esx: aioesx.Connection) -> None:
    with pytest.raises(errors.InvalidArgumentError):
        await esx.metrics.read(esx.content.root_folder, CPU)
    with pytest.raises(TypeError, match="look it up"):
        await esx.metrics.available("web01")


async def test_a_line_that_was_cut_is_no_matter(plain: Simulator, line: Line) -> None:
    async with through(line, plain) as esx:
        await esx.metrics.counters()
        line.cut()

        assert await esx.metrics.read("host", CPU)


# --- a vCenter -----------------------------------------------------------------------------------


async def test_a_vcenter_tells_of_all_its_hosts_what_they_tell(
    site: Site, vcenter: aioesx.Connection
) -> None:
    uri = f"esx://root@127.0.0.11:{site.port}/?transport=http"
    async with aioesx.connect(uri, password="secret") as host:
        theirs = await host.metrics.read("domain", CPU, ACTIVE, last=5)
    until = theirs[0].times[-1]

    found = await vcenter.metrics.read("domain", CPU, ACTIVE, last=5, until=until)
    hosts = await vcenter.metrics.read("host", CPU)

    def told(series: list[aioesx.MetricSeries]) -> list[Any]:
        return sorted((each.name, each.counter.name, each.times, each.values) for each in series)

    assert told(found) == told(theirs)
    assert sorted(str(each.name) for each in hosts) == [f"esx{n}.example" for n in (1, 2, 3)]


async def test_a_question_to_its_database_is_cut_as_it_takes_it(
    site: Site, vcenter: aioesx.Connection
) -> None:
    assert site.vcenter is not None
    names = [CPU, *(each.name for each in await vcenter.metrics.counters("mem.*"))][:40]
    site.vcenter.forget_calls()

    found = await vcenter.metrics.read("host", *names, interval=300, last=2)

    # 3 hosts, 40 counters: of 64 in one question
    assert site.vcenter.call_count["QueryPerf"] == 3
    assert site.vcenter.call_count["QueryOptions"] == 1
    assert {len(each.samples) for each in found} == {2}
    assert {each.interval for each in found} == {300}


@pytest.mark.parametrize("told", [5, 10_000])
async def test_a_vcenter_that_refuses_is_asked_for_less(
    site: Site, vcenter: aioesx.Connection, told: int
) -> None:
    """It hides the limit, or it has been lowered since."""
    assert site.vcenter is not None
    limit = "config.vpxd.stats.maxQueryMetrics"
    site.vcenter.change(lambda state: state.settings.update({limit: ("xsd:int", told)}))
    await vcenter.metrics.read("host", CPU, ACTIVE, interval=300)
    site.vcenter.change(lambda state: state.settings.update({limit: ("xsd:int", 2)}))

    found = await vcenter.metrics.read("host", CPU, "cpu.usagemhz.average", interval=300)

    assert len(found) == 6


async def test_clusters_and_datastores_have_no_real_time(vcenter: aioesx.Connection) -> None:
    (cluster,) = await vcenter.metrics.read("cluster", CPU)
    used = await vcenter.metrics.read("pool", "disk.used.latest")

    assert (cluster.name, cluster.interval, len(cluster.samples)) == ("c1", 300, 1)
    assert {each.interval for each in used} == {300}
    pools = await vcenter.pools.list()
    assert {each.name for each in used} == {each.name for each in pools if each.kind != "iscsi"}
    provider = await vcenter.metrics.provider(cluster.entity)
    assert (provider.realtime, provider.historic, provider.interval) == (False, True, None)
    assert [each.seconds for each in await vcenter.metrics.intervals()] == [300, 1800, 7200, 86400]
