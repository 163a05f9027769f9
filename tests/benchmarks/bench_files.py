"""CPU of a large file down and up, beside curl, on one vcsim: plain and TLS, hashing apart.

    python tests/benchmarks/bench_files.py [--rounds N] [--size MIB] [--write]

Each round runs every contender once, in turn; the table shows medians of the client's CPU time in
seconds (threads included, the server is another process), and of the rounds' ratios to curl.
Both write to a file, and read from one. ``--write`` puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import anyio
from benchmarks.page import write_part
from support.vcsim import Vcsim, vcsim

import aioesx

NAME: Final = "bench.bin"
QUERY: Final = f"dcPath={quote('ha-datacenter')}&dsName=LocalDS_0"


def cpu(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def by_curl(server: Vcsim, *options: str) -> float:
    """Run curl; returns its CPU time."""
    scheme = "https" if server.tls else "http"
    url = f"{scheme}://{server.username}:{server.password}@127.0.0.1:{server.port}/folder/"
    before = cpu(resource.RUSAGE_CHILDREN)
    command = ["curl", "-sSfk", *options, f"{url}{options[-1]}?{QUERY}"]
    subprocess.run([*command[:-2], command[-1]], check=True, stdout=subprocess.DEVNULL)
    return cpu(resource.RUSAGE_CHILDREN) - before


def curl_down(server: Vcsim, directory: Path) -> float:
    return by_curl(server, "-o", str(directory / "curl.down"), NAME)


def curl_up(server: Vcsim, directory: Path) -> float:
    return by_curl(server, "-T", str(directory / NAME), "curl.up")


async def _ours(server: Vcsim, work: Callable[[aioesx.Connection], object]) -> float:
    uri = server.uri("no_verify=1") if server.tls else server.uri()
    async with aioesx.connect(uri, password=server.password) as esx:
        await esx.files.exists(f"[LocalDS_0] {NAME}")
        before = cpu(resource.RUSAGE_SELF)
        await work(esx)  # type: ignore[misc]
        return cpu(resource.RUSAGE_SELF) - before


def down(sha256: bool) -> Callable[[Vcsim, Path], float]:
    def run(server: Vcsim, directory: Path) -> float:
        target = directory / "ours.down"
        path = f"[LocalDS_0] {NAME}"
        return anyio.run(_ours, server, lambda esx: esx.files.download(path, target, sha256=sha256))

    return run


def up(sha256: bool) -> Callable[[Vcsim, Path], float]:
    def run(server: Vcsim, directory: Path) -> float:
        source, path = directory / NAME, "[LocalDS_0] ours.up"
        return anyio.run(
            _ours,
            server,
            lambda esx: esx.files.upload(source, path, overwrite=True, sha256=sha256),
        )

    return run


Contender = Callable[[Vcsim, Path], float]
WAYS: Final[dict[str, dict[str, Contender]]] = {
    "down": {"curl": curl_down, "aioesx": down(False), "aioesx with SHA-256": down(True)},
    "up": {"curl": curl_up, "aioesx": up(False), "aioesx with SHA-256": up(True)},
}


def measure(rounds: int, size: int) -> dict[tuple[str, str, str], list[float]]:
    found: dict[tuple[str, str, str], list[float]] = {}
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        directory = Path(name)
        with (directory / NAME).open("wb") as file:
            for _ in range(size):
                file.write(os.urandom(1 << 20))
        os.environ["TMPDIR"] = name
        for tls in (False, True):
            with vcsim(tls=tls) as server:
                by_curl(server, "-T", str(directory / NAME), NAME)
                for _ in range(rounds):
                    for way, contenders in WAYS.items():
                        for who, run in contenders.items():
                            key = ("TLS" if tls else "plain", way, who)
                            found.setdefault(key, []).append(run(server, directory))
    return found


def table(found: dict[tuple[str, str, str], list[float]], size: int) -> str:
    columns = [(line, way) for line in ("plain", "TLS") for way in WAYS]
    lines = [
        f"| s of CPU for {size} MiB | " + " | ".join(f"{a}, {b}" for a, b in columns) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    for who in WAYS["down"]:
        cells = []
        for line, way in columns:
            mine, curl = found[line, way, who], found[line, way, "curl"]
            ratio = statistics.median(a / b for a, b in zip(mine, curl, strict=True))
            beside = "" if who == "curl" else f" ({ratio:.2f}x)"
            cells.append(f"{statistics.median(mine):.2f}{beside}")
        lines.append(f"| {who} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    text = table(measure(options.rounds, options.size), options.size)
    sys.stdout.write(f"{text}\n")
    if options.write:
        write_part("bench_files", text)


if __name__ == "__main__":
    main()
