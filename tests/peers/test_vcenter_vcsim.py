"""A whole vCenter that is not ours: govmomi's vcsim. It has no MigrateVM: virsh judges that."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from support.vcsim import Vcsim, host_of, vcsim

from aioesx import Connection, errors

pytestmark = [pytest.mark.peer("vcsim"), pytest.mark.anyio]

CLUSTER = [f"DC0_C0_H{number}" for number in range(3)]
LONE = "DC0_H0"


@pytest.fixture
def server() -> Iterator[Vcsim]:
    with vcsim(model="vpx", tls=False, vms=8) as server:
        yield server


@pytest.fixture
async def esx(server: Vcsim) -> AsyncIterator[Connection]:
    """The whole vCenter."""
    async with host_of(server, "/") as esx:
        yield esx


@pytest.mark.parametrize(
    ("path", "hosts"),
    [
        ("/", {*CLUSTER, LONE}),
        ("/DC0", {*CLUSTER, LONE}),
        ("/DC0/DC0_C0", set(CLUSTER)),
        ("/DC0/DC0_C0/DC0_C0_H1", {"DC0_C0_H1"}),
        ("/DC0/DC0_H0", {LONE}),
    ],
)
async def test_lists_say_where_everything_is(server: Vcsim, path: str, hosts: set[str]) -> None:
    async with host_of(server, path) as esx:
        entries = await esx.domains.list()
        found = {entry.name for entry in await esx.hosts.list()}

    assert found == hosts
    assert entries or len(hosts) == 1, "vcsim puts machines on any host"
    assert {entry.host for entry in entries} <= hosts
    assert {(entry.datacenter, entry.pool) for entry in entries} <= {("DC0", "Resources")}
    assert len({entry.domain.ref for entry in entries}) == len(entries), "each once"
    assert all(entry.path == f"DC0/vm/{entry.name}" for entry in entries)


async def test_power_and_snapshots_anywhere(esx: Connection) -> None:
    domain = await esx.domains.lookup("DC0/vm/DC0_C0_RP0_VM0")

    await domain.destroy()
    snapshot = await domain.snapshots.create("s1")
    await domain.start()

    assert await domain.state() == "running"
    assert (await snapshot.info()).name == "s1"


async def test_a_domain_moves_with_its_disks(esx: Connection) -> None:
    """vcsim relocates and knows no checks: RelocateVM_Task is what is judged."""
    domain = await esx.domains.lookup("DC0_C0_RP0_VM1")
    before = next(e.host for e in await esx.domains.list() if e.domain == domain)
    target = next(name for name in CLUSTER if name != before)

    moved = await domain.migrate(target, datastore="LocalDS_0")

    assert next(e.host for e in await esx.domains.list() if e.domain == moved) == target


async def test_a_domain_is_cloned(esx: Connection) -> None:
    domain = await esx.domains.lookup("DC0_H0_VM0")

    copy = await domain.clone("copy01")

    entries = {entry.name: entry for entry in await esx.domains.list()}
    assert entries["copy01"].domain == copy
    assert copy.uuid not in (None, domain.uuid)
    await copy.start()
    assert await copy.state() == "running"


async def test_a_template_is_told_apart(esx: Connection) -> None:
    domain = await (await esx.domains.lookup("DC0_H0_VM1")).clone("golden", template=True)

    assert [e.name for e in await esx.domains.list(templates=True)] == ["golden"]
    await domain.mark_as_domain()
    assert await esx.domains.list(templates=True) == []


async def test_folders_and_pools(esx: Connection) -> None:
    domain = await esx.domains.lookup("DC0_C0_RP0_VM2")

    await esx.folders.create("DC0/vm/teams/web", parents=True)
    await domain.move_to_folder("teams/web")
    await esx.resource_pools.create("DC0/host/DC0_C0/Resources/gold")

    assert await esx.domains.lookup("DC0/vm/teams/web/DC0_C0_RP0_VM2") == domain
    assert "DC0/host/DC0_C0/Resources/gold" in await esx.resource_pools.list()
    with pytest.raises(errors.InvalidStateError, match="holds 1"):
        await esx.folders.remove("DC0/vm/teams")
    await esx.resource_pools.remove("DC0/host/DC0_C0/Resources/gold")
    assert "DC0/host/DC0_C0/Resources/gold" not in await esx.resource_pools.list()
