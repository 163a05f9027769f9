"""Power, and what the host asks meanwhile, on a simulated host."""

from __future__ import annotations

import anyio
import pytest
from support.hosts import connected
from support.waiting import until

import aioesx
from aioesx import DomainState, errors, vim
from aioesx.simulator import ManualClock, Options, Simulator, presets

pytestmark = pytest.mark.anyio


async def named(esx: aioesx.Connection, state: DomainState) -> aioesx.Domain:
    entries = await esx.domains.list()
    return next(
        entry.domain
        for entry in entries
        if entry.state is state and entry.name != presets.ASKING_MACHINE
    )


async def is_off(domain: aioesx.Domain) -> bool:
    return await domain.state() is DomainState.SHUTOFF


async def test_start_returns_when_the_domain_runs(esx: aioesx.Connection) -> None:
    domain = await named(esx, DomainState.SHUTOFF)

    await domain.start()

    assert await domain.state() is DomainState.RUNNING


async def test_destroy_returns_when_the_domain_is_off(esx: aioesx.Connection) -> None:
    domain = await named(esx, DomainState.RUNNING)

    await domain.destroy()

    assert await domain.state() is DomainState.SHUTOFF


async def test_suspend_and_resume_are_each_others_inverse(esx: aioesx.Connection) -> None:
    domain = await named(esx, DomainState.RUNNING)

    await domain.suspend()
    assert await domain.state() is DomainState.PAUSED

    await domain.resume()
    assert await domain.state() is DomainState.RUNNING


async def test_resume_does_not_start_a_domain_that_is_off(esx: aioesx.Connection) -> None:
    domain = await named(esx, DomainState.SHUTOFF)

    with pytest.raises(errors.InvalidStateError, match=domain.name):
        await domain.resume()

    assert await domain.state() is DomainState.SHUTOFF


async def test_shutdown_asks_the_guest(esx: aioesx.Connection) -> None:
    domain = await named(esx, DomainState.RUNNING)

    await domain.shutdown()

    assert await until(lambda: is_off(domain))


@pytest.mark.parametrize("seconds", [-1.0, float("nan")])
@pytest.mark.parametrize("verb", ["shutdown", "reboot"])
async def test_tools_are_waited_for_no_strange_time(
    esx: aioesx.Connection, simulator: Simulator, verb: str, seconds: float
) -> None:
    domain = await named(esx, DomainState.RUNNING)

    with pytest.raises(ValueError, match="0 seconds or more"):
        await getattr(domain, verb)(tools_seconds=seconds)

    assert not {"ShutdownGuest", "RebootGuest"} & set(simulator.call_count)


