"""Power and snapshots over a line that is cut at random, judged by the simulator's own record.

Whatever happens to the line: no operation begins more than one task, and none that did not
succeed on the host is reported as done. Each seed is printed when it fails, and stands for one
operation; `AIOESX_CHAOS_SEEDS` says how many there are (`make chaos`: 2,000).
"""

from __future__ import annotations

import itertools
import logging
import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import anyio
import pytest
from support.hosts import through
from support.waiting import until

import aioesx
from aioesx import errors
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.line import Line, Trouble

pytestmark = [pytest.mark.anyio, pytest.mark.long]

SEEDS: Final = int(os.environ.get("AIOESX_CHAOS_SEEDS", "300"))
AT_ONCE: Final = 50
NUMBERS: Final = itertools.count()
FIRST: Final = int(os.environ.get("AIOESX_CHAOS_FIRST", "0"))


@dataclass(frozen=True, slots=True)
class Operation:
    """What is done to a domain, and the task that it begins."""

    method: str
    act: Any


async def take(domain: aioesx.Domain) -> None:
    await domain.snapshots.create(f"s{next(NUMBERS)}")


async def revert(domain: aioesx.Domain) -> None:
    await (await domain.snapshots.lookup("base")).revert()


SNAPSHOTS: Final = (
    Operation("CreateSnapshot_Task", take),
    Operation("RevertToSnapshot_Task", revert),
)
OPERATIONS: Final = {
    "poweredOff": (Operation("PowerOnVM_Task", aioesx.Domain.start), *SNAPSHOTS),
    "poweredOn": (
        Operation("PowerOffVM_Task", aioesx.Domain.destroy),
        Operation("SuspendVM_Task", aioesx.Domain.suspend),
        Operation("ResetVM_Task", aioesx.Domain.reset),
        *SNAPSHOTS,
    ),
    "suspended": (
        Operation("PowerOnVM_Task", aioesx.Domain.resume),
        Operation("PowerOffVM_Task", aioesx.Domain.destroy),
    ),
}


@pytest.fixture
def chaotic() -> Iterator[Simulator]:
    """A host of its own for each run, whose tasks are short."""
    host = presets.empty_host(options=Options(task_seconds=0.03, queue_seconds=0.01))
    for number in range(AT_ONCE):
        machine = presets.add_machine(host, presets.MachineKind(f"vm{number:02}"))
        machine.snapshots.take("base", "", memory=False, quiesce=False)
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        yield simulator


def tasks_of(simulator: Simulator, name: str) -> dict[str, Any]:
    found: dict[str, Any] = simulator.change(
        lambda host: {t.moid: t for t in host.tasks.by_moid.values() if t.entity_name == name}
    )
    return found


async def cut_at_random(line: Line, dice: random.Random) -> None:
    """Cut the line up to three times, at moments that fall into one operation."""
    for _ in range(dice.randint(1, 3)):
        await anyio.sleep(dice.random() * 0.08)
        line.cut(reset=dice.random() < 0.5)


async def at_rest(simulator: Simulator, name: str) -> None:
    await until(lambda: all(task.ended for task in tasks_of(simulator, name).values()))


async def one(simulator: Simulator, seed: int, outcomes: Counter[str]) -> None:
    """Do one operation under one seed, and hold what it says against the record."""
    dice = random.Random(seed)
    name = f"vm{seed % AT_ONCE:02}"
    operation = dice.choice(OPERATIONS[simulator.domain_state(name)])
    before = set(tasks_of(simulator, name))
    said = "success"
    with Line("127.0.0.1", simulator.port) as line:
        async with through(line, simulator) as esx:
            domain = await esx.domains.lookup(name)
            line.down = line.up = Trouble(delay=dice.choice((0, 0.001, 0.004, 0.01)))
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(cut_at_random, line, dice)
                try:
                    await operation.act(domain)
                except errors.TaskFailedError:
                    said = "TaskFailedError"
                except errors.EsxError as error:
                    said = type(error).__name__
                tasks.cancel_scope.cancel()
            line.heal()
    await at_rest(simulator, name)
    begun = [task for moid, task in tasks_of(simulator, name).items() if moid not in before]
    outcomes[said] += 1
    story = f"seed {seed}: {operation.method} on {name} said {said}, host: {begun}"
    assert [task.method for task in begun] in ([], [operation.method]), story
    if said == "success":
        assert [task.state for task in begun] == ["success"], story
    elif said == "TaskFailedError":
        assert [task.state for task in begun] == ["error"], story
    else:
        assert said in {"OutcomeUnknownError", "ConnectionLostError", "ConnectError"}, story


@pytest.mark.timeout(1800)
async def test_nothing_happens_twice_and_nothing_is_made_up(
    chaotic: Simulator,
    anyio_backend: str,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "aioesx.session")
    share = SEEDS // 2
    first = FIRST + (share if anyio_backend == "trio" else 0)
    outcomes: Counter[str] = Counter()

    for start in range(first, first + share, AT_ONCE):
        async with anyio.create_task_group() as tasks:
            for seed in range(start, min(start + AT_ONCE, first + share)):
                tasks.start_soon(one, chaotic, seed, outcomes)

    with capsys.disabled():
        adopted = sum("was lost; it is" in record.getMessage() for record in caplog.records)
        print(  # noqa: T201 - the seeds and what came of them are for whoever runs it
            f"\nchaos on {anyio_backend}: seeds {first} to {first + share - 1}:"
            f" {dict(outcomes)}, tasks found again: {adopted}"
        )
    assert outcomes["success"] > share / 4
    assert chaotic.open_filters == 0
    states = {chaotic.domain_state(f"vm{number:02}") for number in range(AT_ONCE)}
    assert len(states) > 1
