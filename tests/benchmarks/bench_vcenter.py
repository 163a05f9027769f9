"""CPU of listing a whole vCenter with where everything is: aioesx, pyVmomi and govmomi, in turn.

    python tests/benchmarks/bench_vcenter.py [--rounds N] [--hosts N] [--write]

The simulated vCenter serves all: 32 hosts with 10 machines each. Each contender is a process of
its own that counts its own CPU; all read the same properties, in one call. ``--write`` puts the
table into docs/performance.md, between the markers there.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bench_wire import build_govmomi_reader, reader
from benchmarks.page import write_part
from benchmarks.readers import WHERE

BUDGETS: Final = {"pyvmomi": 0.20, "govmomi": 0.60}
PASSWORD: Final = "benchmark"


@contextmanager
def simulated(hosts: int) -> Iterator[str]:
    """Run a vCenter over so many hosts; gives the URL of its web service."""
    command = ["simulate", "--farm", str(hosts), "--machines", "10", "--vcenter", "--no-tls"]
    with subprocess.Popen(
        [sys.executable, "-m", "aioesx", *command],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "AIOESX_SIMULATOR_PASSWORD": PASSWORD},
    ) as process:
        try:
            assert process.stdout is not None
            parts = urlsplit(process.stdout.readline().strip())
            yield f"http://root:{PASSWORD}@{parts.hostname}:{parts.port}/sdk#vcenter"
        finally:
            process.terminate()


def measure(url: str, rounds: int) -> dict[str, list[float]]:
    """Return the seconds of every read, by contender."""
    samples: dict[str, list[float]] = {}
    with ExitStack() as stack:
        names = ("aioesx", *BUDGETS)
        readers = {name: stack.enter_context(reader(name, url)) for name in names}
        for number in range(rounds + 1):
            for name, one in readers.items():
                seconds, _ = one.read(WHERE)
                if number:
                    samples.setdefault(name, []).append(seconds)
    return samples


def table(samples: dict[str, list[float]], hosts: int) -> str:
    """Return the figures as Markdown."""
    what = f"list of {10 * hosts} machines on {hosts} hosts, with where each is"
    lines = [f"| {what} | ms of CPU | aioesx by it, budget |", "|---|---|---|"]
    for name, values in samples.items():
        cell = f"| {name} | {1000 * statistics.median(values):.1f} |"
        if name in BUDGETS:
            pairs = zip(samples["aioesx"], values, strict=True)
            ratio = statistics.median(ours / theirs for ours, theirs in pairs)
            cell += f" {ratio:.2f}, {BUDGETS[name]:.2f} |"
        else:
            cell += " |"
        lines.append(cell)
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--hosts", type=int, default=32)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    options = parser.parse_args()
    build_govmomi_reader()
    with simulated(options.hosts) as url:
        text = table(measure(url, options.rounds), options.hosts)
    print(text)  # noqa: T201
    if options.write:
        write_part("bench_vcenter", text)


if __name__ == "__main__":
    main()
