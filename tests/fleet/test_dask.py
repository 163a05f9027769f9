"""A run on a Dask cluster: the same results, whatever becomes of a worker; no password goes along.

The cluster is of this machine: two workers, each a process of its own that a nanny starts again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from support import shard_work
from support.held import PASSWORD
from support.judges import ROOT
from support.waiting import until

from aioesx import Fleet, HostEntry, Inventory, PasswordSource, Repeatable, errors
from aioesx.simulator import Site, make_farm
from aioesx.simulator.profile import ESXI_8_0, VCENTER_8_0

if TYPE_CHECKING:
    import dask
    import distributed

    import aioesx.fleet.dask

pytestmark = [pytest.mark.anyio, pytest.mark.long]

SECRET = "AIOESX_TEST_PASSWORD"


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Load Dask for these tests only: it changes how a process pickles errors, whoever raises."""
    global aioesx, dask, distributed
    import dask
    import distributed

    import aioesx.fleet.dask


@contextmanager
def cluster() -> Iterator[distributed.Client]:
    """Run two workers, which have the hosts' password in their environment."""
    paths = os.pathsep.join([str(ROOT / "tests"), *sys.path])
    with (
        distributed.LocalCluster(
            host="127.0.0.1",
            n_workers=2,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            env={SECRET: PASSWORD, "PYTHONPATH": paths},
        ) as workers,
        distributed.Client(workers, set_as_default=False) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[distributed.Client]:
    """A client of a cluster whose workers live."""
    with cluster() as client:
        yield client


@pytest.fixture
def doomed(request: pytest.FixtureRequest) -> Iterator[distributed.Client]:
    """A client of a cluster whose workers are killed; so many of them may a task cost."""
    allowed = {"distributed.scheduler.allowed-failures": request.param}
    with dask.config.set(allowed), cluster() as client:
        yield client


def marked(marks: Path) -> int:
    return len(list(marks.iterdir()))


def inventory(site: Site) -> Inventory:
    """Return an inventory that says where the password is."""
    source = PasswordSource(env=SECRET)
    return Inventory(
        HostEntry(name, uri, password=source, facts={"owner": "nobody's business"})
        for name, uri in site.uris.items()
    )


@pytest.fixture
async def fleet(farm: Site, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Fleet]:
    monkeypatch.setenv(SECRET, PASSWORD)
    async with Fleet(inventory(farm)) as fleet:
        yield fleet


@pytest.mark.parametrize("hosts", [100])
async def test_two_workers_have_the_results_of_one_process(
    client: distributed.Client, hosts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, PASSWORD)
    with make_farm(hosts, machines=2, password=PASSWORD, tls=False) as site:
        async with Fleet(inventory(site)) as fleet:
            alone = await fleet.gather(shard_work.names)
            job = Repeatable(shard_work.names)
            async with aioesx.fleet.dask.run(fleet, job, client=client, shard=25) as results:
                shared = await results.all()

        assert len(shared) == hosts
        assert shared.values == alone.values
        assert [result.host for result in shared] == list(site.hosts)
        assert not any(host.open_sessions for host in site.hosts.values())


async def test_what_workers_told_in_vain_comes_with_their_shard(
    client: distributed.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, PASSWORD)
    monkeypatch.setattr(aioesx.fleet.dask._Desk, "_take", lambda *_: None)  # the line loses all
    with make_farm(
        2, machines=2, vcenter=VCENTER_8_0, profile=ESXI_8_0, password=PASSWORD, tls=False
    ) as site:
        entry = HostEntry("vc", site.uri, password=PasswordSource(env=SECRET))
        async with Fleet(Inventory([entry])) as fleet:
            alone = await fleet.gather(shard_work.names)
            job = Repeatable(shard_work.names)
            async with aioesx.fleet.dask.run(fleet, job, client=client) as results:
                shared = await results.all()

    assert list(shared.values) == ["vc/esx0001", "vc/esx0002"]
    assert shared.values == alone.values
    assert not shared.failed


@pytest.mark.parametrize("doomed", [3], indirect=True)
async def test_a_killed_worker_costs_no_result(
    doomed: distributed.Client, fleet: Fleet, farm: Site, tmp_path: Path
) -> None:
    job = Repeatable(shard_work.Dying(farm.uris["esx0003"], tmp_path))
    async with aioesx.fleet.dask.run(fleet, job, client=doomed, shard=3) as results:
        found = await results.all()

    assert marked(tmp_path) == 1
    assert list(found.values) == list(farm.hosts)
    for host in farm.hosts.values():
        host.expire_sessions()  # nobody can log a killed process out


@pytest.mark.parametrize("doomed", [0], indirect=True)
async def test_a_shard_that_dask_gives_up_has_an_error_for_each_host_without_a_result(
    doomed: distributed.Client, fleet: Fleet, farm: Site, tmp_path: Path
) -> None:
    job = Repeatable(shard_work.Dying(farm.uris["esx0003"], tmp_path))
    async with aioesx.fleet.dask.run(fleet, job, client=doomed, shard=6) as results:
        found = await results.all()

    assert [result.host for result in found] == list(farm.hosts)
    error = found.failed["esx0003"]
    assert isinstance(error, errors.WorkerLostError)
    assert "KilledWorker" in str(error)
    assert "no change was sent" in str(error)  # it was refused one
    for host in farm.hosts.values():
        host.expire_sessions()


async def test_a_result_comes_while_others_of_its_shard_are_pending(
    client: distributed.Client, fleet: Fleet, farm: Site
) -> None:
    job = Repeatable(shard_work.fail_at(farm.uris["esx0002"]))
    async with aioesx.fleet.dask.run(fleet, job, client=client) as results:
        first = await anext(results)

        assert first.host == "esx0002"
        assert isinstance(first.error, ValueError)

    await until(lambda: not any(host.open_sessions for host in farm.hosts.values()))


async def test_a_run_that_is_cancelled_leaves_nothing_at_work(
    client: distributed.Client, fleet: Fleet, farm: Site, tmp_path: Path
) -> None:
    job = Repeatable(shard_work.Stuck(tmp_path))
    async with aioesx.fleet.dask.run(fleet, job, client=client, shard=3):
        await until(lambda: marked(tmp_path) == 2)

    await until(lambda: not any(host.open_sessions for host in farm.hosts.values()))
    await until(lambda: not any(client.processing().values()))


async def test_a_client_that_goes_ends_what_it_has_begun(
    client: distributed.Client, fleet: Fleet, farm: Site, tmp_path: Path
) -> None:
    job = Repeatable(shard_work.Stuck(tmp_path))
    other = distributed.Client(client.scheduler_info()["address"], set_as_default=False)
    async with aioesx.fleet.dask.run(fleet, job, client=other, shard=3) as results:
        await until(lambda: marked(tmp_path) == 2)
        await anyio.to_thread.run_sync(other.close)

        await until(lambda: not any(host.open_sessions for host in farm.hosts.values()))
        found = await results.all()

    assert {type(error) for error in found.failed.values()} == {errors.WorkerLostError}


async def test_a_client_that_was_closed_is_an_error_of_each_host(
    client: distributed.Client, fleet: Fleet, farm: Site
) -> None:
    other = distributed.Client(client.scheduler_info()["address"], set_as_default=False)
    await anyio.to_thread.run_sync(other.close)
    job = Repeatable(shard_work.names)
    async with aioesx.fleet.dask.run(fleet, job, client=other, shard=3) as results:
        found = await results.all()

    assert list(found.failed) == list(farm.hosts)
    assert {type(error) for error in found.failed.values()} == {errors.WorkerLostError}
    assert "its worker is not to be had: ClosedClientError" in str(found[0].error)


@pytest.mark.parametrize("kind", [str, tuple, frozenset, dict.fromkeys])
async def test_workers_are_named_by_one_word_or_any_collection(
    client: distributed.Client, fleet: Fleet, kind: Any
) -> None:
    address = next(iter(client.scheduler_info()["workers"]))
    workers = address if kind is str else kind([address])
    job = Repeatable(shard_work.names)
    async with aioesx.fleet.dask.run(
        fleet, job, client=client, limit=1, deadline=20, workers=workers
    ) as results:
        assert not (await results.all()).failed


async def test_the_first_failure_stops_all_shards(
    client: distributed.Client, fleet: Fleet, farm: Site
) -> None:
    job = Repeatable(shard_work.fail_at(farm.uris["esx0002"]))
    async with aioesx.fleet.dask.run(fleet, job, client=client, shard=3, fail_fast=True) as run:
        found = await run.all()

    kinds = {host: type(error) for host, error in found.failed.items()}
    assert set(kinds) == set(farm.hosts)
    assert kinds.pop("esx0002") is ValueError
    assert set(kinds.values()) <= {errors.HostStoppedError, errors.HostSkippedError}
    await until(lambda: not any(host.open_sessions for host in farm.hosts.values()))


async def test_what_only_reads_changes_nothing(
    client: distributed.Client, fleet: Fleet, farm: Site
) -> None:
    reads = Repeatable(shard_work.change)
    changes = Repeatable(shard_work.change, changes=True)
    async with aioesx.fleet.dask.run(fleet, reads, client=client, limit=1) as results:
        refused = await results.all()
    async with aioesx.fleet.dask.run(fleet, changes, client=client, limit=1) as results:
        done = await results.all()

    assert isinstance(refused.failed["esx0001"], errors.ReadOnlyError)
    assert done.failed == {}


async def test_what_must_not_go_is_refused_before_anything_does(
    client: distributed.Client, farm: Site, fleet: Fleet
) -> None:
    job = Repeatable(shard_work.names)
    by_value = HostEntry("a", farm.uris["esx0001"], password=PasswordSource(value=PASSWORD))

    with pytest.raises(TypeError, match=r"as Repeatable\(function\)"):
        aioesx.fleet.dask.run(fleet, shard_work.names, client=client)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="shard=0 should be 1 at least"):
        aioesx.fleet.dask.run(fleet, job, client=client, shard=0)
    async with Fleet([by_value]) as other:
        with pytest.raises(errors.ShippingError, match="the password of a stands in the inv"):
            aioesx.fleet.dask.run(other, job, client=client)


@pytest.mark.parametrize("option", ["password", "auth", "proxy_password", "vcenter_password"])
async def test_no_option_takes_a_secret_along(
    client: distributed.Client, farm: Site, option: str
) -> None:
    options = {option: PASSWORD}
    async with Fleet(farm.uris, **options) as fleet:  # type: ignore[arg-type]
        with pytest.raises(errors.ShippingError, match=f"{option}= would go") as caught:
            aioesx.fleet.dask.run(fleet, Repeatable(shard_work.names), client=client)

    assert PASSWORD not in str(caught.value)


def test_a_client_of_the_event_loop_itself_will_do(client: distributed.Client, farm: Site) -> None:
    address = client.scheduler_info()["address"]

    async def main() -> list[str]:
        async with (
            distributed.Client(address, asynchronous=True, set_as_default=False) as own,
            Fleet(inventory(farm)) as fleet,
            aioesx.fleet.dask.run(fleet, Repeatable(shard_work.names), client=own) as results,
        ):
            return list((await results.all()).values)

    assert anyio.run(main, backend="asyncio") == list(farm.hosts)
