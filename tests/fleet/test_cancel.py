"""A run that is cancelled anywhere leaves nothing behind: no socket, no task, no session.

By hand ``pytest tests/fleet/test_cancel.py --cancellations 200``; the seed of each is its number.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
from support.hasty import Hasty
from support.held import PASSWORD, BadFleet, bad_fleet
from support.torture import Torture
from support.waiting import until

from aioesx import Connection, Fleet
from aioesx._transport import transport as transport_module

pytestmark = pytest.mark.anyio

LONGEST = 0.6
IN_MAKE_TEST = 2


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each number a test; the first ones in `make test`, twenty in CI."""
    if "seed" in metafunc.fixturenames:
        count = metafunc.config.getoption("--cancellations")
        marks = [() if seed < IN_MAKE_TEST else (pytest.mark.long,) for seed in range(count)]
        seeds = [pytest.param(seed, marks=marks[seed]) for seed in range(count)]
        metafunc.parametrize("seed", seeds)


@pytest.fixture(scope="module")
def fleet_of() -> Iterator[BadFleet]:
    with bad_fleet(12, dead=1, slow=0, cut=0) as fleet:
        fleet.site.hosts["esx0002"].fault_on("*", delay=0.1)
        yield fleet


async def everything(esx: Connection) -> None:
    """Read, change, wait for a task, move a file."""
    for entry in await esx.domains.list():
        if entry.state == "shut off":
            await entry.domain.set_memory(2**20)
            disks = await entry.domain.disks()
            path = f"{disks[0].source}".replace(".vmdk", "-flat.vmdk")
            async with esx.files.open(path) as file:
                await file.read(0, 100_000)
        else:
            await entry.domain.wait_for("shut off", timeout=0.2)


async def test_a_run_cancelled_anywhere_leaves_nothing_behind(
    fleet_of: BadFleet, seed: int, hasty: Hasty, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty(patience=0.05, attempts=(0.05,))
    network = Torture(0, "fail")
    monkeypatch.setattr(transport_module, "Network", lambda: network)
    choice = random.Random(seed)
    options: dict[str, Any] = {
        "concurrency": choice.choice([2, 8, 64]),
        "keep": choice.choice([0, 4, 64]),
    }
    before = len(anyio.get_running_tasks())

    with anyio.move_on_after(choice.uniform(0.0, LONGEST)):
        async with Fleet(fleet_of.targets, password=PASSWORD, **options) as fleet:
            if choice.random() < 0.5:
                await fleet.gather(everything, retries=1)
                await anyio.sleep_forever()
            async with fleet.run(everything, fail_fast=choice.random() < 0.2) as results:
                async for _ in results:
                    if choice.random() < 0.1:
                        break

    assert network.open_sockets == 0
    assert len(anyio.get_running_tasks()) <= before
    await until(lambda: fleet_of.open_sessions == 0)
