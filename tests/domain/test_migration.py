"""Migration: where to, what is in the way, what is told meanwhile, what is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from support.vcenter import ADDRESSES, VCENTER, Estate, quick, uri_of_host, uri_of_vcenter

import aioesx
from aioesx import errors, vim
from aioesx._server.tasks.faults import fault_of
from aioesx.simulator import ManualClock, Options
from aioesx.simulator.site import Site

pytestmark = pytest.mark.anyio

SECOND = "&vcenter=*"


@pytest.fixture
def estate() -> Estate:
    return Estate(options=quick(0.05))


@pytest.fixture
def site(estate: Estate) -> Iterator[Site]:
    with estate.site(tls=False) as site:
        yield site


@asynccontextmanager
async def vcenter(site: Site, path: str = "", **options: Any) -> AsyncIterator[aioesx.Connection]:
    async with aioesx.connect(uri_of_vcenter(site, path), password="secret", **options) as esx:
        yield esx


@asynccontextmanager
async def at(
    site: Site, host: str, more: str = SECOND, **options: Any
) -> AsyncIterator[aioesx.Connection]:
    uri = uri_of_host(site, host, more)
    async with aioesx.connect(uri, auth=lambda _: "secret", **options) as esx:
        yield esx


async def where(site: Site, name: str = "web01") -> str | None:
    async with vcenter(site) as esx:
        return next(entry.host for entry in await esx.domains.list() if entry.name == name)


async def test_a_running_domain_goes_to_a_host_by_its_name(site: Site) -> None:
    told: list[int] = []
    async with vcenter(site, "eu/west/dc1") as esx:
        domain = await esx.domains.lookup("web01")
        moved = await domain.migrate("esx2.example", on_progress=told.append)

        assert moved == domain, "a vCenter's reference stays"
        assert await moved.state() == "running"
    assert told
    assert await where(site) == "esx2.example"


async def test_a_domain_goes_to_a_host_of_the_connection(site: Site) -> None:
    async with vcenter(site) as esx:
        target = await esx.hosts.lookup("esx2.example")
        await (await esx.domains.lookup("db01")).migrate(target)
    assert await where(site, "db01") == "esx2.example"


async def test_a_domain_goes_to_a_host_of_the_list(site: Site) -> None:
    async with vcenter(site) as esx:
        entries = {entry.name: entry for entry in await esx.hosts.list()}
        assert (await entries["esx2.example"].host.info()).cpus == 24
        domain = await esx.domains.lookup("db01")
        await domain.migrate(entries["esx2.example"])
        await domain.migrate("eu/west/dc1/host/c1/esx1.example")
    assert await where(site, "db01") == "esx1.example"


async def test_a_moved_domain_is_looked_for_where_it_is(site: Site) -> None:
    """Of a connection to one host: the domain that is held has gone to another one."""
    async with vcenter(site, "eu/west/dc1/c1/esx1.example") as esx:
        domain = await (await esx.domains.lookup("web01")).migrate("esx2.example")

        await domain.set_autostart(True)
        assert await domain.autostart()
        assert "web01" in await domain.xml()
    async with at(site, "esx2", "") as esx2:
        assert [entry.name for entry in await esx2.domains.list(autostart=True)] == ["web01"]


@pytest.mark.parametrize("fault", [vim.InvalidState(), vim.Unknown("Odd")])
def test_a_problem_without_a_text_is_told_by_its_fault(fault: vim.MethodFault) -> None:
    told = fault_of(vim.LocalizedMethodFault(fault=fault))

    assert type(fault).__name__ in str(told) or "Odd" in str(told)


async def test_nothing_that_was_given_for_one_server_goes_to_another(site: Site) -> None:
    asked: list[str] = []

    def ask(request: aioesx.AuthRequest) -> str:
        asked.append(f"{request.product} {request.host}")
        return "secret"

    async with aioesx.connect(
        uri_of_host(site, "esx1"), password="secret", vcenter_password="secret", auth=ask
    ) as esx:
        await (await esx.domains.lookup("db01")).migrate(uri_of_host(site, "esx2"))
    assert asked == [f"esx {ADDRESSES['esx2']}", f"vpx {VCENTER}"]


async def test_a_domain_goes_to_another_connection_and_is_known_there(site: Site) -> None:
    async with at(site, "esx1") as source, at(site, "esx2") as target:
        domain = await source.domains.lookup("web01")
        moved = await domain.migrate(target)

        assert moved in [entry.domain for entry in await target.domains.list()]
        assert (moved.name, moved.uuid) == (domain.name, domain.uuid)
        with pytest.raises(errors.NoSuchDomainError):
            await source.domains.lookup("web01")
    assert await where(site) == "esx2.example"


@pytest.mark.parametrize("way", ["esx", "vpx"])
async def test_a_domain_goes_to_a_uri(site: Site, way: str) -> None:
    target = {
        "esx": uri_of_host(site, "esx2"),
        "vpx": uri_of_vcenter(site, "eu/west/dc1/c1/esx2.example"),
    }[way]
    async with at(site, "esx1") as source:
        moved = await (await source.domains.lookup("web01")).migrate(target)
        assert await moved.state() == "running", "it is asked of at the vCenter"
    assert await where(site) == "esx2.example"
    assert site.vcenter is not None
    assert site.vcenter.open_sessions == 0


async def test_all_that_is_in_the_way_is_told_before_anything_is_begun(site: Site) -> None:
    assert site.vcenter is not None
    async with vcenter(site) as esx:
        domain = await esx.domains.lookup("web01")
        with pytest.raises(errors.MigrationRefusedError, match=r"esx3\.example: ") as caught:
            await domain.migrate("esx3.example")

    assert len(caught.value.problems) == len(caught.value.faults) == 2
    assert (caught.value.kind, caught.value.name) == ("domain", "web01")
    assert site.vcenter.call_count["MigrateVM_Task"] == 0
    assert await where(site) == "esx1.example"


async def test_disks_go_along_to_a_host_that_does_not_see_them(site: Site) -> None:
    async with vcenter(site) as esx:
        domain = await esx.domains.lookup("db01")
        await domain.migrate("esx3.example", datastore="datastore1 (esx3.example)")

        assert "datastore1 (esx3.example)" in str((await domain.disks())[0].source)
    assert await where(site, "db01") == "esx3.example"


async def test_a_pool_is_chosen(site: Site) -> None:
    async with vcenter(site) as esx:
        await esx.resource_pools.create("eu/west/dc1/host/c1/Resources/gold")
        domain = await esx.domains.lookup("web01")
        await domain.migrate("esx2.example", pool="gold", priority="high")
        entries = await esx.domains.list()
        with pytest.raises(errors.LookupFailedError, match="did you mean 'gold'"):
            await domain.migrate("esx1.example", pool="golt")

    assert [e.pool for e in entries if e.name == "web01"] == ["Resources/gold"]


async def test_a_question_meanwhile_is_answered(site: Site) -> None:
    site.hosts["esx1"].ask_on("MigrateVM_Task", "web01", choices=("Yes", "No"))
    async with vcenter(site, on_question=aioesx.answer_default) as esx:
        await (await esx.domains.lookup("web01")).migrate("esx2.example")
    assert await where(site) == "esx2.example"


REFUSED = [
    ("esx1", "", "esx2", SECOND, errors.NotSupportedError, "without a vCenter"),
    ("esx1", SECOND, "esx2", "", errors.NotSupportedError, r"^migration to \S+ not possible"),
]


@pytest.mark.parametrize(("source", "own", "target", "its", "kind", "text"), REFUSED)
async def test_a_migration_without_a_vcenter_is_refused(
    site: Site, source: str, own: str, target: str, its: str, kind: type[Exception], text: str
) -> None:
    async with at(site, source, own) as esx, at(site, target, its) as other:
        domain = await esx.domains.lookup("web01")
        with pytest.raises(kind, match=text):
            await domain.migrate(other)


async def test_another_vcenter_is_refused(site: Site) -> None:
    with Estate().site(
        tls=False,
        vcenter_address="127.0.0.99",
        addresses={
            "esx1": "127.0.0.71",
            "esx2": "127.0.0.72",
            "esx3": "127.0.0.73",
        },
    ) as other:
        assert other.vcenter is not None
        other.vcenter.change(lambda v: setattr(v, "instance_uuid", "another"))
        uri = f"vpx://root@127.0.0.99:{other.port}/eu/west/dc1/c1/esx2.example?transport=http"
        async with vcenter(site) as esx, aioesx.connect(uri, password="secret") as there:
            domain = await esx.domains.lookup("web01")
            with pytest.raises(errors.NotSupportedError, match="have to refer to the same vCenter"):
                await domain.migrate(there)


async def test_what_makes_no_sense_is_refused(site: Site) -> None:
    async with vcenter(site) as esx:
        domain = await esx.domains.lookup("web01")
        with pytest.raises(errors.InvalidStateError, match=r"is on esx1\.example already"):
            await domain.migrate("esx1.example")
        with pytest.raises(errors.LookupFailedError, match="there are esx1"):
            await domain.migrate("elsewhere")
        with pytest.raises(ValueError, match="priority"):
            await domain.migrate("esx2.example", priority="highest")  # type: ignore[arg-type]
        with pytest.raises(errors.NotSupportedError, match="has 3 hosts: name one of them"):
            await domain.migrate(esx)
        for nothing in (None, 5, domain, (await esx.domains.list())[0]):
            with pytest.raises(TypeError, match="a connection, a host, its name or a URI"):
                await domain.migrate(nothing)  # type: ignore[arg-type]
        for datastore in (None, "datastore1"):
            with pytest.raises(errors.InvalidStateError, match="is not poweredOff"):
                await domain.migrate("esx2.example", live=False, datastore=datastore)
    async with vcenter(site, read_only=True) as esx:
        assert site.vcenter is not None
        domain = await esx.domains.lookup("web01")
        site.vcenter.forget_calls()
        with pytest.raises(errors.ReadOnlyError):
            await domain.migrate("esx2.example")
        assert not site.vcenter.calls
    assert await where(site) == "esx1.example"


async def test_a_migration_that_takes_too_long_says_where_the_domain_is(
    site: Site, estate: Estate
) -> None:
    def slow_down(event: aioesx.Event) -> None:
        if isinstance(event, aioesx.RequestSent) and event.method == "MigrateVM_Task":
            for agent in (estate.vcenter, estate.esx1):
                agent.options.task_seconds = 60.0

    async with vcenter(site, on_event=slow_down) as esx:
        domain = await esx.domains.lookup("web01")
        with pytest.raises(errors.TaskTimeoutError, match=r"'web01' was, when .*, on esx1"):
            await domain.migrate("esx2.example", timeout=3.0, on_cancel="cancel")


async def test_where_the_domain_is_is_told_when_an_answer_tells_nothing(site: Site) -> None:
    assert site.vcenter is not None
    site.vcenter.fault_on("MigrateVM_Task", body="busy", status=503, times=1)
    async with vcenter(site) as esx:
        domain = await esx.domains.lookup("web01")
        with pytest.raises(errors.OutcomeUnknownError, match=r"'web01' was, when .*, on esx1"):
            await domain.migrate("esx2.example")
    assert await where(site) == "esx1.example"


@pytest.mark.parametrize("verb", ["migrate", "clone"])
async def test_what_is_done_when_the_time_is_up_is_no_failure(verb: str) -> None:
    """The task ends in the moment in which it is to be cancelled."""
    clock = ManualClock()
    estate = Estate(clock=clock, options=Options(task_seconds=5.0, queue_seconds=0.0))

    def end_it(event: aioesx.Event) -> None:
        if isinstance(event, aioesx.RequestSent) and event.method == "CancelTask":
            clock.advance(100)

    def hurry_the_check(event: aioesx.Event) -> None:
        end_it(event)
        if isinstance(event, aioesx.ResponseReceived) and event.method == "CheckMigrate_Task":
            clock.advance(100)

    with estate.site(tls=False) as site:
        async with vcenter(site, on_event=hurry_the_check) as esx:
            domain = await esx.domains.lookup("web01")
            if verb == "migrate":
                result = await domain.migrate("esx2.example", timeout=2.0, on_cancel="cancel")
            else:
                result = await domain.clone("web02", timeout=2.0, on_cancel="cancel")

            assert isinstance(result, aioesx.Domain)
            assert result.name == ("web01" if verb == "migrate" else "web02")
            assert await result.state() == ("running" if verb == "migrate" else "shut off")
