"""pyVmomi beside us on one simulator: it sees the same events, and causes what we are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import anyio
import pytest
from anyio import to_thread
from support.hosts import connected
from support.pyvmomi import pyvmomi
from support.pyvmomi_host import VmomiSupport, done, vim, vmodl
from support.waiting import until

import aioesx
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.profile import ESXI_8_0
from aioesx.watch.event_types import families

pytestmark = [pytest.mark.peer("pyvmomi"), pytest.mark.anyio]

PAGE = 10


@pytest.fixture
def anyio_backend() -> str:
    """What another client sees is no matter of the event loop."""
    return "asyncio"


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    host = presets.small_host(machines=2, profile=ESXI_8_0, options=Options(task_seconds=0.02))
    with Simulator(host, password="secret") as simulator:
        yield simulator


@pytest.fixture
def content(simulator: Simulator) -> Iterator[Any]:
    with pyvmomi(simulator.url) as service:
        yield service.RetrieveContent()


async def theirs(work: Callable[[], Any]) -> Any:
    return await to_thread.run_sync(work)


def machine(content: Any, name: str) -> Any:
    view = content.viewManager.CreateContainerView(content.rootFolder, [vim.VirtualMachine], True)
    return next(each for each in view.view if each.name == name)


def facts(event: Any) -> tuple[int, str, str]:
    if isinstance(event, aioesx.vim.Event):
        return event.key, event.wire_name, event.full_formatted_message or ""
    return event.key, type(event).__name__.rpartition(".")[2], event.fullFormattedMessage


def test_each_type_of_events_stands_for_the_same_ones() -> None:
    names = [name for space, name in VmomiSupport._wsdlDefMap if space == "urn:vim25"]
    known = {name: VmomiSupport.GetWsdlType("urn:vim25", name) for name in names}
    types = {name: each for name, each in known.items() if issubclass(each, vim.event.Event)}
    assert len(types) > 400
    assert {name: set(each) for name, each in families().items()} == {
        base: {name for name, each in types.items() if issubclass(each, types[base])}
        for base in types
    }


async def test_both_see_the_same_events_in_the_same_order(
    simulator: Simulator, content: Any
) -> None:
    """Theirs by ReadNextEvents, from where both began; more than their page and ours."""
    heard: list[Any] = []
    collector = await theirs(
        lambda: content.eventManager.CreateCollectorForEvents(vim.event.EventFilterSpec())
    )
    before = await theirs(lambda: collector.ReadNextEvents(1000))

    async def listen(events: aioesx.EventStream) -> None:
        async for event in events:
            heard.append(event)  # noqa: PERF401 - looked at meanwhile

    async with connected(simulator) as esx, esx.events(after=None) as events:
        late = await theirs(lambda: collector.ReadNextEvents(1000))  # our login
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(listen, events)
            web = await theirs(lambda: machine(content, "web01"))
            for _ in range(25):
                await theirs(lambda: done(web.PowerOff()))
                await theirs(lambda: done(web.PowerOn()))
            seen = await theirs(lambda: collector.ReadNextEvents(1000))
            await until(lambda: len(heard) >= len(seen))
            tasks.cancel_scope.cancel()
        assert len(seen) == 50
        assert [facts(each) for each in heard] == [facts(each) for each in seen]

        history = await esx.events.history(None)
        everything = [*before, *late, *seen]
        assert [facts(each) for each in history[::-1]] == [facts(each) for each in everything]


async def test_the_latest_page_comes_by_their_property_filter_too(
    simulator: Simulator, content: Any
) -> None:
    """What our stream is built on is what their client sees of a collector."""
    wait = vmodl.query.PropertyCollector

    def begin() -> tuple[Any, str]:
        collector = content.eventManager.CreateCollectorForEvents(vim.event.EventFilterSpec())
        collector.SetCollectorPageSize(PAGE)
        spec = wait.FilterSpec(
            propSet=[wait.PropertySpec(type=type(collector), pathSet=["latestPage"])],
            objectSet=[wait.ObjectSpec(obj=collector)],
        )
        content.propertyCollector.CreateFilter(spec, False)
        return collector, content.propertyCollector.WaitForUpdatesEx("").version

    collector, version = await theirs(begin)
    web = await theirs(lambda: machine(content, "web01"))
    await theirs(lambda: done(web.PowerOff()))
    update = await theirs(lambda: content.propertyCollector.WaitForUpdatesEx(version))
    (change,) = update.filterSet[0].objectSet[0].changeSet
    assert change.name == "latestPage"
    assert len(change.val) <= PAGE
    newest = max(change.val, key=lambda each: each.key)
    assert isinstance(newest, vim.event.VmPoweredOffEvent)

    def reset() -> tuple[list[int], list[int]]:
        collector.ResetCollector()
        before = collector.ReadPreviousEvents(1000)
        return [each.key for each in collector.latestPage], [each.key for each in before]

    latest, older = await theirs(reset)
    assert not set(latest) & set(older), "what is read backwards does not hold the latest page"


async def test_what_they_change_we_are_told(simulator: Simulator, content: Any) -> None:
    async with connected(simulator) as esx:
        domain = await esx.domains.lookup("web01")
        async with domain.watch("state") as changes:
            (await anext(changes))
            web = await theirs(lambda: machine(content, "web01"))
            await theirs(lambda: done(web.PowerOff()))
            change = await anext(changes)
    assert isinstance(change, aioesx.Changed)
    assert change.value is aioesx.DomainState.SHUTOFF
