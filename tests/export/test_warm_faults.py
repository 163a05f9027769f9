"""Each call of a warm move fails, in each way: it goes through, or is taken back; the next run ends it.

The calls are those of a run in which nothing failed. In the suite some of them, by a seed; all of
them in the long tests.
"""

from __future__ import annotations

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
from aioesx.errors import EsxError
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

GONE: Final = {"leases": 0, "snapshots": [], "tracking": False, "power": "poweredOff"}
BACK: Final = {"leases": 0, "snapshots": [], "tracking": False, "power": "poweredOn"}
MODES: Final = get_args(Mode)

CALLS: Final[dict[str, int]] = {}


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
        silence=1.0,
        lease_beat=0.05,
    )


class Story:
    """A move at a host of its own, in which one call fails, and the next run."""

    def __init__(self, target: Path) -> None:
        self.simulator = Simulator(
            host_of_small_machines(), username="root", password=PASSWORD, tls=False
        )
        self.simulator.change(lambda host: setattr(host.options, "lease_seconds", 0.5))
        fill(self.simulator)
        self.target = target
        self.cutting = CuttingTransport(httpx.ASGITransport(self.simulator.asgi))

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
        await story.run()
    assert story.whole, what
    assert left(story.simulator) == GONE, what


@pytest.mark.timeout(900)
async def test_x(tmp_path: Path) -> None:
    import os
    import traceback

    seen = await calls(tmp_path / "clean")
    cases = [(c, t, m) for c, n in sorted(seen.items()) for t in range(1, n + 1) for m in MODES]
    k, n = map(int, os.environ.get("WARMPART", "0/8").split("/"))
    bad = 0
    for i, (c, t, m) in enumerate(cases):
        if i % n != k or c == "Logout" or os.environ.get("WARMMODE", m) != m:
            continue
        try:
            with anyio.fail_after(20):
                await judge(Story(tmp_path / str(i)), c, t, m)
        except BaseException as e:
            bad += 1
            print("BAD", c, t, m, repr(e)[:1500])
            if not isinstance(e, (AssertionError, EsxError, TimeoutError)):
                traceback.print_exc()
    print("DONE", len(cases), bad)
