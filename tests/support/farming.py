"""A farm of simulated hosts in a process of its own, with a session on each: what it takes.

`figures` is the short form that the suite asserts bounds of; run as a program, this file is
the long form: `python tests/support/farming.py 1000` prints what it took.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import anyio

import aioesx

__all__ = ["Farm", "Figures", "figures", "running_farm"]

_COMMAND = Path(sys.executable).with_name("aioesx")
_SECRET = "of many keys"
_AT_ONCE = 64
_MIB = 1024**2


@dataclass(frozen=True)
class Figures:
    """What a farm took while there was a session on each of its hosts.

    Attributes:
        sessions: hosts with a connection and a session.
        names: different machine names, all hosts together.
        up_seconds: from the program's start to its first line.
        connect_seconds: until the last session was there and had listed its machines.
        idle_mib: the simulator's resident memory before anybody connected.
        resident_mib: the same with all sessions.
        cpu_seconds: the simulator's, in all.
        files: the simulator's open files, with all sessions.
        client_mib: this process's resident memory, with all sessions.
    """

    sessions: int
    names: int
    up_seconds: float
    connect_seconds: float
    idle_mib: float
    resident_mib: float
    cpu_seconds: float
    files: int
    client_mib: float


@dataclass(frozen=True)
class Farm:
    """A running farm.

    Attributes:
        up_seconds: from the program's start to its first line.
        close_output: closes the pipe that it says the rest to.
        password: root's.
    """

    pid: int | str
    up_seconds: float
    inventory: dict[str, Any]
    close_output: Callable[[], None] = lambda: None
    password: str = _SECRET

    @property
    def resident_mib(self) -> float:
        words = Path(f"/proc/{self.pid}/statm").read_text().split()
        return int(words[1]) * os.sysconf("SC_PAGE_SIZE") / _MIB

    @property
    def cpu_seconds(self) -> float:
        words = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def files(self) -> int:
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))


@contextmanager
def running_farm(*options: str) -> Iterator[Farm]:
    """Run ``aioesx simulate`` with these options; it has said its first line then."""
    with TemporaryDirectory() as folder:
        password, inventory = Path(folder, "password"), Path(folder, "inventory.toml")
        password.write_text(_SECRET)
        words = ["--password-file", str(password), "--inventory", str(inventory), *options]
        began = time.monotonic()
        process = subprocess.Popen([_COMMAND, "simulate", *words], stdout=subprocess.PIPE)
        assert process.stdout is not None
        try:
            assert process.stdout.readline(), "the farm has ended at once"
            seconds = time.monotonic() - began
            found = tomllib.loads(inventory.read_text("utf-8"))
            yield Farm(process.pid, seconds, found, process.stdout.close)
        finally:
            process.terminate()  # with most of what it says unread
            assert process.wait(20) == 0
            process.stdout.close()


@asynccontextmanager
async def _sessions(inventory: dict[str, Any]) -> AsyncIterator[list[str]]:
    """Hold a session on each host; yields the names of all machines."""
    slots, everybody, names = anyio.Semaphore(_AT_ONCE), anyio.Event(), list[str]()
    waiting = len(inventory["host"])
    done = anyio.Event()

    async def hold(uri: str) -> None:
        nonlocal waiting
        async with slots:
            connecting = aioesx.connect(uri, password=_SECRET, cacert=inventory["authority"])
            esx = await connecting.__aenter__()  # it outlives the slot
        try:
            async with slots:
                names.extend(entry.name for entry in await esx.domains.list())
            waiting -= 1
            if not waiting:
                everybody.set()
            await done.wait()
        finally:
            await connecting.__aexit__(None, None, None)

    async with anyio.create_task_group() as group:
        for host in inventory["host"]:
            group.start_soon(hold, host["uri"])
        await everybody.wait()
        yield names
        done.set()


async def figures(hosts: int, *options: str) -> Figures:
    """Return what a farm of so many hosts takes."""
    with running_farm("--farm", str(hosts), *options) as farm:
        idle, began = farm.resident_mib, time.monotonic()
        async with _sessions(farm.inventory) as names:
            return Figures(
                sessions=len(farm.inventory["host"]),
                names=len(set(names)),
                up_seconds=farm.up_seconds,
                connect_seconds=time.monotonic() - began,
                idle_mib=idle,
                resident_mib=farm.resident_mib,
                cpu_seconds=farm.cpu_seconds,
                files=farm.files,
                client_mib=Farm("self", 0.0, {}).resident_mib,
            )


if __name__ == "__main__":
    for key, value in asdict(anyio.run(figures, int(sys.argv[1]), *sys.argv[2:])).items():
        print(f"{key:16} {value:10.1f}" if isinstance(value, float) else f"{key:16} {value:8}")  # noqa: T201  # it is for a person
