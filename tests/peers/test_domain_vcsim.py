"""The domains' operations on hosts that are not ours: govmomi's vcsim, alone and in a vCenter.

As far as it can; docs/domains.md tells what it cannot.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from support.vcsim import MODELS, Vcsim, both_models, host_of, machine_of, vcsim

from aioesx import Connection, Domain, DomainState, errors, vim
from aioesx._server.tasks.find_lost import find_task
from aioesx.domain import SchedulerParameters

pytestmark = [pytest.mark.peer("vcsim"), pytest.mark.anyio]

_MACHINES = 40


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Vcsim]]:
    with both_models(_MACHINES) as servers:
        yield servers


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """A machine is touched by one test only."""
    return iter(range(_MACHINES))


@pytest.fixture(params=MODELS)
async def esx(
    request: pytest.FixtureRequest, servers: dict[str, Vcsim]
) -> AsyncIterator[Connection]:
    path, _ = MODELS[request.param]
    async with host_of(servers[request.param], path) as esx:
        yield esx


@pytest.fixture
async def domain(esx: Connection, numbers: Iterator[int]) -> Domain:
    """A running machine that no other test has touched."""
    return await machine_of(esx, next(numbers))


async def test_lists_with_criteria(esx: Connection, domain: Domain) -> None:
    await domain.destroy()
    await domain.snapshots.create("s")

    everything = [entry.name for entry in await esx.domains.list()]
    off = [entry.name for entry in await esx.domains.list(active=False)]
    kept = [entry.name for entry in await esx.domains.list(snapshots=True)]
    assert len(everything) == _MACHINES
    assert domain.name in off
    assert domain.name in kept
    assert domain.name not in [entry.name for entry in await esx.domains.list(active=True)]
    assert off == [entry.name for entry in await esx.domains.list(states=[DomainState.SHUTOFF])]
    assert await esx.domains.pending_questions() == []


async def test_reset_shutdown_and_wait(domain: Domain) -> None:
    await domain.reset()
    assert await domain.state() is DomainState.RUNNING
    await domain.shutdown()
    await domain.wait_for(DomainState.SHUTOFF, timeout=20)

    assert (await domain.status()).state is DomainState.SHUTOFF


async def test_wrong_states_are_refused(domain: Domain) -> None:
    with pytest.raises(errors.InvalidStateError, match="already active"):
        await domain.start()
    with pytest.raises(errors.InvalidStateError, match="not powered off"):
        await domain.set_max_memory(1024 * 1024)


async def test_memory_and_processors(domain: Domain) -> None:
    await domain.destroy()

    await domain.set_max_memory(1024 * 1024)
    await domain.set_vcpus(3)
    await domain.set_memory(512 * 1024)
    info = await domain.info()
    await domain.set_memory_guarantee(64 * 1024)  # vcsim forgets the limit over it

    assert (info.max_memory, info.memory, info.vcpus) == (1024 * 1024, 512 * 1024, 3)
    assert await domain.memory_guarantee() == 64 * 1024


async def test_the_scheduler(domain: Domain) -> None:
    await domain.set_scheduler(reservation=100, limit=2000, shares=77)

    assert await domain.scheduler() == SchedulerParameters(100, 2000, 77)


async def test_snapshots(domain: Domain) -> None:
    one = await domain.snapshots.create("one", description="first")
    two = await domain.snapshots.create("two")

    assert [info.name for info in await domain.snapshots.list()] == ["one", "two"]
    assert await two.is_current()
    assert await two.parent() == one
    assert "<description>first</description>" in await one.xml()
    with pytest.raises(errors.AlreadyExistsError):
        await domain.snapshots.create("two")
    await one.revert()
    assert await domain.snapshots.current() == one
    await one.delete(children=True)

    assert await domain.snapshots.list() == []


async def test_devices(esx: Connection, domain: Domain) -> None:
    disks = await domain.disks()
    cards = await domain.interfaces()

    assert [disk.device for disk in disks if disk.device == "disk"] == ["disk"]
    assert [card.type for card in cards] == ["vds" if esx.product.line == "vpx" else "bridge"]
    assert await domain.vnc_display() is None


async def test_the_host(esx: Connection) -> None:
    info = await esx.host.info()

    assert info.cpus == 2
    assert 0 < await esx.host.free_memory() < (info.memory or 0) * 1024


async def test_what_vcsim_lacks_is_told_by_type(domain: Domain) -> None:
    with pytest.raises(errors.NotFoundError):
        await domain.autostart()
    with pytest.raises(errors.NotSupportedError):
        await domain.reboot()
    with pytest.raises(errors.ToolsUnavailableError):
        await domain.hostname()
    with pytest.raises(errors.NotSupportedError):
        await domain.screenshot()
    with pytest.raises(errors.NotSupportedError):
        await domain.send_keys("root\n")
    with pytest.raises(errors.NotSupportedError):
        await domain.console("mks")
    with pytest.raises(errors.NotSupportedError):
        await domain.max_vcpus()


async def test_a_lost_task_stays_unknown_where_the_host_shows_none(
    esx: Connection, domain: Domain
) -> None:
    """Debian's vcsim leaves `recentTask` empty: then nothing is taken for ours."""
    call = vim.PowerOffVM_Task(this=domain.ref)
    await esx.call(call)

    assert await find_task(esx._server.session, call, domain.ref, []) is None


async def test_a_host_of_a_cluster(servers: dict[str, Vcsim]) -> None:
    found: dict[str, set[str]] = {}
    for name in ("DC0_C0_H0", "DC0_C0_H1", "DC0_C0_H2"):
        async with host_of(servers["vpx"], f"/DC0/DC0_C0/{name}") as esx:
            assert await esx.properties(esx._server.scope.host, ["name"]) == {"name": name}
            found[name] = {entry.name for entry in await esx.domains.list()}

    assert sum(map(len, found.values())) == len(set().union(*found.values())) == _MACHINES


@pytest.mark.parametrize(
    ("path", "kind", "message"),
    [
        ("/DC9/DC0_H0", errors.LookupFailedError, "datacenter 'DC9'"),
        ("/DC0/DC0_H9", errors.LookupFailedError, "what is there: DC0_C0, DC0_H0"),
        ("/DC0/DC0_C0/DC0_C0_H9", errors.LookupFailedError, "host system 'DC0_C0_H9'"),
        ("/DC0/DC0_H0/more", errors.UriError, "ends with an excess item, 'more'"),
    ],
)
async def test_a_path_that_leads_nowhere(
    servers: dict[str, Vcsim], path: str, kind: type[errors.EsxError], message: str
) -> None:
    with pytest.raises(kind, match=message):
        async with host_of(servers["vpx"], path):
            pass


async def test_a_path_through_folders() -> None:
    with vcsim(model="vpx", tls=False, vms=4) as server:
        async with host_of(server, "/DC0/DC0_H0") as esx:
            place, root = await esx._server.scope.home(), esx._server.session.content.root_folder
            hosts = (await esx.properties(place.datacenter, ["hostFolder"]))["hostFolder"]
            for parent, name, what in (
                (root, "europe", place.datacenter),
                (hosts, "rack", place.compute_resource),
            ):
                folder = await esx.call(vim.CreateFolder(this=parent, name=name))
                move = vim.MoveIntoFolder_Task(this=folder, list=[what])
                await esx._server.tasks.run(move)

        async with host_of(server, "/europe/DC0/rack/DC0_H0") as esx:
            assert (await esx._server.scope.home()).datacenter_path == "europe/DC0"
            assert len(await esx.domains.list()) == 2