async def test_shutdown_without_tools_says_so(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(presets.ASKING_MACHINE)
    await domain.start(on_question=aioesx.answer_default)

    with pytest.raises(errors.ToolsUnavailableError):
        await domain.shutdown()


async def test_start_of_a_running_domain_is_an_invalid_state(esx: aioesx.Connection) -> None:
    domain = await named(esx, DomainState.RUNNING)

    with pytest.raises(errors.InvalidStateError):
        await domain.start()


async def test_each_step_of_progress_is_told_once_and_in_order() -> None:
    """The host's clock moves when a step was told, so none can be missed for want of time."""
    clock = ManualClock()
    told: list[int] = []

    def step(percent: int) -> None:
        told.append(percent)
        clock.advance(1.0)

    options = Options(task_seconds=5.0, queue_seconds=0.0)
    host = presets.small_host(options=options, clock=clock)
    async with Simulator(host) as simulator, connected(simulator) as esx:
        domain = await named(esx, DomainState.SHUTOFF)

        await domain.start(on_progress=step, timeout=20)

    assert told == [0, 25, 50, 75, 95]


async def test_a_question_is_refused_by_default_with_its_text_and_choices(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup(presets.ASKING_MACHINE)

    with pytest.raises(errors.QuestionPendingError) as caught:
        await domain.start()

    assert "already exists" in caught.value.question
    assert len(caught.value.choices) == 3
    assert caught.value.default in caught.value.choices
    assert await domain.state() is DomainState.SHUTOFF
    assert simulator.answers == []


async def test_a_question_gets_the_hosts_default_where_the_policy_says_so(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup(presets.ASKING_MACHINE)

    await domain.start(on_question=aioesx.answer_default)

    assert await domain.state() is DomainState.RUNNING
    assert [name for name, _ in simulator.answers] == [domain.name]


async def test_auto_answer_in_the_uri_is_the_policy_of_the_connection(
    simulator: Simulator,
) -> None:
    uri = f"{simulator.uri}?cacert={simulator.ca_file}&auto_answer=1"
    async with aioesx.connect(uri, password=simulator.password) as esx:
        domain = await esx.domains.lookup(presets.ASKING_MACHINE)

        await domain.start()

        assert await domain.state() is DomainState.RUNNING


async def test_a_coroutine_chooses_among_the_answers(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    asked: list[aioesx.Question] = []

    async def last(question: aioesx.Question) -> aioesx.Choice:
        asked.append(question)
        await anyio.sleep(0.05)
        return question.choices[0]

    domain = await esx.domains.lookup(presets.ASKING_MACHINE)
    await domain.start(on_question=last)

    assert simulator.answers == [(domain.name, asked[0].choices[0].label)]


async def test_an_answer_that_is_none_of_the_choices_is_an_error_of_the_caller(
    esx: aioesx.Connection,
) -> None:
    async def nonsense(question: aioesx.Question) -> str:
        return "Explode"

    domain = await esx.domains.lookup(presets.ASKING_MACHINE)

    with pytest.raises(ValueError, match="'Explode' is no answer"):
        await domain.start(on_question=nonsense)


@pytest.fixture
async def asking(simulator: Simulator, esx: aioesx.Connection) -> aioesx.Domain:
    """A domain whose question is pending, since somebody else began to start it."""
    simulator.change(lambda host: setattr(host.options, "task_seconds", 0.0))
    domain = await esx.domains.lookup(presets.ASKING_MACHINE)
    await esx.call(vim.PowerOnVM_Task(this=domain.ref))
    await until(domain.pending_question)
    simulator.forget_calls()
    return domain


async def test_a_question_that_is_pending_already_is_answered_before_the_call(
    simulator: Simulator, asking: aioesx.Domain
) -> None:
    await asking.snapshots.create("one", on_question=aioesx.answer_default)

    called = [method for method, _ in simulator.calls]
    assert called.index("AnswerVM") < called.index("CreateSnapshot_Task")


async def test_where_nobody_answers_it_nothing_is_called(
    simulator: Simulator, asking: aioesx.Domain
) -> None:
    with pytest.raises(errors.QuestionPendingError, match="already exists") as caught:
        await asking.snapshots.create("one")

    assert caught.value.task is None
    assert simulator.call_count["CreateSnapshot_Task"] == 0
    assert await asking.pending_question() is not None


async def test_every_filter_is_released(simulator: Simulator, esx: aioesx.Connection) -> None:
    domain = await named(esx, DomainState.SHUTOFF)
    asking = await esx.domains.lookup(presets.ASKING_MACHINE)

    await domain.start()
    with pytest.raises(errors.QuestionPendingError):
        await asking.start()

    assert simulator.open_filters == 0


async def test_two_tasks_at_once_share_the_watcher(esx: aioesx.Connection) -> None:
    entries = [entry for entry in await esx.domains.list() if entry.name != presets.ASKING_MACHINE]
    off = [entry.domain for entry in entries if entry.state is DomainState.SHUTOFF]
    on = [entry.domain for entry in entries if entry.state is DomainState.RUNNING]

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(off[0].start)
        tasks.start_soon(on[0].destroy)

    assert await off[0].state() is DomainState.RUNNING
    assert await on[0].state() is DomainState.SHUTOFF


async def test_a_cancelled_start_leaves_the_task_and_releases_the_filter(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup(presets.ASKING_MACHINE)

    async def thinking(question: aioesx.Question) -> None:
        await anyio.sleep_forever()

    with anyio.move_on_after(1) as scope:
        await domain.start(on_question=thinking)

    assert scope.cancelled_caught
    assert simulator.open_filters == 0
    assert await domain.state() is DomainState.SHUTOFF


async def test_a_start_that_takes_too_long_names_its_task(esx: aioesx.Connection) -> None:
    async def thinking(question: aioesx.Question) -> None:
        await anyio.sleep_forever()

    domain = await esx.domains.lookup(presets.ASKING_MACHINE)

    with pytest.raises(errors.TaskTimeoutError) as caught:
        await domain.start(on_question=thinking, timeout=0.7)

    assert caught.value.task is not None


async def test_a_read_only_connection_refuses_before_the_wire(simulator: Simulator) -> None:
    uri = f"{simulator.uri}?cacert={simulator.ca_file}"
    async with aioesx.connect(uri, password=simulator.password, read_only=True) as esx:
        domain = await named(esx, DomainState.SHUTOFF)
        with pytest.raises(errors.ReadOnlyError, match="PowerOnVM_Task"):
            await domain.start()

    assert "PowerOnVM_Task" not in [method for method, _ in simulator.calls]
