"""CPU of reading 2,000 machines: aioesx, pyVmomi, govmomi and lxml's bare parse, side by side.

    python tests/benchmarks/bench_wire.py [--rounds N] [--machines N] [--write]

vcsim serves all. Each contender is a process of its own that counts its own CPU, system time and
threads included. In each round every contender makes every read once, in turn, so that a noisy
neighbour hurts all alike; the table shows medians over the rounds, and a ratio is the median
of the rounds' ratios. Then import times and peak memory. ``--write`` puts the tables into
docs/performance.md, between the markers there.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.page import write_part
from support.vcsim import vcsim

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
GOVMOMI: Final = ROOT / ".peers" / "bin" / "govmomi-reader"

READS: Final = (
    "name,runtime.powerState",
    "name,summary",
    "config.hardware,name",
    "config,runtime,summary,guest,name",
)
CONTENDERS: Final = ("aioesx", "codec", "pyvmomi", "govmomi", "lxml")
BUDGETS: Final = {
    "pyvmomi": (1 / 5, 1 / 5, 1 / 5, 1 / 4),
    "govmomi": (0.75, 0.75, 0.75, 1),
    "lxml": (6,) * 4,
}
IMPORTS: Final = {
    "httpx, lxml.etree, anyio": "import httpx, lxml.etree, anyio",
    "aioesx and one use of each name": (
        "import aioesx; [getattr(aioesx, name) for name in aioesx.__all__]"
    ),
    "aioesx and every class of aioesx.vim": (
        "import aioesx; from aioesx import vim; [getattr(vim, name) for name in vim.__all__]"
    ),
    "pyVmomi": "from pyVmomi import vim",
}

Samples = dict[tuple[str, str], list[float]]


class Reader:
    """A contender's process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._line()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"process {self._process.pid} ended")
        return line

    def read(self, paths: str) -> tuple[float, float]:
        """Return seconds of CPU and peak memory in MB (0 if it does not tell)."""
        assert self._process.stdin is not None
        self._process.stdin.write(paths + "\n")
        self._process.stdin.flush()
        _, seconds, *peak = self._line().split()
        return float(seconds), float(peak[0]) if peak else 0.0


@contextmanager
def reader(name: str, url: str) -> Iterator[Reader]:
    """Run a contender for the length of a `with` block."""
    script = [sys.executable, str(HERE / "readers.py"), name, url]
    with subprocess.Popen(
        [str(GOVMOMI), url] if name == "govmomi" else script,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        try:
            yield Reader(process)
        finally:
            process.kill()


def build_govmomi_reader() -> None:
    """Compile the Go program, as `make peers` compiles vcsim."""
    source = HERE / "govmomi_reader" / "main.go"
    if GOVMOMI.is_file() and GOVMOMI.stat().st_mtime > source.stat().st_mtime:
        return
    GOVMOMI.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "GOPATH": "/usr/share/gocode", "GO111MODULE": "off"}
    command = ["go", "build", "-o", str(GOVMOMI), f"./{source.parent.relative_to(ROOT)}"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def measure_reads(url: str, rounds: int) -> Samples:
    """Return the seconds of every read in every round, by contender and paths."""
    samples: Samples = {}
    with ExitStack() as stack:
        readers = {name: stack.enter_context(reader(name, url)) for name in CONTENDERS}
        for number in range(rounds + 1):
            for paths in READS:
                for name, one in readers.items():
                    seconds, _ = one.read(paths)
                    if number:
                        samples.setdefault((name, paths), []).append(seconds)
            print(f"round {number} of {rounds}", file=sys.stderr, flush=True)  # noqa: T201
    return samples


def measure_peaks(url: str) -> dict[str, float]:
    """Return the peak memory of a fresh process that made the largest read, in MB."""
    peaks = {}
    for name in ("aioesx", "pyvmomi"):
        with reader(name, url) as one:
            peaks[name] = one.read(READS[-1])[1]
    return peaks


def measure_imports(rounds: int) -> dict[str, float]:
    """Return the median CPU of a fresh interpreter that runs a statement, less that of none.

    All is compiled already, as it is for who has installed a program.
    """
    samples: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as cache:
        for number in range(2 * rounds + 1):
            nothing = _interpreter("pass", cache)
            for name, statement in IMPORTS.items():
                cost = _interpreter(statement, cache) - nothing
                if number:
                    samples.setdefault(name, []).append(cost)
    return {name: statistics.median(values) for name, values in samples.items()}


def _interpreter(statement: str, cache: str) -> float:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = _children()
    subprocess.run([sys.executable, "-c", statement], cwd=ROOT, env=environment, check=True)
    return _children() - before


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def ratio(samples: Samples, name: str, paths: str) -> float:
    """Return the median over the rounds of aioesx's cost by `name`'s."""
    pairs = zip(samples["aioesx", paths], samples[name, paths], strict=True)
    return statistics.median(ours / theirs for ours, theirs in pairs)


def reads_table(samples: Samples) -> str:
    """Return the reads as Markdown."""
    heads = {"aioesx": "aioesx", "codec": "of it bytes to values"}
    columns = [heads.get(name, f"{name} (aioesx by it, budget)") for name in CONTENDERS]
    lines = [f"| seconds of CPU | {' | '.join(columns)} |", "|---|" + "---|" * len(columns)]
    for row, paths in enumerate(READS):
        cells = []
        for name in CONTENDERS:
            cell = f"{statistics.median(samples[name, paths]):.3f}"
            if name in BUDGETS:
                budget = BUDGETS[name][row]
                cell += f" ({ratio(samples, name, paths):.2f}, {budget:.2f})"
            cells.append(cell)
        lines.append(f"| `{paths}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def other_tables(peaks: dict[str, float], imports: dict[str, float]) -> str:
    """Return peak memory and import times as Markdown."""
    base = next(iter(imports.values()))
    lines = ["| peak memory of the largest read | MB |", "|---|---|"]
    lines += [f"| {name} | {peak:.0f} |" for name, peak in peaks.items()]
    lines += ["", "| import | seconds of CPU | by the first |", "|---|---|---|"]
    lines += [f"| {name} | {cost:.3f} | {cost / base:.2f} |" for name, cost in imports.items()]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--machines", type=int, default=2000)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    options = parser.parse_args()
    build_govmomi_reader()
    with vcsim(model="esx", tls=False, vms=options.machines) as server:
        url = f"http://{server.username}:{server.password}@127.0.0.1:{server.port}/sdk"
        samples = measure_reads(url, options.rounds)
        peaks = measure_peaks(url)
    text = f"{reads_table(samples)}\n\n{other_tables(peaks, measure_imports(options.rounds))}"
    print(text)  # noqa: T201
    if options.write:
        write_part("bench_wire", text)


if __name__ == "__main__":
    main()
