"""One time in all for each coroutine of the face, and what is told when it is up."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator

import anyio
import pytest
from support.hasty import Hasty
from support.hosts import connected, seen

import aioesx
from aioesx import errors, vim
from aioesx.simulator import Options, Simulator, presets

pytestmark = pytest.mark.anyio

OFF = "db01"
NOW = vim.CurrentTime(this=vim.ManagedObjectReference("ServiceInstance", "ServiceInstance"))


@pytest.fixture
def paged() -> Iterator[Simulator]:
    """A host that gives 20 machines in pages of 4, each after 0.3 s."""
    host = presets.small_host(machines=20, options=Options(page_size=4))
    with Simulator(host, tls=False) as simulator:
        for method in ("RetrievePropertiesEx", "ContinueRetrievePropertiesEx"):
            simulator.fault_on(method, delay=0.3)
        yield simulator


@pytest.mark.parametrize("read", ["list", "lookup", "properties"])
async def test_a_read_of_many_pages_ends_in_time(paged: Simulator, read: str) -> None:
    async with connected(paged) as esx:
        reads: dict[str, Callable[[], Awaitable[object]]] = {
            "list": lambda: esx.domains.list(timeout=0.5),
            "lookup": lambda: esx.domains.lookup("none", timeout=0.5),
            "properties": lambda: esx.domains.properties(["name"], timeout=0.5),
        }
        paged.forget_calls()
        with pytest.raises(errors.TransportTimeout, match=r"not done within 0\.5 s"):
            await reads[read]()
    assert paged.call_count["ContinueRetrievePropertiesEx"] < 4


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
async def test_without_time_nothing_is_sent(plain: Simulator, seconds: float) -> None:
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        plain.forget_calls()
        with pytest.raises(errors.TransportTimeout, match="nothing was sent"):
            await domain.start(timeout=seconds)
        with pytest.raises(errors.TransportTimeout, match="nothing was sent"):
            await esx.call(NOW, timeout=seconds)
        assert not plain.call_count


async def test_a_change_without_an_answer_in_time_is_unknown(plain: Simulator) -> None:
    async with connected(plain) as esx:
        domain = await esx.domains.lookup("web01")
        plain.fault_on("ShutdownGuest", delay=5)
        with pytest.raises(errors.OutcomeUnknownError, match=r"no answer within 0\.3 s") as caught:
            await domain.shutdown(timeout=0.3)
    assert (caught.value.method, caught.value.ref) == ("ShutdownGuest", domain.ref)


async def test_a_task_that_is_not_done_in_time_tells_its_reference(slow: Simulator) -> None:
    async with connected(slow) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(errors.TaskTimeoutError, match="goes on on the host") as caught:
            await domain.start(timeout=0.3)
    assert caught.value.task is not None


async def test_a_callbacks_own_timeout_passes_as_it_is(plain: Simulator) -> None:
    class Impatient(TimeoutError):
        pass

    async def policy(question: aioesx.Question) -> str:
        raise Impatient

    plain.ask_on("PowerOnVM_Task", OFF, text="Well?", choices=("Yes", "No"), default=0)
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(Impatient):
            await domain.start(on_question=policy)


async def test_what_a_callback_calls_has_a_time_of_its_own(plain: Simulator) -> None:
    """The policy's own call is late, and it is the call that ends, not the start."""

    async def policy(question: aioesx.Question) -> str:
        with pytest.raises(errors.TransportTimeout):
            await esx.call(NOW, timeout=0.1)
        return "Yes"

    plain.ask_on("PowerOnVM_Task", OFF, text="Well?", choices=("Yes", "No"), default=0)
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        plain.fault_on("CurrentTime", delay=1, times=1)
        await domain.start(on_question=policy)
        assert await domain.state() == aioesx.DomainState.RUNNING


async def test_cancellation_from_outside_stays_cancellation(slow: Simulator) -> None:
    async with connected(slow) as esx:
        domain = await esx.domains.lookup(OFF)
        with anyio.move_on_after(0.2) as scope:
            await domain.start(timeout=10)
        assert scope.cancelled_caught


async def test_none_is_no_bound_but_silence_is(plain: Simulator, hasty: Hasty) -> None:
    hasty(silence=0.5)
    async with connected(plain, timeout=None) as esx:
        plain.fault_on("CurrentTime", delay=5)
        with pytest.raises(errors.TransportTimeout, match=r"for 0\.5 s"):
            await esx.call(NOW)


async def test_a_login_that_others_wait_for_outlives_the_time_of_one(plain: Simulator) -> None:
    async with connected(plain) as esx:
        plain.expire_sessions()
        plain.fault_on("Login", delay=0.5, times=1)
        outcomes: list[object] = []

        async def call(timeout: float) -> None:
            try:
                outcomes.append(bool(await esx.domains.list(timeout=timeout)))
            except errors.EsxError as error:
                outcomes.append(type(error))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call, 0.2)
            await anyio.sleep(0.05)
            tasks.start_soon(call, 10)
    assert sorted(map(str, outcomes)) == sorted(map(str, [errors.TransportTimeout, True]))


def coroutines() -> list[tuple[type, str]]:
    """Every coroutine function of the face that reaches for the host."""
    classes = [aioesx.Connection, aioesx.Domain, aioesx.Domains, aioesx.Host]
    classes += [aioesx.Snapshot, aioesx.Snapshots]
    return [
        (cls, name)
        for cls in classes
        for name, member in vars(cls).items()
        if inspect.iscoroutinefunction(member) and not name.startswith("_")
    ]


UNBOUNDED = {"aclose", "keep_alive"}


@pytest.mark.parametrize(("cls", "name"), [c for c in coroutines() if c[1] not in UNBOUNDED])
async def test_every_coroutine_refuses_unknown_keywords(cls: type, name: str) -> None:
    function = getattr(cls, name)
    with pytest.raises(TypeError, match=rf"{cls.__name__}\.{name}\(\) .*'timeot'.*'timeout'"):
        await function(object(), timeot=1)


@pytest.mark.parametrize(("cls", "name"), [c for c in coroutines() if c[1] not in UNBOUNDED])
def test_every_coroutine_takes_a_time(cls: type, name: str) -> None:
    parameters = inspect.signature(getattr(cls, name)).parameters
    assert "timeout" in parameters or any(
        p.annotation == "Unpack[TaskOptions]" for p in parameters.values()
    )


async def test_a_keyword_like_no_other_is_told_which_there_are(plain: Simulator) -> None:
    async with connected(plain) as esx:
        with pytest.raises(TypeError, match=r"'dry_run'; it takes paths, timeout$"):
            await esx.host.properties("name", dry_run=True)  # type: ignore[call-arg]


def test_connect_refuses_unknown_keywords() -> None:
    with pytest.raises(TypeError, match="'read_only'"):
        aioesx.connect("esx://x/", readonly=True)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"esx\.keep_alive\(seconds\)"):
        aioesx.connect("esx://x/", keep_alive=60)  # type: ignore[call-arg]


async def test_every_change_without_an_answer_is_named(plain: Simulator) -> None:
    """A start whose answer is lost, and whose task cannot be looked for in time."""
    plain.fault_on("PowerOnVM_Task", lost=True)
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        plain.fault_on("RetrievePropertiesEx", delay=30, skip=1)  # a first look at the domain
        with pytest.raises(errors.OutcomeUnknownError) as caught:
            await domain.start(timeout=1)
    assert caught.value.method == "PowerOnVM_Task"
    await seen(plain, "PowerOnVM_Task")
