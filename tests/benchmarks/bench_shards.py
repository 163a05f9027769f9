"""What one process carries of a fleet, what two, and what a Dask cluster of two workers.

    python tests/benchmarks/bench_shards.py [--hosts N] [--rounds N] [--write]

A farm of simulated hosts with ten machines each is a process of its own; every certificate is
verified. Each way is a fresh process for each round. Counted are the CPU and the memory of that
process and of its workers, not the farm's; that of worker processes with their start, that of a
cluster's workers, which were there before, without. What was read must be the same by every way,
of every machine of every host. ``--write`` puts the table into docs/fleet.md, between the markers
there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import anyio

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bench_fleet import MACHINES, allow_descriptors
from benchmarks.page import write_part
from support.farming import Farm, running_farm
from support.shard_work import names

from aioesx import Fleet, FleetResults, HostEntry, Inventory, PasswordSource, Repeatable

__all__ = ["WAYS", "Way", "go", "measure"]

ROOT: Final = Path(__file__).resolve().parents[2]
SECRET: Final = "AIOESX_BENCH_PASSWORD"
WORKERS: Final = 2
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_LOOK: Final = 0.2

Results = FleetResults[list[str]]


@dataclass(frozen=True)
class Way:
    """What a way took.

    Attributes:
        hosts: how many had a result.
        digest: of all that was read.
        cpu: seconds of processor, its workers' included.
        wall: seconds by the clock.
        peak: MiB of memory of all its processes together, at the most.
    """

    hosts: int
    digest: str
    cpu: float
    wall: float
    peak: float


def cpu() -> float:
    """Return the CPU of this process and of those that it has waited for."""
    import resource

    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def resident(pid: int | str) -> float:
    """Return the MiB of a process and of all below it."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        below = [word for task in tasks for word in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return 0.0  # it has just ended
    return pages * _PAGE / 1024**2 + sum(map(resident, below))


class Peak:
    """Looks how much memory there is at the most, in a thread of its own."""

    def __init__(self) -> None:
        self.mib = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def _look(self) -> None:
        while not self._over.wait(_LOOK):
            self.mib = max(self.mib, resident("self"))

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


async def took(work: Callable[[], Awaitable[Results]], used: Callable[[], float] = cpu) -> Way:
    """Do it, and tell what it took."""
    with Peak() as peak:
        before, began = used(), time.monotonic()
        results = await work()
        spent, wall = used() - before, time.monotonic() - began
    assert not results.failed, results.failed
    read = json.dumps(sorted(results.values.items()))
    return Way(len(results), hashlib.sha256(read.encode()).hexdigest(), spent, wall, peak.mib)


# --- the ways ------------------------------------------------------------------------------------


async def first(fleet: Fleet) -> Way:
    return await took(lambda: fleet.gather(names))


async def again(fleet: Fleet) -> Way:
    await fleet.gather(names)
    return await took(lambda: fleet.gather(names))


async def by_processes(fleet: Fleet) -> Way:
    return await took(lambda: fleet.gather(names, processes=WORKERS))


async def by_dask(fleet: Fleet) -> Way:
    import aioesx.fleet.dask

    with cluster() as client:

        def used() -> float:
            return float(time.process_time() + sum(client.run(time.process_time).values()))

        async def work() -> Results:
            job = Repeatable(names)
            async with aioesx.fleet.dask.run(fleet, job, client=client) as results:
                return await results.all()

        return await took(work, used)


@contextmanager
def cluster() -> Iterator[Any]:
    """Run workers on this machine, which have the hosts' password in their environment."""
    from distributed import Client, LocalCluster

    paths = os.pathsep.join(sys.path)
    with (
        LocalCluster(
            host="127.0.0.1",
            n_workers=WORKERS,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            env={SECRET: os.environ[SECRET], "PYTHONPATH": paths},
        ) as workers,
        Client(workers, set_as_default=False) as client,
    ):
        yield client


WAYS: Final[dict[str, tuple[bool, Callable[[Fleet], Awaitable[Way]]]]] = {
    "one process, login and list": (True, first),
    "one process, list over connections that are kept": (True, again),
    "one process, login, list and logout": (False, first),
    "two processes, login, list and logout, their start included": (False, by_processes),
    "Dask, two workers that were there, login, list and logout": (False, by_dask),
}
"""Whether connections are kept, and what is done."""


# --- a process for each --------------------------------------------------------------------------


def go(what: str, farm: Farm) -> Way:
    """Go a way in a fresh process."""
    inventory = farm.inventory
    job = {"what": what, "hosts": inventory["host"], "authority": inventory["authority"]}
    done = subprocess.run(
        [sys.executable, __file__, "--go"],
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, SECRET: farm.password, "PYTHONPATH": str(ROOT)},
    )
    return Way(**json.loads(done.stdout))


async def gone(what: str, hosts: list[dict[str, str]], authority: str) -> Way:
    """Go it, in this process."""
    source = PasswordSource(env=SECRET)
    entries = [HostEntry(host["name"], host["uri"], password=source) for host in hosts]
    keeps, work = WAYS[what]
    keep = len(hosts) if keeps else 0
    async with Fleet(Inventory(entries), cacert=authority, keep=keep) as fleet:
        return await work(fleet)


def measure(hosts: int, rounds: int) -> dict[str, list[Way]]:
    """Return what each way's rounds took.

    Raises:
        AssertionError: a host has no result, or two ways have not read the same.
    """
    allow_descriptors()
    taken: dict[str, list[Way]] = {what: [] for what in WAYS}
    with running_farm("--farm", str(hosts), "--machines", str(MACHINES)) as farm:
        farm.close_output()
        for number in range(rounds):
            for what, done in taken.items():
                done.append(go(what, farm))
            print(f"{hosts} hosts, round {number + 1} of {rounds}", file=sys.stderr)  # noqa: T201
    found = {(each.hosts, each.digest) for done in taken.values() for each in done}
    assert len(found) == 1, f"the ways have not read the same: {found}"
    assert next(iter(found))[0] == hosts
    return taken


def table(taken: dict[str, list[Way]], hosts: int) -> str:
    """Return the medians as a table."""
    lines = [
        f"| {hosts:,} hosts | ms of CPU a host | s of CPU in all | s by the clock | MiB at most |",
        "|---|---|---|---|---|",
    ]
    for what, done in taken.items():
        used, wall, peak = (
            statistics.median(column)
            for column in zip(*((each.cpu, each.wall, each.peak) for each in done), strict=True)
        )
        cells = f"{used / hosts * 1000:.2f} | {used:.1f} | {wall:.1f} | {peak:.0f}"
        lines.append(f"| {what} | {cells} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--go", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.go:
        job = json.load(sys.stdin)
        way = anyio.run(gone, job["what"], job["hosts"], job["authority"])
        print(json.dumps(asdict(way)))  # noqa: T201  # for who asked for it
        return
    found = table(measure(options.hosts, options.rounds), options.hosts)
    print(found)  # noqa: T201  # it is for a person
    if options.write:
        write_part("bench_shards", found, "fleet.md")


if __name__ == "__main__":
    main()
