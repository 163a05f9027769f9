"""The checks of `Guest`: programs and files in the guest of a domain."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from io import BytesIO

import pytest
from support.contract import Case, contract

import aioesx
from aioesx import errors
from aioesx.simulator.versions import at_least

__all__: list[str] = []

Use = Callable[[aioesx.Guest], Awaitable[None]]


async def within(case: Case, use: Use) -> None:
    """Enter the guest of a new machine; a server that is too old says so, and is sent nothing."""
    domain = await case.domain("poweredOn")
    entering = domain.guest("root", "secret")
    if not at_least(case.server.state.profile.api_version, "5.0"):
        case.server.forget_calls()
        with pytest.raises(errors.NotSupportedError, match=r"API 5\.0"):
            await entering.__aenter__()
        assert not case.server.calls
        return
    async with entering as guest:
        await use(guest)


@contract("Guest.run", changes=True)
async def run(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        done = await guest.run("cat", input=b"through")
        assert (done.status, done.stdout) == (0, b"through")

    await within(case, use)


@contract("Guest.start", changes=True)
async def start(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        pid = await guest.start("sleep", ["60"])
        assert [one.runs for one in await guest.processes([pid])] == [True]

    await within(case, use)


@contract("Guest.processes")
async def processes(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        assert "vmtoolsd" in [one.name for one in await guest.processes()]

    await within(case, use)


@contract("Guest.kill", changes=True)
async def kill(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        pid = await guest.start("sleep", ["60"])
        await guest.kill(pid)
        assert [one.runs for one in await guest.processes([pid])] == [False]

    await within(case, use)


@contract("Guest.environment")
async def environment(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        assert await guest.environment(["HOME"]) == {"HOME": "/root"}

    await within(case, use)


@contract("Guest.read")
async def read(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        assert await guest.read("/etc/hostname") == f"{guest.name}\n".encode()

    await within(case, use)


@contract("Guest.write", changes=True)
async def write(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        await guest.write("/tmp/new", "text")
        assert await guest.read("/tmp/new") == b"text"

    await within(case, use)


@contract("Guest.copy_in", changes=True)
async def copy_in(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        assert await guest.copy_in(BytesIO(b"bytes"), "/tmp/in", mode=0o600) == 5
        assert (await guest.stat("/tmp/in")).mode == 0o600

    await within(case, use)


@contract("Guest.copy_out")
async def copy_out(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        there = BytesIO()
        await guest.copy_out("/etc/hostname", there)
        assert there.getvalue() == f"{guest.name}\n".encode()

    await within(case, use)


@contract("Guest.list")
async def list_(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        assert "hostname" in [one.name for one in await guest.list("/etc")]

    await within(case, use)


@contract("Guest.stat")
async def stat(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        assert (await guest.stat("/etc")).kind is aioesx.GuestFileKind.DIRECTORY

    await within(case, use)


@contract("Guest.exists")
async def exists(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        assert [await guest.exists(f"/etc/{name}") for name in ("hostname", "no")] == [True, False]

    await within(case, use)


@contract("Guest.mkdir", changes=True)
async def mkdir(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        await guest.mkdir("/tmp/a/b", parents=True)
        assert await guest.exists("/tmp/a/b")

    await within(case, use)


@contract("Guest.remove", changes=True)
async def remove(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        await guest.remove("/etc/hostname")
        assert not await guest.exists("/etc/hostname")

    await within(case, use)


@contract("Guest.move", changes=True)
async def move(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        await guest.move("/etc/hostname", "/etc/name")
        assert not await guest.exists("/etc/hostname")
        assert await guest.exists("/etc/name")

    await within(case, use)


@contract("Guest.set_attributes", changes=True)
async def set_attributes(case: Case) -> None:
    async def use(guest: aioesx.Guest) -> None:
        await guest.set_attributes("/etc/hostname", mode=0o640, owner=7)
        found = await guest.stat("/etc/hostname")
        assert (found.mode, found.owner) == (0o640, 7)

    await within(case, use)
