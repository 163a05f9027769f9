"""Room on datastores held against limits; Tools and addresses of all domains."""

from __future__ import annotations

from typing import Any

import pytest

import aioesx
from aioesx import jobs
from aioesx.domain.watched import ToolsState
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import PROFILES

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]


def keep_free(simulator: Simulator, name: str, percent: float) -> None:
    """Leave so much of a datastore free."""

    def fill(host: Any) -> None:
        store = next(each for each in host.datastores.values() if each.name == name)
        used = store.capacity - store.free
        store.capacity = round(used / (1 - percent / 100))

    simulator.change(fill)


@pytest.mark.parametrize(
    ("percent", "state"),
    [(50, "ok"), (20.5, "ok"), (19.5, "warning"), (10.5, "warning"), (9.5, "critical")],
)
async def test_what_is_left_is_held_against_limits(
    simulator: Simulator, esx: aioesx.Connection, percent: float, state: str
) -> None:
    keep_free(simulator, "datastore1", percent)

    found = {each.name: each for each in (await jobs.datastore_space(esx)).entries}

    assert found["datastore1"].state == state
    assert found["datastore1"].free_percent == pytest.approx(percent, abs=0.01)
    assert found["nfs1"].state == "ok"


async def test_the_fullest_comes_first_and_all_are_three_calls_at_most(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    keep_free(simulator, "nfs1", 1)
    await esx.domains.list()
    simulator.forget_calls()

    found = await jobs.datastore_space(esx)

    assert [each.name for each in found.entries] == ["nfs1", "datastore1"]
    assert sum(simulator.call_count.values()) <= 3


async def test_over_commitment_counts_where_limits_are_given(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    limits = jobs.SpaceLimits(overcommit_warning=20, overcommit_critical=30)

    found = {each.name: each for each in (await jobs.datastore_space(esx, limits)).entries}

    assert found["datastore1"].state == "critical"
    assert found["datastore1"].reasons == ("34% are provisioned",)
    assert found["nfs1"].state == "ok"


@pytest.mark.parametrize(
    "limits",
    [
        {"free_warning": 5, "free_critical": 10},
        {"free_warning": 101},
        {"overcommit_warning": 150, "overcommit_critical": 100},
    ],
)
async def test_limits_in_no_order_are_refused(limits: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="should be at most"):
        jobs.SpaceLimits(**limits)


async def test_tools_and_addresses_are_one_read(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    await esx.domains.list()
    simulator.forget_calls()

    found = {each.domain: each for each in (await jobs.read_tools(esx)).entries}

    assert sum(simulator.call_count.values()) == 1
    web, win, console = found["web01"], found["win01"], found["console01"]
    assert (web.tools, web.hostname, web.addresses) == (
        ToolsState.RUNNING, "web01", ("198.51.100.11",),
    )  # fmt: skip
    assert (web.wanting, win.wanting, console.wanting) == (False, True, False)
    assert (console.tools, console.version) == (ToolsState.NOT_INSTALLED, None)


@pytest.mark.parametrize("version", ["4.1.0", "3.5.0"])
async def test_old_hosts_are_not_asked_for_what_they_do_not_know(version: str) -> None:
    profile = next(each for each in PROFILES.values() if each.version.startswith(version[:3]))
    host = presets.small_host(machines=2, profile=profile)
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        async with aioesx.connect(simulator.uri, password="secret") as esx:
            assert len((await jobs.read_tools(esx)).entries) == 2
            assert (await jobs.old_snapshots(esx)).problems == ()
            assert (await jobs.unmerged_domains(esx)).entries == ()
            assert len((await jobs.take_configuration(esx))["domains"]) == 2
            assert len((await jobs.datastore_space(esx)).entries) == 2
