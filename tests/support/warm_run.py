"""A program that moves a machine warm and kills itself: `warm_run.py URI DIRECTORY STEP COUNT`.

When the record has been written so often in a step, the process is gone: nothing cleans up.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import anyio

import aioesx
from aioesx.export.keeping import Keeper


async def main(uri: str, directory: str, step: str, writes: int) -> None:
    """Move the machine; be killed at the so-manyth record that says a step."""
    write = Keeper.write
    seen = 0

    async def written(keeper: Keeper) -> None:
        nonlocal seen
        await write(keeper)
        if keeper.record.extra["warm"]["step"] == step:
            seen += 1
            if seen == writes:
                os.kill(os.getpid(), signal.SIGKILL)

    Keeper.write = written  # type: ignore[method-assign, assignment]
    async with aioesx.connect(uri, password=os.environ["WARM_PASSWORD"]) as esx:
        web = await esx.domains.lookup("web01")
        warm = aioesx.WarmOptions(shutdown_seconds=10)
        await web.export(Path(directory), format="raw", chunk_bytes=2**20, warm=warm)


if __name__ == "__main__":
    anyio.run(main, sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
