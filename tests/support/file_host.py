"""A simulated host in a process of its own that has one file: for those who kill it.

Run as a program: ``file_host.py PORT SIZE``. It says its port and serves until it is ended. The
file is the same, and as old, every time.
"""

from __future__ import annotations

import random
import sys
import time
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from support.process import ServerProcess, serve

from aioesx.datastore_path import DatastorePath
from aioesx.simulator import HostState, Simulator, presets
from aioesx.simulator.state.files import MemoryContent, ZeroContent

__all__ = ["PASSWORD", "PATH", "content", "file_host"]

PATH: Final = DatastorePath("datastore1", "iso/kept.bin")
PASSWORD: Final = "secret"
_MODIFIED: Final = datetime(2026, 1, 1, tzinfo=UTC)
_ZEROS: Final = 64 << 20  # a file that is larger is all zeros


def content(size: int) -> bytes:
    """Return what the file holds."""
    return random.Random(size).randbytes(size)


def file_host(port: int, size: int) -> AbstractContextManager[ServerProcess]:
    """Run it for the length of a `with` block; its first line is the port."""
    directory = str(Path(__file__).resolve().parents[1])
    program = [sys.executable, "-m", "support.file_host", str(port), str(size)]
    return serve(program, env={"PYTHONPATH": directory}, timeout=60)


def _main(port: int, size: int) -> None:
    host: HostState = presets.small_host(machines=1)
    store = host.datastore(PATH.datastore)
    store.capacity = 1 << 40
    whole = ZeroContent(size) if size > _ZEROS else MemoryContent(content(size))
    store.put_content(PATH.path, whole).modified = _MODIFIED
    host.options.upload_quota = 1 << 40
    with Simulator(host, username="root", password=PASSWORD, tls=False, port=port) as simulator:
        sys.stdout.write(f"{simulator.port}\n")
        sys.stdout.flush()
        time.sleep(3600)


if __name__ == "__main__":
    _main(*map(int, sys.argv[1:]))
