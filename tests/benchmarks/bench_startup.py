"""What the command costs before it does anything: whole processes, in turn.

    python tests/benchmarks/bench_startup.py [--rounds N] [--write]

A simulated host of ten machines serves from a process of its own, over TLS that aioesx verifies.
CPU is that of a process from its start to its end, user and system. Wall time is taken over a line
that delays whatever the client sends by 50 ms. In each round every contender has its turn, after a
round that does not count and leaves the byte-compiled caches warm; the tables show medians over
the rounds, and a ratio is the median of the rounds' ratios. ``--write`` puts them into
docs/performance.md, between the markers there; a budget that is not met fails.
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
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.page import write_part
from support.virsh import write_auth_file

from aioesx.simulator.line import Line, Trouble

MACHINES: Final = 10
DELAY: Final = 0.05

BARE: Final = "`python -c pass`"
IMPORTS: Final = "`import httpx, lxml.etree, anyio`"
VERSION: Final = "`aioesx --version`"
LIST: Final = "`aioesx list --all`"
VIRSH: Final = "`virsh list --all`"
BUDGETS: Final = {(VERSION, BARE): 5.0, (LIST, IMPORTS): 1.6}
WALL_BUDGET: Final = 1 / 3

Samples = dict[str, list[float]]


class Host(NamedTuple):
    """Where the simulated host is reached, and the authority of its certificate."""

    address: str
    port: int
    ca_file: str


@contextmanager
def simulated() -> Iterator[Host]:
    """Run the host in a process of its own, whose one line tells where it is."""
    # Left by its own end, which closes its standard input and waits: the host removes its files.
    with subprocess.Popen(
        [sys.executable, __file__, "--serve"], text=True, stdin=-1, stdout=-1
    ) as process:
        assert process.stdout is not None
        uri, ca_file = process.stdout.readline().split()
        parts = urlsplit(uri)
        yield Host(parts.hostname or "", parts.port or 443, ca_file)


def serve() -> None:
    """Be that host, until standard input ends."""
    from aioesx.simulator import Simulator, presets

    host = presets.small_host(machines=MACHINES)
    with Simulator(host, username="root", password="secret") as simulator:
        print(simulator.uri, simulator.ca_file, flush=True)  # noqa: T201
        sys.stdin.read()


def aioesx(*words: str) -> list[str]:
    """Return the command line of our command, run by the interpreter that runs this."""
    return [sys.executable, "-m", "aioesx", *words]


def listing(host: Host, port: int) -> dict[str, list[str]]:
    """Return both lists of all machines; libvirt cannot be told of an authority."""
    ours = f"esx://root@{host.address}:{port}/?cacert={host.ca_file}"
    theirs = f"esx://root@{host.address}:{port}/?no_verify=1"
    return {
        LIST: aioesx("-c", ours, "list", "--all"),
        VIRSH: ["virsh", "-c", theirs, "list", "--all"],
    }


def environment(directory: Path) -> dict[str, str]:
    """Return what every contender finds; what was compiled once is kept in the directory."""
    auth = write_auth_file(
        directory / "auth.conf", host="127.0.0.1", username="root", password="secret"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {
        **kept,
        "PYTHONPYCACHEPREFIX": str(directory / "pycache"),
        "AIOESX_PASSWORD": "secret",
        "LIBVIRT_AUTH_FILE": str(auth),
    }


def cpu_and_wall(words: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run a process to its end; return seconds of its CPU, and of the clock."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        words,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    assert status == 0, f"{words}: {status}"
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - begin


def measure(host: Host, rounds: int, found: dict[str, str]) -> tuple[Samples, Samples]:
    """Return seconds of CPU, and of the clock over the slow line, of each round."""
    cpu: Samples = {}
    wall: Samples = {}
    direct = {
        BARE: [sys.executable, "-c", "pass"],
        IMPORTS: [sys.executable, "-c", "import httpx, lxml.etree, anyio"],
        VERSION: aioesx("--version"),
        **listing(host, host.port),
    }
    with Line(host.address, host.port, up=Trouble(delay=DELAY)) as line:
        delayed = listing(host, line.port)
        for number in range(rounds + 1):
            taken = {name: cpu_and_wall(words, found)[0] for name, words in direct.items()}
            waited = {name: cpu_and_wall(words, found)[1] for name, words in delayed.items()}
            if number:
                for name, seconds in taken.items():
                    cpu.setdefault(name, []).append(seconds)
                for name, seconds in waited.items():
                    wall.setdefault(name, []).append(seconds)
    return cpu, wall


def ratio(samples: Samples, one: str, other: str) -> float:
    """Return the median of the rounds' ratios."""
    return statistics.median(a / b for a, b in zip(samples[one], samples[other], strict=True))


def cpu_table(cpu: Samples) -> list[str]:
    """Return CPU as Markdown: median, least, by a bare interpreter, by the imports."""
    lines = [
        "| process | ms of CPU | least | by a bare python | by the three imports |",
        "|---|---|---|---|---|",
    ]
    for name, samples in cpu.items():
        cells = [name, f"{1000 * statistics.median(samples):.0f}", f"{1000 * min(samples):.0f}"]
        for other in (BARE, IMPORTS):
            budget = BUDGETS.get((name, other))
            told = f", budget {budget:g}" if budget else ""
            cells.append(f"{ratio(cpu, name, other):.2f}{told}")
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def wall_table(wall: Samples) -> list[str]:
    """Return wall time as Markdown."""
    lines = ["| over a line of 50 ms | ms | by virsh, budget |", "|---|---|---|"]
    for name, samples in wall.items():
        told = "" if name == VIRSH else f"{ratio(wall, name, VIRSH):.2f}, {WALL_BUDGET:.2f}"
        lines.append(f"| {name} | {1000 * statistics.median(samples):.0f} | {told} |")
    return lines


def broken(cpu: Samples, wall: Samples) -> list[str]:
    """Return what took more than its budget."""
    found = [f"{one} by {other}" for (one, other), most in BUDGETS.items()
             if ratio(cpu, one, other) > most]  # fmt: skip
    return found + ([f"{LIST} by {VIRSH}"] if ratio(wall, LIST, VIRSH) > WALL_BUDGET else [])


def main() -> int:
    """Measure and print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
        return 0
    with tempfile.TemporaryDirectory() as directory, simulated() as host:
        cpu, wall = measure(host, options.rounds, environment(Path(directory)))
    text = "\n".join([*cpu_table(cpu), "", *wall_table(wall)])
    print(text)  # noqa: T201
    if options.write:
        write_part("bench_startup", text)
    over = broken(cpu, wall)
    for each in over:
        sys.stderr.write(f"over budget: {each}\n")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
