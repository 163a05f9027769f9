"""A thousand rounds of connect, list, close on vcsim: descriptors and memory stay flat.

    python tests/benchmarks/bench_rounds.py [--rounds N]

Prints open descriptors and resident memory after each tenth of the rounds.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import anyio
from support.vcsim import Vcsim, vcsim

import aioesx


def resident_kib() -> int:
    """Return this process's resident memory in KiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def descriptors() -> int:
    """Return how many descriptors this process has open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


async def rounds(server: Vcsim, count: int) -> None:
    """Do the rounds, and print ten lines."""
    uri = server.uri("no_verify=1")
    for number in range(1, count + 1):
        async with aioesx.connect(uri, password=server.password) as esx:
            assert len(await esx.domains.list()) == 2
        if number % (count // 10) == 0:
            line = f"round {number}: {descriptors()} descriptors, {resident_kib()} KiB"
            print(line, flush=True)  # noqa: T201


def main() -> None:
    """Run vcsim with TLS, and the rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    with vcsim(model="esx", tls=True, vms=2) as server:
        anyio.run(rounds, server, parser.parse_args().rounds)


if __name__ == "__main__":
    main()
