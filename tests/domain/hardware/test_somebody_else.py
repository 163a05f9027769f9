"""Somebody else changes the machine between our look at it and our call, or while it is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from support.hasty import Hasty

import aioesx
from aioesx import errors
from aioesx.definition import CharacterDevice, Controller, Disk, Interface
from aioesx.simulator import Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

GIB = 2**30
URI = "esx://root@host.example/?transport=http"
PRECIOUS = "[datastore1] db01/precious.vmdk"
PASSED = "<hostdev type='pci'><source><address bus='0x3b' function='{}'/></source></hostdev>"

Act = Callable[[aioesx.Domain], Awaitable[object]]


class Interrupted(httpx.ASGITransport):
    """Lets something happen before the next change of a machine arrives.

    Attributes:
        act: what happens, once.
        lose: whether the host then never sees our change, and we see no answer.
    """

    act: Callable[[], Awaitable[object]] | None = None
    lose = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if b"ReconfigVM_Task" in await request.aread() and self.act is not None:
            act, self.act = self.act, None
            await act()
            if self.lose:
                return httpx.Response(200, text="<html>Welcome</html>")
        return await super().handle_async_request(request)


class Two:
    """One domain at two users' hands: `other` acts before `mine` arrives."""

    def __init__(self, mine: aioesx.Domain, other: aioesx.Domain, line: Interrupted) -> None:
        self.mine = mine
        self.other = other
        self.line = line

    def meanwhile(self, act: Act, *, lose: bool = False) -> None:
        self.line.act, self.line.lose = lambda: act(self.other), lose


@pytest.fixture
async def two(simulator: Simulator, esx: aioesx.Connection, hasty: Hasty) -> AsyncIterator[Two]:
    hasty(looks=(0.0, 0.01), look=0.05, look_again=0.02)
    other = await esx.domains.lookup("db01")
    await other.attach(Disk(target="sdb", source="[datastore1] db01/b.vmdk"), create=GIB)
    line = Interrupted(simulator.asgi)
    async with aioesx.connect(URI, password=simulator.password, transport=line) as connection:
        yield Two(await connection.domains.lookup("db01"), other, line)


async def replace_sdb(domain: aioesx.Domain) -> None:
    await domain.detach("sdb")
    await domain.attach(Disk(target="sdb", source=PRECIOUS), create=GIB)


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.detach("sdb", delete_files=True),
        lambda it: it.detach("sdb"),
        lambda it: it.grow("sdb", 2 * GIB),
        lambda it: it.update(Disk(target="sdb", snapshot="no")),
        lambda it: it.configure(disk_limits={"sdb": 100}),
    ],
    ids=["delete", "detach", "grow", "update", "configure"],
)
async def test_what_was_named_is_another_disk_by_now(
    simulator: Simulator, two: Two, change: Act
) -> None:
    two.meanwhile(replace_sdb)

    with pytest.raises(errors.InvalidStateError, match="another device now: nothing was changed"):
        await change(two.mine)

    assert [disk.source for disk in await two.mine.disks()][1] == PRECIOUS
    assert "db01/precious.vmdk" in simulator.change(lambda host: host.datastore("datastore1").files)


async def test_a_snapshot_makes_no_other_disk_of_it(two: Two) -> None:
    two.meanwhile(lambda other: other.snapshots.create("s"))

    await two.mine.configure(disk_limits={"sdb": 100})

    assert (await two.mine.configuration()).disk_limits["sdb"] == 100


# fmt: off
THEIRS_AND_MINE = {
    "another file": (Disk(target="sdc", source=PRECIOUS),
                     Disk(target="sdc", source="[datastore1] db01/mine.vmdk")),
    "another mode": (Disk(target="sdc"), Disk(target="sdc", snapshot="no")),
    "a drive": (Disk(target="hdd", device="cdrom"),
                Disk(target="hdd", bus="ide", source="[datastore1] db01/mine.vmdk")),
    "another image": (Disk(target="hdd", device="cdrom"),
                      Disk(target="hdd", device="cdrom", source="[datastore1] iso/mine.iso")),
    "another card": (Interface(source="VM Network"),
                     Interface(source="VM Network", mac="00:50:56:01:02:03")),
    "another port": (CharacterDevice(type="pipe", path="theirs"),
                     CharacterDevice(type="pipe", path="mine")),
    "another PCI device": (PASSED.format(0), PASSED.format(1)),
}
# fmt: on


@pytest.mark.parametrize(("theirs", "mine"), THEIRS_AND_MINE.values(), ids=list(THEIRS_AND_MINE))
async def test_what_somebody_else_attached_is_not_taken_for_ours(
    two: Two, theirs: Any, mine: Any
) -> None:
    two.meanwhile(lambda other: other.attach(theirs, create=_made(theirs)), lose=True)

    with pytest.raises(errors.OutcomeUnknownError, match="the domain shows nothing of it"):
        await two.mine.attach(mine, create=_made(mine))


def _made(device: Any) -> int | None:
    return GIB if isinstance(device, Disk) and device.device == "disk" else None


async def test_what_is_taken_away_at_once_was_attached(simulator: Simulator, two: Two) -> None:
    """The look after the change finds nothing."""
    two.line.act = None
    seen = Looking(simulator.asgi, lambda: two.other.detach(Controller(type="sata", index=0)))
    async with aioesx.connect(URI, password=simulator.password, transport=seen) as connection:
        domain = await connection.domains.lookup("db01")
        with pytest.raises(errors.InvalidStateError, match="was attached, and somebody took it"):
            await domain.attach(Controller(type="sata"))


class Looking(httpx.ASGITransport):
    """Lets something happen before the first look at a machine's devices after a change."""

    def __init__(self, app: Any, act: Callable[[], Awaitable[object]]) -> None:
        super().__init__(app)
        self._act: Callable[[], Awaitable[object]] | None = act
        self._changed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        self._changed = self._changed or b"ReconfigVM_Task" in body
        if self._changed and b"<pathSet>config</pathSet>" in body.replace(b"vim25:", b""):
            act, self._act = self._act, None
            if act is not None:
                await act()
        return await super().handle_async_request(request)
