"""Each call of a warm move fails in each way: the move goes on or is taken back, the next ends it.

The calls are those of a run in which nothing failed. In the suite some of them, by a seed; all of
them in the long tests.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path
from typing import Final, get_args

import anyio
import httpx
import pytest
from support.cutting import CuttingTransport, Mode
from support.hasty import Hasty
from support.hosts import PASSWORD
from support.small_disks import content_of
from support.warm import MACHINE, fill, host_of_small_machines, left, move, state_of

import aioesx
from aioesx._session import seconds
from aioesx.errors import EsxError
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

GONE: Final = {"leases": 0, "snapshots": [], "tracking": False, "power": "poweredOff"}
BACK: Final = {"leases": 0, "snapshots": [], "tracking": False, "power": "poweredOn"}
MODES: Final = get_args(Mode)

_CHANGES: Final = (
    "ReconfigVM_Task",
    "CreateSnapshot_Task",
    "ExportSnapshot",
    "HttpNfcLeaseComplete",
    "ShutdownGuest",
    "RemoveSnapshot_Task",
)
"""Calls that change something at the host, in their order."""
CALLS: Final[dict[str, int]] = {
    "ReconfigVM_Task": 2,
    "CreateSnapshot_Task": 2,
    "ExportSnapshot": 1,
    "HttpNfcLeaseComplete": 1,
    "ShutdownGuest": 1,
    "RemoveSnapshot_Task": 1,
    "QueryChangedDiskAreas": 1,
    "HttpNfcLeaseGetManifest": 1,
    "RetrievePropertiesEx": 30,
    "WaitForUpdatesEx": 20,
    "CreateFilter": 7,
    "DestroyPropertyFilter": 7,
    "HEAD": 6,
    "GET": 14,
}
"""Calls of a run in which nothing fails, and how often each is made, or nearly."""
_LINES: Final = frozenset(
    {"RetrieveServiceContent", "Login", "Logout", "CreatePropertyCollector"}
    | {
        "CancelWaitForUpdates",
        "HasPrivilegeOnEntities",
        "HttpNfcLeaseProgress",
        "FetchUserPrivilegeOnEntities",
    }
)
"""Those of the connection, and those that may be made or not."""
EVERY: Final = os.environ.get("AIOESX_WARM") == "all"  # read before the fixtures clean it away


@pytest.fixture(autouse=True)
def _hasty(hasty: Hasty) -> None:
    hasty(
        repeats=(0.0, 0.005, 0.01),
        looks=(0.0, 0.005, 0.01, 0.02),
        backoff=(0.005, 0.01, 0.02),
        crowded=(0.005, 0.01),
        busy=(0.005, 0.01),
        look_again=0.005,
        pace=0.005,
        reconnecting=0.2,
        login_pause=0.01,
        grace=2.0,
        silence=2.0,
        lease_beat=0.05,
    )


class Deadly(CuttingTransport):
    """One that refuses connections once it is dead, as a host that is gone does."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await super().handle_async_request(request)
        except httpx.ReadError:
            if self._dead:
                raise httpx.ConnectError("refused") from None
            raise


class Story:
    """A move at a host of its own, in which one call fails, and the next run."""

    def __init__(self, target: Path) -> None:
        self.simulator = Simulator(
            host_of_small_machines(), username="root", password=PASSWORD, tls=False
        )
        self.simulator.change(lambda host: setattr(host.options, "lease_seconds", 3.0))
        fill(self.simulator)
        self.target = target
        self.cutting = Deadly(httpx.ASGITransport(self.simulator.asgi))

    def written(self) -> None:
        """What the guest does meanwhile."""
        for number in (3, 17, 40):
            self.simulator.write_disk(MACHINE, "", number * 65_536, b"written meanwhile")
        self.simulator.write_disk(MACHINE, "", 0, bytes(65_536))

    async def run(self) -> None:
        uri = "esx://root@127.0.0.1:1/?transport=http"  # no byte goes there
        async with aioesx.connect(uri, password=PASSWORD, transport=self.cutting) as esx:
            await move(esx, self.target, cut_over=self.written)

    async def fail(self, call: str, turn: int, mode: Mode) -> EsxError | None:
        """Run with a call that fails; returns the error, if it came to one."""
        self.cutting.arm(call, mode, turn)
        failure: EsxError | None = None
        with self.cutting.scope:
            try:
                await self.run()
            except EsxError as error:
                failure = error
        self.cutting.disarm()
        return failure

    @property
    def whole(self) -> bool:
        image = self.target / f"{MACHINE}.raw"
        return image.exists() and image.read_bytes() == content_of(self.simulator, MACHINE)


async def calls(target: Path) -> Counter[str]:
    """Return how often each call is made in a run in which nothing fails."""
    story = Story(target)
    story.cutting.arm("", "refuse")
    await story.run()
    assert story.whole
    return story.cutting.seen


async def judge(story: Story, call: str, turn: int, mode: Mode) -> None:
    failure = await story.fail(call, turn, mode)
    step = (
        state_of(story.target)["step"]
        if (story.target / f"{MACHINE}.export.json").exists()
        else "none"
    )
    now = left(story.simulator)
    what = f"{call} {turn} {mode}: {failure}, {step}, {now}"
    if mode != "die":
        past = step in ("removal", "done")
        assert story.whole == past, what
        assert now in ((GONE,) if step == "done" else (GONE, BACK)) or past, what
        if step in ("rolled back", "none"):
            assert now == BACK, what
    if step != "done":
        seconds.USUAL = seconds.current(silence=60.0)  # however busy the tests' machine is
        await story.run()
    assert story.whole, what
    assert left(story.simulator) == GONE, what


def _cases(count: int | None) -> list[tuple[str, int, Mode]]:
    """Return calls of a run, each with a way to fail: so many by a seed, or all."""
    every = [
        (call, turn, mode)
        for call, times in CALLS.items()
        for turn in range(1, times + 1)
        for mode in MODES
    ]
    return every if count is None else random.Random(23).sample(every, count)


def test_the_calls_are_those_of_a_run(tmp_path: Path) -> None:
    seen = anyio.run(calls, tmp_path)

    assert {call for call in seen if call not in _LINES} == set(CALLS)
    assert all(seen[call] == CALLS[call] for call in _CHANGES)


@pytest.mark.parametrize(("call", "turn", "mode"), _cases(2))
@pytest.mark.one_loop
async def test_a_call_fails(tmp_path: Path, call: str, turn: int, mode: Mode) -> None:
    await judge(Story(tmp_path), call, turn, mode)


@pytest.mark.long
@pytest.mark.timeout(120)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("call", _CHANGES)
async def test_each_change_fails_in_each_way(tmp_path: Path, call: str, mode: Mode) -> None:
    for turn in range(1, CALLS[call] + 1):
        await judge(Story(tmp_path / str(turn)), call, turn, mode)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not EVERY, reason="AIOESX_WARM=all has each call fail in each way, for minutes")
@pytest.mark.parametrize("mode", MODES)
async def test_each_call_fails_in_each_way(tmp_path: Path, mode: Mode) -> None:
    for number, (call, turn, way) in enumerate(_cases(None)):
        if way == mode:
            await judge(Story(tmp_path / str(number)), call, turn, mode)
