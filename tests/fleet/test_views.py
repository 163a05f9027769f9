"""The things of all hosts in one row, with the names of their hosts; hosts that fail are told."""

from __future__ import annotations

from typing import Any

import pytest
from support.held import PASSWORD

from aioesx import Fleet, errors
from aioesx.simulator import Site

pytestmark = pytest.mark.anyio


async def found(view: Any) -> list[tuple[str, str]]:
    return sorted([(entry.host, entry.value.name) async for entry in view])


async def test_all_domains_of_all_hosts(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        at_once = await found(fleet.domains())
        async with fleet.domains() as entries:
            as_they_come = await found(entries)

    assert at_once == as_they_come
    assert len(at_once) == 12
    assert at_once[:2] == [("esx0001", "esx0001-db01"), ("esx0001", "esx0001-web01")]


async def test_a_host_that_fails_is_told_after_all_others(farm: Site) -> None:
    targets = {**farm.uris, "gone": "esx://root@127.0.0.1:9/"}
    given: list[str] = []

    async with Fleet(targets, password=PASSWORD, rest=()) as fleet:
        view = fleet.domains(retries=0)
        with pytest.raises(errors.FleetError, match=r"1 of 7 hosts failed: gone: 127\.0\.0\.1:9"):
            given.extend([entry.host async for entry in view])
        told: list[str] = []
        quiet = fleet.domains(retries=0).telling(lambda host, error: told.append(host))
        assert len(await found(quiet)) == 12

    assert list(view.failed) == told == ["gone"]


@pytest.mark.parametrize(
    ("criteria", "names"),
    [
        ({"name": "*-WEB*"}, [f"esx000{n}-web01" for n in range(1, 7)]),
        ({"name": "esx0003-db01"}, ["esx0003-db01"]),
        ({"name": "*db*", "mac": "00-0C-29-00-00-04"}, ["esx0002-db01"]),
        ({"mac": "00:0c:29:00:00:03"}, ["esx0002-web01"]),
        ({"ip": "198.18.0.5"}, ["esx0003-web01"]),
        ({"ip": "198.18.0.5", "name": "*db*"}, []),
    ],
    ids=str,
)
async def test_domains_are_found_wherever_they_are(
    farm: Site, criteria: Any, names: list[str]
) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        rows = await found(fleet.search(**criteria))

    assert rows == [(name.partition("-")[0], name) for name in names]


async def test_a_view_asks_anew_each_time_it_is_looked_through(farm: Site) -> None:
    targets = [*farm.uris.items(), ("dead", "esx://root@127.0.0.1:9/")]
    async with Fleet(targets, password=PASSWORD) as fleet:
        view = fleet.domains(retries=0, insist=True).telling(lambda host, error: None)
        once = await found(view)
        again = await found(view)

    assert again == once
    assert len(once) == 2 * len(farm.hosts)
    assert list(view.failed) == ["dead"]


async def test_a_domain_is_found_by_its_uuid(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        entries = [entry async for entry in fleet.domains(select="esx0004")]
        again = await found(fleet.search(uuid=str(entries[1].value.uuid)))

    assert again == [("esx0004", entries[1].value.name)]


@pytest.mark.parametrize("criteria", [{}, {"mac": "00:0c"}, {"ip": "1.2.3"}, {"uuid": "x"}])
async def test_a_search_for_nothing_is_refused(farm: Site, criteria: Any) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        with pytest.raises(ValueError, match=r"at least|MAC|address|UUID"):
            fleet.search(**criteria)


async def test_properties_of_all_hosts(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        rows = [entry async for entry in fleet.read("HostSystem", "name")]
        both = [
            entry.value.ref.type
            async for entry in fleet.read({"HostSystem": "name", "Datastore": "name"}, limit=1)
        ]

    assert {entry.host: entry.value.values["name"] for entry in rows} == {
        name: f"{name}.localdomain" for name in farm.hosts
    }
    assert sorted(both) == ["Datastore", "Datastore", "HostSystem"]
