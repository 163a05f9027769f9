"""Exports a running machine by a snapshot and kills itself: `cold_run.py URI DIRECTORY FORMAT`.

It happens when bytes have come, so nothing cleans up.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import anyio

import aioesx


def _kill(progress: aioesx.ExportProgress) -> None:
    if progress.phase == "copying" and progress.at > 0:
        os.kill(os.getpid(), signal.SIGKILL)


async def main(uri: str, directory: str, made: Any) -> None:
    """Export the machine, and be killed."""
    async with aioesx.connect(uri, password=os.environ["COLD_PASSWORD"]) as esx:
        web = await esx.domains.lookup("web01")
        await web.export(
            Path(directory), format=made, way="snapshot", chunk_bytes=2**20, on_progress=_kill
        )


if __name__ == "__main__":
    anyio.run(main, sys.argv[1], sys.argv[2], sys.argv[3])
