"""A vCenter in an inventory counts as its hosts, by one session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support import shard_work
from support.held import PASSWORD

from aioesx import Connection, Fleet, errors
from aioesx.simulator import Site, make_farm
from aioesx.simulator.profile import ESXI_8_0, VCENTER_8_0

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def managed() -> Iterator[Site]:
    with make_farm(
        4, machines=2, vcenter=VCENTER_8_0, profile=ESXI_8_0, password=PASSWORD, tls=False
    ) as site:
        yield site


async def names(esx: Connection) -> list[str]:
    return sorted(entry.name for entry in await esx.domains.list())


def machines(host: str) -> list[str]:
    return [f"{host}-db01", f"{host}-web01"]


async def test_its_hosts_are_asked_each_for_itself_by_one_session(managed: Site) -> None:
    assert managed.vcenter is not None
    managed.vcenter.forget_calls()

    async with Fleet({"vc": managed.uri}, password=PASSWORD) as fleet:
        results = await fleet.gather(names)
        again = await fleet.gather(names)

    assert results.values == {f"vc/{host}": machines(host) for host in managed.hosts}
    assert again.values == results.values
    assert managed.vcenter.call_count["Login"] == 1
    assert managed.vcenter.open_sessions == 0


@pytest.mark.parametrize(
    "options", [{}, pytest.param({"processes": 1, "limit": 1}, marks=pytest.mark.long)], ids=str
)
async def test_it_counts_as_one_host_where_a_function_is_for_the_whole(
    managed: Site, options: Any
) -> None:
    everything = sorted(name for host in managed.hosts for name in machines(host))

    async with Fleet({"vc": managed.uri}, password=PASSWORD) as fleet:
        opened = fleet.is_open
        results = await fleet.gather(shard_work.names, whole=True, **options)

    assert (opened, fleet.is_open) == (True, False)
    assert results.values == {"vc": everything}


@pytest.mark.parametrize(
    ("select", "found"),
    [
        ("vc", ["esx0001", "esx0002", "esx0003", "esx0004"]),
        ("esx0002", ["esx0002"]),
        ("vc/esx000[34] and not esx0004", ["esx0003"]),
        ("vc and esx*1", ["esx0001"]),
        ("direct", []),
    ],
)
async def test_its_hosts_are_selected_by_name(managed: Site, select: str, found: Any) -> None:
    targets = {"vc": managed.uri, "direct": managed.uris["esx0001"]}
    assert managed.vcenter is not None
    managed.vcenter.forget_calls()

    async with Fleet(targets, password=PASSWORD) as fleet:
        results = await fleet.gather(names, select=select)

    expected = [f"vc/{host}" for host in found] or ["direct"]
    assert list(results.values) == expected
    assert (managed.vcenter.call_count["Login"] == 1) is bool(found)


async def test_limit_and_canary_count_hosts(managed: Site) -> None:
    async with Fleet({"vc": managed.uri}, password=PASSWORD) as fleet:
        results = await fleet.gather(names, limit=2, canary=1)

    assert list(results.values) == ["vc/esx0001", "vc/esx0002"]


async def test_a_host_by_way_of_a_vcenter_keeps_its_name(managed: Site) -> None:
    assert managed.vcenter is not None
    path = managed.vcenter.path_of(managed.hosts["esx0003"].state)
    uri = managed.uri.partition("?")
    targets = {"three": f"{uri[0].rstrip('/')}/{path}?{uri[2]}"}

    async with Fleet(targets, password=PASSWORD) as fleet:
        results = await fleet.gather(names)

    assert results.values == {"three": machines("esx0003")}


@pytest.mark.parametrize("options", [{}, {"limit": 4}, {"canary": 1}], ids=str)
async def test_a_host_that_it_does_not_reach_says_so(managed: Site, options: Any) -> None:
    assert managed.vcenter is not None
    member = managed.vcenter.state.members[managed.hosts["esx0002"].state]
    member.connection, before = "disconnected", member.connection
    try:
        async with Fleet({"vc": managed.uri}, password=PASSWORD) as fleet:
            results = await fleet.gather(names, **options)
    finally:
        member.connection = before

    reached = [host for host in managed.hosts if host != "esx0002"]
    assert results.values == {f"vc/{host}": machines(host) for host in reached}
    assert list(results.failed) == ["vc/esx0002"]
    assert len(results) == 4
    assert "vc does not reach its host esx0002" in str(results.failed["vc/esx0002"])


async def test_a_vcenter_that_cannot_be_reached_is_one_result(managed: Site) -> None:
    targets = {"vc": "vpx://root@127.0.0.1:9/", "direct": managed.uris["esx0001"]}

    async with Fleet(targets, password=PASSWORD) as fleet:
        results = await fleet.gather(names, retries=0)

    assert list(results.values) == ["direct"]
    assert isinstance(results.failed["vc"], errors.ConnectError)
