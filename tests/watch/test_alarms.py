"""Alarms of a vCenter: those that went off, by name, and as an aspect of a watch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from anyio import to_thread
from support.command import command
from support.data import validated
from support.pyvmomi import pyvmomi
from support.vcenter import Estate, quick, uri_of_vcenter

import aioesx
from aioesx import AlarmStatus, Changed, errors
from aioesx.simulator.handle import SimulatedVCenter
from aioesx.simulator.site import Site

pytestmark = pytest.mark.anyio

HOST = "eu/west/dc1/c1/esx1.example"


@pytest.fixture
def site() -> Iterator[Site]:
    with Estate(options=quick(0.0)).site(tls=False) as site:
        yield site


@pytest.fixture
def vcenter(site: Site) -> SimulatedVCenter:
    assert site.vcenter is not None
    return site.vcenter


@pytest.fixture
def gone_off(site: Site, vcenter: SimulatedVCenter) -> None:
    """Three alarms: of a domain, of a host, of a datastore."""
    esx1 = site.hosts["esx1"].state
    vcenter.trigger_alarm("Virtual machine CPU usage", "db01", status="yellow")
    vcenter.trigger_alarm("Host memory usage", esx1)
    vcenter.trigger_alarm("Datastore usage on disk", next(iter(esx1.datastores.values())))
    vcenter.acknowledge_alarm("Host memory usage", esx1, user="ops")


def connected(site: Site, path: str = "") -> aioesx.Connecting:
    uri = uri_of_vcenter(site)
    return aioesx.connect(uri.replace("/?", f"/{path}?"), password="secret")


async def test_those_that_went_off_have_their_names(
    site: Site, vcenter: SimulatedVCenter, gone_off: None
) -> None:
    async with connected(site) as esx:
        vcenter.forget_calls()
        found = await esx.alarms.list()
        calls = sum(vcenter.call_count.values())

    assert calls == 2
    assert [(each.status, each.kind, each.entity, each.name) for each in found] == [
        (AlarmStatus.RED, "storage pool", "datastore1", "Datastore usage on disk"),
        (AlarmStatus.RED, "host", "esx1.example", "Host memory usage"),
        (AlarmStatus.YELLOW, "domain", "db01", "Virtual machine CPU usage"),
    ]
    assert [(each.acknowledged, each.acknowledged_by) for each in found] == [
        (False, None),
        (True, "ops"),
        (False, None),
    ]
    assert all(each.since.tzinfo for each in found)


async def test_a_part_has_its_own(site: Site, vcenter: SimulatedVCenter, gone_off: None) -> None:
    async with connected(site, HOST) as esx:
        on_host = {each.kind for each in await esx.alarms.list()}
    async with connected(site, "eu/west/dc1/c1/esx2.example") as esx:
        elsewhere = {each.entity for each in await esx.alarms.list()}
    async with connected(site, "eu/west/dc1") as esx:
        datacenter = len(await esx.alarms.list())

    assert {"host", "storage pool"} <= on_host
    assert "esx1.example" not in elsewhere
    assert datacenter == 3


async def test_what_is_over_is_not_told(
    site: Site, vcenter: SimulatedVCenter, gone_off: None
) -> None:
    vcenter.clear_alarm("Virtual machine CPU usage", "db01")
    vcenter.clear_alarm("Host memory usage", site.hosts["esx1"].state)
    async with connected(site) as esx:
        assert [each.kind for each in await esx.alarms.list()] == ["storage pool"]


async def test_what_goes_between_the_two_reads_has_both_begin_anew(
    site: Site, vcenter: SimulatedVCenter, gone_off: None
) -> None:
    async with connected(site) as esx:
        await esx.domains.list()
        vcenter.fault_on("RetrieveProperties*", "ManagedObjectNotFound", skip=1, times=1)
        vcenter.forget_calls()
        assert len(await esx.alarms.list()) == 3
    assert vcenter.call_count["RetrievePropertiesEx"] == 4


async def test_a_host_alone_keeps_none(site: Site) -> None:
    async with aioesx.connect(site.hosts["esx1"].uri, password="secret") as esx:
        with pytest.raises(errors.NotSupportedError, match="alarms are not possible without a vC"):
            await esx.alarms.list()


async def test_a_watch_tells_when_one_goes_off_and_is_over(
    site: Site, vcenter: SimulatedVCenter
) -> None:
    async with connected(site) as esx:
        domain = await esx.domains.lookup("db01")
        async with domain.watch("alarms") as changes:
            first = await anext(changes)
            vcenter.trigger_alarm("Too hot", "db01")
            on = await anext(changes)
            vcenter.clear_alarm("Too hot", "db01")
            off = await anext(changes)
        async with domain.watch() as usual:
            assert "alarms" not in (await anext(usual)).values  # type: ignore[union-attr]

    assert isinstance(first, aioesx.Appeared)
    assert isinstance(on, Changed)
    assert isinstance(off, Changed)
    assert first.values["alarms"] == ()
    assert [each.status for each in on.value] == ["red"]
    assert (off.before, off.value) == (on.value, ())


async def test_the_command_lists_them(site: Site, gone_off: None) -> None:
    uri = uri_of_vcenter(site)
    text = await to_thread.run_sync(lambda: command(uri, "alarms").stdout)
    data = await to_thread.run_sync(lambda: command(uri, "-o", "json", "alarms").stdout)

    assert text.splitlines()[3].split()[:6] == [
        "red",
        "host",
        "esx1.example",
        "Host",
        "memory",
        "usage",
    ]
    assert text.splitlines()[3].endswith("by ops")
    assert [each["entity"] for each in validated("alarms", data)] == [
        "datastore1",
        "esx1.example",
        "db01",
    ]


@pytest.mark.peer("pyvmomi")
async def test_pyvmomi_is_told_the_same(
    site: Site, vcenter: SimulatedVCenter, gone_off: None
) -> None:
    def theirs() -> list[tuple[Any, ...]]:
        with pyvmomi(vcenter.url) as service:
            content = service.RetrieveContent()
            return [
                (
                    state.alarm.info.name,
                    state.alarm.info.description,
                    state.entity.name,
                    state.overallStatus,
                    state.time,
                    state.acknowledged,
                    state.acknowledgedByUser,
                    state.alarm._moId,
                    state.entity._moId,
                )
                for state in content.rootFolder.triggeredAlarmState
            ]

    work: Callable[[], list[tuple[Any, ...]]] = theirs
    judged = await to_thread.run_sync(work)
    async with connected(site) as esx:
        found = [
            (
                each.name, each.description, each.entity, str(each.status), each.since,
                each.acknowledged, each.acknowledged_by, each.alarm.value, each.ref.value,
            )
            for each in await esx.alarms.list()
        ]  # fmt: skip
    assert sorted(found) == sorted(judged)
    assert len(found) == 3
