"""Much at once, much at a time, and without an end: nothing is left in guest or session."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Final

import anyio
import pytest
from support.guests import LINUX, PASSWORD, Inside, guest_host

import aioesx
from aioesx import errors
from aioesx.simulator import ManualClock, Simulator

pytestmark = pytest.mark.anyio

_MIB: Final = 1 << 20


async def many(guest: aioesx.Guest, count: int) -> list[str]:
    """Run a program so often at once; return what came, by number."""
    found = [""] * count

    async def one(number: int) -> None:
        done = await guest.run("cat", input=f"{number}".encode())
        assert (done.status, done.left) == (0, None)
        found[number] = done.text

    async with anyio.create_task_group() as tasks:
        for number in range(count):
            tasks.start_soon(one, number)
    return found


@pytest.mark.parametrize("count", [10, pytest.param(100, marks=pytest.mark.long)])
async def test_many_runs_at_once_leave_nothing(
    plain: Simulator, linux: Inside, guest: aioesx.Guest, count: int
) -> None:
    before = linux.files
    assert await many(guest, count) == [str(number) for number in range(count)]
    assert (linux.files, linux.running, plain.open_filters) == (before, [], 0)


@pytest.mark.parametrize("size", [_MIB, pytest.param(50 * _MIB, marks=pytest.mark.long)])
async def test_a_large_output_comes_whole(linux: Inside, guest: aioesx.Guest, size: int) -> None:
    data = hashlib.shake_128(b"large").digest(size)
    before = linux.files
    there = BytesIO()

    assert (await guest.run("cat", input=data)).stdout == data
    await guest.run("cat", input=data, stdout=there)
    assert there.getvalue() == data
    assert (await guest.run("head", ["-c", str(size), "/dev/zero"])).stdout == bytes(size)
    assert linux.files == before


async def test_many_that_never_end_and_are_cancelled_leave_nothing(
    plain: Simulator, linux: Inside, guest: aioesx.Guest
) -> None:
    before = linux.files
    async with anyio.create_task_group() as tasks:
        for _ in range(10):
            tasks.start_soon(guest.run, "sleep", ["infinity"])
        with anyio.fail_after(20):
            while len(linux.running) < 10:  # noqa: ASYNC110 - the simulator is in another thread
                await anyio.sleep(0.01)
        tasks.cancel_scope.cancel()
    assert (linux.files, linux.running, plain.open_filters) == (before, [], 0)


async def test_a_session_that_is_lost_meanwhile_is_made_anew(
    plain: Simulator, linux: Inside, guest: aioesx.Guest
) -> None:
    before = linux.files
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(guest.run, "sleep", ["0.5"])
        with anyio.fail_after(20):
            while not linux.running:  # noqa: ASYNC110 - the simulator is in another thread
                await anyio.sleep(0.01)
        plain.expire_sessions()
    assert (linux.files, linux.running) == (before, [])


async def test_a_machine_that_is_switched_off_meanwhile_is_told(
    plain: Simulator, linux: Inside, guest: aioesx.Guest
) -> None:
    async with anyio.create_task_group() as tasks:

        async def run() -> None:
            with pytest.raises(errors.InvalidStateError, match="may be left"):
                await guest.run("sleep", ["infinity"], timeout=20)

        tasks.start_soon(run)
        with anyio.fail_after(20):
            while not linux.running:  # noqa: ASYNC110 - the simulator is in another thread
                await anyio.sleep(0.01)
        plain.change(lambda host: host.find(LINUX).set_power("poweredOff"))


async def test_the_end_of_a_program_is_known_for_five_minutes() -> None:
    """By the simulator's clock, which the test moves."""
    clock = ManualClock()
    with Simulator(guest_host(clock), password="secret", tls=False) as plain:
        async with aioesx.connect(plain.uri, password="secret") as esx:
            domain = await esx.domains.lookup(LINUX)
            async with domain.guest("root", PASSWORD) as guest:
                pid = await guest.start("sleep", ["10"])
                clock.advance(9.9)
                assert [one.runs for one in await guest.processes([pid])] == [True]
                clock.advance(0.2)
                (one,) = await guest.processes([pid])
                assert (one.runs, one.status) == (False, 0)
                assert one.ended is not None
                assert round((one.ended - one.started).total_seconds(), 3) == 10
                clock.advance(299)
                assert len(await guest.processes([pid])) == 1
                clock.advance(2)
                assert await guest.processes([pid]) == []
