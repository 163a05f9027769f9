"""The checks of what only a vCenter can do, and of hosts; a host alone says what is lacking."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from support.contract import Case, contract

import aioesx
from aioesx import errors

__all__: list[str] = []

OTHER = "esx2.example"


def of_vcenter(verify: Callable[[Case], Awaitable[None]]) -> Callable[[Case], Awaitable[None]]:
    """Have a host alone refuse, and nothing but that."""

    async def checked(case: Case) -> None:
        if case.vcenter is not None:
            await verify(case)
            return
        with pytest.raises(errors.NotSupportedError, match=r"vcenter=\*"):
            await verify(case)

    return checked


async def where(case: Case, domain: aioesx.Domain) -> str | None:
    """Return the host that a domain is on, of the whole vCenter."""
    assert case.vcenter is not None
    async with everything(case) as esx:
        entries = await esx.domains.list()
    return next(entry.host for entry in entries if entry.domain.ref == domain.ref)


@asynccontextmanager
async def everything(case: Case) -> AsyncIterator[aioesx.Connection]:
    """Connect to the whole vCenter."""
    server = case.server
    uri = f"{server.uri}?cacert={server.ca_file}" if server.ca_file else server.uri
    async with aioesx.connect(uri, password=server.password) as esx:
        yield esx


@contract("Domain.migrate")
@of_vcenter
async def migrate(case: Case) -> None:
    domain = await case.domain("poweredOn")
    moved = await domain.migrate(OTHER)
    assert await moved.state() == "running"
    assert await where(case, moved) == OTHER


@contract("Domain.clone")
@of_vcenter
async def clone(case: Case) -> None:
    domain = await case.domain()
    copy = await domain.clone(f"copy-of-{domain.name}")
    await copy.start()
    assert copy.name == f"copy-of-{domain.name}"
    assert copy.uuid not in (None, domain.uuid)


@contract("Domain.mark_as_template")
@of_vcenter
async def mark_as_template(case: Case) -> None:
    domain = await case.domain()
    await domain.mark_as_template()
    assert domain.name in [entry.name for entry in await case.esx.domains.list(templates=True)]


@contract("Domain.mark_as_domain")
@of_vcenter
async def mark_as_domain(case: Case) -> None:
    domain = await case.domain()
    await domain.mark_as_template()
    await domain.mark_as_domain()
    await domain.start()
    assert domain.name in [entry.name for entry in await case.esx.domains.list(templates=False)]


@contract("Domain.move_to_folder")
@of_vcenter
async def move_to_folder(case: Case) -> None:
    domain = await case.domain()
    await case.esx.folders.create(f"eu/west/dc1/vm/teams/{domain.name}s", parents=True)
    await domain.move_to_folder(f"teams/{domain.name}s")
    path = f"eu/west/dc1/vm/teams/{domain.name}s/{domain.name}"
    assert await case.esx.domains.lookup(path) == domain


@contract("Domain.move_to_pool")
@of_vcenter
async def move_to_pool(case: Case) -> None:
    domain = await case.domain()
    pool = f"pool-of-{domain.name}"
    await case.esx.resource_pools.create(f"eu/west/dc1/host/c1/Resources/{pool}")
    await domain.move_to_pool(pool)
    entries = await case.esx.domains.list()
    assert [e.pool for e in entries if e.name == domain.name] == [f"Resources/{pool}"]


@contract("Hosts.list")
async def hosts_list(case: Case) -> None:
    entries = await case.esx.hosts.list()
    assert case.profile.version in [entry.version for entry in entries]
    assert {entry.state for entry in entries} == {aioesx.HostState.CONNECTED}


@contract("Hosts.lookup")
async def hosts_lookup(case: Case) -> None:
    name = case.name or (await case.esx.hosts.list())[0].name
    host = await case.esx.hosts.lookup(name)
    assert host == await case.host()


@contract("Hosts.of")
async def hosts_of(case: Case) -> None:
    host = await case.host()
    assert await case.esx.hosts.of(host.ref) == host


@contract("Folders.list")
@of_vcenter
async def folders_list(case: Case) -> None:
    assert "eu/west/dc1/vm" in await case.esx.folders.list()


@contract("Folders.create")
@of_vcenter
async def folders_create(case: Case) -> None:
    await case.esx.folders.create("eu/west/dc1/vm/made/there", parents=True)
    assert "eu/west/dc1/vm/made/there" in await case.esx.folders.list()


@contract("Folders.rename")
@of_vcenter
async def folders_rename(case: Case) -> None:
    await case.esx.folders.create("eu/west/dc1/vm/old")
    await case.esx.folders.rename("eu/west/dc1/vm/old", "new")
    assert "eu/west/dc1/vm/new" in await case.esx.folders.list()


@contract("Folders.move")
@of_vcenter
async def folders_move(case: Case) -> None:
    await case.esx.folders.create("eu/west/dc1/vm/moved")
    await case.esx.folders.create("eu/west/dc1/vm/target")
    await case.esx.folders.move("eu/west/dc1/vm/moved", "eu/west/dc1/vm/target")
    assert "eu/west/dc1/vm/target/moved" in await case.esx.folders.list()


@contract("Folders.remove")
@of_vcenter
async def folders_remove(case: Case) -> None:
    await case.esx.folders.create("eu/west/dc1/vm/gone")
    await case.esx.folders.remove("eu/west/dc1/vm/gone")
    assert "eu/west/dc1/vm/gone" not in await case.esx.folders.list()


POOLS = "eu/west/dc1/host/c1/Resources"


@contract("ResourcePools.list")
@of_vcenter
async def pools_list(case: Case) -> None:
    assert POOLS in await case.esx.resource_pools.list()


@contract("ResourcePools.create")
@of_vcenter
async def pools_create(case: Case) -> None:
    await case.esx.resource_pools.create(f"{POOLS}/made", memory_limit=1024)
    assert f"{POOLS}/made" in await case.esx.resource_pools.list()


@contract("ResourcePools.rename")
@of_vcenter
async def pools_rename(case: Case) -> None:
    await case.esx.resource_pools.create(f"{POOLS}/old")
    await case.esx.resource_pools.rename(f"{POOLS}/old", "new")
    assert f"{POOLS}/new" in await case.esx.resource_pools.list()


@contract("ResourcePools.move")
@of_vcenter
async def pools_move(case: Case) -> None:
    await case.esx.resource_pools.create(f"{POOLS}/moved")
    await case.esx.resource_pools.create(f"{POOLS}/target")
    await case.esx.resource_pools.move(f"{POOLS}/moved", f"{POOLS}/target")
    assert f"{POOLS}/target/moved" in await case.esx.resource_pools.list()


@contract("ResourcePools.remove")
@of_vcenter
async def pools_remove(case: Case) -> None:
    await case.esx.resource_pools.create(f"{POOLS}/gone")
    await case.esx.resource_pools.remove(f"{POOLS}/gone")
    assert f"{POOLS}/gone" not in await case.esx.resource_pools.list()
