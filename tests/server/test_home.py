"""What a host is in: taken along by a list, read once by whoever else needs it, never guessed."""

from __future__ import annotations

import logging

import anyio
import pytest
from support.hosts import connected

import aioesx
from aioesx import vim
from aioesx._server import scope
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

READ = "RetrievePropertiesEx"
OTHER = "is called otherwise"


async def places(esx: aioesx.Connection) -> set[tuple[str | None, str | None]]:
    return {(entry.host, entry.datacenter) for entry in await esx.domains.list()}


async def named(esx: aioesx.Connection) -> str:
    return str((await esx.properties(esx.host.ref, "name"))["name"])


async def test_to_connect_and_list_is_one_read(simulator: Simulator) -> None:
    async with connected(simulator) as esx:
        found = await places(esx)
        again = await places(esx)
        assert simulator.call_count[READ] == 2
        assert found == again == {(await named(esx), "ha-datacenter")}


async def test_a_list_tells_the_same_before_and_after_the_surroundings_were_read(
    simulator: Simulator,
) -> None:
    async with connected(simulator) as esx:
        before = await esx.domains.list()
        await esx._server.scope.home()
        assert await esx.domains.list() == before


async def test_the_surroundings_are_read_once_by_however_many(simulator: Simulator) -> None:
    async with connected(simulator) as esx:
        async with anyio.create_task_group() as tasks:
            for _ in range(5):
                tasks.start_soon(esx._server.scope.home)
        assert simulator.call_count[READ] == 1


async def test_a_read_of_them_that_is_cancelled_leaves_it_to_the_next(simulator: Simulator) -> None:
    async with connected(simulator) as esx:
        simulator.fault_on(READ, delay=5, times=1)
        with anyio.move_on_after(0.1):
            await esx._server.scope.home()
        assert (await esx._server.scope.home()).datacenter_path == "ha-datacenter"


@pytest.mark.parametrize("name", ["OWN_ROOT", "OWN_HOST", "OWN_DATACENTER"])
async def test_a_host_that_calls_things_otherwise_is_looked_at(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    usual: vim.ManagedObjectReference = getattr(scope, name)
    monkeypatch.setattr(scope, name, vim.ManagedObjectReference(usual.type, OTHER))
    async with connected(simulator) as esx:
        assert await places(esx) == {(await named(esx), "ha-datacenter")}
        assert esx.host.ref == vim.ManagedObjectReference("HostSystem", "ha-host")


@pytest.mark.parametrize("first", ["list", "home"])
async def test_maintenance_mode_is_told_once(
    simulator: Simulator, caplog: pytest.LogCaptureFixture, first: str
) -> None:
    simulator.change(lambda host: setattr(host, "maintenance", True))
    async with connected(simulator) as esx:
        with caplog.at_level(logging.WARNING, "aioesx"):
            if first == "list":
                await esx.domains.list()
            await esx._server.scope.home()
            await esx.domains.list()
    assert [each.message for each in caplog.records if each.levelno >= logging.WARNING] == [
        f"{esx._server.session.where} is in maintenance mode"
    ]


async def test_a_watch_needs_nothing_read_before(simulator: Simulator) -> None:
    async with connected(simulator) as esx:
        async with esx.watch() as changes, esx.events():
            first = [await anext(changes) for _ in range(3)]
        assert simulator.call_count[READ] <= 1  # the page of events that there is
        assert {change.event for change in first} == {"appeared"}
        assert len(await places(esx)) == 1
