"""Samples of a fleet beside pyVmomi: hosts of ten machines, twenty counters of each, one sample.

    python tests/benchmarks/bench_metrics.py [--hosts N ...] [--rounds N] [--write]

The hosts are a farm in a process of its own, whose authority both clients hold every certificate
against. Each client is a fresh process for each round (`metrics_clients.py`) that holds a session
on every host, reads the samples of three moments, and counts its own CPU, system time and threads
included. They go round the same farm in turn, and a ratio is the median of the rounds' ratios.
What they have read must be the same, every number of every machine. ``--write`` puts the table
into docs/performance.md, between the markers there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.metrics_clients import COUNTERS, RUNNERS, Round
from benchmarks.page import write_part
from support.farming import Farm, running_farm

__all__ = ["BUDGET", "MACHINES", "SAMPLE", "measure", "ratio"]

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
MACHINES: Final = 10
_OF: Final = 22  # of so many machines of a farm's host so many are on
BUDGET: Final = 0.2
SAMPLE: Final = 20.0
"""Seconds until a host has the next."""

_MOMENTS: Final = 3

Rounds = dict[str, list[Round]]
"""What each client's rounds over a farm were, by its name; the n-th ones in turn."""


def go_round(name: str, farm: Farm, hosts: int, moments: list[str]) -> Round:
    """Have a client measure the first so many hosts of a farm."""
    job = {
        "hosts": farm.inventory["host"][:hosts],
        "user": farm.inventory["user"],
        "password": farm.password,
        "authority": farm.inventory["authority"],
        "moments": moments,
    }
    done = subprocess.run(
        [sys.executable, str(HERE / "metrics_clients.py"), name],
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return Round(**json.loads(done.stdout))


def measure(sizes: list[int], rounds: int) -> dict[int, Rounds]:
    """Return what each client's rounds cost, by number of hosts.

    Raises:
        AssertionError: the clients have not read the same, or too little.
    """
    taken: dict[int, Rounds] = {}
    options = ("--farm", str(max(sizes)), "--machines", str(_OF))
    with running_farm(*options) as farm:
        farm.close_output()
        newest = datetime.now(UTC).replace(microsecond=0)
        moments = [(newest - timedelta(seconds=20 * n)).isoformat() for n in range(_MOMENTS)]
        for size in sizes:
            taken[size] = {name: [] for name in RUNNERS}
            for number in range(rounds):
                names = list(RUNNERS)
                for name in names if number % 2 else reversed(names):
                    taken[size][name].append(go_round(name, farm, size, moments))
                print(f"{size} hosts, round {number + 1} of {rounds}", file=sys.stderr)  # noqa: T201
            told = {(each.digest, each.numbers) for done in taken[size].values() for each in done}
            assert len(told) == 1, f"{size} hosts: the clients have not read the same"
            counted = min(told)[1]
            assert counted == size * (MACHINES + 1) * len(COUNTERS), f"{counted} numbers are told"
    return taken


def ratio(rounds: Rounds, what: Callable[[Round], float]) -> float:
    """Return the median over the rounds of ours by pyVmomi's."""
    pairs = zip(rounds["aioesx"], rounds["pyVmomi"], strict=True)
    return median(what(ours) / what(theirs) for ours, theirs in pairs)


_COLUMNS: Final[tuple[tuple[str, str, Callable[[Round], float]], ...]] = (
    ("ms of CPU a host and sample", ".2f", lambda each: 1000 * each.cpu / each.hosts),
    ("s for a sample of all", ".2f", lambda each: each.wall),
    ("calls a host and sample", ".0f", lambda each: each.calls),
    ("ms of CPU a host to begin", ".1f", lambda each: 1000 * each.begin_cpu / each.hosts),
    ("calls a host to begin", ".0f", lambda each: each.begin_calls),
)
"""Head, how a number is written, and what it is."""


def table(taken: dict[int, Rounds]) -> str:
    """Return the figures as Markdown: ours, pyVmomi's, and ours by it."""
    heads = " | ".join(head for head, _, _ in _COLUMNS)
    lines = [
        f"| hosts, numbers a sample: aioesx, pyVmomi (ratio) | {heads} |",
        "|---|" + "---|" * len(_COLUMNS),
    ]
    for size, rounds in taken.items():
        cells = [f"{size:,}, {rounds['aioesx'][0].numbers:,}"]
        for _, form, what in _COLUMNS:
            ours, theirs = (median(map(what, rounds[name])) for name in ("aioesx", "pyVmomi"))
            cells.append(f"{ours:{form}}, {theirs:{form}} ({ratio(rounds, what):.2f})")
        lines.append(f"| {' | '.join(cells)} |")
    reached = ratio(taken[max(taken)], lambda each: each.cpu)
    lines.append(f"\nCPU for a sample by pyVmomi's: {reached:.2f}, budget {BUDGET:.2f}.")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    options = parser.parse_args()
    text = table(measure(sorted(options.hosts), options.rounds))
    print(text)  # noqa: T201
    if options.write:
        write_part("bench_metrics", text)


if __name__ == "__main__":
    main()
