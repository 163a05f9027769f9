"""Dead hosts, slow ones, some cut in the middle: the healthy finish, each bad one says why."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import anyio
import pytest
from support.hasty import Hasty
from support.held import PASSWORD, BadFleet, bad_fleet
from support.waiting import until

from aioesx import Connection, Fleet, errors
from aioesx.fleet import run
from aioesx.simulator import Site

pytestmark = pytest.mark.anyio


async def names(esx: Connection) -> list[str]:
    return [entry.name for entry in await esx.domains.list()]


@pytest.fixture(params=[40, pytest.param(200, marks=pytest.mark.long)])
def many(request: pytest.FixtureRequest) -> Iterator[BadFleet]:
    count: int = request.param
    with bad_fleet(count, dead=count // 10, slow=count // 10, cut=count // 20) as fleet:
        yield fleet


@pytest.fixture
def bad() -> Iterator[BadFleet]:
    with bad_fleet(5, dead=1, slow=1, cut=1) as fleet:
        yield fleet


@pytest.mark.fault("C5")
async def test_every_healthy_host_finishes_while_the_bad_ones_are_pending(
    many: BadFleet, hasty: Hasty
) -> None:
    hasty(patience=0.05, attempts=(0.01,), repeats=())
    done: dict[str, Any] = {}

    async with (
        Fleet(many.targets, password=PASSWORD, concurrency=3) as fleet,
        fleet.run(names, retries=1) as results,
    ):
        async for result in results:
            done[result.host] = result
            if len(done) == len(many.healthy):
                break
        pending = {each.host: each.stage for each in results.stages if each.host not in done}
        assert sorted(done) == sorted(many.healthy)
        assert all(result.ok and len(result.value) == 2 for result in done.values())
        assert pending == dict.fromkeys(many.bad, "running"), "they are held"
        many.released.set()
        async for result in results:
            done[result.host] = result

    assert len(done) == len(many.targets)
    assert all(done[name].ok for name in many.slow)
    for name in [*many.dead, *many.cut]:
        error = done[name].error
        assert isinstance(error, errors.TransportError), error
        assert many.targets[name].split("@")[1].split("/")[0] in str(error), "it names the host"
        assert (error.kind, error.name) == ("host", name)
        assert done[name].attempts == (2 if name in many.cut else 1)
    assert many.open_sessions == 0


@pytest.mark.fault("C5")
async def test_a_host_whose_name_is_not_resolved_keeps_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch, farm: Site, hasty: Hasty
) -> None:
    hasty(patience=0.05)
    released, real = threading.Event(), socket.getaddrinfo

    def look_up(host: Any, *args: Any, **options: Any) -> Any:
        if str(host).startswith("dead"):
            released.wait(20)
            raise socket.gaierror(socket.EAI_AGAIN, "try again")
        return real(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    dead = {f"dead{n}": f"esx://root@dead{n}.invalid/" for n in range(45)}
    port = farm.port
    healthy = {"healthy": farm.uris["esx0001"], "named": f"esx://root@localhost:{port}/"}

    targets: dict[str, str] = {**dead, **healthy}
    async with (
        Fleet(targets, password=PASSWORD) as fleet,
        fleet.run(names, retries=0, timeout=15) as results,
    ):
        first = [await anext(results), await anext(results)]
        assert {result.host for result in first} == {"healthy", "named"}
        released.set()
        others = [result async for result in results]

    assert len(others) == 45
    assert all("the name cannot be resolved" in str(result.error) for result in others)


async def test_places_are_lent_only_as_far_as_files_may_be_opened(
    bad: BadFleet, hasty: Hasty, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty(patience=0.01)
    monkeypatch.setattr(run, "most_at_work", lambda wanted: wanted + 1)

    async with (
        Fleet(bad.targets, password=PASSWORD, concurrency=1) as fleet,
        fleet.run(names) as results,
    ):
        await until(lambda: results.stages[1].stage == "running")
        await anyio.sleep(0.1)  # ten times as long as it is patient
        stages = [each.stage for each in results.stages]
        bad.released.set()

    assert stages == ["running", "running", "waiting", "waiting", "waiting"]


async def test_a_host_that_does_not_answer_in_time_says_so(bad: BadFleet) -> None:
    targets = {name: bad.targets[name] for name in (bad.dead[0], bad.slow[0], bad.healthy[0])}

    async with Fleet(targets, password=PASSWORD) as fleet:
        with anyio.fail_after(8):  # to clean up takes longer, and nobody waits for that
            results = await fleet.gather(names, timeout=0.4)
        bad.released.set()

    assert list(results.values) == [bad.healthy[0]]
    for name, error in results.failed.items():
        assert isinstance(error, errors.TransportTimeout)
        assert str(error) == f"{name}: names was not done within 0.4 s"


async def test_a_host_that_refuses_connections_is_tried_again(hasty: Hasty) -> None:
    hasty(attempts=(0.01, 0.01))
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]

    async with Fleet(f"esx://root@127.0.0.1:{port}/", password=PASSWORD) as fleet:
        results = await fleet.gather(names)

    assert results[0].attempts == 3
    assert isinstance(results[0].error, errors.ConnectError)


@pytest.mark.fault("C8")
async def test_an_exception_of_one_function_leaves_the_others_alone(farm: Site) -> None:
    async def fail_at_third(esx: Connection) -> int:
        if farm.hosts["esx0003"].address in esx.uri:
            async with anyio.create_task_group() as group:  # whose errors come in a group
                group.start_soon(fail)
        return 1

    async def fail() -> None:
        raise ValueError("at the third")

    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        results = await fleet.gather(fail_at_third)

    assert len(results.values) == len(farm.hosts) - 1
    assert {name: repr(error) for name, error in results.failed.items()} == {
        "esx0003": "ValueError('at the third')"
    }
    with pytest.raises(errors.FleetError, match=r"1 of 6 hosts failed: esx0003: at the third"):
        results.raise_for_errors()


@pytest.mark.fault("C8")
async def test_an_exception_of_the_body_comes_out_as_it_is(farm: Site) -> None:
    async def divide(fleet: Fleet) -> None:
        async with fleet.run(names) as results:
            async for result in results:
                _ = result.attempts / 0

    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        with pytest.raises(ZeroDivisionError):
            await divide(fleet)


@pytest.mark.fault("C8")
async def test_with_fail_fast_the_others_are_stopped_and_say_so(farm: Site) -> None:
    begun = anyio.Event()

    async def fail_or_wait(esx: Connection) -> None:
        if farm.hosts["esx0002"].address in esx.uri:
            await begun.wait()
            raise ValueError("no")
        begun.set()
        await anyio.sleep_forever()

    async with Fleet(farm.uris, password=PASSWORD, concurrency=2) as fleet:
        results = await fleet.gather(fail_or_wait, fail_fast=True)

    kinds = [type(result.error) for result in results]
    assert kinds == [errors.HostStoppedError, ValueError, *[errors.HostSkippedError] * 4]
    assert str(results[0].error) == "esx0001 was stopped: esx0002 failed"
    assert str(results[5].error) == "esx0006 was not begun: esx0002 failed"
    assert [result.attempts for result in results] == [1, 1, 0, 0, 0, 0]


@pytest.mark.parametrize(("patience", "resting"), [(30.0, []), (0.05, ["esx0001"])])
async def test_a_host_that_had_no_time_to_answer_is_not_taken_for_dead(
    farm: Site, hasty: Hasty, patience: float, resting: list[str]
) -> None:
    hasty(patience=patience)
    farm.hosts["esx0001"].fault_on("Login", delay=0.5, times=1)

    async with Fleet({"esx0001": farm.uris["esx0001"]}, password=PASSWORD) as fleet:
        results = await fleet.gather(names, timeout=0.2)

        assert list(results.failed) == ["esx0001"]
        assert [each.host for each in fleet.resting] == resting
