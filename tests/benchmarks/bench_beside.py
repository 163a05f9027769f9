"""This tree beside an older commit of it, in one run: calls, reads, import, memory.

    python tests/benchmarks/bench_beside.py COMMIT [--rounds N] [--write]

Each tree is a process of its own that is told on standard input what to do and answers with what
that cost it. In each round every measure is taken of both, in turn, the older first in every
second; a ratio is the median of the rounds' ratios, newer by older. ``--write`` puts the table
into docs/performance.md, between the markers there. Only what both trees have is used.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import resource
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve()
ROOT: Final = HERE.parents[2]
IMPORT: Final = "import aioesx\nfor name in aioesx.__all__: getattr(aioesx, name)"
LARGEST: Final = "config,runtime,summary,guest,name"

# What is measured: its name in the table, what a worker is told, how many of the unit are asked.
CALLS: Final = (
    ("CurrentTime, 1 caller, µs each", "call 1 300"),
    ("CurrentTime, 50 callers, µs each", "call 50 300"),
    ("start and stop of a machine, ms each", "power 10"),
)
READS: Final = (
    ("list of 2,000 machines, ms", "list"),
    ("`name,runtime.powerState` of 2,000, ms", "read name,runtime.powerState"),
    ("`name,summary` of 2,000, ms", "read name,summary"),
    (f"`{LARGEST}` of 2,000, ms", f"read {LARGEST}"),
)
UNITS: Final = {"call": 1e6, "power": 1e3, "list": 1e3, "read": 1e3}

Job = Callable[..., Awaitable[float]]


# --- in the worker -------------------------------------------------------------------------------


async def _spent(work: Callable[[], Awaitable[object]]) -> float:
    """Return the seconds of CPU that something costs this process."""
    gc.collect()
    before = time.process_time()
    await work()
    return time.process_time() - before


class Jobs:
    """What a worker can be told to do with its connection."""

    def __init__(self, aioesx: Any, esx: Any) -> None:
        vim = aioesx.vim
        self._esx = esx
        service = vim.ManagedObjectReference("ServiceInstance", "ServiceInstance")
        self._now = vim.CurrentTime(this=service)

    async def call(self, callers: str, calls: str) -> float:
        """Make so many calls by so many callers; return seconds of each."""
        import anyio

        each = int(calls) // int(callers)

        async def caller() -> None:
            for _ in range(each):
                await self._esx.call(self._now)

        async def work() -> None:
            async with anyio.create_task_group() as group:
                for _ in range(int(callers)):
                    group.start_soon(caller)

        return await _spent(work) / (each * int(callers))

    async def power(self, times: str) -> float:
        """Stop a machine and start it, so many times: two tasks, waited for; seconds of each."""
        domain = (await self._esx.domains.list())[0].domain

        async def work() -> None:
            for _ in range(int(times)):
                await domain.destroy()
                await domain.start()

        return await _spent(work) / int(times)

    async def list(self) -> float:
        """List all machines."""
        return await _spent(lambda: self._esx.domains.list())

    async def read(self, paths: str) -> float:
        """Read properties of all machines."""
        return await _spent(lambda: self._esx.domains.properties(paths.split(",")))


def work(uri: str, password: str) -> None:
    """Do what standard input says, and tell seconds of CPU and the peak of memory in KiB."""
    import anyio

    import aioesx

    async def main() -> None:
        async with aioesx.connect(uri, password=password) as esx:
            jobs = Jobs(aioesx, esx)
            print(aioesx.__file__, flush=True)  # noqa: T201
            while line := await anyio.to_thread.run_sync(sys.stdin.readline):
                name, *arguments = line.split()
                spent = await getattr(jobs, name)(*arguments)
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                print(spent, peak, flush=True)  # noqa: T201

    anyio.run(main)


# --- beside each other ---------------------------------------------------------------------------


class Tree:
    """A tree of sources, and what runs on it."""

    def __init__(self, root: Path, cache: str) -> None:
        self.root = root
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(root),
            "PYTHONPYCACHEPREFIX": f"{cache}{root}",
        }
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)

    @contextmanager
    def worker(self, uri: str, password: str) -> Iterator[Callable[[str], tuple[float, float]]]:
        """Run a worker for the length of a `with` block; yield what tells it what to do."""
        command = [sys.executable, "-P", str(HERE), "--worker", uri, password]
        with subprocess.Popen(
            command,
            cwd=self.root,
            env=self._environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            stdin, stdout = process.stdin, process.stdout
            assert stdin is not None
            assert stdout is not None
            assert stdout.readline().startswith(str(self.root)), "it runs on another tree"

            def tell(line: str) -> tuple[float, float]:
                print(line, file=stdin, flush=True)
                seconds, peak = stdout.readline().split()
                return float(seconds), float(peak)

            try:
                yield tell
            finally:
                process.kill()

    def run(self, statement: str) -> float:
        """Return the seconds of CPU of a fresh interpreter that runs a statement."""
        before = _children()
        command = [sys.executable, "-P", "-c", statement]
        subprocess.run(command, cwd=self.root, env=self._environment, check=True)
        return _children() - before


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Table:
    """Pairs of samples by measure."""

    def __init__(self) -> None:
        self._pairs: dict[str, list[tuple[float, float]]] = {}

    def add(self, name: str, old: float, new: float) -> None:
        """Take a pair."""
        self._pairs.setdefault(name, []).append((old, new))

    def __str__(self) -> str:
        lines = ["| CPU of the client | before | now | now by before |", "|---|---|---|---|"]
        for name, pairs in self._pairs.items():
            old, new = (statistics.median(side) for side in zip(*pairs, strict=True))
            ratio = statistics.median(new / old for old, new in pairs)
            lines.append(f"| {name} | {old:.1f} | {new:.1f} | {ratio:.2f} |")
        return "\n".join(lines)


def in_turn(number: int, old: Callable[[], float], new: Callable[[], float]) -> tuple[float, float]:
    """Take a pair, the older first in every second round."""
    if number % 2:
        return old(), new()
    second = new()
    return old(), second


def measure(table: Table, trees: tuple[Tree, Tree], rounds: int, *, tls: bool, vms: int) -> None:
    """Measure calls, or reads where there are many machines."""
    from support.vcsim import vcsim

    measures = READS if vms > len(CALLS) else CALLS
    prefix = "" if measures is READS else "TLS: " if tls else "plain: "
    with vcsim(model="esx", tls=tls, vms=vms) as server:
        uri = server.uri(*(["no_verify=1"] if tls else []))
        old, new = trees
        with old.worker(uri, server.password) as of_old, new.worker(uri, server.password) as of_new:
            for number in range(rounds + 1):
                for name, job in measures:
                    unit = UNITS[job.split()[0]]
                    pair = in_turn(
                        number,
                        lambda job=job: of_old(job)[0],  # type: ignore[misc]
                        lambda job=job: of_new(job)[0],  # type: ignore[misc]
                    )
                    if number:  # the first warms up
                        table.add(prefix + name, *(value * unit for value in pair))
        if measures is READS:
            with old.worker(uri, server.password) as one:
                before = one(f"read {LARGEST}")[1]
            with new.worker(uri, server.password) as one:
                table.add(
                    "peak memory of a process with the last, MB",
                    before / 1e3,
                    one(f"read {LARGEST}")[1] / 1e3,
                )


def measure_imports(table: Table, trees: tuple[Tree, Tree], rounds: int) -> None:
    """Measure the import of aioesx with one use of each name, and that of what it stands on."""
    old, new = trees
    foundations = "import httpx, lxml.etree, anyio"
    for number in range(rounds + 1):
        pair = in_turn(number, lambda: old.run(IMPORT), lambda: new.run(IMPORT))
        floor = new.run(foundations)
        if number:
            table.add("import and one use of each name, ms", *(1e3 * value for value in pair))
            table.add(f"`{foundations}`, then ours, ms", 1e3 * floor, 1e3 * pair[1])


@contextmanager
def tree_of(commit: str) -> Iterator[Path]:
    """Lay out a commit's package in a directory of its own."""
    packed = subprocess.run(
        ["git", "archive", commit, "aioesx"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    with tempfile.TemporaryDirectory() as directory:
        with tarfile.open(fileobj=io.BytesIO(packed)) as files:
            files.extractall(directory, filter="data")
        yield Path(directory)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests"))

    from benchmarks.page import write_part

    table = Table()
    with tree_of(options.commit) as older, tempfile.TemporaryDirectory() as cache:
        trees = Tree(older, cache), Tree(ROOT, cache)
        measure(table, trees, options.rounds, tls=False, vms=2)
        measure(table, trees, options.rounds, tls=True, vms=2)
        measure(table, trees, options.rounds, tls=False, vms=2000)
        measure_imports(table, trees, options.rounds)
    print(table)  # noqa: T201
    if options.write:
        write_part("bench_beside", str(table))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        work(*sys.argv[2:])
    else:
        main()
