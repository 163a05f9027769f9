"""Listing the volumes of a pool: `aioesx vol-list` beside `virsh vol-list`, in turn.

    python tests/benchmarks/bench_storage.py [--rounds N] [--volumes N ...] [--write]

One simulated host serves both, from a process of its own. Each command is a process that is
started, logs in, lists, logs out and ends: what a person or a script has of it. Calls are what the
host was asked; CPU and wall time are the process's. ``--write`` puts the table into
docs/performance.md, between the markers there.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.page import write_part
from support.storage import add_disk, stored_host
from support.virsh import write_auth_file

POOL: Final = "nfs1"
MOST_CALLS: Final = 12
COMMANDS: Final = {"vol-list": ["vol-list", POOL], "--details": ["vol-list", POOL, "--details"]}
PROGRAMS: Final = {"aioesx": [sys.executable, "-m", "aioesx"], "virsh": ["virsh"]}


class Cost(NamedTuple):
    """What one run took: requests, and seconds."""

    calls: int
    cpu: float
    wall: float


@contextmanager
def simulated(volumes: int) -> Iterator[subprocess.Popen[str]]:
    """Run a host with so many volumes; its first line is its URI, each further one a count."""
    command = [sys.executable, __file__, "--serve", str(volumes)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe) as process:
        try:
            yield process
        finally:
            process.terminate()


def serve(volumes: int) -> None:
    """Be that host: on each line of standard input, tell how many calls came since the last."""
    from aioesx.simulator import Simulator

    host = stored_host(task_seconds=0.0)
    store = next(each for each in host.datastores.values() if each.name == POOL)
    for number in range(volumes):
        add_disk(store, f"vm{number}/vm{number}.vmdk")
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        print(simulator.uri, flush=True)  # noqa: T201
        for _ in sys.stdin:
            print(sum(simulator.call_count.values()), flush=True)  # noqa: T201
            simulator.forget_calls()


def told(process: subprocess.Popen[str]) -> int:
    """Ask the host how many calls came."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def run(program: str, words: list[str], uri: str, auth: Path, host: subprocess.Popen[str]) -> Cost:
    """Run a command to its end."""
    environment = {**os.environ, "AIOESX_PASSWORD": "secret", "LIBVIRT_AUTH_FILE": str(auth)}
    told(host)
    begin = time.perf_counter()
    process = subprocess.Popen(
        [*PROGRAMS[program], "-c", uri, *words],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = status
    assert status == 0, f"{program} {words}: {status}"
    return Cost(told(host), usage.ru_utime + usage.ru_stime, wall)


Samples = dict[tuple[str, str], list[Cost]]


def measure(volumes: int, rounds: int, auth: Path) -> Samples:
    """Return what every run cost, by command and program; the first round does not count."""
    samples: Samples = {}
    with simulated(volumes) as host:
        assert host.stdout is not None
        uri = host.stdout.readline().strip()
        for number in range(rounds + 1):
            for command, words in COMMANDS.items():
                for program in PROGRAMS:
                    cost = run(program, words, uri, auth, host)
                    if number:
                        samples.setdefault((command, program), []).append(cost)
    return samples


def table(measured: dict[int, Samples]) -> str:
    """Return the figures as Markdown: medians, and the median of the rounds' ratios."""
    head = "| volumes, command | calls: aioesx, virsh | ms of CPU: aioesx, virsh, ratio"
    lines = [f"{head} | ms: aioesx, virsh, ratio |", "|---|---|---|---|"]
    for volumes, samples in measured.items():
        for command in COMMANDS:
            ours, theirs = (samples[command, program] for program in PROGRAMS)
            calls = f"{max(c.calls for c in ours)}, {theirs[0].calls}"
            cells = [f"{volumes}, `{command}`", calls]
            for what in ("cpu", "wall"):
                pairs = [
                    (getattr(a, what), getattr(b, what)) for a, b in zip(ours, theirs, strict=True)
                ]
                mine, other = (1000 * statistics.median(side) for side in zip(*pairs, strict=True))
                ratio = statistics.median(a / b for a, b in pairs)
                cells.append(f"{mine:.0f}, {other:.0f}, {ratio:.2f}")
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--volumes", type=int, nargs="+", default=[50, 500])
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve is not None:
        serve(options.serve)
        return
    with tempfile.TemporaryDirectory() as directory:
        auth = write_auth_file(
            Path(directory) / "auth.conf", host="127.0.0.1", username="root", password="secret"
        )
        measured = {n: measure(n, options.rounds, auth) for n in options.volumes}
    text = table(measured)
    print(text)  # noqa: T201
    ours = [cost for samples in measured.values() for (_, p), costs in samples.items()
            for cost in costs if p == "aioesx"]  # fmt: skip
    assert all(cost.calls <= MOST_CALLS for cost in ours), "more calls than promised"
    if options.write:
        write_part("bench_storage", text)


if __name__ == "__main__":
    main()
