"""`define` when something goes wrong: the whole machine, or nothing."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import anyio
import httpx
import pytest
from support.cutting import CuttingTransport, Mode
from support.definitions import PLACE, document, held
from support.hasty import Hasty
from support.hosts import connected
from support.waiting import until

import aioesx
from aioesx import errors
from aioesx._transport import Route
from aioesx._transport.httpx_adapter import EsxTransport
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import PROFILES
from aioesx.simulator.state.questions import Question

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("in_task", [True, False])
@pytest.mark.parametrize(
    "fault", ["DuplicateName", "InvalidVmConfig", "NoPermission", "RestrictedVersion"]
)
async def test_a_refused_registration_leaves_nothing_behind(
    simulator: Simulator, esx: aioesx.Connection, fault: str, in_task: bool
) -> None:
    before = held(simulator)
    simulator.fault_on("RegisterVM_Task", fault, in_task=in_task)

    with pytest.raises(errors.EsxError, match="nothing was left behind"):
        await esx.domains.define(document())

    assert held(simulator) == before


@pytest.mark.fault("D6")
@pytest.mark.parametrize(
    ("status", "error"), [(507, errors.TransferError), (403, errors.NotPermittedError)]
)
async def test_a_refused_upload_leaves_nothing_behind(
    simulator: Simulator, esx: aioesx.Connection, status: int, error: type[Exception]
) -> None:
    before = held(simulator)
    simulator.fault_on("PUT", body="no", status=status)

    with pytest.raises(error, match="nothing was left behind"):
        await esx.domains.define(document())

    assert held(simulator) == before


async def test_an_upload_that_a_free_licence_refuses_says_so() -> None:
    host = presets.small_host(profile=PROFILES["esxi-8.0-free"])
    async with Simulator(host, tls=False) as simulator, connected(simulator) as esx:
        before = held(simulator)
        domain = await esx.domains.lookup("db01")
        changed = re.sub(r">\d+</vcpu>", ">1</vcpu>", (await domain.edit()).xml)

        with pytest.raises(errors.RestrictedLicenseError, match="nothing was left behind") as one:
            await esx.domains.define(document())
        with pytest.raises(errors.RestrictedLicenseError, match="is as it was before"):
            await domain.redefine(changed)

        assert "licence (VMware vSphere 8 Hypervisor)" in str(one.value)
        assert held(simulator) == before


async def test_what_cannot_be_cleared_up_is_told(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.fault_on("RegisterVM_Task", "InvalidVmConfig", in_task=True)
    simulator.fault_on("DELETE", body="no", status=500)

    with pytest.raises(errors.TaskFailedError, match=r"db01/new\.vmx was uploaded and may be left"):
        await esx.domains.define(document())

    assert f"[datastore1] {PLACE}" in held(simulator)["files"]


async def test_a_read_only_connection_defines_nothing(simulator: Simulator) -> None:
    before = held(simulator)

    async with connected(simulator, read_only=True) as esx:
        with pytest.raises(errors.ReadOnlyError):
            await esx.domains.define(document())

    assert held(simulator) == before


async def test_a_definition_that_takes_too_long_leaves_nothing_half_made(
    simulator: Simulator, hasty: Hasty
) -> None:
    hasty(look=0.5, grace=0.2)
    before = held(simulator)
    simulator.change(lambda host: setattr(host.options, "task_seconds", 60.0))

    async with connected(simulator) as esx:
        with pytest.raises(TimeoutError, match="nothing was left behind"):
            await esx.domains.define(document(), timeout=1.0)

    assert held(simulator) == before


async def test_a_question_of_the_machine_that_is_registered_is_answered(
    simulator: Simulator, hasty: Hasty
) -> None:
    hasty(look_for_questions=0.1)
    simulator.change(lambda host: setattr(host.options, "task_seconds", 3.0))
    asked = anyio.Event()

    async def policy(question: aioesx.Question) -> aioesx.Choice | None:
        asked.set()
        return question.choices[1]

    async def disturb() -> None:
        await until(lambda: PLACE in str(held(simulator)["files"]))
        await anyio.sleep(0.2)
        simulator.change(_register_with_question)
        await asked.wait()

    async with connected(simulator) as esx, anyio.create_task_group() as tasks:
        tasks.start_soon(disturb)
        with pytest.raises(errors.TaskFailedError):  # it is registered already, by the test
            await esx.domains.define(document(), on_question=policy)

    assert [answer for _, answer in simulator.answers] == ["I moved it"]


def _register_with_question(host: Any) -> None:
    store = host.datastore("datastore1")
    machine = host.register(store.path(PLACE))
    machine.ask(Question("", "msg.uuid.altered", "Moved?", ("Cancel", "I moved it"), 0))


# --- cut and cancelled at each call --------------------------------------------------------------


@pytest.fixture
async def bare() -> AsyncIterator[Simulator]:
    """A host without TLS."""
    host = presets.small_host(machines=2)
    async with Simulator(host, username="root", tls=False) as simulator:
        yield simulator


CALLS = (
    "RetrievePropertiesEx",
    "FindByDatastorePath",
    "HEAD",
    "PUT",
    "RegisterVM_Task",
    "CreateFilter",
    "WaitForUpdatesEx",
    "DestroyPropertyFilter",
)
WHOLE = (["db01", "new", "web01"], True)
NOTHING = (["db01", "web01"], False)


@pytest.mark.fault("N10", "C1")
@pytest.mark.one_loop
@pytest.mark.parametrize("mode", ["refuse", "lose", "cancel-before", "cancel-after", "die"])
@pytest.mark.parametrize("call", CALLS)
async def test_cut_or_cancelled_at_each_call_it_is_all_or_nothing(
    bare: Simulator, call: str, mode: Mode, hasty: Hasty
) -> None:
    hasty(look=0.5)
    domain, error = None, None
    async with (
        EsxTransport(Route("127.0.0.1", bare.port, None, None)) as inner,
        aioesx.connect(
            bare.uri, password=bare.password, transport=(line := CuttingTransport(inner))
        ) as esx,
    ):
        line.arm(call, mode)
        with anyio.CancelScope() as line.scope:
            try:
                domain = await esx.domains.define(document())
            except errors.EsxError as failure:
                error = str(failure)

    state = held(bare)
    found = (state["machines"], f"[datastore1] {PLACE}" in state["files"])
    if domain is not None:
        assert found == WHOLE
    elif error is None:
        assert line.scope.cancelled_caught
        assert found in (WHOLE, NOTHING)
    elif "may be left" in error:
        assert mode == "die"
    elif "registered all the same" in error:
        assert found == WHOLE
    else:
        assert found == NOTHING


# --- a registration whose answer was lost, and which takes its time -------------------------------


@pytest.mark.fault("N10")
async def test_a_slow_registration_whose_answer_was_lost_is_waited_for(bare: Simulator) -> None:
    """A front proxy gives 503 after it has passed the call on: the task is found, and followed."""
    bare.change(lambda host: setattr(host.options, "task_seconds", 1.5))
    async with httpx.AsyncHTTPTransport() as inner:
        line = CuttingTransport(inner)
        async with connected(bare, transport=line) as esx:
            line.arm("RegisterVM_Task", "lose")
            domain = await esx.domains.define(document())
            assert await domain.state() is aioesx.DomainState.SHUTOFF
    assert f"[datastore1] {PLACE}" in held(bare)["files"]


@pytest.mark.fault("N10")
async def test_a_file_that_may_be_being_registered_is_left(bare: Simulator, hasty: Hasty) -> None:
    """The looks do not find the task, but at the end it is seen: its file is not taken away."""
    hasty(look=0.3, looks=())
    bare.change(lambda host: setattr(host.options, "task_seconds", 20))
    async with httpx.AsyncHTTPTransport() as inner:
        line = CuttingTransport(inner)
        async with connected(bare, transport=line) as esx:
            line.arm("RegisterVM_Task", "lose")
            with pytest.raises(errors.OutcomeUnknownError, match="still registering it"):
                await esx.domains.define(document())
    assert f"[datastore1] {PLACE}" in held(bare)["files"]
