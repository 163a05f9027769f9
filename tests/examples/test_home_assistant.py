"""examples/home_assistant.py, on an imitation of the few names of Home Assistant that it uses."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support.adapters import load, uri_of
from support.eventually import eventually

from aioesx.simulator import Simulator

IMITATIONS: Final = Path(__file__).parents[1] / "imitations"


@pytest.fixture(scope="module")
def integration() -> Iterator[Any]:
    sys.path.insert(0, str(IMITATIONS))
    yield load("home_assistant")
    sys.path.remove(str(IMITATIONS))
    for name in [name for name in sys.modules if name.partition(".")[0] == "homeassistant"]:
        del sys.modules[name]


@pytest.fixture
def entry(integration: Any, simulator: Simulator) -> Any:
    from homeassistant.config_entries import ConfigEntry

    return ConfigEntry("esx1", {"uri": uri_of(simulator), "password": "secret"})


async def in_a_task_of_its_own(work: Awaitable[bool]) -> bool:
    async def run() -> bool:
        return await work

    return await asyncio.create_task(run())


def test_one_task_sets_up_and_another_unloads(
    integration: Any, entry: Any, simulator: Simulator
) -> None:
    async def live() -> None:
        assert await in_a_task_of_its_own(integration.async_setup_entry(None, entry))
        coordinator = entry.runtime_data
        web = next(one for one in coordinator.data.values() if one.name == "web01")
        assert web.state == "running"
        await eventually(lambda: simulator.open_filters)
        await web.domain.destroy()
        await eventually(
            lambda: coordinator.data[web.domain.ref.value].state == "shut off",
            "the watch made it read anew, long before the next poll",
        )
        assert await in_a_task_of_its_own(integration.async_unload_entry(None, entry))
        assert await entry.end_background_tasks() == [None], "it has ended by itself"

    asyncio.run(live())

    assert (simulator.open_sessions, simulator.open_filters) == (0, 0)


def test_a_host_that_is_gone_is_a_read_that_failed(
    integration: Any, entry: Any, simulator: Simulator
) -> None:
    async def live() -> None:
        await integration.async_setup_entry(None, entry)
        simulator.stop()
        await entry.runtime_data.async_refresh()
        assert not entry.runtime_data.last_update_success
        assert not entry.runtime_data.reauthentication
        await integration.async_unload_entry(None, entry)
        await entry.end_background_tasks()

    asyncio.run(live())


def test_a_host_that_is_not_there_yet_is_tried_again_later(integration: Any, entry: Any) -> None:
    from homeassistant.exceptions import ConfigEntryNotReady

    entry.data["uri"] = "esx://root@127.0.0.1:9/"

    with pytest.raises(ConfigEntryNotReady, match=r"127\.0\.0\.1:9"):
        asyncio.run(integration.async_setup_entry(None, entry))


def test_a_wrong_password_is_asked_for_anew(
    integration: Any, entry: Any, simulator: Simulator
) -> None:
    from homeassistant.exceptions import ConfigEntryAuthFailed

    entry.data["password"] = "wrong"

    with pytest.raises(ConfigEntryAuthFailed):
        asyncio.run(integration.async_setup_entry(None, entry))
    assert simulator.open_sessions == 0


def test_a_password_that_was_changed_later_is_asked_for_anew(
    integration: Any, entry: Any, simulator: Simulator
) -> None:
    async def live() -> None:
        await integration.async_setup_entry(None, entry)
        simulator.fault_on("Login", "InvalidLogin", times=None)
        simulator.expire_sessions()
        await entry.runtime_data.async_refresh()
        assert entry.runtime_data.reauthentication
        await integration.async_unload_entry(None, entry)
        await entry.end_background_tasks()

    asyncio.run(live())
