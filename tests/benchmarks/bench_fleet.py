"""A fleet of hosts by one process: login, list of ten machines, logout, beside pyVmomi's threads.

    python tests/benchmarks/bench_fleet.py [--hosts N ...] [--rounds N] [--write]

The hosts are a farm in a process of its own, whose authority both clients hold every certificate
against. Each client is a fresh process for each round (`fleet_clients.py`) that counts its own
CPU, system time and threads included, and not the farm's; they go round the same farm in turn, and
a ratio is the median of the rounds' ratios. What they have read must be the same, of every
machine of every host. ``--write`` puts the table into docs/performance.md, between the markers
there. Ten thousand hosts are for a person: ``--hosts 10000 --rounds 1``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.fleet_clients import AT_ONCE, RUNNERS, Round
from benchmarks.page import write_part
from support.farming import Farm, running_farm

__all__ = ["BUDGET", "MACHINES", "measure", "ratio"]

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
MACHINES: Final = 10
BUDGET: Final = 0.45
SIZES: Final = (10, 30, 100, 300, 1000)
_DESCRIPTORS: Final = 4 * AT_ONCE  # for each host under way a connection or two; the rest is room

Rounds = dict[str, list[Round]]
"""What each client's rounds over a farm were, by its name; the n-th ones in turn."""


def allow_descriptors() -> None:
    """Raise this process's limit, and so its children's, as far as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard or hard == resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if 0 <= hard < _DESCRIPTORS:
        raise SystemExit(f"a process may have {hard} descriptors, and this takes {_DESCRIPTORS}")


def go_round(name: str, farm: Farm, hosts: int) -> Round:
    """Run a client over the first so many hosts of a farm.

    Raises:
        AssertionError: a machine is missing, or was read twice.
    """
    job = {
        "hosts": farm.inventory["host"][:hosts],
        "user": farm.inventory["user"],
        "password": farm.password,
        "authority": farm.inventory["authority"],
    }
    done = subprocess.run(
        [sys.executable, str(HERE / "fleet_clients.py"), name],
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    found = Round(**json.loads(done.stdout))
    assert (found.hosts, found.machines) == (hosts, MACHINES * hosts), f"{name}: {found}"
    return found


def measure(sizes: list[int], rounds: int) -> dict[int, Rounds]:
    """Return what each client's rounds cost, by number of hosts; the first of each counts, too.

    Raises:
        AssertionError: the clients have not read the same.
    """
    allow_descriptors()
    taken: dict[int, Rounds] = {}
    options = ("--farm", str(max(sizes)), "--machines", str(MACHINES))
    with running_farm(*options) as farm:
        farm.close_output()
        for size in sizes:
            taken[size] = {name: [] for name in RUNNERS}
            for number in range(rounds):
                names = list(RUNNERS)
                for name in names if number % 2 else reversed(names):
                    taken[size][name].append(go_round(name, farm, size))
                print(f"{size} hosts, round {number + 1} of {rounds}", file=sys.stderr)  # noqa: T201
            digests = {each.digest for done in taken[size].values() for each in done}
            assert len(digests) == 1, f"{size} hosts: the clients have not read the same"
    return taken


def ratio(rounds: Rounds, what: Callable[[Round], float]) -> float:
    """Return the median over the rounds of ours by pyVmomi's."""
    pairs = zip(rounds["aioesx"], rounds["pyVmomi"], strict=True)
    return statistics.median(what(ours) / what(theirs) for ours, theirs in pairs)


def _median(rounds: list[Round], what: Callable[[Round], float]) -> float:
    return statistics.median(what(each) for each in rounds)


_COLUMNS: Final[tuple[tuple[str, str, Callable[[Round], float]], ...]] = (
    ("ms of CPU a host", ".2f", lambda each: 1000 * each.cpu / each.hosts),
    ("s in all", ".2f", lambda each: each.wall),
    ("ms, 99 of 100 hosts", ".0f", lambda each: 1000 * each.p99),
    ("peak memory, MiB", ".0f", lambda each: each.peak),
    ("calls a host", ".0f", lambda each: each.calls),
)
"""Head, how a number is written, and what it is."""


def table(taken: dict[int, Rounds]) -> str:
    """Return the figures as Markdown: ours, pyVmomi's, and ours by it."""
    heads = " | ".join(head for head, _, _ in _COLUMNS)
    lines = [f"| hosts: aioesx, pyVmomi (ratio) | {heads} |", "|---|" + "---|" * len(_COLUMNS)]
    for size, rounds in taken.items():
        cells = [f"{size:,}"]
        for _, form, what in _COLUMNS:
            ours, theirs = (_median(rounds[name], what) for name in ("aioesx", "pyVmomi"))
            cells.append(f"{ours:{form}}, {theirs:{form}} ({ratio(rounds, what):.2f})")
        lines.append(f"| {' | '.join(cells)} |")
    largest = max(taken)
    reached = ratio(taken[largest], lambda each: each.cpu)
    lines.append(f"\nCPU for {largest:,} hosts by pyVmomi's: {reached:.2f}, budget {BUDGET:.2f}.")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    options = parser.parse_args()
    text = table(measure(sorted(options.hosts), options.rounds))
    print(text)  # noqa: T201
    if options.write:
        write_part("bench_fleet", text)


if __name__ == "__main__":
    main()
