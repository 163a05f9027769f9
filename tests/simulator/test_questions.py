"""The questions of ESX: each is asked, blocks, and is answered through aioesx and AnswerVM."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from support.questions import CASES, REFUSED, moved

import aioesx
from aioesx.errors import EsxError
from aioesx.simulator import HostState, Options, Simulator, presets
from aioesx.simulator.state.files import MemoryContent

pytestmark = pytest.mark.anyio


@pytest.fixture
def simulated() -> HostState:
    return presets.small_host(machines=1, options=Options(task_seconds=0.02, tools_seconds=0.0))


@pytest.fixture
def simulator(simulated: HostState) -> Iterator[Simulator]:
    """It behind a socket: the other files here serve one without."""
    with Simulator(simulated, password="secret") as simulator:
        yield simulator


def chooser(label: str, seen: list[aioesx.Question]) -> Callable[..., object]:
    async def choose(question: aioesx.Question) -> aioesx.Choice:
        seen.append(question)
        return next(choice for choice in question.choices if choice.label == label)

    return choose


@pytest.mark.parametrize("name", CASES)
async def test_it_is_asked_and_answered(simulator: Simulator, name: str) -> None:
    prepare, text, label = CASES[name]
    simulator.change(prepare)
    seen: list[aioesx.Question] = []
    async with aioesx.connect(simulator.uri, password="secret", cacert=simulator.ca_file) as esx:
        domain = await esx.domains.lookup("asks")
        await domain.start(on_question=chooser(label, seen))  # type: ignore[arg-type]
    assert re.search(text, seen[0].text, re.IGNORECASE)
    assert simulator.answers == [("asks", label)]
    assert simulator.domain_state("asks") == "poweredOn"


@pytest.mark.parametrize("name", REFUSED)
async def test_a_no_ends_the_task(simulator: Simulator, name: str) -> None:
    prepare, text, label = REFUSED[name]
    simulator.change(prepare)
    seen: list[aioesx.Question] = []
    async with aioesx.connect(simulator.uri, password="secret", cacert=simulator.ca_file) as esx:
        domain = await esx.domains.lookup("asks")
        with pytest.raises(EsxError):
            await domain.start(on_question=chooser(label, seen))  # type: ignore[arg-type]
    assert re.search(text, seen[0].text, re.IGNORECASE)
    assert simulator.domain_state("asks") == "poweredOff"


async def test_a_copied_machine_gets_another_uuid(simulator: Simulator) -> None:
    simulator.change(moved)
    before = simulator.change(lambda host: host.find("asks").config.uuid)
    async with aioesx.connect(simulator.uri, password="secret", cacert=simulator.ca_file) as esx:
        await (await esx.domains.lookup("asks")).start(on_question=aioesx.answer_default)
    assert simulator.answers == [("asks", "I copied it")]
    assert simulator.change(lambda host: host.find("asks").config.uuid) != before


async def test_the_whole_client_works_in_the_process(simulated: HostState) -> None:
    import httpx

    simulator = Simulator(simulated, password="secret", tls=False)
    transport = httpx.ASGITransport(simulator.asgi)
    uri = "esx://root@127.0.0.1:80/?transport=http"
    async with aioesx.connect(uri, password="secret", transport=transport) as esx:
        names = [entry.name for entry in await esx.domains.list()]
        web = await esx.domains.lookup("web01")
        await web.destroy()
        await web.start()
    assert names == ["web01"]
    assert simulator.domain_state("web01") == "poweredOn"


def test_a_full_store_takes_no_more(simulated: HostState) -> None:
    from aioesx.simulator.faults import Refused

    store = simulated.datastore("datastore1")
    store.foreign = store.capacity
    with pytest.raises(Refused, match="Insufficient disk space"):
        store.put_content("web01/more", MemoryContent(b"x"))
